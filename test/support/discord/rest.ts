import { z } from "zod";
import { checks, type Check, type Component } from "./rules.js";
import { botMay, channelJson, may, memberJson, messageJson, userJson } from "./world.js";
import type { FakeChannel, FakeInteraction, FakeMessage, FakeModal, World } from "./world.js";

export interface RestRequest {
  readonly method: string;
  /** Below the base and version: "/channels/1/messages". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly fileNames: readonly string[];
  readonly fileContents: readonly Buffer[];
  readonly authorization: string | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestParts {
  readonly world: World;
  readonly token: string;
  readonly gatewayUrl: () => string;
  /** Real time, in ms. */
  readonly clock: () => number;
  readonly sessionsLeft: () => number;
}

/** Discord refuses a request, in its own words. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly answer: RestAnswer;

  constructor(status: number, code: number, message: string, errors: readonly string[] = []) {
    super([message, ...errors].join("; "));
    this.answer = { status, body: { code, message: [message, ...errors].join("; ") } };
  }
}

const DEADLINE = 3_000;
const UNKNOWN_INTERACTION = () => new Refused(404, 10_062, "Unknown interaction");

const sent = z.looseObject({
  components: z.custom<readonly Component[]>().default([]),
  allowed_mentions: z
    .looseObject({ parse: z.array(z.string()).default([]), users: z.array(z.string()).default([]) })
    .default({ parse: ["users", "roles", "everyone"], users: [] }),
  flags: z.number().default(0),
  nonce: z.string().optional(),
  enforce_nonce: z.boolean().optional(),
});

type Handler = (request: RestRequest, ...ids: string[]) => RestAnswer;

/** Discord's REST interface, as far as the program may use it. What it doesn't know is answered with 404. */
export function makeRestApi({ world, token, gatewayUrl, clock, sessionsLeft }: RestParts) {
  function check(rule: Check, { body, fileNames }: RestRequest): void {
    const faults = rule(body, fileNames);
    if (faults.length > 0) throw new Refused(400, 50_035, "Invalid Form Body", faults);
  }

  function channelOf(id: string): FakeChannel {
    const channel = world.channels.get(id);
    if (!channel) throw new Refused(404, 10_003, "Unknown Channel");
    return channel;
  }

  function mayPost(channel: FakeChannel): void {
    if (channel.type === 1) {
      const userId = [...channel.members].find((id) => id !== world.botId) ?? "";
      const shares = [...world.guilds.values()].some(({ members }) => members.has(userId));
      if (!shares) throw new Refused(403, 50_278, "Cannot send messages to this user due to having no mutual guilds");
      if (world.users.get(userId)?.isClosed === true)
        throw new Refused(403, 50_007, "Cannot send messages to this user");
      return;
    }
    const parent = channel.parentId === undefined ? channel : channelOf(channel.parentId);
    if (!botMay(world, parent, may.viewChannel)) throw new Refused(403, 50_001, "Missing Access");
    const needed = channel.type === 12 ? may.sendInThreads : may.sendMessages;
    if (!botMay(world, parent, needed)) throw new Refused(403, 50_013, "Missing Permissions");
    if (channel.isFolded) throw new Refused(400, 50_083, "Thread is archived");
  }

  function store(channelId: string, request: RestRequest, onlyFor: string | undefined): FakeMessage {
    const { components, allowed_mentions, nonce } = sent.parse(request.body);
    const message: FakeMessage = {
      id: world.newId(),
      channelId,
      authorId: world.botId,
      onlyFor,
      nonce,
      components,
      allowed: allowed_mentions,
      files: request.fileNames,
      contents: request.fileContents,
    };
    world.messages.set(message.id, message);
    return message;
  }

  function createMessage(request: RestRequest, channelId: string): RestAnswer {
    const channel = channelOf(channelId);
    mayPost(channel);
    check(checks.createMessage, request);
    const { nonce, enforce_nonce } = sent.parse(request.body);
    if (nonce === undefined || enforce_nonce !== true) throw new Refused(400, 50_035, "our rule: a send has a nonce");
    const before = [...world.messages.values()].find((message) => message.nonce === nonce);
    return { status: 200, body: messageJson(world, before ?? store(channelId, request, undefined)) };
  }

  function interactionOf(token_: string): FakeInteraction {
    const found = [...world.interactions.values()].find((known) => known.token === token_);
    if (!found) throw new Refused(404, 10_015, "Unknown Webhook");
    if (found.isExpired) throw new Refused(401, 50_027, "Invalid Webhook Token");
    return found;
  }

  function callback(request: RestRequest, id: string, token_: string): RestAnswer {
    const found = world.interactions.get(id);
    if (found?.token !== token_) throw UNKNOWN_INTERACTION();
    if (found.ackedAt !== undefined) throw new Refused(400, 40_060, "Interaction has already been acknowledged.");
    if (clock() - found.begunAt > DEADLINE) throw UNKNOWN_INTERACTION();
    check(checks.callback, request);
    const { type, data } = z.looseObject({ type: z.number(), data: z.unknown().optional() }).parse(request.body);
    found.ackedAt = clock();
    const flags = z.looseObject({ flags: z.number().default(0) }).safeParse(data).data?.flags ?? 0;
    const isEphemeral = (flags & 64) !== 0;
    if (type === 4)
      finish(found, store(found.channelId, { ...request, body: data }, isEphemeral ? found.userId : undefined));
    if (type === 5) found.promised = isEphemeral ? "ephemeral" : "public";
    if (type === 6) {
      found.promised = "update";
      found.originalId = found.messageId;
    }
    if (type === 8) found.answered({ kind: "choices", choices: choicesOf.parse(data).choices });
    if (type === 9) {
      found.doneAt = clock();
      found.answered({ kind: "modal", modal: modalOf(data, found) });
    }
    return { status: 204 };
  }

  function finish(found: FakeInteraction, message: FakeMessage): void {
    found.originalId ??= message.id;
    found.doneAt ??= clock();
    found.answered({ kind: "message", message });
  }

  function fill(request: RestRequest, _app: string, token_: string): RestAnswer {
    const found = interactionOf(token_);
    if (found.promised === "none") throw new Refused(404, 10_008, "Unknown Message");
    check(checks.editAnswer, request);
    const before = found.originalId === undefined ? undefined : world.messages.get(found.originalId);
    if (before === undefined && found.originalId !== undefined) throw new Refused(404, 10_008, "Unknown Message");
    const message =
      before ?? store(found.channelId, request, found.promised === "ephemeral" ? found.userId : undefined);
    const { components, allowed_mentions } = sent.parse(request.body);
    message.components = components;
    message.allowed = allowed_mentions;
    message.files = request.fileNames;
    message.contents = request.fileContents;
    finish(found, message);
    return { status: 200, body: messageJson(world, message) };
  }

  function withdraw(_request: RestRequest, _app: string, token_: string): RestAnswer {
    const found = interactionOf(token_);
    if (found.originalId !== undefined) world.messages.delete(found.originalId);
    found.promised = "none";
    return { status: 204 };
  }

  function add(request: RestRequest, _app: string, token_: string): RestAnswer {
    const found = interactionOf(token_);
    if (found.ackedAt === undefined) throw new Refused(404, 10_015, "Unknown Webhook");
    check(checks.addAnswer, request);
    const isEphemeral = (sent.parse(request.body).flags & 64) !== 0;
    const message = store(found.channelId, request, isEphemeral ? found.userId : undefined);
    finish(found, message);
    return { status: 200, body: messageJson(world, message) };
  }

  function openConversation(request: RestRequest): RestAnswer {
    check(checks.openConversation, request);
    const userId = z.object({ recipient_id: z.string() }).parse(request.body).recipient_id;
    const user = world.users.get(userId);
    if (!user) throw new Refused(400, 50_033, "Invalid Recipient(s)");
    return { status: 200, body: channelJson(conversationWith(world, userId), world.botId) };
  }

  function createThread(request: RestRequest, parentId: string): RestAnswer {
    const parent = channelOf(parentId);
    check(checks.createThread, request);
    if (!botMay(world, parent, may.viewChannel | may.createPrivateThreads))
      throw new Refused(403, 50_013, "Missing Permissions");
    const { name, type } = z.looseObject({ name: z.string(), type: z.literal(12) }).parse(request.body);
    const thread: FakeChannel = {
      id: world.newId(),
      type,
      guildId: parent.guildId,
      parentId,
      name,
      members: new Set([world.botId]),
      denied: 0n,
      hiddenFrom: new Set(),
      isFolded: false,
    };
    world.channels.set(thread.id, thread);
    return { status: 201, body: channelJson(thread, world.botId) };
  }

  function addToThread(_request: RestRequest, threadId: string, userId: string): RestAnswer {
    const thread = channelOf(threadId);
    const guild = world.guilds.get(thread.guildId ?? "");
    if (thread.isFolded) throw new Refused(400, 50_083, "Thread is archived");
    if (!guild?.members.has(userId)) throw new Refused(404, 10_007, "Unknown Member");
    if (channelOf(thread.parentId ?? "").hiddenFrom.has(userId)) throw new Refused(403, 50_001, "Missing Access");
    thread.members.add(userId);
    return { status: 204 };
  }

  /** The channel, if the bot sees it. */
  function visible(channel: FakeChannel): FakeChannel {
    const parent = channel.parentId === undefined ? channel : channelOf(channel.parentId);
    if (channel.type !== 1 && !botMay(world, parent, may.viewChannel)) throw new Refused(403, 50_001, "Missing Access");
    return channel;
  }

  /** https://discord.com/developers/docs/resources/channel#remove-thread-member: the bot made it, so it may. */
  function takeOutOfThread(_request: RestRequest, threadId: string, userId: string): RestAnswer {
    const thread = visible(channelOf(threadId));
    if (thread.isFolded) throw new Refused(400, 50_083, "Thread is archived");
    if (userId === world.botId) throw new Refused(400, 50_035, "our rule: the bot never leaves");
    if (!thread.members.delete(userId)) throw new Refused(404, 10_007, "Unknown Member");
    return { status: 204 };
  }

  /** Without the privileged intent it is nobody's business. */
  function membersOfThread(_request: RestRequest, threadId: string): RestAnswer {
    const thread = visible(channelOf(threadId));
    if (!world.mayList) throw new Refused(403, 50_001, "Missing Access");
    const body = [...thread.members].map((user_id) => ({ id: threadId, user_id, flags: 0 }));
    return { status: 200, body };
  }

  /** Of its own thread a bot may change everything but the lock; a locked one it may not wake. */
  function changeThread(request: RestRequest, threadId: string): RestAnswer {
    const thread = visible(channelOf(threadId));
    check(checks.changeThread, request);
    const { name, archived } = threadChange.parse(request.body);
    const isBound = thread.isLocked === true && !botMay(world, channelOf(thread.parentId ?? ""), may.manageThreads);
    if (isBound) throw new Refused(403, 50_013, "Missing Permissions");
    if (thread.isFolded && archived !== false) throw new Refused(400, 50_083, "Thread is archived");
    thread.isFolded = archived ?? thread.isFolded;
    thread.name = name ?? thread.name;
    return { status: 200, body: channelJson(thread, world.botId) };
  }

  function memberOf(_request: RestRequest, guildId: string, userId: string): RestAnswer {
    const guild = world.guilds.get(guildId);
    if (!guild) throw new Refused(404, 10_004, "Unknown Guild");
    if (!guild.members.has(userId)) throw new Refused(404, 10_007, "Unknown Member");
    return { status: 200, body: memberJson(world, guild, userId) };
  }

  function setCommands(request: RestRequest, scope: string): RestAnswer {
    check(checks.commands, request);
    const commands = z.array(z.looseObject({})).parse(request.body);
    world.commands.set(
      scope,
      commands.map((command) => asRegistered(command, world)),
    );
    return { status: 200, body: world.commands.get(scope) };
  }

  const threads = (guildId: string) =>
    [...world.channels.values()]
      .filter((channel) => channel.guildId === guildId && channel.type === 12 && !channel.isFolded)
      .map((channel) => channelJson(channel, world.botId));

  const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
    ["GET", /^\/gateway\/bot$/, () => ({ status: 200, body: gatewayBot(gatewayUrl(), sessionsLeft()) })],
    ["GET", /^\/users\/@me$/, () => ({ status: 200, body: userJson(botUser(world)) })],
    ["GET", /^\/applications\/(\d+)\/commands$/, () => ({ status: 200, body: world.commands.get("global") ?? [] })],
    ["PUT", /^\/applications\/(\d+)\/commands$/, (request) => setCommands(request, "global")],
    [
      "GET",
      /^\/applications\/\d+\/guilds\/(\d+)\/commands$/,
      (_request, guildId) => ({ status: 200, body: world.commands.get(guildId) ?? [] }),
    ],
    ["PUT", /^\/applications\/\d+\/guilds\/(\d+)\/commands$/, (request, guildId) => setCommands(request, guildId)],
    ["POST", /^\/channels\/(\d+)\/messages$/, createMessage],
    ["POST", /^\/users\/@me\/channels$/, openConversation],
    ["POST", /^\/channels\/(\d+)\/threads$/, createThread],
    ["PUT", /^\/channels\/(\d+)\/thread-members\/(\d+)$/, addToThread],
    [
      "GET",
      /^\/channels\/(\d+)$/,
      (_request, id) => ({ status: 200, body: channelJson(visible(channelOf(id)), world.botId) }),
    ],
    ["DELETE", /^\/channels\/(\d+)\/thread-members\/(\d+)$/, takeOutOfThread],
    ["GET", /^\/channels\/(\d+)\/thread-members$/, membersOfThread],
    ["PATCH", /^\/channels\/(\d+)$/, changeThread],
    [
      "GET",
      /^\/guilds\/(\d+)\/threads\/active$/,
      (_request, id) => ({ status: 200, body: { threads: threads(id), members: [] } }),
    ],
    ["GET", /^\/guilds\/(\d+)\/members\/(\d+)$/, memberOf],
    ["POST", /^\/interactions\/(\d+)\/([^/]+)\/callback$/, callback],
    ["PATCH", /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/, fill],
    ["DELETE", /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/, withdraw],
    ["POST", /^\/webhooks\/(\d+)\/([^/]+)$/, add],
  ];

  return (request: RestRequest): RestAnswer => {
    const isOpen = /^\/(interactions|webhooks)\//.test(request.path);
    if (!isOpen && request.authorization !== `Bot ${token}`)
      return { status: 401, body: { code: 0, message: "401: Unauthorized" } };
    for (const [method, path, handler] of routes) {
      const found = method === request.method ? path.exec(request.path) : null;
      if (!found) continue;
      try {
        return handler(request, ...found.slice(1));
      } catch (error) {
        if (error instanceof Refused) return error.answer;
        throw error;
      }
    }
    return { status: 404, body: { code: 0, message: "404: Not Found" } };
  };
}

const threadChange = z.strictObject({ name: z.string().optional(), archived: z.boolean().optional() });
const choicesOf = z.looseObject({ choices: z.array(z.object({ name: z.string(), value: z.string() })) });

function botUser(world: World) {
  const bot = world.users.get(world.botId);
  if (!bot) throw new Error("the bot is no user");
  return bot;
}

function gatewayBot(url: string, remaining: number) {
  return {
    url,
    shards: 1,
    session_start_limit: { total: 1_000, remaining, reset_after: 3_600_000, max_concurrency: 16 },
  };
}

/** The private conversation of a person with the bot; there is one for each. */
export function conversationWith(world: World, userId: string): FakeChannel {
  const known = [...world.channels.values()].find(({ type, members }) => type === 1 && members.has(userId));
  if (known) return known;
  const channel: FakeChannel = {
    id: world.newId(),
    type: 1,
    guildId: undefined,
    parentId: undefined,
    name: "",
    members: new Set([userId, world.botId]),
    denied: 0n,
    hiddenFrom: new Set(),
    isFolded: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

const modalData = z.looseObject({
  custom_id: z.string(),
  title: z.string(),
  components: z.custom<FakeModal["labels"]>(),
});

function modalOf(data: unknown, { messageId, channelId }: FakeInteraction): FakeModal {
  const { custom_id: customId, title, components: labels } = modalData.parse(data);
  return { customId, title, labels, messageId, channelId };
}

/** As Discord gives a command back: with ids, and without what is the standard. */
function asRegistered(command: Readonly<Record<string, unknown>>, world: World): unknown {
  const entries = Object.entries(command).map(([name, value]) => [name, trimmed(value)] as const);
  return {
    ...Object.fromEntries(entries),
    id: world.newId(),
    application_id: world.applicationId,
    version: world.newId(),
    dm_permission: true,
    nsfw: false,
    ...("description" in command ? {} : { description: "" }),
  };
}

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([, inner]) => inner !== false && !(Array.isArray(inner) && inner.length === 0),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, trimmed(inner)]));
}
