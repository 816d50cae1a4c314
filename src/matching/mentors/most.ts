import type { Steps } from "../steps.js";
import type { Fits } from "./fits.js";
import { LOOKS_A_ROW, LOOKS_A_STEP, NOBODY } from "./market.js";

/** As many seats as can be taken at once, and why not one more. */
export interface MostSeats {
  /** A mentor for each mentee, or -1. */
  readonly mentor: Int32Array;
  readonly count: number;
  /**
   * 1 for the mentors whom the mentees without a seat compete for, directly or through others who could move: all their
   * seats are taken, by mentees who can have no other mentor than such ones. That proves that no more can be seated (P.
   * Hall, "On representatives of subsets", Journal of the London Mathematical Society 10 (1935) 26-30).
   */
  readonly contested: Uint8Array;
}

/**
 * Seats for as many mentees as possible. Each takes a free seat or finds, breadth first, a way on which others move on
 * to one. What a search that fails has seen is closed for good: no later one gets anywhere from there (H. W. Kuhn, "The
 * Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2 (1955) 83-97). O(mentees * fits)
 * at worst, and about O(fits) where most find a seat at once.
 */
export function* mostSeats({ mentees, capacities, read }: Fits): Steps<MostSeats> {
  const mentors = capacities.length;
  const mentor = new Int32Array(mentees).fill(NOBODY);
  const free = capacities.slice();
  const contested = new Uint8Array(mentors);
  const first = new Int32Array(mentors).fill(NOBODY);
  const next = new Int32Array(mentees).fill(NOBODY);
  const seen = new Int32Array(mentors).fill(NOBODY);
  const mover = new Int32Array(mentors);
  const [to, weight] = [new Int32Array(mentors), new Float64Array(mentors)];
  let looks = 0;

  /** A mentor with a free seat among those of a mentee; else those who are new to the search get in line. */
  function look(mentee: number, root: number, line: number[]): number {
    const count = read(mentee, to, weight);
    looks += count + LOOKS_A_ROW;
    for (let at = 0; at < count; at++) {
      const j = to[at] ?? 0;
      if (seen[j] === root || contested[j] === 1 || capacities[j] === 0) continue;
      seen[j] = root;
      mover[j] = mentee;
      if ((free[j] ?? 0) > 0) return j;
      line.push(j);
    }
    return NOBODY;
  }

  function* search(root: number): Steps<number> {
    const line: number[] = [];
    let found = look(root, root, line);
    for (let place = 0; place < line.length && found === NOBODY; place++)
      for (let one = first[line[place] ?? 0] ?? NOBODY; one !== NOBODY && found === NOBODY; one = next[one] ?? NOBODY) {
        found = look(one, root, line);
        if (looks < LOOKS_A_STEP) continue;
        looks = 0;
        yield root / mentees;
      }
    if (found === NOBODY) for (const j of line) contested[j] = 1;
    return found;
  }

  function leave(mentee: number, j: number): void {
    if (first[j] === mentee) {
      first[j] = next[mentee] ?? NOBODY;
      return;
    }
    let one = first[j] ?? NOBODY;
    while (next[one] !== mentee) one = next[one] ?? NOBODY;
    next[one] = next[mentee] ?? NOBODY;
  }

  function move(root: number, found: number): void {
    free[found] = (free[found] ?? 0) - 1;
    for (let j = found; ;) {
      const mentee = mover[j] ?? 0;
      const previous = mentor[mentee] ?? NOBODY;
      if (previous !== NOBODY) leave(mentee, previous);
      mentor[mentee] = j;
      next[mentee] = first[j] ?? NOBODY;
      first[j] = mentee;
      if (mentee === root) return;
      j = previous;
    }
  }

  let count = 0;
  for (let mentee = 0; mentee < mentees; mentee++) {
    const found = yield* search(mentee);
    if (found !== NOBODY) {
      move(mentee, found);
      count++;
    }
    if (looks < LOOKS_A_STEP) continue;
    looks = 0;
    yield mentee / mentees;
  }
  return { mentor, count, contested };
}
