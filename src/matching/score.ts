import { type Guest, haveCommon, type Rules, sumOverPairs, type Topic, type Wishes } from "./guest.js";
import { FULL_TIE, inCommon } from "./ties.js";
import type { Weights } from "./weights.js";

// What speaks for a pair, in points. Every criterion is a function of two guests that gives the same whichever comes
// first (an offer alone has a direction) and counts its weight at most (a topic for each topic that counts, waiting for
// each round). `TOPICAL` and `PLAIN` list them all, for whoever must know how high a score can be without looking at
// every pair.

/** Further topics than this many (counted by rarity) add nothing: three things to talk about are plenty. */
export const TOPICS_THAT_COUNT = 3;
/** So many free minutes in common count in full; fewer count in proportion. */
export const AMPLE_MINUTES = 120;
/** A pair that met before counts as strangers again so many weeks after its rest. */
export const LONG_TIME_WEEKS = 52;
/** Rounds of waiting beyond this many count no more. */
export const WAITING_THAT_COUNTS = 4;
/** People with so many acquaintances in common are no bridge between anybody. */
export const CLOSE_KNIT = 4;

/** A criterion about lists of keys: its weight times the rarities of the keys in common, `TOPICS_THAT_COUNT` at most. */
interface Topical {
  readonly name: string;
  readonly weight: keyof Weights;
  readonly mine: (guest: TopicLists) => readonly Topic[];
  readonly theirs: (guest: TopicLists) => readonly Topic[];
}

type TopicLists = Pick<Guest, "topics" | "goals" | "offers" | "seeks">;

/** A criterion about anything else. */
interface Plain {
  readonly name: string;
  readonly weight: keyof Weights;
  /** What it gives two people. */
  readonly points: (a: Guest, b: Guest, rules: Rules) => number;
  /** What it can give a person with anybody at all; never less than that. */
  readonly most: (guest: Guest, rules: Rules) => number;
}

/** What a criterion about lists gives `a`, and `b` with the lists the other way round. */
export function topicalPoints({ weight, mine, theirs }: Topical, a: Guest, b: Guest, { weights }: Rules): number {
  const common = mine(a).filter((topic) => theirs(b).includes(topic));
  return topicsWorth(rarityOf(common), weights[weight]);
}

/** The rarities of some topics, added up. */
export function rarityOf(topics: readonly Topic[]): number {
  return topics.reduce((sum, { rarity }) => sum + rarity, 0);
}

/** What topics are worth whose rarities add up to `rarity`. */
export function topicsWorth(rarity: number, weight: number): number {
  return weight * Math.min(rarity, TOPICS_THAT_COUNT);
}

/** What working at the same level is worth. */
export function sameLevel(a: Guest, b: Guest, { weights }: Rules): number {
  return a.level !== 0 && a.level === b.level ? weights.sameLevel : 0;
}

/** What it is worth to come from two institutions; one that is not known counts for nothing. */
export function differentInstitution(a: Guest, b: Guest, { weights }: Rules): number {
  return differ(a.institution, b.institution) ? weights.differentInstitution : 0;
}

/** What it is worth to live in two regions; one that is not known counts for nothing. */
export function differentRegion(a: Guest, b: Guest, { weights }: Rules): number {
  return differ(a.region, b.region) ? weights.differentRegion : 0;
}

/** What the free minutes in common are worth, a loss when there are none; hours that are not known count for nothing. */
export function overlap(a: Guest, b: Guest, { weights }: Rules): number {
  if (a.free.length === 0 || b.free.length === 0) return 0;
  const minutes = minutesInCommon(a, b);
  return minutes === 0 ? -weights.noOverlap : overlapOf(minutes, weights);
}

/** What a number of free minutes in common is worth, when there are any. */
export function overlapOf(minutes: number, weights: Weights): number {
  return weights.overlap * Math.min(1, minutes / AMPLE_MINUTES);
}

/** What it is worth that one is new and the other makes people feel at home. */
export function newcomerMeetsConnector(a: Guest, b: Guest, { weights }: Rules): number {
  return (a.newcomer && b.connector) || (b.newcomer && a.connector) ? weights.newcomerMeetsConnector : 0;
}

/** What it is worth that both are at ease in a common language, rather than one of them only willing. */
export function ownLanguage(a: Guest, b: Guest, { weights }: Rules): number {
  return haveCommon(a.atEase, b.atEase) ? weights.ownLanguage : 0;
}

/** What the time since the last meeting is worth: all for strangers, nothing inside the rest, growing after it. */
export function timeApart(a: Guest, b: Guest, { restWeeks, weights }: Rules): number {
  const weeks = a.met.get(b);
  if (weeks === undefined) return weights.timeApart;
  return weights.timeApart * Math.min(1, Math.max(0, weeks - restWeeks) / LONG_TIME_WEEKS);
}

/**
 * What it is worth to bring two parts of the community together: all for two who neither met nor have met the same
 * people, and less the more they have. Ties between people without acquaintances in common are the ones by which news
 * gets about (M. Granovetter, "The strength of weak ties", American Journal of Sociology 78 (1973) 1360-1380).
 */
export function bridge(a: Guest, b: Guest, { weights }: Rules): number {
  return weights.bridge * Math.max(0, 1 - inCommon(a.ties, b.ties) / (CLOSE_KNIT * FULL_TIE));
}

/** What it is worth to give company to two people who may have gone without. */
export function waiting(a: Guest, b: Guest, { weights }: Rules): number {
  return weights.waiting * (waitThatCounts(a) + waitThatCounts(b));
}

/** Their places stand in codes: see `topical`. */
export const TOPICAL: readonly Topical[] = [
  { name: "sharedTopics", weight: "sharedTopics", mine: ({ topics }) => topics, theirs: ({ topics }) => topics },
  { name: "sharedGoals", weight: "sharedGoals", mine: ({ goals }) => goals, theirs: ({ goals }) => goals },
  { name: "offerMeetsSeek", weight: "offerMeetsSeek", mine: ({ offers }) => offers, theirs: ({ seeks }) => seeks },
  { name: "seekMeetsOffer", weight: "offerMeetsSeek", mine: ({ seeks }) => seeks, theirs: ({ offers }) => offers },
];

export const PLAIN: readonly Plain[] = [
  plain("sameLevel", sameLevel, ({ level }) => (level === 0 ? 0 : 1)),
  plain("differentInstitution", differentInstitution, ({ institution }) => (institution === 0 ? 0 : 1)),
  plain("differentRegion", differentRegion, ({ region }) => (region === 0 ? 0 : 1)),
  plain("overlap", overlap, (guest) => Math.min(1, minutesInCommon(guest, guest) / AMPLE_MINUTES)),
  plain("newcomerMeetsConnector", newcomerMeetsConnector, ({ newcomer, connector }) => (newcomer || connector ? 1 : 0)),
  plain("ownLanguage", ownLanguage, ({ atEase }) => (atEase.length === 0 ? 0 : 1)),
  plain("timeApart", timeApart, () => 1),
  plain("bridge", bridge, () => 1),
  plain("waiting", waiting, (guest) => waitThatCounts(guest) + WAITING_THAT_COUNTS),
];

/** The code of a topic in the lists of a criterion, by the criterion's place in `TOPICAL`. */
function codeOf({ order }: Topic, criterion: number): number {
  return order * TOPICAL.length + criterion;
}

/** What a person looks for in others, by all the topical criteria. */
export function wishesOf(guest: TopicLists): Wishes {
  const wishes = TOPICAL.flatMap(({ mine }, criterion) =>
    mine(guest).map((topic) => ({ code: codeOf(topic, criterion), rarity: topic.rarity })),
  ).sort((a, b) => a.code - b.code);
  return {
    codes: Int32Array.from(wishes, ({ code }) => code),
    rarities: Float64Array.from(wishes, ({ rarity }) => rarity),
  };
}

/** What others can find in a person, by all the topical criteria. */
export function giftsOf(guest: TopicLists): Int32Array {
  return Int32Array.from(
    TOPICAL.flatMap(({ theirs }, criterion) => theirs(guest).map((topic) => codeOf(topic, criterion))),
  ).sort();
}

/** The points of all topical criteria at once: one way through two lists, rather than four through eight. */
function topical(a: Guest, b: Guest, { weights }: Rules): number {
  const { codes, rarities } = a.wishes;
  const { gifts } = b;
  let [topics, goals, offers, seeks] = [0, 0, 0, 0];
  for (let i = 0, j = 0; i < codes.length && j < gifts.length;) {
    const wish = codes[i] ?? 0;
    const gift = gifts[j] ?? 0;
    if (wish === gift) {
      const rarity = rarities[i] ?? 0;
      const criterion = wish % 4;
      if (criterion === 0) topics += rarity;
      else if (criterion === 1) goals += rarity;
      else if (criterion === 2) offers += rarity;
      else seeks += rarity;
    }
    if (wish <= gift) i++;
    if (gift <= wish) j++;
  }
  // The two directions of offers first, so that the sum is the same from both sides.
  const given = topicsWorth(offers, weights.offerMeetsSeek) + topicsWorth(seeks, weights.offerMeetsSeek);
  return topicsWorth(topics, weights.sharedTopics) + topicsWorth(goals, weights.sharedGoals) + given;
}

/** A plain criterion of which a person can get so many times the weight. */
function plain(weight: keyof Weights, points: Plain["points"], times: (guest: Guest) => number): Plain {
  return { name: weight, weight, points, most: (guest, { weights }) => weights[weight] * times(guest) };
}

/**
 * How well two people fit, in whole points. A round asks this millions of times, so the criteria are called by name and
 * not by way of their lists.
 */
export function scorePair(a: Guest, b: Guest, rules: Rules): number {
  return Math.round(
    topical(a, b, rules) +
      sameLevel(a, b, rules) +
      differentInstitution(a, b, rules) +
      differentRegion(a, b, rules) +
      overlap(a, b, rules) +
      newcomerMeetsConnector(a, b, rules) +
      ownLanguage(a, b, rules) +
      timeApart(a, b, rules) +
      bridge(a, b, rules) +
      waiting(a, b, rules),
  );
}

/**
 * How well a group fits, in whole points: each member's mean over the others, summed and halved, so that a pair has
 * its own score and a person counts the same in a pair and in a group.
 */
export function scoreGroup(members: readonly Guest[], rules: Rules): number {
  return meanScore(
    sumOverPairs(members, (a, b) => scorePair(a, b, rules)),
    members.length,
  );
}

/** The score of a group of `size` from the sum of its pairs' scores. */
export function meanScore(sum: number, size: number): number {
  return Math.round(sum / (size - 1));
}

/** Minutes in which both are free: their stretches are sorted, and those of one person don't overlap. */
function minutesInCommon({ free: mine }: Guest, { free: theirs }: Guest): number {
  let minutes = 0;
  for (const a of mine)
    for (const b of theirs) minutes += Math.max(0, Math.min(a.until, b.until) - Math.max(a.from, b.from));
  return minutes;
}

/** The rounds of waiting that count. */
export function waitThatCounts({ waiting: rounds }: Guest): number {
  return Math.min(rounds, WAITING_THAT_COUNTS);
}

function differ(a: number, b: number): boolean {
  return a !== 0 && b !== 0 && a !== b;
}
