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
   * how many ms to come back. Each who is sent away is told a time of their own, so that they don't all come at once.
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
  /** Up to when the turns are promised to those who were sent away. */
  const promisedUntil = new Map<string, number>();

  function tidy(at: number): void {
    for (const times of [nextAt, promisedUntil]) {
      if (times.size < MOST_LANES) continue;
      for (const [lane, time] of times) if (time <= at) times.delete(lane);
    }
  }

  function promise(lane: string, free: number): number {
    const promised = Math.max(free, promisedUntil.get(lane) ?? 0);
    promisedUntil.set(lane, promised + between);
    return promised;
  }

  return {
    async turn(lane, patience) {
      const at = now();
      const free = Math.max(at, nextAt.get(lane) ?? 0);
      tidy(at);
      if (free - at > patience) return promise(lane, free) - at;
      nextAt.set(lane, free + between);
      if (free > at) await sleep(free - at);
      return undefined;
    },
    hold(lane, wait) {
      nextAt.set(lane, Math.max(nextAt.get(lane) ?? 0, now() + wait));
    },
  };
}
