import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { postgresqlDriver, schemaDiff } from "../../scripts/schema-diff.mjs";
import { postgresqlSchema, root, SCHEMAS } from "../../scripts/schema.mjs";
import type { DatabaseAddress } from "../../src/storage/database.js";
import { openAt, onBothDatabases } from "../support/database.js";

const read = (path: string) => readFileSync(join(root, path), "utf8");

function driver(address: DatabaseAddress) {
  return address.kind === "sqlite"
    ? new PrismaBetterSqlite3({ url: `file:${address.file}` })
    : postgresqlDriver(address.url);
}

describe("the two schemas", () => {
  it("are one: PostgreSQL's is what is generated from SQLite's", () => {
    expect(read(SCHEMAS.postgresql)).toBe(postgresqlSchema(read(SCHEMAS.sqlite)));
  });
});

onBothDatabases("the migrations", (open, kind) => {
  it("lead to exactly the schema", async () => {
    const { address } = await open();
    expect(await schemaDiff(driver(address), read(SCHEMAS[kind]))).toBe("");
  });

  it("would be found out if they did not", async () => {
    const { address } = await open();
    await openAt(address).client.$executeRawUnsafe('DROP TABLE "SandboxClock"');
    expect(await schemaDiff(driver(address), read(SCHEMAS[kind]))).toContain('CREATE TABLE "SandboxClock"');
  });
});
