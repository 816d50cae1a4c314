// @ts-check
// `npm run db:first`: after a change of prisma/schema.prisma BEFORE the first release, makes everything that follows
// from it anew: the PostgreSQL schema, both clients, and the one migration 0001_first of both databases. Databases that
// have the old 0001_first refuse to start afterwards: remove data/.
// After the first release a change is a new migration: `npm run db:migration -- NAME`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { migrationsIn, writeMigrations } from "./migration.mjs";
import { root, SCHEMAS, writePostgresqlSchema } from "./schema.mjs";

for (const kind of /** @type {const} */ (["sqlite", "postgresql"])) {
  if (migrationsIn(kind).some((file) => file !== "0001_first.sql")) {
    throw new Error("There is more than the first migration: a change of the schema is a new one from now on.");
  }
}
writePostgresqlSchema();
for (const schema of Object.values(SCHEMAS)) {
  const prisma = join(root, "node_modules/prisma/build/index.js");
  const args = [prisma, "generate", "--schema", schema];
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
await writeMigrations("first", { isFirst: true });
