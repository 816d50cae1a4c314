import type { GatewayMessageCreateDispatchData } from "discord.js";
import type { Bot } from "../../chat/bot.js";
import { textCard } from "../../chat/card.js";
import type { Response } from "../../chat/invocation.js";
import { SOURCE } from "../../chat/words.js";
import { nameOf, placeIn } from "./decode.js";
import type { Drafts, Reader } from "./drafts.js";
import { nonceOf } from "./ids.js";
import type { Membership } from "./membership.js";
import { ANSWERING, insist, type Patience } from "./patience.js";
import { renderCard, type RenderedMessage } from "./render.js";
import type { DiscordStore } from "./store.js";
import type { Wire } from "./wire.js";

export interface TalkParts {
  readonly bot: Bot;
  readonly store: DiscordStore;
  readonly drafts: Drafts;
  readonly membership: Membership;
  readonly wire: Wire;
  readonly patience: Patience;
}

const MOST_TEXT = 4_000;

/** The private conversation: words typed there, such as STOP, and answers that could not be given otherwise. */
export function makeTalk({ bot, store, drafts, membership, wire, patience }: TalkParts) {
  const waiting = { ...patience, longest: ANSWERING };

  async function post(channelId: string, messages: readonly RenderedMessage[], to: string): Promise<void> {
    for (const [index, message] of messages.entries())
      await insist(waiting, () => wire.post(channelId, message, nonceOf(to, String(index))));
  }

  async function messagesFor(response: Response, reader: Reader): Promise<readonly RenderedMessage[]> {
    const { spaceId } = reader;
    if (response.kind === "nothing") return [];
    if (response.kind === "form") return [await drafts.offer(response.form, reader, "ready")];
    return renderCard(response.card, { userIds: new Map(), spaceId });
  }

  return {
    /** A private message of a person is read as words for the bot, and answered. */
    async hear({ id, author, content, channel_id }: GatewayMessageCreateDispatchData): Promise<void> {
      const text = content.trim().slice(0, MOST_TEXT);
      if (author.bot === true || text === "" || !(await store.firstTime(id))) return;
      const spaceId = await store.homeOf(author.id);
      if (spaceId === undefined) {
        const card = textCard(bot.words.say(SOURCE, "common", "discord.noServer"));
        return post(channel_id, renderCard(card), id);
      }
      const standing = await membership.of(spaceId, author.id);
      if (standing?.kind === "stranger") return;
      const name = standing?.name ?? nameOf({ username: author.username, global_name: author.global_name }, undefined);
      const person = { externalId: author.id, name, ...(standing ? { isOrganiser: standing.isOrganiser } : {}) };
      const place = placeIn(spaceId, undefined);
      await bot.observe({ kind: "message", place, person });
      const response = await bot.handle({ kind: "words", text, place, person });
      if (response.kind === "nothing") return;
      const locale = await bot.localeOf(place, person);
      const reader = { userId: author.id, spaceId, channelId: undefined, locale };
      await post(channel_id, await messagesFor(response, reader), id);
    },

    /** What could no longer be answered where it was asked. `key` tells it from any other answer. */
    async afterwards(spaceId: string, userId: string, response: Response, key: string): Promise<void> {
      const person = { externalId: userId, name: "" };
      const locale = await bot.localeOf(placeIn(spaceId, undefined), person);
      const reader = { userId, spaceId, channelId: undefined, locale };
      const channelId = await insist(waiting, () => wire.openConversation(userId));
      await post(channelId, await messagesFor(response, reader), key);
    },
  };
}
