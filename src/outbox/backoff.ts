/** The shortest and the longest wait between two tries, in ms. */
const SHORTEST = 1_000;
const LONGEST = 15 * 60_000;

/** After so many tries a message is given up; with the waits between them that is about a day. */
export const MOST_TRIES = 200;

/**
 * The wait before the next try, in ms: up to 1 s · 2ⁿ after n failures, by chance ("full jitter", M. Brooker,
 * Exponential Backoff And Jitter, AWS 2015), between 1 s and 15 minutes.
 * @param chance 0 ≤ chance < 1
 * @param wish the platform's own, in ms; the wait is not shorter, except that 15 minutes are the most
 */
export function backoff(failures: number, chance: number, wish?: number): number {
  const drawn = chance * Math.min(LONGEST, SHORTEST * 2 ** Math.max(0, failures));
  const wished = wish === undefined || Number.isNaN(wish) ? 0 : wish;
  return Math.min(LONGEST, Math.max(SHORTEST, drawn, wished));
}
