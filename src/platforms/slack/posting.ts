import type { WebClient } from "@slack/web-api";
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError } from "../../chat/port.js";
import { deliveryError, failureOf, mayHaveArrived, troubleOf, type ChannelTrouble } from "./failures.js";
import type { Pace } from "./pace.js";
import type { Drawn } from "./render.js";

export interface PostingParts {
  readonly client: Pick<WebClient, "chat" | "conversations">;
  readonly pace: Pace;
  /** Waits at most so long, in ms, for a turn. */
  readonly patience: number;
  /** How long, in ms, Slack may still be busy with a message when the connection has broken. */
  readonly settling: number;
  /** Real time in ms. */
  readonly now: () => number;
  readonly channelGone: (channelId: string, why: ChannelTrouble) => void;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Message {
  readonly channel: string;
  readonly drawn: Drawn;
  /** Its number, by which it is found again. */
  readonly nonce: string;
  readonly threadId?: string | undefined;
}

export interface Posting {
  /** In its turn, and seen at most once. Answers with the message's id; throws DeliveryError. */
  post(message: Message): Promise<string>;
  /** The id of a message of which an earlier try may have arrived; undefined when it did not. Throws "unsure". */
  goOn(channel: string, nonce: string): Promise<string | undefined>;
  /** Waits for the turn of whatever this lane is. Throws DeliveryError "retry" when that takes too long. */
  takeTurn(lane: string): Promise<void>;
}

type Found = { readonly kind: "found"; readonly ts: string } | { readonly kind: "absent" | "unknown" };

/** How many of the latest messages are looked through for one of which we don't know whether it arrived. */
const LOOKED_THROUGH = 30;
/** Slack's clock and ours may differ by so much, in ms. */
const CLOCKS_APART = 60_000;
const EVENT = "jejaring_delivery";

/** How every message goes out: nothing of it is parsed, no link is shown as a picture, nobody is called by a name. */
const INERT = { mrkdwn: false, parse: "none", link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** Puts one message into one conversation, and finds out whether it is there when Slack did not say. */
export function makePosting({ client, pace, now, log, ...parts }: PostingParts): Posting {
  async function takeTurn(lane: string): Promise<void> {
    const wait = await pace.turn(lane, parts.patience);
    if (wait !== undefined) throw new DeliveryError("retry", "many messages wait for this conversation", wait);
  }

  async function post({ channel, drawn, nonce, threadId }: Message): Promise<string> {
    await takeTurn(channel);
    const { text, blocks } = drawn;
    const metadata = { event_type: EVENT, event_payload: { nonce } };
    const thread = threadId === undefined ? {} : { thread_ts: threadId };
    const since = now();
    try {
      const { ts } = await client.chat.postMessage({ ...INERT, channel, text, blocks, metadata, ...thread });
      return ts ?? "";
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "limited") pace.hold(channel, failure.retryAfter);
      const trouble = troubleOf(failure);
      if (trouble) parts.channelGone(channel, trouble);
      if (!mayHaveArrived(failure)) throw deliveryError(failure);
      // The latest messages of a conversation are not those of its threads.
      const found = threadId === undefined ? await search(channel, nonce, since) : UNKNOWN;
      if (found.kind === "found") return found.ts;
      throw found.kind === "absent"
        ? new DeliveryError("retry", "it did not arrive")
        : new DeliveryError("unsure", "Slack may have shown this message");
    }
  }

  /** Only what is still not there after a while did not arrive: Slack may be busy with it when it is first looked for. */
  async function search(channel: string, nonce: string, since?: number): Promise<Found> {
    const first = await look(channel, nonce, since);
    if (first.kind !== "absent") return first;
    await sleep(parts.settling);
    return look(channel, nonce, since);
  }

  async function look(channel: string, nonce: string, since: number | undefined): Promise<Found> {
    try {
      const history = { channel, limit: LOOKED_THROUGH, include_all_metadata: true };
      const { messages = [], has_more: hasMore } = await client.conversations.history(history);
      const found = messages.find(({ metadata }) => nonceOf(metadata) === nonce);
      if (found?.ts !== undefined) return { kind: "found", ts: found.ts };
      const earliest = Math.min(...messages.map(({ ts }) => Number(ts) * 1_000));
      const isBeyond = hasMore === true && since !== undefined && earliest > since - CLOCKS_APART;
      return isBeyond ? UNKNOWN : { kind: "absent" };
    } catch (error) {
      log.warn({ err: error }, "it could not be seen whether a message arrived");
      return UNKNOWN;
    }
  }

  return {
    takeTurn,
    post,
    async goOn(channel, nonce) {
      const found = await search(channel, nonce);
      if (found.kind === "unknown") throw new DeliveryError("unsure", "an earlier try may have arrived");
      return found.kind === "found" ? found.ts : undefined;
    },
  };
}

const UNKNOWN = { kind: "unknown" } as const;

function nonceOf(metadata: unknown): unknown {
  if (typeof metadata !== "object" || metadata === null || !("event_payload" in metadata)) return undefined;
  const { event_payload: payload } = metadata;
  return typeof payload === "object" && payload !== null && "nonce" in payload ? payload.nonce : undefined;
}
