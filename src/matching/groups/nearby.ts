import type { Chance } from "../chance.js";
import type { Guest } from "../guest.js";
import { readAsks } from "../market/asks.js";
import { makeCells } from "../market/cells.js";
import { makePostings } from "../market/postings.js";
import type { Steps } from "../steps.js";
import { APART, RECENT, type Ties } from "./ties.js";

// Whom each person goes together with best, found by what they ask for: the lists of people that are worth most to somebody
// are read and their worth is added up, with level and hours on top; only the most promising are then compared closely.

/** So many entries of lists are read for a person, those that are worth most first. */
const READ = 512;
/** In rounds of so many people, all are near; in larger ones, so many who speak each language are read. */
const ALL_PEOPLE = 100;
/** So many are compared closely, and so many kept. */
const COMPARED = 20;
const KEPT = 8;
const PEOPLE_A_STEP = 8;

/** For each person, by numbers, those with whom they go together best, the best first, and after them those whom
 * they met too recently. In small rounds these are all whom they may meet. */
export function* findNearby(guests: readonly Guest[], ties: Ties, chance: Chance): Steps<readonly Int32Array[]> {
  const { asks, lists, talks, listCount } = readAsks(guests);
  yield 0.1;
  const cells = makeCells(guests);
  yield 0.2;
  const { start, members } = makePostings(cells.cellOf, lists, listCount);
  const [compared, kept] = guests.length <= ALL_PEOPLE ? [ALL_PEOPLE, ALL_PEOPLE] : [COMPARED, KEPT];
  const worth = new Float64Array(guests.length);
  const seen = new Int32Array(guests.length).fill(-1);
  const most = talks.reduce((most, { length }) => Math.max(most, length), 0);
  const met = new Int32Array(READ + ALL_PEOPLE * most);

  /** Reads a list from a place drawn by chance, whatever may be read of it. */
  function read(person: number, count: number, list: number, most: number, points: number): number {
    const first = start[list] ?? 0;
    const length = (start[list + 1] ?? 0) - first;
    const begin = most < length ? chance(length) : 0;
    let known = count;
    for (let step = 0, end = Math.min(most, length); step < end; step++) {
      const other = members[first + ((begin + step) % length)] ?? 0;
      if (seen[other] !== person) {
        seen[other] = person;
        worth[other] = 0;
        met[known++] = other;
      }
      worth[other] = (worth[other] ?? 0) + points;
    }
    return known;
  }

  const nearby: Int32Array[] = [];
  for (let person = 0; person < guests.length; person++) {
    let [count, left] = [0, READ];
    seen[person] = person;
    for (const ask of asks[person] ?? []) {
      count = read(person, count, ask.list, left, ask.worth);
      left -= Math.min(left, (start[ask.list + 1] ?? 0) - (start[ask.list] ?? 0));
    }
    for (const list of talks[person] ?? []) count = read(person, count, list, ALL_PEOPLE, 0);
    const row = cells.count * (cells.cellOf[person] ?? 0);
    for (const other of met.subarray(0, count))
      worth[other] = (worth[other] ?? 0) + (cells.worth[row + (cells.cellOf[other] ?? 0)] ?? 0);
    const some = mostWorth(met.subarray(0, count), worth, compared);
    const lawful = some.filter((other) => ties(person, other) !== APART);
    const costs = (other: number) => costOf(ties(person, other));
    nearby.push(lawful.sort((a, b) => costs(a) - costs(b) || a - b).slice(0, kept));
    if (person % PEOPLE_A_STEP === 0) yield 0.2 + (0.8 * person) / guests.length;
  }
  return nearby;
}

/** What order by: recency, then score. */
function costOf(tie: number): number {
  const recent = RECENT * Math.round(tie / RECENT);
  return recent - (tie - recent);
}

/** The most worthy of some, in descending order. */
function mostWorth(some: Int32Array, worth: Float64Array, most: number): Int32Array {
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
