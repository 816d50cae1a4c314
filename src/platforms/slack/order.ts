export interface OrderParts {
  /** Real time in ms. */
  readonly now: () => number;
}

/** In which order messages go to the same place (a "lane") when some of them had to wait. */
export interface Order {
  /** Undefined when nobody is before this message; else in how many ms to come back. */
  waitFor(lane: string, nonce: string): number | undefined;
  /** It was sent away, to come back after so many ms: what comes later goes after it. */
  sentAway(lane: string, nonce: string, wait: number): void;
  /** It arrived, or will not. */
  done(lane: string, nonce: string): void;
}

/** Whoever was to come back and is so much late, in ms, comes no more: it was taken back, or another program has it. */
const LATE = 20 * 60_000;
/** The shortest wait behind another, in ms. */
const SHORTEST = 1_000;

export function makeOrder({ now }: OrderParts): Order {
  /** By lane: who was sent away, the first one first, and when each comes back. */
  const lines = new Map<string, Map<string, number>>();

  function lineAt(lane: string): Map<string, number> {
    const line = lines.get(lane) ?? new Map<string, number>();
    for (const [nonce, at] of line) if (now() > at + LATE) line.delete(nonce);
    if (line.size === 0) lines.delete(lane);
    return line;
  }

  function sentAway(lane: string, nonce: string, wait: number): void {
    const line = lineAt(lane);
    line.set(nonce, now() + wait);
    lines.set(lane, line);
  }

  return {
    sentAway,

    waitFor(lane, nonce) {
      const [first] = lineAt(lane);
      if (!first || first[0] === nonce) return undefined;
      const wait = Math.max(SHORTEST, first[1] - now());
      sentAway(lane, nonce, wait);
      return wait;
    },

    done(lane, nonce) {
      const line = lineAt(lane);
      line.delete(nonce);
      if (line.size === 0) lines.delete(lane);
    },
  };
}
