import type { App, Receiver } from "@slack/bolt";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createHmac, timingSafeEqual } from "node:crypto";

export interface RequestsParts {
  readonly signingSecret: string;
  /** Real time in ms. */
  readonly now: () => number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

/** Signed requests of Slack, and the page that takes them. */
export interface Requests {
  readonly receiver: Receiver;
  readonly pages: Hono;
}

/** How far, in seconds, a request's time may be from ours, before and after. */
const WINDOW = 5 * 60;
const MOST_BYTES = 1_000_000;
/** When nobody has acknowledged by then, in ms, Slack is told to try again. */
const ANSWER_WITHIN = 2_900;

/** Takes what Slack sends by HTTP, when it is signed, fresh and of the kind that Slack sends. */
export function makeRequests({ signingSecret, now, log }: RequestsParts): Requests {
  let app: App | undefined;
  const pages = new Hono();

  async function dispatch(body: Readonly<Record<string, unknown>>, headers: Headers): Promise<Response> {
    if (!app) return said(503, "not open yet");
    const open = app;
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(said(500, "nobody answered in time")), ANSWER_WITHIN);
      const answer = (response: Response) => {
        clearTimeout(late);
        resolve(response);
      };
      const ack = async (content?: unknown) => answer(acknowledged(content));
      const retryNum = Number(headers.get("x-slack-retry-num") ?? NaN);
      const again = Number.isInteger(retryNum) ? { retryNum } : {};
      open.processEvent({ body, ack, ...again }).then(
        () => answer(said(404, "nobody is here for this")),
        (error: unknown) => {
          log.warn({ err: error }, "a request of Slack failed");
          answer(said(500, "failed"));
        },
      );
    });
  }

  const tooLong = () => said(413, "this is more than Slack sends");
  pages.post("/slack/events", bodyLimit({ maxSize: MOST_BYTES, onError: tooLong }), async (c) => {
    const { headers } = c.req.raw;
    const kind = kindOf(headers.get("content-type"));
    if (kind === undefined) return said(415, "Slack sends JSON or forms, in UTF-8");
    const body = Buffer.from(await c.req.arrayBuffer());
    const proof = proofOf(headers);
    if (proof === undefined) return said(400, "one signature and one time are needed");
    if (!isFresh(proof.time, now()) || !isSigned(signingSecret, proof, body)) return said(401, "not signed by Slack");
    const content = readBody(kind, body.toString("utf8"));
    if (content === undefined) return said(400, "this can't be read");
    if (content["ssl_check"] !== undefined) return said(200, "");
    if (content["type"] === "url_verification") return Response.json({ challenge: content["challenge"] });
    return dispatch(content, headers);
  });

  const done = () => Promise.resolve();
  const receiver: Receiver = {
    init: (opened) => void (app = opened),
    start: done,
    stop() {
      app = undefined;
      return done();
    },
  };
  return { receiver, pages };
}

function said(status: number, text: string): Response {
  return new Response(text, { status });
}

function acknowledged(content: unknown): Response {
  if (content === undefined || content === "") return said(200, "");
  return typeof content === "string" ? said(200, content) : Response.json(content);
}

type Kind = "json" | "form";

const KINDS: Readonly<Record<string, Kind>> = {
  "application/json": "json",
  "application/x-www-form-urlencoded": "form",
};

function kindOf(header: string | null): Kind | undefined {
  const [type = "", ...rest] = (header ?? "").toLowerCase().split(";");
  const isUtf8 = rest.every((part) => !part.includes("charset") || /charset="?utf-?8"?$/.test(part.trim()));
  return isUtf8 ? KINDS[type.trim()] : undefined;
}

interface Proof {
  readonly time: string;
  readonly signature: string;
}

/** A header that was sent twice comes as one with a comma. */
function proofOf(headers: Headers): Proof | undefined {
  const time = headers.get("x-slack-request-timestamp") ?? "";
  const signature = headers.get("x-slack-signature") ?? "";
  return time === "" || signature === "" || `${time}${signature}`.includes(",") ? undefined : { time, signature };
}

function isFresh(time: string, now: number): boolean {
  return /^\d{1,11}$/.test(time) && Math.abs(Math.floor(now / 1_000) - Number(time)) <= WINDOW;
}

/** docs.slack.dev/authentication/verifying-requests-from-slack, in constant time. */
function isSigned(secret: string, { time, signature }: Proof, body: Buffer): boolean {
  const own = createHmac("sha256", secret).update(`v0:${time}:`).update(body).digest("hex");
  const [given, right] = [Buffer.from(signature), Buffer.from(`v0=${own}`)];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Interactions come as a form with JSON in its `payload`, commands as a plain form, events as JSON. */
function readBody(kind: Kind, text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const form = kind === "form" ? Object.fromEntries(new URLSearchParams(text)) : undefined;
    const content: unknown =
      form === undefined ? JSON.parse(text) : form["payload"] === undefined ? form : JSON.parse(form["payload"]);
    return typeof content === "object" && content !== null && !Array.isArray(content)
      ? (content as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
