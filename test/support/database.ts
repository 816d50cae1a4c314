import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, inject, onTestFinished } from "vitest";
import {
  databaseOn,
  openDatabase,
  type Database,
  type DatabaseAddress,
  type DatabaseOptions,
} from "../../src/storage/database.js";
import { createPostgresqlDatabase, hasPostgresql, keptConnection } from "./postgres.js";

export const migrationsFolder = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

export type DatabaseKind = Database["kind"];
export type TestDatabase = Database & { readonly address: DatabaseAddress };
export type OpenDatabase = (options?: Partial<DatabaseOptions>) => Promise<TestDatabase>;

/** The same tests on SQLite and on PostgreSQL, where that is installed. Each test opens its own database. */
export function onBothDatabases(name: string, define: (open: OpenDatabase, kind: DatabaseKind) => void): void {
  for (const kind of ["sqlite", "postgresql"] as const) {
    describe(`${name}, on ${kind}`, { skip: kind === "postgresql" && !hasPostgresql }, () => {
      define((options) => freshDatabase(kind, options), kind);
    });
  }
}

/** A migrated, empty database, closed and removed when the test is over. */
export async function freshDatabase(kind: DatabaseKind, options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const address = await freshAddress(kind, "migrated");
  return openAt(address, options);
}

/** Another program on the same database. */
export function openAt(address: DatabaseAddress, options: Partial<DatabaseOptions> = {}): TestDatabase {
  const wanted = { random: () => 0.5, ...options };
  const isOrdinary = address.kind === "postgresql" && options.poolSize === undefined;
  const kept = isOrdinary ? keptConnection(address.url) : undefined;
  const database = kept ? databaseOn(kept, wanted) : openDatabase(address, wanted);
  onTestFinished(() => database.close());
  return { ...database, address };
}

/** A place for a database, removed when the test is over. */
export async function freshAddress(kind: DatabaseKind, like: "migrated" | "empty"): Promise<DatabaseAddress> {
  if (kind === "postgresql") {
    const { url, drop } = await createPostgresqlDatabase(like);
    onTestFinished(drop);
    return { kind, url };
  }
  const file = join(temporaryFolder(), "jejaring.db");
  if (like === "migrated") copyFileSync(inject("sqliteTemplate"), file);
  return { kind, file };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
