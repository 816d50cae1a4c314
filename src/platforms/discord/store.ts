/** What the adapter must remember beyond its own life, in Discord's ids; kept by storage. */
export interface DiscordStore {
  /** True once for each event, over all programs, for a day. */
  firstTime(eventId: string): Promise<boolean>;
  /** A form that is being filled in over several pages; undefined when there is none any more. */
  draft(token: string): Promise<unknown>;
  keepDraft(token: string, draft: object): Promise<void>;
  forgetDraft(token: string): Promise<void>;
  /** The thread opened for a room. */
  room(spaceId: string, key: string): Promise<string | undefined>;
  isRoom(spaceId: string, threadId: string): Promise<boolean>;
  keepRoom(spaceId: string, key: string, threadId: string): Promise<void>;
  /** Where rooms are to be opened, if an organiser chose it. */
  meetupChannel(spaceId: string): Promise<string | undefined>;
  /** The server that a person was seen in last. */
  homeOf(userId: string): Promise<string | undefined>;
  /** Whoever takes part in something, or has a meet-up that is still open, by Discord's ids. */
  participants(spaceId: string): Promise<readonly string[]>;
  spaceIsHere(spaceId: string, name: string): Promise<void>;
  spaceIsGone(spaceId: string): Promise<void>;
  /** The private conversation with a person, for a month after it was opened. */
  conversation(userId: string): Promise<string | undefined>;
  keepConversation(userId: string, channelId: string): Promise<void>;
  /** When conversations were opened since then, the oldest first. */
  forgetConversation(userId: string): Promise<void>;
  conversationsSince(at: Date): Promise<readonly Date[]>;
  /** When this shard began a session within the last day, whichever program it belonged to. */
  sessionsOf(shardId: number): Promise<readonly Date[]>;
  noteSession(shardId: number): Promise<void>;
}
