import { z } from "zod";
import { typedText } from "./decode.js";

/** Why a channel can no longer be written to, or that people from outside read it now. */
export type ChannelFate = "archived" | "deleted" | "shared" | "removed";

/** Something that happened in the workspace, as far as it matters here. */
export type SlackEvent =
  /** A plain private message to the bot: it may be a command such as STOP. */
  | {
      readonly kind: "toBot";
      readonly userId: string;
      readonly channelId: string;
      readonly text: string;
      readonly threadId: string | undefined;
    }
  /** Counted, never read. */
  | { readonly kind: "talk"; readonly userId: string; readonly channelId: string }
  /** As talk, but for a whole message such as STOP. */
  | {
      readonly kind: "roomTalk";
      readonly userId: string;
      readonly channelId: string;
      readonly text: string;
      readonly threadId: string | undefined;
    }
  | { readonly kind: "reaction"; readonly userId: string; readonly channelId: string }
  | {
      readonly kind: "mention";
      readonly userId: string;
      readonly channelId: string;
      readonly threadId: string | undefined;
    }
  | { readonly kind: "homeOpened"; readonly userId: string }
  | { readonly kind: "joined"; readonly userId: string }
  /** `updated`: as Slack knew it then, in seconds. */
  | { readonly kind: "left"; readonly userId: string; readonly updated: number | undefined }
  /** Name, language or role of somebody changed. */
  | { readonly kind: "changed"; readonly userId: string }
  | {
      readonly kind: "channelGone";
      readonly channelId: string;
      readonly why: ChannelFate;
    }
  /** The app may no longer do anything in this workspace: it was removed, or its token was. */
  | { readonly kind: "lost"; readonly why: "uninstalled" | "token" };

const envelope = z.looseObject({
  team_id: z.string().optional(),
  event_id: z.string().optional(),
  event: z.looseObject({ type: z.string() }),
});

export interface EventSeen {
  readonly teamId: string;
  /** The same when Slack sends the event again. */
  readonly eventId: string | undefined;
  /** Undefined for what does not concern us. */
  readonly event: SlackEvent | undefined;
}

export function readEvent(body: unknown, botUserId: string): EventSeen | undefined {
  const found = envelope.safeParse(body).data;
  if (!found) return undefined;
  return { teamId: found.team_id ?? "", eventId: found.event_id, event: eventOf(found.event, botUserId) };
}

const message = z.object({
  channel: z.string(),
  channel_type: z.string().default("channel"),
  user: z.string(),
  text: z.string().default(""),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  thread_ts: z.string().optional(),
});
const reaction = z.object({ user: z.string(), item: z.object({ channel: z.string() }) });
const mention = z.object({
  user: z.string(),
  channel: z.string(),
  thread_ts: z.string().optional(),
  bot_id: z.string().optional(),
});
const home = z.object({ user: z.string(), tab: z.string().default("home") });
const profile = z.looseObject({
  id: z.string(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  updated: z.number().optional(),
});
const inChannel = z.object({ channel: z.union([z.string(), z.object({ id: z.string() })]) });
const membership = z.object({ user: z.string(), channel: z.string() });

/** Edits, deletions, joins and other notes of Slack's own are no talk. */
const TALK = new Set([undefined, "thread_broadcast", "file_share", "me_message"]);

function eventOf(event: z.infer<typeof envelope>["event"], botUserId: string): SlackEvent | undefined {
  switch (event.type) {
    case "message":
      return messageEvent(message.safeParse(event).data, botUserId);
    case "reaction_added": {
      const found = reaction.safeParse(event).data;
      return found && { kind: "reaction", userId: found.user, channelId: found.item.channel };
    }
    case "app_mention": {
      const found = mention.safeParse(event).data;
      const isPerson = found?.bot_id === undefined;
      return found && isPerson
        ? { kind: "mention", userId: found.user, channelId: found.channel, threadId: found.thread_ts }
        : undefined;
    }
    case "app_home_opened": {
      const found = home.safeParse(event).data;
      return found?.tab === "home" ? { kind: "homeOpened", userId: found.user } : undefined;
    }
    case "team_join":
    case "user_change":
      return personEvent(event.type, event["user"]);
    case "app_uninstalled":
    case "tokens_revoked":
      return losing(event);
    default:
      return channelEvent(event, botUserId);
  }
}

function messageEvent(found: z.infer<typeof message> | undefined, botUserId: string): SlackEvent | undefined {
  if (!found || !TALK.has(found.subtype) || found.bot_id !== undefined || found.user === botUserId) return undefined;
  const { user: userId, channel: channelId, channel_type: type, text, thread_ts: threadId } = found;
  const isTold = type === "im" || type === "mpim" || type === "group";
  return isTold
    ? { kind: type === "im" ? "toBot" : "roomTalk", userId, channelId, text: typedText(text), threadId }
    : { kind: "talk", userId, channelId };
}

function personEvent(type: "team_join" | "user_change", user: unknown): SlackEvent | undefined {
  const found = profile.safeParse(user).data;
  if (!found || found.is_bot === true) return undefined;
  const isOut = found.deleted === true || found.is_restricted === true;
  const { id: userId, updated } = found;
  if (type === "team_join") return isOut ? undefined : { kind: "joined", userId };
  return isOut ? { kind: "left", userId, updated } : { kind: "changed", userId };
}

/** Only the bot's own token is ours to lose; people's tokens are none of our business. */
function losing(event: z.infer<typeof envelope>["event"]): SlackEvent | undefined {
  const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) }).safeParse(event).data;
  if (event.type === "app_uninstalled") return { kind: "lost", why: "uninstalled" };
  return (revoked?.tokens.bot.length ?? 0) > 0 ? { kind: "lost", why: "token" } : undefined;
}

const GONE: Readonly<Record<string, ChannelFate>> = {
  channel_archive: "archived",
  group_archive: "archived",
  channel_deleted: "deleted",
  group_deleted: "deleted",
  channel_shared: "shared",
  channel_left: "removed",
  group_left: "removed",
};

function channelEvent(event: z.infer<typeof envelope>["event"], botUserId: string): SlackEvent | undefined {
  if (event.type === "member_left_channel") {
    const found = membership.safeParse(event).data;
    return found?.user === botUserId ? { kind: "channelGone", channelId: found.channel, why: "removed" } : undefined;
  }
  const why = GONE[event.type];
  const found = inChannel.safeParse(event).data;
  if (why === undefined || !found) return undefined;
  return { kind: "channelGone", channelId: typeof found.channel === "string" ? found.channel : found.channel.id, why };
}
