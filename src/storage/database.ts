import { PrismaPg } from "@prisma/adapter-pg";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { Refusal } from "../refusal.js";
import { isBusy, isCollision, isStorageFull } from "./failures.js";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client.js";
import { type Prisma, PrismaClient as SqliteClient } from "./generated/sqlite/client.js";
import { openPool } from "./postgresql.js";
import { sqliteAdapter } from "./sqlite.js";
import { makeTurns, type Turns } from "./turns.js";

export { isDuplicate } from "./failures.js";

/** Both clients have one shape, since both schemas come from one source; the SQLite one lends its types. */
export type Client = SqliteClient;
export type Tx = Prisma.TransactionClient;

/** Where the data lives: a file, or a PostgreSQL server. */
export type DatabaseAddress =
  { readonly kind: "sqlite"; readonly file: string } | { readonly kind: "postgresql"; readonly url: string };

export interface Database {
  readonly kind: DatabaseAddress["kind"];
  /** For reading outside a transaction, and for single writes. Inside `transaction` use what it hands in. */
  readonly client: Client;
  /**
   * All or nothing, as if nobody else were there. Tried again when two transactions collide, so `work` may run more
   * than once and must not touch anything but the database. Throws Refusal "busy" when the database stays locked or
   * the collisions don't end, "storageFull" when there is no room to write.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Waits until everything is let go. May be called more than once. */
  close(): Promise<void>;
}

export interface TransactionOptions {
  /**
   * "serializable" (default): two transactions that read what the other writes can't both succeed.
   * "readCommitted": PostgreSQL doesn't watch what was read; for work that takes its own locks or guards each write
   * with a condition, as the courier does. SQLite has one writer at a time and needs neither.
   */
  readonly isolation?: "serializable" | "readCommitted";
}

export interface DatabaseOptions {
  /** For the jitter between two tries: 0 ≤ random() < 1. */
  readonly random: () => number;
  readonly onRetry?: () => void;
  /** A transaction was given up with this refusal; the member is told, and operators may want to know why. */
  readonly onGivenUp?: (refusal: Refusal, cause: unknown) => void;
  /** SQLite: how long, in ms, to wait for another process's lock. Default 2,000. */
  readonly lockPatience?: number;
  /** PostgreSQL: connections at once. Default 8. */
  readonly poolSize?: number;
}

/** How often a transaction is tried in all, and the first pause between two tries, in ms; it doubles each time. */
const TRIES = 6;
const FIRST_PAUSE = 5;
/** In ms: how long a transaction may wait for its turn, and how long it may take. */
const LIMITS = { maxWait: 5_000, timeout: 20_000 };

/** What a database is used through. */
interface Connection {
  readonly kind: Database["kind"];
  readonly client: Client;
  readonly end: () => Promise<void>;
}

export function openDatabase(address: DatabaseAddress, options: DatabaseOptions): Database {
  const connection =
    address.kind === "sqlite" ? onSqlite(address.file, options) : onPool(openPool(address.url, options.poolSize ?? 8));
  return databaseOn(connection, options);
}

export function databaseOn({ kind, client, end }: Connection, options: DatabaseOptions): Database {
  const turns = makeTurns();
  let closing: Promise<void> | undefined;
  return {
    kind,
    client,
    transaction: (work, { isolation = "serializable" } = {}) => {
      const level = isolation === "serializable" ? { isolationLevel: "Serializable" as const } : {};
      return retrying(() => client.$transaction(work, { ...LIMITS, ...level }), turns, options);
    },
    close: () => (closing ??= end()),
  };
}

function onSqlite(file: string, options: DatabaseOptions): Connection {
  const patience = options.lockPatience === undefined ? {} : { lockPatience: options.lockPatience };
  const client = new SqliteClient({ adapter: sqliteAdapter(file, patience) });
  return { kind: "sqlite", client, end: () => client.$disconnect() };
}

/** A PostgreSQL database that the pool leads to. */
export function onPool(pool: pg.Pool): Connection {
  const client = new PostgresqlClient({ adapter: new PrismaPg(pool) });
  return {
    kind: "postgresql",
    client: client as unknown as Client,
    end: () => client.$disconnect().then(() => pool.end()),
  };
}

/**
 * A transaction that lost to another one gets the next try to itself, as far as this process goes: where many work on
 * a few rows, PostgreSQL would otherwise let them fail each other again and again.
 */
async function retrying<T>(work: () => Promise<T>, turns: Turns, options: DatabaseOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const release = await (attempt === 1 ? turns.shared() : turns.alone());
    try {
      return await work();
    } catch (error) {
      if (!isCollision(error) || attempt >= TRIES) throw givenUp(error, options);
    } finally {
      release();
    }
    options.onRetry?.();
    // The first time the other one is most likely of this process, and over.
    if (attempt > 1) await pause(FIRST_PAUSE * 2 ** attempt * (0.5 + options.random()));
  }
}

/** What the caller gets: a refusal where trying again later will help, otherwise the error as it came. */
function givenUp(error: unknown, options: DatabaseOptions): unknown {
  if (!isBusy(error) && !isCollision(error) && !isStorageFull(error)) return error;
  const refusal = new Refusal(isStorageFull(error) ? "storageFull" : "busy");
  options.onGivenUp?.(refusal, error);
  return refusal;
}
