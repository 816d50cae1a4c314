import Sqlite from "better-sqlite3";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assemble } from "../../src/assemble.js";
import { housekeeping } from "../../src/jobs/housekeeping.js";
import { seededChance } from "../../src/matching/chance.js";
import { openClock } from "../../src/platforms/sandbox/clock.js";
import { openSandbox } from "../../src/sandbox.js";
import { openDatabase } from "../../src/storage/database.js";
import { sandboxStore } from "../../src/storage/sandbox.js";
import { startWeb } from "../../src/web/server.js";

/** The tree this file is part of. */
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A Tuesday evening in Jakarta: 18:50 WIB, after the round of that day. */
export const START = new Date("2026-11-24T11:50:00Z");

export interface TestSandboxOptions {
  /** Whether the demo community is there; without it there are only the channels. */
  readonly demo?: boolean;
  readonly locale?: string;
  readonly timeZone?: string;
}

export interface TestSandbox {
  /** "http://127.0.0.1:40123", without a slash at the end. */
  readonly url: string;
  /** Asks the JSON interface; `path` is "/sandbox/state" and the like. Answers with the body, whatever it is. */
  request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** What the program warned of or failed at; empty when all went well. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/**
 * The whole program with its sandbox on a free port and a database of its own. Its clock stands still at START until
 * it is moved, and the same requests in the same order lead to the same answers.
 */
export async function openTestSandbox(options: TestSandboxOptions = {}): Promise<TestSandbox> {
  const { demo = true, locale = "id", timeZone = "Asia/Jakarta" } = options;
  const folder = mkdtempSync(join(tmpdir(), "jejaring-"));
  const file = join(folder, "jejaring.db");
  createTables(file);
  const chance = seededChance(20_261_124);
  const random = () => chance(2 ** 32) / 2 ** 32;
  const db = openDatabase({ kind: "sqlite", file }, { random });
  const store = sandboxStore(db);
  const wallClock = () => START;
  const clock = await openClock(store, wallClock);
  const newId = countedIds();
  const faults: string[] = [];
  const note = (facts: Record<string, unknown>, message: string) => faults.push(`${message}: ${told(facts)}`);
  const log = { info: () => undefined, warn: note, error: note };
  const program = await assemble({
    root,
    db,
    now: clock.now,
    wallClock,
    random,
    newId,
    incident: () => "100001",
    breathe: () => breathe(),
    log,
    network: { locale, timeZone },
    concurrency: 1,
    housekeeping: (runs) => housekeeping({ runs, now: clock.now, timeZone, backUp: undefined }),
  });
  const { pages, sandbox, timeline } = await openSandbox({ root, db, store, clock, newId, demo, timeZone }, program);
  // As at every start: what came due before is seen to first.
  await timeline.runDue();
  const web = await startWeb({
    host: "127.0.0.1",
    port: 0,
    troubles: () => Promise.resolve([]),
    incident: () => "100002",
    log,
    pages,
    calls: [],
  });
  return {
    url: web.url,
    faults,
    async request(method, path, body) {
      const response = await fetch(`${web.url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      return { status: response.status, body: await response.json() };
    },
    async close() {
      await Promise.all([web.stop(), program.planner.stop(), program.courier.stop(1_000)]);
      await program.flush();
      await sandbox.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createTables(file: string): void {
  const folder = join(root, "prisma/migrations/sqlite");
  const raw = new Sqlite(file);
  try {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith(".sql")) raw.exec(readFileSync(join(folder, name), "utf8"));
    }
  } finally {
    raw.close();
  }
}

/** Ids in the form of a UUID that are the same in every run. */
function countedIds(): () => string {
  let count = 0;
  return () => {
    count++;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  };
}

function told(facts: Record<string, unknown>): string {
  const error = facts["err"];
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(facts);
}
