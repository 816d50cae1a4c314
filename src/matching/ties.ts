// Who met whom makes a graph. Of each person the strongest ties are kept, as codes: the acquaintance's place in the order of
// the guests and the strength. One list of small numbers a person is quickly read.

/** The codes of a person's strongest ties, ascending. Everybody is among their own acquaintances. */
export type Ties = Int32Array;

/**
 * The strength of the tie of two who meet this very week, and of oneself. Strengths are whole numbers, so that their
 * sums are the same in whatever order they are added up.
 */
export const FULL_TIE = 256;

/** A code is the place times 2 ** 9 and the strength: those of four million people fit. */
const BITS = 9;
const STRENGTH = 2 ** BITS - 1;

/** A tie loses half its strength in so many weeks. */
const HALF_LIFE_WEEKS = 26;

/** Ties that are kept of a person, oneself included. */
export const STRONGEST_TIES = 8;

/** What a meeting so many weeks ago adds to a tie. */
export function strengthOf(weeksAgo: number): number {
  return Math.round(FULL_TIE * 2 ** (-weeksAgo / HALF_LIFE_WEEKS));
}

/**
 * The ties of a person, from the strengths of all the meetings with each acquaintance added up.
 * @param self The person's own place in the order of the guests
 * @param strengths By the acquaintance's place
 */
export function tiesOf(self: number, strengths: ReadonlyMap<number, number>): Ties {
  const others = [...strengths].filter(([, strength]) => strength > 0);
  if (others.length >= STRONGEST_TIES) others.sort(([a, one], [b, other]) => other - one || a - b);
  const kept = [[self, FULL_TIE] as const, ...others.slice(0, STRONGEST_TIES - 1)];
  return Int32Array.from(kept, ([place, strength]) => (place << BITS) + Math.min(strength, FULL_TIE)).sort();
}

/**
 * How much two people move in the same circles: for each acquaintance in common the weaker of the two ties, added up.
 * As everybody is among their own acquaintances, a tie between the two counts as two acquaintances in common.
 */
export function inCommon(mine: Ties, theirs: Ties): number {
  let sum = 0;
  for (let i = 0, j = 0; i < mine.length && j < theirs.length;) {
    const one = mine[i] ?? 0;
    const other = theirs[j] ?? 0;
    const a = one >> BITS;
    const b = other >> BITS;
    if (a === b) sum += Math.min(one, other) & STRENGTH;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return sum;
}
