import type { Outbox } from "../../../outbox/delivery.js";
import type { Tx } from "../../../storage/database.js";
import type { StillFacts } from "./deliveries.js";

/**
 * What is proposed in questions that wait, by how their keys begin (see `askKey`), is true no longer: they are asked
 * without it. The question itself was meant all the same.
 */
export async function unpropose(outbox: Pick<Outbox, "amend">, tx: Tx, startsWith: string): Promise<void> {
  const waiting = await tx.delivery.findMany({
    where: { key: { startsWith }, notice: "care.still", status: { in: ["pending", "leased"] } },
    select: { key: true },
  });
  for (const { key } of waiting)
    await outbox.amend(tx, key, ({ to, facts }) => {
      const { you } = facts as StillFacts;
      return { to, facts: { you } };
    });
}
