import Sqlite from "better-sqlite3";
import { accessSync, constants, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { explainFile, isSqliteBusy, StorageError } from "./errors.js";
import type { MigrationSession } from "./migrationSession.js";
import { patienceOf, patiently } from "./patience.js";
import { snapshot } from "./snapshot.js";

/** How long, in ms, another program's migration is waited for. */
const PATIENCE = 30_000;

/** Makes the file and its folder when they are missing. */
export async function openMigrationOnSqlite(file: string, log: (line: string) => void): Promise<MigrationSession> {
  let db: Sqlite.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new Sqlite(file, { timeout: 0 });
    // SQLite itself is content to read a file that it may not write, until the first write.
    accessSync(file, constants.R_OK | constants.W_OK);
    await useWriteAheadLog(db, file);
    return sessionOn(db, file, log);
  } catch (error) {
    db?.close();
    throw explainFile(error, file);
  }
}

async function useWriteAheadLog(db: Sqlite.Database, file: string): Promise<void> {
  const mode = await patiently(
    () => db.pragma("journal_mode = WAL", { simple: true }),
    isSqliteBusy,
    patienceOf(PATIENCE),
  );
  if (mode !== "wal") {
    throw new StorageError(
      `Jejaring cannot use its database ${file}: this disk does not support SQLite's write-ahead log. ` +
        "Put the file on a disk of this computer (not a network drive), or use PostgreSQL.",
    );
  }
  db.pragma("synchronous = FULL");
  // A table is changed by making it anew. With foreign keys on, dropping the old one would delete what refers to it.
  db.pragma("foreign_keys = OFF");
}

function sessionOn(db: Sqlite.Database, file: string, log: (line: string) => void): MigrationSession {
  const tables = () => db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const toTheEnd = async (work: () => unknown): Promise<void> => {
    try {
      await patiently(work, isSqliteBusy, patienceOf(PATIENCE));
    } catch (error) {
      throw explainFile(error, file);
    }
  };
  return {
    begin: () => toTheEnd(() => db.exec("BEGIN IMMEDIATE")),
    async applied() {
      if (!tables().includes("_migrations")) return [];
      return db.prepare<[], { name: string; checksum: string }>('SELECT "name", "checksum" FROM "_migrations"').all();
    },
    async keepCopy(next) {
      if (tables().length === 0) return undefined;
      const today = db.prepare("SELECT date()").pluck().get();
      const target = join(dirname(file), "backups", `before-${next}-${String(today)}.db`);
      log(`Copying the database to ${target} before it is changed.`);
      // Beside the transaction, which has not changed anything yet and keeps everybody else from doing so.
      await snapshot(file, target);
      return target;
    },
    run: async (statement) => void db.exec(statement),
    async verify() {
      const [dangling] = db.prepare<[], { table: string; parent: string }>("PRAGMA foreign_key_check").all();
      if (dangling)
        throw new Error(`rows in ${dangling.table} would refer to rows of ${dangling.parent} that are not there`);
    },
    async record({ name, checksum }) {
      db.prepare('INSERT INTO "_migrations" ("name", "checksum") VALUES (?, ?)').run(name, checksum);
    },
    commit: () => toTheEnd(() => db.exec("COMMIT")),
    async rollback() {
      if (db.inTransaction) db.exec("ROLLBACK");
    },
    async close() {
      db.close();
    },
  };
}
