import type { Address, Receipt } from "../chat/port.js";
import type { Database, Tx } from "../storage/database.js";
import { databaseNow, selectDue } from "../storage/leases.js";
import type { Recipient } from "./delivery.js";

/** A claimed delivery. */
export interface Parcel {
  readonly id: string;
  readonly networkId: string;
  readonly to: Recipient;
  readonly notice: string;
  readonly facts: unknown;
  readonly priority: number;
  readonly proactive: boolean;
  readonly attempts: number;
  readonly reason: string | null;
  readonly dueAt: Date;
  readonly expiresAt: Date | null;
  readonly leaseToken: string;
}

/** The part of the gate that the courier asks. */
export interface GateKeeper {
  refresh(): void;
  admit(
    tx: Tx,
    ask: {
      deliveryId: string;
      networkId: string;
      memberIds: readonly string[];
      priority: number;
      expiresAt: Date | null;
    },
    now: Date,
  ): Promise<GateVerdict>;
  admitToChannel(tx: Tx, networkId: string, expiresAt: Date | null, now: Date): Promise<GateVerdict>;
  release(tx: Tx, deliveryId: string): Promise<void>;
}

type GateVerdict =
  | { readonly kind: "send" }
  | { readonly kind: "hold"; readonly until: number; readonly why: string }
  | { readonly kind: "drop"; readonly why: string };

export interface LedgerParts {
  readonly db: Database;
  readonly gate: GateKeeper;
  readonly newId: () => string;
  /** The program's time, which a rehearsal may move. */
  readonly now: () => Date;
  /** Real time: a lease must expire also while the program's time stands still. */
  readonly wallClock: () => Date;
  readonly random: () => number;
}

/** How long a claimed delivery belongs to its courier, in ms. Longer than any platform call may take. */
export const LEASE = 60_000;
const BACKOFF = { first: 1_000, most: 15 * 60_000 };
const GIVE_UP_AFTER = 24 * 3_600_000;

/** Wait before the next try, in ms: 1 s · 2ⁿ with full jitter, at most 15 minutes; a platform's own wish is a floor. */
export function backoff(attempts: number, random: number, retryAfter?: number): number {
  const jittered = Math.min(BACKOFF.most, BACKOFF.first * 2 ** Math.min(attempts, 20)) * (0.5 + random / 2);
  if (retryAfter === undefined || !Number.isFinite(retryAfter)) return jittered;
  return Math.min(BACKOFF.most, Math.max(BACKOFF.first, retryAfter, 0));
}

export type Ledger = ReturnType<typeof makeLedger>;

/** The states of a delivery: pending → leased → sent | merged | dropped | dead | maybeSent, or back to pending. */
export function makeLedger(parts: LedgerParts) {
  const { db, now } = parts;
  const held = new Set<string>();

  /** Only the courier that still has the lease may write; a late one's word no longer counts. */
  async function settle(tx: Tx, parcel: Parcel, data: Settlement): Promise<boolean> {
    const { count } = await tx.delivery.updateMany({
      where: { id: parcel.id, status: "leased", leaseToken: parcel.leaseToken },
      data: { ...data, leaseToken: null, leaseUntil: null },
    });
    held.delete(parcel.id);
    return count === 1;
  }

  const end = (parcel: Parcel, status: string, reason: string, keepsContact = false) =>
    db.transaction(async (tx) => {
      const mine = await settle(tx, parcel, { status, reason, settledAt: now() });
      if (!mine) return;
      if (!keepsContact) await parts.gate.release(tx, parcel.id);
      await tx.delivery.updateMany({
        where: { mergedInto: parcel.id, status: "merging" },
        data: { status, reason, settledAt: now() },
      });
    });

  return {
    async claim(limit: number): Promise<readonly Parcel[]> {
      parts.gate.refresh();
      const leaseToken = parts.newId();
      const due = await db.transaction(async (tx) => {
        const wall = await databaseNow(tx, db.kind, parts.wallClock());
        const ids = (await selectDue(tx, db.kind, { now: now(), wall, limit })).map(({ id }) => id);
        if (ids.length === 0) return [];
        await tx.delivery.updateMany({
          where: { id: { in: ids } },
          data: { status: "leased", leaseToken, leaseUntil: new Date(wall.getTime() + LEASE) },
        });
        return tx.delivery.findMany({
          where: { leaseToken },
          orderBy: [{ nextAt: "asc" }, { priority: "asc" }, { id: "asc" }],
        });
      });
      for (const { id } of due) held.add(id);
      return due.map((row) => ({ ...row, to: row.to as unknown as Recipient, leaseToken }));
    },

    /** Asks the gate. Answers with everything that goes out in this message, or undefined when it doesn't go now. */
    async admit(
      parcel: Parcel,
      readers: readonly { readonly memberId: string }[],
    ): Promise<readonly Parcel[] | undefined> {
      return db.transaction(async (tx) => {
        const verdict = await judge(tx, parts, parcel, readers, now());
        if (verdict.kind !== "send") {
          const isHold = verdict.kind === "hold";
          const next = isHold
            ? { status: "pending", nextAt: new Date(verdict.until) }
            : { status: "dropped", settledAt: now() };
          if (await settle(tx, parcel, { ...next, reason: verdict.why })) await setFree(tx, parcel);
          return undefined;
        }
        if (!(await renew(tx, parcel, await databaseNow(tx, db.kind, parts.wallClock())))) return undefined;
        if (parcel.to.kind !== "member" || !parcel.proactive) return [parcel];
        return [parcel, ...(await gather(tx, parcel, now()))];
      });
    },

    async sent(parcel: Parcel, receipt: Receipt, address: Address): Promise<void> {
      await db.transaction(async (tx) => {
        const data = { status: "sent", reason: null, receipt: receipt.messageId, settledAt: now() };
        if (!(await settle(tx, parcel, data))) return;
        await tx.delivery.updateMany({
          where: { mergedInto: parcel.id, status: "merging" },
          data: { status: "merged", settledAt: now() },
        });
        if (address.kind === "room" && receipt.roomId !== undefined)
          await rememberRoom(tx, parcel, address, receipt.roomId, now());
      });
    },

    async retry(parcel: Parcel, reason: string, retryAfter: number | undefined): Promise<void> {
      const at = now().getTime();
      const tooLate =
        at - parcel.dueAt.getTime() > GIVE_UP_AFTER || (parcel.expiresAt !== null && parcel.expiresAt.getTime() <= at);
      if (tooLate) return end(parcel, "dead", reason);
      await db.transaction(async (tx) => {
        const nextAt = new Date(at + backoff(parcel.attempts, parts.random(), retryAfter));
        if (await settle(tx, parcel, { status: "pending", nextAt, reason })) await parts.gate.release(tx, parcel.id);
      });
    },

    drop: (parcel: Parcel, reason: string) => end(parcel, "dropped", reason),
    dead: (parcel: Parcel, reason: string) => end(parcel, "dead", reason),
    /** It may have arrived: not sent again, and it counts for the person's budget. */
    unsure: (parcel: Parcel) => end(parcel, "maybeSent", "unsure", true),

    async handBack(parcel: Parcel): Promise<void> {
      await settle(db.client, parcel, { status: "pending" });
    },

    /** What this courier still holds, for the next one to take at once. */
    async handBackAll(): Promise<void> {
      const ids = [...held];
      held.clear();
      await db.client.delivery.updateMany({
        where: { id: { in: ids }, status: "leased" },
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

interface Settlement {
  readonly status: string;
  readonly reason?: string | null;
  readonly nextAt?: Date;
  readonly receipt?: string;
  readonly settledAt?: Date;
}

/** On its way from here on, which stays visible when the program dies before the end is written down. */
const SENDING = "sending";

async function renew(tx: Tx, parcel: Parcel, wall: Date): Promise<boolean> {
  const { count } = await tx.delivery.updateMany({
    where: { id: parcel.id, status: "leased", leaseToken: parcel.leaseToken },
    data: { leaseUntil: new Date(wall.getTime() + LEASE), attempts: { increment: 1 }, reason: SENDING },
  });
  return count === 1;
}

/** What was to go out together with it waits for the next message. */
async function setFree(tx: Tx, parcel: Parcel): Promise<void> {
  await tx.delivery.updateMany({
    where: { mergedInto: parcel.id, status: "merging" },
    data: { status: "pending", mergedInto: null },
  });
}

async function judge(
  tx: Tx,
  parts: LedgerParts,
  parcel: Parcel,
  readers: readonly { readonly memberId: string }[],
  now: Date,
): Promise<GateVerdict> {
  if (parcel.expiresAt !== null && parcel.expiresAt <= now) return { kind: "drop", why: "stale" };
  if (!parcel.proactive) return { kind: "send" };
  if (parcel.to.kind === "channel") return parts.gate.admitToChannel(tx, parcel.networkId, parcel.expiresAt, now);
  return parts.gate.admit(
    tx,
    {
      deliveryId: parcel.id,
      networkId: parcel.networkId,
      memberIds: readers.map(({ memberId }) => memberId),
      priority: parcel.priority,
      expiresAt: parcel.expiresAt,
    },
    now,
  );
}

/**
 * Everything else that waits for this person goes into the same message: one interruption instead of three. Which
 * ones is written down before the message goes out, so that a crash in between repeats the very same message.
 */
async function gather(tx: Tx, parcel: Parcel, now: Date): Promise<readonly Parcel[]> {
  const recipient = `member:${parcel.to.kind === "member" ? parcel.to.memberId : ""}`;
  if (parcel.reason !== SENDING) {
    const waiting = { recipient, status: "pending", proactive: true, dueAt: { lte: now }, id: { not: parcel.id } };
    await tx.delivery.updateMany({
      where: { ...waiting, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      data: { status: "merging", mergedInto: parcel.id },
    });
  }
  const rows = await tx.delivery.findMany({
    where: { mergedInto: parcel.id, status: "merging" },
    orderBy: [{ priority: "asc" }, { dueAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({ ...row, to: row.to as unknown as Recipient, leaseToken: parcel.leaseToken }));
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
