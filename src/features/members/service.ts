import { Refusal } from "../../refusal.js";
import { isDuplicate, type Tx } from "../../storage/database.js";
import { isTimeZone } from "./calendar/rules.js";
import { calledName, chosenLocale, chosenZone, renamedIn, type AddressForm } from "./rules.js";
import { unreachedIn } from "./reach.js";
import { findOrMakeSpace, makeNetworks, type NetworksParts, type SpacePlace } from "./networks.js";
import { makeRoles } from "./roles.js";
import { parseSettings } from "./settings.js";
import { shownMember } from "./presence.js";
import type { Care } from "./withdrawals.js";

export interface MembersParts extends NetworksParts {
  /** What follows for others, in the same transaction, when somebody draws back. */
  readonly withdrawals: {
    stopped(tx: Tx, memberId: string): Promise<void>;
    keptApart(tx: Tx, askerId: string, otherId: string): Promise<void>;
  };
  /** What people are told of what became of them, in the same transaction. */
  readonly care: Care;
  readonly nearestLocale: (tag: string | null | undefined) => string | undefined;
}

export interface AccountSeen {
  readonly externalId: string;
  readonly name: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly isOrganiser?: boolean;
}

/** A member as the one who is speaking right now. */
export interface ArrivedMember {
  readonly memberId: string;
  readonly name: string;
  readonly accountId: string;
  readonly networkId: string;
  readonly spaceId: string;
  readonly isOrganiser: boolean;
  readonly locale: string;
  readonly timeZone: string;
  readonly isNew: boolean;
}

export interface Preferences {
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  readonly address?: AddressForm;
  readonly quietFrom?: string | null;
  readonly quietUntil?: string | null;
  readonly weekends?: boolean;
}

const withAll = {
  space: { include: { network: true } },
  member: { include: { roles: true } },
} as const;

const SMALL_NETWORK = 8;
/** The role of whom a platform says to be an organiser; the platform can take it back. */
const PLATFORM_ORGANISER = "platformOrganiser";
/** How long, in ms, another program's change to a member may go unnoticed here. */
const REMEMBERED = 5_000;
const MOST_ARRIVALS = 5_000;

export type Members = ReturnType<typeof makeMembers>;

export function makeMembers(parts: MembersParts) {
  const { db, now } = parts;
  // Who speaks is asked for every command, and hardly ever changes.
  const noArrivals = () =>
    new Map<string, { readonly seen: AccountSeen; readonly member: ArrivedMember; readonly at: number }>();
  let arrivals = noArrivals();
  // Whoever was looked up before is kept in what nobody reads any more.
  const forget = () => void (arrivals = noArrivals());
  const networks = makeNetworks(parts, forget);

  async function findAccount(place: SpacePlace, externalId: string) {
    return db.client.account.findFirst({
      where: { externalId, space: { platform: place.platform, externalId: place.spaceId } },
      include: withAll,
    });
  }

  async function enrol(place: SpacePlace, seen: AccountSeen): Promise<void> {
    await db.transaction(async (tx) => {
      const space = await findOrMakeSpace(tx, parts, place);
      const member = await tx.member.create({
        data: {
          id: parts.newId(),
          networkId: space.networkId,
          // Whoever has no name that can be read is still somebody.
          name: seen.name === "" ? seen.externalId : seen.name,
          localeHint: seen.locale ?? null,
          zoneHint: seen.timeZone ?? null,
          createdAt: now(),
          // Whoever never does anything counts from here.
          lastActiveAt: now(),
          ...(seen.isOrganiser === true ? { roles: { create: { name: PLATFORM_ORGANISER } } } : {}),
        },
      });
      await tx.account.create({
        data: { id: parts.newId(), memberId: member.id, spaceId: space.id, externalId: seen.externalId },
      });
    });
  }

  /** Keeps name and hints as the platform says them, and welcomes back whoever had left. */
  async function refresh(
    account: NonNullable<Awaited<ReturnType<typeof findAccount>>>,
    seen: AccountSeen,
  ): Promise<void> {
    const { member } = account;
    const changes = {
      ...(seen.name !== "" && seen.name !== member.name ? { name: seen.name } : {}),
      ...(seen.locale !== undefined && seen.locale !== member.localeHint ? { localeHint: seen.locale } : {}),
      ...(seen.timeZone !== undefined && seen.timeZone !== member.zoneHint ? { zoneHint: seen.timeZone } : {}),
    };
    if (Object.keys(changes).length > 0) await db.transaction((tx) => write(tx, member, changes));
    if (member.leftAt !== null) await comeBack(member.id);
    if (account.leftAt !== null) await db.client.account.update({ where: { id: account.id }, data: { leftAt: null } });
    await keepPlatformRole(
      member.id,
      seen.isOrganiser,
      member.roles.some(({ name }) => name === PLATFORM_ORGANISER),
    );
  }

  async function comeBack(id: string): Promise<void> {
    await db.transaction(async (tx) => {
      const member = await tx.member.findUnique({ where: { id }, select: { networkId: true, leftAt: true } });
      if (!member?.leftAt) return;
      // Nothing is left of how quiet they were before they left.
      const afresh = { leftAt: null, lastActiveAt: now(), careStage: 0, careAt: null, careAnswer: null };
      // Two of their events may arrive at once.
      const { count } = await tx.member.updateMany({ where: { id, leftAt: member.leftAt }, data: afresh });
      if (count > 0) await parts.care.rejoined(tx, { id, networkId: member.networkId, leftAt: member.leftAt });
    });
  }

  /** Whoever has a new name is found by it. */
  async function write(
    tx: Tx,
    { id, name: before }: { readonly id: string; readonly name: string },
    changes: {
      readonly name?: string;
      readonly localeHint?: string;
      readonly zoneHint?: string;
    },
  ): Promise<void> {
    await tx.member.update({ where: { id }, data: changes });
    if (changes.name === undefined) return;
    const profile = await tx.profile.findUnique({ where: { memberId: id }, select: { searchText: true } });
    if (!profile) return;
    const searchText = renamedIn(profile.searchText, before, changes.name);
    await tx.profile.update({ where: { memberId: id }, data: { searchText } });
  }

  /** Whom the platform calls an organiser is written down, so that organisers can also be written to. */
  async function keepPlatformRole(memberId: string, isOrganiser: boolean | undefined, isKnown: boolean): Promise<void> {
    const where = { memberId_name: { memberId, name: PLATFORM_ORGANISER } };
    if (isOrganiser === true && !isKnown) {
      await db.client.role.upsert({ where, create: { memberId, name: PLATFORM_ORGANISER }, update: {} });
    }
    if (isOrganiser === false && isKnown)
      await db.client.role.deleteMany({ where: { memberId, name: PLATFORM_ORGANISER } });
  }

  async function leaveWith(
    { id, memberId }: { readonly id: string; readonly memberId: string },
    letGo: (memberId: string, tx: Tx) => Promise<void>,
  ): Promise<string | undefined> {
    return db.transaction(async (tx) => {
      await tx.account.update({ where: { id }, data: { leftAt: now() } });
      const others = await tx.account.count({ where: { memberId, leftAt: null } });
      if (others > 0) return undefined;
      await tx.member.update({ where: { id: memberId }, data: { leftAt: now() } });
      await letGo(memberId, tx);
      return memberId;
    });
  }

  async function look(place: SpacePlace, seen: AccountSeen): Promise<ArrivedMember> {
    let account = await findAccount(place, seen.externalId);
    const isNew = account === null;
    if (account === null) {
      // Two events of the same newcomer may arrive at once; the second finds what the first made.
      await enrol(place, seen).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
      account = await findAccount(place, seen.externalId);
      if (account === null) throw new Error("an account vanished while it was made");
    } else await refresh(account, seen);
    const { member, space } = account;
    const { network } = space;
    return {
      memberId: member.id,
      name: seen.name === "" ? member.name : seen.name,
      accountId: account.id,
      networkId: network.id,
      spaceId: space.id,
      isOrganiser: (seen.isOrganiser ?? false) || member.roles.some((role) => role.name === "organiser"),
      locale: chosenLocale(
        { ...member, localeHint: seen.locale ?? member.localeHint },
        network.locale,
        parts.nearestLocale,
      ),
      timeZone: chosenZone({ ...member, zoneHint: seen.timeZone ?? member.zoneHint }, network.timeZone, isTimeZone),
      isNew,
    };
  }

  async function called(where: { id: { in: string[] }; leftAt?: null }): Promise<ReadonlyMap<string, string>> {
    const rows = await db.client.member.findMany({ where, select: { id: true, name: true, address: true } });
    return new Map(rows.map((row) => [row.id, calledName(row.name, row.address)]));
  }

  return {
    /** The member behind an account, made on first sight. */
    async arrive(place: SpacePlace, seen: AccountSeen): Promise<ArrivedMember> {
      const key = `${place.platform} ${place.spaceId} ${seen.externalId}`;
      const known = arrivals.get(key);
      const age = now().getTime() - (known?.at ?? 0);
      if (known && isSame(known.seen, seen) && age >= 0 && age < REMEMBERED) return known.member;
      const into = arrivals;
      const member = await look(place, seen);
      if (into.size >= MOST_ARRIVALS) into.clear();
      into.set(key, { seen, member: { ...member, isNew: false }, at: now().getTime() });
      return member;
    },

    /**
     * The person is no longer in the space; when that was the last one, no longer in the network, and `letGo` does what
     * follows from that in the same transaction. Answers with the member who left the network.
     */
    async leave(
      place: SpacePlace,
      externalId: string,
      letGo: (memberId: string, tx: Tx) => Promise<void>,
    ): Promise<string | undefined> {
      const account = await findAccount(place, externalId);
      const left = account?.leftAt === null ? await leaveWith(account, letGo) : undefined;
      forget();
      return left;
    },

    /** By `<@platform id>`, by the bare id, or by a name (or its beginning) that only one member has. */
    async find(of: { readonly networkId: string; readonly spaceId: string }, written: string) {
      const externalId = /^<@!?([^>|]+)/.exec(written)?.[1] ?? written.replace(/^@/, "");
      const account = await db.client.account.findFirst({
        where: { spaceId: of.spaceId, externalId, leftAt: null },
        include: { member: true },
      });
      if (account) return refOf(account.member);
      return findByName(of.networkId, externalId);
    },

    /** A member's own settings, with what applies where nothing was chosen. */
    async settingsOf(memberId: string) {
      const isClosed = { leftAt: null, dmClosedAt: { not: null } };
      const member = await db.client.member.findUniqueOrThrow({
        where: { id: memberId },
        include: { network: true, _count: { select: { accounts: { where: isClosed } } } },
      });
      const { gate } = parseSettings(member.network.settings);
      return {
        name: member.name,
        called: calledName(member.name, member.address),
        address: member.address,
        locale: chosenLocale(member, member.network.locale, parts.nearestLocale),
        timeZone: chosenZone(member, member.network.timeZone, isTimeZone),
        quietFrom: member.quietFrom ?? gate.quietFrom,
        quietUntil: member.quietUntil ?? gate.quietUntil,
        weekends: member.weekends,
        isStopped: member.stoppedAt !== null,
        isUnreached: member._count.accounts > 0,
        perDay: gate.perDay,
        perWeek: gate.perWeek,
      };
    },

    async prefer(memberId: string, preferences: Preferences): Promise<void> {
      await db.client.member.update({ where: { id: memberId }, data: preferences });
      forget();
    },

    /** STOP: nothing proactive any more, until the person wants it again. */
    async stop(memberId: string, stopped: boolean): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.member.update({ where: { id: memberId }, data: { stoppedAt: stopped ? now() : null } });
        if (stopped) await parts.withdrawals.stopped(tx, memberId);
      });
    },

    /** How these members are addressed, by id. */
    async calledNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      return called({ id: { in: [...ids] } });
    },

    /** The same of those who are still members: what somebody who left has shared stays without the name. */
    async namesHere(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      return called({ id: { in: [...ids] }, leftAt: null });
    },

    /** So few members that somebody who is never matched with another could guess why. */
    async isSmall(networkId: string): Promise<boolean> {
      return (await db.client.member.count({ where: { networkId, ...shownMember } })) < SMALL_NETWORK;
    },

    /** These two are never brought together: because one asked (`doNotMeet`), or because one assesses the other. */
    async keepApart(
      networkId: string,
      memberId: string,
      otherId: string,
      kind: "doNotMeet" | "evaluator",
    ): Promise<void> {
      if (memberId === otherId) throw new Refusal("notYourself");
      const where = { memberId_otherId_kind: { memberId, otherId, kind } };
      const create = { id: parts.newId(), networkId, memberId, otherId, kind, createdAt: now() };
      await db.transaction(async (tx) => {
        await tx.avoidance.upsert({ where, create, update: {} });
        await parts.withdrawals.keptApart(tx, memberId, otherId);
      });
    },

    /** False when the other was not on this member's list. */
    async allowAgain(memberId: string, otherId: string): Promise<boolean> {
      const { count } = await db.client.avoidance.deleteMany({ where: { memberId, otherId, kind: "doNotMeet" } });
      return count > 0;
    },

    unreached: (networkId: string) => unreachedIn(db, networkId),

    /** What is remembered of who speaks is read again. */
    refresh: forget,

    ...makeRoles(parts, forget),
    ...networks,
  };

  async function findByName(networkId: string, written: string) {
    const wanted = written.trim().toLowerCase();
    if (wanted === "") return undefined;
    const members = await db.client.member.findMany({
      where: { networkId, leftAt: null },
      select: { id: true, name: true, address: true },
      take: 20_000,
    });
    const namesOf = ({ name, address }: (typeof members)[number]) => [name, calledName(name, address)];
    const exact = members.filter((member) => namesOf(member).some((name) => name.toLowerCase() === wanted));
    const begins = (name: string) => name.toLowerCase().split(/\s+/).join(" ").startsWith(wanted);
    const near = exact.length > 0 ? exact : members.filter((member) => namesOf(member).some(begins));
    const only = near.length === 1 ? near[0] : undefined;
    return only && refOf(only);
  }
}

/** What a platform says of the person is the same as before. */
function isSame(a: AccountSeen, b: AccountSeen): boolean {
  return a.name === b.name && a.locale === b.locale && a.timeZone === b.timeZone && a.isOrganiser === b.isOrganiser;
}

/** A member by the name that the member wants to be called by. */
function refOf({ id, name, address }: { readonly id: string; readonly name: string; readonly address: string | null }) {
  return { memberId: id, name: calledName(name, address) };
}
