import { z } from "zod";
import type { MessageTold } from "../../chat/message.js";
import { attachedFile } from "./attachments.js";

const user = z.object({ id: z.string(), username: z.string().default(""), global_name: z.string().nullish() });
const content = { content: z.string().default(""), attachments: z.array(attachedFile).default([]) };
const message = z.object({
  ...content,
  id: z.string(),
  channel_id: z.string(),
  author: user,
  mentions: z.array(user).default([]),
  /** What was forwarded stands in here, and nothing beside it. */
  message_snapshots: z.array(z.object({ message: z.object(content) })).default([]),
});

const called = z.object({
  target_id: z.string(),
  resolved: z.object({ messages: z.record(z.string(), z.unknown()) }),
});

/**
 * The message from whose menu a command was called. Discord sends its text with the call, also to those who may not
 * read what people write.
 */
export function toldOf(data: unknown, spaceId: string | undefined): MessageTold | undefined {
  const call = called.safeParse(data).data;
  const found = message.safeParse(call?.resolved.messages[call.target_id]).data;
  if (found === undefined) return undefined;
  const { id, channel_id: channelId, author, mentions } = found;
  const parts = [found, ...found.message_snapshots.map((forwarded) => forwarded.message)];
  const texts = parts.flatMap((part) => (part.content === "" ? [] : [part.content]));
  return {
    text: texts.join("\n"),
    files: parts.flatMap(({ attachments }) => attachments),
    author: { externalId: author.id, name: nameOf(author) },
    called: Object.fromEntries(mentions.map((mentioned) => [mentioned.id, nameOf(mentioned)])),
    // A private conversation is nobody else's to read.
    ...(spaceId === undefined ? {} : { link: `https://discord.com/channels/${spaceId}/${channelId}/${id}` }),
  };
}

function nameOf({ username, global_name: name }: z.infer<typeof user>): string {
  return name ?? username;
}
