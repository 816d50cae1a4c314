import { type Guest, type Stretch, sumOverPairs, type Topic } from "./guest.js";

// What speaks for a pair, in points. A shared subject of medium rarity and a level in common weigh about the same;
// what one can give the other weighs most; having no free hour in common outweighs nearly everything.

/** Points for a shared topic that is as rare as can be. */
export const SHARED_TOPIC = 60;
/** Points for an offer that meets a wish, in one direction, for a topic as rare as can be. */
export const OFFER_MEETS_SEEK = 80;
/** Further topics than this many (counted by rarity) add nothing: three things to talk about are plenty. */
export const TOPICS_THAT_COUNT = 3;
export const SAME_LEVEL = 30;
export const DIFFERENT_INSTITUTION = 25;
export const DIFFERENT_REGION = 10;
/** Points for at least `AMPLE_MINUTES` in common; fewer minutes count in proportion. */
export const OVERLAP = 40;
export const AMPLE_MINUTES = 120;
export const NO_OVERLAP = -200;
export const NEWCOMER_MEETS_CONNECTOR = 50;
/** Points for never having met; a pair that met before earns them back in `LONG_TIME_WEEKS` after its rest. */
export const TIME_APART = 30;
export const LONG_TIME_WEEKS = 52;
/** Points for each round that one of the two waited, up to `WAITING_THAT_COUNTS` rounds. */
export const WAITING = 10;
export const WAITING_THAT_COUNTS = 4;

/** What the topics both care about are worth. */
export function sharedTopics(a: Guest, b: Guest): number {
  return sharedTopicsOf(rarityInCommon(a.topics, b.topics));
}

/** What shared topics are worth whose rarities add up to `rarity`. */
export function sharedTopicsOf(rarity: number): number {
  return SHARED_TOPIC * Math.min(rarity, TOPICS_THAT_COUNT);
}

/** What it is worth that `giver` offers what `taker` looks for. */
export function offerMeetsSeek(giver: Guest, taker: Guest): number {
  return OFFER_MEETS_SEEK * Math.min(rarityInCommon(giver.offers, taker.seeks), TOPICS_THAT_COUNT);
}

/** What working at the same level is worth. */
export function sameLevel({ person: a }: Guest, { person: b }: Guest): number {
  return a.level !== undefined && a.level === b.level ? SAME_LEVEL : 0;
}

/** What it is worth to come from two institutions; one that is not known counts for nothing. */
export function differentInstitution({ person: a }: Guest, { person: b }: Guest): number {
  return differ(a.institution, b.institution) ? DIFFERENT_INSTITUTION : 0;
}

/** What it is worth to live in two regions; one that is not known counts for nothing. */
export function differentRegion({ person: a }: Guest, { person: b }: Guest): number {
  return differ(a.region, b.region) ? DIFFERENT_REGION : 0;
}

/** What the free minutes in common are worth; hours that are not known count for nothing. */
export function overlap(a: Guest, b: Guest): number {
  if (a.free.length === 0 || b.free.length === 0) return 0;
  return overlapOf(minutesIn(a.free, b.free));
}

/** What a number of free minutes in common is worth. */
export function overlapOf(minutes: number): number {
  return minutes === 0 ? NO_OVERLAP : OVERLAP * Math.min(1, minutes / AMPLE_MINUTES);
}

/** What it is worth that one is new and the other makes people feel at home. */
export function newcomerMeetsConnector({ person: a }: Guest, { person: b }: Guest): number {
  return (a.newcomer && b.connector) || (b.newcomer && a.connector) ? NEWCOMER_MEETS_CONNECTOR : 0;
}

/** What the time since the last meeting is worth: all for strangers, nothing inside the rest, growing after it. */
export function timeApart(a: Guest, b: Guest, restWeeks: number): number {
  const weeks = a.met.get(b);
  return weeks === undefined ? TIME_APART : timeApartOf(weeks, restWeeks);
}

/** What a number of weeks since the last meeting is worth. */
function timeApartOf(weeks: number, restWeeks: number): number {
  return TIME_APART * Math.min(1, Math.max(0, weeks - restWeeks) / LONG_TIME_WEEKS);
}

/** What it is worth to give company to two people who may have gone without. */
export function waiting({ person: a }: Guest, { person: b }: Guest): number {
  return WAITING * (Math.min(a.waiting, WAITING_THAT_COUNTS) + Math.min(b.waiting, WAITING_THAT_COUNTS));
}

/** How well two people fit, in whole points. */
export function scorePair(a: Guest, b: Guest, restWeeks: number): number {
  return Math.round(
    sharedTopics(a, b) +
      (offerMeetsSeek(a, b) + offerMeetsSeek(b, a)) +
      sameLevel(a, b) +
      differentInstitution(a, b) +
      differentRegion(a, b) +
      overlap(a, b) +
      newcomerMeetsConnector(a, b) +
      timeApart(a, b, restWeeks) +
      waiting(a, b),
  );
}

/**
 * How well a group fits, in whole points: each member's mean over the others, summed and halved, so that a pair has
 * its own score and a person counts the same in a pair and in a group.
 */
export function scoreGroup(members: readonly Guest[], restWeeks: number): number {
  return meanScore(
    sumOverPairs(members, (a, b) => scorePair(a, b, restWeeks)),
    members.length,
  );
}

/** The score of a group of `size` from the sum of its pairs' scores. */
export function meanScore(sum: number, size: number): number {
  return Math.round(sum / (size - 1));
}

/** Minutes that lie in both lists of stretches, each sorted and free of overlaps in itself. */
function minutesIn(mine: readonly Stretch[], theirs: readonly Stretch[]): number {
  let minutes = 0;
  for (const a of mine)
    for (const b of theirs) minutes += Math.max(0, Math.min(a.until, b.until) - Math.max(a.from, b.from));
  return minutes;
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function rarityInCommon(mine: readonly Topic[], theirs: readonly Topic[]): number {
  let sum = 0;
  for (let i = 0, j = 0; ;) {
    const [a, b] = [mine[i], theirs[j]];
    if (a === undefined || b === undefined) return sum;
    if (a === b) sum += a.rarity;
    if (a.order <= b.order) i++;
    if (b.order <= a.order) j++;
  }
}
