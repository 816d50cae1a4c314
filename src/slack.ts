import type { Log, Program } from "./assemble.js";
import type { SlackConfig } from "./config.js";
import type { Place } from "./chat/invocation.js";
import type { Opened } from "./connecting.js";
import { slackPlatform, type SlackOptions, type SlackPlatform } from "./platforms/slack/adapter.js";
import { SlackFault } from "./platforms/slack/failures.js";
import { keepTidy, keepTrying, type Opening } from "./reopening.js";
import type { Database } from "./storage/database.js";
import { slackStore } from "./storage/slack.js";

export interface SlackWorld {
  readonly db: Database;
  /** Real time. */
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: Log;
  /** Tells whoever runs the program. */
  readonly say: (line: string) => void;
  /** For tests: shorter waits, and where files lie. */
  readonly pace?: Pick<
    SlackOptions,
    "between" | "patience" | "timeout" | "reach" | "waits" | "answerWaits" | "settling" | "filesUrl"
  > & {
    readonly tryAgain?: number;
  };
}

/** Everybody's own page: the next meet-up and what waits, the settings, and buttons for everything. */
const HOME = [
  { command: "meet", verb: "status" },
  { command: "mentor", verb: "mine" },
  { command: "my", verb: "status" },
  { command: "help", verb: "" },
];

/** Between two tries to reach Slack at the start, in ms. */
const TRY_AGAIN = 30_000;
/** How long events are remembered, in ms. */
const REMEMBERED = 86_400_000;

/**
 * Slack as a platform of the program, when it is set up. A wrong token is told in a sentence and stops nothing else;
 * while Slack can't be reached it is tried again and again.
 */
export async function openSlack(config: SlackConfig, world: SlackWorld, program: Program): Promise<Opened> {
  const { say, log } = world;
  const fault = faultIn(config);
  if (fault !== undefined) {
    say(`Slack is not connected: ${fault}`);
    return { pages: [], stop: () => undefined };
  }
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = slackStore(world.db, world.now);
  const channelGone = tellOfChannel(world, program);
  const channels = (place: Place) => channelsInUse(world, program, place);
  const platform = slackPlatform(optionsOf(config, world, { store, lost: lose, channelGone, channels }));

  /** The queue waits until the program is started with a good token. */
  function lose(why: "uninstalled" | "token", place: Place, detail: string): void {
    if (program.adapters.get("slack") !== platform) return;
    program.adapters.delete("slack");
    say(`Slack is no longer connected: ${detail}. ${CURE[why]}`);
    log.error({ why, detail }, "Slack is lost");
    if (why === "uninstalled") void markSpace(world, place, { removedAt: world.now() });
    void platform.stop().catch((error: unknown) => log.warn({ err: error }, "Slack could not be closed"));
  }

  const isOpen = await tryToOpen(platform, world, program);
  const again = () => tryToOpen(platform, { ...world, say: () => undefined }, program);
  if (isOpen === "later") void keepTrying(again, () => world.pace?.tryAgain ?? TRY_AGAIN, signal);
  void keepTidy(() => store.forgetBefore(new Date(world.now().getTime() - REMEMBERED)), log, signal);
  return { pages: platform.pages ? [platform.pages] : [], stop: () => stopping.abort() };
}

const CURE = {
  uninstalled:
    "Install the app again, put its new token into .env and let Jejaring read it. What is not sent yet waits.",
  token:
    "Put a new token into SLACK_BOT_TOKEN (and SLACK_APP_TOKEN) in .env and let Jejaring read it: start it again, or send it SIGHUP. What is not sent yet waits.",
} as const;

/** What is wrong with the settings, as far as that can be seen without asking Slack. */
function faultIn({ botToken, appToken, signingSecret }: SlackConfig): string | undefined {
  const where = "api.slack.com/apps, your app";
  if (!botToken.startsWith("xoxb-"))
    return `SLACK_BOT_TOKEN ${botToken === "" ? "is missing" : "does not begin with xoxb-"}. Take the "Bot User OAuth Token": ${where}, OAuth & Permissions.`;
  if (appToken !== "" && !appToken.startsWith("xapp-"))
    return `SLACK_APP_TOKEN does not begin with xapp-. Take an app-level token with the scope connections:write: ${where}, Basic Information, App-Level Tokens.`;
  if (appToken === "" && signingSecret === "")
    return `SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for a public address) is missing: ${where}, Basic Information.`;
  return undefined;
}

/** A channel that is out of reach is said to the organisers, who can choose another. */
function tellOfChannel({ log }: SlackWorld, { troubles }: Program): SlackOptions["channelGone"] {
  return (place, why) => {
    log.warn({ channel: place.channelId, why }, "a channel is out of reach");
    troubles.channelGone(place, why).catch((error: unknown) => log.error({ err: error }, "organisers were not told"));
  };
}

function optionsOf(
  { botToken, appToken, signingSecret, apiUrl }: SlackConfig,
  world: SlackWorld,
  { store, lost, channelGone, channels }: Pick<SlackOptions, "store" | "lost" | "channelGone" | "channels">,
): SlackOptions {
  const { now, random, log } = world;
  return {
    botToken,
    connection: appToken === "" ? { kind: "http", signingSecret } : { kind: "socket", appToken },
    apiUrl,
    store,
    now,
    random,
    home: HOME,
    log,
    lost,
    opened: (place, name) => markSpace(world, place, { removedAt: null, ...(name === "" ? {} : { name }) }),
    channelGone,
    channels,
    ...world.pace,
  };
}

/** Where the network's organisers let the bot write by itself. */
async function channelsInUse({ db }: SlackWorld, { services }: Program, { platform, spaceId }: Place) {
  const where = { platform_externalId: { platform, externalId: spaceId } };
  const space = await db.client.space.findUnique({ where, select: { networkId: true } });
  if (!space) return [];
  const { settings } = await services.members.network(space.networkId);
  const { introductions, meetups, asks } = settings.channels;
  const named = [introductions, meetups, asks].filter((id) => id !== undefined);
  // A network may have its channels on another platform.
  return [...new Set(named)].filter((id) => /^[CG][A-Z0-9]+$/.test(id));
}

async function markSpace(
  { db }: SlackWorld,
  { platform, spaceId }: Place,
  data: { readonly removedAt: Date | null; readonly name?: string },
): Promise<void> {
  await db.client.space.updateMany({ where: { platform, externalId: spaceId }, data });
}

async function tryToOpen(platform: SlackPlatform, { say, log }: SlackWorld, program: Program): Promise<Opening> {
  try {
    await platform.start(program.bot);
    program.adapters.set(platform.platform, platform);
    return "open";
  } catch (error) {
    if (error instanceof SlackFault) {
      say(`Slack is not connected: ${error.message}`);
      return "never";
    }
    say("Slack can't be reached at the moment; it is tried again every half minute.");
    log.warn({ err: error }, "Slack can't be reached");
    return "later";
  }
}
