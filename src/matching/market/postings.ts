import type { Steps } from "../steps.js";

const PEOPLE_A_STEP = 1_024;

/** Who is in which list, and in each list the people in the order of their prices. */
export interface Postings {
  /** Where a list begins in `members`; it ends where the next one begins. */
  readonly start: Int32Array;
  readonly members: Int32Array;
  /** Price and tag of each entry of `members`: those of the person, side by side because searches read them in a row. */
  readonly prices: Float64Array;
  readonly tags: Int32Array;
  /** Where a person's lists begin in `lists`; they end where those of the next person begin. */
  readonly first: Int32Array;
  readonly lists: Int32Array;
  /**
   * Puts the people of every list in ascending order of price.
   * @param order All people in that order
   */
  sort(order: Int32Array, price: Float64Array): Steps<void>;
}

/**
 * @param tag Something about each person
 * @param some The lists that each person is in, in the order of the people
 * @param count Lists are numbered from 0 up to, but not including, it
 */
export function makePostings(tag: Int32Array, some: readonly (readonly number[])[], count: number): Postings {
  const size = some.reduce((sum, { length }) => sum + length, 0);
  const start = new Int32Array(count + 1);
  const [first, lists] = [new Int32Array(some.length + 1), new Int32Array(size)];
  let at = 0;
  for (const [person, mine] of some.entries()) {
    for (const list of mine) {
      lists[at++] = list;
      start[list + 1] = (start[list + 1] ?? 0) + 1;
    }
    first[person + 1] = at;
  }
  for (let list = 0; list < count; list++) start[list + 1] = (start[list + 1] ?? 0) + (start[list] ?? 0);
  const [members, prices, tags] = [new Int32Array(size), new Float64Array(size), new Int32Array(size)];

  function* sort(order: Int32Array, price: Float64Array): Steps<void> {
    const next = start.slice();
    for (const [place, person] of order.entries()) {
      if (place % PEOPLE_A_STEP === 0) yield place / order.length;
      for (let i = first[person] ?? 0, end = first[person + 1] ?? 0; i < end; i++) {
        const list = lists[i] ?? 0;
        const at = next[list] ?? 0;
        members[at] = person;
        prices[at] = price[person] ?? 0;
        tags[at] = tag[person] ?? 0;
        next[list] = at + 1;
      }
    }
  }

  return { start, members, prices, tags, first, lists, sort };
}
