import type { WebClient } from "@slack/web-api";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { channelInfo } from "./channels.js";
import { failureOf } from "./failures.js";
import type { Homes } from "./home.js";
import type { SlackStore } from "./store.js";
import type { Visitors } from "./visitors.js";

export interface RereadParts {
  readonly client: Pick<WebClient, "users" | "conversations">;
  readonly teamId: string;
  readonly store: Pick<SlackStore, "knownPeople" | "isShared">;
  readonly visitors: Visitors;
  readonly homes: Homes;
  /** Channels that the bot writes to by itself. */
  readonly channels: () => Promise<readonly string[]>;
  readonly left: (userId: string) => Promise<void>;
  readonly channelGone: (channelId: string, why: "archived" | "shared" | "removed") => void;
  /** Between two calls, in ms. */
  readonly between: number;
  /** Nothing is read any more. */
  readonly signal: AbortSignal;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

/** People of one page; docs.slack.dev/reference/methods/users.list asks for no more than two hundred. */
const PAGE = 200;
/** So often a page is tried. */
const TRIES = 5;

const page = z.object({
  members: z.array(z.unknown()).default([]),
  response_metadata: z.object({ next_cursor: z.string().default("") }).default({ next_cursor: "" }),
});
/**
 * Reads anew what Slack may have told while nobody was there to hear it: who of the people we know was deactivated or
 * became a guest, and what became of the channels that the bot writes to. Slowly, and one reading at a time.
 */
export function makeReread(parts: RereadParts): () => Promise<void> {
  const { client, visitors, signal, log } = parts;
  let running: Promise<void> | undefined;

  /** False when it ended meanwhile. */
  const pause = (wait: number) => sleep(wait, true, { signal, ref: false }).catch(() => false);

  /** Undefined when Slack does not tell. */
  async function ask<T>(call: () => Promise<T>): Promise<T | undefined> {
    let wait = parts.between;
    for (let tries = 1; tries <= TRIES && (await pause(wait)); tries++) {
      try {
        return await call();
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === "refused") {
          log.warn({ code: failure.code }, "something could not be read anew");
          return undefined;
        }
        wait = failure.kind === "limited" ? failure.retryAfter : parts.between * 2 ** tries;
      }
    }
    return undefined;
  }

  async function people(): Promise<void> {
    const unseen = new Set(await parts.store.knownPeople(parts.teamId));
    for (let cursor: string | undefined = ""; cursor !== undefined && unseen.size > 0;) {
      const from: string = cursor;
      const asked = { limit: PAGE, include_locale: true, ...(from === "" ? {} : { cursor: from }) };
      const found: z.infer<typeof page> | undefined = page.safeParse(await ask(() => client.users.list(asked))).data;
      for (const user of found?.members ?? []) await meet(user, unseen);
      const next = found?.response_metadata.next_cursor ?? "";
      cursor = next === "" ? undefined : next;
    }
  }

  async function meet(user: unknown, unseen: Set<string>): Promise<void> {
    const id = z.object({ id: z.string() }).safeParse(user).data?.id;
    if (id === undefined || !unseen.delete(id)) return;
    const visitor = visitors.learn(user)?.visitor;
    if (visitor?.kind === "gone" || visitor?.kind === "guest") await parts.left(id);
  }

  async function channels(): Promise<void> {
    for (const channel of await parts.channels()) {
      const found = channelInfo.safeParse(await ask(() => client.conversations.info({ channel }))).data?.channel;
      if (!found) continue;
      if (found.is_archived) parts.channelGone(channel, "archived");
      else if (!found.is_member) parts.channelGone(channel, "removed");
      else if ((await parts.store.isShared(channel, found.is_ext_shared)) === "news")
        parts.channelGone(channel, "shared");
    }
  }

  async function reread(): Promise<void> {
    visitors.doubt();
    parts.homes.doubt();
    await people();
    await channels();
  }

  return async () => {
    await running;
    running ??= reread().finally(() => (running = undefined));
    return running;
  };
}
