import type { Tx } from "../../storage/database.js";

/**
 * The number of the change that is being made. Counting holds the network's row until the transaction ends, so changes are
 * seen in the order of their numbers: whoever has read all up to n misses nothing by asking for what is above n.
 */
export async function nextVersion(tx: Tx, networkId: string): Promise<number> {
  const { version } = await tx.shelf.upsert({
    where: { networkId },
    create: { networkId, version: 1 },
    update: { version: { increment: 1 } },
  });
  return version;
}
