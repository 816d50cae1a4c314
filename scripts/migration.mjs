// `npm run db:migration -- NAME`: writes the SQL that leads from the migrations so far to prisma/schema.prisma, for
// both databases. PostgreSQL's needs a server to compare with: DATABASE_URL of an empty throwaway database.
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const name = process.argv[2];
if (!name) throw new Error("Say what the migration does: npm run db:migration -- NAME");

global.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    throw new Error(message);
  },
};

/** The engine is made for bundlers; in Node its parts are joined by hand. */
async function loadSchemaEngine() {
  const folder = join(root, "node_modules/@prisma/schema-engine-wasm");
  const glue = await import(join(folder, "schema_engine_bg.js"));
  const module = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

async function write(provider, factory, schemaFile) {
  const folder = join(root, "prisma/migrations", provider);
  mkdirSync(folder, { recursive: true });
  const past = readdirSync(folder).filter((file) => file.endsWith(".sql")).sort();
    const engine = await Engine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
  const connection = await factory.connect();
  for (const file of past) await connection.executeScript(readFileSync(join(folder, file), "utf8"));
  await connection.dispose();
  const files = [{ path: schemaFile, content: readFileSync(join(root, schemaFile), "utf8") }];
  const from = past.length === 0 ? { tag: "empty" } : { tag: "url", url: "unused" };
  const result = await engine.diff({
    from,
    to: { tag: "schemaDatamodel", files },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const number = String(past.length + 1).padStart(4, "0");
  writeFileSync(join(folder, `${number}_${name}.sql`), result.stdout);
  console.log(`prisma/migrations/${provider}/${number}_${name}.sql`);
}

const Engine = await loadSchemaEngine();
const scratch = mkdtempSync(join(tmpdir(), "jejaring-migration-"));
try {
  await write("sqlite", new PrismaBetterSqlite3({ url: `file:${join(scratch, "scratch.db")}` }), "prisma/schema.prisma");
  const url = process.env.DATABASE_URL;
  if (!url && existsSync(join(root, "prisma/migrations/postgresql/0001_first.sql"))) {
    throw new Error("Set DATABASE_URL to an empty throwaway PostgreSQL database.");
  }
  await write("postgresql", new PrismaPg({ connectionString: url ?? "postgresql://127.0.0.1/none" }), "prisma/postgresql/schema.prisma");
} finally {
  rmSync(scratch, { recursive: true });
}
