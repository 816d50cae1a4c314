import { topicsThere } from "../../../storage/dormancy.js";
import { areAssessed, type Portrait } from "../../introductions/portraits.js";
import { helloKey, topicsIn, type Topic } from "../../introductions/rules.js";
import { worthOf } from "../../resources/rules.js";
import { kindOf } from "../../resources/stored.js";
import { DAY, type CareParts } from "../parts.js";
import type { ProposedFacts } from "./deliveries.js";
import { fitting, PROPOSED_A_DAY, type Fitting, type Interests, type Proposal } from "./rules.js";

/** Somebody who grew quiet. */
export interface Quiet {
  readonly id: string;
  readonly lastActiveAt: Date;
}

/** Circles and resources of a network that are looked at, and people by their topics for each chunk of the quiet ones. */
const MOST_CIRCLES = 200;
const MOST_RESOURCES = 500;
const MOST_HOLDERS = 600;
/** Topics of others that are looked at for each of them, so that a handful costs little. */
const HOLDERS_EACH = 30;
/** What is older nobody has missed. */
const FRESH_DAYS = 120;
/** So many of the best are looked at more closely, since some are not for each other. */
const LOOKED_AT = 3;

type Proposable = Proposal & {
  readonly facts: (because: Pick<ProposedFacts, "because" | "topics">) => ProposedFacts;
  readonly labels: ReadonlyMap<string, Topic>;
  /** Whose it is: whoever is in it, or made it. Neither they nor who is kept apart from them are told of it. */
  readonly whose: ReadonlySet<string>;
  readonly languages: readonly string[] | undefined;
  readonly sharedAt?: Date | undefined;
};

/**
 * Finds for people who grew quiet the one thing that is worth telling each: what they look for, or have in common.
 * @param today The date on the community's calendar
 */
export function makeProposing(
  parts: Pick<CareParts, "db" | "portraits" | "now">,
  { networkId, today }: { readonly networkId: string; readonly today: string },
) {
  const { client } = parts.db;
  const proposed = new Map<string, number>();
  let standing: Promise<readonly Proposable[]> | undefined;

  async function circles(): Promise<readonly Proposable[]> {
    const rows = await client.circle.findMany({
      where: {
        ...{ networkId, state: "active", isListed: true, access: { in: ["open", "request"] } },
        meetings: { some: { state: "fixed", at: { gt: parts.now() } } },
      },
      include: {
        meetings: { where: { state: "fixed", at: { gt: parts.now() } }, orderBy: { at: "asc" }, take: 1 },
        members: { where: { leftAt: null }, select: { memberId: true } },
      },
      orderBy: [{ lifeAt: "desc" }, { id: "asc" }],
      take: MOST_CIRCLES,
    });
    return rows.flatMap(({ id, name, topics, meetings: [next], members }): Proposable[] => {
      if (!next?.at) return [];
      const meetsAt = next.at.toISOString();
      return [
        {
          ...of("circle", id, topicsIn(topics), 1),
          whose: new Set(members.flatMap(({ memberId }) => memberId ?? [])),
          facts: (why) => ({ ...why, kind: "circle", circleId: id, name, meetsAt }),
        },
      ];
    });
  }

  async function resources(): Promise<readonly Proposable[]> {
    const at = parts.now();
    const rows = await client.resource.findMany({
      where: {
        ...{ networkId, state: "shown", sharedAt: { gt: new Date(at.getTime() - FRESH_DAYS * DAY) } },
        OR: [{ deadlineAt: null }, { deadlineAt: { gt: at } }],
      },
      orderBy: [{ sharedAt: "desc" }, { id: "asc" }],
      take: MOST_RESOURCES,
    });
    return rows.map((row): Proposable => {
      const { id, title, useful, uses, saves, sharedAt } = row;
      const worth = worthOf({ useful, uses, saves, sharedAt: (sharedAt ?? row.createdAt).getTime() }, at.getTime());
      return {
        ...of("resource", id, topicsIn(row.topics), worth),
        ...{ whose: new Set(row.sharerId === null ? [] : [row.sharerId]), sharedAt: sharedAt ?? row.createdAt },
        languages: row.language === "other" ? undefined : [row.language],
        facts: (why) => ({ ...why, kind: "resource", resourceId: id, title, resource: kindOf(row.kind) }),
      };
    });
  }

  /** Who is there these days and offers, or has as a subject, what these people are interested in. */
  async function people(keys: readonly string[], since: Date, count: number): Promise<readonly Proposable[]> {
    const rows = await topicsThere(client, {
      ...{ networkId, since, keys, now: parts.now() },
      limit: Math.min(MOST_HOLDERS, 100 + HOLDERS_EACH * count),
    });
    const byMember = new Map<string, Topic[]>();
    for (const { memberId, key, label } of rows)
      byMember.set(memberId, [...(byMember.get(memberId) ?? []), { key, label }]);
    return [...byMember].map(([id, topics]): Proposable => ({
      ...of("person", id, topics, 0),
      whose: new Set([id]),
      facts: (why) => ({ ...why, kind: "person", memberId: id, who: { person: id } }),
    }));
  }

  /** For each of them who never is to meet them, whichever of the two wished it. */
  async function apartFrom(ids: readonly string[]): Promise<Others> {
    const among = { in: [...ids] };
    const rows = await client.avoidance.findMany({
      where: { networkId, OR: [{ memberId: among }, { otherId: among }] },
    });
    return eachOther(rows.map(({ memberId, otherId }) => [memberId, otherId]));
  }

  /** For each of them who is no news: whom they met or were matched with, mentor or mentee, and who accompanies whom. */
  async function knownTo(ids: readonly string[]): Promise<Others> {
    const among = { in: [...ids] };
    // By their ids alone: beside the network, which all share, SQLite would go by that instead.
    const met = await client.encounter.findMany({
      where: { OR: [{ aId: among }, { bId: among }] },
      select: { aId: true, bId: true },
    });
    const company = await client.welcome.findMany({
      where: { buddyId: { not: null }, OR: [{ memberId: among }, { buddyId: among }] },
      select: { memberId: true, buddyId: true },
    });
    const mentoring = await client.mentorship.findMany({
      where: { OR: [{ mentorId: among }, { menteeId: among }] },
      select: { mentorId: true, menteeId: true },
    });
    return eachOther([
      ...met.map(({ aId, bId }) => [aId, bId] as const),
      ...company.map(({ memberId, buddyId }) => [memberId, buddyId ?? memberId] as const),
      ...mentoring.map(({ mentorId, menteeId }) => [mentorId, menteeId] as const),
    ]);
  }

  /** Of these pairs the keys of those of whom one has said hello to the other. */
  async function helloAmong(pairs: readonly (readonly [string, string])[]): Promise<ReadonlySet<string>> {
    const said = new Map(
      pairs.flatMap(([me, other]) => [
        [helloKey(me, other), helloKey(me, other)] as const,
        [helloKey(other, me), helloKey(me, other)] as const,
      ]),
    );
    const rows = await client.delivery.findMany({ where: { key: { in: [...said.keys()] } }, select: { key: true } });
    return new Set(rows.flatMap(({ key }) => said.get(key) ?? []));
  }

  /** Those of them who take a break just now, from questions of others, from the meet-up or as a mentor. */
  async function atRest(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const later = { gt: today };
    const rows = await client.member.findMany({
      where: {
        id: { in: [...ids] },
        OR: [
          { noAsksUntil: { gt: parts.now() } },
          { enrolments: { some: { status: "active", pausedUntil: later } } },
          { mentorOffer: { awayUntil: later } },
        ],
      },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  return {
    /** For each of them what fits best, or nothing. `seenSince`: whoever was seen after it is not quiet. */
    async forAll(quiet: readonly Quiet[], seenSince: Date): Promise<ReadonlyMap<string, ProposedFacts>> {
      const standingNow = await (standing ??= Promise.all([circles(), resources()]).then((found) => found.flat()));
      const portraits = await parts.portraits.of(quiet.map(({ id }) => id));
      const interests = new Map([...portraits].map(([id, portrait]) => [id, interestsOf(portrait)]));
      const keys = new Set([...interests.values()].flatMap(({ seeks, has }) => [...seeks, ...has]));
      const all = [...standingNow, ...(keys.size === 0 ? [] : await people([...keys], seenSince, quiet.length))];
      const byKey = index(all);
      const ids = quiet.map(({ id }) => id);
      const known = { interests, portraits, byKey, apart: await apartFrom(ids), met: await knownTo(ids) };
      const ranked = quiet.map((one) => ({ one, best: rankedFor(one, known) }));
      const pairs = ranked.flatMap(({ one, best }) =>
        best.flatMap(({ proposal: { kind, id } }) => (kind === "person" ? [[one.id, id] as const] : [])),
      );
      const others = await parts.portraits.of([...new Set(pairs.map(([, other]) => other))]);
      const resting = await atRest([...others.keys()]);
      const greeted = await helloAmong(pairs);
      const chosen = ranked.flatMap(({ one, best }) => {
        const found = best.find(({ proposal }) => {
          if (proposal.kind !== "person") return true;
          const [me, other] = [portraits.get(one.id), others.get(proposal.id)];
          if (!me || !other || resting.has(proposal.id) || greeted.has(helloKey(one.id, proposal.id))) return false;
          if ((proposed.get(proposal.id) ?? 0) >= PROPOSED_A_DAY) return false;
          const canTalk = me.languages.some((language) => other.languages.includes(language));
          return canTalk && !areAssessed(me, other);
        });
        if (!found) return [];
        if (found.proposal.kind === "person")
          proposed.set(found.proposal.id, (proposed.get(found.proposal.id) ?? 0) + 1);
        return [[one.id, factsOf(found)] as const];
      });
      return new Map(chosen);
    },
  };
}

function of(kind: Proposal["kind"], id: string, topics: readonly Topic[], worth: number) {
  const labels = new Map(topics.map((topic) => [topic.key, topic]));
  return { kind, id, topics: topics.map(({ key }) => key), worth, labels, languages: undefined };
}

function interestsOf({ topics }: Portrait): Interests {
  const keys = (list: readonly Topic[]) => list.map(({ key }) => key);
  return { seeks: new Set(keys(topics.seek)), has: new Set([...keys(topics.subject), ...keys(topics.offer)]) };
}

/** By topic, so that each member is compared with what concerns them and with nothing else. */
function index(all: readonly Proposable[]): ReadonlyMap<string, readonly Proposable[]> {
  const byKey = new Map<string, Proposable[]>();
  for (const one of all)
    for (const key of one.topics) {
      const known = byKey.get(key);
      if (known) known.push(one);
      else byKey.set(key, [one]);
    }
  return byKey;
}

/** Of each the others whom it is about. */
type Others = ReadonlyMap<string, ReadonlySet<string>>;

function eachOther(pairs: readonly (readonly [string, string])[]): Others {
  const others = new Map<string, Set<string>>();
  for (const [a, b] of pairs)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      others.set(one, (others.get(one) ?? new Set()).add(other));
  return others;
}

interface Known {
  readonly interests: ReadonlyMap<string, Interests>;
  readonly portraits: ReadonlyMap<string, Portrait>;
  readonly byKey: ReadonlyMap<string, readonly Proposable[]>;
  /** Whom they are kept apart from, and whom they know already. */
  readonly apart: Others;
  readonly met: Others;
}

function rankedFor({ id, lastActiveAt }: Quiet, known: Known): readonly Fitting<Proposable>[] {
  const [me, interests] = [known.portraits.get(id), known.interests.get(id)];
  if (!interests || !me) return [];
  const near = new Set([...interests.seeks, ...interests.has].flatMap((key) => known.byKey.get(key) ?? []));
  const notOf = [id, ...(known.apart.get(id) ?? [])];
  const forThem = [...near].filter(
    ({ kind, id: what, whose, languages, sharedAt }) =>
      !notOf.some((other) => whose.has(other)) &&
      (kind !== "person" || known.met.get(id)?.has(what) !== true) &&
      (sharedAt === undefined || sharedAt > lastActiveAt) &&
      (languages === undefined || languages.some((language) => me.languages.includes(language))),
  );
  const all = fitting(interests, forThem);
  // People drop out more often than things, so of both a few are kept.
  const things = all.filter(({ proposal }) => proposal.kind !== "person").slice(0, 1);
  const people = all.filter(({ proposal }) => proposal.kind === "person").slice(0, LOOKED_AT);
  const kept = new Set([...things, ...people]);
  return all.filter((one) => kept.has(one));
}

const TOPICS_SHOWN = 3;

function factsOf({ proposal, fit }: Fitting<Proposable>): ProposedFacts {
  const topics = fit.keys.flatMap((key) => proposal.labels.get(key) ?? []).slice(0, TOPICS_SHOWN);
  return proposal.facts({ because: fit.because, topics });
}
