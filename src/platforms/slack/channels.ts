import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { ChannelProblem } from "../../chat/field.js";
import { failureOf } from "./failures.js";

export interface ChannelsParts {
  readonly client: Pick<WebClient, "conversations">;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Channels {
  /** Why the bot can't write in this channel; undefined when it can, or Slack does not tell. */
  problemOf(channelId: string): Promise<ChannelProblem | undefined>;
}

export const channelInfo = z.object({
  channel: z.object({
    is_archived: z.boolean().default(false),
    is_ext_shared: z.boolean().default(false),
    is_member: z.boolean().default(true),
  }),
});

/** Looks at channels that somebody names for the bot to write in. */
export function makeChannels({ client, log }: ChannelsParts): Channels {
  return {
    async problemOf(channelId) {
      try {
        const { channel } = channelInfo.parse(await client.conversations.info({ channel: channelId }));
        if (channel.is_archived) return "channelArchived";
        return channel.is_member ? undefined : "notInChannel";
      } catch (error) {
        const failure = failureOf(error);
        // So Slack calls a private channel in which the app is not. One in which it is may lack the scope to be told.
        if (failure.kind === "refused" && failure.code === "channel_not_found") return "notInChannel";
        log.warn({ err: error }, "Slack did not tell whether a channel can be written to");
        return undefined;
      }
    },
  };
}
