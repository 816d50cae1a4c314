import type { Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

/** The tables that get many rows at once, with what a new row has. */
interface Rows {
  readonly Delivery: Prisma.DeliveryCreateManyInput;
  readonly Meeting: Prisma.MeetingCreateManyInput;
  readonly MeetingMember: Prisma.MeetingMemberCreateManyInput;
  readonly Encounter: Prisma.EncounterCreateManyInput;
  readonly ActivityDay: Prisma.ActivityDayCreateManyInput;
  readonly Unmatched: Prisma.UnmatchedCreateManyInput;
}

/** Values in one statement: below what either database takes, and a few milliseconds of work. */
const MOST_VALUES = 4_000;

/**
 * Writes many rows at once. The same as the client's `createMany`, which thinks about each value for some 25 µs: a
 * round of 10,000 people took half its time for that. All rows must have the same columns; the others get the
 * defaults that the database knows. Throws what the client throws, also for a key that is there already.
 */
export async function insertMany<Table extends keyof Rows>(
  tx: Tx,
  table: Table,
  rows: readonly Rows[Table][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first) as (string & keyof Rows[Table])[];
  const into = Prisma.raw(`INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) VALUES`);
  const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
  for (let start = 0; start < rows.length; start += atOnce) {
    const tuples = rows.slice(start, start + atOnce).map((row) => {
      if (Object.keys(row).length !== columns.length) throw new Error(`rows of ${table} differ in their columns`);
      return Prisma.sql`(${Prisma.join(columns.map((column) => stored(row[column])))})`;
    });
    await tx.$executeRaw`${into} ${Prisma.join(tuples)}`;
  }
}

/** Json goes in as text; everything else as it is. */
function stored(value: unknown): unknown {
  if (value === undefined) throw new Error("a value that is not there: null or a default is meant");
  return typeof value === "object" && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
}
