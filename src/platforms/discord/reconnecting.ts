import { setTimeout as sleep } from "node:timers/promises";
import { SimpleShardingStrategy, type ClientOptions } from "discord.js";

export interface ReconnectingParts {
  /** Real time. */
  readonly now: () => Date;
  /** Before the first try that is not made at once, in ms; then twice as long from try to try, up to `MOST` times. */
  readonly pause: number;
  /** The connection is closed: nothing comes back any more. */
  readonly closed: AbortSignal;
}

/** A connection that held for so long, in ms, after it came back was a good one: Discord only moved it. */
const GOOD = 5_000;
const MOST = 30;
/** So many tries in a row are made at once: people who press a button meanwhile wait no longer than they must. */
const AT_ONCE = 3;

export interface Reconnecting {
  /** For discord.js. */
  readonly strategy: NonNullable<NonNullable<ClientOptions["ws"]>["buildStrategy"]>;
  /** Has to be told of each loss. */
  lost(shardId: number): void;
}

/**
 * How discord.js comes back after a connection was lost: at once, and from the fourth loss in a row with longer and longer
 * pauses. By itself it would try twice a second for as long as Discord takes a connection and ends it again, and also
 * after it was closed between two tries.
 */
export function makeReconnecting({ now, pause, closed }: ReconnectingParts): Reconnecting {
  /** How often in a row each shard was lost, and when it last came back. */
  const losses = new Map<number, number>();
  const cameBack = new Map<number, number>();
  const coming = new Set<number>();

  async function hold(shardId: number): Promise<void> {
    const count = losses.get(shardId) ?? 1;
    const wait = count <= AT_ONCE ? 0 : pause * Math.min(2 ** (count - AT_ONCE - 1), MOST);
    if (wait > 0) await sleep(wait, undefined, { ref: false, signal: closed }).catch(() => undefined);
    if (closed.aborted) await new Promise(() => undefined);
    cameBack.set(shardId, now().getTime());
  }

  return {
    strategy(manager) {
      // The session is what discord.js asks for first when it connects anew.
      const { options } = manager;
      const retrieve = options.retrieveSessionInfo.bind(options);
      options.retrieveSessionInfo = async (shardId) => {
        if (coming.delete(shardId)) await hold(shardId);
        return retrieve(shardId);
      };
      return new SimpleShardingStrategy(manager);
    },
    lost(shardId) {
      const back = cameBack.get(shardId);
      const hasHeld = back === undefined || now().getTime() - back >= GOOD;
      losses.set(shardId, hasHeld ? 1 : (losses.get(shardId) ?? 0) + 1);
      coming.add(shardId);
    },
  };
}
