import type { APIInteraction } from "discord.js";
import type { Hono } from "hono";
import { DeliveryError, type PlatformAdapter } from "../../chat/port.js";
import { FILE_HOSTS, makeAttachments } from "./attachments.js";
import { openConnection, type Connection, type ConnectionOptions, type Timing } from "./connection.js";
import { PLATFORM } from "./decode.js";
import { faultOfStart, faults } from "./errors.js";
import { mustRest } from "./identifying.js";
import { makeRequests } from "./requests.js";

export interface DiscordOptions extends ConnectionOptions {
  /** With it Discord may call the program with what people do; undefined where all comes by the gateway. */
  readonly publicKey?: string | undefined;
  readonly timing?: Partial<Timing>;
  /** Origins from which files are read: Discord's, or a server for tests. */
  readonly fileHosts?: readonly string[];
}

export interface DiscordPlatform extends PlatformAdapter {
  /** What Discord calls. */
  readonly pages: Hono | undefined;
}

const TIMING: Timing = {
  requestTimeout: 8_000,
  guildTimeout: 3_000,
  patience: { tries: 3, pause: 150 },
  identifySpacing: 5_500,
  reconnectPause: 1_000,
  // Discord counts most things in stretches of 5 s.
  longestWait: 6_000,
  spacing: 3_000,
  formPatience: 1_500,
  stopPatience: 5_000,
};

/** For one file, in ms. */
const FILE_TIMEOUT = 20_000;

/** Discord as a place where people are. `start` throws DiscordFault. */
export function discordPlatform({ timing, publicKey, fileHosts, ...options }: DiscordOptions): DiscordPlatform {
  let running: Connection | undefined;
  const { log } = options;
  const attachments = makeAttachments({ hosts: fileHosts ?? FILE_HOSTS, timeout: FILE_TIMEOUT, log });
  const take = (interaction: APIInteraction) => {
    running?.take(interaction);
    return running !== undefined;
  };

  return {
    platform: PLATFORM,
    pages: publicKey === undefined ? undefined : makeRequests({ publicKey, now: options.now, take }),

    async start(bot) {
      if (mustRest(await options.store.sessionsOf(0), options.now())) throw faults.connections();
      const opened = openConnection(options, { ...TIMING, ...timing }, bot);
      try {
        await opened.connect();
      } catch (error) {
        await opened.close();
        throw opened.fault() ?? faultOfStart(error);
      }
      running = opened;
    },

    async stop() {
      const opened = running;
      running = undefined;
      await opened?.close();
    },

    channelProblem: (spaceId, channelId) => Promise.resolve(running?.problemOf(spaceId, channelId)),

    readFile: (_spaceId, ref, maxBytes) => attachments.read(ref, maxBytes),

    async deliver(envelope) {
      if (!running) throw new DeliveryError("retry", "Discord is not connected at the moment");
      return running.deliver(envelope);
    },

    async keepHome(home) {
      if (!running) throw new DeliveryError("retry", "Discord is not connected at the moment");
      return running.keepHome(home);
    },
  };
}
