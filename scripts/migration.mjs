// @ts-check
// `npm run db:migration -- NAME`: writes the SQL that leads from the migrations so far to prisma/schema.prisma, for
// both databases. Needs PostgreSQL's programs installed, to try the earlier ones on a throwaway server. Read what it
// wrote before you commit it; a migration that was released is never changed.
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { postgresqlDriver, schemaDiff } from "./schema-diff.mjs";
import { root, SCHEMAS, writePostgresqlSchema } from "./schema.mjs";
import { startThrowawayPostgresql } from "./throwaway-postgresql.mjs";

/** @typedef {"sqlite" | "postgresql"} Kind */

/**
 * Writes one migration for each database.
 * @param {string} name what it does: "circles"
 * @param {{ isFirst?: boolean }} options `isFirst`: as if there were none yet
 */
export async function writeMigrations(name, { isFirst = false } = {}) {
  writePostgresqlSchema();
  const scratch = mkdtempSync(join(tmpdir(), "jejaring-migration-"));
  const server = await startThrowawayPostgresql();
  try {
    const sqlite = new PrismaBetterSqlite3({ url: `file:${join(scratch, "scratch.db")}` });
    await write("sqlite", name, sqlite, isFirst);
    await write("postgresql", name, postgresqlDriver(server.url), isFirst);
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true });
  }
}

/**
 * @param {Kind} kind
 * @param {string} name
 * @param {import("@prisma/driver-adapter-utils").SqlMigrationAwareDriverAdapterFactory} factory
 * @param {boolean} isFirst
 */
async function write(kind, name, factory, isFirst) {
  const folder = join(root, "prisma/migrations", kind);
  mkdirSync(folder, { recursive: true });
  const past = isFirst ? [] : migrationsIn(kind);
  const connection = await factory.connect();
  for (const file of past) await connection.executeScript(readFileSync(join(folder, file), "utf8"));
  await connection.dispose();
  const schema = readFileSync(join(root, SCHEMAS[kind]), "utf8");
  const sql = await schemaDiff(factory, schema, { fromNothing: past.length === 0 });
  if (sql === "") return console.log(`${kind}: the migrations agree with the schema, there is nothing to write.`);
  const file = `${String(past.length + 1).padStart(4, "0")}_${name}.sql`;
  writeFileSync(join(folder, file), `${sql}\n`);
  console.log(`prisma/migrations/${kind}/${file}`);
}

/** @param {Kind} kind */
export function migrationsIn(kind) {
  return readdirSync(join(root, "prisma/migrations", kind))
    .filter((file) => file.endsWith(".sql"))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = process.argv[2];
  if (!name || !/^\w+$/.test(name)) throw new Error("Say what the migration does: npm run db:migration -- add_circles");
  await writeMigrations(name);
}
