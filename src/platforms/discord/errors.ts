import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { DeliveryError } from "../../chat/port.js";

/** Why Discord can't be used, as a sentence that names the setting and the cure. `isFinal`: trying again is no use. */
export class DiscordFault extends Error {
  override readonly name = "DiscordFault";
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

const WRONG_TOKEN =
  "DISCORD_TOKEN is not a token that Discord takes. Copy the bot's token from https://discord.com/developers/applications " +
  "→ your application → Bot → Reset Token, put it into .env as DISCORD_TOKEN=… and start again. " +
  "Discord is left out until then; everything else goes on.";
const WRONG_INTENTS =
  "Discord refuses DISCORD_MEMBER_EVENTS=on: it needs the switch “Server Members Intent” at " +
  "https://discord.com/developers/applications → your application → Bot. Turn it on there, or set DISCORD_MEMBER_EVENTS=off. " +
  "Discord is left out until then; everything else goes on.";
const WRONG_SHARDS =
  "Discord refuses the number in DISCORD_SHARDS. Set DISCORD_SHARDS=auto, or leave it out. Discord is left out until then.";

export const faults = {
  token: () => new DiscordFault(WRONG_TOKEN, true),
  connections: () =>
    new DiscordFault(
      "The program began too many sessions with Discord within a short time; it waits before it tries again, since Discord would end the token. What is to be delivered waits too.",
      false,
    ),
};

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
const CLOSE_FAULTS: ReadonlyMap<number, string> = new Map([
  [4004, WRONG_TOKEN],
  [4010, WRONG_SHARDS],
  [4011, WRONG_SHARDS],
  [4012, "Discord no longer speaks this version of its gateway: update Jejaring."],
  [4013, WRONG_INTENTS],
  [4014, WRONG_INTENTS],
]);

/** After these Discord's gateway takes nobody back: what to tell the operator. */
export function faultOfClose(code: number): DiscordFault | undefined {
  const sentence = CLOSE_FAULTS.get(code);
  return sentence === undefined ? undefined : new DiscordFault(sentence, true);
}

/** A fault that ends the connection for good, or one that may pass. */
export function faultOfStart(error: unknown): DiscordFault {
  if (error instanceof DiscordFault) return error;
  const isToken =
    (error instanceof DiscordAPIError && error.status === 401) ||
    (error instanceof Error && "code" in error && error.code === "TokenInvalid");
  if (isToken) return faults.token();
  const reason = error instanceof Error ? error.message : String(error);
  return new DiscordFault(`Discord can't be reached at the moment (${reason}); it is tried again.`, false);
}

/** Shortest and longest wait, in ms, whatever Discord says. */
const WAIT = { least: 1_000, most: 15 * 60_000 };

const GONE: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownUser,
  // "Cannot send messages to this user due to having no mutual guilds"
  50278,
]);
/** The person takes no private messages from us. */
const CLOSED: number = RESTJSONErrorCodes.CannotSendMessagesToThisUser;
/** Opening private conversations too fast. */
const TOO_FAST: ReadonlySet<number> = new Set([RESTJSONErrorCodes.OpeningDirectMessagesTooFast, 31_001, 31_002]);

export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError ? Number(error.code) : undefined;
}

export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof DiscordAPIError && (error.status === 404 || (code !== undefined && GONE.has(code)));
}

/** We may not do this here, until somebody changes the permissions. */
export function isForbidden(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 403;
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401;
}

/**
 * What a failed request means for the delivery. A request without an answer may have arrived; it is safe to send it
 * again all the same, since Discord knows the message by its nonce.
 */
export function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RateLimitError) {
    const wait = Math.min(Math.max(error.retryAfter, error.timeToReset, WAIT.least), WAIT.most);
    return new DeliveryError("retry", "Discord asks to wait", wait);
  }
  if (!(error instanceof DiscordAPIError))
    return new DeliveryError("retry", error instanceof HTTPError ? `Discord answered ${error.status}` : message);
  const code = Number(error.code);
  if (code === CLOSED) return new DeliveryError("closed", message);
  if (TOO_FAST.has(code)) return new DeliveryError("retry", message, WAIT.most);
  if (isMissing(error)) return new DeliveryError("gone", message);
  if (isUnauthorized(error)) return new DeliveryError("retry", message, WAIT.most);
  if (error.status === 429) return new DeliveryError("retry", message, WAIT.most);
  return new DeliveryError("refused", message);
}
