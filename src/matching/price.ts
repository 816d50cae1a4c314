import type { FitOf } from "./fit.js";
import { commonLanguages, everyPair, type Guest } from "./guest.js";
import { meanScore } from "./score.js";
import type { GroupSize } from "./types.js";

/** More rounds of waiting than this make no difference. */
const LONGEST_WAIT = 100;

/** More than any group can score with the highest weights there may be (56,000). */
const HIGHEST_SCORE = 2 ** 16;

// One whole number orders arrangements as the objective does: a step of a graver matter outweighs everything less
// grave that can happen among twelve people, who make pairs, three or four trios or three groups of four: 174,000 points
// between the best and the worst scores, 28 preferences, 18 repeats, recencies of 18 * 100, 12 * 100 rounds of waiting. All
// of it stays below 2 ** 53, so that sums are exact. Among more people it orders the groups of two tables.
const BENT = 2 ** 18;
const RECENCY = BENT * 30;
const REPEAT = RECENCY * 1900;
const WAITING = REPEAT * 20;
const LEFT_OVER = WAITING * 1300;

/** What is to be said against and for a group. */
export interface Burden {
  /** Pairs who meet again before their rest is over. */
  readonly repeats: number;
  /** Their recencies, added up. */
  readonly recency: number;
  /** Preferences for company of another size that are not met. */
  readonly bent: number;
  readonly score: number;
}

/** What is to be said against and for a group, or nothing when it breaks a hard rule. */
export function burdenOf(members: readonly Guest[], fitOf: FitOf, groupSize?: GroupSize): Burden | undefined {
  let [repeats, recency, score] = [0, 0, 0];
  const lawful = everyPair(members, (a, b) => {
    const fit = fitOf(a, b);
    if (fit.recency > 0) repeats++;
    recency += fit.recency;
    score += fit.score;
    return fit.mayMeet;
  });
  if (!lawful || (members.length > 2 && commonLanguages(members).length === 0)) return undefined;
  return { repeats, recency, bent: bentByAll(members, groupSize), score: meanScore(score, members.length) };
}

/** The price of a group, infinite when it breaks a hard rule. Prices of separate groups add up. */
export function priceOf(members: readonly Guest[], fitOf: FitOf, groupSize?: GroupSize): number {
  const burden = burdenOf(members, fitOf, groupSize);
  return burden === undefined ? Infinity : priceOfBurden(burden);
}

/** The price of a group that breaks no hard rule. */
export function priceOfBurden({ repeats, recency, bent, score }: Burden): number {
  return repeats * REPEAT + recency * RECENCY + bent * BENT - score;
}

/** A bound that no group's price falls below, quickly found. */
export function leastPriceOf(members: readonly Guest[]): number {
  return members.length === 0 ? 0 : bentByAll(members) * BENT - HIGHEST_SCORE;
}

/** The price of leaving a person without company. It outweighs every group's price. */
export function priceOfLeaving({ person }: Guest): number {
  return LEFT_OVER + WAITING * Math.min(Math.ceil(person.waiting), LONGEST_WAIT);
}

function bentByAll(members: readonly Guest[], groupSize?: GroupSize): number {
  let [pair, group] = [0, 0];
  for (const { person } of members) {
    if (person.size === "pair") pair++;
    else if (person.size === "group") group++;
  }
  return bentBy(members.length, { pair, group }, groupSize);
}

/**
 * How many preferences a group of this size bends: of those who wanted a pair in a larger group, of those who wanted
 * a group in a pair, and one more when nobody in a larger group asked for it (pairs are the custom of the house). Where
 * groups are to have a certain size, one more for each that has another; then a pair is twice as bad.
 * @param wanting How many of them wanted a pair, and how many a group
 */
export function bentBy(size: number, wanting: { pair: number; group: number }, groupSize?: GroupSize): number {
  const { pair, group } = wanting;
  if (size === 2) return groupSize === undefined ? group : 2 * group;
  if (group === 0) return pair + 1;
  return groupSize === undefined || size === groupSize ? pair : pair + 1;
}
