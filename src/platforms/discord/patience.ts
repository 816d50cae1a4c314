import { setTimeout as sleep } from "node:timers/promises";
import { DiscordAPIError, RateLimitError } from "discord.js";

/** How long to wait between tries, in ms, and how often to try. Short: what lasts longer is the outbox's work. */
export interface Patience {
  readonly tries: number;
  readonly pause: number;
  /** How long in all, in ms, to wait where Discord wants to be asked later. Default: not at all. */
  readonly longest?: number;
}

/** A person waits for it, and there is no outbox that would try again: so long, in ms, an answer goes on trying. */
export const ANSWERING = 10 * 60_000;

/**
 * Makes a request that does no harm when it is made twice, and again when Discord did not answer or stumbled. What it
 * refused is not asked again, and what it wants to be asked later only within `longest`.
 */
export async function insist<T>(patience: Patience, request: () => Promise<T>): Promise<T> {
  const { tries, pause, longest = 0 } = patience;
  let waited = 0;
  for (let tried = 1; ;) {
    try {
      return await request();
    } catch (error) {
      const later = error instanceof RateLimitError ? Math.max(error.retryAfter, error.timeToReset, 1) : undefined;
      if (later !== undefined) {
        waited += later;
        if (waited > longest) throw error;
        await sleep(later, undefined, { ref: false });
      } else {
        if (error instanceof DiscordAPIError || tried >= tries) throw error;
        await sleep(pause * 2 ** tried++);
      }
    }
  }
}

/** Work that is begun one at a time and not more often than each `spacing` ms. */
export function spaced(spacing: number): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last;
    let end: () => void = () => undefined;
    last = new Promise<void>((resolve) => (end = resolve)).then(() => (spacing > 0 ? sleep(spacing) : undefined));
    return turn.then(async () => {
      try {
        return await work();
      } finally {
        end();
      }
    });
  };
}
