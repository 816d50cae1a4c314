import type { Bot } from "../../chat/bot.js";
import type { Observation, Place } from "../../chat/invocation.js";
import { readEvent, type SlackEvent } from "./events.js";
import type { Handlers } from "./handlers.js";
import type { Homes } from "./home.js";
import type { SlackSender } from "./sender.js";
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
  readonly sender: SlackSender;
  readonly store: SlackStore;
  readonly uninstalled: () => void;
  readonly channelGone: (place: Place, why: "archived" | "deleted" | "shared" | "removed") => void;
}

/** Hears what happens in the workspace: the same event once, and nothing that another workspace tells. */
export function makeEars(parts: EarsParts): (body: unknown) => Promise<void> {
  const { bot, place, handlers, homes, visitors, sender } = parts;

  async function observe(kind: Observation["kind"], userId: string, channelId?: string): Promise<void> {
    const visitor = await visitors.of({ userId, name: "" });
    if (visitor.kind !== "member") return;
    const room = channelId === undefined ? undefined : await parts.store.latestRoom(place.spaceId, channelId);
    const where = room ?? channelId;
    const there = where === undefined ? place : { ...place, channelId: where };
    await bot.observe({ kind, place: there, person: visitor.person });
  }

  async function left(userId: string): Promise<void> {
    visitors.forget(userId);
    sender.forget(userId);
    await bot.observe({ kind: "left", place, person: { externalId: userId, name: "" } });
  }

  async function react(event: SlackEvent): Promise<void> {
    switch (event.kind) {
      case "toBot": {
        const { userId, channelId, text, threadId } = event;
        const surface = { userId, channelId, threadId, isDirect: true, isOurs: true, typed: text };
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
      case "reaction":
        return observe("reaction", event.userId, event.channelId);
      case "joined":
        visitors.forget(event.userId);
        return observe("joined", event.userId);
      case "left":
        return left(event.userId);
      case "changed":
        visitors.forget(event.userId);
        return undefined;
      case "channelGone":
        parts.channelGone({ ...place, channelId: event.channelId }, event.why);
        return undefined;
      case "uninstalled":
        parts.uninstalled();
        return undefined;
    }
  }

  const senderOf = (userId: string) => ({ userId, name: "", teamId: place.spaceId });

  return async (body) => {
    const seen = readEvent(body, parts.botUserId);
    if (!seen?.event || seen.teamId !== place.spaceId) return;
    if (seen.eventId === undefined || (await parts.store.firstTime(`event:${seen.eventId}`))) await react(seen.event);
  };
}
