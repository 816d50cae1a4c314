import type { WebClient } from "@slack/web-api";
import { DeliveryError, type Address, type Envelope, type Receipt } from "../../chat/port.js";
import { makeDirects } from "./directs.js";
import { deliveryError, failureOf, isNobody, mayHaveArrived } from "./failures.js";
import type { Files } from "./files.js";
import { conversationOf, isHome, roomId } from "./ids.js";
import { limits } from "./limits.js";
import type { Order } from "./order.js";
import type { Pace } from "./pace.js";
import { persist, type AnswerWaits } from "./persistence.js";
import type { Posting } from "./posting.js";
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
  readonly posting: Posting;
  readonly files: Files;
  readonly waits: AnswerWaits;
  /** Ends what waits for another try. */
  readonly signal: AbortSignal;
  /** A new number for an answer. */
  readonly newNonce: () => string;
  readonly wording: Wording;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
  /** Somebody has no account here any more; the event that said so may have been missed. */
  readonly left: (userId: string) => Promise<void>;
}

export interface SlackSender {
  /** Sends at most once, whatever happens in between. Throws DeliveryError. */
  deliver(envelope: Envelope): Promise<Receipt>;
  /**
   * An answer in a conversation that the bot may write to; tried again for a while, since somebody waits for it. Throws
   * DeliveryError.
   */
  answer(channelId: string, drawn: Drawn, threadId?: string): Promise<void>;
  /** The same in the private conversation with this person. Answers with its id. */
  tell(userId: string, drawn: Drawn): Promise<string>;
  directWith(userId: string): Promise<string>;
  /** The conversation with this person may be another one by now. */
  forget(userId: string): Promise<void>;
}

const OPENING = "conversations.open";

/** Sends messages, each to its own conversation at its own pace. */
export function makeSender(parts: SenderParts): SlackSender {
  const { client, pace, order, posting, sendings, log } = parts;
  const directs = makeDirects({
    memory: parts.directMemory,
    owner: parts.owner,
    open: (userId) => open([userId]),
    log,
  });

  async function open(userIds: readonly string[]): Promise<string> {
    await posting.takeTurn(OPENING);
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
    const before = isBegun ? await posting.goOn(channel, nonce) : undefined;
    const messageId = before ?? (await posting.post({ channel, drawn, nonce }));
    if (before === undefined) await parts.files.attach(channel, drawn.files);
    return { messageId, ...(address.kind === "room" ? { roomId: roomFor(address, channel) } : {}) };
  }

  async function send(envelope: Envelope, isBegun: boolean): Promise<Receipt> {
    const { address } = envelope;
    const channel = await channelOf(address);
    try {
      return await sendTo(channel, envelope, isBegun);
    } catch (error) {
      const other = await elsewhere(error, address, channel);
      if (other === undefined) throw error;
      return sendTo(other, envelope, isBegun);
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

  /** What was remembered of a private conversation may be out of date: the one that there is now, if it is another. */
  async function renewed(error: unknown, userId: string, channel: string): Promise<string | undefined> {
    const isGone = error instanceof DeliveryError && error.kind === "gone";
    return isGone ? directs.renew(userId, channel) : undefined;
  }

  /** Where to write instead, when the conversation is not there any more. */
  async function elsewhere(error: unknown, address: Address, channel: string): Promise<string | undefined> {
    if (address.kind === "private") return renewed(error, address.userId, channel);
    const wasHome = address.kind === "room" && address.roomId !== undefined && isHome(address.roomId);
    const isGone = error instanceof DeliveryError && error.kind === "gone";
    return wasHome && isGone ? channelOf({ ...address, roomId: undefined }) : undefined;
  }

  async function tell(userId: string, drawn: Drawn): Promise<string> {
    let channel = "";
    try {
      return await answer(async () => (channel = await directs.with(userId)), drawn);
    } catch (error) {
      const other = await renewed(error, userId, channel);
      if (other === undefined) throw error;
      return answer(() => Promise.resolve(other), drawn);
    }
  }

  /** With one number for all tries, by which it is found should it have arrived. */
  async function answer(channelOf: () => Promise<string>, drawn: Drawn, threadId?: string): Promise<string> {
    const nonce = parts.newNonce();
    return persist(parts.waits, parts.signal, async () => {
      const channel = await channelOf();
      await posting.post({ channel, drawn, nonce, threadId });
      return channel;
    });
  }

  return {
    directWith: directs.with,
    forget: directs.forget,

    async answer(channelId, drawn, threadId) {
      await answer(() => Promise.resolve(channelId), drawn, threadId);
    },

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

    tell,
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

function roomFor({ roomId: known, key }: Extract<Address, { kind: "room" }>, channel: string): string {
  return known !== undefined && conversationOf(known) === channel ? known : roomId(key, channel);
}
