import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { makeCalls, type Calls } from "./calls.js";
import { openGateway, type Gateway } from "./gateway.js";
import { makeRestApi, type RestAnswer, type RestRequest } from "./rest.js";
import { makeWorld, type World } from "./world.js";

/** A file that somebody attaches: what it is called, and what is really there. */
export interface NewAttachment {
  readonly name: string;
  readonly type?: string;
  readonly content: Buffer;
  /** What Discord says of its size, when that is not true. */
  readonly claimed?: number;
}

/**
 * What happens to the next requests of a kind instead of, or after, what they ask for. lose: it is done, but its answer
 * never arrives; drop: the connection breaks before it is looked at.
 */
export type FaultOutcome = "lose" | "drop" | RestAnswer;

interface PlannedFault {
  readonly method: string;
  readonly path: RegExp;
  readonly outcome: FaultOutcome;
  /** Only each so many-th request of the kind. */
  readonly every: number;
  times: number;
  seen: number;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  /** Real time, in ms. */
  readonly at: number;
}

export interface FakeDiscord {
  readonly world: World;
  readonly gateway: Gateway;
  readonly calls: Calls;
  readonly token: string;
  /** For DISCORD_API_URL. */
  readonly apiUrl: string;
  /** Where files lie. */
  readonly filesUrl: string;
  /** Somebody's file, now in the store. Answers with its id. */
  attach(file: NewAttachment): string;
  /** Its content is there no more. */
  lose(attachmentId: string): void;
  /** So many bytes of files were sent. */
  sentBytes(): number;
  readonly requests: readonly SeenRequest[];
  /** Requests that a rule refused, as "POST /channels/1/messages: what was wrong"; planned faults are not among them. */
  readonly refusals: readonly string[];
  /** The next `times` requests of this kind end like this, or each `every`th of them. */
  fault(method: string, path: RegExp, outcome: FaultOutcome, times?: number, every?: number): void;
  /** Resolves when the next request of this kind was answered. */
  nextRequest(method: string, path: RegExp): Promise<SeenRequest>;
  /** Tells the program what a person did, in the way in which it wants to hear of it. */
  interact(interaction: unknown): void;
  setSessionsLeft(count: number): void;
  stop(): Promise<void>;
}

export interface FakeOptions {
  readonly now: () => Date;
  /** Whether the privileged intents are switched on at the application's page. */
  readonly privileged?: boolean;
  /** Between two heartbeats, in ms. */
  readonly heartbeat?: number;
}

/** Bytes of a file that are sent at once. */
const PIECE = 16_384;
const TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GfakeG.canary-token-that-must-never-be-seen";

/** A Discord of our own on this computer: REST and gateway, strict about limits, permissions and deadlines. */
export async function startFakeDiscord(options: FakeOptions): Promise<FakeDiscord> {
  const world = makeWorld(options.now);
  world.users.set(world.botId, { id: world.botId, name: "Jejaring", isBot: true, locale: "en-US", isClosed: false });
  const planned: PlannedFault[] = [];
  const requests: SeenRequest[] = [];
  const refusals: string[] = [];
  const waiting: { readonly method: string; readonly path: RegExp; readonly tell: (request: SeenRequest) => void }[] =
    [];

  function note(seen: Omit<SeenRequest, "at">): void {
    const request = { ...seen, at: performance.now() };
    requests.push(request);
    const found = waiting.findIndex(({ method, path }) => method === request.method && path.test(request.path));
    if (found >= 0) for (const { tell } of waiting.splice(found, 1)) tell(request);
  }

  let sessionsLeft = 1_000;
  let port = 0;
  const gatewayUrl = () => `ws://127.0.0.1:${port}/gateway`;
  const answer = makeRestApi({
    world,
    token: TOKEN,
    gatewayUrl,
    clock: () => performance.now(),
    sessionsLeft: () => sessionsLeft,
  });

  const contents = new Map<string, Buffer>();
  let sentBytes = 0;

  /** In small pieces and as slowly as it is taken, so that it shows when nobody wants the rest. */
  function serveFile(path: string, response: ServerResponse): void {
    const content = contents.get(path);
    if (content === undefined) {
      response.writeHead(404).end("This content is no longer available.");
      return;
    }
    response.writeHead(200);
    const pieces = Array.from({ length: Math.ceil(content.length / PIECE) }, (_, at) =>
      content.subarray(at * PIECE, (at + 1) * PIECE),
    );
    const next = (): void => {
      const piece = pieces.shift();
      if (piece === undefined || response.destroyed) return void response.end();
      sentBytes += piece.length;
      response.write(piece, () => setImmediate(next));
    };
    next();
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.url?.startsWith("/attachments/") === true) {
      serveFile(incoming.url, response);
      return;
    }
    const request = await read(incoming);
    const fault = planned.find(
      ({ times, method, path }) => times > 0 && method === request.method && path.test(request.path),
    );
    const isHit = fault !== undefined && fault.seen++ % fault.every === fault.every - 1;
    if (isHit) fault.times--;
    respond(request, isHit ? fault.outcome : undefined, incoming, response);
  }

  function respond(
    request: RestRequest,
    outcome: FaultOutcome | undefined,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (outcome === "drop") {
      note({ ...request, status: 0 });
      incoming.socket.destroy();
      return;
    }
    const isInstead = outcome !== undefined && outcome !== "lose";
    const given = isInstead ? outcome : answer(request);
    note({ method: request.method, path: request.path, body: request.body, status: given.status });
    if (!isInstead && given.status >= 400)
      refusals.push(`${request.method} ${request.path}: ${JSON.stringify(given.body)}`);
    if (outcome === "lose") {
      incoming.socket.destroy();
      return;
    }
    const type = given.body === undefined ? {} : { "content-type": "application/json" };
    response.writeHead(given.status, { ...type, ...given.headers });
    response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      refusals.push(`the pretend Discord stumbled: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = z.object({ port: z.number() }).parse(server.address()).port;
  const { privileged = true, heartbeat = 41_250 } = options;
  const gateway = openGateway({ server, world, token: TOKEN, url: gatewayUrl, privileged, heartbeat });

  const calls = makeCalls((what) => void refusals.push(what));

  return {
    world,
    gateway,
    calls,
    token: TOKEN,
    apiUrl: `http://127.0.0.1:${port}/api`,
    filesUrl: `http://127.0.0.1:${port}`,
    attach({ name, type, content, claimed = content.length }) {
      const id = world.newId();
      const path = `/attachments/1/${id}/${encodeURIComponent(name)}?ex=6925b2f4&is=69246174&hm=0`;
      contents.set(path, content);
      world.attachments.set(id, { id, name, type, size: claimed, url: `http://127.0.0.1:${port}${path}` });
      return id;
    },
    lose: (id) => void contents.delete(world.attachments.get(id)?.url.replace(/^http:\/\/[^/]+/, "") ?? ""),
    sentBytes: () => sentBytes,
    requests,
    refusals,
    fault: (method, path, outcome, times = 1, every = 1) =>
      void planned.push({ method, path, outcome, times, every, seen: 0 }),
    nextRequest: (method, path) => new Promise((tell) => waiting.push({ method, path, tell })),
    interact(interaction) {
      const missed = (error: unknown) => void refusals.push(`nobody took the call: ${String(error)}`);
      if (calls.address() === undefined) gateway.dispatch("INTERACTION_CREATE", interaction);
      else calls.deliver(interaction).catch(missed);
    },
    setSessionsLeft: (count) => void (sessionsLeft = count),
    async stop() {
      gateway.stop();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(incoming: IncomingMessage): Promise<RestRequest> {
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(z.instanceof(Buffer).parse(piece));
  const type = incoming.headers["content-type"] ?? "";
  const { body, fileNames, fileContents } = bodyOf(Buffer.concat(pieces), type);
  return {
    method: incoming.method ?? "GET",
    path: decodeURIComponent(url.pathname).replace(/^\/api\/v10/, ""),
    query: url.searchParams,
    body,
    fileNames,
    fileContents,
    authorization: incoming.headers.authorization,
  };
}

/** Reads a body, with the files that were uploaded beside it. */
function bodyOf(raw: Buffer, type: string): Pick<RestRequest, "body" | "fileNames" | "fileContents"> {
  if (raw.length === 0) return { body: undefined, fileNames: [], fileContents: [] };
  if (!type.startsWith("multipart/")) return { body: JSON.parse(raw.toString()), fileNames: [], fileContents: [] };
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? "";
  // Latin 1 keeps each byte as it is.
  const parts = raw.toString("latin1").split(`--${boundary}`);
  const contentOf = (part: string) => Buffer.from(part.slice(part.indexOf("\r\n\r\n") + 4, -2), "latin1");
  const payload = parts.find((part) => part.includes('name="payload_json"'));
  const files = parts.flatMap((part) => {
    const name = /filename="([^"]*)"/.exec(part.slice(0, 500))?.[1];
    return name === undefined ? [] : [{ name: Buffer.from(name, "latin1").toString(), content: contentOf(part) }];
  });
  return {
    body: JSON.parse(payload === undefined ? "{}" : contentOf(payload).toString()),
    fileNames: files.map(({ name }) => name),
    fileContents: files.map(({ content }) => content),
  };
}
