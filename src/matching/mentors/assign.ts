import { part, type Steps } from "../steps.js";
import { auction } from "./auction.js";
import { addCandidates, firstCandidates, marketOf } from "./candidates.js";
import { clear } from "./clear.js";
import type { Fits } from "./fits.js";
import { type Cleared, floorOf, type Market } from "./market.js";
import { mostSeats } from "./most.js";

/** Seats, and what proves that no other arrangement is better. */
export interface Assigned {
  /** The mentor of each mentee, or -1. */
  readonly mentor: Int32Array;
  readonly seated: number;
  /** The sum of the fits. */
  readonly weight: number;
  readonly certificate: Certificate;
}

/**
 * Proof in two parts. `contested` proves that no more can be seated (see `mostSeats`). The prices prove that as many can't
 * fit better: no weight is above gain + price, seats are left empty only at price 0, and nobody gains less than
 * `unseated`, which is what those without a seat gain. So any arrangement of as many weighs `bound` at most.
 */
export interface Certificate {
  readonly contested: Uint8Array;
  readonly gain: Float64Array;
  /** Of one seat with each mentor; without end where there is none. */
  readonly price: Float64Array;
  readonly unseated: number;
  readonly bound: number;
}

/** Sums of weights stay exact up to it. */
const MOST_SUM = 2 ** 50;
/** Where there are so many more seats than mentees, few compete for the same, and an auction is not worth its while. */
const PLENTY = 4;
/** From one in so many mentees on who would rather have somebody else, prices are put right by bids. */
const MANY = 20;
/** How much finer than the weights' range, or than what is wrong with the prices, the first round of an auction is. */
const [COARSE, FINE] = [4, 25];

/**
 * As many mentees as possible have a seat, and of all ways to do that this one fits best. Where mentees know many
 * mentors, only some of these are considered at first; the prices show which others matter, until none does.
 * @throws RangeError where the weights are too large to be added up exactly
 */
export function* assign(fits: Fits): Steps<Assigned> {
  const { mentees, capacities } = fits;
  const most = yield* part(0, 0.1, mostSeats(fits));
  const candidates = yield* part(0.1, 0.3, firstCandidates(fits, most));
  if (candidates.range * (mentees + capacities.length) > MOST_SUM)
    throw new RangeError(`These fits are too far apart to be added up exactly for ${mentees} mentees.`);
  const seats = capacities.reduce((sum, capacity) => sum + capacity, 0);
  const price = new Float64Array(capacities.length + 1);
  for (const [j, capacity] of capacities.entries()) if (capacity === 0) price[j] = Infinity;
  let wish: Int32Array = new Int32Array(mentees).fill(-1);
  let step = seats > PLENTY * mentees ? 0 : candidates.range / COARSE;
  for (let done = 0.3; ; done += (1 - done) / 2) {
    const market = yield* part(done, done, marketOf(fits, candidates, most.count));
    if (step > 0) wish = yield* part(done, done, auction(market, price, step));
    const cleared = yield* part(done, done, clear(market, price, wish));
    const wanted = yield* part(done, done, addCandidates(fits, candidates, cleared));
    if (wanted.mentees === 0) return answerOf(market, cleared, most.contested);
    // Many wrong prices are put right by bids, few by the shortest ways from where everybody is.
    step = wanted.mentees > mentees / MANY ? wanted.most / FINE : 0;
    wish = cleared.place;
  }
}

function answerOf(market: Market, { place, gain, price }: Cleared, contested: Uint8Array): Assigned {
  const { mentees, start, to, weight, room } = market;
  const bench = room.length - 1;
  const floor = floorOf(market, price);
  const lift = Number.isFinite(floor) ? floor : 0;
  const [gains, prices] = [gain.map((value) => value + lift), price.slice(0, bench).map((value) => value - lift)];
  const unseated = gains.reduce((least, value) => Math.min(least, value), Infinity);
  let [sum, seated] = [0, 0];
  let bound = 0;
  for (let mentee = 0; mentee < mentees; mentee++) {
    bound += (gains[mentee] ?? 0) - unseated;
    if (place[mentee] === bench) continue;
    seated++;
    bound += unseated;
    for (let at = start[mentee] ?? 0, end = start[mentee + 1] ?? 0; at < end; at++)
      if (to[at] === place[mentee]) sum += weight[at] ?? 0;
  }
  for (let j = 0; j < bench; j++) if ((room[j] ?? 0) > 0) bound += (room[j] ?? 0) * (prices[j] ?? 0);
  const mentor = place.map((j) => (j === bench ? -1 : j));
  return { mentor, seated, weight: sum, certificate: { contested, gain: gains, price: prices, unseated, bound } };
}
