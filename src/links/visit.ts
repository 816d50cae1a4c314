import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { connect as secure } from "node:tls";
import { isAddress, isPublic } from "./address.js";
import { openable } from "./openable.js";

/** How the room reaches out. Everything else in it only calculates. */
export interface Wire {
  /**
   * All IP addresses of a host name; none when there is no such name. Rejects when nobody can say: that is no sign that
   * the name is gone.
   */
  resolve(host: string): Promise<readonly string[]>;
  /** Opens a TCP connection to this very address; it is public and was checked. */
  connect(address: string, port: number): Socket;
  /** When the whole of a look is over, redirects and all. Asked once for each. */
  deadline(): AbortSignal;
  /** Whom to believe besides the well-known authorities, as PEM. */
  readonly ca?: string;
  /** Why nothing was seen, for operators. Never with path or query: these can be secrets. */
  log(facts: { readonly host: string; readonly why: string }): void;
}

export type Visit =
  | { readonly kind: "answered"; readonly url: URL; readonly response: IncomingMessage; close(): void }
  /** There is no such host name. */
  | { readonly kind: "nowhere" }
  /** Refused or failed. What it was stays in the log: told to people, it would say what this network looks like inside. */
  | { readonly kind: "unseen" };

/** What a server answers of a page that is not there any more. */
export const GONE: ReadonlySet<number> = new Set([404, 410]);

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** An address or two, the old kind first: many a network has only that. */
const MOST_ADDRESSES = 2;
const LONGEST_HEADERS = 64 * 1_024;

const HEADERS = {
  "user-agent": "Jejaring (reads the titles of links that teachers share)",
  accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
  "accept-language": "id, en;q=0.8",
  "accept-encoding": "gzip, br",
  connection: "close",
};

/**
 * Asks for a page and follows at most five redirects. Before each request the address must be `openable` and every IP
 * address of its host public; the connection goes to one of those that were checked, so that a name that points
 * elsewhere a moment later changes nothing. Never rejects. Whoever gets an answer closes it.
 */
export async function visit(href: string, wire: Wire, signal: AbortSignal): Promise<Visit> {
  let url = openable(href);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (url === undefined) return unseen(wire, "-", "not an address that may be opened");
    try {
      const addresses = await addressesOf(url.hostname, wire, signal);
      if (addresses.length === 0) return { kind: "nowhere" };
      if (!addresses.every(isPublic)) return unseen(wire, url.hostname, "not a public address");
      const { response, socket } = await ask(url, addresses, wire, signal);
      const next = nextOf(response);
      if (next === undefined) return { kind: "answered", url, response, close: () => socket.destroy() };
      socket.destroy();
      url = openable(next, url.href);
    } catch (error) {
      return unseen(wire, url?.hostname ?? "-", signal.aborted ? "too slow" : codeOf(error));
    }
  }
  return unseen(wire, url?.hostname ?? "-", "too many redirects");
}

function unseen(wire: Wire, host: string, why: string): Visit {
  wire.log({ host, why });
  return { kind: "unseen" };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

async function addressesOf(host: string, wire: Wire, signal: AbortSignal): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  return before(signal, wire.resolve(host));
}

/** A resolver can't always be interrupted, but it need not be waited for. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const ending = new AbortController();
  const end = once(signal, "abort", { signal: ending.signal }).then(() => Promise.reject(new Error("too slow")));
  // Whichever comes second is of no interest any more.
  end.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    ending.abort();
  }
}

interface Exchange {
  readonly response: IncomingMessage;
  readonly socket: Socket;
}

/** Tries the addresses in turn until one takes the connection. */
async function ask(url: URL, addresses: readonly string[], wire: Wire, signal: AbortSignal): Promise<Exchange> {
  const inTurn = [...addresses].sort((one, other) => Number(isAddress(other)) - Number(isAddress(one)));
  let failure: unknown;
  for (const address of inTurn.slice(0, MOST_ADDRESSES)) {
    signal.throwIfAborted();
    const socket = await open(url, address, wire, signal).catch((error: unknown) => void (failure = error));
    if (socket) return { response: await send(url, socket, signal), socket };
  }
  throw failure;
}

/** A connection to that address, secured for that name; until the signal. */
async function open(url: URL, address: string, wire: Wire, signal: AbortSignal): Promise<Socket> {
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  const plain = wire.connect(address, port);
  // Whoever waits below, or reads, hears of an error; later it is of no interest.
  plain.on("error", () => undefined);
  try {
    if (plain.connecting) await once(plain, "connect", { signal });
    if (url.protocol === "http:") return plain;
    const name = isAddress(url.hostname) ? {} : { servername: url.hostname };
    const ca = wire.ca === undefined ? {} : { ca: wire.ca };
    const secured = secure({ socket: plain, host: url.hostname, ALPNProtocols: ["http/1.1"], ...name, ...ca });
    await once(secured, "secureConnect", { signal });
    secured.on("error", () => undefined);
    return secured;
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

async function send(url: URL, socket: Socket, signal: AbortSignal): Promise<IncomingMessage> {
  const sent = request({
    createConnection: () => socket,
    path: url.pathname + url.search,
    headers: { host: url.host, ...HEADERS },
    maxHeaderSize: LONGEST_HEADERS,
    signal,
  });
  sent.end();
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on("error", reject);
      sent.on("upgrade", () => reject(new Error("another protocol")));
      sent.on("response", (response) => {
        // It may be cut when nobody reads it any more.
        response.on("error", () => undefined);
        resolve(response);
      });
    });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Where a redirect leads. Servers send it in UTF-8, which the standard library takes for Latin-1. */
function nextOf({ statusCode, headers }: IncomingMessage): string | undefined {
  if (statusCode === undefined || !REDIRECTS.has(statusCode) || headers.location === undefined) return undefined;
  return Buffer.from(headers.location, "latin1").toString("utf8");
}
