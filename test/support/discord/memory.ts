import { START } from "../conversation.js";
import type { DiscordStore } from "../../../src/platforms/discord/store.js";

export interface MemoryStore extends DiscordStore {
  readonly spaces: ReadonlyMap<string, boolean>;
  readonly homes: Map<string, string>;
  /** When each shard began a session. */
  readonly sessions: Map<number, Date[]>;
}

/** What the adapter remembers, in memory: for tests that are not about the database. */
export function memoryStore(now = () => START): MemoryStore {
  const events = new Set<string>();
  const drafts = new Map<string, unknown>();
  const rooms = new Map<string, string>();
  const spaces = new Map<string, boolean>();
  const sessions = new Map<number, Date[]>();
  const conversations = new Map<string, { readonly channelId: string; readonly at: Date }>();
  const homes = new Map<string, string>();
  const store: MemoryStore = {
    spaces,
    homes,
    sessions,
    async firstTime(id) {
      const isFirst = !events.has(id);
      events.add(id);
      return isFirst;
    },
    draft: async (token) => drafts.get(token),
    async keepDraft(token, draft) {
      drafts.set(token, structuredClone(draft));
    },
    async forgetDraft(token) {
      drafts.delete(token);
    },
    room: async (spaceId, key) => rooms.get(`${spaceId} ${key}`),
    isRoom: async (_spaceId, threadId) => [...rooms.values()].includes(threadId),
    async keepRoom(spaceId, key, threadId) {
      rooms.set(`${spaceId} ${key}`, threadId);
    },
    meetupChannel: async () => undefined,
    homeOf: async (userId) => homes.get(userId),
    participants: async () => [],
    async spaceIsHere(spaceId) {
      spaces.set(spaceId, true);
    },
    async spaceIsGone(spaceId) {
      spaces.set(spaceId, false);
    },
    conversation: async (userId) => conversations.get(userId)?.channelId,
    async keepConversation(userId, channelId) {
      conversations.set(userId, { channelId, at: now() });
    },
    async forgetConversation(userId) {
      conversations.delete(userId);
    },
    conversationsSince: async (since) => [...conversations.values()].map(({ at }) => at).filter((at) => at > since),
    sessionsOf: async (shardId) => sessions.get(shardId) ?? [],
    async noteSession(shardId) {
      sessions.set(shardId, [...(sessions.get(shardId) ?? []), now()]);
    },
  };
  return store;
}
