import type { Tx } from "../storage/database.js";
import { insertMany } from "../storage/insert.js";
import {
  priorities,
  type Amendment,
  type NewDelivery,
  type Outbox,
  type Recipient,
  type Which,
  type Written,
} from "./delivery.js";

export interface OutboxParts {
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Deliveries of one recipient go out one at a time, in order. */
export function recipientKey(to: Recipient): string {
  switch (to.kind) {
    case "member":
      return `member:${to.memberId}`;
    case "room":
      return `room:${to.key}`;
    case "channel":
      return `channel:${to.spaceId}:${to.channelId}`;
  }
}

function whereOf(which: Which) {
  if ("startsWith" in which) return { key: which };
  if (!("memberIds" in which)) return { key: { in: [...which] } };
  const recipients = which.memberIds.map((memberId) => recipientKey({ kind: "member", memberId }));
  return { recipient: { in: recipients }, notice: { in: [...which.notices] } };
}

export function makeOutbox({ newId, now }: OutboxParts): Outbox {
  return {
    async add(tx: Tx, deliveries: readonly NewDelivery[]) {
      if (deliveries.length === 0) return;
      const keys = deliveries.map(({ key }) => key);
      const known = await tx.delivery.findMany({ where: { key: { in: keys } }, select: { key: true } });
      const have = new Set(known.map(({ key }) => key));
      const createdAt = now();
      const data = deliveries
        .filter(({ key }) => !have.has(key))
        .map((delivery) => ({
          id: newId(),
          key: delivery.key,
          networkId: delivery.networkId,
          recipient: recipientKey(delivery.to),
          to: { ...delivery.to },
          notice: delivery.notice,
          facts: { ...delivery.facts } as Record<string, never>,
          priority: priorities[delivery.priority],
          proactive: delivery.proactive,
          status: "pending",
          dueAt: delivery.dueAt,
          nextAt: delivery.dueAt,
          expiresAt: delivery.expiresAt ?? null,
          createdAt,
        }));
      await insertMany(tx, "Delivery", data);
    },

    async cancel(tx: Tx, which: Which, reason: string) {
      const meant = whereOf(which);
      const at = now();
      // Also what a courier has claimed and not given to a platform yet: the gate finds the lease gone.
      await tx.delivery.updateMany({
        where: { ...meant, status: { in: ["pending", "leased"] }, attempts: 0 },
        data: { status: "dropped", reason, settledAt: at, leaseToken: null, leaseUntil: null },
      });
      await tx.delivery.updateMany({
        where: { ...meant, status: { in: ["pending", "leased", "merging"] } },
        data: { expiresAt: at },
      });
    },

    async amend(tx: Tx, key: string, change: (written: Written) => Amendment) {
      const waiting = { key, status: { in: ["pending", "leased"] }, attempts: 0 };
      const row = await tx.delivery.findFirst({ where: waiting, select: { to: true, facts: true } });
      if (!row) return;
      const { to, facts } = change({ to: row.to as unknown as Recipient, facts: row.facts });
      // A courier that has claimed it carries the old words: the gate finds its lease gone, and it is claimed anew.
      const free = { status: "pending", leaseToken: null, leaseUntil: null };
      await tx.delivery.updateMany({
        where: waiting,
        data: { to: { ...to }, facts: { ...facts } as Record<string, never>, ...free },
      });
    },

    async forget(tx: Tx, keys: readonly string[]) {
      await tx.delivery.deleteMany({ where: { key: { in: [...keys] }, status: { in: ["dropped", "dead"] } } });
    },
  };
}
