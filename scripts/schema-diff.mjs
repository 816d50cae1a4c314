// @ts-check
// What Prisma's schema engine says about the way from a database to a schema. Only for development and tests: the
// program itself applies plain SQL files and loads no engine.
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./schema.mjs";

/** The runner's own table is in no schema. */
const OWN_TABLE = { sqlite: "_migrations", postgres: "public._migrations" };

/**
 * A connection for `schemaDiff`. The engine reads PostgreSQL's catalogue, whose one-letter columns (type "char", number
 * 18) the adapter does not know; they are passed on as the ordinary text that they are.
 * @param {string} url
 */
export function postgresqlDriver(url) {
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 1, allowExitOnIdle: true });
  const query = pool.query.bind(pool);
  const asText = async (/** @type {[any]} */ ...args) => {
    const result = await query(...args);
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 1042;
    return result;
  };
  Object.assign(pool, { query: asText });
  return new PrismaPg(pool, { disposeExternalPool: false });
}

/**
 * The SQL that leads from what is in a database to a schema; "" when they agree.
 * @param {import("@prisma/driver-adapter-utils").SqlMigrationAwareDriverAdapterFactory} factory of the database
 * @param {string} schema the text of a schema.prisma
 * @param {{ fromNothing?: boolean }} options `fromNothing`: as if the database were empty, without asking it
 */
export async function schemaDiff(factory, schema, { fromNothing = false } = {}) {
  // One for all: the glue between JavaScript and the engine holds one instance.
  const Engine = await (loading ??= loadSchemaEngine());
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await Engine.new({ datamodels: undefined }, () => undefined, bound);
  const ownTable = factory.provider === "sqlite" ? OWN_TABLE.sqlite : OWN_TABLE.postgres;
  const files = [{ path: "schema.prisma", content: schema }];
  const { stdout } = await engine.diff({
    from: fromNothing ? { tag: "empty" } : { tag: "schemaDatasource", files, configDir: root },
    to: { tag: "schemaDatamodel", files },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [ownTable], externalEnums: [] },
  });
  const sql = String(stdout).trim();
  return sql === "-- This is an empty migration." ? "" : withoutSchema(sql);
}

/** Every database has the schema "public"; making sure of it needs a right that the program's user may not have. */
function withoutSchema(/** @type {string} */ sql) {
  return sql.replace(/-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n+/, "");
}

/** @type {Promise<any> | undefined} */
let loading;

/** The engine is made for bundlers; in Node its parts are joined by hand. */
async function loadSchemaEngine() {
  const folder = join(root, "node_modules/@prisma/schema-engine-wasm");
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(/** @type {string} */ message) {
        throw new Error(message);
      },
    },
  });
  const glue = await import(pathToFileURL(join(folder, "schema_engine_bg.js")).href);
  // Node has it, and Node's types don't say so.
  const { WebAssembly } = /** @type {any} */ (globalThis);
  const module = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}
