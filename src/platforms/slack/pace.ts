import { setTimeout as sleep } from "node:timers/promises";

export interface PaceParts {
  /** Real time in ms. */
  readonly now: () => number;
  /** Between two in the same lane, in ms. */
  readonly between: number;
}

export interface Pace {
  /**
   * Waits for this lane's turn. Undefined when it has come; else, when the wait would be longer than `patience` ms, in
   * how many ms to come back.
   */
  turn(lane: string, patience: number): Promise<number | undefined>;
  /** Nobody goes on in this lane for so many ms. */
  hold(lane: string, wait: number): void;
}

/** Lanes that were not used for long are forgotten when there are so many. */
const MOST_LANES = 5_000;

/** Spaces what goes to the same place; other places flow on. */
export function makePace({ now, between }: PaceParts): Pace {
  const nextAt = new Map<string, number>();

  function tidy(at: number): void {
    if (nextAt.size < MOST_LANES) return;
    for (const [lane, free] of nextAt) if (free <= at) nextAt.delete(lane);
  }

  return {
    async turn(lane, patience) {
      const at = now();
      const free = Math.max(at, nextAt.get(lane) ?? 0);
      if (free - at > patience) return free - at;
      tidy(at);
      nextAt.set(lane, free + between);
      if (free > at) await sleep(free - at);
      return undefined;
    },
    hold(lane, wait) {
      nextAt.set(lane, Math.max(nextAt.get(lane) ?? 0, now() + wait));
    },
  };
}
