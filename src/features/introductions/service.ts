import { decideRoundAtOnce } from "../../matching/round.js";
import type { NewDelivery, Outbox } from "../../outbox/delivery.js";
import { Refusal } from "../../refusal.js";
import type { Database, Tx } from "../../storage/database.js";
import { parseSettings } from "../members/settings.js";
import type { AddressForm } from "../members/rules.js";
import { areAssessed, personFor, type Portrait, type Portraits } from "./portraits.js";
import { factsOf } from "./reasons.js";
import { topicsFrom, type AnnouncementFacts, type ReasonFact, type Topic, type TopicKind } from "./rules.js";

export interface IntroductionsParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly now: () => Date;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
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
        return { isFirst: member.profile === null };
      });
    },

    async portrait(memberId: string): Promise<Portrait> {
      const portrait = (await parts.portraits.of([memberId])).get(memberId);
      if (!portrait || portrait.hasLeft) throw new Refusal("gone");
      return portrait;
    },

    /** The members closest to this one by what they share, at most `count`. */
    async suggestions(memberId: string, count: number): Promise<readonly Suggestion[]> {
      const me = (await parts.portraits.of([memberId])).get(memberId);
      if (!me) return [];
      const neighbours = await nearby(db, memberId);
      const apart = await keptApart(db, memberId);
      const portraits = await parts.portraits.of(neighbours);
      const wish = { size: "pair", topics: [], waiting: 0, meetings: 0 } as const;
      const scored = [...portraits.values()]
        .filter((other) => !other.hasLeft && !apart.has(other.memberId) && !areAssessed(me, other))
        .flatMap((portrait) => {
          const people = [personFor(me, wish, now()), personFor(portrait, wish, now())];
          const [group] = decideRoundAtOnce({ people, forbidden: [], met: [], restWeeks: 0, seed: 1 }).groups;
          return group ? [{ portrait, reasons: factsOf(group.reasons, [me, portrait]), score: group.score }] : [];
        });
      return scored
        .sort((a, b) => b.score - a.score || (a.portrait.memberId < b.portrait.memberId ? -1 : 1))
        .slice(0, count);
    },

    /** Members whose introduction holds all the words, in alphabetical order. */
    async search(
      networkId: string,
      text: string,
      take = 8,
    ): Promise<{ portraits: readonly Portrait[]; total: number }> {
      const terms = text
        .toLowerCase()
        .split(/\s+/)
        .filter((term) => term !== "")
        .slice(0, 6);
      const everyTerm = { AND: terms.map((term) => ({ profile: { searchText: { contains: term } } })) };
      const theTopic = { topics: { some: { key: parts.topicKey(text) } } };
      const where = {
        leftAt: null,
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

    /** "Say hello": the other one hears of it, privately and when it suits them. */
    async hello(fromId: string, toId: string): Promise<"sent" | "already"> {
      if (fromId === toId) throw new Refusal("notYourself");
      return db.transaction(async (tx) => {
        const to = await tx.member.findUnique({ where: { id: toId } });
        const from = await tx.member.findUnique({ where: { id: fromId } });
        // Nobody learns from the words who asked not to meet whom: it is as if the other one had left.
        const apart = await tx.avoidance.count({ where: between(fromId, toId) });
        if (to?.leftAt !== null || to.networkId !== from?.networkId || apart > 0) throw new Refusal("gone");
        const key = `hello:${fromId}:${toId}`;
        if ((await tx.delivery.count({ where: { key } })) > 0) return "already";
        await parts.outbox.add(tx, [
          {
            key,
            networkId: to.networkId,
            to: { kind: "member", memberId: toId },
            notice: "introduce.hello",
            facts: { from: { person: fromId }, memberId: fromId },
            priority: "request",
            proactive: true,
            dueAt: now(),
            expiresAt: new Date(now().getTime() + 14 * 86_400_000),
          },
        ]);
        return "sent";
      });
    },
  };
}

/** Everybody whom this member asked not to meet, who asked not to meet this member, or who assesses the other. */
async function keptApart(db: Database, memberId: string): Promise<ReadonlySet<string>> {
  const rows = await db.client.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
  return new Set(rows.flatMap((row) => [row.memberId, row.otherId]));
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
    where: { key: { in: keys }, memberId: { not: memberId }, member: { networkId: member.networkId, leftAt: null } },
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
