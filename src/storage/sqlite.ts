import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import Sqlite from "better-sqlite3";
import { performance } from "node:perf_hooks";
import { setImmediate as breath } from "node:timers/promises";
import { patienceOf, patiently } from "./patience.js";
import { keepPrepared } from "./prepared.js";
import { makeQueue } from "./queue.js";

/** The driver waits synchronously: this long, in ms, may one statement hold the event loop up for a lock. */
const DRIVER_WAIT = 5;
/** How long, in ms, a statement waits in all for another process's lock before it is given up. */
const LOCK_PATIENCE = 2_000;
/** How long, in ms, statements may follow each other before timers and sockets have a turn. */
const BREATH_EVERY = 10;

/**
 * SQLite for Prisma, made safe for a program that does many things at once.
 *
 * The plain adapter has one connection, begins transactions DEFERRED, and runs whatever comes in between inside the
 * transaction that happens to be open (so a rollback would take an acknowledged write of somebody else with it).
 * Here writes queue for one connection and begin IMMEDIATE, reads have a second connection and see what is committed,
 * and waiting for another process's lock happens in small steps that let the event loop breathe.
 */
export function sqliteAdapter(file: string, options: { readonly lockPatience?: number } = {}): SqlDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: DRIVER_WAIT });
  const patience = options.lockPatience ?? LOCK_PATIENCE;
  return {
    provider: "sqlite",
    adapterName: factory.adapterName,
    async connect() {
      const writer = await factory.connect();
      try {
        await patiently(() => writer.executeScript(ON_CONNECT), isBusy, patienceOf(patience));
        const reader = await factory.connect();
        await reader.executeScript(`${ON_CONNECT} PRAGMA query_only=ON;`);
        for (const connection of [writer, reader]) keepPrepared(handleOf(connection));
        return adapterOf(writer, reader, patience);
      } catch (error) {
        await writer.dispose();
        throw error;
      }
    },
  };
}

/**
 * WAL's compiled default is synchronous=NORMAL, which may lose the last commits on power loss. After a large
 * transaction the write-ahead log is cut back to 64 MB.
 * What is deleted is overwritten: whoever was forgotten must not be found in the free pages of the file.
 */
const ON_CONNECT =
  "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864;";

function adapterOf(writer: SqlDriverAdapter, reader: SqlDriverAdapter, lockPatience: number): SqlDriverAdapter {
  const queue = makeQueue();
  const handle = handleOf(writer);
  // Patience begins when the statement arrives: who stood in the queue behind a lock doesn't wait all over again.
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const patience = patienceOf(lockPatience);
    const release = await queue.take();
    try {
      return await patiently(work, isBusy, patience);
    } finally {
      release();
    }
  };
  let lastBreath = 0;
  const read = async (query: SqlQuery): Promise<SqlResultSet> => {
    // The driver answers at once, so a long row of reads would never let anybody else have a turn.
    if (performance.now() - lastBreath > BREATH_EVERY) {
      await breath();
      lastBreath = performance.now();
    }
    return patiently(() => reader.queryRaw(query), isBusy, patienceOf(lockPatience));
  };
  return {
    provider: "sqlite",
    adapterName: writer.adapterName,
    queryRaw: (query: SqlQuery): Promise<SqlResultSet> =>
      /^\s*select\b/i.test(query.sql) ? read(query) : alone(() => writer.queryRaw(query)),
    executeRaw: (query: SqlQuery) => alone(() => writer.executeRaw(query)),
    executeScript: (script: string) => alone(() => writer.executeScript(script)),
    async startTransaction() {
      const patience = patienceOf(lockPatience);
      const release = await queue.take();
      try {
        await patiently(() => writer.executeScript("BEGIN IMMEDIATE"), isBusy, patience);
      } catch (error) {
        release();
        throw error;
      }
      return transactionOn(writer, handle, release, lockPatience);
    },
    async dispose() {
      await reader.dispose();
      await writer.dispose();
    },
  };
}

/**
 * One transaction on the connection for writing. It ends exactly once, whatever happens, and always leaves the
 * connection outside a transaction for the next in line. A statement that comes late (after Prisma's time limit, say)
 * is refused: it would run inside somebody else's transaction.
 */
function transactionOn(
  writer: SqlDriverAdapter,
  handle: Sqlite.Database,
  release: () => void,
  lockPatience: number,
): Transaction {
  let isOpen = true;
  let lastBreath = performance.now();
  // A full disk, for one, makes SQLite roll back by itself; what follows would then be written outside any transaction.
  const isAlive = () => isOpen && handle.inTransaction;
  const inside = async <T>(work: () => Promise<T>): Promise<T> => {
    if (performance.now() - lastBreath > BREATH_EVERY) {
      await breath();
      lastBreath = performance.now();
    }
    if (!isAlive()) throw goneError();
    return work();
  };
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    try {
      if (handle.inTransaction) handle.exec("ROLLBACK");
    } finally {
      release();
    }
  };
  const run = (sql: string) => inside(() => writer.executeScript(sql));
  return {
    provider: "sqlite",
    adapterName: writer.adapterName,
    // "Phantom": Prisma leaves COMMIT and ROLLBACK to the two functions below instead of sending them as statements.
    options: { usePhantomQuery: true },
    queryRaw: (query) => inside(() => writer.queryRaw(query)),
    executeRaw: (query) => inside(() => writer.executeRaw(query)),
    async commit() {
      try {
        if (!isAlive()) throw goneError();
        await patiently(() => writer.executeScript("COMMIT"), isBusy, patienceOf(lockPatience));
      } finally {
        end();
      }
    },
    rollback: async () => end(),
    createSavepoint: (name) => run(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => run(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => run(`RELEASE SAVEPOINT ${name}`),
  };
}

/** The driver's own connection: only it knows whether a transaction is open. The adapter keeps it in `client`. */
function handleOf(adapter: SqlDriverAdapter): Sqlite.Database {
  if ("client" in adapter && adapter.client instanceof Sqlite) return adapter.client;
  throw new Error(
    "This version of @prisma/adapter-better-sqlite3 hides its connection: src/storage/sqlite.ts needs it.",
  );
}

function goneError(): DriverAdapterError {
  return new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "The transaction was rolled back before." });
}

function isBusy(error: unknown): boolean {
  return error instanceof DriverAdapterError && error.cause.kind === "SocketTimeout";
}
