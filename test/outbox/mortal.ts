import type { Database, Tx } from "../../src/storage/database.js";
import type { TestPlatform } from "./office.js";

/** The program is gone: from here on nothing of it happens any more. */
class Death extends Error {
  override readonly name = "Death";
}

export interface Life {
  readonly db: Database;
  readonly platform: TestPlatform;
  /** How many things have happened: statements, commits, what a platform was given and what it answered. */
  steps(): number;
}

/**
 * A program that dies after so many steps: whatever it was waiting for, it never sees the answer, and nothing that it
 * would do next is done. What was committed, or given to a platform, stays.
 */
export function mortal(db: Database, platform: TestPlatform, diesAfter: number): Life {
  let steps = 0;
  const step = () => {
    if (steps >= diesAfter) throw new Death("killed");
    steps++;
  };
  const lived = async <T>(work: () => Promise<T>): Promise<T> => {
    if (steps >= diesAfter) throw new Death("killed");
    const result = await work();
    step();
    return result;
  };
  const follow = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(owner, name) {
        const value: unknown = Reflect.get(owner, name);
        if (typeof value === "function") {
          return (...values: unknown[]) => lived(() => Promise.resolve(Reflect.apply(value, owner, values)));
        }
        return typeof value === "object" && value !== null ? follow(value) : value;
      },
    });
  return {
    steps: () => steps,
    db: {
      ...db,
      client: follow(db.client),
      transaction: (work, options) => lived(() => db.transaction((tx: Tx) => work(follow(tx)), options)),
    },
    platform: {
      ...platform,
      deliver: (envelope) => lived(() => platform.deliver(envelope)),
    },
  };
}
