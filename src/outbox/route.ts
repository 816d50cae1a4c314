import type { Address, PlatformAdapter } from "../chat/port.js";
import type { Recipient } from "./delivery.js";
import { languagesOf, peopleIn, type Audience } from "./notice.js";
import type { Parcel } from "./parcel.js";

/** What the courier needs to know of a member to write to them. */
export interface Correspondent {
  readonly memberId: string;
  readonly called: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly hasLeft: boolean;
  /** They said STOP. */
  readonly isStopped: boolean;
  readonly accounts: readonly {
    readonly spaceId: string;
    readonly platform: string;
    readonly place: string;
    readonly userId: string;
    /** A private message did not reach them not long ago. */
    readonly dmClosed: boolean;
    /** The bot was taken out of this space, and may be put back. */
    readonly isAway: boolean;
  }[];
}

export interface Space {
  readonly spaceId: string;
  readonly platform: string;
  readonly place: string;
  readonly locale: string;
  readonly timeZone: string;
  /** The bot was taken out of it, and may be put back. */
  readonly isAway: boolean;
}

export interface RouteParts {
  readonly adapters: ReadonlyMap<string, PlatformAdapter>;
  readonly describe: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, Correspondent>>;
  readonly spaceOf: (spaceId: string) => Promise<Space | undefined>;
  readonly roomOf: (key: string, spaceId: string) => Promise<string | undefined>;
}

/** Where a parcel goes and who reads it there. */
export interface Route {
  readonly platform: string;
  readonly spaceId: string;
  readonly address: Address;
  readonly readers: readonly Correspondent[];
  /** One a language, in the order in which it is said. */
  readonly audiences: readonly Audience[];
  readonly userIds: ReadonlyMap<string, string>;
  /** It is the place that a group chose for itself, and is there: like a channel, it takes nothing of anybody's budget. */
  readonly isHome: boolean;
}

/**
 * The people have left, or want no such messages any more, or take no private ones; there is nothing to deliver to; the
 * platform is not running at the moment, or the bot was taken out of the space.
 */
export type NoRoute = "left" | "stopped" | "closed" | "gone" | "away";

/** The route, or why there is none. */
export async function routeOf(parts: RouteParts, parcel: Parcel): Promise<Route | NoRoute> {
  const { to } = parcel;
  if (to.kind === "channel") return channelRoute(parts, parcel, to);
  const ids = to.kind === "member" ? [to.memberId] : to.memberIds;
  const people = await parts.describe(ids);
  const present = ids.flatMap((id) => people.get(id) ?? []).filter((reader) => !reader.hasLeft);
  const readers = to.kind === "room" ? present.filter((reader) => isInRoom(parcel, to, reader)) : present;
  // A conversation of one is none.
  const least = to.kind === "room" ? 2 : 1;
  if (readers.length < least) return present.length < least ? "left" : "stopped";
  const shared = commonSpaces(readers);
  const common = shared.filter(({ isAway }) => !isAway);
  if (common.length === 0) return shared.length === 0 ? "gone" : "away";
  // Nobody is tried again and again who wants no private messages. An answer they asked for may try.
  const isShut = ({ dmClosed }: { readonly dmClosed: boolean }) => to.kind === "member" && parcel.proactive && dmClosed;
  const spaces = common.filter((account) => !isShut(account));
  if (spaces.length === 0) return "closed";
  const running = spaces.filter(({ platform }) => parts.adapters.has(platform));
  const space = to.kind === "room" ? await settledIn(parts, to.key, running) : running[0];
  if (!space) return "away";
  const userIds = new Map(
    readers.flatMap((reader) =>
      accountIn(reader, space.spaceId).map(({ userId }) => [reader.memberId, userId] as const),
    ),
  );
  const first = readers[0];
  const address: Address =
    to.kind === "member"
      ? { kind: "private", spaceId: space.place, userId: userIds.get(to.memberId) ?? "" }
      : {
          kind: "room",
          spaceId: space.place,
          key: to.key,
          roomId: await parts.roomOf(to.key, space.spaceId),
          userIds: [...userIds.values()],
          name: readers.map((reader) => reader.called).join(", "),
        };
  const audiences = to.kind === "member" && first ? [first] : await audiencesIn(parts, space.spaceId, readers);
  const isHome = to.kind === "room" && to.orEach === true && address.kind === "room" && address.roomId !== undefined;
  return { platform: space.platform, spaceId: space.spaceId, address, readers, audiences, userIds, isHome };
}

/** Of these spaces the one in which the room is already, or else the first. */
export async function settledIn<T extends { readonly spaceId: string }>(
  { roomOf }: Pick<RouteParts, "roomOf">,
  key: string,
  spaces: readonly T[],
): Promise<T | undefined> {
  if (spaces.length > 1) for (const space of spaces) if ((await roomOf(key, space.spaceId)) !== undefined) return space;
  return spaces[0];
}

/** Who said STOP is not taken into a room that opens by itself; the gate tells what else may come to them. */
function isInRoom(
  { proactive }: Parcel,
  { askedBy }: Extract<Recipient, { kind: "room" }>,
  { memberId, isStopped }: Correspondent,
): boolean {
  return !isStopped || !proactive || memberId === askedBy;
}

/** The same for what is written anew in a room, such as by a button, as a message to these members would be. */
export async function audiencesOf(
  parts: Pick<RouteParts, "describe" | "spaceOf">,
  spaceId: string,
  memberIds: readonly string[],
): Promise<readonly Audience[]> {
  const people = await parts.describe(memberIds);
  const readers = memberIds.flatMap((id) => people.get(id) ?? []).filter(({ hasLeft }) => !hasLeft);
  return audiencesIn(parts, spaceId, readers);
}

/** The readers of a room by their languages; which of them is the community's own matters only where there are two. */
async function audiencesIn(
  parts: Pick<RouteParts, "spaceOf">,
  spaceId: string,
  readers: readonly Correspondent[],
): Promise<readonly Audience[]> {
  const audiences = readers.map(({ locale, timeZone }) => ({ memberId: undefined, locale, timeZone }));
  const isOne = audiences.every(({ locale }) => locale === audiences[0]?.locale);
  return languagesOf(audiences, isOne ? undefined : (await parts.spaceOf(spaceId))?.locale);
}

async function channelRoute(
  parts: RouteParts,
  parcel: Parcel,
  to: Extract<Recipient, { kind: "channel" }>,
): Promise<Route | NoRoute> {
  const space = await parts.spaceOf(to.spaceId);
  if (!space) return "gone";
  if (space.isAway || !parts.adapters.has(space.platform)) return "away";
  const named = await parts.describe(peopleIn(parcel.facts));
  const userIds = new Map(
    [...named.values()].flatMap((member) =>
      accountIn(member, to.spaceId).map(({ userId }) => [member.memberId, userId] as const),
    ),
  );
  return {
    platform: space.platform,
    spaceId: to.spaceId,
    address: { kind: "channel", spaceId: space.place, channelId: to.channelId },
    readers: [],
    audiences: [{ memberId: undefined, locale: space.locale, timeZone: space.timeZone }],
    userIds,
    isHome: false,
  };
}

export function accountIn(member: Correspondent, spaceId: string) {
  return member.accounts.filter((account) => account.spaceId === spaceId);
}

/** Spaces in which all of them are. */
export function commonSpaces([first, ...others]: readonly Correspondent[]) {
  const isCommon = ({ spaceId }: { readonly spaceId: string }) =>
    others.every((other) => accountIn(other, spaceId).length > 0);
  return first?.accounts.filter(isCommon) ?? [];
}
