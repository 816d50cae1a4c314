import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import type { Program } from "../../src/assemble.js";
import { openDatabase } from "../../src/storage/database.js";
import { startWeb } from "../../src/web/server.js";
import { chance, wire } from "./wiring.js";

/** A Tuesday evening in Jakarta: 18:50 WIB, after the round of that day. */
export const START = new Date("2026-11-24T11:50:00Z");

export interface TestSandboxOptions {
  /** Whether the demo community is there; without it there are only the channels. */
  readonly demo?: boolean;
  readonly locale?: string;
  readonly timeZone?: string;
  /** The program with something more to it. */
  readonly more?: (program: Program) => Program;
}

export interface TestSandbox {
  /** "http://127.0.0.1:40123", without a slash at the end. */
  readonly url: string;
  /** Asks the JSON interface; `path` is "/sandbox/state" and the like. Answers with the body, whatever it is. */
  request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** What the program warned of or failed at; empty when all went well. */
  readonly faults: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/**
 * The whole program with its sandbox on a free port and a database of its own. Its clock stands still at START until
 * it is moved, and the same requests in the same order lead to the same answers.
 */
export async function openTestSandbox(options: TestSandboxOptions = {}): Promise<TestSandbox> {
  const { demo = true, locale, timeZone, more } = options;
  const folder = mkdtempSync(join(tmpdir(), "jejaring-"));
  const file = join(folder, "jejaring.db");
  const isUsual = demo && locale === undefined && timeZone === undefined;
  copyFileSync(isUsual ? await demoTemplate() : inject("sqliteTemplate"), file);
  const db = openDatabase({ kind: "sqlite", file }, { random: chance() });
  const { program, sandbox, pages, timeline, log, faults } = await wire(db, {
    ...{ start: START, demo, locale, timeZone },
    ...(more === undefined ? {} : { more }),
    ...(isUsual ? { firstId: LATER_IDS } : {}),
  });
  // As at every start: what came due before is seen to first.
  await timeline.runDue();
  const web = await startWeb({
    host: "127.0.0.1",
    port: 0,
    troubles: () => Promise.resolve([]),
    incident: () => "100002",
    log,
    pages,
    calls: () => [],
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

/** Above all ids of the demo community. */
const LATER_IDS = 1_000_000;

/** The file of the demo community as it begins at START, made by whichever test of a run needs it first: settling it takes a second. */
async function demoTemplate(): Promise<string> {
  const template = join(dirname(inject("sqliteTemplate")), "demo.db");
  if (existsSync(template)) return template;
  const file = `${template}.${process.pid}`;
  copyFileSync(inject("sqliteTemplate"), file);
  const db = openDatabase({ kind: "sqlite", file }, { random: chance() });
  const { program, sandbox, timeline } = await wire(db, { start: START, demo: true });
  await timeline.runDue();
  await program.flush();
  await sandbox.stop();
  await db.close();
  renameSync(file, template);
  return template;
}
