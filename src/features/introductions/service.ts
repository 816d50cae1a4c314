import { decideRoundAtOnce } from "../../matching/round.js";
import type { NewDelivery, Outbox } from "../../outbox/delivery.js";
import { Refusal } from "../../refusal.js";
import type { Database, Tx } from "../../storage/database.js";
import { addOpenTime, entryOf } from "../members/calendar/rules.js";
import { hiddenFrom, openingFor, requireSettled } from "../members/approach.js";
import { isOutOfReach } from "../members/reach.js";
import { parseSettings } from "../members/settings.js";
import { withoutAddress, type AddressForm } from "../members/rules.js";
import { areAssessed, personFor, type Portrait, type Portraits } from "./portraits.js";
import { factsOf } from "./reasons.js";
import {
  helloKey,
  topicsFrom,
  type AnnouncementFacts,
  type HelloFacts,
  type ReasonFact,
  type Topic,
  type TopicKind,
} from "./rules.js";
import { shownMember } from "../members/presence.js";

export interface IntroductionsParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly now: () => Date;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
  /** What else follows when somebody has said who they are and what they look for, in the same transaction. */
  readonly introduced?: (tx: Tx, memberId: string) => Promise<void>;
}

/** What the form holds; topics are comma-separated lists. */
export interface ProfileDraft {
  readonly role: string;
  readonly level?: string | undefined;
  readonly subjects?: string | undefined;
  readonly institution?: string | undefined;
  readonly region?: string | undefined;
  readonly languages: readonly string[];
  readonly offers?: string | undefined;
  readonly seeks?: string | undefined;
  readonly line?: string | undefined;
  readonly address?: AddressForm | undefined;
}

/** Somebody worth meeting, and what the two share. */
export interface Suggestion {
  readonly portrait: Portrait;
  readonly reasons: readonly ReasonFact[];
}

export type Introductions = ReturnType<typeof makeIntroductions>;

const NEIGHBOURS = 60;
/** How long a hello waits for a moment that suits the one greeted, in ms of open time. */
const HELLO_WAITS = 14 * 86_400_000;

export function makeIntroductions(parts: IntroductionsParts) {
  const { db, now } = parts;

  async function replaceTopics(tx: Tx, memberId: string, draft: ProfileDraft): Promise<readonly Topic[]> {
    const lists: [TopicKind, Topic[]][] = [
      ["subject", topicsFrom(draft.subjects, parts.topicKey)],
      ["offer", topicsFrom(draft.offers, parts.topicKey)],
      ["seek", topicsFrom(draft.seeks, parts.topicKey)],
    ];
    await tx.profileTopic.deleteMany({ where: { memberId } });
    const data = lists.flatMap(([kind, topics]) =>
      topics.map((topic, position) => ({ memberId, kind, ...topic, position })),
    );
    if (data.length > 0) await tx.profileTopic.createMany({ data });
    return data;
  }

  return {
    /** Keeps the introduction and, the first time, tells the introductions channel. */
    async introduce(memberId: string, spaceId: string, draft: ProfileDraft): Promise<{ isFirst: boolean }> {
      return db.transaction(async (tx) => {
        const topics = await replaceTopics(tx, memberId, draft);
        const member = await tx.member.update({
          where: { id: memberId },
          data: draft.address === undefined ? {} : { address: draft.address },
          include: { network: true, profile: true },
        });
        const data = { ...columnsOf(draft), searchText: searchTextOf(member.name, draft, topics), updatedAt: now() };
        await tx.profile.upsert({ where: { memberId }, create: { memberId, createdAt: now(), ...data }, update: data });
        const channelId = parseSettings(member.network.settings).channels.introductions;
        if (channelId !== undefined)
          await parts.outbox.add(tx, [
            announcement(memberId, member.networkId, { spaceId, channelId }, draft, topics, now()),
          ]);
        await parts.introduced?.(tx, memberId);
        return { isFirst: member.profile === null };
      });
    },

    async portrait(memberId: string): Promise<Portrait> {
      const portrait = (await parts.portraits.of([memberId])).get(memberId);
      if (!portrait || portrait.hasLeft) throw new Refusal("gone");
      return portrait;
    },

    /** The members closest to this one by what they share, at most `count`; nobody who wants no messages. */
    async suggestions(memberId: string, count: number): Promise<readonly Suggestion[]> {
      const me = (await parts.portraits.of([memberId])).get(memberId);
      if (!me) return [];
      const neighbours = await nearby(db, memberId);
      const apart = new Set([...(await keptApart(db, memberId)), ...(await together(db, memberId))]);
      const portraits = await parts.portraits.of(neighbours);
      const wish = { size: "pair", topics: [], waiting: 0, meetings: 0 } as const;
      const scored = [...portraits.values()]
        .filter((other) => !other.hasLeft && !other.isStopped && !apart.has(other.memberId) && !areAssessed(me, other))
        .flatMap((portrait) => {
          const people = [personFor(me, wish, now()), personFor(portrait, wish, now())];
          const [group] = decideRoundAtOnce({ people, forbidden: [], met: [], restWeeks: 0, seed: 1 }).groups;
          if (!group) return [];
          // Who was together with whom plays no part here, so it is not told either.
          const reasons = factsOf(group.reasons, [me, portrait]).filter(({ kind }) => kind !== "fresh");
          return [{ portrait, reasons, score: group.score }];
        });
      return scored
        .sort((a, b) => b.score - a.score || (a.portrait.memberId < b.portrait.memberId ? -1 : 1))
        .slice(0, count);
    },

    /** The same for somebody in particular. One of two who are kept apart reads what is said of whoever is new. */
    async portraitFor(viewerId: string, memberId: string): Promise<Portrait> {
      const portrait = await this.portrait(memberId);
      if (!(await hiddenFrom(db.client, viewerId)).includes(memberId)) return portrait;
      return { ...portrait, ...unknownPortrait };
    },

    /**
     * Members whose introduction holds all the words, whatever they are addressed by, in alphabetical order; nobody whom
     * the viewer would rather not meet, or who would rather not meet the viewer.
     */
    async search(
      networkId: string,
      text: string,
      take = 8,
      viewerId?: string,
    ): Promise<{ portraits: readonly Portrait[]; total: number }> {
      const written = text.toLowerCase().split(/\s+/);
      const terms = withoutAddress(written.filter((term) => term !== "")).slice(0, 6);
      const about = (words: string) => ({ topics: { some: { key: parts.topicKey(words) } } });
      const everyTerm = {
        AND: terms.map((term) => ({ OR: [{ profile: { searchText: { contains: term } } }, about(term)] })),
      };
      const theTopic = about(text);
      const hidden = viewerId === undefined ? [] : await hiddenFrom(db.client, viewerId);
      const where = {
        id: { notIn: [...hidden] },
        ...shownMember,
        networkId,
        profile: { isNot: null },
        ...(terms.length === 0 ? {} : { OR: [everyTerm, theTopic] }),
      };
      // A percent sign or an underscore stands for anything in a database's pattern, but not for a person.
      const isPattern = terms.some((term) => /[%_\\]/.test(term));
      const rows = await db.client.member.findMany({
        where,
        orderBy: [{ name: "asc" }, { id: "asc" }],
        ...(isPattern ? {} : { take }),
        select: { id: true, profile: { select: { searchText: true } } },
      });
      const holdsAll = (held = "") => terms.every((term) => held.includes(term));
      const found = isPattern ? rows.filter(({ profile }) => holdsAll(profile?.searchText)) : rows;
      const total = isPattern ? found.length : await db.client.member.count({ where });
      const ids = found.slice(0, take).map(({ id }) => id);
      const portraits = await parts.portraits.of(ids);
      return { portraits: ids.flatMap((id) => portraits.get(id) ?? []), total };
    },

    /**
     * "Say hello": the other one hears of it, privately and when it suits them. Nobody learns from the answer who asked
     * not to meet whom: such a hello is taken like any other, and goes nowhere. Of somebody whom private messages don't
     * reach that is said to everybody alike. "answers": the other one has said hello first, which is answered now.
     */
    async hello(fromId: string, toId: string): Promise<"sent" | "already" | "together" | "answers"> {
      if (fromId === toId) throw new Refusal("notYourself");
      return db.transaction(async (tx) => {
        const to = await tx.member.findUnique({ where: { id: toId } });
        const from = await tx.member.findUnique({ where: { id: fromId } });
        if (to?.leftAt !== null || to.networkId !== from?.networkId) throw new Refusal("gone");
        if (await isOutOfReach(tx, toId, now())) throw new Refusal("outOfReach");
        const apart = await tx.avoidance.findMany({ where: between(fromId, toId) });
        if (apart.some(({ memberId, kind }) => memberId === fromId && kind === "doNotMeet"))
          throw new Refusal("keptApart");
        const key = helloKey(fromId, toId);
        // One that never arrived, because of STOP or a long break, may be said again.
        if (apart.length === 0) await parts.outbox.forget(tx, [key]);
        if ((await tx.meeting.count({ where: { kind: "hello", AND: [memberOf(fromId), memberOf(toId)] } })) > 0)
          return "together";
        const theirs = { key: helloKey(toId, fromId), status: { notIn: ["dropped", "dead"] } };
        if (apart.length === 0 && (await tx.delivery.count({ where: theirs })) > 0) return "answers";
        if ((await tx.delivery.count({ where: { key } })) > 0) return "already";
        await requireSettled(tx, fromId, now());
        // What goes nowhere waits for nobody's turn, and is refused when any other would be.
        await parts.outbox.add(tx, [await helloFrom(tx, fromId, to, await openingFor(tx, toId, now()))]);
        if (apart.length > 0) await parts.outbox.cancel(tx, [key], "rules");
        return "sent";
      });
    },
  };

  /** It waits two weeks of open days, so that a break doesn't swallow it. */
  async function helloFrom(
    tx: Tx,
    fromId: string,
    to: { id: string; networkId: string },
    dueAt: Date,
  ): Promise<NewDelivery> {
    const { networkId } = to;
    const { timeZone, calendar } = await tx.network.findUniqueOrThrow({
      where: { id: networkId },
      include: { calendar: true },
    });
    const isIntroduced = (await tx.profile.count({ where: { memberId: to.id } })) > 0;
    const facts: HelloFacts = { from: { person: fromId }, memberId: fromId, isIntroduced };
    return {
      key: helloKey(fromId, to.id),
      networkId,
      to: { kind: "member", memberId: to.id },
      notice: "introduce.hello",
      facts: { ...facts },
      priority: "request",
      proactive: true,
      dueAt,
      expiresAt: new Date(addOpenTime(calendar.map(entryOf), dueAt.getTime(), HELLO_WAITS, timeZone)),
    };
  }
}

/** What nobody has said of themselves. */
const unknownPortrait = {
  ...{ role: undefined, level: undefined, institution: undefined, region: undefined, line: undefined },
  ...{ languages: [], topics: { subject: [], offer: [], seek: [] } },
};

/** Everybody whom this member asked not to meet, who asked not to meet this member, or who assesses the other. */
async function keptApart(db: Database, memberId: string): Promise<ReadonlySet<string>> {
  const rows = await db.client.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
  return new Set(rows.flatMap((row) => [row.memberId, row.otherId]));
}

function memberOf(memberId: string) {
  return { members: { some: { memberId } } };
}

/** Everybody with whom this member has an open meeting: they have met here already, or are about to. */
async function together(db: Database, memberId: string): Promise<readonly string[]> {
  const rows = await db.client.meetingMember.findMany({
    where: { meeting: { status: "open", members: { some: { memberId } } } },
    select: { memberId: true },
  });
  return rows.map((row) => row.memberId);
}

/** What keeps these two apart, whichever of them asked. */
function between(a: string, b: string) {
  return {
    OR: [
      { memberId: a, otherId: b },
      { memberId: b, otherId: a },
    ],
  };
}

/** Members who share at least one topic, those with most first. */
async function nearby(db: Database, memberId: string): Promise<string[]> {
  const member = await db.client.member.findUniqueOrThrow({ where: { id: memberId }, include: { topics: true } });
  const keys = [...new Set(member.topics.map(({ key }) => key))];
  const rows = await db.client.profileTopic.findMany({
    where: { key: { in: keys }, memberId: { not: memberId }, member: { networkId: member.networkId, ...shownMember } },
    select: { memberId: true },
    orderBy: { memberId: "asc" },
    take: 2_000,
  });
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.memberId, (counts.get(row.memberId) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, NEIGHBOURS)
    .map(([id]) => id);
}

function columnsOf(draft: ProfileDraft) {
  return {
    role: draft.role,
    level: draft.level ?? null,
    institution: draft.institution ?? null,
    region: draft.region ?? null,
    languages: [...draft.languages],
    line: draft.line ?? null,
  };
}

function searchTextOf(name: string, draft: ProfileDraft, topics: readonly Topic[]): string {
  return [name, draft.institution, draft.region, draft.line, ...topics.map(({ label }) => label)]
    .filter((piece) => piece !== undefined)
    .join(" ")
    .toLowerCase();
}

function announcement(
  memberId: string,
  networkId: string,
  channel: { spaceId: string; channelId: string },
  draft: ProfileDraft,
  topics: readonly (Topic & { kind?: TopicKind })[],
  now: Date,
): NewDelivery {
  const of = (kind: TopicKind) =>
    topics.filter((topic) => topic.kind === kind).map(({ key, label }) => ({ key, label }));
  const facts: AnnouncementFacts = {
    who: { person: memberId },
    memberId,
    role: draft.role,
    level: draft.level,
    institution: draft.institution,
    region: draft.region,
    line: draft.line,
    subjects: of("subject"),
    offers: of("offer"),
    seeks: of("seek"),
  };
  return {
    key: `introduction:${memberId}`,
    networkId,
    to: { kind: "channel", ...channel },
    notice: "introduce.announcement",
    facts: { ...facts },
    priority: "request",
    proactive: false,
    dueAt: now,
  };
}
