import type { Bot } from "../../chat/bot.js";
import type { Observation, Place } from "../../chat/invocation.js";
import { readEvent, type ChannelFate, type SlackEvent } from "./events.js";
import type { Handlers } from "./handlers.js";
import type { Homes } from "./home.js";
import type { SlackStore } from "./store.js";
import type { Visitors } from "./visitors.js";

export interface EarsParts {
  readonly bot: Bot;
  /** The workspace. */
  readonly place: Place;
  readonly botUserId: string;
  readonly visitors: Visitors;
  readonly handlers: Handlers;
  readonly homes: Homes;
  readonly store: SlackStore;
  /** Slack says that the app may do nothing any more. */
  readonly lost: (why: "uninstalled" | "token") => Promise<void>;
  readonly left: (userId: string) => Promise<void>;
  readonly channelGone: (channelId: string, why: ChannelFate) => void;
}

/** Hears what happens in the workspace: the same event once, and nothing that another workspace tells. */
export function makeEars(parts: EarsParts): (body: unknown) => Promise<void> {
  const { bot, place, handlers, homes, visitors } = parts;

  async function observe(kind: Observation["kind"], userId: string, channelId?: string): Promise<void> {
    const visitor = await visitors.of({ userId, name: "" });
    if (visitor.kind !== "member") return;
    const room = channelId === undefined ? undefined : await roomAt(channelId);
    const where = room ?? channelId;
    const there = where === undefined ? place : { ...place, channelId: where };
    await bot.observe({ kind, place: there, person: visitor.person });
  }

  const roomAt = (channelId: string) => parts.store.latestRoom(place.spaceId, channelId);

  /** The bot writes by itself in the rooms that it opened, so there as well STOP is meant for it. */
  async function hearInRoom({ userId, channelId, text, threadId }: Extract<SlackEvent, { kind: "roomTalk" }>) {
    await observe("message", userId, channelId);
    if (!bot.isPlainCommand(text) || (await roomAt(channelId)) === undefined) return;
    await handlers.answer(senderOf(userId), { kind: "words", text }, { userId, channelId, threadId });
  }

  /** What comes late may be over: who was taken back meanwhile has not left. */
  async function left({ userId, updated }: Extract<SlackEvent, { kind: "left" }>): Promise<void> {
    visitors.forget(userId);
    const told = updated === undefined ? undefined : await visitors.ask(userId);
    const isOver = told?.visitor.kind === "member" && updated !== undefined && told.updated > updated;
    if (!isOver) await parts.left(userId);
  }

  async function react(event: SlackEvent): Promise<void> {
    switch (event.kind) {
      case "toBot": {
        const { userId, channelId, text, threadId } = event;
        const surface = { userId, channelId, threadId, isDirect: true, isOurs: true };
        await observe("message", userId);
        return handlers.answer(senderOf(userId), { kind: "words", text }, surface);
      }
      case "mention": {
        const { userId, channelId, threadId } = event;
        const help = { kind: "command", command: "help", verb: "", options: {} } as const;
        return handlers.answer(senderOf(userId), help, { userId, channelId, threadId });
      }
      case "homeOpened":
        return homes.opened(event.userId);
      case "talk":
        return observe("message", event.userId, event.channelId);
      case "roomTalk":
        return hearInRoom(event);
      case "reaction":
        return observe("reaction", event.userId, event.channelId);
      case "joined":
        visitors.forget(event.userId);
        return observe("joined", event.userId);
      case "left":
        return left(event);
      case "changed":
        visitors.forget(event.userId);
        return undefined;
      case "channelGone":
        if (event.why === "shared") await parts.store.isShared(event.channelId, true);
        parts.channelGone(event.channelId, event.why);
        return undefined;
      case "lost":
        return parts.lost(event.why);
    }
  }

  const senderOf = (userId: string) => ({ userId, name: "", teamId: place.spaceId });

  return async (body) => {
    const seen = readEvent(body, parts.botUserId);
    if (!seen?.event || seen.teamId !== place.spaceId) return;
    if (seen.eventId === undefined || (await parts.store.firstTime(`event:${seen.eventId}`))) await react(seen.event);
  };
}
