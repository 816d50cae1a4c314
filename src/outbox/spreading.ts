import type { Tx } from "../storage/database.js";
import { insertMany } from "../storage/insert.js";
import type { Recipient } from "./delivery.js";
import { recipientKey } from "./outbox.js";
import { leasedBy, type Parcel } from "./parcel.js";

/**
 * What was for a room that can't be, as where its people share no space, is for each of them alone: the gate decides when it
 * comes to whom, as of anything proactive. To be done while the lease holds; writes nothing when it is lost.
 */
export async function spread(
  tx: Tx,
  parcel: Parcel,
  { newId, now }: { readonly newId: () => string; readonly now: () => Date },
): Promise<void> {
  const { to } = parcel;
  const row = await tx.delivery.findFirst({ where: leasedBy(parcel) });
  if (to.kind !== "room" || row === null) return;
  const letters = [...new Set(to.memberIds)].map((memberId) => ({ memberId, key: `${row.key}:${memberId}` }));
  const known = await tx.delivery.findMany({
    where: { key: { in: letters.map(({ key }) => key) } },
    select: { key: true },
  });
  const have = new Set(known.map(({ key }) => key));
  const { networkId, notice, priority, dueAt, expiresAt } = row;
  const data = letters
    .filter(({ key }) => !have.has(key))
    .map(({ memberId, key }) => {
      const recipient = { kind: "member", memberId } as const satisfies Recipient;
      return {
        ...{ id: newId(), key, networkId, recipient: recipientKey(recipient), to: recipient },
        ...{ notice, facts: row.facts as Record<string, never>, priority, proactive: true, status: "pending" },
        ...{ dueAt, nextAt: now(), expiresAt, createdAt: now() },
      };
    });
  await insertMany(tx, "Delivery", data);
}
