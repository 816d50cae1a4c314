import type { Gathering } from "../gathering.js";
import { type Guest, isRepeat, mayMeet } from "../guest.js";
import type { Market } from "../pairs/market.js";
import { scorePair, waitThatCounts } from "../score.js";
import { readAsks } from "./asks.js";
import type { Steps } from "../steps.js";
import { LEAST_SCORE, MOST_SCORE, valueFor } from "./aims.js";
import { isOtherCompany, makeCells, OTHER_COMPANY } from "./cells.js";
import { makePostings } from "./postings.js";

// All the pairs of a round as a market. A score is a sum of terms, each of which is bounded: topics are worth something
// only between people who are in lists together, level and hours are the same for whole cells, what is left can't be worth
// more than a few points. With the people of every list and cell in the order of their prices, a search can stop as soon as
// nobody further down can be worth it. Lists that are worth most come first (after H. Turtle and J. Flood, "Query
// evaluation: strategies and optimizations", Information Processing and Management 31 (1995) 831-850), so that the long
// lists of what everybody cares about are hardly read.

/** To begin with: looked at in each list and among those with the same language, and taken of those. */
const LOOKED_AT = 32;
const BEST = 8;
const AT_RANDOM = 2;
/** People of one cell begin in different places of a long list: a prime. */
const STRIDE = 7919;

/** @throws RangeError when asked for somebody who is not there */
export function* makeMarket(gathering: Gathering): Steps<Market> {
  const { guests, restWeeks, weights, aim } = gathering;
  const count = guests.length;
  const { asks, lists, talks, listCount } = yield* readAsks(guests, gathering);
  const cells = yield* makeCells(guests, gathering);
  const postings = makePostings(cells.cellOf, lists, listCount);
  yield 0.9;
  const shelves = makePostings(
    cells.cellOf,
    Array.from(cells.cellOf, (cell) => [cell]),
    cells.count,
  );
  const highest = Float64Array.from({ length: cells.count }, (_, cell) =>
    cells.worth
      .subarray(cell * cells.count, (cell + 1) * cells.count)
      .reduce((most, worth) => Math.max(most, worth), -Infinity),
  );
  const valueOf = valueFor[aim];
  const waits = Float64Array.from(guests, (guest) => weights.waiting * waitThatCounts(guest));
  // What a person's waiting adds to whichever pair is as if the price were lower, where pairs count what they score.
  const patience = aim === "total" ? waits : new Float64Array(count);
  const others = weights.differentInstitution + weights.differentRegion + weights.timeApart + weights.bridge;
  const longest = waits.reduce((most, points) => Math.max(most, points), 0);
  /** What is left besides lists and cells, at most. */
  const restOf = (a: number) => others + (aim === "total" ? 0 : (waits[a] ?? 0) + longest);
  /** Prices, less what waiting adds. */
  const price = new Float64Array(count);
  /** What the lists that the searching person asks are worth. */
  const mark = new Float64Array(listCount);
  const seen = new Int32Array(count);
  let search = 0;

  function guest(v: number): Guest {
    const found = guests[v];
    if (found === undefined) throw new RangeError(`There is nobody ${v} among ${count} people.`);
    return found;
  }

  function weight(a: number, b: number): number {
    const [one, other] = [guest(a), guest(b)];
    if (!mayMeet(one, other) || isRepeat(one, other, restWeeks)) return -Infinity;
    const score = scorePair(one, other, gathering);
    return valueOf(isOtherCompany(one.person.size, other.person.size) ? score - OTHER_COMPANY : score);
  }

  /** What a person can at most score with the one who is searching; `row` is that one's cell, `rest` that one's rest. */
  function ceiling(row: number, rest: number, b: number): number {
    let sum = rest + (cells.worth[row + (cells.cellOf[b] ?? 0)] ?? 0);
    for (let i = postings.first[b] ?? 0, end = postings.first[b + 1] ?? 0; i < end; i++)
      sum += mark[postings.lists[i] ?? 0] ?? 0;
    return sum;
  }

  function begin(a: number): void {
    seen[a] = ++search;
    for (const { list, worth } of asks[a] ?? []) mark[list] = (mark[list] ?? 0) + worth;
  }

  function end(a: number): void {
    for (const { list } of asks[a] ?? []) mark[list] = 0;
  }

  /** A place in a list, which is in the order of the cells, among those of the person's own cell or next to it. */
  function placeNear(a: number, start: number, until: number): number {
    const cell = cells.cellOf[a] ?? 0;
    const first = firstFrom(cell, start, until);
    const alike = firstFrom(cell + 1, first, until) - first;
    return Math.max(start, first - LOOKED_AT / 4) + (alike > LOOKED_AT ? (a * STRIDE) % alike : 0);
  }

  function firstFrom(cell: number, start: number, until: number): number {
    let [low, high] = [start, until];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cells.cellOf[postings.members[middle] ?? 0] ?? 0) < cell) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  postings.sort(Float64Array.from(cells.cellOf));
  return {
    count,
    least: valueOf(LEAST_SCORE),
    most: valueOf(MOST_SCORE),
    weight,

    candidates(a) {
      begin(a);
      const row = (cells.cellOf[a] ?? 0) * cells.count;
      const best: number[] = [];
      const worth: number[] = [];
      const look = (list: number, most: number, take: (b: number) => void) => {
        const [start = 0, until = 0] = [postings.start[list], postings.start[list + 1]];
        const size = until - start;
        const from = placeNear(a, start, until) - start;
        for (let step = 0; step < Math.min(size, most); step++) {
          const b = postings.members[start + ((from + step) % size)] ?? 0;
          if (seen[b] === search) continue;
          seen[b] = search;
          take(b);
        }
      };
      for (const { list } of asks[a] ?? [])
        look(list, LOOKED_AT, (b) => {
          const value = ceiling(row, 0, b);
          if (worth.length === BEST && value <= (worth[BEST - 1] ?? 0)) return;
          const place = worth.findIndex((other) => other < value);
          worth.splice(place < 0 ? worth.length : place, 0, value);
          best.splice(place < 0 ? best.length : place, 0, b);
          if (worth.length > BEST) worth.length = best.length = BEST;
        });
      for (const list of talks[a] ?? []) look(list, AT_RANDOM, (b) => best.push(b));
      end(a);
      return best;
    },

    setPrices(prices) {
      for (let v = 0; v < count; v++) price[v] = (prices[v] ?? 0) - (patience[v] ?? 0);
      postings.sort(price);
      shelves.sort(price);
    },

    search(a, found) {
      begin(a);
      const mine = asks[a] ?? [];
      const own = price[a] ?? 0;
      const cell = cells.cellOf[a] ?? 0;
      const row = cell * cells.count;
      const top = highest[cell] ?? 0;
      const rest = restOf(a);
      const test = (b: number) => {
        seen[b] = search;
        const prices = own + (price[b] ?? 0);
        if (valueOf(ceiling(row, rest, b)) <= prices) return;
        const value = weight(a, b);
        if (value > prices + (patience[a] ?? 0) + (patience[b] ?? 0)) found(b, value);
      };
      let limit = rest;
      for (const { worth } of mine) limit += worth;
      for (const { list, worth } of mine) {
        const most = valueOf(limit + top) - own;
        for (let i = postings.start[list] ?? 0, until = postings.start[list + 1] ?? 0; i < until; i++) {
          const theirs = postings.prices[i] ?? 0;
          if (theirs >= most) break;
          if (own + theirs >= valueOf(limit + (cells.worth[row + (postings.tags[i] ?? 0)] ?? 0))) continue;
          const b = postings.members[i] ?? 0;
          if (seen[b] !== search) test(b);
        }
        limit -= worth;
      }
      for (let other = 0; other < cells.count; other++) {
        const most = valueOf(limit + (cells.worth[row + other] ?? 0)) - own;
        for (let i = shelves.start[other] ?? 0, until = shelves.start[other + 1] ?? 0; i < until; i++) {
          if ((shelves.prices[i] ?? 0) >= most) break;
          const b = shelves.members[i] ?? 0;
          if (seen[b] !== search) test(b);
        }
      }
      end(a);
    },
  };
}
