import { setTimeout as sleep } from "node:timers/promises";
import { DiscordAPIError, RateLimitError } from "discord.js";

/** How long to wait between tries, in ms, and how often to try. Short: what lasts longer is the outbox's work. */
export interface Patience {
  readonly tries: number;
  readonly pause: number;
}

/**
 * Makes a request that does no harm when it is made twice, and again when Discord did not answer or stumbled. What it
 * refused, or wants to be asked later, is not asked again.
 */
export async function insist<T>({ tries, pause }: Patience, request: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await request();
    } catch (error) {
      if (error instanceof DiscordAPIError || error instanceof RateLimitError || tried >= tries) throw error;
      await sleep(pause * 2 ** tried);
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
