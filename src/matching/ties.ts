/** The ties of a person in the graph of who met whom, the strongest of them; the first list is in ascending order. */
export interface Ties {
  /** The acquaintances' places in the order of the guests. Everybody is among their own acquaintances. */
  readonly with: Int32Array;
  /** The strength of each tie, 1 to `FULL_TIE`. */
  readonly strength: Int32Array;
}

/**
 * The strength of the tie of two who meet this very week, and of oneself. Strengths are whole numbers, so that their
 * sums are the same in whatever order they are added up.
 */
export const FULL_TIE = 256;

/** A tie loses half its strength in so many weeks. */
const HALF_LIFE_WEEKS = 26;

/** Ties that are kept of a person. */
const STRONGEST_TIES = 16;

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
  const kept = [[self, FULL_TIE] as const, ...others.slice(0, STRONGEST_TIES - 1)].sort(([a], [b]) => a - b);
  return {
    with: Int32Array.from(kept, ([place]) => place),
    strength: Int32Array.from(kept, ([, strength]) => Math.min(strength, FULL_TIE)),
  };
}

/**
 * How much two people move in the same circles: for each acquaintance in common the weaker of the two ties, added up.
 * As everybody is among their own acquaintances, a tie between the two counts as two acquaintances in common.
 */
export function inCommon(mine: Ties, theirs: Ties): number {
  const [one, other] = [mine.with, theirs.with];
  let sum = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const a = one[i] ?? 0;
    const b = other[j] ?? 0;
    if (a === b) sum += Math.min(mine.strength[i] ?? 0, theirs.strength[j] ?? 0);
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return sum;
}
