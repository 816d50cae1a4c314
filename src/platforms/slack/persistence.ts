import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError } from "../../chat/port.js";

/** Waits in ms between the tries of an answer that somebody waits for; shorter in tests. */
export interface AnswerWaits {
  readonly first: number;
  readonly longest: number;
  /** Together; after that nobody looks for the answer any more. */
  readonly most: number;
}

export const ANSWER_WAITS: AnswerWaits = { first: 1_000, longest: 20_000, most: 180_000 };

/**
 * Tries again while Slack is busy or can't be reached, since somebody waits for it. What failed in another way, or for
 * too long, is thrown as it was.
 * @param signal ends the waiting
 */
export async function persist<T>(waits: AnswerWaits, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.kind !== "retry") throw error;
      const grown = Math.min(waits.longest, waits.first * 2 ** tries);
      const wait = Math.max(grown, error.retryAfter ?? 0);
      waited += wait;
      if (waited > waits.most || signal.aborted) throw error;
      const isOver = await sleep(wait, false, { signal, ref: false }).catch(() => true);
      if (isOver) throw error;
    }
  }
}
