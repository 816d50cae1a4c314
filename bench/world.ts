import { mkdtempSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assemble, type Program } from "../src/assemble.js";
import { openDatabase, type Database, type DatabaseAddress } from "../src/storage/database.js";
import { decideBeside } from "../src/threads/deciding.js";
import { migrate } from "../src/storage/migrations.js";

/** Where the compiled tree is: commands, words and migrations lie beside it. */
export const root = fileURLToPath(new URL("..", import.meta.url));

export interface BenchWorld {
  readonly db: Database;
  readonly program: Program;
  readonly now: () => Date;
  close(): Promise<void>;
}

/** A program without platforms on a new database, at a fixed time: Monday 30 November 2026, 10:00 in Jakarta. */
export async function openWorld(address: DatabaseAddress): Promise<BenchWorld> {
  await migrate(address, join(root, "prisma/migrations"));
  const db = openDatabase(address, { random: Math.random });
  const start = performance.now();
  const now = () => new Date(Date.parse("2026-11-30T03:00:00Z") + performance.now() - start);
  const program = await assemble({
    root,
    db,
    now,
    wallClock: now,
    random: Math.random,
    newId: randomUUID,
    incident: () => "0",
    breathe: () => breathe(),
    deciding: (breathe) => decideBeside({ breathe, log: { warn: console.error } }),
    log: { info: () => undefined, warn: console.error, error: console.error },
    network: { locale: "id", timeZone: "Asia/Jakarta" },
    concurrency: 8,
    housekeeping: () => [],
  });
  return { db, program, now, close: () => db.close() };
}

/** Runs `work` with the address of a new SQLite file and removes it afterwards. */
export async function onNewFile<T>(work: (address: DatabaseAddress) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-bench-"));
  try {
    return await work({ kind: "sqlite", file: join(folder, "bench.db") });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The value below which this share (0 to 1) of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
