import type { Logger } from "@slack/bolt";
import type { WebAPICallResult, WebClient, WebClientOptions } from "@slack/web-api";
import { z } from "zod";
import { failureOf, isLost, SlackFault } from "./failures.js";

/** Loaded only when Slack is used: it is large. */
export async function loadSdk() {
  const [{ App, SocketModeReceiver, LogLevel }, { WebClient }] = await Promise.all([
    import("@slack/bolt"),
    import("@slack/web-api"),
  ]);
  return { App, SocketModeReceiver, LogLevel, WebClient };
}

export type SlackSdk = Awaited<ReturnType<typeof loadSdk>>;

/** How the Web API is called: not for ever, and only once. To try again is the outbox's work, which lasts. */
export function callOptions(slackApiUrl: string, timeout: number) {
  return { slackApiUrl, timeout, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
}

/** A client of the Web API that tells when the token is no longer good, whichever call finds it out. */
export function makeClient(
  { WebClient }: Pick<SlackSdk, "WebClient">,
  token: string,
  options: WebClientOptions,
  lost: (code: string) => void,
): WebClient {
  // The SDK leads every method through this one.
  class Watched extends WebClient {
    override async apiCall(...call: Parameters<WebClient["apiCall"]>): Promise<WebAPICallResult> {
      try {
        return await super.apiCall(...call);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === "refused" && isLost(failure)) lost(failure.code);
        throw error;
      }
    }
  }
  return new Watched(token, options);
}

const identity = z.object({
  team_id: z.string(),
  team: z.string().default(""),
  user_id: z.string(),
  bot_id: z.string().default(""),
});

/** The workspace and the bot's own ids. Throws SlackFault when the token is a wrong one. */
export async function whoAmI(client: WebClient) {
  try {
    const me = identity.parse(await client.auth.test());
    return { teamId: me.team_id, teamName: me.team, userId: me.user_id, botId: me.bot_id };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "refused" || !(isLost(failure) || failure.code === "not_allowed_token_type")) throw error;
    throw new SlackFault(
      `SLACK_BOT_TOKEN was refused by Slack (${failure.code}). Take the "Bot User OAuth Token": ` +
        `api.slack.com/apps, your app, OAuth & Permissions.`,
    );
  }
}

const TOKEN = /\bx(?:ox[a-z]|app)-[\w-]+/g;

/** The SDK's own words, as far as they say that something is wrong, and without secrets. */
export function quietLogger(
  { LogLevel }: Pick<SlackSdk, "LogLevel">,
  log: { warn(facts: Record<string, unknown>, message: string): void },
): Logger {
  const note = (...words: unknown[]) => {
    const sdk = words.map(String).join(" ").replace(TOKEN, "***").slice(0, 300);
    log.warn({ sdk }, "the Slack SDK says");
  };
  const silent = () => undefined;
  return {
    debug: silent,
    info: silent,
    warn: note,
    error: note,
    setName: silent,
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
  };
}
