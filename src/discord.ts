import type { Log, Program } from "./assemble.js";
import type { DiscordConfig } from "./config.js";
import type { Opened } from "./connecting.js";
import { discordPlatform, type DiscordOptions } from "./platforms/discord/adapter.js";
import { DiscordFault } from "./platforms/discord/errors.js";
import type { PlatformAdapter } from "./chat/port.js";
import { keepTidy, keepTrying, type Opening } from "./reopening.js";
import type { Database } from "./storage/database.js";
import { discordStore } from "./storage/discord.js";

export interface DiscordWorld {
  readonly db: Database;
  /** The program's time, which a rehearsal may move, and real time. */
  readonly now: () => Date;
  readonly wallClock: () => Date;
  readonly newId: () => string;
  readonly log: Log;
  /** Tells whoever runs the program. */
  readonly say: (line: string) => void;
  /** For tests: shorter waits. */
  readonly timing?: DiscordOptions["timing"];
  readonly waits?: (turn: number) => number;
  /** For tests: where files lie. */
  readonly fileHosts?: readonly string[];
}

export type OpenDiscord = Required<Opened>;

/** Between two tries to reach Discord, in ms; longer from try to try. */
const TRY_AGAIN = { first: 10_000, most: 300_000 };
const longerAndLonger = (turn: number) => Math.min(TRY_AGAIN.first * 2 ** turn, TRY_AGAIN.most);

const RESTING = "Discord is not connected; it is tried again by itself, and what is to be delivered waits.";

/**
 * Discord as a platform of the program. A wrong token is told in a sentence and stops nothing else; while Discord can't
 * be reached it is tried again and again.
 */
export async function openDiscord(config: DiscordConfig, world: DiscordWorld, program: Program): Promise<OpenDiscord> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = discordStore(world.db, world.wallClock);
  let isResting = false;
  const lost = (fault: DiscordFault) => {
    lose(platform, world, program);
    if (!fault.isFinal) void tryLater();
  };
  const platform = discordPlatform(optionsOf(config, world, store, program, lost));
  const again = () => tryToOpen(platform, { ...world, say: () => undefined }, program);
  const tryLater = async () => {
    isResting = true;
    await keepTrying(again, world.waits ?? longerAndLonger, signal);
    isResting = false;
  };
  if ((await tryToOpen(platform, world, program)) === "later") void tryLater();
  void keepTidy(store.sweep, world.log, signal);
  return {
    pages: platform.pages ? [platform.pages] : [],
    remarks: () => (isResting ? [RESTING] : []),
    stop: () => stopping.abort(),
  };
}

/** Discord ended it: what waits is kept, everything else goes on. */
function lose(platform: PlatformAdapter, { log }: DiscordWorld, program: Program): void {
  if (program.adapters.get(platform.platform) !== platform) return;
  program.adapters.delete(platform.platform);
  void platform.stop().catch((error: unknown) => log.warn({ err: error }, "Discord could not be closed"));
}

function optionsOf(
  config: DiscordConfig,
  world: DiscordWorld,
  store: DiscordOptions["store"],
  { troubles }: Pick<Program, "troubles">,
  onLost: (fault: DiscordFault) => void,
): DiscordOptions {
  const { newId, wallClock, log, say, timing, fileHosts } = world;
  return {
    ...config,
    store,
    now: wallClock,
    newToken: newId,
    log,
    onFault(fault) {
      say(fault.message);
      log.error({ err: fault }, "Discord is lost");
      onLost(fault);
    },
    onTrouble(spaceId, what, channel) {
      log.warn({ what, space: spaceId }, "Discord refuses us something");
      void troubles
        .tell({ platform: "discord", spaceId }, what, channel)
        .catch((error: unknown) => log.error({ err: error }, "organisers could not be told"));
    },
    ...(timing === undefined ? {} : { timing }),
    ...(fileHosts === undefined ? {} : { fileHosts }),
  };
}

async function tryToOpen(platform: PlatformAdapter, { say, log }: DiscordWorld, program: Program): Promise<Opening> {
  try {
    await platform.start(program.bot);
    program.adapters.set(platform.platform, platform);
    return "open";
  } catch (error) {
    if (!(error instanceof DiscordFault)) throw error;
    say(error.message);
    log.warn({ err: error }, "Discord was not opened");
    return error.isFinal ? "never" : "later";
  }
}
