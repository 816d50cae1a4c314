import type { App, Receiver } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Hono } from "hono";
import type { Bot } from "../../chat/bot.js";
import type { Place } from "../../chat/invocation.js";
import { DeliveryError, type PlatformAdapter } from "../../chat/port.js";
import { makeAnswers } from "./answers.js";
import { makeChannels, type Channels } from "./channels.js";
import { callOptions, loadSdk, makeClient, quietLogger, whoAmI, type SlackSdk } from "./client.js";
import { makeEars } from "./ears.js";
import type { ChannelFate } from "./events.js";
import { failureOf } from "./failures.js";
import { makeFiles } from "./files.js";
import { makeGroups, type KeepHome } from "./groups.js";
import { makeHandlers, type Handlers } from "./handlers.js";
import { makeHomes, type HomePart, type Homes } from "./home.js";
import { ANYTHING } from "./ids.js";
import { BETWEEN_MESSAGES } from "./limits.js";
import { makeOrder } from "./order.js";
import { makePace } from "./pace.js";
import { ANSWER_WAITS, type AnswerWaits } from "./persistence.js";
import { makePosting } from "./posting.js";
import { makeReread } from "./reread.js";
import { makeRequests } from "./requests.js";
import { makeSender, type SlackSender } from "./sender.js";
import { makeTaking, type Taking } from "./taking.js";
import { makeSockets, type SocketWaits } from "./sockets.js";
import type { SlackStore } from "./store.js";
import { makeVisitors } from "./visitors.js";
import { makeWording } from "./wording.js";

export interface SlackOptions {
  readonly botToken: string;
  /** How Slack tells us things: over connections that we open, or by signed requests to our own port. */
  readonly connection:
    { readonly kind: "socket"; readonly appToken: string } | { readonly kind: "http"; readonly signingSecret: string };
  /** "https://slack.com/api/", or a server for tests. */
  readonly apiUrl: string;
  readonly store: SlackStore;
  /** Real time. */
  readonly now: () => Date;
  readonly random: () => number;
  readonly home: readonly HomePart[];
  readonly log: {
    warn(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  /** The token is good: the workspace and its name. */
  readonly opened: (place: Place, name: string) => Promise<void>;
  /** Nothing works any more: the app was removed, or a token is no longer good. */
  readonly lost: (why: "uninstalled" | "token", place: Place, detail: string) => void;
  /** A channel can no longer be written to, or strangers can read it now. */
  readonly channelGone: (place: Place, why: ChannelFate) => void;
  /** The channels that the bot writes to by itself, by Slack's own ids. */
  readonly channels: (place: Place) => Promise<readonly string[]>;
  /** Between two messages into the same conversation, in ms. */
  readonly between?: number;
  /** How long a message waits here for its turn, in ms; for longer the courier comes back. */
  readonly patience?: number;
  /** How long one call of Slack may take, in ms. */
  readonly timeout?: number;
  /** How long the answer to a sent form may take before Slack is told to wait, in ms. */
  readonly reach?: number;
  readonly waits?: Partial<SocketWaits>;
  /** Where files lie: "https://files.slack.com", or a server for tests. */
  readonly filesUrl?: string;
  /** Between the tries of an answer, in ms. */
  readonly answerWaits?: AnswerWaits;
  /** How long, in ms, Slack may still be busy with a message when the connection has broken. */
  readonly settling?: number;
}

export interface SlackPlatform extends PlatformAdapter {
  /** The address for signed requests; missing where connections are used. */
  readonly pages: Hono | undefined;
}

const TIMEOUT = 10_000;
const REACH = 2_000;
const SETTLING = 6_000;
const FILES_URL = "https://files.slack.com";
/** For one file that a person handed over, in ms. */
const FILE_TIMEOUT = 20_000;
const PATIENCE = 12_000;
/** Messages' times between two pages of a long list: about twenty in a minute. */
const PAGES_APART = 3;
/** How long, in ms, the end waits for what is under way. */
const FAREWELL = 5_000;

/** What is there while it runs. */
interface Running {
  readonly app: App;
  readonly sender: SlackSender;
  readonly homes: Homes;
  readonly channels: Channels;
  readonly keepHome: KeepHome;
  readonly taking: Taking;
  /** Ends what is read in the background. */
  readonly ending: AbortController;
}

/** A Slack workspace as a place where people are. */
export function slackPlatform(options: SlackOptions): SlackPlatform {
  const { connection, log } = options;
  const now = () => options.now().getTime();
  const requests =
    connection.kind === "http" ? makeRequests({ signingSecret: connection.signingSecret, now, log }) : undefined;
  const underWay = new Set<Promise<void>>();
  let running: Running | undefined;

  /** Lets it go on by itself; the end waits for it. */
  function run(work: () => Promise<void>): Promise<void> {
    const task = work()
      .catch((error: unknown) => log.error({ err: error }, "something that Slack told could not be dealt with"))
      .finally(() => underWay.delete(task));
    underWay.add(task);
    return task;
  }

  async function open(bot: Bot): Promise<Running> {
    const sdk = await loadSdk();
    const logger = quietLogger(sdk, log);
    const calls = () => ({ ...callOptions(options.apiUrl, options.timeout ?? TIMEOUT), logger });
    // Asks without drawing conclusions from a no.
    const probe = new sdk.WebClient(options.botToken, calls());
    const me = await whoAmI(probe);
    const place = placeOf(me.teamId);
    const client = makeClient(sdk, options.botToken, calls(), (detail) => options.lost("token", place, detail));
    await options.opened(place, me.teamName);
    const ending = new AbortController();
    const { handlers, hear, sender, homes, channels, keepHome, reread } = putTogether(
      options,
      bot,
      { client, probe },
      me,
      ending.signal,
    );
    const back = () => void run(reread);
    const receiver = requests?.receiver ?? socketsOf(options, sdk, place, back);
    const app = new sdk.App({
      token: options.botToken,
      botId: me.botId,
      botUserId: me.userId,
      tokenVerificationEnabled: false,
      convoStore: false,
      receiver,
      logger,
      clientOptions: calls(),
    });
    listen(app, handlers, hear);
    await app.start().catch(async (error: unknown) => {
      await app.stop();
      throw error;
    });
    // Nobody heard what happened before the start.
    void run(reread);
    const { botToken, filesUrl = FILES_URL } = options;
    const taking = makeTaking({ client, botToken, filesUrl, timeout: FILE_TIMEOUT, log });
    return { app, sender, homes, channels, keepHome, taking, ending };
  }

  function listen(app: App, handlers: Handlers, hear: (body: unknown) => Promise<void>): void {
    app.command(ANYTHING, ({ body, ack }) => run(() => handlers.command(body, () => ack())));
    app.action(ANYTHING, ({ body, ack }) => run(() => handlers.press(body, () => ack())));
    app.shortcut(ANYTHING, ({ body, ack }) => run(() => handlers.shortcut(body, () => ack())));
    app.view(ANYTHING, ({ body, ack }) =>
      run(() => handlers.submit(body, (how) => (how === undefined ? ack() : ack(how)))),
    );
    // The SDK has acknowledged it already.
    app.event(ANYTHING, ({ body }) => run(() => hear(body)));
    app.error(async (error) => log.error({ err: error }, "the Slack SDK stumbled"));
  }

  return {
    platform: "slack",
    pages: requests?.pages,

    async start(bot) {
      running = await open(bot);
    },

    async stop() {
      const stopped = running;
      running = undefined;
      stopped?.ending.abort();
      await stopped?.app.stop();
      const late = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL).unref());
      await Promise.race([Promise.all(underWay), late]);
    },

    async deliver(envelope) {
      if (!running) throw new DeliveryError("retry", "Slack is not open");
      const { sender, homes } = running;
      const receipt = await sender.deliver(envelope);
      const { address } = envelope;
      if (address.kind === "private") void run(() => homes.touched(address.userId));
      return receipt;
    },

    async keepHome(home) {
      if (!running) throw new DeliveryError("retry", "Slack is not open");
      return running.keepHome(home);
    },

    channelProblem: async (_spaceId, channelId) => running?.channels.problemOf(channelId),

    readFile: async (_spaceId, ref, maxBytes) => (await running?.taking.read(ref, maxBytes)) ?? "fileGone",
  };
}

function placeOf(spaceId: string): Place {
  return { platform: "slack", spaceId };
}

function socketsOf(options: SlackOptions, sdk: SlackSdk, place: Place, back: () => void): Receiver {
  const { connection, log, random, waits } = options;
  return makeSockets({
    make: (socket) => new sdk.SocketModeReceiver(socket),
    appToken: connection.kind === "socket" ? connection.appToken : "",
    calls: () => callOptions(options.apiUrl, options.timeout ?? TIMEOUT),
    logger: quietLogger(sdk, log),
    log,
    random,
    now: () => options.now().getTime(),
    back,
    lost: (detail) => options.lost("token", place, detail),
    ...(waits ? { waits } : {}),
  });
}

interface Me {
  readonly teamId: string;
  readonly userId: string;
}

/** The parts that know people and write to them. */
function makeVoice(options: SlackOptions, bot: Bot, client: WebClient, { teamId, userId }: Me, signal: AbortSignal) {
  const { store, log } = options;
  const place = placeOf(teamId);
  const now = () => options.now().getTime();
  const waits = options.answerWaits ?? ANSWER_WAITS;
  const visitors = makeVisitors({ client, teamId, now, log });
  const wording = makeWording(bot);
  const channelGone = (channelId: string, why: ChannelFate) => options.channelGone({ ...place, channelId }, why);
  const left = async (id: string) => {
    visitors.forget(id);
    await sender.forget(id);
    await bot.observe({ kind: "left", place, person: { externalId: id, name: "" } });
  };
  const pace = makePace({ now, between: options.between ?? BETWEEN_MESSAGES });
  const posting = makePosting({
    ...{ client, pace, now, log, channelGone },
    patience: options.patience ?? PATIENCE,
    settling: options.settling ?? SETTLING,
  });
  const files = makeFiles({ client, waits, timeout: options.timeout ?? TIMEOUT, signal, log });
  let answered = 0;
  const sender: SlackSender = makeSender({
    ...{ client, sendings: store.sendings, directMemory: store.directs, owner: `${teamId}:${userId}` },
    ...{ wording, log, left, pace, posting, files, waits, signal },
    order: makeOrder({ now }),
    newNonce: () => `answer:${options.random().toString(36).slice(2)}:${++answered}`,
  });
  return { visitors, wording, sender, files, left, channelGone };
}

const LOST = {
  uninstalled: "the app was removed from the workspace",
  token: "its bot token was revoked",
} as const;

/** The parts that answer and hear, each with what it needs of the others. */
function putTogether(
  options: SlackOptions,
  bot: Bot,
  /** `probe` does not tell when the token is no longer good: who asks with it knows the cause. */
  { client, probe }: { readonly client: WebClient; readonly probe: WebClient },
  me: Me,
  signal: AbortSignal,
) {
  const { store, log } = options;
  const { teamId } = me;
  const place = placeOf(teamId);
  const { visitors, wording, sender, files, left, channelGone } = makeVoice(options, bot, client, me, signal);
  const answers = makeAnswers({ client, sender, files, timeout: options.timeout ?? TIMEOUT, log });
  const visitorOf = (id: string) => visitors.of({ userId: id, name: "" });
  const homes = makeHomes({ client, bot, parts: options.home, place, wording, visitorOf, log });
  const { firstTime } = store;
  const reach = options.reach ?? REACH;
  const handlers = makeHandlers({ bot, teamId, visitors, answers, homes, wording, firstTime, reach });
  const hear = makeEars({
    ...{ bot, place, botUserId: me.userId, visitors, handlers, homes, left, store, channelGone },
    async lost(why) {
      // The word may come late, when the app is there again.
      const failure = await probe.auth.test().then(() => undefined, failureOf);
      if (failure?.kind === "refused") options.lost(why, place, LOST[why]);
    },
  });
  const channels = makeChannels({ client, log });
  const reread = makeReread({
    ...{ client, teamId, store, visitors, homes, left, channelGone, signal, log },
    channels: () => options.channels(place),
    between: (options.between ?? BETWEEN_MESSAGES) * PAGES_APART,
  });
  const keepHome = makeGroups({ client, botUserId: me.userId, store, now: () => options.now().getTime() });
  return { handlers, hear, sender, homes, channels, keepHome, reread };
}
