import { makeQueue } from "../pairs/queue.js";

// Seats for mentees. Each mentee in turn takes the shortest way to a free seat, on which others may move from mentor to
// mentor, measured by what the moves cost; prices of the mentors keep every step not below zero, so that the shortest way
// is found by Dijkstra's search. After J. Edmonds and R. Karp, "Theoretical improvements in algorithmic efficiency for
// network flow problems", Journal of the ACM 19 (1972) 248-264, and R. Jonker and A. Volgenant, "A shortest augmenting
// path algorithm for dense and sparse linear assignment problems", Computing 38 (1987) 325-340; a mentor's seats are one
// vertex with a capacity. O(n (m + n) log n).

/** Who fits whom how well, by mentee: the mentors in `to` from start[mentee] until start[mentee + 1]. */
export interface Fits {
  readonly mentees: number;
  readonly capacities: Int32Array;
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Whole numbers. */
  readonly weight: Float64Array;
}

/**
 * Fits from a list of [mentee, mentor, weight]; of several for the same two the best counts.
 * @throws RangeError for somebody who is not there, and for a capacity or weight that is not a whole number
 */
export function fitsOf(
  mentees: number,
  capacities: readonly number[],
  fits: readonly (readonly [mentee: number, mentor: number, weight: number])[],
): Fits {
  for (const capacity of capacities)
    if (!Number.isInteger(capacity) || capacity < 0) throw new RangeError(`A mentor can't have ${capacity} seats.`);
  const rows = Array.from({ length: mentees }, () => new Map<number, number>());
  for (const [mentee, mentor, weight] of fits) {
    const row = rows[mentee];
    if (!row) throw new RangeError(`There is no mentee ${mentee} among ${mentees}.`);
    if (!Number.isInteger(mentor) || mentor < 0 || mentor >= capacities.length)
      throw new RangeError(`There is no mentor ${mentor} among ${capacities.length}.`);
    if (!Number.isInteger(weight) || Math.abs(weight) > MOST_WEIGHT)
      throw new RangeError(`The fit of ${mentee} and ${mentor} must be a whole number of at most ${MOST_WEIGHT}.`);
    row.set(mentor, Math.max(weight, row.get(mentor) ?? -Infinity));
  }
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const [start, to, weight] = [new Int32Array(mentees + 1), new Int32Array(size), new Float64Array(size)];
  let at = 0;
  for (const [mentee, row] of rows.entries()) {
    for (const [mentor, value] of row) {
      to[at] = mentor;
      weight[at++] = value;
    }
    start[mentee + 1] = at;
  }
  return { mentees, capacities: Int32Array.from(capacities), start, to, weight };
}

/** Seats, and the prices that prove that no other arrangement is better. */
export interface Assigned {
  /** The mentor of each mentee, or -1. */
  readonly mentor: Int32Array;
  /** What each mentee gains at the prices: the most that a mentor's weight is above the mentor's price, or `unseated`. */
  readonly gain: Float64Array;
  /** 0 for a mentor with a seat left. */
  readonly price: Float64Array;
  /** What it counts to have no seat: less than anything can make up for. */
  readonly unseated: number;
  /** The sum of the fits. */
  readonly weight: number;
}

const NOBODY = -1;
/** Sums over all mentees stay exact with it. */
const MOST_WEIGHT = 2 ** 31;

/** Where a way ends: at a mentor with a free seat, or at a mentee who gives theirs up. */
interface End {
  readonly at: number;
  readonly mentor: number;
  readonly loser: number;
}

const NOWHERE: End = { at: Infinity, mentor: NOBODY, loser: NOBODY };

/** One seat more may move everybody once, and is worth more than all of that. */
function worthOfNoSeat(mentees: number, weight: Float64Array): number {
  let [least, most] = [0, 0];
  for (const value of weight) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least - (most - least + 1) * (mentees + 1);
}

/** As many mentees as possible have a seat, and of all ways to do that this one fits best. */
export function assign({ mentees, capacities, start, to, weight }: Fits): Assigned {
  const mentors = capacities.length;
  const unseated = worthOfNoSeat(mentees, weight);
  const mentor = new Int32Array(mentees).fill(NOBODY);
  const gain = new Float64Array(mentees);
  const price = new Float64Array(mentors);
  const free = Int32Array.from(capacities);
  /** The mentees of a mentor, one after the other. */
  const first = new Int32Array(mentors).fill(NOBODY);
  const next = new Int32Array(mentees).fill(NOBODY);
  const before = new Int32Array(mentees).fill(NOBODY);

  const away = new Float64Array(mentors).fill(Infinity);
  /** The mentee who would move to this mentor. */
  const mover = new Int32Array(mentors);
  const visited: number[] = [];
  const touched: number[] = [];
  const queue = makeQueue(1024);
  /** Of the shortest way that was found so far. */
  let end: End = NOWHERE;

  function seat(mentee: number, j: number): void {
    mentor[mentee] = j;
    const head = first[j] ?? NOBODY;
    next[mentee] = head;
    before[mentee] = NOBODY;
    if (head !== NOBODY) before[head] = mentee;
    first[j] = mentee;
  }

  function unseat(mentee: number): void {
    const j = mentor[mentee] ?? NOBODY;
    if (j === NOBODY) return;
    const [one, other] = [before[mentee] ?? NOBODY, next[mentee] ?? NOBODY];
    if (one === NOBODY) first[j] = other;
    else next[one] = other;
    if (other !== NOBODY) before[other] = one;
    mentor[mentee] = NOBODY;
  }

  /** Where a mentee could move, who is reached after `distance`. */
  function look(mentee: number, distance: number): void {
    const own = gain[mentee] ?? 0;
    const base = distance + own;
    if (base - unseated < end.at) end = { at: base - unseated, mentor: NOBODY, loser: mentee };
    for (let at = start[mentee] ?? 0, until = start[mentee + 1] ?? 0; at < until; at++) {
      const j = to[at] ?? 0;
      const way = base + (price[j] ?? 0) - (weight[at] ?? 0);
      const known = away[j] ?? Infinity;
      if (way >= known || way >= end.at || capacities[j] === 0) continue;
      if (known === Infinity) touched.push(j);
      away[j] = way;
      mover[j] = mentee;
      if ((free[j] ?? 0) > 0) end = { at: way, mentor: j, loser: NOBODY };
      else queue.push(way, j, 0);
    }
  }

  /** Everybody on the way moves; the last one takes the free seat, or is left without one. */
  function move(root: number): void {
    const { loser } = end;
    let j = end.mentor;
    if (j === NOBODY) {
      if (loser === root) return;
      j = mentor[loser] ?? NOBODY;
      unseat(loser);
    } else free[j] = (free[j] ?? 0) - 1;
    for (;;) {
      const mentee = mover[j] ?? 0;
      const previous = mentor[mentee] ?? NOBODY;
      unseat(mentee);
      seat(mentee, j);
      if (mentee === root) return;
      j = previous;
    }
  }

  /** Prices rise where seats are wanted, so that the way that was taken costs nothing any more. */
  function raise(root: number): void {
    gain[root] = (gain[root] ?? 0) - end.at;
    for (const j of visited) {
      const rise = end.at - (away[j] ?? 0);
      price[j] = (price[j] ?? 0) + rise;
      for (let mentee = first[j] ?? NOBODY; mentee !== NOBODY; mentee = next[mentee] ?? NOBODY)
        gain[mentee] = (gain[mentee] ?? 0) - rise;
    }
  }

  function place(root: number): void {
    end = NOWHERE;
    look(root, 0);
    while (queue.next() < end.at) {
      const [way, j] = [queue.next(), queue.who()];
      queue.drop();
      if (way > (away[j] ?? 0)) continue;
      visited.push(j);
      for (let mentee = first[j] ?? NOBODY; mentee !== NOBODY; mentee = next[mentee] ?? NOBODY) look(mentee, way);
    }
    raise(root);
    move(root);
    for (const j of touched) away[j] = Infinity;
    touched.length = visited.length = 0;
    queue.clear();
  }

  /** Everybody takes the best seat there is, as long as it is free. Answers with those who found it taken. */
  function begin(): readonly number[] {
    const waiting: number[] = [];
    for (let mentee = 0; mentee < mentees; mentee++) {
      let [best, choice] = [unseated, NOBODY];
      for (let at = start[mentee] ?? 0, until = start[mentee + 1] ?? 0; at < until; at++) {
        const j = to[at] ?? 0;
        const value = weight[at] ?? 0;
        if (capacities[j] === 0) continue;
        if (value > best || (value === best && (free[j] ?? 0) > 0)) [best, choice] = [value, j];
      }
      gain[mentee] = best;
      if (choice === NOBODY) continue;
      if ((free[choice] ?? 0) > 0) {
        free[choice] = (free[choice] ?? 0) - 1;
        seat(mentee, choice);
      } else waiting.push(mentee);
    }
    return waiting;
  }

  for (const mentee of begin()) place(mentee);
  // What everybody gains, and what the seats cost, is what they fit: that is how the prices prove it.
  let sum = 0;
  for (const [mentee, value] of gain.entries()) {
    const j = mentor[mentee] ?? NOBODY;
    if (j !== NOBODY) sum += value + (price[j] ?? 0);
  }
  return { mentor, gain, price, unseated, weight: sum };
}
