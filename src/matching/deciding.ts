import { whyNot, type WhyNot } from "./explain.js";
import { decideRound } from "./round.js";
import type { RoundInput, RoundOutcome } from "./types.js";

/** Whoever decides rounds for a program that has other things to do meanwhile. Rejects with what the engine throws. */
export interface Deciding {
  /** @param signal Gives the work up; what was asked is then rejected with the signal's reason. */
  decide(input: RoundInput, signal?: AbortSignal): Promise<RoundOutcome>;
  /** Why `a` and `b` are not together in `outcome`; without one, in the round that is decided from `input`. */
  whyNot(input: RoundInput, outcome: RoundOutcome | undefined, a: string, b: string): Promise<WhyNot>;
}

/**
 * Decides in this thread, with a pause whenever the engine makes one.
 * @param breathe Lets other work go first
 */
export function decideHere(breathe: () => Promise<void>): Deciding {
  async function finish<Result>(steps: Generator<unknown, Result, undefined>, signal?: AbortSignal): Promise<Result> {
    for (;;) {
      signal?.throwIfAborted();
      const step = steps.next();
      if (step.done === true) return step.value;
      await breathe();
    }
  }
  const decide = (input: RoundInput, signal?: AbortSignal) => finish(decideRound(input), signal);
  return {
    decide,
    whyNot: async (input, outcome, a, b) => finish(whyNot(input, outcome ?? (await decide(input)), a, b)),
  };
}
