import { type Guest, mayMeet, type Rules } from "./guest.js";
import { scorePair } from "./score.js";

/** How two guests go together. */
export interface Fit {
  readonly mayMeet: boolean;
  /** How recently they met: 0 when they are rested or strangers, else 1 to `MOST_RECENT`. */
  readonly recency: number;
  readonly score: number;
}

/** Looks up how two guests of a round go together. */
export type FitOf = (a: Guest, b: Guest) => Fit;

/** The recency of a pair that met this very week. */
export const MOST_RECENT = 100;

/** Pairs remembered at a time at most; a prime, so that the pairs of one person do not push each other out. */
const MEMORY = 65_521;

/**
 * Looks up fits with a memory of fixed size, for whoever deals the same few people again and again.
 * @param people How many guests there are.
 */
export function rememberedFits(people: number, rules: Rules): FitOf {
  const size = Math.min(MEMORY, people * people);
  const pairs = new Float64Array(size).fill(-1);
  const fits: (Fit | undefined)[] = Array.from({ length: size });
  return (a, b) => {
    const pair = a.order < b.order ? a.order * people + b.order : b.order * people + a.order;
    const place = pair % size;
    const known = fits[place];
    if (known !== undefined && pairs[place] === pair) return known;
    const fit = { mayMeet: mayMeet(a, b), recency: recencyOf(a, b, rules.restWeeks), score: scorePair(a, b, rules) };
    pairs[place] = pair;
    fits[place] = fit;
    return fit;
  };
}

/** How recently two people met, from 0 to `MOST_RECENT`. */
export function recencyOf(a: Guest, b: Guest, restWeeks: number): number {
  const weeks = a.met.get(b);
  return weeks === undefined || weeks >= restWeeks ? 0 : Math.ceil((MOST_RECENT * (restWeeks - weeks)) / restWeeks);
}
