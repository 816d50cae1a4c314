import type { Steps } from "../steps.js";
import type { Fits } from "./fits.js";
import { LOOKS_A_STEP, NOBODY } from "./market.js";

/**
 * A mentor for each mentee, or -1, so that no two would both rather have each other: mentees propose to the mentors in
 * the order of their fit, and a mentor keeps the best so far. After D. Gale and L. S. Shapley, "College admissions and the
 * stability of marriage", American Mathematical Monthly 69 (1962) 9-15. Of all stable answers it is the best for every
 * mentee. Of equal fits the lower number comes first, on either side. O(fits log mentors + proposals * seats).
 */
export function* stable({ mentees, capacities, read }: Fits): Steps<Int32Array> {
  const mentor = new Int32Array(mentees).fill(NOBODY);
  const [to, weight] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  const wishes: { readonly mentors: Int32Array; readonly fits: Float64Array }[] = [];
  const kept = Array.from(capacities, (): number[] => []);
  const asked = new Int32Array(mentees);
  let looks = 0;

  /** The mentors of a mentee, the best fit first. */
  function order(mentee: number): void {
    const count = read(mentee, to, weight);
    const places = Int32Array.from({ length: count }, (_, at) => at).sort(
      (a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || (to[a] ?? 0) - (to[b] ?? 0),
    );
    wishes.push({
      mentors: places.map((at) => to[at] ?? 0),
      fits: Float64Array.from(places, (at) => weight[at] ?? 0),
    });
    looks += count * Math.ceil(Math.log2(count + 1));
  }

  /** How well a mentee fits the mentor whom they asked last. */
  const fitOf = (mentee: number) => wishes[mentee]?.fits[(asked[mentee] ?? 0) - 1] ?? -Infinity;
  const isWorse = (a: number, b: number) => fitOf(a) < fitOf(b) || (fitOf(a) === fitOf(b) && a > b);

  /** Asks the next mentor. Answers with whoever is turned down, or -1. */
  function propose(mentee: number): number {
    const j = wishes[mentee]?.mentors[asked[mentee] ?? 0];
    if (j === undefined) return NOBODY;
    asked[mentee] = (asked[mentee] ?? 0) + 1;
    const own = kept[j] ?? [];
    own.push(mentee);
    mentor[mentee] = j;
    looks += own.length;
    if (own.length <= (capacities[j] ?? 0)) return NOBODY;
    const worst = own.reduce((a, b) => (isWorse(a, b) ? a : b));
    own.splice(own.indexOf(worst), 1);
    mentor[worst] = NOBODY;
    return worst;
  }

  for (let mentee = 0; mentee < mentees; mentee++) {
    order(mentee);
    for (let one = mentee; one !== NOBODY; one = propose(one)) {
      if (looks < LOOKS_A_STEP) continue;
      looks = 0;
      yield mentee / mentees;
    }
  }
  return mentor;
}
