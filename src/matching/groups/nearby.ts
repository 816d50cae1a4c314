import type { Gathering } from "../gathering.js";
import { makeIndex } from "../market/searchIndex.js";
import { part, type Steps } from "../steps.js";
import { APART, type Fits, RECENT } from "./fits.js";

// Whom each person goes together with best, found by what they ask for: the lists of people that are worth most to somebody
// are read and their worth is added up, with what cells are worth on top; only the most promising are then compared closely.

/** In rounds of so many people, all are near; in larger ones, so many who speak each language are read. */
const ALL_PEOPLE = 100;
/** So many entries of lists are read for a person, those that are worth most first. */
const READ = 512;
/** So many are compared closely, and so many kept. */
const COMPARED = 20;
const KEPT = 12;
const PEOPLE_A_STEP = 8;

/**
 * For each person, by numbers, those with whom they go together best, the best first, and after them those whom they met
 * too recently. In small rounds these are all whom they may meet.
 */
export function* findNearby(gathering: Gathering, fits: Fits): Steps<readonly Int32Array[]> {
  const { guests, chance } = gathering;
  const index = yield* part(0, 0.2, makeIndex(gathering));
  const { members } = index.postings;
  const [compared, kept] = guests.length <= ALL_PEOPLE ? [ALL_PEOPLE, ALL_PEOPLE] : [COMPARED, KEPT];
  const worth = new Float64Array(guests.length);
  let met: number[] = [];

  /** Reads a list from a place drawn by chance, whatever may be read of it; returns how much that was. */
  function read(list: number, most: number, points: number): number {
    const [first, until] = index.rangeOf(list);
    const length = until - first;
    const begin = most < length ? chance(length) : 0;
    const end = Math.min(most, length);
    for (let step = 0; step < end; step++) {
      const other = members[first + ((begin + step) % length)] ?? 0;
      if (!index.see(other)) {
        worth[other] = index.cellWorth(index.cellOf[other] ?? 0);
        met.push(other);
      }
      worth[other] = (worth[other] ?? 0) + points;
    }
    return end;
  }

  const nearby: Int32Array[] = [];
  for (let person = 0; person < guests.length; person++) {
    index.begin(person);
    index.see(person);
    met = [];
    let left = READ;
    for (const ask of index.asks[person] ?? []) left -= read(ask.list, left, ask.worth);
    for (const list of index.talks[person] ?? []) read(list, ALL_PEOPLE, 0);
    index.end(person);
    const lawful = mostWorth(met, worth, compared).filter((other) => fits(person, other) !== APART);
    const cost = (other: number) => costOf(fits(person, other));
    nearby.push(lawful.sort((a, b) => cost(a) - cost(b) || a - b).slice(0, kept));
    if (person % PEOPLE_A_STEP === 0) yield 0.2 + (0.8 * person) / guests.length;
  }
  return nearby;
}

/** What to order by: recency, then score. */
function costOf(fit: number): number {
  const recent = RECENT * Math.round(fit / RECENT);
  return recent - (fit - recent);
}

/** The most worthy of some, in descending order. */
function mostWorth(some: readonly number[], worth: Float64Array, most: number): Int32Array {
  const best = new Int32Array(most);
  let kept = 0;
  for (const one of some) {
    const value = worth[one] ?? 0;
    if (value === -Infinity || (kept === most && value <= (worth[best[most - 1] ?? 0] ?? 0))) continue;
    let place = kept < most ? kept++ : most - 1;
    for (; place > 0 && (worth[best[place - 1] ?? 0] ?? 0) < value; place--) best[place] = best[place - 1] ?? 0;
    best[place] = one;
  }
  return best.subarray(0, kept);
}
