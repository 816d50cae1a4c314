import type { Database, Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

/** Columns of one table. The names come from the program, never from a person. */
export interface Columns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** How many texts are looked for in one statement. */
const AT_ONCE = 40;

/**
 * The ids of the rows in which any of these texts stands, in any of these columns, be they text or JSON. Reads the whole
 * table. The table has a column "id".
 * @param within further conditions: what a column must be
 */
export async function rowsWith(
  tx: Tx,
  kind: Database["kind"],
  { table, columns }: Columns,
  texts: readonly string[],
  within: Readonly<Record<string, string>> = {},
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const narrowed = Object.entries(within).map(([column, value]) => Prisma.sql`${name(column)} = ${value} AND`);
  for (let start = 0; start < texts.length; start += AT_ONCE) {
    const conditions = texts
      .slice(start, start + AT_ONCE)
      .flatMap((text) => columns.map((column) => has(kind, column, text)));
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM ${name(table)} WHERE ${joined(narrowed)} (${Prisma.join(conditions, " OR ")})`;
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** Writes another id where a text column is this id. */
export async function renameId(tx: Tx, { table, columns }: Columns, before: string, after: string): Promise<void> {
  for (const column of columns)
    await tx.$executeRaw`UPDATE ${name(table)} SET ${name(column)} = ${after} WHERE ${name(column)} = ${before}`;
}

/** Writes another id wherever this one stands within a text column. */
export async function renameWithin(
  tx: Tx,
  kind: Database["kind"],
  { table, columns }: Columns,
  before: string,
  after: string,
): Promise<void> {
  for (const column of columns) {
    const replaced = Prisma.sql`replace(${name(column)}, ${before}, ${after})`;
    await tx.$executeRaw`UPDATE ${name(table)} SET ${name(column)} = ${replaced} WHERE ${has(kind, column, before)}`;
  }
}

/**
 * Overwrites what was deleted also on the disk, as far as the database lets us: a SQLite file keeps deleted pages in its
 * write-ahead log until they are moved. PostgreSQL does so by itself, in time.
 */
export async function wipeDeleted({ kind, client }: Database): Promise<void> {
  // While somebody reads it can't be done, and is done by itself a little later: what was deleted stays deleted.
  if (kind === "sqlite") await client.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => undefined);
}

function has(kind: Database["kind"], column: string, text: string): Prisma.Sql {
  return kind === "sqlite"
    ? Prisma.sql`instr(CAST(${name(column)} AS TEXT), ${text}) > 0`
    : Prisma.sql`position(${text} IN CAST(${name(column)} AS TEXT)) > 0`;
}

function name(of: string): Prisma.Sql {
  return Prisma.raw(`"${of}"`);
}

function joined(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, " ");
}
