import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { contentFrom, makeMethods, type Trigger } from "./methods.js";
import { No } from "./no.js";
import { makeWorkspace, type Workspace } from "./workspace.js";

/** What can go wrong with the next call of a method. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: "error"; readonly code: string }
  /** The connection breaks: before anything was done, or after it was. */
  | { readonly kind: "cut"; readonly when: "before" | "after" };

/** Something that the server would not take, or waited for in vain. */
export interface Complaint {
  readonly about: string;
  readonly why: string;
}

export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly at: number;
}

/** An envelope on its way to the app, and what came back. */
export interface Sent {
  /** The acknowledgement's payload; rejects after three seconds. */
  readonly acknowledged: Promise<unknown>;
}

/** A file that somebody hands over: what it is called, and what is really there. */
export interface NewFile {
  readonly name: string;
  readonly mimetype: string;
  readonly content: Buffer;
  /** What Slack says of its size, when that is not true. */
  readonly claimed?: number;
  /** Where Slack says that it lies. */
  readonly url?: string;
}

export interface FakeSlack {
  readonly url: string;
  readonly workspace: Workspace;
  readonly calls: readonly Call[];
  readonly complaints: Complaint[];
  /** Scopes that the installation grants; all that any method needs, unless told otherwise. */
  readonly scopes: Set<string>;
  readonly tokens: { bot: string; app: string };
  /**
   * What happens to the next calls of a method, one after the other; undefined: nothing. "respond" and "upload" are the
   * addresses that take answers and files.
   */
  fail(method: string, ...faults: readonly (Fault | undefined)[]): void;
  /** So many connections are told that there are too many of them, instead of hello. */
  refuse(count: number): void;
  /** Where files lie. */
  readonly filesUrl: string;
  /** Somebody's file, now in Slack. Answers with its id. */
  hand(file: NewFile): string;
  /** What the bot uploaded, by name. */
  readonly uploaded: ReadonlyMap<string, Buffer>;
  /** Addresses of files that were asked for without the right to. */
  readonly turnedAway: readonly string[];
  /** A trigger for opening a form, three seconds long. */
  trigger(userId: string): string;
  /** An address that takes answers to what happened in this place. */
  responseUrl(userId: string, channel: string, messageTs?: string): string;
  readonly sockets: readonly WebSocket[];
  /** Renews a connection as Slack does: says so, and sends nothing more through it. Answers with the old one. */
  renew(reason?: "refresh_requested" | "warning"): WebSocket | undefined;
  /** Sends through one of the connections, whichever is next. */
  send(envelope: {
    readonly type: string;
    readonly payload: unknown;
    readonly retry?: number;
    readonly id?: string;
  }): Sent;
  /** Waits until so many connections are there. */
  connected(count: number): Promise<void>;
  close(): Promise<void>;
}

const ACKNOWLEDGE_WITHIN = 3_000;
const TRIGGER_LASTS = 3_000;
const MOST_RESPONSES = 5;

interface ResponsePlace {
  readonly userId: string;
  readonly channel: string;
  readonly messageTs: string | undefined;
  uses: number;
}

const ack = z.object({ envelope_id: z.string(), payload: z.unknown() });

/** A small Slack on this computer: Web API, Socket Mode and response addresses, strict about what it takes. */
export async function openFakeSlack(now: () => number = Date.now): Promise<FakeSlack> {
  const workspace = makeWorkspace();
  const triggers = new Map<string, Trigger>();
  const places = new Map<string, ResponsePlace>();
  const uploads = new Map<string, { name: string; content: string }>();
  const faults = new Map<string, (Fault | undefined)[]>();
  const uploaded = new Map<string, Buffer>();
  const turnedAway: string[] = [];
  let refusals = 0;
  const calls: Call[] = [];
  const complaints: Complaint[] = [];
  const sockets: WebSocket[] = [];
  const leaving = new WeakSet<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const arrivals = new Set<() => void>();
  const tokens = { bot: "xoxb-fake-bot", app: "xapp-fake-app" };
  let count = 0;
  let turn = 0;
  let url = "";

  const methods = makeMethods({
    workspace,
    triggers,
    now,
    uploadUrl(name) {
      const id = `F${++count}`;
      uploads.set(id, { name, content: "" });
      return { id, url: `${url}/upload/${id}` };
    },
    uploaded: (id) => uploads.get(id),
    socketUrl: () => `${url.replace("http", "ws")}/link/${++count}`,
  });
  const scopes = new Set([...methods.values()].flatMap((method) => method.scopes({})));
  for (const kind of ["im:write", "mpim:write", "channels:history", "im:history", "mpim:history", "groups:history"])
    scopes.add(kind);

  function complain(about: string, why: string): void {
    complaints.push({ about, why });
  }

  function answerMethod(name: string, params: Readonly<Record<string, string>>, token: string) {
    const method = methods.get(name);
    if (!method) throw new No("unknown_method");
    if (token !== tokens[method.token]) throw new No("invalid_auth");
    const lacking = method.scopes(params).filter((scope) => !scopes.has(scope));
    if (method.token === "bot" && lacking.length > 0) throw new No("missing_scope", lacking.join(" "));
    return method.call(params);
  }

  function api(
    name: string,
    params: Readonly<Record<string, string>>,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    calls.push({ method: name, params, at: now() });
    const fault = faults.get(name)?.shift();
    if (fault?.kind === "cut" && fault.when === "before") {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === "status") {
      const again = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
      response.writeHead(fault.status, again).end("");
      return;
    }
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    let body: unknown;
    try {
      if (fault?.kind === "error") throw new No(fault.code);
      body = { ok: true, ...answerMethod(name, params, token) };
    } catch (error) {
      if (!(error instanceof No)) throw error;
      // What was asked for by a fault is no complaint, nor is that somebody or something is gone.
      if (!fault && !EXPECTED.has(error.code)) complain(name, `${error.code} ${error.why}`);
      body = { ok: false, error: error.code };
    }
    if (fault?.kind === "cut") request.socket.destroy();
    else json(response, body);
  }

  /** Answers with the fault that was asked for, if one was. */
  function isAtFault(name: string, request: IncomingMessage, response: ServerResponse): boolean {
    const fault = faults.get(name)?.shift();
    if (fault?.kind === "status") response.writeHead(fault.status).end("");
    else if (fault) request.socket.destroy();
    return fault !== undefined;
  }

  function respond(id: string, body: string, response: ServerResponse): void {
    const place = places.get(id);
    if (!place || place.uses >= MOST_RESPONSES) return void response.writeHead(404).end("expired_url");
    place.uses++;
    try {
      const message = respondMessage.parse(JSON.parse(body));
      const content = contentFrom(message);
      const original = workspace.messages.find(({ ts }) => ts === place.messageTs);
      if (message.replace_original === true) {
        if (!original) throw new No("no_original");
        original.content = content;
        workspace.sawMessage(original);
      } else {
        const onlyFor = message.response_type === "in_channel" ? {} : { onlyFor: place.userId };
        workspace.post(place.channel, content, onlyFor);
      }
      response.writeHead(200).end("ok");
    } catch (error) {
      complain("response_url", String(error));
      response.writeHead(400).end("invalid_blocks");
    }
  }

  /** Slack shows its files to whoever brings the token, and a page to log in to everybody else. */
  function serveFile(id: string, request: IncomingMessage, response: ServerResponse): void {
    const file = workspace.handed.get(id);
    if (request.headers.authorization !== `Bearer ${tokens.bot}`) {
      turnedAway.push(request.url ?? "");
      return void response.writeHead(302, { location: "/login" }).end();
    }
    if (file === undefined || file.isDeleted) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": file.mimetype }).end(file.content);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const raw = Buffer.concat(pieces);
    const body = raw.toString("utf8");
    const [, kind = "", name = ""] = (request.url ?? "").split("/");
    switch (kind) {
      case "api": {
        api(name, Object.fromEntries(new URLSearchParams(body)), request, response);
        return;
      }
      case "respond": {
        if (!isAtFault("respond", request, response)) respond(name, body, response);
        return;
      }
      case "upload": {
        if (isAtFault("upload", request, response)) return;
        const file = uploads.get(name);
        if (file) uploaded.set(file.name, raw);
        if (file) file.content = /\r\n\r\n([\s\S]*)\r\n--/.exec(body)?.[1] ?? body;
        return void response.writeHead(file ? 200 : 404).end("ok");
      }
      // What asks for "/login" then has gone too far.
      case "moved":
        return void response.writeHead(302, { location: "/login" }).end();
      case "files-pri": {
        serveFile(name, request, response);
        return;
      }
      default:
        complain(request.url ?? "", "there is no such place");
        response.writeHead(404).end();
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      complain(request.url ?? "", String(error));
      response.writeHead(500).end();
    });
  });
  const hub = new WebSocketServer({ server });
  hub.on("connection", (socket) => {
    sockets.push(socket);
    socket.on("message", (data: Buffer) => {
      const found = ack.safeParse(JSON.parse(data.toString())).data;
      if (found) waiting.get(found.envelope_id)?.(found.payload);
    });
    socket.on("close", () => {
      sockets.splice(sockets.indexOf(socket), 1);
      arrivals.forEach((look) => look());
    });
    socket.on("error", () => undefined);
    const isRefused = refusals > 0;
    if (isRefused) refusals--;
    const hello = isRefused
      ? { type: "disconnect", reason: "too_many_websockets" }
      : { type: "hello", num_connections: sockets.length };
    socket.send(JSON.stringify(hello));
    if (isRefused) leaving.add(socket);
    arrivals.forEach((look) => look());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `${url}/api/`,
    filesUrl: url,
    uploaded,
    turnedAway,
    hand({ name, mimetype, content, claimed = content.length, url: at }) {
      const id = `F0FAKE${String(++count).padStart(4, "0")}`;
      const url_private = at ?? `${url}/files-pri/${id}/${encodeURIComponent(name)}`;
      workspace.handed.set(id, { id, name, mimetype, size: claimed, url_private, content, isDeleted: false });
      return id;
    },
    workspace,
    calls,
    complaints,
    scopes,
    tokens,
    sockets,
    fail: (method, ...next) => void faults.set(method, [...(faults.get(method) ?? []), ...next]),
    refuse: (wanted) => void (refusals = wanted),
    trigger(userId) {
      const id = `trigger.${++count}`;
      triggers.set(id, { userId, until: now() + TRIGGER_LASTS, used: false });
      return id;
    },
    responseUrl(userId, channel, messageTs) {
      const id = `r${++count}`;
      places.set(id, { userId, channel, messageTs, uses: 0 });
      return `${url}/respond/${id}`;
    },
    send({ type, payload, retry, id = `e${++count}` }) {
      const open = sockets.filter((socket) => socket.readyState === WebSocket.OPEN && !leaving.has(socket));
      const socket = open[turn++ % Math.max(1, open.length)];
      if (!socket) throw new Error("the app has no connection");
      const acknowledged = new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          complain(type, "was not acknowledged within three seconds");
          reject(new Error(`${type} was not acknowledged`));
        }, ACKNOWLEDGE_WITHIN);
        waiting.set(id, (answer) => {
          clearTimeout(late);
          resolve(answer);
        });
      });
      const again = retry === undefined ? {} : { retry_attempt: retry, retry_reason: "timeout" };
      socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true, ...again }));
      return { acknowledged };
    },
    renew(reason = "refresh_requested") {
      const old = sockets.find((socket) => !leaving.has(socket));
      if (old) leaving.add(old);
      old?.send(JSON.stringify({ type: "disconnect", reason }));
      return old;
    },
    connected: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          if (sockets.filter((socket) => !leaving.has(socket)).length < wanted) return;
          arrivals.delete(look);
          resolve();
        };
        arrivals.add(look);
        look();
      }),
    async close() {
      for (const socket of sockets) socket.terminate();
      hub.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const EXPECTED = new Set([
  ...["user_not_found", "user_disabled", "channel_not_found", "cannot_dm_bot", "is_archived", "not_in_channel"],
  ...["user_is_deactivated", "invalid_auth", "user_not_in_channel", "file_not_found", "file_deleted"],
  ...["name_taken", "user_team_not_in_channel"],
]);

const respondMessage = z.strictObject({
  text: z.string(),
  blocks: z.array(z.unknown()),
  response_type: z.enum(["ephemeral", "in_channel"]).optional(),
  replace_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
