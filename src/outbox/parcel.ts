import type { Database, Tx } from "../storage/database.js";
import type { Recipient } from "./delivery.js";

/** A delivery as its courier carries it. */
export interface Parcel {
  readonly id: string;
  readonly networkId: string;
  readonly to: Recipient;
  readonly notice: string;
  readonly facts: unknown;
  readonly priority: number;
  readonly proactive: boolean;
  /** How often it was let through to the platform, or failed before it came there. */
  readonly attempts: number;
  readonly expiresAt: Date | null;
  readonly leaseToken: string;
}

type Row = NonNullable<Awaited<ReturnType<Database["client"]["delivery"]["findUnique"]>>>;

export function parcelOf(row: Row, leaseToken: string): Parcel {
  const { id, networkId, notice, facts, priority, proactive, attempts, expiresAt } = row;
  const to = row.to as unknown as Recipient;
  return { id, networkId, to, notice, facts, priority, proactive, attempts, expiresAt, leaseToken };
}

/** The row, as long as it belongs to this courier: what comes too late finds nothing. */
export function leasedBy({ id, leaseToken }: Pick<Parcel, "id" | "leaseToken">) {
  return { id, status: "leased", leaseToken };
}

const withIt = ({ id }: Pick<Parcel, "id">) => ({ mergedInto: id, status: "merging" });

/**
 * Everything else that waits for this person goes into the same message: one interruption instead of three. Which ones
 * is decided once, before the message goes out for the first time, and stays: a platform that has it already, without
 * our knowing, would not show what is added to it, and show again what is taken out.
 */
export async function gather(tx: Tx, parcel: Parcel, isFirst: boolean, now: Date): Promise<readonly Parcel[]> {
  if (parcel.to.kind !== "member" || !parcel.proactive) return [];
  if (isFirst) {
    const recipient = `member:${parcel.to.memberId}`;
    // What was on its way by itself before stays by itself.
    const waiting = { recipient, status: "pending", proactive: true, attempts: 0, dueAt: { lte: now } };
    await tx.delivery.updateMany({
      where: { ...waiting, id: { not: parcel.id }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      data: { status: "merging", mergedInto: parcel.id },
    });
  }
  const rows = await tx.delivery.findMany({
    where: withIt(parcel),
    orderBy: [{ priority: "asc" }, { dueAt: "asc" }, { id: "asc" }],
  });
  const isStale = ({ expiresAt }: Row) => expiresAt !== null && expiresAt <= now;
  const stale = rows.filter(isStale).map(({ id }) => id);
  if (stale.length > 0) {
    const data = { status: "dropped", reason: "stale", settledAt: now };
    await tx.delivery.updateMany({ where: { ...withIt(parcel), id: { in: stale } }, data });
  }
  return rows.filter((row) => !isStale(row)).map((row) => parcelOf(row, parcel.leaseToken));
}

/** What was to go out together with it goes out by itself, `after` it when that is to be tried again. */
export async function setFree(tx: Tx, parcel: Pick<Parcel, "id">, after?: Date): Promise<void> {
  if (after)
    await tx.delivery.updateMany({ where: { ...withIt(parcel), nextAt: { lt: after } }, data: { nextAt: after } });
  await tx.delivery.updateMany({ where: withIt(parcel), data: { status: "pending", mergedInto: null } });
}

/** What went out together with it has the same end. */
export async function settleTogether(
  tx: Tx,
  parcel: Pick<Parcel, "id">,
  data: { readonly status: string; readonly reason: string | null; readonly settledAt: Date },
): Promise<void> {
  await tx.delivery.updateMany({ where: withIt(parcel), data });
}
