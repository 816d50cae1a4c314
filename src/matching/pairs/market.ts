import type { Steps } from "../steps.js";

/**
 * People of whom every two might be paired: far too many pairs to list, but whoever asks with prices finds the ones that
 * matter.
 */
export interface Market {
  readonly count: number;
  /** No weight is below `least` or above `most`. */
  readonly least: number;
  readonly most: number;
  /** What it is worth that two are paired, a whole number; -Infinity when they can't be. The same both ways. */
  weight(a: number, b: number): number;
  /** Partners to begin with, each perhaps more than once. They need not be the best. */
  candidates(a: number): readonly number[];
  /** The prices that the next searches are made with. */
  setPrices(price: Float64Array): Steps<void>;
  /**
   * Calls `found` at least for each partner of `a` with whom the weight is above the two prices together, until it answers
   * that these are enough.
   */
  search(a: number, found: (b: number, weight: number) => boolean): void;
}
