import type { App, Logger, Receiver, SocketModeReceiver } from "@slack/bolt";
import { setTimeout as sleep } from "node:timers/promises";
import { failureOf, isLost, SlackFault, type Failure } from "./failures.js";

type SocketOptions = ConstructorParameters<typeof SocketModeReceiver>[0];

export interface SocketsParts {
  readonly make: (options: SocketOptions) => SocketModeReceiver;
  readonly appToken: string;
  /** How the Web API is called; a new one each time, since the SDK writes into it. */
  readonly calls: () => NonNullable<NonNullable<SocketOptions["installerOptions"]>["clientOptions"]>;
  readonly logger: Logger;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
  readonly random: () => number;
  /** The app's token is no longer good. */
  readonly lost: (code: string) => void;
  /** Real time in ms. */
  readonly now: () => number;
  /** There is a connection again after there was none for so long that something may have been missed. */
  readonly back: () => void;
  /** Waits in ms; shorter in tests. */
  readonly waits?: Partial<SocketWaits>;
}

export interface SocketWaits {
  /** Between two tries to connect: the first, and the longest. */
  readonly first: number;
  readonly longest: number;
  /** For Slack's hello on a new connection. */
  readonly hello: number;
  /** A connection that held for so long was a good one: the next try is made at once. */
  readonly good: number;
  /** Without an answer to a ping a connection is dead. */
  readonly pong: number;
  /** Without any connection for so long, something that Slack told may be lost: it tries each event again for a while. */
  readonly missed: number;
}

const WAITS: SocketWaits = { first: 1_000, longest: 30_000, hello: 10_000, good: 5_000, pong: 5_000, missed: 30_000 };

/**
 * Slack renews each connection several times a day, and between the old and the new one it has nowhere to send what
 * people do. Two connections are renewed at different times, so one of them is always there.
 */
const CONNECTIONS = 2;

/** How long, in ms, the end waits for Slack to close its side. */
const FAREWELL = 1_000;

/**
 * Slack's Socket Mode over several connections. Each is watched here rather than by the SDK, which waits five seconds
 * before it connects anew, and ends the whole program when the token is lost meanwhile.
 */
export function makeSockets(parts: SocketsParts): Receiver {
  let fault: SlackFault | undefined;
  const lost = (code: string) => {
    fault = appTokenFault(code);
    parts.lost(code);
  };
  const watch = watchGaps(parts);
  const lines = Array.from({ length: CONNECTIONS }, () => makeLine({ ...parts, lost, watch }));
  return {
    init(app: App) {
      for (const line of lines) line.receiver.init(app);
    },
    async start() {
      await Promise.all(lines.map((line) => line.start()));
      if (fault) throw fault;
    },
    async stop() {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

interface Watch {
  opened(): void;
  ended(): void;
}

/** Notices when there was no connection at all. */
function watchGaps({ now, back, waits }: SocketsParts): Watch {
  const missed = waits?.missed ?? WAITS.missed;
  let open = 0;
  let since: number | undefined;
  return {
    opened() {
      open++;
      const away = since === undefined ? undefined : now() - since;
      since = undefined;
      if (away !== undefined && away >= missed) back();
    },
    ended() {
      open--;
      if (open === 0) since = now();
    },
  };
}

function makeLine(parts: SocketsParts & { readonly watch: Watch }) {
  const waits = { ...WAITS, ...parts.waits };
  const stopping = new AbortController();
  const receiver = parts.make({
    appToken: parts.appToken,
    logger: parts.logger,
    autoReconnectEnabled: false,
    clientPingTimeout: waits.pong,
    installerOptions: { clientOptions: parts.calls() },
  });
  const { client } = receiver;

  /** Connects, and answers with how to know that the connection ended. */
  async function connect(): Promise<{ readonly ended: Promise<void> }> {
    const ended = new Promise<void>((resolve) => client.once("disconnected", () => resolve()));
    const late = setTimeout(() => void client.disconnect(), waits.hello);
    try {
      await client.start();
    } finally {
      clearTimeout(late);
    }
    return { ended };
  }

  async function keep(first: () => void): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      let failure: Failure | undefined;
      try {
        const { ended } = await connect();
        parts.watch.opened();
        void ended.then(() => parts.watch.ended());
        first();
        const held = sleep(waits.good, "good", { ref: false });
        const isGood = (await Promise.race([ended, held])) === "good";
        await ended;
        failures = isGood ? 0 : failures + 1;
      } catch (error) {
        failure = failureOf(error);
        failures++;
        first();
      }
      if (failure?.kind === "refused" && (isLost(failure) || WRONG.has(failure.code))) {
        parts.lost(failure.code);
        return;
      }
      await pause(failures, failure);
    }
  }

  async function pause(failures: number, failure: Failure | undefined): Promise<void> {
    if (failures === 0 || stopping.signal.aborted) return;
    const grown = Math.min(waits.longest, waits.first * 2 ** (failures - 1));
    const wish = failure?.kind === "limited" ? failure.retryAfter : 0;
    const wait = Math.max(wish, grown * (0.5 + parts.random() / 2));
    parts.log.warn({ failures, wait: Math.round(wait) }, "a connection to Slack is missing and is tried again");
    await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
  }

  let running: Promise<void> = Promise.resolve();
  return {
    receiver,
    /** Comes back after the first try, whatever became of it. */
    start: () =>
      new Promise<void>((resolve) => {
        running = keep(resolve).finally(resolve);
      }),
    async stop() {
      stopping.abort();
      await Promise.race([client.disconnect(), sleep(FAREWELL, undefined, { ref: false })]);
      await Promise.race([running, sleep(FAREWELL, undefined, { ref: false })]);
    },
  };
}

/** A token of another kind, or without the scope. */
const WRONG = new Set(["not_allowed_token_type", "missing_scope"]);

function appTokenFault(code: string): SlackFault {
  return new SlackFault(
    `SLACK_APP_TOKEN was refused by Slack (${code}). Take an app-level token with the scope connections:write: ` +
      `api.slack.com/apps, your app, Basic Information, App-Level Tokens.`,
  );
}
