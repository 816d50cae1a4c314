import { everyPair, type Guest, pairsOf, type Rules, type Stretch, type Topic } from "./guest.js";
import {
  bridge,
  differentInstitution,
  differentRegion,
  newcomerMeetsConnector,
  overlapOf,
  rarityOf,
  sameLevel,
  timeApart,
  topicsWorth,
} from "./score.js";
import { inCommon } from "./ties.js";
import type { Reason } from "./types.js";

/** More reasons than this are not given. */
const REASONS = 3;

interface Weighed {
  readonly worth: number;
  readonly reason: Reason;
}

/**
 * Why these people were put together, the weightiest first. A fact about a group is one that holds for every two of
 * its members; an offer or a welcome names the two it is about, and only one is welcomed. Where nothing else speaks for a
 * group, it is how long ago they were together last, or that they never were.
 */
export function reasonsFor(members: readonly Guest[], rules: Rules): readonly Reason[] {
  const weighed = [
    ...offers(members, rules),
    ...topics(members, rules),
    ...goals(members, rules),
    ...welcomes(members, rules),
    ...standing(members, rules),
    ...hours(members, rules),
    ...bridges(members, rules),
    ...reunion(members, rules),
  ].filter(({ worth }) => worth > 0);
  const best = weighed.sort((a, b) => b.worth - a.worth).slice(0, REASONS);
  return best.length > 0 ? best.map(({ reason }) => reason) : [acquaintance(members)];
}

type Worth = (a: Guest, b: Guest, rules: Rules) => number;

/** The least that a criterion is worth between any two of the members. */
function least(members: readonly Guest[], worth: Worth, rules: Rules): number {
  return Math.min(...pairsOf(members).map(([a, b]) => worth(a, b, rules)));
}

function topics(members: readonly Guest[], { weights }: Rules): Weighed[] {
  const shared = inAll(members.map((member) => member.topics));
  const worth = topicsWorth(rarityOf(shared), weights.sharedTopics);
  return [{ worth, reason: { kind: "sharedTopics", topics: rarestFirst(shared) } }];
}

function goals(members: readonly Guest[], { weights }: Rules): Weighed[] {
  const shared = inAll(members.map((member) => member.goals));
  const worth = topicsWorth(rarityOf(shared), weights.sharedGoals);
  return [{ worth, reason: { kind: "sharedGoals", goals: rarestFirst(shared) } }];
}

function offers(members: readonly Guest[], { weights }: Rules): Weighed[] {
  return bothWays(members).map(([giver, taker]) => {
    const wanted = giver.offers.filter((topic) => taker.seeks.includes(topic));
    return {
      worth: topicsWorth(rarityOf(wanted), weights.offerMeetsSeek),
      reason: {
        kind: "offerMeetsSeek",
        giver: giver.person.id,
        taker: taker.person.id,
        topics: rarestFirst(wanted),
      },
    };
  });
}

/** One welcome a group, by somebody who is not new there. */
function welcomes(members: readonly Guest[], rules: Rules): Weighed[] {
  return bothWays(members)
    .filter(([{ person: a }, { person: b }]) => a.newcomer && b.connector && !b.newcomer)
    .slice(0, 1)
    .map(([newcomer, connector]) => ({
      worth: newcomerMeetsConnector(newcomer, connector, rules),
      reason: { kind: "newcomer", newcomer: newcomer.person.id, connector: connector.person.id },
    }));
}

function standing(members: readonly Guest[], rules: Rules): Weighed[] {
  const level = members[0]?.person.level;
  return [
    ...(level === undefined
      ? []
      : [{ worth: least(members, sameLevel, rules), reason: { kind: "sameLevel", level } as const }]),
    { worth: least(members, differentInstitution, rules), reason: { kind: "differentInstitution" } },
    { worth: least(members, differentRegion, rules), reason: { kind: "differentRegion" } },
  ];
}

function hours(members: readonly Guest[], { weights }: Rules): Weighed[] {
  const [first, ...others] = members.map(({ free }) => free);
  const common = others.reduce<readonly Stretch[]>(stretchesInCommon, first ?? []);
  const minutes = Math.floor(common.reduce((sum, { from, until }) => sum + until - from, 0));
  return [{ worth: overlapOf(minutes, weights), reason: { kind: "overlap", minutes } }];
}

/** People who know others here, but nobody in common. Of those who know nobody yet that is no news. */
function bridges(members: readonly Guest[], rules: Rules): Weighed[] {
  const isNews =
    members.every(({ met }) => met.size > 0) && everyPair(members, (a, b) => inCommon(a.ties, b.ties) === 0);
  return isNews ? [{ worth: least(members, bridge, rules), reason: { kind: "bridge" } }] : [];
}

/** People who were together before and have rested. Strangers are worth more, but that is no news to anyone. */
function reunion(members: readonly Guest[], rules: Rules): Weighed[] {
  const weeks = weeksApart(members);
  if (weeks === undefined || !areAllKnown(members)) return [];
  const worth = least(members, timeApart, rules);
  return [{ worth, reason: { kind: "longTime", weeks } }];
}

function acquaintance(members: readonly Guest[]): Reason {
  const weeks = weeksApart(members);
  if (weeks === undefined) return { kind: "fresh" };
  return areAllKnown(members) ? { kind: "longTime", weeks } : { kind: "partlyNew" };
}

function areAllKnown(members: readonly Guest[]): boolean {
  return everyPair(members, (a, b) => a.met.has(b));
}

/** Whole weeks since any two of the members were last put together. */
function weeksApart(members: readonly Guest[]): number | undefined {
  const weeks = pairsOf(members).flatMap(([a, b]) => a.met.get(b) ?? []);
  return weeks.length === 0 ? undefined : Math.floor(Math.min(...weeks));
}

function bothWays(members: readonly Guest[]): (readonly [Guest, Guest])[] {
  return pairsOf(members).flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
}

/** The topics that are in all of the lists. */
function inAll([first = [], ...others]: readonly (readonly Topic[])[]): readonly Topic[] {
  return first.filter((topic) => others.every((other) => other.includes(topic)));
}

function rarestFirst(some: readonly Topic[]): readonly string[] {
  return [...some].sort((a, b) => b.rarity - a.rarity || a.order - b.order).map(({ key }) => key);
}

function stretchesInCommon(mine: readonly Stretch[], theirs: readonly Stretch[]): readonly Stretch[] {
  return mine
    .flatMap((a) => theirs.map((b) => ({ from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) })))
    .filter(({ from, until }) => from < until);
}
