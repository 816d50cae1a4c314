import { MessageFlags, Routes, type RawFile, type REST } from "discord.js";
import { z } from "zod";
import { contentOf } from "../../chat/card.js";
import type { RenderedMessage } from "./render.js";

/** What goes to Discord for one message; who may be called is said every time, since an edit would forget it. */
export function bodyOf({ components, files, calls }: RenderedMessage) {
  return {
    flags: MessageFlags.IsComponentsV2 as const,
    components,
    attachments: files.map(({ name }, index) => ({ id: String(index), filename: name })),
    allowed_mentions: { parse: [], users: [...calls], replied_user: false },
  };
}

export function filesOf({ files }: RenderedMessage): RawFile[] {
  return files.map((file) => ({ name: file.name, contentType: file.mediaType, data: contentOf(file) }));
}

const withId = z.object({ id: z.string() });
const withParent = z.object({ parent_id: z.string() });

const thread = z.object({ name: z.string(), thread_metadata: z.object({ archived: z.boolean() }) });
const inside = z.array(z.object({ user_id: z.string() }));

export interface Thread {
  readonly name: string;
  readonly isArchived: boolean;
}

/** The requests by which we write and open; each answers with the id of what came of it. */
export type Wire = ReturnType<typeof makeWire>;

export function makeWire(rest: REST) {
  const idOf = (answer: unknown) => withId.parse(answer).id;
  return {
    async post(channelId: string, message: RenderedMessage, nonce: string): Promise<string> {
      const body = { ...bodyOf(message), nonce, enforce_nonce: true };
      return idOf(await rest.post(Routes.channelMessages(channelId), { body, files: filesOf(message) }));
    },
    async openConversation(userId: string): Promise<string> {
      return idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: userId } }));
    },
    /** The channel in which a thread was opened. */
    async parentOf(threadId: string): Promise<string> {
      return withParent.parse(await rest.get(Routes.channel(threadId))).parent_id;
    },
    async wakeThread(threadId: string): Promise<void> {
      await rest.patch(Routes.channel(threadId), { body: { archived: false } });
    },
    async thread(threadId: string): Promise<Thread> {
      const { name, thread_metadata: state } = thread.parse(await rest.get(Routes.channel(threadId)));
      return { name, isArchived: state.archived };
    },
    /** Only what is given changes. */
    async changeThread(threadId: string, to: { readonly name?: string; readonly archived?: boolean }): Promise<void> {
      await rest.patch(Routes.channel(threadId), { body: to });
    },
    /** Everybody in a thread, the bot as well. Discord tells it only where the app may have lists of members. */
    async insideThread(threadId: string): Promise<readonly string[]> {
      return inside.parse(await rest.get(Routes.threadMembers(threadId))).map(({ user_id }) => user_id);
    },
    async takeOutOfThread(threadId: string, userId: string): Promise<void> {
      await rest.delete(Routes.threadMembers(threadId, userId));
    },
    async addToThread(threadId: string, userId: string): Promise<void> {
      await rest.put(Routes.threadMembers(threadId, userId));
    },
  };
}
