import type { Client } from "discord.js";
import { DeliveryError, type Address, type Envelope, type Receipt } from "../../chat/port.js";
import { makeConversations } from "./conversations.js";
import { codeOf, deliveryErrorOf, isForbidden, isMissing } from "./errors.js";
import { isSnowflake, nonceOf } from "./ids.js";
import type { Membership } from "./membership.js";
import { insist, type Patience } from "./patience.js";
import { renderCard } from "./render.js";
import type { RoomAddress, Rooms } from "./rooms.js";
import type { DiscordStore } from "./store.js";
import type { Wire } from "./wire.js";

/** What an organiser should know, and can do something about. */
export type Trouble = "noThreads" | "threadsFull" | "channelClosed" | "channelGone" | "cantSee";

export interface DeliveryParts {
  readonly client: Client;
  readonly wire: Wire;
  readonly rooms: Rooms;
  readonly store: DiscordStore;
  readonly membership: Membership;
  readonly patience: Patience;
  /** Least time between the beginnings of two private conversations, in ms: many at once look like spam. */
  readonly spacing: number;
  readonly now: () => Date;
  /** Sees every failure as Discord put it. */
  readonly failed: (error: unknown) => void;
  readonly trouble: (spaceId: string, what: Trouble, channel: string | undefined) => void;
}

export type Deliver = (envelope: Envelope) => Promise<Receipt>;

const FOLDED = 50_083;
/** When a thread is tried again where there are too many, in ms. */
const ROOM_AGAIN = 15 * 60_000;
/** A channel that refused us so often is left alone for so long, in ms. */
const REFUSALS = { most: 3, rest: 10 * 60_000 };
/** Private messages of rooms that are remembered, so that none is shown twice while another one waits. */
const MOST_WRITTEN = 5_000;

export function makeDeliver(parts: DeliveryParts): Deliver {
  const { wire, membership, patience, rooms } = parts;
  const conversations = makeConversations(parts);
  const refusals = new Map<string, { count: number; at: number }>();
  const written = new Map<string, Receipt>();

  /** `spaceId` where the place itself doesn't say it: in a private conversation. */
  async function post(channelId: string, envelope: Envelope, spaceId?: string, part = ""): Promise<Receipt> {
    const messages = renderCard(envelope.card, { userIds: envelope.userIds, spaceId });
    const ids: string[] = [];
    for (const [index, message] of messages.entries()) {
      const nonce = nonceOf(envelope.nonce, index === 0 ? part : `${part}/${index}`);
      ids.push(await insist(patience, () => wire.post(channelId, message, nonce)));
    }
    return { messageId: ids[0] ?? "" };
  }

  async function privately(spaceId: string, userId: string, envelope: Envelope, part = ""): Promise<Receipt> {
    if (!isSnowflake(userId)) throw new DeliveryError("gone", "nobody at Discord has this id");
    if (!(await membership.isMember(spaceId, userId)))
      throw new DeliveryError("gone", "this person is no longer in the server");
    return conversations.within(userId, (channelId) => post(channelId, envelope, spaceId, part));
  }

  function nameOf(spaceId: string, channelId: string): string {
    const channel = parts.client.guilds.cache.get(spaceId)?.channels.cache.get(channelId);
    return channel === undefined ? channelId : `#${channel.name}`;
  }

  async function inChannel(address: Extract<Address, { kind: "channel" }>, envelope: Envelope): Promise<Receipt> {
    const { spaceId, channelId } = address;
    if (!isSnowflake(channelId)) throw new DeliveryError("gone", "no channel at Discord has this id");
    const refused = refusals.get(channelId);
    const isResting =
      refused !== undefined && refused.count >= REFUSALS.most && parts.now().getTime() - refused.at < REFUSALS.rest;
    if (isResting) throw new DeliveryError("refused", "this channel has refused us several times just now");
    try {
      const receipt = await post(channelId, envelope);
      refusals.delete(channelId);
      return receipt;
    } catch (error) {
      if (isForbidden(error)) {
        refusals.set(channelId, { count: (refused?.count ?? 0) + 1, at: parts.now().getTime() });
        parts.trouble(spaceId, "channelClosed", nameOf(spaceId, channelId));
      } else if (isMissing(error)) parts.trouble(spaceId, "channelGone", undefined);
      throw error;
    }
  }

  /** Once: while others of the room wait, for longer than Discord knows a nonce, it is not shown again. */
  async function onceTo(spaceId: string, userId: string, envelope: Envelope): Promise<Receipt> {
    const key = `${envelope.nonce} ${userId}`;
    const receipt = written.get(key) ?? (await privately(spaceId, userId, envelope, userId));
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(key, receipt);
    return receipt;
  }

  interface Reached {
    readonly receipts: readonly Receipt[];
    readonly unreached: readonly string[];
    readonly failure: unknown;
  }

  /** What belongs in a room, in private. Throws when it has to be tried again for one of them. */
  async function eachOf(userIds: readonly string[], { spaceId }: RoomAddress, envelope: Envelope): Promise<Reached> {
    const receipts: Receipt[] = [];
    const unreached: string[] = [];
    let failure: unknown;
    for (const userId of userIds) {
      try {
        receipts.push(await onceTo(spaceId, userId, envelope));
      } catch (error) {
        failure = error;
        const { kind } = deliveryErrorOf(error);
        // Nothing that passes may be taken for an end: whoever has it already is not shown it again.
        if (kind === "retry") throw error;
        if (kind === "closed") unreached.push(userId);
      }
    }
    return { receipts, unreached, failure };
  }

  /** Where no room can be had, each is written to; it has arrived when it reached one of them. */
  async function toEach(address: RoomAddress, envelope: Envelope): Promise<Receipt> {
    const { receipts, unreached, failure } = await eachOf(address.userIds, address, envelope);
    const [first] = receipts;
    if (first === undefined) throw failure;
    return { ...first, unreached };
  }

  /** Of those who can't be brought into a thread, who is still here: they don't see its channel. */
  async function blindOf(spaceId: string, outside: readonly string[]): Promise<readonly string[]> {
    const blind: string[] = [];
    for (const userId of outside) {
      // Perhaps they have left; then whoever they were to meet hears of it.
      membership.forget(spaceId, userId);
      if (await membership.isMember(spaceId, userId)) blind.push(userId);
    }
    return blind;
  }

  async function inThread(threadId: string, address: RoomAddress, envelope: Envelope): Promise<Receipt> {
    const { spaceId, userIds } = address;
    const outside = await whileAwake(threadId, () => rooms.bring(threadId, userIds));
    const blind = await blindOf(spaceId, outside);
    if (blind.length > 0) {
      const parentId = await wire.parentOf(threadId).catch(() => undefined);
      if (parentId !== undefined) parts.trouble(spaceId, "cantSee", nameOf(spaceId, parentId));
    }
    // First those who may have to wait.
    const { unreached } = await eachOf(blind, address, envelope);
    const receipt = await whileAwake(threadId, () => post(threadId, envelope));
    return { ...receipt, roomId: threadId, unreached };
  }

  /** A thread that Discord has folded away takes neither people nor messages before it is woken. */
  async function whileAwake<T>(threadId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== FOLDED) throw error;
      await insist(patience, () => wire.wakeThread(threadId));
      return work();
    }
  }

  async function inNewThread(address: RoomAddress, envelope: Envelope, lost?: string): Promise<Receipt> {
    const opened = await rooms.open(address, lost);
    if (opened.kind === "thread") return inThread(opened.id, address, envelope);
    parts.trouble(address.spaceId, opened.kind, undefined);
    if (opened.kind === "threadsFull") throw new DeliveryError("retry", "this server has too many threads", ROOM_AGAIN);
    return toEach(address, envelope);
  }

  /** What stands in the way of the room stands not in the way of the message. */
  async function inRoom(address: RoomAddress, envelope: Envelope): Promise<Receipt> {
    try {
      return await inKnownOrNew(address, envelope);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      parts.trouble(address.spaceId, "noThreads", undefined);
      return toEach(address, envelope);
    }
  }

  async function inKnownOrNew(address: RoomAddress, envelope: Envelope): Promise<Receipt> {
    const known = await rooms.known(address);
    if (known === undefined) return inNewThread(address, envelope);
    try {
      return await inThread(known, address, envelope);
    } catch (error) {
      // Somebody deleted the thread.
      if (isMissing(error)) return inNewThread(address, envelope, known);
      throw error;
    }
  }

  return async (envelope) => {
    const { address } = envelope;
    try {
      switch (address.kind) {
        case "private":
          return await privately(address.spaceId, address.userId, envelope);
        case "channel":
          return await inChannel(address, envelope);
        case "room":
          return await inRoom(address, envelope);
      }
    } catch (error) {
      parts.failed(error);
      throw deliveryErrorOf(error);
    }
  };
}
