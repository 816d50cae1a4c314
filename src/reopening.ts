import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./assemble.js";

/** Whether a platform could be opened; "never": what is wrong will not pass by itself. */
export type Opening = "open" | "later" | "never";

const TIDY_EVERY = 3_600_000;

/** Tries to open a platform again and again, `waits` ms after one another, until it is open, hopeless, or `signal` ends it. */
export async function keepTrying(
  tryToOpen: () => Promise<Opening>,
  waits: (turn: number) => number,
  signal: AbortSignal,
): Promise<void> {
  for (let turn = 0; ; turn++) {
    await sleep(waits(turn), undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || (await tryToOpen()) !== "later") return;
  }
}

/** Forgets each hour what a platform need not remember any more. */
export async function keepTidy(tidy: () => Promise<number>, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await tidy().catch((error: unknown) => log.warn({ err: error }, "old events could not be forgotten"));
    await sleep(TIDY_EVERY, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
