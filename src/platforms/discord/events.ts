import type {
  APIUser,
  GatewayGuildMemberAddDispatchData,
  GatewayGuildMemberRemoveDispatchData,
  GatewayMessageCreateDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayVoiceStateUpdateDispatchData,
} from "discord.js";
import { MessageType } from "discord.js";
import type { Observation } from "../../chat/invocation.js";
import { nameOf, placeIn } from "./decode.js";

/** What happened in a server, by Discord's event. Undefined when it is a bot's doing, or says nothing of a person. */
export function joined(data: GatewayGuildMemberAddDispatchData): Observation | undefined {
  return observed("joined", data.guild_id, undefined, data.user, data.nick);
}

export function left({ guild_id, user }: GatewayGuildMemberRemoveDispatchData): Observation | undefined {
  return observed("left", guild_id, undefined, user, undefined);
}

const WRITTEN: ReadonlySet<MessageType> = new Set([MessageType.Default, MessageType.Reply]);

/** Somebody wrote in a server. What it was is not looked at. */
export function wrote(data: GatewayMessageCreateDispatchData): Observation | undefined {
  const isWritten = WRITTEN.has(data.type) && data.webhook_id === undefined;
  if (!isWritten || data.guild_id === undefined) return undefined;
  return observed("message", data.guild_id, data.channel_id, data.author, data.member?.nick);
}

export function reacted(data: GatewayMessageReactionAddDispatchData): Observation | undefined {
  return observed("reaction", data.guild_id, data.channel_id, data.member?.user, data.member?.nick);
}

/** Somebody came into a voice channel; going from one to another is no new coming. */
export function spoke(
  data: GatewayVoiceStateUpdateDispatchData,
  wasIn: string | null | undefined,
): Observation | undefined {
  if (data.channel_id === null || typeof wasIn === "string") return undefined;
  return observed("voice", data.guild_id, data.channel_id, data.member?.user, data.member?.nick);
}

function observed(
  kind: Observation["kind"],
  spaceId: string | undefined,
  channelId: string | undefined,
  user: APIUser | undefined,
  nick: string | null | undefined,
): Observation | undefined {
  if (spaceId === undefined || user === undefined || user.bot === true || user.system === true) return undefined;
  return { kind, place: placeIn(spaceId, channelId), person: { externalId: user.id, name: nameOf(user, nick) } };
}
