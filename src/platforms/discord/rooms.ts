import {
  ChannelType,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  Routes,
  SnowflakeUtil,
  type Client,
  type GuildBasedChannel,
  type REST,
} from "discord.js";
import { z } from "zod";
import { cleanLine } from "../../chat/text.js";
import type { Address } from "../../chat/port.js";
import { codeOf, isForbidden, isMissing } from "./errors.js";
import { limits } from "./limits.js";
import { spaced } from "./patience.js";
import type { DiscordStore } from "./store.js";
import type { Wire } from "./wire.js";

export type RoomAddress = Extract<Address, { kind: "room" }>;

type Opening = Pick<RoomAddress, "spaceId" | "key" | "name">;

export interface RoomParts {
  readonly client: Client;
  readonly rest: REST;
  readonly wire: Wire;
  readonly store: DiscordStore;
  readonly now: () => Date;
}

/** A new thread, or why there can be none until an organiser changes something. */
export type OpenedRoom =
  { readonly kind: "thread"; readonly id: string } | { readonly kind: "noThreads" | "threadsFull" | "channelGone" };

export type Rooms = ReturnType<typeof makeRooms>;

/** A week without a word, in minutes: then Discord folds the thread away, where it can still be found. */
const FOLDED_AFTER = 10_080;
/** An older thread of these people that we know nothing of is left alone, in ms. */
const ORPHANED = 86_400_000;
const NEEDED = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.CreatePrivateThreads,
  PermissionFlagsBits.SendMessagesInThreads,
];

const threads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullish(),
      owner_id: z.string().nullish(),
      parent_id: z.string().nullish(),
    }),
  ),
});
const created = z.object({ id: z.string() });

/** The shared place of a few people: a private thread, since a bot can't open group conversations. */
export function makeRooms({ client, rest, wire, store, now }: RoomParts) {
  // One after the other: two rooms of the same people must not take the same thread for theirs.
  const inTurn = spaced(0);
  /** Who was brought into a thread since the program started. */
  const inside = new Map<string, Set<string>>();

  /** The channel in which threads are opened: the organisers' choice, or else one where we may. */
  async function parentIn(spaceId: string): Promise<string | undefined> {
    const guild = client.guilds.cache.get(spaceId);
    const chosen = await store.meetupChannel(spaceId);
    // What can't be told from here is tried.
    const isRefused = (channel: GuildBasedChannel) =>
      guild?.members.me !== null && guild !== undefined && !channel.permissionsFor(guild.members.me).has(NEEDED);
    if (chosen !== undefined) {
      const channel = guild?.channels.cache.get(chosen);
      return channel !== undefined && isRefused(channel) ? undefined : chosen;
    }
    if (!guild) return undefined;
    const mayUse = (channelId: string) => {
      const channel = guild.channels.cache.get(channelId);
      return channel?.type === ChannelType.GuildText && !isRefused(channel);
    };
    const ids = [...guild.channels.cache.keys()].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    return [guild.systemChannelId ?? "", ...ids].find(mayUse);
  }

  /** A thread that was opened while the answer, or this program, got lost: it belongs to no room yet. */
  async function orphan(spaceId: string, parentId: string, name: string): Promise<string | undefined> {
    const answer = await rest.get(Routes.guildActiveThreads(spaceId)).catch(() => undefined);
    for (const thread of threads.safeParse(answer).data?.threads ?? []) {
      const isOurs = thread.owner_id === client.user?.id && thread.parent_id === parentId && thread.name === name;
      const age = now().getTime() - SnowflakeUtil.timestampFrom(thread.id);
      if (isOurs && age < ORPHANED && !(await store.isRoom(spaceId, thread.id))) return thread.id;
    }
    return undefined;
  }

  async function create(parentId: string, name: string): Promise<string> {
    const body = {
      name,
      type: ChannelType.PrivateThread,
      invitable: false,
      auto_archive_duration: FOLDED_AFTER,
    };
    return created.parse(await rest.post(Routes.threads(parentId), { body })).id;
  }

  async function open(address: Opening, lost: string | undefined): Promise<string | undefined> {
    const { spaceId, key } = address;
    const parentId = await parentIn(spaceId);
    if (parentId === undefined) return undefined;
    const name = threadName(address.name);
    try {
      return await inTurn(async () => {
        // It may have been opened while this one waited for its turn.
        const known = await store.room(spaceId, key);
        if (known !== undefined && known !== lost) return known;
        const threadId = (await orphan(spaceId, parentId, name)) ?? (await create(parentId, name));
        await store.keepRoom(spaceId, key, threadId);
        return threadId;
      });
    } catch (error) {
      if (isForbidden(error)) return undefined;
      throw error;
    }
  }

  return {
    /** The room's thread, if it was opened before. */
    async known({
      spaceId,
      key,
      roomId,
    }: Pick<RoomAddress, "spaceId" | "key" | "roomId">): Promise<string | undefined> {
      return roomId ?? (await store.room(spaceId, key));
    },

    /** Opens a thread, still without people; `lost` is one that is not there any more. */
    async open(address: Opening, lost?: string): Promise<OpenedRoom> {
      try {
        const id = await open(address, lost);
        return id === undefined ? { kind: "noThreads" } : { kind: "thread", id };
      } catch (error) {
        if (codeOf(error) === RESTJSONErrorCodes.MaximumActiveThreads) return { kind: "threadsFull" };
        if (isMissing(error)) return { kind: "channelGone" };
        throw error;
      }
    },

    /** Adds whoever is not in the thread yet. Answers with those who can't be: they don't see the channel, or left. */
    async bring(threadId: string, userIds: readonly string[]): Promise<readonly string[]> {
      const there = inside.get(threadId) ?? new Set<string>();
      inside.set(threadId, there);
      const outside: string[] = [];
      for (const userId of userIds) {
        if (there.has(userId)) continue;
        try {
          await wire.addToThread(threadId, userId);
          there.add(userId);
        } catch (error) {
          if (!isForbidden(error) && !isMissing(error)) throw error;
          outside.push(userId);
        }
      }
      return outside;
    },

    /** Who is in a thread now, as Discord tells it; what was believed before no longer counts. */
    learn(threadId: string, userIds: readonly string[]): void {
      inside.set(threadId, new Set(userIds));
    },

    /** Whom we brought into a thread since the program started. */
    brought: (threadId: string): readonly string[] => [...(inside.get(threadId) ?? [])],
  };
}

/** A name as Discord takes it. */
export function threadName(name: string): string {
  return cleanLine(name, limits.threadName) || "Jejaring";
}
