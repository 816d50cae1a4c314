import type { Gathering } from "../gathering.js";
import { type Guest, isRepeat, mayMeet } from "../guest.js";
import type { Market } from "../pairs/market.js";
import { scorePair, waitThatCounts } from "../score.js";
import type { Steps } from "../steps.js";
import { LEAST_SCORE, MOST_SCORE, valueFor } from "./aims.js";
import { makeBeginning } from "./beginning.js";
import { isOtherCompany, OTHER_COMPANY } from "./cells.js";
import { makeIndex } from "./searchIndex.js";

// All the pairs of a round as a market. A score is a sum of terms, each of which is bounded: topics are worth something
// only between people who are in lists together, level and hours and where they come from are the same for whole cells, what is left can't be worth
// more than a few points. With the people of every list and cell in the order of their prices, a search can stop as soon as
// nobody further down can be worth it. Lists that are worth most come first (after H. Turtle and J. Flood, "Query
// evaluation: strategies and optimizations", Information Processing and Management 31 (1995) 831-850), so that the long
// lists of what everybody cares about are hardly read.

/** @throws RangeError when asked for somebody who is not there */
export function* makeMarket(gathering: Gathering): Steps<Market> {
  const { guests, weights, aim } = gathering;
  const count = guests.length;
  const index = yield* makeIndex(gathering);
  const { asks, parts, postings, cells, shelves, cellWorth, ceiling, see } = index;
  const valueOf = valueFor[aim];
  const weight = weigher(gathering);
  const waits = Float64Array.from(guests, (guest) => weights.waiting * waitThatCounts(guest));
  // What a person's waiting adds to whichever pair is as if the price were lower, where pairs count what they score.
  const patience = aim === "total" ? waits : new Float64Array(count);
  const others = weights.timeApart + weights.bridge;
  const longest = waits.reduce((most, points) => Math.max(most, points), 0);
  /** What is left besides lists and cells, at most. */
  const restOf = (a: number) => others + (aim === "total" ? 0 : (waits[a] ?? 0) + longest);
  /** Prices, less what waiting adds. */
  const price = new Float64Array(count);
  /** The lowest of them in each cell. */
  const cheapest = new Float64Array(cells);

  function search(a: number, found: (b: number, weight: number) => boolean): void {
    index.begin(a);
    const own = price[a] ?? 0;
    const rest = restOf(a);
    const heard = { isEnough: false };
    const test = (b: number) => {
      const prices = own + (price[b] ?? 0);
      if (see(b) || valueOf(rest + ceiling(b)) <= prices) return;
      const value = weight(a, b);
      if (value > prices + (patience[a] ?? 0) + (patience[b] ?? 0)) heard.isEnough = found(b, value);
    };
    const mine = asks[a] ?? [];
    let limit = mine.reduce((sum, { worth }) => sum + worth, rest);
    for (const { list, worth } of mine) {
      for (let part = 0; part < parts; part++) {
        const from = list * parts + part;
        const most = valueOf(limit + index.partWorth(part)) - own;
        for (
          let i = postings.start[from] ?? 0, until = postings.start[from + 1] ?? 0;
          i < until && !heard.isEnough;
          i++
        ) {
          const theirs = postings.prices[i] ?? 0;
          if (theirs >= most) break;
          if (own + theirs < valueOf(limit + cellWorth(postings.tags[i] ?? 0))) test(postings.members[i] ?? 0);
        }
      }
      // Whoever is only in lists further down has nothing of this one.
      limit -= worth;
    }
    for (let cell = 0; cell < cells; cell++) {
      const most = valueOf(limit + cellWorth(cell)) - own;
      // Mostly even the cheapest is too dear: all of these lie side by side.
      if ((cheapest[cell] ?? 0) >= most) continue;
      for (let i = shelves.start[cell] ?? 0, until = shelves.start[cell + 1] ?? 0; i < until && !heard.isEnough; i++) {
        if ((shelves.prices[i] ?? 0) >= most) break;
        test(shelves.members[i] ?? 0);
      }
    }
    index.end(a);
  }

  return {
    count,
    least: valueOf(LEAST_SCORE),
    most: valueOf(MOST_SCORE),
    weight,
    candidates: makeBeginning(index),
    *setPrices(prices) {
      for (let v = 0; v < count; v++) price[v] = (prices[v] ?? 0) - (patience[v] ?? 0);
      yield* index.sort(price);
      for (let cell = 0; cell < cells; cell++) cheapest[cell] = shelves.prices[shelves.start[cell] ?? 0] ?? 0;
    },
    search,
  };
}

/** What a pair of guests, by their places, counts. */
function weigher(gathering: Gathering): Market["weight"] {
  const { guests, restWeeks, aim } = gathering;
  const valueOf = valueFor[aim];
  const guest = (v: number): Guest => {
    const found = guests[v];
    if (found === undefined) throw new RangeError(`There is nobody ${v} among ${guests.length} people.`);
    return found;
  };
  return (a, b) => {
    const [one, other] = [guest(a), guest(b)];
    if (!mayMeet(one, other) || isRepeat(one, other, restWeeks)) return -Infinity;
    const score = scorePair(one, other, gathering);
    return valueOf(isOtherCompany(one.person.size, other.person.size) ? score - OTHER_COMPANY : score);
  };
}
