import { onTestFinished } from "vitest";
import type { Bot } from "../../../src/chat/bot.js";
import { paragraph, type Card } from "../../../src/chat/card.js";
import type { Observation } from "../../../src/chat/invocation.js";
import { DeliveryError, type Address, type Receipt } from "../../../src/chat/port.js";
import { plain } from "../../../src/chat/text.js";
import type { DiscordOptions, DiscordPlatform } from "../../../src/platforms/discord/adapter.js";
import { stage } from "../../chat/stage.js";
import { START } from "../../support/conversation.js";
import { memoryStore, type MemoryStore } from "../../support/discord/memory.js";
import type { FakeOptions } from "../../support/discord/server.js";
import { openScene, type DiscordScene } from "../../support/discord/stage.js";

export const hello: Card = { title: plain("Title"), blocks: [paragraph("Hello")] };

/** A connected adapter with the shelf of books behind it, two people, and what came of it. */
export interface Connected extends DiscordScene {
  readonly adapter: DiscordPlatform;
  readonly store: MemoryStore;
  readonly bot: Bot;
  readonly ani: string;
  readonly budi: string;
  readonly observed: readonly Observation[];
  nextObservation(): Promise<Observation>;
  send(address: Address, nonce?: string): Promise<Receipt>;
  /** Why it was not delivered. */
  refused(address: Address, nonce?: string): Promise<DeliveryError>;
  privately(userId: string): Address;
  inChannel(): Address;
  inRoom(key: string, userIds?: readonly string[]): Extract<Address, { kind: "room" }>;
  texts(userId: string): string[];
}

export interface ConnectOptions {
  readonly discord?: Partial<FakeOptions>;
  readonly adapter?: Partial<DiscordOptions>;
  readonly bot?: (bot: Bot) => Bot;
  readonly store?: MemoryStore;
  /** Default: the instant at which tests begin. */
  readonly now?: () => Date;
  /** Discord may call the adapter. */
  readonly isCalled?: boolean;
}

/** A server with two people whom the bot knows, not connected yet. */
export async function prepared(options: ConnectOptions = {}) {
  const store = options.store ?? memoryStore();
  const scene = await openScene(store, { now: () => START, ...options.discord });
  const observed: Observation[] = [];
  let tell: (observation: Observation) => void = () => undefined;
  const { bot } = stage([
    async (observation) => {
      observed.push(observation);
      tell(observation);
    },
  ]);
  const [ani, budi] = [scene.people.joins("Ani"), scene.people.joins("Budi")];
  for (const id of [ani, budi]) store.homes.set(id, scene.guild.id);
  const { publicKey } = scene.discord.calls;
  const now = options.now ?? (() => START);
  const adapter = scene.platform({ now, ...(options.isCalled === true ? { publicKey } : {}), ...options.adapter });
  onTestFinished(() => adapter.stop());
  const nextObservation = () => new Promise<Observation>((resolve) => (tell = resolve));
  return { ...scene, store, ani, budi, adapter, observed, nextObservation, bot: options.bot?.(bot) ?? bot };
}

export async function connected(options: ConnectOptions = {}): Promise<Connected> {
  const scene = await prepared(options);
  const { adapter, bot, guild, channel, people, ani, budi } = scene;
  await adapter.start(bot);
  let count = 0;
  const send = (address: Address, nonce = `delivery-${++count}`) =>
    adapter.deliver({ address, card: hello, nonce, proactive: true, userIds: new Map() });
  return {
    ...scene,
    send,
    async refused(address, nonce) {
      try {
        await send(address, nonce);
      } catch (error) {
        if (error instanceof DeliveryError) return error;
        throw error;
      }
      throw new Error("it was delivered");
    },
    privately: (userId) => ({ kind: "private", spaceId: guild.id, userId }),
    inChannel: () => ({ kind: "channel", spaceId: guild.id, channelId: channel.id }),
    inRoom: (key, userIds = [ani, budi]) => ({
      kind: "room",
      spaceId: guild.id,
      key,
      roomId: undefined,
      userIds,
      name: "Ani, Budi",
    }),
    texts: (userId) => people.reads(userId).map(({ place, text }) => `${place}: ${text}`),
  };
}
