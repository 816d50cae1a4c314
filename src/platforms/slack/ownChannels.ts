import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { codeOf } from "./failures.js";

interface OwnChannelsParts {
  readonly client: Pick<WebClient, "conversations">;
  readonly botUserId: string;
}

/** A private channel in which the bot is. */
export interface OwnChannel {
  readonly id: string;
  readonly name: string;
  readonly isArchived: boolean;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** Channels and people of one page; docs.slack.dev/reference/methods/conversations.list asks for no more than two hundred. */
const PAGE = 200;

const channel = z.object({
  id: z.string(),
  name: z.string(),
  created: z.number().default(0),
  creator: z.string().default(""),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(true),
});
const one = z.object({ channel });
const cursor = z.object({ next_cursor: z.string().default("") }).default({ next_cursor: "" });
const channels = z.object({ channels: z.array(channel).default([]), response_metadata: cursor });
const members = z.object({ members: z.array(z.string()).default([]), response_metadata: cursor });

/** Slack says so of a private channel that is not there, or in which the app is not: both alike. */
const OUT_OF_SIGHT = new Set(["channel_not_found", "not_in_channel"]);
/**
 * A bot is put out of a channel when that is archived, and what it is not in it may not bring back. So Slack refuses it,
 * whatever the scopes (docs.slack.dev/reference/methods/conversations.unarchive tells of it as a fault of its own).
 */
const NOT_HAD_BACK = new Set([
  ...["channel_not_found", "not_in_channel", "not_archived", "not_allowed_token_type", "restricted_action"],
  ...["not_authorized", "access_denied", "method_not_supported_for_channel_type"],
]);

/** Private channels as the bot sees and makes them. */
export function makeOwnChannels({ client, botUserId }: OwnChannelsParts) {
  /** All pages of a list. */
  async function all<T>(page: (at: { readonly cursor?: string }) => Promise<readonly [readonly T[], string]>) {
    const found: T[] = [];
    for (let next: string | undefined; next !== "";) {
      const [some, after] = await page(next === undefined ? {} : { cursor: next });
      found.push(...some);
      next = after;
    }
    return found;
  }

  /** Undefined when it is deleted, or the bot is no longer in it. */
  async function look(id: string): Promise<OwnChannel | undefined> {
    try {
      const { channel: found } = one.parse(await client.conversations.info({ channel: id }));
      return found.is_member || found.is_archived ? seen(found) : undefined;
    } catch (error) {
      if (OUT_OF_SIGHT.has(codeOf(error) ?? "")) return undefined;
      throw error;
    }
  }

  return {
    look,

    /** Those that the bot made itself and that are not archived. */
    async list(): Promise<readonly OwnChannel[]> {
      const found = await all(async (at) => {
        const asked = { types: "private_channel", exclude_archived: true, limit: PAGE, ...at };
        const page = channels.parse(await client.conversations.list(asked));
        return [page.channels, page.response_metadata.next_cursor];
      });
      return found.filter(({ creator }) => creator === botUserId).map(seen);
    },

    async create(name: string): Promise<OwnChannel> {
      return seen(one.parse(await client.conversations.create({ name, is_private: true })).channel);
    },

    /** Who is in it besides the bot. */
    async people(id: string): Promise<readonly string[]> {
      const found = await all(async (at) => {
        const page = members.parse(await client.conversations.members({ channel: id, limit: PAGE, ...at }));
        return [page.members, page.response_metadata.next_cursor];
      });
      return found.filter((user) => user !== botUserId);
    },

    /** Undefined when Slack does not let the bot have it back. */
    async reopen(id: string): Promise<OwnChannel | undefined> {
      try {
        await client.conversations.unarchive({ channel: id });
      } catch (error) {
        if (NOT_HAD_BACK.has(codeOf(error) ?? "")) return undefined;
        throw error;
      }
      return look(id);
    },
  };
}

function seen({ id, name, created, is_archived: isArchived }: z.infer<typeof channel>): OwnChannel {
  return { id, name, isArchived, createdAt: created * 1_000 };
}
