import type { Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

/** A column of instants: no row is due before the earliest one of these. Written by programmers only, never from outside. */
export interface Instants {
  readonly table: string;
  readonly column: string;
  /** Which rows are meant, as SQL that both databases take; all of them without it. */
  readonly where?: string;
}

/** The earliest instant in each of these, in one question; undefined where there is none. */
export async function earliestOfEach(tx: Tx, all: readonly Instants[]): Promise<readonly (Date | undefined)[]> {
  if (all.length === 0) return [];
  const parts = all.map(({ table, column, where }, place) =>
    Prisma.raw(
      `SELECT ${place} AS "place", (SELECT MIN("${column}") FROM "${table}"${where === undefined ? "" : ` WHERE ${where}`}) AS "at"`,
    ),
  );
  const rows = await tx.$queryRaw<{ place: number | bigint; at: Date | string | number | bigint | null }[]>(
    Prisma.join(parts, " UNION ALL "),
  );
  const found = new Map(rows.map(({ place, at }) => [Number(place), at]));
  return all.map((_, place) => instantOf(found.get(place) ?? null));
}

/** SQLite tells an instant as it keeps it. */
function instantOf(at: Date | string | number | bigint | null): Date | undefined {
  if (at === null) return undefined;
  return new Date(typeof at === "bigint" ? Number(at) : at);
}
