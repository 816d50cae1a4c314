import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseAddress } from "./database.js";
import { MigrationError } from "./errors.js";
import { openMigrationOnPostgresql } from "./migrationOnPostgresql.js";
import { openMigrationOnSqlite } from "./migrationOnSqlite.js";
import type { AppliedMigration, Migration, MigrationSession } from "./migrationSession.js";
import { statementsIn } from "./statements.js";

/** The table that remembers. Its times are the database's own. */
const MIGRATIONS_TABLE =
  'CREATE TABLE IF NOT EXISTS "_migrations" ("name" TEXT NOT NULL PRIMARY KEY, "checksum" TEXT NOT NULL, "applied_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)';

/**
 * Brings a database to what this version of the program needs: applies the files of `folder`/<kind>/NNNN_name.sql that
 * it doesn't have yet, in the order of their names, each in a transaction of its own. Several programs may do so at
 * once: one applies, the others wait and find nothing to do. With nothing to do it takes a few milliseconds.
 * @param log gets a sentence for the operator about each thing that is done
 * @returns the names of what was applied
 * @throws MigrationError when a migration fails, was changed after it had been applied, or is unknown to this version
 * @throws StorageError when the database can't be used at all
 */
export async function migrate(
  address: DatabaseAddress,
  folder: string,
  log: (line: string) => void = () => undefined,
): Promise<{ readonly applied: readonly string[] }> {
  const migrations = readMigrations(join(folder, address.kind));
  const session =
    address.kind === "sqlite"
      ? await openMigrationOnSqlite(address.file, log)
      : await openMigrationOnPostgresql(address.url);
  const applied: string[] = [];
  let copy: string | undefined;
  try {
    for (;;) {
      const done = await inTransaction(session, async () => {
        const next = nextOf(migrations, await session.applied());
        if (!next) return undefined;
        if (applied.length === 0) copy = await session.keepCopy(next.name);
        log(`Changing the database: migration ${next.name}.`);
        await apply(session, next, copy);
        return next.name;
      });
      if (done === undefined) return { applied };
      applied.push(done);
    }
  } finally {
    await session.close();
  }
}

async function inTransaction<T>(session: MigrationSession, work: () => Promise<T | undefined>): Promise<T | undefined> {
  await session.begin();
  try {
    const result = await work();
    if (result === undefined) await session.rollback();
    else await session.commit();
    return result;
  } catch (error) {
    // The first fault is the one to tell; a connection that broke can't roll back, and its server does.
    await session.rollback().catch(() => undefined);
    throw error;
  }
}

/** The first that is not applied yet, after a look whether this database and this program belong together. */
function nextOf(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration | undefined {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const stranger = applied.find(({ name }) => !known.has(name));
  if (stranger) {
    throw new MigrationError(
      `The database is newer than this version of Jejaring: it has migration ${stranger.name}, which this version does not know. ` +
        "Install the newer version again, or restore the copy that was made before the database was changed.",
    );
  }
  const changed = applied.find(({ name, checksum }) => known.get(name)?.checksum !== checksum);
  if (changed) {
    throw new MigrationError(
      `Migration ${changed.name} has been changed since it was applied to this database. ` +
        "A migration that was released stays as it is: restore its file, and write a new migration for the change.",
    );
  }
  const have = new Set(applied.map(({ name }) => name));
  return migrations.find(({ name }) => !have.has(name));
}

async function apply(session: MigrationSession, migration: Migration, copy: string | undefined): Promise<void> {
  const { name, statements } = migration;
  let step = "";
  try {
    for (const [index, statement] of statements.entries()) {
      step = ` at statement ${index + 1} of ${statements.length} (${firstLine(statement)})`;
      await session.run(statement);
    }
    step = "";
    await session.verify();
    await session.run(MIGRATIONS_TABLE);
    await session.record(migration);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const where = copy === undefined ? "" : ` A copy from before is ${copy}.`;
    throw new MigrationError(
      `Migration ${name} failed${step}: ${why}. The database is as it was before.${where} ` +
        "The version of Jejaring that ran until now still works with it.",
      { cause: error },
    );
  }
}

function firstLine(statement: string): string {
  const line = statement.split("\n", 1)[0] ?? "";
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

/** The same text has the same checksum on a system that ends its lines differently. */
function checksumOf(sql: string): string {
  return createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
}

function readMigrations(folder: string): readonly Migration[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".sql")) : [];
  const odd = files.find((file) => !/^\d{4}_\w+\.sql$/.test(file));
  if (odd !== undefined)
    throw new MigrationError(`${join(folder, odd)} is not named like a migration (0002_what_it_does.sql).`);
  if (files.length === 0)
    throw new MigrationError(`There are no migrations in ${folder}: the installation is incomplete.`);
  return files.sort().map((file) => {
    const sql = readFileSync(join(folder, file), "utf8");
    return { name: file.replace(/\.sql$/, ""), checksum: checksumOf(sql), statements: statementsIn(sql) };
  });
}
