import { recencyOf } from "../fit.js";
import { type Guest, mayMeet } from "../guest.js";
import { scorePair } from "../score.js";

// How two people go together, as one whole number, for a search that asks it a million times: their score, and for two who
// met too recently `RECENT` more for each step of recency, which is far more than any score; or `APART`.

/** Added for each step of recency. */
export const RECENT = 2 ** 16;
/** The tie of two who may not meet: more than any other. */
export const APART = 2 ** 29;

/** Looks up the tie of two different people by their numbers. */
export type Ties = (a: number, b: number) => number;

/** Among so many people at most all ties are remembered, n² numbers; among more, the last 2²². */
const ALL_TIES_PEOPLE = 2500;
const MEMORY_BITS = 22;
const UNKNOWN = -1 << 31;

/** Makes the ties of people, who are numbered by their place in the list. Each is measured when it is first asked for. */
export function makeTies(guests: readonly Guest[], restWeeks: number): Ties {
  const measure: Ties = (a, b) => tieOf(guests[a], guests[b], restWeeks);
  return guests.length <= ALL_TIES_PEOPLE ? rememberAll(guests.length, measure) : rememberLast(guests.length, measure);
}

function tieOf(a: Guest | undefined, b: Guest | undefined, restWeeks: number): number {
  if (a === undefined || b === undefined || !mayMeet(a, b)) return APART;
  return scorePair(a, b, restWeeks) + RECENT * recencyOf(a, b, restWeeks);
}

function rememberAll(people: number, measure: Ties): Ties {
  const ties = new Int32Array(people * people).fill(UNKNOWN);
  return (a, b) => {
    const known = ties[a * people + b] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const tie = measure(a, b);
    ties[a * people + b] = tie;
    ties[b * people + a] = tie;
    return tie;
  };
}

/** Each pair has its place in a table of fixed size, and pushes out whichever pair was there. */
function rememberLast(people: number, measure: Ties): Ties {
  const pairs = new Float64Array(2 ** MEMORY_BITS).fill(-1);
  const ties = new Int32Array(2 ** MEMORY_BITS);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair = low * people + high;
    const place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> (32 - MEMORY_BITS);
    if (pairs[place] === pair) return ties[place] ?? UNKNOWN;
    const tie = measure(low, high);
    pairs[place] = pair;
    ties[place] = tie;
    return tie;
  };
}
