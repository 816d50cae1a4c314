import type { Index } from "./searchIndex.js";

/** People looked at in each list, and taken of all those; and of those with the same language. */
const LOOKED_AT = 32;
const BEST = 8;
const AT_RANDOM = 2;
/** People of one cell begin in different places of a long list: a prime. */
const STRIDE = 7919;

/**
 * Partners to begin with: of those in the lists that somebody asks the ones that may be worth most. While the lists are in
 * the order of the cells, those of the same level and with the same hours are close together in each.
 */
export function makeBeginning({ asks, talks, postings, rangeOf, cellOf, begin, end, see, ceiling }: Index) {
  /** A place in a list, among those of the person's own cell or next to it. */
  function placeNear(a: number, start: number, until: number): number {
    const cell = cellOf[a] ?? 0;
    const first = firstFrom(cell, start, until);
    const alike = firstFrom(cell + 1, first, until) - first;
    return Math.max(start, first - LOOKED_AT / 4) + (alike > LOOKED_AT ? (a * STRIDE) % alike : 0);
  }

  function firstFrom(cell: number, start: number, until: number): number {
    let [low, high] = [start, until];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cellOf[postings.members[middle] ?? 0] ?? 0) < cell) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function look(a: number, list: number, most: number, take: (b: number) => void): void {
    const [start, until] = rangeOf(list);
    const size = until - start;
    const from = placeNear(a, start, until) - start;
    for (let step = 0; step < Math.min(size, most); step++) {
      const b = postings.members[start + ((from + step) % size)] ?? 0;
      if (!see(b)) take(b);
    }
  }

  return (a: number): readonly number[] => {
    const best: number[] = [];
    const worth: number[] = [];
    const compete = (b: number) => {
      const value = ceiling(b);
      if (worth.length === BEST && value <= (worth[BEST - 1] ?? 0)) return;
      const place = worth.findIndex((other) => other < value);
      worth.splice(place < 0 ? worth.length : place, 0, value);
      best.splice(place < 0 ? best.length : place, 0, b);
      if (worth.length > BEST) worth.length = best.length = BEST;
    };
    begin(a);
    for (const { list } of asks[a] ?? []) look(a, list, LOOKED_AT, compete);
    for (const list of talks[a] ?? []) look(a, list, AT_RANDOM, (b) => best.push(b));
    end(a);
    return best;
  };
}
