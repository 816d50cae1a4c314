import type { Gathering } from "../gathering.js";
import type { Steps } from "../steps.js";
import { type Ask, readAsks } from "./asks.js";
import { makeCells } from "./cells.js";
import { makePostings, type Postings } from "./postings.js";

/** Where to look for whom. */
export interface Index {
  /** The lists that each guest asks, those that are worth most first. */
  readonly asks: readonly (readonly Ask[])[];
  /** The lists of those who speak a language of each guest. */
  readonly talks: readonly (readonly number[])[];
  /** The people of each list. */
  readonly postings: Postings;
  readonly cells: number;
  readonly cellOf: Int32Array;
  /** The people of each cell. */
  readonly shelves: Postings;
  /** Puts the people of all lists and cells in ascending order of price. */
  readonly sort: (price: Float64Array) => void;
  /** Whether a person was seen already in the search that goes on; whoever is, is so from now on. */
  readonly see: (b: number) => boolean;
  /** Begins a search for a person. */
  readonly begin: (a: number) => void;
  readonly end: (a: number) => void;
  /** The most that cells can be worth between the one who is searching and anybody in a cell; -Infinity: may not meet. */
  readonly cellWorth: (cell: number) => number;
  /** The same for the cell that is worth most. */
  readonly mostCellWorth: () => number;
  /** The most that lists and cells can be worth between the one who is searching and somebody. */
  readonly ceiling: (b: number) => number;
}

/** Sorted by cell to begin with. */
export function* makeIndex(gathering: Gathering): Steps<Index> {
  const { guests } = gathering;
  const { asks, lists, talks, listCount } = yield* readAsks(guests, gathering);
  const { count: cells, cellOf, worth } = yield* makeCells(guests, gathering);
  const postings = makePostings(cellOf, lists, listCount);
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
  const mark = new Float64Array(listCount);
  const seen = new Int32Array(guests.length);
  let search = 0;
  /** The row of the searching person's cell. */
  let row = 0;

  function sort(price: Float64Array): void {
    order.sort((a, b) => (price[a] ?? 0) - (price[b] ?? 0) || a - b);
    postings.sort(order, price);
    shelves.sort(order, price);
  }

  sort(Float64Array.from(cellOf));
  return {
    ...{ asks, talks, postings, cells, cellOf, shelves, sort },
    see(b) {
      if (seen[b] === search) return true;
      seen[b] = search;
      return false;
    },
    begin(a) {
      seen[a] = ++search;
      row = (cellOf[a] ?? 0) * cells;
      for (const ask of asks[a] ?? []) mark[ask.list] = (mark[ask.list] ?? 0) + ask.worth;
    },
    end(a) {
      for (const { list } of asks[a] ?? []) mark[list] = 0;
    },
    cellWorth: (cell) => worth[row + cell] ?? 0,
    mostCellWorth: () => highest[row / cells] ?? 0,
    ceiling(b) {
      let sum = worth[row + (cellOf[b] ?? 0)] ?? 0;
      for (let i = postings.first[b] ?? 0, end = postings.first[b + 1] ?? 0; i < end; i++)
        sum += mark[postings.lists[i] ?? 0] ?? 0;
      return sum;
    },
  };
}
