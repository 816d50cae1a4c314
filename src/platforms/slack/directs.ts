import { createHash } from "node:crypto";
import type { DirectMemory } from "./store.js";

export interface DirectsParts {
  readonly memory: DirectMemory;
  /** The workspace and the bot in it: another bot has other conversations with the same people. */
  readonly owner: string;
  readonly open: (userId: string) => Promise<string>;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Directs {
  /** The private conversation with this person; opened only when it is not known from before. */
  with(userId: string): Promise<string>;
  /** What was known turned out to be wrong: opens it anew. Undefined when it is the same one. */
  renew(userId: string, wrong: string): Promise<string | undefined>;
  forget(userId: string): Promise<void>;
}

/** Remembers open conversations also beyond a restart; what the memory can't say is asked of Slack. */
export function makeDirects({ memory, owner, open, log }: DirectsParts): Directs {
  const known = new Map<string, string>();

  /** Of the person only a trace stays, from which nobody can be told. */
  const keyOf = (userId: string) => createHash("sha256").update(`${owner}:${userId}`).digest("hex");

  const safely = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => {
      log.warn({ err: error }, "an open conversation could not be remembered");
      return undefined;
    });

  async function openAndKeep(userId: string): Promise<string> {
    const opened = await open(userId);
    known.set(userId, opened);
    await safely(memory.keep(keyOf(userId), opened));
    return opened;
  }

  async function forget(userId: string): Promise<void> {
    known.delete(userId);
    await safely(memory.forget(keyOf(userId)));
  }

  return {
    forget,

    async with(userId) {
      const before = known.get(userId) ?? (await safely(memory.find(keyOf(userId))));
      if (before === undefined) return openAndKeep(userId);
      known.set(userId, before);
      return before;
    },

    async renew(userId, wrong) {
      await forget(userId);
      const opened = await openAndKeep(userId);
      return opened === wrong ? undefined : opened;
    },
  };
}
