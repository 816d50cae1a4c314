import { recencyOf } from "../fit.js";
import { type Guest, mayMeet, type Rules } from "../guest.js";
import { scorePair } from "../score.js";

// How two people go together, as one whole number, for a search that asks it a million times: their score, and for two who
// met too recently `RECENT` more for each step of recency, which is far more than any score; or `APART`.

/** Added for each step of recency. */
export const RECENT = 2 ** 16;
/** The fit of two who may not meet: more than any other. */
export const APART = 2 ** 29;

/** Looks up the fit of two different people by their numbers. */
export type Fits = (a: number, b: number) => number;

/** Among so many people at most all fits are remembered, n² numbers; among more, the last 2²². */
const ALL_FITS_PEOPLE = 2500;
const MEMORY_BITS = 22;
const UNKNOWN = -1 << 31;

/** Makes the fits of people, who are numbered by their place in the list. Each is measured when it is first asked for. */
export function makeFits(guests: readonly Guest[], rules: Rules): Fits {
  const measure: Fits = (a, b) => fitBetween(guests[a], guests[b], rules);
  return guests.length <= ALL_FITS_PEOPLE ? rememberAll(guests.length, measure) : rememberLast(guests.length, measure);
}

function fitBetween(a: Guest | undefined, b: Guest | undefined, rules: Rules): number {
  if (a === undefined || b === undefined || !mayMeet(a, b)) return APART;
  return scorePair(a, b, rules) + RECENT * recencyOf(a, b, rules.restWeeks);
}

function rememberAll(people: number, measure: Fits): Fits {
  const fits = new Int32Array(people * people).fill(UNKNOWN);
  return (a, b) => {
    const known = fits[a * people + b] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const fit = measure(a, b);
    fits[a * people + b] = fit;
    fits[b * people + a] = fit;
    return fit;
  };
}

/** Each pair has its place in a table of fixed size, and pushes out whichever pair was there. */
function rememberLast(people: number, measure: Fits): Fits {
  const pairs = new Float64Array(2 ** MEMORY_BITS).fill(-1);
  const fits = new Int32Array(2 ** MEMORY_BITS);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair = low * people + high;
    const place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> (32 - MEMORY_BITS);
    if (pairs[place] === pair) return fits[place] ?? UNKNOWN;
    const fit = measure(low, high);
    pairs[place] = pair;
    fits[place] = fit;
    return fit;
  };
}
