import { DeliveryError, type HomeProblem, type HomeReport, type PlatformAdapter } from "../chat/port.js";
import { makeOrder } from "../order.js";
import type { Database, Tx } from "../storage/database.js";
import { accountIn, commonSpaces, settledIn, type Correspondent, type RouteParts } from "./route.js";

export interface HomesParts extends Pick<RouteParts, "adapters" | "describe" | "spaceOf"> {
  readonly db: Database;
  readonly now: () => Date;
}

/** A group's home as it is to be, in members. */
export interface GroupHome {
  /** The key of the room to which the group's messages go. */
  readonly key: string;
  readonly name: string;
  /** Exactly these are in it. Who said STOP is in it too: they are of the group. */
  readonly memberIds: readonly string[];
  /** Who was of the group earlier: some platforms don't tell who is in a place. */
  readonly formerIds?: readonly string[];
  /** False: it is put away, with everything that was said in it. */
  readonly isOpen: boolean;
}

export interface KeptHome {
  /** Messages to the room of its key reach the home. Otherwise they go as without one; never true of what is put away. */
  readonly isThere: boolean;
  /** It was opened just now, whether for the first time or since what was put away can't be had back. */
  readonly isNew: boolean;
  /** Members who are to be in it and are not. */
  readonly unreached: readonly string[];
  /** Where it is, or is to be; undefined where there is no such space. */
  readonly platform?: string;
  /** What stands in the way; "noCommonSpace": there is no space in which all of them are. */
  readonly problem?: HomeProblem | "noCommonSpace" | "noHomesHere";
}

/** What is to be written when it was opened just now, in the transaction that keeps where it is. */
export type Opened = (tx: Tx) => Promise<void>;

export interface Homes {
  /**
   * Makes a group's home what it is to be, where they have one or else in the first space that all share. Harmless when
   * done twice; not to be called within a transaction, since it asks the platform. Throws DeliveryError "retry" when the
   * platform is not running or is not well: then it is to be done again later.
   */
  keep(networkId: string, home: GroupHome, opened?: Opened): Promise<KeptHome>;
}

/** Where a group's home is, or is to be. */
interface Site {
  readonly spaceId: string;
  readonly platform: string;
  readonly place: string;
}

const NOTHING_TO_SAY: Opened = () => Promise.resolve();

/** The lasting homes of groups. */
export function makeHomes(parts: HomesParts): Homes {
  const { db } = parts;
  const order = makeOrder();

  async function roomOf(key: string, spaceId: string): Promise<string | undefined> {
    return (await db.client.room.findUnique({ where: { key_spaceId: { key, spaceId } } }))?.externalId;
  }

  async function peopleOf(ids: readonly string[]): Promise<readonly Correspondent[]> {
    const known = await parts.describe(ids);
    return ids.flatMap((id) => known.get(id) ?? []).filter(({ hasLeft }) => !hasLeft);
  }

  /** Spaces of the network in which this room was opened. Whoever is in it may have left the community by now. */
  async function spacesOf(networkId: string, key: string) {
    const rooms = await db.client.room.findMany({ where: { key }, orderBy: { createdAt: "asc" } });
    const own = await db.client.space.findMany({
      where: { networkId, id: { in: rooms.map(({ spaceId }) => spaceId) } },
      select: { id: true },
    });
    const found = await Promise.all(own.map(({ id }) => parts.spaceOf(id)));
    return found.flatMap((space) => space ?? []);
  }

  /** Undefined where the members share no space. Throws when it is not to be reached just now. */
  async function siteOf(
    networkId: string,
    { key, isOpen }: GroupHome,
    present: readonly Correspondent[],
  ): Promise<Site | undefined> {
    // What is put away is wherever it is; what is open is where all of them are.
    const shared = isOpen && present.length > 0 ? commonSpaces(present) : await spacesOf(networkId, key);
    const ready = shared.filter(({ isAway, platform }) => !isAway && parts.adapters.has(platform));
    if (shared.length > 0 && ready.length === 0)
      throw new DeliveryError("retry", "the platform of this group is not running at the moment");
    return settledIn({ roomOf }, key, ready);
  }

  async function remember(key: string, spaceId: string, externalId: string, opened: Opened): Promise<void> {
    const where = { key_spaceId: { key, spaceId } };
    const create = { key, spaceId, externalId, createdAt: parts.now() };
    await db.transaction(async (tx) => {
      await tx.room.upsert({ where, create, update: { externalId } });
      await opened(tx);
    });
  }

  async function ask(
    keepHome: NonNullable<PlatformAdapter["keepHome"]>,
    { spaceId, place }: Site,
    home: GroupHome,
    present: readonly Correspondent[],
    opened: Opened,
  ): Promise<KeptHome> {
    const { key, name, isOpen, memberIds, formerIds = [] } = home;
    const before = await roomOf(key, spaceId);
    const idsIn = (people: readonly Correspondent[]) =>
      new Map(people.flatMap((one) => accountIn(one, spaceId).map(({ userId }) => [userId, one.memberId] as const)));
    const inside = idsIn(present);
    const former = [...idsIn(await peopleOf(formerIds)).keys()].filter((id) => !inside.has(id));
    const report = await keepHome({
      ...{ spaceId: place, key, roomId: before, name, isOpen },
      userIds: [...inside.keys()],
      formerIds: former,
    });
    const here = new Set(inside.values());
    const missed = new Set(report.unreached.flatMap((userId) => inside.get(userId) ?? []));
    const unreached = isOpen ? memberIds.filter((id) => !here.has(id) || missed.has(id)) : [];
    const isThere = isOpen && report.roomId !== undefined && unreached.length < memberIds.length;
    const isNew = isThere && report.roomId !== before;
    await note(report, home, spaceId, isThere, isNew ? opened : NOTHING_TO_SAY);
    return { isThere, isNew, unreached, ...(report.problem === undefined ? {} : { problem: report.problem }) };
  }

  /** A place that nobody is in is no room for messages: it is found again when somebody can be brought in. */
  async function note(
    { roomId }: HomeReport,
    home: GroupHome,
    spaceId: string,
    isThere: boolean,
    opened: Opened,
  ): Promise<void> {
    const { key, isOpen, memberIds } = home;
    if (roomId === undefined) return;
    if (isThere || !isOpen || memberIds.length === 0) await remember(key, spaceId, roomId, opened);
    else await db.client.room.deleteMany({ where: { key, spaceId, externalId: roomId } });
  }

  async function keep(networkId: string, home: GroupHome, opened: Opened): Promise<KeptHome> {
    const memberIds = [...new Set(home.memberIds)];
    const present = await peopleOf(memberIds);
    const site = await siteOf(networkId, home, present);
    const none = { isThere: false, isNew: false, unreached: home.isOpen ? memberIds : [] };
    // What was never opened need not be put away.
    if (!site) return home.isOpen ? { ...none, problem: "noCommonSpace" } : none;
    const adapter = parts.adapters.get(site.platform);
    const { platform } = site;
    if (!adapter?.keepHome) return { ...none, platform, problem: "noHomesHere" };
    return { platform, ...(await ask(adapter.keepHome.bind(adapter), site, { ...home, memberIds }, present, opened)) };
  }

  return {
    // One after the other for each group: the last word counts.
    keep: (networkId, home, opened = NOTHING_TO_SAY) => order.next(home.key, () => keep(networkId, home, opened)),
  };
}
