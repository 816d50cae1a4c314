import { fileURLToPath } from "node:url";
import { decideHere, type Deciding } from "../matching/deciding.js";
import type { WhyNot } from "../matching/explain.js";
import type { RoundInput, RoundOutcome } from "../matching/types.js";
import type { ToThread } from "./letters.js";
import { makePile, piecesOf } from "./pieces.js";
import { startThread, type Thread } from "./thread.js";

export interface DecidingParts {
  /** Lets other work go first; called often. */
  readonly breathe: () => Promise<void>;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
  /** Where decider.ts lies compiled; beside this file unless told otherwise. */
  readonly file?: string;
  /** The most that the engine may keep in mind, in MB (2,048); a round that needs more is rejected. */
  readonly mostMemory?: number;
  /** Rounds of up to so many people (500) are decided here, with pauses: to start a thread takes longer. */
  readonly fewPeople?: number;
}

interface Order {
  readonly input: RoundInput;
  readonly outcome?: RoundOutcome | undefined;
  readonly wanted: ToThread;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides large rounds in a thread of their own, one after the other, so that commands are answered as at any other time,
 * and small ones in this thread. Where no thread starts, large ones are decided here too, with pauses. A thread ends with
 * its work, when it is given up, and with the program.
 */
export function decideBeside(parts: DecidingParts): Deciding {
  const { breathe, log, fewPeople = 500, mostMemory = 2_048 } = parts;
  const file = parts.file ?? fileURLToPath(new URL("./decider.js", import.meta.url));
  const here = decideHere(breathe);
  let line: Promise<unknown> = Promise.resolve();

  /** One at a time: a second one would take memory, and the processor with which commands are answered. */
  function inLine<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = line.then(work);
    line = mine.catch(() => undefined);
    return mine;
  }

  async function beside<Result extends object>(order: Order, here: () => Promise<Result>): Promise<Result> {
    order.signal?.throwIfAborted();
    const thread = startThread(file, mostMemory, order.signal);
    try {
      try {
        await thread.ready;
      } catch (error) {
        order.signal?.throwIfAborted();
        log.warn({ err: error }, "no thread started for a round: it is decided between other things");
        return await here();
      }
      return await carryOut<Result>(thread, order);
    } finally {
      await thread.end();
    }
  }

  async function carryOut<Result extends object>(thread: Thread, order: Order): Promise<Result> {
    const send = async (kind: "input" | "outcome", whole: object) => {
      for (const piece of piecesOf(whole)) {
        thread.write({ kind, piece });
        await breathe();
      }
    };
    await send("input", order.input);
    if (order.outcome) await send("outcome", order.outcome);
    const pile = makePile<Result>();
    for (let letter = order.wanted; ; letter = { kind: "next" }) {
      const answer = await thread.ask(letter);
      if (answer.kind === "failed") throw answer.error;
      if (answer.kind === "answer") pile.add(answer.piece);
      const whole = pile.whole();
      if (whole) return whole;
    }
  }

  return {
    async decide(input, signal) {
      if (input.people.length <= fewPeople) return here.decide(input, signal);
      const order: Order = { input, wanted: { kind: "decide" }, signal };
      return inLine(() => beside<RoundOutcome>(order, () => here.decide(input, signal)));
    },
    async whyNot(input, outcome, a, b) {
      if (input.people.length <= fewPeople) return here.whyNot(input, outcome, a, b);
      const order: Order = { input, outcome, wanted: { kind: "whyNot", a, b } };
      return inLine(() => beside<WhyNot>(order, () => here.whyNot(input, outcome, a, b)));
    },
  };
}
