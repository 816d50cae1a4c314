import { RESTJSONErrorCodes } from "discord.js";
import { DeliveryError } from "../../chat/port.js";
import { codeOf } from "./errors.js";
import { insist, spaced, type Patience } from "./patience.js";
import type { DiscordStore } from "./store.js";
import type { Wire } from "./wire.js";

export interface ConversationParts {
  readonly wire: Pick<Wire, "openConversation">;
  readonly store: Pick<DiscordStore, "conversation" | "keepConversation" | "conversationsSince">;
  readonly patience: Patience;
  /** Least time between the beginnings of two private conversations, in ms: many at once look like spam. */
  readonly spacing: number;
  readonly now: () => Date;
}

/** So many are opened within so long, in ms; whoever opens more may be barred from opening any. */
const BUDGET = { most: 50, within: 3_600_000 };
const MOST_KNOWN = 10_000;
const STALE: ReadonlySet<number> = new Set([RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.MissingAccess]);

/** Private conversations with people, opened a few at a time and then remembered. */
export function makeConversations({ wire, store, patience, spacing, now }: ConversationParts) {
  const known = new Map<string, string>();
  const inTurn = spaced(spacing);

  async function open(userId: string): Promise<string> {
    const at = now().getTime();
    const opened = await store.conversationsSince(new Date(at - BUDGET.within));
    const first = opened[opened.length - BUDGET.most];
    if (first !== undefined) {
      const wait = first.getTime() + BUDGET.within - at;
      throw new DeliveryError("retry", "many private conversations were opened within the hour", wait);
    }
    const channelId = await insist(patience, () => wire.openConversation(userId));
    await store.keepConversation(userId, channelId);
    return channelId;
  }

  /** Asks the store first, unless what it says was no good. */
  async function conversationWith(userId: string, isStale: boolean): Promise<string> {
    const before = isStale ? undefined : (known.get(userId) ?? (await store.conversation(userId)));
    const channelId = before ?? (await inTurn(() => open(userId)));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(userId, channelId);
    return channelId;
  }

  return {
    /**
     * Does something in the channel of the conversation, and again in a new one where that is not to be found any more:
     * another bot's are not ours. Throws DeliveryError "retry" when no more can be opened within the hour.
     */
    async within<T>(userId: string, work: (channelId: string) => Promise<T>): Promise<T> {
      try {
        return await work(await conversationWith(userId, false));
      } catch (error) {
        if (!STALE.has(codeOf(error) ?? 0)) throw error;
        return work(await conversationWith(userId, true));
      }
    },
  };
}
