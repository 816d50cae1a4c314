import { z } from "zod";
import { DeliveryError } from "../../chat/port.js";

/** A setting is wrong: the message names the variable and says where to get a right one. */
export class SlackFault extends Error {
  override readonly name = "SlackFault";
}

/** What went wrong with a call of Slack's Web API. */
export type Failure =
  /** Slack said no, by a name. */
  | { readonly kind: "refused"; readonly code: string }
  /** Too many calls; to be tried again after so many ms. */
  | { readonly kind: "limited"; readonly retryAfter: number }
  /** Slack is not well. `httpStatus` as far as there was an answer. */
  | { readonly kind: "broken"; readonly httpStatus: number }
  /** The request did not leave this computer. */
  | { readonly kind: "unsent" }
  /** Nobody knows whether Slack got it. */
  | { readonly kind: "unknown" };

const refused = z.object({
  code: z.literal("slack_webapi_platform_error"),
  data: z.object({ error: z.string() }),
});
const limited = z.object({ code: z.literal("slack_webapi_rate_limited_error"), retryAfter: z.number() });
const broken = z.object({ code: z.literal("slack_webapi_http_error"), statusCode: z.number() });
const unsent = z.object({ code: z.enum(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]) });

const SECOND = 1_000;

export function failureOf(error: unknown): Failure {
  const no = refused.safeParse(error).data;
  if (no) return no.data.error === "ratelimited" ? limitedFor(1) : { kind: "refused", code: no.data.error };
  const busy = limited.safeParse(error).data;
  if (busy) return limitedFor(busy.retryAfter);
  const answer = broken.safeParse(error).data;
  if (answer) return { kind: "broken", httpStatus: answer.statusCode };
  // What the SDK throws for a 429 without a number in its Retry-After.
  if (error instanceof Error && error.message.startsWith("Retry header did not contain")) return limitedFor(1);
  return causesOf(error).some((cause) => unsent.safeParse(cause).success) ? { kind: "unsent" } : { kind: "unknown" };
}

/** By what name Slack said no; undefined when it is another failure. */
export function codeOf(error: unknown): string | undefined {
  const failure = failureOf(error);
  return failure.kind === "refused" ? failure.code : undefined;
}

function limitedFor(seconds: number): Failure {
  return { kind: "limited", retryAfter: Math.max(1, seconds) * SECOND };
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let next = error; next instanceof Error && causes.length < 5; next = innerOf(next)) causes.push(next);
  return causes;
}

function innerOf(error: Error): unknown {
  return "original" in error ? error.original : error.cause;
}

/** The token is no longer good: nothing works until somebody sets another. */
const LOST = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "team_disabled",
  "user_removed_from_team",
]);

export type ChannelTrouble = "archived" | "deleted" | "removed";

const TROUBLES: Readonly<Record<string, ChannelTrouble>> = {
  is_archived: "archived",
  channel_not_found: "deleted",
  not_in_channel: "removed",
};

/** What is wrong with a channel that can't be written to. */
export function troubleOf(failure: Failure): ChannelTrouble | undefined {
  return failure.kind === "refused" ? TROUBLES[failure.code] : undefined;
}

/** The person has no account here any more. */
const NOBODY = new Set(["user_not_found", "user_disabled", "user_is_deactivated", "users_not_found"]);

export function isNobody(failure: Failure): boolean {
  return failure.kind === "refused" && NOBODY.has(failure.code);
}

export function isLost(failure: Failure): boolean {
  return failure.kind === "refused" && LOST.has(failure.code);
}

const CLOSED = new Set(["cannot_dm_bot", "messages_tab_disabled", "restricted_action_dm", "user_not_visible"]);
const GONE = new Set([
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "user_not_found",
  "users_not_found",
  "user_disabled",
  "user_is_deactivated",
  "channel_is_archived",
]);
/** Slack's own faults, of which its reference says that some of the work may have been done. */
const HALF_DONE = new Set(["internal_error", "fatal_error"]);
/** Until an organiser gives the app the permission, too: what waits goes out then. */
const PASSING = new Set([
  "missing_scope",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
  "message_limit_exceeded",
]);

/** Whether Slack may have carried out what it was asked for, although it did not say so. */
export function mayHaveArrived(failure: Failure): boolean {
  if (failure.kind === "refused") return HALF_DONE.has(failure.code);
  return failure.kind === "unknown" || (failure.kind === "broken" && failure.httpStatus !== 503);
}

/** The failure as the courier understands it. */
export function deliveryError(failure: Failure): DeliveryError {
  switch (failure.kind) {
    case "limited":
      return new DeliveryError("retry", "Slack asks for patience", failure.retryAfter);
    case "broken":
      return new DeliveryError("retry", `Slack answered with status ${failure.httpStatus}`);
    case "unsent":
      return new DeliveryError("retry", "Slack can't be reached");
    case "unknown":
      return new DeliveryError("unsure", "the connection broke off before Slack answered");
    case "refused":
      return new DeliveryError(refusalKind(failure), `Slack says ${failure.code}`);
  }
}

function refusalKind(failure: Extract<Failure, { kind: "refused" }>): DeliveryError["kind"] {
  const { code } = failure;
  if (CLOSED.has(code)) return "closed";
  if (GONE.has(code)) return "gone";
  if (HALF_DONE.has(code)) return "unsure";
  // A lost token is found out by the adapter, which then goes away; the queue waits for another token.
  return PASSING.has(code) || isLost(failure) ? "retry" : "refused";
}
