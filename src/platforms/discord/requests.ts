import { InteractionResponseType, InteractionType, type APIInteraction } from "discord.js";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { z } from "zod";

export interface RequestsParts {
  /** The application's public key: 64 hex digits. */
  readonly publicKey: string;
  /** Real time. */
  readonly now: () => Date;
  /** Takes what a person did; false while there is nobody to answer it. */
  readonly take: (interaction: APIInteraction) => boolean;
}

/** How far, in seconds, a request's time may be from ours, before and after. */
const WINDOW = 5 * 60;
const MOST_BYTES = 1_000_000;
const JSON_IN_UTF8 = /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i;

const shape = z.looseObject({ id: z.string(), type: z.number(), token: z.string() });
const interactionSchema = z.custom<APIInteraction>((value) => shape.safeParse(value).success);

/**
 * The page that Discord calls with what people do, where the program has a public address. Answers are given as for
 * what comes by the gateway, so that both ways are one.
 * https://docs.discord.com/developers/interactions/receiving-and-responding
 */
export function makeRequests({ publicKey, now, take }: RequestsParts): Hono {
  const key = keyOf(publicKey);
  const tooLong = () => said(413, "this is more than Discord sends");
  const pages = new Hono();
  pages.post("/discord/interactions", bodyLimit({ maxSize: MOST_BYTES, onError: tooLong }), async (c) => {
    const { headers } = c.req.raw;
    if (!JSON_IN_UTF8.test(headers.get("content-type") ?? "")) return said(415, "Discord sends JSON, in UTF-8");
    const body = Buffer.from(await c.req.arrayBuffer());
    if (!isFresh(headers, now()) || !isSigned(key, headers, body)) return said(401, "not signed by Discord");
    const interaction = readInteraction(body);
    if (interaction === undefined) return said(400, "this can't be read");
    if (interaction.type === InteractionType.Ping) return Response.json({ type: InteractionResponseType.Pong });
    return take(interaction) ? new Response(null, { status: 202 }) : said(503, "not open yet");
  });
  return pages;
}

function said(status: number, text: string): Response {
  return new Response(text, { status });
}

const TIME = "x-signature-timestamp";
const SIGNATURE = "x-signature-ed25519";

function isFresh(headers: Headers, now: Date): boolean {
  const time = headers.get(TIME) ?? "";
  return /^\d{1,11}$/.test(time) && Math.abs(Math.floor(now.getTime() / 1_000) - Number(time)) <= WINDOW;
}

/** A header that was sent twice comes as one with a comma, and is neither. */
function isSigned(key: KeyObject, headers: Headers, body: Buffer): boolean {
  const signature = headers.get(SIGNATURE) ?? "";
  if (!/^[0-9a-f]{128}$/i.test(signature)) return false;
  const signed = Buffer.concat([Buffer.from(headers.get(TIME) ?? ""), body]);
  return verify(null, signed, key, Buffer.from(signature, "hex"));
}

function keyOf(hex: string): KeyObject {
  const x = Buffer.from(hex, "hex").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

function readInteraction(body: Buffer): APIInteraction | undefined {
  try {
    return interactionSchema.safeParse(JSON.parse(body.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
