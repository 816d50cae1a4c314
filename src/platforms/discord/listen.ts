import {
  GatewayDispatchEvents,
  type Client,
  type GatewayChannelDeleteDispatchData,
  type GatewayGuildCreateDispatchData,
  type GatewayGuildDeleteDispatchData,
  type GatewayGuildMemberAddDispatchData,
  type GatewayGuildMemberRemoveDispatchData,
  type GatewayGuildMemberUpdateDispatchData,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageReactionAddDispatchData,
  type GatewayVoiceStateUpdateDispatchData,
} from "discord.js";
import type { Bot } from "../../chat/bot.js";
import type { Observation } from "../../chat/invocation.js";
import type { Trouble } from "./deliver.js";
import { joined, left, reacted, spoke, wrote } from "./events.js";
import type { Membership } from "./membership.js";
import { makeRecent, REMEMBERED } from "./recent.js";
import type { DiscordStore } from "./store.js";

export interface ListenParts {
  readonly client: Client;
  readonly bot: Bot;
  readonly store: DiscordStore;
  readonly membership: Membership;
  readonly track: (what: string, work: () => Promise<unknown>) => void;
  readonly trouble: (spaceId: string, what: Trouble, channel: string | undefined) => void;
  /** Somebody wrote to the bot in private. */
  readonly hear: (message: GatewayMessageCreateDispatchData) => Promise<void>;
}

/** Tells the bot what happens in servers, and listens to private messages. */
export function listen({ client, bot, store, membership, track, trouble, hear }: ListenParts): void {
  const isNew = makeRecent(REMEMBERED);
  const voices = new Map<string, string | null>();
  const tell = (observation: Observation | undefined) => {
    if (observation !== undefined) track("an event was not noted", () => bot.observe(observation));
  };
  /** Organisers hear of it when it is the channel that they chose. */
  async function missing(spaceId: string, channelId: string): Promise<void> {
    if ((await store.meetupChannel(spaceId)) === channelId) trouble(spaceId, "channelGone", undefined);
  }
  const { ws } = client;
  ws.on(GatewayDispatchEvents.MessageCreate, (data: GatewayMessageCreateDispatchData) => {
    if (!isNew(data.id)) return;
    if (data.guild_id === undefined) track("a private message was not answered", () => hear(data));
    else tell(wrote(data));
  });
  ws.on(GatewayDispatchEvents.MessageReactionAdd, (data: GatewayMessageReactionAddDispatchData) => {
    const emoji = data.emoji.id ?? data.emoji.name ?? "";
    if (isNew(`${data.message_id} ${data.user_id} ${emoji}`)) tell(reacted(data));
  });
  ws.on(GatewayDispatchEvents.VoiceStateUpdate, (data: GatewayVoiceStateUpdateDispatchData) => {
    const key = `${data.guild_id ?? ""} ${data.user_id}`;
    tell(spoke(data, voices.get(key)));
    if (data.channel_id === null) voices.delete(key);
    else voices.set(key, data.channel_id);
  });
  ws.on(GatewayDispatchEvents.GuildMemberAdd, (data: GatewayGuildMemberAddDispatchData) => {
    membership.forget(data.guild_id, data.user.id);
    tell(joined(data));
  });
  ws.on(GatewayDispatchEvents.GuildMemberUpdate, (data: GatewayGuildMemberUpdateDispatchData) =>
    membership.forget(data.guild_id, data.user.id),
  );
  ws.on(GatewayDispatchEvents.GuildMemberRemove, (data: GatewayGuildMemberRemoveDispatchData) => {
    membership.forget(data.guild_id, data.user.id);
    track("a conversation was not forgotten", () => store.forgetConversation(data.user.id));
    tell(left(data));
  });
  ws.on(GatewayDispatchEvents.ChannelDelete, (data: GatewayChannelDeleteDispatchData) => {
    if ("guild_id" in data) track("a deleted channel was not noted", () => missing(data.guild_id, data.id));
  });
  // Comes with every session that is begun, and when the bot is added; what happened before that was not told.
  ws.on(GatewayDispatchEvents.GuildCreate, (data: GatewayGuildCreateDispatchData) => {
    if (data.unavailable === true) return;
    for (const key of [...voices.keys()]) if (key.startsWith(`${data.id} `)) voices.delete(key);
    track("a server was not noted", async () => {
      await store.spaceIsHere(data.id, data.name);
      await membership.askAnew(data.id, await store.participants(data.id));
    });
  });
  ws.on(GatewayDispatchEvents.GuildDelete, (data: GatewayGuildDeleteDispatchData) => {
    // An outage is no farewell.
    if (data.unavailable !== true) track("a server was not noted", () => store.spaceIsGone(data.id));
  });
}
