import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assemble, type Program, type World } from "../src/assemble.js";
import { openDatabase, type Database } from "../src/storage/database.js";
import { migrate } from "../src/storage/migrations.js";
import { drawsOf } from "./chance.js";
import { isNudge } from "./behaviour.js";
import { makeStage, type Stage } from "./platform.js";

/** The tree this file is part of: commands, words and migrations lie beside it. */
const root = fileURLToPath(new URL("..", import.meta.url));

export interface SimulatedWorld {
  readonly program: Program;
  readonly db: Database;
  readonly stage: Stage;
  /** What the program logged as an error. */
  readonly faults: readonly string[];
  now(): number;
  goTo(at: number): void;
  /** When the program has something to do next by itself, as it was when it last did; Infinity when never. */
  nextAt(): number;
  /** Lets the program do what is due. */
  runDue(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldWishes {
  readonly seed: number;
  readonly start: number;
  readonly hasNudges: boolean;
  /** How the groups of a round are decided; as the program does unless told otherwise. */
  readonly deciding?: World["deciding"];
}

/** The real program on a new database in a temporary folder, with a clock that stands still until it is moved. */
export async function openWorld(wishes: WorldWishes): Promise<SimulatedWorld> {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-year-"));
  const address = { kind: "sqlite", file: join(folder, "year.db") } as const;
  await migrate(address, join(root, "prisma/migrations"));
  const random = sequence(wishes.seed);
  const db = openDatabase(address, { random });
  // A year that is interrupted is begun anew: nothing of it has to survive a power cut.
  await db.client.$executeRawUnsafe("PRAGMA synchronous = OFF");
  let at = wishes.start;
  const faults: string[] = [];
  const stage = makeStage(() => at);
  const program = await assemble(partsFor({ db, now: () => new Date(at), random, faults, deciding: wishes.deciding }));
  program.adapters.set(stage.adapter.platform, stage.adapter);
  await stage.adapter.start(program.bot);
  leaveOut(program.jobs);
  const look = lookingAfter(program, () => at);
  const nextDelivery = async () => (await program.courier.nextAt())?.getTime() ?? Infinity;
  let deliveryAt = await nextDelivery();
  return {
    ...{ program, db, stage, faults },
    now: () => at,
    goTo: (to) => void (at = to),
    nextAt: () => Math.min(look.nextAt(), deliveryAt),
    async runDue() {
      await look.runDue();
      deliveryAt = await nextDelivery();
      if (deliveryAt > at) return;
      if (!wishes.hasNudges) await dropNudges(db, at);
      await program.courier.runDue();
      deliveryAt = await nextDelivery();
    },
    async close() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Features that nobody in the simulation uses: their jobs would ask the database all year whether anything is due. */
const UNUSED = /^(mentor|ask|shelf|tips)\.|^circle\.(meeting|action|protocol)|^privacy\.network$/;

function leaveOut(jobs: Program["jobs"]): void {
  const used = jobs.filter(({ name }) => !UNUSED.test(name));
  jobs.splice(0, jobs.length, ...used);
}

/** What people set in motion is found so much later, in ms, at the latest; what the program plans by itself on time. */
const LOOK_EVERY = 4 * 3_600_000;

/** The planner, asked as seldom as that can be: each look asks the database some dozen questions. */
function lookingAfter({ planner, flush }: Program, now: () => number) {
  let dueAt = -Infinity;
  let lookedAt = -Infinity;
  // Something happened since the last look.
  let isStirred = false;
  const nextAt = () => Math.min(dueAt, isStirred ? lookedAt + LOOK_EVERY : Infinity);
  return {
    nextAt,
    async runDue(): Promise<void> {
      isStirred = true;
      if (now() < nextAt()) return;
      isStirred = false;
      // What people did since is counted now, which takes a second otherwise: whoever was quiet is back by it.
      await flush();
      if (now() >= dueAt) await planner.runDue();
      lookedAt = now();
      dueAt = (await planner.nextAt())?.getTime() ?? Infinity;
      if (dueAt <= now()) await this.runDue();
    },
  };
}

interface Parts {
  readonly db: Database;
  readonly now: () => Date;
  readonly random: () => number;
  readonly faults: string[];
  readonly deciding: World["deciding"];
}

function partsFor({ db, now, random, faults, deciding }: Parts): World {
  const begun = now();
  return {
    ...{ root, db, now, random },
    // Hardly any real time passes: leases never end, and what the program remembers for seconds it remembers all year.
    wallClock: () => begun,
    newId: countedIds(),
    incident: () => String(100_001 + faults.length),
    breathe: () => breathe(),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: ({ err }, message) => void faults.push(`${message}: ${String(err)}`),
    },
    network: { locale: "id", timeZone: "Asia/Jakarta" },
    concurrency: 1,
    ...(deciding === undefined ? {} : { deciding }),
    housekeeping: () => [],
  };
}

/** A year without nudges: they are taken out of the outbox before anybody is written to, and cost no budget. */
async function dropNudges({ client }: Database, at: number): Promise<void> {
  const waiting = await client.delivery.findMany({ where: { status: "pending" }, select: { id: true, notice: true } });
  const ids = waiting.filter(({ notice }) => isNudge(notice)).map(({ id }) => id);
  if (ids.length === 0) return;
  const data = { status: "dropped", reason: "simulated", settledAt: new Date(at) };
  await client.delivery.updateMany({ where: { id: { in: ids } }, data });
}

function sequence(seed: number): () => number {
  const draw = drawsOf(seed);
  let drawn = 0;
  return () => draw("program", drawn++);
}

/** Ids in the form of a UUID that are the same in every run. */
function countedIds(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
}
