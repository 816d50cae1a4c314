import type { Steps } from "../steps.js";
import { makeBids } from "./bids.js";
import { LOOKS_A_STEP, type Market, NOBODY } from "./market.js";

/** Each round raises prices in steps this much finer than those of the round before. */
const FINER = 5;
/** Prices are whole multiples of it, a power of two, so that they are added up exactly. */
const FINEST = 1 / 4;
/** Bids for each mentee in a round, and offers of the empty seats; more are better left to the search for shortest ways. */
const PATIENCE = 16;

/**
 * Prices that almost clear a market. Mentees without a place bid for the one they gain most from, up to where the next
 * best is as good, and a step more; the least bidder of a full place loses it. The seats that must stay empty bid for the
 * cheapest ones. Rounds with finer and finer steps begin from the prices before. After D. P. Bertsekas and D. A. Castañon,
 * "The auction algorithm for the transportation problem", Annals of Operations Research 20 (1989) 67-96.
 * Changes `price`, which proves nothing yet, and answers with who has which place in the end, or -1.
 * @param step What prices rise by at least in the first round
 */
export function* auction(market: Market, price: Float64Array, step: number): Steps<Int32Array> {
  for (let size = step; ; size /= FINER) {
    const whole = Math.max(FINEST, Math.round(size / FINEST) * FINEST);
    const place = yield* bidAll(market, price, whole);
    if (whole === FINEST) return place;
  }
}

/** One round: everybody starts without a place. */
function* bidAll({ mentees, start, to, weight, room }: Market, price: Float64Array, step: number): Steps<Int32Array> {
  const place = new Int32Array(mentees).fill(NOBODY);
  const bids = makeBids(room);
  const line = Array.from({ length: mentees }, (_, one) => mentees - 1 - one);
  /** Seats that are to stay empty; they bid as if one more mentee had them. */
  let empty = room.reduce((sum, seats) => sum + seats, 0) - mentees;
  const mentors = Array.from({ length: room.length - 1 }, (_, j) => j).filter((j) => (room[j] ?? 0) > 0);
  let looks = 0;

  function bid(bidder: number, j: number, amount: number): void {
    const loser = bids.put(j, bidder, amount);
    if (bidder < mentees) place[bidder] = j;
    if (loser === mentees) empty++;
    else if (loser !== NOBODY) {
      place[loser] = NOBODY;
      line.push(loser);
    }
    if (bids.isFull(j)) price[j] = bids.least(j);
  }

  function bidFor(mentee: number): void {
    const [from, until] = [start[mentee] ?? 0, start[mentee + 1] ?? 0];
    let [best, second, choice] = [-Infinity, -Infinity, NOBODY];
    for (let at = from; at < until; at++) {
      const j = to[at] ?? 0;
      const value = (weight[at] ?? 0) - (price[j] ?? 0);
      if (value <= second) continue;
      second = Math.min(best, value);
      if (value <= best) continue;
      best = value;
      choice = j;
    }
    looks += until - from;
    const lead = second === -Infinity ? 0 : best - second;
    bid(mentee, choice, (price[choice] ?? 0) + lead + step);
  }

  /** The cheapest seats are bid for, all up to the price of the next dearer one. */
  function bidForEmpty(): void {
    const cheapest = mentors.sort((a, b) => (price[a] ?? 0) - (price[b] ?? 0));
    let last = 0;
    for (let seats = 0; seats < empty && last + 1 < cheapest.length; last++) seats += room[cheapest[last] ?? 0] ?? 0;
    const amount = (price[cheapest[last] ?? 0] ?? 0) + step;
    let left = empty;
    for (const j of cheapest.slice(0, last + 1))
      for (; left > 0 && (!bids.isFull(j) || bids.least(j) < amount); left--) {
        empty--;
        bid(mentees, j, amount);
      }
    looks += cheapest.length * PATIENCE;
  }

  let offers = PATIENCE;
  for (let left = mentees * PATIENCE; left > 0; left--) {
    const mentee = line.pop();
    if (mentee !== undefined) bidFor(mentee);
    else if (empty > 0 && offers-- > 0) bidForEmpty();
    else return place;
    if (looks < LOOKS_A_STEP) continue;
    looks = 0;
    yield 0;
  }
  return place;
}
