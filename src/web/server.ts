import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { AddressInfo, Server } from "node:net";

export interface WebParts {
  readonly host: string;
  readonly port: number;
  /** Names what is not well; empty when everything is. */
  readonly troubles: () => Promise<readonly string[]>;
  /** What is not as it should be but does not keep the program from its work. */
  readonly remarks?: () => readonly string[];
  readonly incident: () => string;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
  /** Mounted below "/". */
  readonly pages: Hono | undefined;
  /** What platforms call from the internet at the moment: each of these proves itself from whom a request is. */
  readonly calls: () => readonly Hono[];
}

export interface Web {
  readonly url: string;
  /** Takes no new requests and waits for those under way; open streams are cut. */
  stop(): Promise<void>;
}

/** The port is in use by another program. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** HTTP for health checks and pages. Listens on loopback unless told otherwise. */
export async function startWeb(parts: WebParts): Promise<Web> {
  const app = new Hono();
  app.use(async (c, next) => {
    for (const page of parts.calls()) {
      const response = await page.fetch(c.req.raw);
      if (response.status !== 404) return response;
    }
    await next();
    return undefined;
  });
  const isLocal = LOOPBACK.test(parts.host);
  app.use(async (c, next) => {
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cache-Control", "no-store");
    // A page of another site must not reach the sandbox through a name that it points at this computer.
    if (isLocal && !LOOPBACK.test(hostOf(c.req.header("host"))))
      return c.json({ error: "This address only answers this computer." }, 403);
    const origin = c.req.header("origin");
    // "null" is a page that hides where it is from.
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header("host")))
      return c.json({ error: "Another site may not ask this." }, 403);
    await next();
    return undefined;
  });
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/readyz", async (c) => {
    const troubles = await parts.troubles();
    const remarks = parts.remarks?.() ?? [];
    const body = { ok: troubles.length === 0, troubles, ...(remarks.length > 0 ? { remarks } : {}) };
    return c.json(body, troubles.length === 0 ? 200 : 503);
  });
  if (parts.pages) app.route("/", parts.pages);
  app.notFound((c) => c.json({ error: `There is nothing at ${c.req.path}.` }, 404));
  app.onError((error, c) => {
    const incident = parts.incident();
    parts.log.error({ incident, err: error, path: c.req.path }, "a request failed");
    return c.json({ error: `Something went wrong on our side. Incident ${incident}.` }, 500);
  });
  return listen(app, parts);
}

/** "[::1]:3000" → "::1" */
function hostOf(header: string | undefined): string {
  return (header ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

async function listen(app: Hono, { host, port }: WebParts): Promise<Web> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info: AddressInfo) => {
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ url: `http://${name}:${info.port}`, stop: () => close(server) });
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTaken(takenText(port)) : error);
    });
  });
}

const STREAM_PATIENCE = 1_000;

function close(
  server: Server & { closeIdleConnections?: () => void; closeAllConnections?: () => void },
): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections?.();
    setTimeout(() => server.closeAllConnections?.(), STREAM_PATIENCE).unref();
  });
}

function takenText(port: number): string {
  return `Port ${port} is taken by another program. Stop that one, or start on another port: PORT=${port + 1} npm start`;
}
