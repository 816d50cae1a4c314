import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientOptions } from "discord.js";
import type { DiscordStore } from "./store.js";

/** How often one shard may begin a session within so long, in ms. Discord ends a token after 1,000 in a day. */
const BUDGET = [
  { within: 10 * 60_000, most: 10 },
  { within: 3_600_000, most: 30 },
  { within: 86_400_000, most: 200 },
] as const;

const MOST_REMEMBERED = Math.max(...BUDGET.map(({ most }) => most));

/** Whether a shard that began sessions at these times has to rest. */
export function mustRest(begun: readonly Date[], now: Date): boolean {
  const ages = begun.map((at) => now.getTime() - at.getTime());
  return BUDGET.some(({ within, most }) => ages.filter((age) => age >= 0 && age < within).length >= most);
}

export interface IdentifyingParts {
  readonly store: Pick<DiscordStore, "sessionsOf" | "noteSession">;
  readonly now: () => Date;
  /** Between two sessions that are begun one after the other, in ms; Discord asks for 5 s. */
  readonly spacing: number;
  /** A shard has begun so many sessions that it must rest. */
  readonly usedUp: () => void;
}

type Throttler = NonNullable<NonNullable<ClientOptions["ws"]>["buildIdentifyThrottler"]>;

/**
 * Lets discord.js begin sessions: in turn, and within a budget that also holds for those that it begins by itself, when
 * Discord ends one, and for those of programs that died.
 */
export function makeIdentifying({ store, now, spacing, usedUp }: IdentifyingParts): Throttler {
  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    const turns = new Map<number, Promise<void>>();
    const own = new Map<number, readonly Date[]>();

    /** While the store can't be asked, what this program itself has begun still counts. */
    async function admit(shardId: number): Promise<boolean> {
      const stored = await store.sessionsOf(shardId).catch(() => []);
      const begun = own.get(shardId) ?? [];
      if (mustRest(stored, now()) || mustRest(begun, now())) return false;
      own.set(shardId, [...begun, now()].slice(-MOST_REMEMBERED));
      await store.noteSession(shardId).catch(() => undefined);
      return true;
    }

    return {
      async waitForIdentify(shardId, signal) {
        const key = shardId % limit.max_concurrency;
        const before = turns.get(key) ?? Promise.resolve();
        const admitted = before.then(() => (signal.aborted ? undefined : admit(shardId)));
        const turn = admitted.then(async (isAdmitted) => {
          if (isAdmitted === true) await sleep(spacing, undefined, { ref: false });
        });
        turns.set(
          key,
          turn.catch(() => undefined),
        );
        if ((await admitted) === false) {
          usedUp();
          // discord.js identifies when this returns, and also when it throws: so it must not end before the connection.
          if (!signal.aborted) await once(signal, "abort");
        }
        signal.throwIfAborted();
      },
    };
  };
}
