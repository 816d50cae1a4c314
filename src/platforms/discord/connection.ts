import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Events, GatewayDispatchEvents, RESTEvents, type APIInteraction, type Client, type REST } from "discord.js";
import type { Bot } from "../../chat/bot.js";
import type { ChannelProblem } from "../../chat/field.js";
import type { Envelope, Home, HomeReport, Receipt } from "../../chat/port.js";
import { makeAnswers } from "./answers.js";
import { problemOf } from "./channels.js";
import { makeAnswerRest, makeClient, makeRest, type ClientParts } from "./client.js";
import { placeIn } from "./decode.js";
import { makeDeliver, type Deliver, type Trouble } from "./deliver.js";
import { makeDrafts } from "./drafts.js";
import { faultOfClose, faults, isUnauthorized, type DiscordFault } from "./errors.js";
import { makeHomes, type KeepHome } from "./homes.js";
import { makeIdentifying } from "./identifying.js";
import { makeInteractions } from "./interactions.js";
import { listen } from "./listen.js";
import { makeMembership } from "./membership.js";
import type { Patience } from "./patience.js";
import { makeReconnecting } from "./reconnecting.js";
import { makeRecent, REMEMBERED } from "./recent.js";
import { menusFor, registerCommands } from "./register.js";
import type { DiscordStore } from "./store.js";
import { makeRooms } from "./rooms.js";
import { makeTalk } from "./talk.js";
import { makeWire } from "./wire.js";

export interface ConnectionOptions extends Pick<ClientParts, "token" | "apiUrl" | "memberEvents" | "shards"> {
  /** Servers in which commands appear at once; without any they are registered for all, which takes a moment. */
  readonly guildIds: readonly string[];
  readonly store: DiscordStore;
  readonly now: () => Date;
  readonly newToken: () => string;
  readonly log: {
    info(facts: Record<string, unknown>, message: string): void;
    warn(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  /** Discord takes us no more, while running. */
  readonly onFault: (fault: DiscordFault) => void;
  readonly onTrouble: (spaceId: string, what: Trouble, channel: string | undefined) => void;
}

export interface Timing extends Pick<ClientParts, "requestTimeout" | "guildTimeout" | "longestWait"> {
  readonly patience: Patience;
  /** Between two sessions with the gateway, in ms. */
  readonly identifySpacing: number;
  /** Before a lost connection is tried for the second time in a row, in ms. */
  readonly reconnectPause: number;
  /** Between the beginnings of two private conversations, in ms. */
  readonly spacing: number;
  readonly formPatience: number;
  /** How long what is under way may take at the end, in ms. */
  readonly stopPatience: number;
}

export interface Connection {
  connect(): Promise<void>;
  deliver(envelope: Envelope): Promise<Receipt>;
  keepHome(home: Home): Promise<HomeReport>;
  /** Why the bot could not write in this channel. */
  problemOf(spaceId: string, channelId: string): ChannelProblem | undefined;
  /** What a person did, however it came here; it is answered once. */
  take(interaction: APIInteraction): void;
  /** Why Discord takes us no more. */
  fault(): DiscordFault | undefined;
  close(): Promise<void>;
}

/** Work that was begun and must be waited for at the end; what goes wrong with it is logged. */
interface UnderWay {
  add(what: string, work: () => Promise<unknown>): void;
  end(patience: number): Promise<void>;
}

/** One connection with everything that belongs to it. */
export function openConnection(options: ConnectionOptions, timing: Timing, bot: Bot): Connection {
  const { log } = options;
  const identifying = makeIdentifying({
    ...{ store: options.store, now: options.now, spacing: timing.identifySpacing },
    usedUp: () => end(faults.connections()),
  });
  const closing = new AbortController();
  const reconnecting = makeReconnecting({
    ...{ now: options.now, pause: timing.reconnectPause, closed: closing.signal },
  });
  const client = makeClient({ ...options, ...timing, identifying, reconnecting: reconnecting.strategy });
  const rest = makeRest({ ...options, ...timing });
  const ended = new AbortController();
  let fault: DiscordFault | undefined;
  let isOpen = false;

  function end(why: DiscordFault): void {
    if (fault !== undefined) return;
    fault = why;
    ended.abort();
    if (isOpen) options.onFault(why);
  }

  function throwIfEnded(): void {
    if (fault !== undefined) throw fault;
  }

  function notice(error: unknown): void {
    if (isUnauthorized(error)) end(faults.token());
  }

  const underWay = makeUnderWay((error, what) => {
    log.error({ err: error }, what);
    notice(error);
  });
  const { deliver, keepHome, take } = putTogether({ options, timing, bot, client, rest, underWay, notice });
  watch(client, rest, log, end);
  client.on(Events.ShardReconnecting, reconnecting.lost);

  return {
    async connect() {
      await Promise.race([login(client, options.token), once(ended.signal, "abort")]);
      throwIfEnded();
      try {
        await registerCommands({ ...options, rest, bot, applicationId: client.application?.id ?? "" });
      } catch (error) {
        log.error({ err: error }, "commands could not be registered with Discord");
        notice(error);
      }
      throwIfEnded();
      isOpen = true;
    },
    problemOf: (spaceId, channelId) => problemOf(client, spaceId, channelId),
    async deliver(envelope) {
      const work = deliver(envelope);
      underWay.add("a delivery failed", () => work.then(noop, noop));
      return work;
    },
    async keepHome(home) {
      const work = keepHome(home);
      underWay.add("a group's home was not kept", () => work.then(noop, noop));
      return work;
    },
    take,
    fault: () => fault,
    async close() {
      closing.abort();
      await underWay.end(timing.stopPatience);
      await client.destroy();
    },
  };
}

async function login(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(token);
  await ready;
}

const noop = () => undefined;

interface Pieces {
  readonly options: ConnectionOptions;
  readonly timing: Timing;
  readonly bot: Bot;
  readonly client: Client;
  readonly rest: REST;
  readonly underWay: UnderWay;
  readonly notice: (error: unknown) => void;
}

interface Joined {
  readonly deliver: Deliver;
  readonly keepHome: KeepHome;
  readonly take: Connection["take"];
}

/** Connects what people do with the bot. Answers with how to deliver, and who takes what they do. */
function putTogether({ options, timing, bot, client, rest, underWay, notice }: Pieces): Joined {
  const { store, now } = options;
  const { patience } = timing;
  const wire = makeWire(rest);
  const left = (spaceId: string, userId: string) =>
    underWay.add("a leaving was not noted", async () => {
      await bot.observe({ kind: "left", place: placeIn(spaceId, undefined), person: { externalId: userId, name: "" } });
      await store.forgetConversation(userId);
    });
  const membership = makeMembership({ client, rest, now, left });
  const answers = makeAnswers({
    rest: makeAnswerRest({ ...options, ...timing }),
    patience,
    applicationId: () => client.application?.id ?? "",
  });
  const drafts = makeDrafts({ store, words: bot.words, newToken: options.newToken });
  const talk = makeTalk({ bot, store, drafts, membership, wire, patience });
  const interactions = makeInteractions({
    ...{ bot, store, answers, drafts, membership },
    menus: menusFor(bot),
    afterwards: talk.afterwards,
    failed: (error) => options.log.error({ err: error }, "an answer could not be found"),
    formPatience: timing.formPatience,
  });
  // After a lost connection Discord may tell of it once more; other programs learn of it from the store.
  const isNew = makeRecent(REMEMBERED);
  const take = (interaction: APIInteraction) => {
    if (isNew(interaction.id)) underWay.add("an interaction was not answered", () => interactions.handle(interaction));
  };
  client.ws.on(GatewayDispatchEvents.InteractionCreate, take);
  listen({ client, bot, store, membership, track: underWay.add, trouble: options.onTrouble, hear: talk.hear });
  const rooms = makeRooms({ client, rest, wire, store, now });
  const writing = { ...{ client, wire, rooms, store, membership, now, patience }, failed: notice };
  const deliver = makeDeliver({ ...writing, spacing: timing.spacing, trouble: options.onTrouble });
  const keepHome = makeHomes({ ...writing, mayList: options.memberEvents });
  return { deliver, keepHome, take };
}

function watch(client: Client, rest: REST, log: ConnectionOptions["log"], end: (why: DiscordFault) => void): void {
  client.on(Events.ShardDisconnect, ({ code }) => {
    const why = faultOfClose(code);
    if (why !== undefined) end(why);
  });
  client.on(Events.ShardError, (error) => log.warn({ err: error }, "the connection to Discord was disturbed"));
  client.on(Events.Error, (error) => log.warn({ err: error }, "discord.js reported an error"));
  rest.on(RESTEvents.InvalidRequestWarning, (facts) => log.warn({ ...facts }, "Discord refuses many requests"));
}

function makeUnderWay(failed: (error: unknown, what: string) => void): UnderWay {
  const works = new Set<Promise<unknown>>();
  let isEnding = false;
  return {
    add(what, work) {
      if (isEnding) return;
      const done: Promise<unknown> = work()
        .catch((error: unknown) => failed(error, what))
        .finally(() => works.delete(done));
      works.add(done);
    },
    async end(patience) {
      isEnding = true;
      await Promise.race([Promise.allSettled(works), sleep(patience, undefined, { ref: false })]);
    },
  };
}
