import type { Database, Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

export interface DueAsk {
  /** Due is what the courier is to look at until then. */
  readonly now: Date;
  /** The time by which leases are counted, see `databaseNow`. */
  readonly wall: Date;
  /** How many at most. */
  readonly limit: number;
}

/**
 * The deliveries to be claimed next, for the transaction that claims them (it needs no more than "readCommitted"):
 * pending ones that are due, and leased ones whose courier has vanished. Of each recipient only the first, and none
 * while another of theirs is under way: what one person reads arrives one at a time and in order. Higher priority
 * goes first, then what is due longer; but networks take turns, so that a large one can't make a small one wait.
 */
export async function selectDue(
  tx: Tx,
  kind: Database["kind"],
  ask: DueAsk,
): Promise<readonly { readonly id: string }[]> {
  if (kind === "sqlite") {
    return tx.$queryRaw<{ id: string }[]>`${picked(ask, laneOnSqlite(ask))} SELECT "id" FROM picked ORDER BY "place"`;
  }
  // One courier chooses at a time: two that choose at once might take two deliveries of the same recipient.
  // PostgreSQL takes the leaping for hard work and compiles it to machine code first: 480 ms for a query of 5 ms.
  await tx.$executeRaw`SELECT set_config('jit', 'off', true), pg_advisory_xact_lock(${CLAIM_LOCK})`;
  const { now, wall } = ask;
  return tx.$queryRaw<{ id: string }[]>`
    ${picked(ask, laneOnPostgresql(ask))}
    SELECT d."id" FROM picked JOIN "Delivery" d ON d."id" = picked."id"
    WHERE (d."status" = 'pending' AND d."nextAt" <= ${now}) OR (d."status" = 'leased' AND d."leaseUntil" < ${wall})
    ORDER BY picked."place" FOR UPDATE OF d SKIP LOCKED`;
}

/** Any number, the same for all couriers of a database and for nothing else. */
const CLAIM_LOCK = 7_170_001;

/**
 * An index has the pending rows sorted by network, priority and time. `network` and `lane` leap through it from one
 * group to the next, and of each group only the first few rows are looked at, however many wait behind them.
 */
function picked({ wall, limit }: DueAsk, fromLanes: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE network("id") AS (
      SELECT MIN("networkId") FROM "Delivery" WHERE "status" = 'pending'
      UNION ALL
      SELECT (SELECT MIN(d."networkId") FROM "Delivery" d WHERE d."status" = 'pending' AND d."networkId" > network."id")
      FROM network WHERE network."id" IS NOT NULL
    ), lane("networkId", "priority") AS (
      SELECT network."id", (SELECT MIN(d."priority") FROM "Delivery" d WHERE d."status" = 'pending' AND d."networkId" = network."id")
      FROM network WHERE network."id" IS NOT NULL
      UNION ALL
      SELECT lane."networkId", (
        SELECT MIN(d."priority") FROM "Delivery" d
        WHERE d."status" = 'pending' AND d."networkId" = lane."networkId" AND d."priority" > lane."priority")
      FROM lane WHERE lane."priority" IS NOT NULL
    ), candidate AS (
      ${fromLanes}
      UNION ALL
      SELECT "id", "networkId", "priority", "nextAt" FROM "Delivery" WHERE "status" = 'leased' AND "leaseUntil" < ${wall}
    ), turn AS (
      SELECT "id", "priority", "nextAt",
        ROW_NUMBER() OVER (PARTITION BY "networkId" ORDER BY "priority", "nextAt", "id") AS "turn"
      FROM candidate
    ), picked AS (
      SELECT "id", ROW_NUMBER() OVER (ORDER BY "turn", "priority", "nextAt", "id") AS "place"
      FROM turn ORDER BY "place" LIMIT ${limit}
    )`;
}

/** How many waiting rows of a group are looked at, so that recipients with thousands can't make a claim slow. */
const LOOK_AT = 500;

/**
 * A few deliveries of a lane whose recipients have nothing under way and nothing that comes before; the more networks,
 * the fewer. Nothing sorts them again: the rows come sorted from the index and the first that fit are enough.
 */
function heads({ now, limit }: DueAsk): Prisma.Sql {
  return Prisma.sql`
    SELECT c."id", c."networkId", c."priority", c."nextAt"
    FROM (
      SELECT * FROM "Delivery" w
      WHERE w."status" = 'pending' AND w."networkId" = lane."networkId" AND w."priority" = lane."priority"
        AND w."nextAt" <= ${now}
      ORDER BY w."nextAt", w."id" LIMIT ${LOOK_AT}) c
    WHERE NOT EXISTS (SELECT 1 FROM "Delivery" o WHERE o."recipient" = c."recipient" AND o."status" = 'leased')
      AND c."id" = (
        SELECT o."id" FROM "Delivery" o
        WHERE o."recipient" = c."recipient" AND o."status" = 'pending' AND o."nextAt" <= ${now}
        ORDER BY o."priority", o."nextAt", o."id" LIMIT 1)
    LIMIT (SELECT 1 + CAST(${limit} AS INTEGER) / NULLIF(COUNT("id"), 0) FROM network)`;
}

function laneOnPostgresql(ask: DueAsk): Prisma.Sql {
  return Prisma.sql`SELECT h.* FROM lane CROSS JOIN LATERAL (${heads(ask)}) h`;
}

/** SQLite knows no LATERAL; a list of ids made anew for each lane is the same. */
function laneOnSqlite(ask: DueAsk): Prisma.Sql {
  return Prisma.sql`
    SELECT h."id", h."networkId", h."priority", h."nextAt"
    FROM lane CROSS JOIN "Delivery" h ON h."id" IN (SELECT head."id" FROM (${heads(ask)}) head)`;
}

/**
 * The time by which leases are counted: where several programs share a database its clock decides, since their own
 * may differ. On SQLite there is one program, and its clock is handed in.
 */
export async function databaseNow(tx: Tx, kind: Database["kind"], wall: Date): Promise<Date> {
  if (kind === "sqlite") return wall;
  const rows = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  return rows[0]?.now ?? wall;
}
