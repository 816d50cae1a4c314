import type { Address, Receipt } from "../chat/port.js";
import type { Database, Tx } from "../storage/database.js";
import { databaseNow, selectDue } from "../storage/leases.js";
import { backoff, MOST_TRIES } from "./backoff.js";
import { priorities } from "./delivery.js";
import type { Reach, ReachKeeper } from "./reach.js";
import { spread } from "./spreading.js";
import { gather, leasedBy, parcelOf, setFree, settleTogether, type Parcel } from "./parcel.js";

/** The part of the gate that the courier asks. */
export interface GateKeeper {
  refresh(): void;
  admit(
    tx: Tx,
    ask: {
      deliveryId: string;
      networkId: string;
      memberIds: readonly string[];
      askedBy: string | undefined;
      priority: number;
      expiresAt: Date | null;
    },
    now: Date,
  ): Promise<GateVerdict>;
  admitToChannel(tx: Tx, networkId: string, expiresAt: Date | null, now: Date): Promise<GateVerdict>;
  release(tx: Tx, deliveryId: string, memberIds: readonly string[]): Promise<void>;
}

type GateVerdict =
  | { readonly kind: "send" }
  | { readonly kind: "hold"; readonly until: number; readonly why: string }
  | { readonly kind: "drop"; readonly why: string };

export interface LedgerParts {
  readonly db: Database;
  readonly gate: GateKeeper;
  readonly reach: ReachKeeper;
  readonly newId: () => string;
  /** The program's time, which a rehearsal may move. */
  readonly now: () => Date;
  /** Real time: a lease must expire also while the program's time stands still. */
  readonly wallClock: () => Date;
  readonly random: () => number;
}

/** How long a claimed delivery belongs to its courier, in ms. Longer than the courier waits for a platform. */
export const LEASE = 60_000;
/** How long a delivery waits for a platform that is not running, in ms, before it is looked at again. */
const AWAY = 5 * 60_000;

/** How much later, in ms, than the one they were to go with others are tried that suffered from it or it from them. */
const AFTER_THE_FIRST = 60_000;

/** On its way from here on, which stays visible when the program dies before the end is written down. */
const SENDING = "sending";

/**
 * Each write is guarded by the lease, and the gate locks the members: nothing depends on what was merely read, so the
 * couriers of several programs need not watch each other's reading.
 */
const GUARDED = { isolation: "readCommitted" } as const;

/** A try that did not succeed. */
export interface Failure {
  readonly reason: string;
  /** The platform's own wish when to try again, in ms from now. */
  readonly after?: number | undefined;
  /** What was to go out together with it may be at fault, or suffers from it: each goes out by itself from here on. */
  readonly alone?: boolean;
}

export type Ledger = ReturnType<typeof makeLedger>;

/** The states of a delivery: pending → leased → sent | merged | dropped | dead | maybeSent, or back to pending. */
export function makeLedger(parts: LedgerParts) {
  const { db, now } = parts;
  /** What this courier has claimed and not settled: delivery → lease. */
  const held = new Map<string, string>();

  /** Only the courier that still has the lease may write; a late one's word no longer counts. */
  async function settle(tx: Tx, parcel: Parcel, data: Settlement): Promise<boolean> {
    const free = { leaseToken: null, leaseUntil: null };
    const { count } = await tx.delivery.updateMany({ where: leasedBy(parcel), data: { ...data, ...free } });
    return count === 1;
  }

  const release = (tx: Tx, { id, to }: Parcel) =>
    parts.gate.release(tx, id, to.kind === "member" ? [to.memberId] : to.kind === "room" ? to.memberIds : []);

  const forget = ({ id, leaseToken }: Parcel): void => {
    if (held.get(id) === leaseToken) held.delete(id);
  };

  /** A transaction after which this courier has no more to do with the delivery. */
  async function letGo(parcel: Parcel, work: (tx: Tx) => Promise<void>): Promise<void> {
    await db.transaction(work, GUARDED);
    forget(parcel);
  }

  /** It will not go out; what was to go out with it still can. */
  async function giveUp(tx: Tx, parcel: Parcel, status: "dropped" | "dead", reason: string): Promise<void> {
    if (!(await settle(tx, parcel, { status, reason, settledAt: now() }))) return;
    await release(tx, parcel);
    await setFree(tx, parcel);
  }

  /** It may have arrived: not sent again, and it counts for the person's budget. */
  async function leaveUnsure(tx: Tx, parcel: Parcel): Promise<void> {
    const data = { status: "maybeSent", reason: "unsure", settledAt: now() };
    if (await settle(tx, parcel, data)) await settleTogether(tx, parcel, data);
  }

  function noteReach(tx: Tx, { id, networkId, to, priority }: Parcel, reach: Reach): Promise<void> {
    const isMatch = to.kind === "room" && priority === priorities.match;
    return parts.reach.note(tx, { id, networkId, isMatch }, reach);
  }

  async function judgeAndAdmit(tx: Tx, parcel: Parcel, where: Where): Promise<readonly Parcel[] | undefined> {
    const wall = await databaseNow(tx, db.kind, parts.wallClock());
    // First of all, so that a courier that comes too late spends nobody's budget.
    const data = { leaseUntil: new Date(wall.getTime() + LEASE) };
    const [current] = await tx.delivery.updateManyAndReturn({ where: leasedBy(parcel), data });
    if (!current) return undefined;
    const verdict = await judge(tx, parts, { ...parcel, expiresAt: current.expiresAt }, where, now());
    switch (verdict.kind) {
      case "drop":
        await settle(tx, parcel, { status: "dropped", reason: verdict.why, settledAt: now() });
        await setFree(tx, parcel);
        return undefined;
      case "hold":
        await settle(tx, parcel, {
          ...{ status: "pending", reason: verdict.why, heldWhy: verdict.why },
          nextAt: new Date(verdict.until),
        });
        return undefined;
      case "send": {
        const admitted = { attempts: { increment: 1 }, reason: SENDING };
        await tx.delivery.updateMany({ where: leasedBy(parcel), data: admitted });
        return [parcel, ...(await gather(tx, parcel, current.attempts === 0, now()))];
      }
    }
  }

  return {
    async claim(limit: number): Promise<readonly Parcel[]> {
      parts.gate.refresh();
      if (!(await mayBeDue(db.client, now()))) return [];
      const leaseToken = parts.newId();
      const rows = await db.transaction(async (tx) => {
        const wall = await databaseNow(tx, db.kind, parts.wallClock());
        const ids = (await selectDue(tx, db.kind, { now: now(), wall, limit })).map(({ id }) => id);
        if (ids.length === 0) return [];
        const data = { status: "leased", leaseToken, leaseUntil: new Date(wall.getTime() + LEASE) };
        const claimed = await tx.delivery.updateManyAndReturn({ where: { id: { in: ids } }, data });
        const rowOf = new Map(claimed.map((row) => [row.id, row]));
        return ids.flatMap((id) => rowOf.get(id) ?? []);
      }, GUARDED);
      for (const { id } of rows) held.set(id, leaseToken);
      return rows.map((row) => parcelOf(row, leaseToken));
    },

    /** Asks the gate. Answers with everything that goes out in this message, or undefined when it doesn't go now. */
    async admit(parcel: Parcel, where: Where): Promise<readonly Parcel[] | undefined> {
      const admitted = await db.transaction((tx) => judgeAndAdmit(tx, parcel, where), GUARDED);
      if (admitted === undefined) forget(parcel);
      return admitted;
    },

    sent: (parcel: Parcel, receipt: Receipt, address: Address, reach: Reach) =>
      letGo(parcel, async (tx) => {
        const data = { status: "sent", reason: null, receipt: receipt.messageId, settledAt: now() };
        if (!(await settle(tx, parcel, data))) return;
        await settleTogether(tx, parcel, { status: "merged", reason: null, settledAt: now() });
        if (address.kind === "room" && receipt.roomId !== undefined)
          await rememberRoom(tx, parcel, address, receipt.roomId, now());
        await noteReach(tx, parcel, reach);
      }),

    /** It has not arrived: again a little later, until it is stale or has been tried for a day. */
    retry: (parcel: Parcel, { reason, after, alone = false }: Failure) =>
      letGo(parcel, async (tx) => {
        const current = await tx.delivery.findFirst({ where: leasedBy(parcel), select: { expiresAt: true } });
        if (!current) return;
        const at = now();
        const attempts = parcel.attempts + 1;
        const isStale = current.expiresAt !== null && current.expiresAt <= at;
        if (isStale || attempts >= MOST_TRIES) return giveUp(tx, parcel, "dead", reason);
        const nextAt = new Date(at.getTime() + backoff(attempts - 1, parts.random(), after));
        await settle(tx, parcel, { status: "pending", attempts, nextAt, reason });
        await release(tx, parcel);
        if (alone) await setFree(tx, parcel, new Date(nextAt.getTime() + AFTER_THE_FIRST));
      }),

    /** The platform said nothing in time. The very same message is offered again: it may have been shown. */
    overdue: (parcel: Parcel) =>
      letGo(parcel, async (tx) => {
        if (parcel.attempts + 1 >= MOST_TRIES) return leaveUnsure(tx, parcel);
        const nextAt = new Date(now().getTime() + backoff(parcel.attempts, parts.random()));
        await settle(tx, parcel, { status: "pending", nextAt });
      }),

    /** Its platform is not running at the moment: it waits, without counting as tried. */
    postpone: (parcel: Parcel, reason: string) =>
      letGo(parcel, async (tx) => {
        const at = now();
        const isStale = parcel.expiresAt !== null && parcel.expiresAt <= at;
        if (isStale) return giveUp(tx, parcel, "dropped", "stale");
        await settle(tx, parcel, { status: "pending", nextAt: new Date(at.getTime() + AWAY), reason });
      }),

    /** Its people have no room: each of them gets it alone. */
    spread: (parcel: Parcel) =>
      letGo(parcel, async (tx) => {
        await spread(tx, parcel, parts);
        await giveUp(tx, parcel, "dropped", "apart");
      }),

    drop: (parcel: Parcel, reason: string) => letGo(parcel, (tx) => giveUp(tx, parcel, "dropped", reason)),
    dead: (parcel: Parcel, reason: string) => letGo(parcel, (tx) => giveUp(tx, parcel, "dead", reason)),
    /** It reached nobody, since they take no private messages. */
    closed: (parcel: Parcel, reach: Reach) =>
      letGo(parcel, async (tx) => {
        await giveUp(tx, parcel, "dead", "closed");
        await noteReach(tx, parcel, reach);
      }),
    unsure: (parcel: Parcel) => letGo(parcel, (tx) => leaveUnsure(tx, parcel)),

    async handBack(parcel: Parcel): Promise<void> {
      await settle(db.client, parcel, { status: "pending" });
      forget(parcel);
    },

    /** What this courier still holds, for the next one to take at once. */
    async handBackAll(): Promise<void> {
      const ids = [...held.keys()];
      const leaseToken = { in: [...new Set(held.values())] };
      held.clear();
      if (ids.length === 0) return;
      await db.client.delivery.updateMany({
        where: { id: { in: ids }, status: "leased", leaseToken },
        data: { status: "pending", leaseToken: null, leaseUntil: null },
      });
    },

    /** After a crash of the only program on this database: nobody else can hold a lease. */
    async takeOverAll(): Promise<void> {
      await db.client.delivery.updateMany({
        where: { status: "leased" },
        data: { status: "pending", leaseToken: null, leaseUntil: null },
      });
    },

    async nextAt(): Promise<Date | undefined> {
      const first = await db.client.delivery.findFirst({
        where: { status: "pending" },
        orderBy: { nextAt: "asc" },
        select: { nextAt: true },
      });
      return first?.nextAt;
    },

    async roomOf(key: string, spaceId: string): Promise<string | undefined> {
      const room = await db.client.room.findUnique({ where: { key_spaceId: { key, spaceId } } });
      return room?.externalId;
    },
  };
}

/**
 * Whether a claim might find something: waiting and due, or leased to a courier that may have vanished. Most find
 * nothing, and a look without a transaction is all that they take then.
 */
async function mayBeDue({ delivery }: Tx, now: Date): Promise<boolean> {
  const select = { id: true };
  const first = await delivery.findFirst({ where: { status: "pending", nextAt: { lte: now } }, select });
  return (first ?? (await delivery.findFirst({ where: { status: "leased" }, select }))) !== null;
}

interface Where {
  readonly readers: readonly { readonly memberId: string }[];
  readonly isHome: boolean;
}

interface Settlement {
  readonly status: string;
  readonly reason?: string | null;
  readonly heldWhy?: string;
  readonly nextAt?: Date;
  readonly attempts?: number;
  readonly receipt?: string;
  readonly settledAt?: Date;
}

async function judge(tx: Tx, parts: LedgerParts, parcel: Parcel, where: Where, now: Date): Promise<GateVerdict> {
  if (parcel.expiresAt !== null && parcel.expiresAt <= now) return { kind: "drop", why: "stale" };
  if (!parcel.proactive) return { kind: "send" };
  if (parcel.to.kind === "channel" || where.isHome)
    return parts.gate.admitToChannel(tx, parcel.networkId, parcel.expiresAt, now);
  return parts.gate.admit(
    tx,
    {
      deliveryId: parcel.id,
      networkId: parcel.networkId,
      memberIds: where.readers.map(({ memberId }) => memberId),
      askedBy: parcel.to.kind === "room" ? parcel.to.askedBy : undefined,
      priority: parcel.priority,
      expiresAt: parcel.expiresAt,
    },
    now,
  );
}

async function rememberRoom(
  tx: Tx,
  parcel: Parcel,
  address: Extract<Address, { kind: "room" }>,
  roomId: string,
  now: Date,
): Promise<void> {
  const space = await tx.space.findFirst({ where: { externalId: address.spaceId, networkId: parcel.networkId } });
  if (!space) return;
  const where = { key_spaceId: { key: address.key, spaceId: space.id } };
  await tx.room.upsert({
    where,
    create: { key: address.key, spaceId: space.id, externalId: roomId, createdAt: now },
    update: { externalId: roomId },
  });
}
