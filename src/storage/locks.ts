import type { Database, Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

/**
 * Nobody else decides about these members until the transaction ends. In a fixed order, so that two transactions
 * can't wait for each other. SQLite has one writer at a time anyway.
 */
export async function lockMembers(tx: Tx, kind: Database["kind"], memberIds: readonly string[]): Promise<void> {
  if (kind === "sqlite" || memberIds.length === 0) return;
  const ids = Prisma.join([...memberIds].sort());
  await tx.$queryRaw`SELECT "id" FROM "Member" WHERE "id" IN (${ids}) ORDER BY "id" FOR UPDATE`;
}
