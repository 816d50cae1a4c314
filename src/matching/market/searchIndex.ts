import type { Gathering } from "../gathering.js";
import { part, type Steps } from "../steps.js";
import { type Ask, readAsks } from "./asks.js";
import { makeCells } from "./cells.js";
import { sortInSteps } from "./sorting.js";
import { makePostings, type Postings } from "./postings.js";

/** Where to look for whom. */
export interface Index {
  /** The lists that each guest asks, those that are worth most first. */
  readonly asks: readonly (readonly Ask[])[];
  /** The lists of those who speak a language of each guest. */
  readonly talks: readonly (readonly number[])[];
  /** Each list is divided into so many parts, by the cells of its people. */
  readonly parts: number;
  /** The people of part p of list l are in l * parts + p. */
  readonly postings: Postings;
  /** Where a whole list begins and ends in the members of `postings`. */
  readonly rangeOf: (list: number) => readonly [start: number, until: number];
  readonly cells: number;
  readonly cellOf: Int32Array;
  /** The people of each cell. */
  readonly shelves: Postings;
  /** Puts the people of all lists and cells in ascending order of price. */
  readonly sort: (price: Float64Array) => Steps<void>;
  /** Whether a person was seen already in the search that goes on; whoever is, is so from now on. */
  readonly see: (b: number) => boolean;
  /** Begins a search for a person. */
  readonly begin: (a: number) => void;
  readonly end: (a: number) => void;
  /** The most that cells can be worth between the one who is searching and anybody in a cell; -Infinity: may not meet. */
  readonly cellWorth: (cell: number) => number;
  /** The same for the cells of a part of the lists. */
  readonly partWorth: (part: number) => number;
  /** The same for the cell that is worth most. */
  readonly mostCellWorth: () => number;
  /** The most that lists and cells can be worth between the one who is searching and somebody. */
  readonly ceiling: (b: number) => number;
}

/** Sorted by cell to begin with. */
export function* makeIndex(gathering: Gathering): Steps<Index> {
  const { guests } = gathering;
  const { asks, lists, talks, listCount } = yield* readAsks(guests, gathering);
  const { count: cells, cellOf, worth, shelfOf, shelves: parts } = yield* makeCells(guests, gathering);
  const partOf = (v: number) => shelfOf[cellOf[v] ?? 0] ?? 0;
  const inParts = lists.map((mine, v) => mine.map((list) => list * parts + partOf(v)));
  const postings = makePostings(cellOf, inParts, listCount * parts);
  const partWorth = mostByShelf(worth, shelfOf, parts);
  const shelves = makePostings(
    cellOf,
    Array.from(cellOf, (cell) => [cell]),
    cells,
  );
  const highest = Float64Array.from({ length: cells }, (_, cell) =>
    worth.subarray(cell * cells, (cell + 1) * cells).reduce((most, value) => Math.max(most, value), -Infinity),
  );
  yield 0.8;
  const order = Int32Array.from(guests.keys());
  /** What the lists that the searching person asks are worth. */
  const mark = new Float64Array(listCount * parts);
  const seen = new Int32Array(guests.length);
  let search = 0;
  /** The row of the searching person's cell. */
  let row = 0;

  function* sort(price: Float64Array): Steps<void> {
    yield* part(
      0,
      0.1,
      sortInSteps(order, (a, b) => (price[a] ?? 0) - (price[b] ?? 0) || a - b),
    );
    yield* part(0.1, 0.9, postings.sort(order, price));
    yield* part(0.9, 1, shelves.sort(order, price));
  }

  yield* part(0.8, 1, sort(Float64Array.from(cellOf)));
  return {
    ...{ asks, talks, parts, postings, cells, cellOf, shelves, sort },
    see(b) {
      if (seen[b] === search) return true;
      seen[b] = search;
      return false;
    },
    begin(a) {
      seen[a] = ++search;
      row = (cellOf[a] ?? 0) * cells;
      for (const { list, worth: more } of asks[a] ?? [])
        for (let at = list * parts; at < (list + 1) * parts; at++) mark[at] = (mark[at] ?? 0) + more;
    },
    end(a) {
      for (const { list } of asks[a] ?? []) mark.fill(0, list * parts, (list + 1) * parts);
    },
    rangeOf: (list) => [postings.start[list * parts] ?? 0, postings.start[(list + 1) * parts] ?? 0],
    cellWorth: (cell) => worth[row + cell] ?? 0,
    partWorth: (place) => partWorth[(row / cells) * parts + place] ?? 0,
    mostCellWorth: () => highest[row / cells] ?? 0,
    ceiling(b) {
      let sum = worth[row + (cellOf[b] ?? 0)] ?? 0;
      for (let i = postings.first[b] ?? 0, end = postings.first[b + 1] ?? 0; i < end; i++)
        sum += mark[postings.lists[i] ?? 0] ?? 0;
      return sum;
    },
  };
}

/** The most that the cells of each shelf are worth to each cell. */
function mostByShelf(worth: Float64Array, shelfOf: Int32Array, shelves: number): Float64Array {
  const cells = shelfOf.length;
  const most = new Float64Array(cells * shelves).fill(-Infinity);
  for (const [at, value] of worth.entries()) {
    const place = Math.floor(at / cells) * shelves + (shelfOf[at % cells] ?? 0);
    if (value > (most[place] ?? 0)) most[place] = value;
  }
  return most;
}
