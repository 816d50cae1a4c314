import type { Receipt } from "../../chat/port.js";

/** What the adapter remembers beyond a restart. */
export interface SlackStore {
  /** Whether this event is new; Slack tells the same one again when it got no answer. */
  firstTime(eventId: string): Promise<boolean>;
  readonly sendings: Sendings;
  readonly directs: DirectMemory;
  /** Who has an account in the workspace, as far as the bot knows them, by Slack's own ids. */
  knownPeople(spaceId: string): Promise<readonly string[]>;
  /** Whether it is news that people from outside read this channel. */
  isShared(channelId: string, isShared: boolean): Promise<"news" | "known" | "no">;
  room(spaceId: string, key: string): Promise<string | undefined>;
  keepRoom(spaceId: string, key: string, roomId: string): Promise<void>;
  /** The room that was opened last in this group conversation, by its own id. */
  latestRoom(spaceId: string, conversationId: string): Promise<string | undefined>;
}

/** Messages on their way, since Slack itself would show the same one twice. */
export interface Sendings {
  /** Notes that the message is about to be sent; answers with what is known of an earlier try. */
  begin(nonce: string): Promise<"new" | "begun" | Receipt>;
  /** It arrived. */
  done(nonce: string, receipt: Receipt): Promise<void>;
  /** It certainly did not arrive. */
  undo(nonce: string): Promise<void>;
}

/** Private conversations that are open already: Slack lets an app open about fifty in a minute. */
export interface DirectMemory {
  /** @param key names the bot and the person, so that another app begins anew */
  find(key: string): Promise<string | undefined>;
  keep(key: string, channelId: string): Promise<void>;
  forget(key: string): Promise<void>;
}
