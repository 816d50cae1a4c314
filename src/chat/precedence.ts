/** For so long, in ms, is somebody let go first: whoever asked for long work must not wait for themselves. */
const LET_GO_FIRST = 50;

/**
 * Lets whoever waits for an answer go before long work. An answer takes a dozen looks into the database, and if a piece
 * of a round came between every two of them, it would take a dozen pieces longer.
 * @param breathe Lets other work go first, once
 */
export function makePrecedence(breathe: () => Promise<void>) {
  const waiting = new Set<Promise<void>>();
  return {
    /** What somebody waits for. */
    async serve<Result>(work: () => Promise<Result>): Promise<Result> {
      let settle: () => void = () => undefined;
      const served = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const done = () => {
        waiting.delete(served);
        settle();
      };
      waiting.add(served);
      const timer = setTimeout(done, LET_GO_FIRST);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        done();
      }
    },

    /** A pause in long work: until those who waited when it began have their answer, or have waited too long for it. */
    async breathe(): Promise<void> {
      await breathe();
      if (waiting.size > 0) await Promise.all(waiting);
    },
  };
}
