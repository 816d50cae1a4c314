import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assemble, type Program } from "../../src/assemble.js";
import type { Pace } from "../../src/chat/pace.js";
import type { Web } from "../../src/shelving.js";
import { housekeeping } from "../../src/jobs/housekeeping.js";
import { makeLog } from "../../src/log.js";
import { seededChance } from "../../src/matching/chance.js";
import { openClock } from "../../src/platforms/sandbox/clock.js";
import { openSandbox } from "../../src/sandbox.js";
import type { Database } from "../../src/storage/database.js";
import { sandboxStore } from "../../src/storage/sandbox.js";
import { readSpoken } from "./spoken.js";

/** The tree this file is part of. */
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface WiringOptions {
  readonly start: Date;
  /** The demo community; without it there are only channels, and nobody has come yet. */
  readonly demo: boolean;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
  /** The way to where shared links lead; without it none is looked at. */
  readonly web?: Web | undefined;
  /** With something more to it. */
  readonly more?: (program: Program) => Program;
  readonly pace?: Pace | undefined;
  /** Takes each line of the real log, as an operator would read it. */
  readonly logged?: ((line: string) => void) | undefined;
  readonly checkText?: ((text: string) => readonly string[]) | undefined;
  /** Where the ids begin; higher than those that are in the database already. */
  readonly firstId?: number;
}

/**
 * The whole program with its sandbox, in this process. Its clock stands still at `start` until it is moved, and the
 * same deeds in the same order lead to the same ids and the same answers.
 */
export async function wire(
  db: Database,
  { start, demo, locale = "id", timeZone = "Asia/Jakarta", web, checkText, pace, logged, more, firstId }: WiringOptions,
) {
  const store = sandboxStore(db);
  const wallClock = () => start;
  const clock = await openClock(store, wallClock);
  const newId = countedIds(firstId);
  const faults: Readonly<Record<string, unknown>>[] = [];
  const lines = makeLog("trace", { write: (line: string) => logged?.(line) });
  const note = (level: "warn" | "error") => (facts: Record<string, unknown>, message: string) => {
    faults.push({ ...facts, message });
    lines[level](facts, message);
  };
  const info = (facts: Record<string, unknown>, message: string) => lines.info(facts, message);
  const log = { info, warn: note("warn"), error: note("error") };
  const assembled = await assemble({
    root,
    spoken: await readSpoken(),
    db,
    now: clock.now,
    wallClock,
    random: chance(),
    newId,
    incident: () => String(100_001 + faults.length),
    breathe: () => breathe(),
    log,
    network: { locale, timeZone },
    ...(web === undefined ? {} : { web }),
    concurrency: 1,
    ...(checkText === undefined ? {} : { checkText }),
    ...(pace === undefined ? {} : { pace }),
    housekeeping: (runs, letGo) => housekeeping({ runs, now: clock.now, timeZone, backUp: undefined, letGo }),
  });
  const program = more?.(assembled) ?? assembled;
  const { sandbox, pages, timeline } = await openSandbox({ root, db, store, clock, newId, demo, timeZone }, program);
  return { program, store, clock, log, faults, sandbox, pages, timeline };
}

/** Chance that is the same in every run. */
export function chance(): () => number {
  const draw = seededChance(20_261_124);
  return () => draw(2 ** 32) / 2 ** 32;
}

/** Ids in the form of a UUID that are the same in every run. */
export function countedIds(first = 1): () => string {
  let count = first - 1;
  return () => {
    count++;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  };
}
