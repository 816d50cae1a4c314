import type { WebClient } from "@slack/web-api";
import { createHash } from "node:crypto";
import type { CardFile } from "../../chat/card.js";
import { DeliveryError, type Address, type Envelope, type Receipt } from "../../chat/port.js";
import { makeDirects } from "./directs.js";
import { deliveryError, failureOf, isNobody, mayHaveArrived, troubleOf, type ChannelTrouble } from "./failures.js";
import { conversationOf, roomId } from "./ids.js";
import { limits } from "./limits.js";
import type { Order } from "./order.js";
import type { Pace } from "./pace.js";
import { drawCard, type Drawn } from "./render.js";
import type { DirectMemory, Sendings } from "./store.js";
import type { Wording } from "./wording.js";

export interface SenderParts {
  readonly client: WebClient;
  readonly sendings: Sendings;
  readonly directMemory: DirectMemory;
  /** The workspace and the bot in it. */
  readonly owner: string;
  readonly pace: Pace;
  readonly order: Order;
  /** Waits at most so long, in ms, for a turn, and leaves the rest to the courier. */
  readonly patience: number;
  readonly wording: Wording;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
  /** Somebody has no account here any more; the event that said so may have been missed. */
  readonly left: (userId: string) => Promise<void>;
  readonly channelGone: (channelId: string, why: ChannelTrouble) => void;
}

export interface SlackSender {
  /** Sends at most once, whatever happens in between. Throws DeliveryError. */
  deliver(envelope: Envelope): Promise<Receipt>;
  /** A private message that answers somebody. */
  tell(userId: string, drawn: Drawn): Promise<void>;
  /** Files that go with what was shown in a conversation. */
  attach(channelId: string, files: readonly CardFile[]): Promise<void>;
  directWith(userId: string): Promise<string>;
  /** The conversation with this person may be another one by now. */
  forget(userId: string): Promise<void>;
}

/** How many of our latest messages are looked through for one of which we don't know whether it arrived. */
const LOOKED_THROUGH = 30;
const OPENING = "conversations.open";
const EVENT = "jejaring_delivery";

/** How every message goes out: nothing of it is parsed, no link is shown as a picture, nobody is called by a name. */
const INERT = { mrkdwn: false, parse: "none", link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** Sends messages, each to its own conversation at its own pace. */
export function makeSender(parts: SenderParts): SlackSender {
  const { client, pace, order, sendings, log } = parts;
  const directs = makeDirects({
    memory: parts.directMemory,
    owner: parts.owner,
    open: (userId) => open([userId]),
    log,
  });

  async function takeTurn(lane: string): Promise<void> {
    const wait = await pace.turn(lane, parts.patience);
    if (wait !== undefined) throw new DeliveryError("retry", "many messages wait for this conversation", wait);
  }

  async function open(userIds: readonly string[]): Promise<string> {
    await takeTurn(OPENING);
    try {
      const { channel } = await client.conversations.open({ users: userIds.join(",") });
      if (channel?.id === undefined) throw new DeliveryError("retry", "Slack opened a conversation without an id");
      return channel.id;
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      const failure = failureOf(error);
      if (failure.kind === "limited") pace.hold(OPENING, failure.retryAfter);
      // Opening twice opens the same conversation, so nothing is unsure here.
      throw mayHaveArrived(failure) ? new DeliveryError("retry", "no conversation was opened") : deliveryError(failure);
    }
  }

  async function channelOf(address: Address): Promise<string> {
    switch (address.kind) {
      case "private":
        return directs.with(address.userId);
      case "channel":
        return address.channelId;
      case "room":
        if (address.roomId !== undefined) return conversationOf(address.roomId);
        if (address.userIds.length > limits.room) throw new DeliveryError("refused", "more people than a group takes");
        return open(address.userIds.toSorted());
    }
  }

  async function post(channel: string, drawn: Drawn, nonce: string): Promise<string> {
    await takeTurn(channel);
    const metadata = { event_type: EVENT, event_payload: { nonce } };
    try {
      const { ts } = await client.chat.postMessage({
        ...INERT,
        channel,
        text: drawn.text,
        blocks: drawn.blocks,
        metadata,
      });
      return ts ?? "";
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "limited") pace.hold(channel, failure.retryAfter);
      const trouble = troubleOf(failure);
      if (trouble) parts.channelGone(channel, trouble);
      if (!mayHaveArrived(failure)) throw deliveryError(failure);
      const found = await findSent(channel, nonce);
      if (found.kind === "found") return found.ts;
      // Slack answered that it failed, and it is not there: it did not arrive. Without an answer it still may.
      const isClear = found.kind === "absent" && failure.kind !== "unknown";
      throw isClear
        ? new DeliveryError("retry", "Slack failed to send it")
        : new DeliveryError("unsure", "Slack may have shown this message");
    }
  }

  /** Looks for a message of ours by what was sent with it. */
  async function findSent(
    channel: string,
    nonce: string,
  ): Promise<{ kind: "found"; ts: string } | { kind: "absent" | "unknown" }> {
    try {
      const history = { channel, limit: LOOKED_THROUGH, include_all_metadata: true };
      const { messages = [] } = await client.conversations.history(history);
      const found = messages.find(({ metadata }) => nonceOf(metadata) === nonce);
      return found?.ts === undefined ? { kind: "absent" } : { kind: "found", ts: found.ts };
    } catch (error) {
      log.warn({ err: error }, "it could not be seen whether a message arrived");
      return { kind: "unknown" };
    }
  }

  /** A try of which nothing is known: the program ended in the middle of it. */
  async function goOn(channel: string, nonce: string): Promise<string | undefined> {
    const found = await findSent(channel, nonce);
    if (found.kind === "unknown") throw new DeliveryError("unsure", "an earlier try may have arrived");
    return found.kind === "found" ? found.ts : undefined;
  }

  async function attach(channelId: string, files: readonly CardFile[]): Promise<void> {
    for (const { name, content } of files) {
      if (content.length > limits.file) continue;
      try {
        await client.filesUploadV2({ channel_id: channelId, filename: name, content });
      } catch (error) {
        log.warn({ err: error }, "a file was not taken; does the app have the scope files:write?");
      }
    }
  }

  /** Nobody is taken for gone whose conversation only has another id by now. */
  async function farewell(userId: string): Promise<void> {
    await directs.forget(userId);
    const hasLeft = await client.users.info({ user: userId }).then(
      ({ user }) => user?.deleted === true,
      (error: unknown) => isNobody(failureOf(error)),
    );
    if (hasLeft) await parts.left(userId);
  }

  async function sendTo(channel: string, { address, card, nonce, userIds }: Envelope, isBegun: boolean) {
    const drawn = drawCard(parts.wording.card(card), userIds);
    const before = isBegun ? await goOn(channel, nonce) : undefined;
    const messageId = before ?? (await post(channel, drawn, nonce));
    if (before === undefined) await attach(channel, drawn.files);
    return { messageId, ...(address.kind === "room" ? { roomId: roomFor(address, channel) } : {}) };
  }

  async function send(envelope: Envelope, isBegun: boolean): Promise<Receipt> {
    const { address } = envelope;
    const channel = await channelOf(address);
    try {
      return await sendTo(channel, envelope, isBegun);
    } catch (error) {
      // What was remembered of a private conversation may be out of date.
      const isGone = error instanceof DeliveryError && error.kind === "gone" && address.kind === "private";
      const renewed = isGone ? await directs.renew(address.userId, channel) : undefined;
      if (renewed === undefined) throw error;
      return sendTo(renewed, envelope, isBegun);
    }
  }

  async function deliverOnce(envelope: Envelope): Promise<Receipt> {
    const { nonce } = envelope;
    const before = await sendings.begin(nonce);
    if (typeof before === "object") return before;
    let receipt: Receipt;
    try {
      receipt = await send(envelope, before === "begun");
    } catch (error) {
      const kind = error instanceof DeliveryError ? error.kind : undefined;
      if (kind !== "unsure") await sendings.undo(nonce);
      if (kind === "gone") for (const userId of peopleAt(envelope.address)) await farewell(userId);
      throw error;
    }
    // The message is there: a database that is busy now must not make it look otherwise.
    await sendings.done(nonce, receipt).catch((error: unknown) => {
      log.warn({ err: error }, "it was not noted that a message arrived");
    });
    return receipt;
  }

  return {
    directWith: directs.with,
    attach,
    forget: directs.forget,

    async deliver(envelope) {
      const { address, nonce } = envelope;
      const lane = laneOf(address);
      const wait = order.waitFor(lane, nonce);
      if (wait !== undefined) throw new DeliveryError("retry", "an earlier message to the same waits", wait);
      try {
        const receipt = await deliverOnce(envelope);
        order.done(lane, nonce);
        return receipt;
      } catch (error) {
        const after = error instanceof DeliveryError && error.kind === "retry" ? error.retryAfter : undefined;
        if (after === undefined) order.done(lane, nonce);
        else order.sentAway(lane, nonce, after);
        throw error;
      }
    },

    async tell(userId, drawn) {
      const channel = await directs.with(userId);
      await client.chat.postMessage({ ...INERT, channel, text: drawn.text, blocks: drawn.blocks });
      await attach(channel, drawn.files);
    },
  };
}

/** Where messages stay in their order, also when some of them have to wait. */
function laneOf(address: Address): string {
  switch (address.kind) {
    case "private":
      return `private:${address.userId}`;
    case "room":
      return `room:${address.key}`;
    case "channel":
      return `channel:${address.channelId}`;
  }
}

function peopleAt(address: Address): readonly string[] {
  switch (address.kind) {
    case "private":
      return [address.userId];
    case "room":
      return address.userIds;
    case "channel":
      return [];
  }
}

function nonceOf(metadata: unknown): unknown {
  if (typeof metadata !== "object" || metadata === null || !("event_payload" in metadata)) return undefined;
  const { event_payload: payload } = metadata;
  return typeof payload === "object" && payload !== null && "nonce" in payload ? payload.nonce : undefined;
}

function roomFor({ roomId: known, key }: Extract<Address, { kind: "room" }>, channel: string): string {
  return known ?? roomId(channel, createHash("sha256").update(key).digest("hex").slice(0, 12));
}
