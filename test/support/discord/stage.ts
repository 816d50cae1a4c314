import { onTestFinished } from "vitest";
import { discordPlatform, type DiscordOptions, type DiscordPlatform } from "../../../src/platforms/discord/adapter.js";
import type { DiscordStore } from "../../../src/platforms/discord/store.js";
import { makePeople, type Client } from "./people.js";
import { startFakeDiscord, type FakeDiscord, type FakeOptions } from "./server.js";
import type { FakeChannel, FakeGuild } from "./world.js";

/** A server with one channel, and what the adapter needs besides. */
export interface DiscordScene {
  readonly discord: FakeDiscord;
  readonly guild: FakeGuild;
  readonly channel: FakeChannel;
  readonly people: Client;
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly faults: readonly string[];
  /** Resolves when Discord is lost. */
  nextFault(): Promise<string>;
  readonly troubles: readonly string[];
  platform(options?: Partial<DiscordOptions>): DiscordPlatform;
}

/** Short, so that a test that is about patience needs none. */
export const TIMING = {
  requestTimeout: 2_000,
  guildTimeout: 1_000,
  patience: { tries: 3, pause: 1 },
  identifySpacing: 0,
  reconnectPause: 1,
  longestWait: 5_500,
  spacing: 0,
  formPatience: 1_500,
  stopPatience: 1_000,
};

export async function openScene(
  store: DiscordStore,
  options: Partial<FakeOptions> & { readonly now: () => Date },
): Promise<DiscordScene> {
  const discord = await startFakeDiscord(options);
  onTestFinished(() => discord.stop());
  const { world } = discord;
  const guild: FakeGuild = {
    id: world.newId(),
    name: "MGMP Fisika",
    members: new Set([world.botId]),
    organisers: new Set(),
  };
  world.newId();
  world.guilds.set(guild.id, guild);
  const channel: FakeChannel = {
    id: world.newId(),
    type: 0,
    guildId: guild.id,
    parentId: undefined,
    name: "perkenalan",
    members: new Set(),
    denied: 0n,
    hiddenFrom: new Set(),
    isFolded: false,
  };
  world.channels.set(channel.id, channel);
  const logged: Record<string, unknown>[] = [];
  const faults: string[] = [];
  const troubles: string[] = [];
  const note = (facts: Record<string, unknown>, message: string) => void logged.push({ ...facts, message });
  let tokens = 0;
  let tellFault: (message: string) => void = () => undefined;
  return {
    discord,
    guild,
    channel,
    people: makePeople(discord, guild, channel),
    logged,
    faults,
    nextFault: () => new Promise((resolve) => (tellFault = resolve)),
    troubles,
    platform: (more = {}) =>
      discordPlatform({
        token: discord.token,
        apiUrl: discord.apiUrl,
        guildIds: [],
        memberEvents: true,
        shards: "auto",
        store,
        now: options.now,
        newToken: () => `draft${++tokens}`,
        log: { info: () => undefined, warn: note, error: note },
        onFault({ message }) {
          faults.push(message);
          tellFault(message);
        },
        onTrouble: (_spaceId, what) => void troubles.push(what),
        timing: TIMING,
        fileHosts: [discord.filesUrl],
        ...more,
      }),
  };
}
