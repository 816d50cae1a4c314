import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

/** How much waiting is left, in ms; negative when it is used up. A stopwatch: it knows nothing of the time of day. */
export type Patience = () => number;

/** @param most in ms, from now on */
export function patienceOf(most: number): Patience {
  const end = performance.now() + most;
  return () => end - performance.now();
}

/** First and longest pause between two looks at a lock, in ms. */
const STEP = { first: 5, most: 80 };

/**
 * Does the work again while `isLocked` says that somebody else is in the way and there is patience left; the last
 * failure goes on. Pauses in between, so that timers and sockets have their turn.
 */
export async function patiently<T>(
  work: () => T | Promise<T>,
  isLocked: (error: unknown) => boolean,
  patience: Patience,
): Promise<T> {
  for (let step = STEP.first; ; step = Math.min(step * 2, STEP.most)) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || patience() <= 0) throw error;
    }
    await pause(step);
  }
}
