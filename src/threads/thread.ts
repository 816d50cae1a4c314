import { Worker } from "node:worker_threads";
import type { FromThread, ToThread } from "./letters.js";

export interface Thread {
  /** Rejects when it does not start. */
  readonly ready: Promise<unknown>;
  write(letter: ToThread): void;
  /** Rejects when the thread ends instead of answering: with what it failed of, or why it was given up. */
  ask(letter: ToThread): Promise<FromThread>;
  end(): Promise<void>;
}

/**
 * Starts a thread that writes as soon as it is there.
 * @param mostMemory MB
 * @param signal Ends it at once
 */
export function startThread(file: string, mostMemory: number, signal?: AbortSignal): Thread {
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  let fail: (why: unknown) => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Heard of only by who waits for an answer just then.
  over.catch(() => undefined);
  const giveUp = () => {
    fail(signal?.reason);
    void worker.terminate();
  };
  signal?.addEventListener("abort", giveUp);
  worker.on("error", fail);
  worker.on("messageerror", fail);
  worker.on("exit", () => fail(new Error("The thread that decides a round has ended.")));
  const heard = () => Promise.race([new Promise<FromThread>((resolve) => worker.once("message", resolve)), over]);
  return {
    ready: heard(),
    write: (letter) => worker.postMessage(letter),
    ask(letter) {
      const answer = heard();
      worker.postMessage(letter);
      return answer;
    },
    async end() {
      signal?.removeEventListener("abort", giveUp);
      await worker.terminate();
    },
  };
}
