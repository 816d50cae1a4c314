/** Who fits whom how well. Rows are read one at a time, so that many millions of fits need not be held at once. */
export interface Fits {
  readonly mentees: number;
  /** Seats of each mentor. */
  readonly capacities: Int32Array;
  /**
   * Writes the mentors a mentee may have, each once, with their weights, and answers how many there are. The arrays
   * have room for all mentors.
   */
  readonly read: (mentee: number, mentors: Int32Array, weights: Float64Array) => number;
}

/** [mentee, mentor, weight]: what it is worth that the two go together, a whole number. */
export type FitEdge = readonly [mentee: number, mentor: number, weight: number];

/** Weights beyond this would not be added up exactly. */
export const MOST_WEIGHT = 2 ** 40;

/**
 * Fits from a list; of several for the same two the best counts, and who is in no line with whom can't be together.
 * @throws RangeError for somebody who is not there, and for a capacity or weight that is not a whole number
 */
export function fitsOf(mentees: number, capacities: readonly number[], edges: readonly FitEdge[]): Fits {
  const seats = seatsOf(mentees, capacities);
  const start = new Int32Array(mentees + 1);
  for (const edge of edges) {
    checkEdge(mentees, seats.length, edge);
    start[edge[0] + 1] = (start[edge[0] + 1] ?? 0) + 1;
  }
  for (let mentee = 0; mentee < mentees; mentee++) start[mentee + 1] = (start[mentee + 1] ?? 0) + (start[mentee] ?? 0);
  const [to, weight, next] = [new Int32Array(edges.length), new Float64Array(edges.length), start.slice()];
  for (const edge of edges) {
    const at = next[edge[0]] ?? 0;
    to[at] = edge[1];
    weight[at] = edge[2];
    next[edge[0]] = at + 1;
  }
  const starts = withoutDoubles(start, to, weight, seats.length);
  return {
    mentees,
    capacities: seats,
    read(mentee, mentors, weights) {
      const [from, until] = [starts[mentee] ?? 0, starts[mentee + 1] ?? 0];
      mentors.set(to.subarray(from, until));
      weights.set(weight.subarray(from, until));
      return until - from;
    },
  };
}

/** Moves each mentor's best weight for a mentee to the front of the lists. */
function withoutDoubles(start: Int32Array, to: Int32Array, weight: Float64Array, mentors: number): Int32Array {
  const seen = new Int32Array(mentors).fill(-1);
  const starts = new Int32Array(start.length);
  let kept = 0;
  for (let mentee = 0; mentee + 1 < start.length; mentee++) {
    const first = kept;
    for (let at = start[mentee] ?? 0, end = start[mentee + 1] ?? 0; at < end; at++) {
      const [mentor, value] = [to[at] ?? 0, weight[at] ?? 0];
      const known = seen[mentor] ?? -1;
      if (known >= first) weight[known] = Math.max(weight[known] ?? 0, value);
      else {
        seen[mentor] = kept;
        to[kept] = mentor;
        weight[kept++] = value;
      }
    }
    starts[mentee + 1] = kept;
  }
  return starts;
}

/**
 * Fits that are looked up whenever they are needed, several times each.
 * @param fitAt A whole number; -Infinity where the two can't be together
 * @throws RangeError for a capacity that is not a whole number, and on reading a fit that is not
 */
export function fitsBy(
  mentees: number,
  capacities: readonly number[],
  fitAt: (mentee: number, mentor: number) => number,
): Fits {
  const seats = seatsOf(mentees, capacities);
  return {
    mentees,
    capacities: seats,
    read(mentee, mentors, weights) {
      let count = 0;
      for (let mentor = 0; mentor < seats.length; mentor++) {
        const value = fitAt(mentee, mentor);
        // Most are small whole numbers, which is quickly seen.
        if ((value | 0) !== value) {
          if (value === -Infinity) continue;
          if (!isWeight(value)) refuseWeight(mentee, mentor, value);
        }
        mentors[count] = mentor;
        weights[count++] = value;
      }
      return count;
    },
  };
}

function seatsOf(mentees: number, capacities: readonly number[]): Int32Array {
  if (!Number.isInteger(mentees) || mentees < 0) throw new RangeError(`There can't be ${mentees} mentees.`);
  for (const capacity of capacities)
    if (!Number.isInteger(capacity) || capacity < 0) throw new RangeError(`A mentor can't have ${capacity} seats.`);
  // More seats than mentees are never taken.
  return Int32Array.from(capacities, (capacity) => Math.min(capacity, mentees));
}

function checkEdge(mentees: number, mentors: number, edge: FitEdge): void {
  // There may be millions of edges: taking them apart by index is several times faster than by pattern.
  const mentee = edge[0];
  const mentor = edge[1];
  const weight = edge[2];
  if (!Number.isInteger(mentee) || mentee < 0 || mentee >= mentees)
    throw new RangeError(`There is no mentee ${mentee} among ${mentees}.`);
  if (!Number.isInteger(mentor) || mentor < 0 || mentor >= mentors)
    throw new RangeError(`There is no mentor ${mentor} among ${mentors}.`);
  if (!isWeight(weight)) refuseWeight(mentee, mentor, weight);
}

function isWeight(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MOST_WEIGHT;
}

function refuseWeight(mentee: number, mentor: number, value: number): never {
  throw new RangeError(
    `The fit of mentee ${mentee} and mentor ${mentor} must be a whole number of at most ${MOST_WEIGHT}, not ${value}.`,
  );
}
