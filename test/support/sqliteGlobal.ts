import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { migrate } from "../../src/storage/migrations.js";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated, empty SQLite file that tests copy. */
    readonly sqliteTemplate: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-template-"));
  const file = join(folder, "template.db");
  await migrate({ kind: "sqlite", file }, fileURLToPath(new URL("../../prisma/migrations", import.meta.url)));
  project.provide("sqliteTemplate", file);
  return () => rmSync(folder, { recursive: true, force: true });
}
