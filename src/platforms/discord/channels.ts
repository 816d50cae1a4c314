import { PermissionFlagsBits, type Client } from "discord.js";
import type { ChannelProblem } from "../../chat/field.js";

const NEEDED = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];

/** Whether the bot lacks a permission to write in a channel; undefined when it may, or that can't be told from here. */
export function problemOf({ guilds }: Client, spaceId: string, channelId: string): ChannelProblem | undefined {
  const guild = guilds.cache.get(spaceId);
  const channel = guild?.channels.cache.get(channelId);
  const me = guild?.members.me;
  if (!channel || !me) return undefined;
  return channel.permissionsFor(me).has(NEEDED) ? undefined : "mayNotWrite";
}
