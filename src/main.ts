import { randomInt, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { assemble, type Program } from "./assemble.js";
import { ConfigFault, readConfig, type Config } from "./config.js";
import { CommandFault } from "./chat/load.js";
import { startSchedule } from "./jobs/schedule.js";
import { startPump } from "./outbox/pump.js";
import { openClock } from "./platforms/sandbox/clock.js";
import { openSandbox } from "./sandbox.js";
import { openDatabase } from "./storage/database.js";
import { migrate } from "./storage/migrations.js";
import { own } from "./storage/ownership.js";
import { sandboxStore } from "./storage/sandbox.js";
import { PortTaken, startWeb } from "./web/server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

async function start(config: Config): Promise<() => Promise<void>> {
  const log = pino({ level: config.logLevel, redact: [] }, pino.destination(2));
  if (config.database.kind === "sqlite") mkdirSync(dirname(config.database.file), { recursive: true });
  const release = config.database.kind === "sqlite" ? own(config.database.file) : () => undefined;
  const { applied } = await migrate(config.database, join(root, "prisma/migrations"), say);
  if (applied.length > 0) say("The database is ready.");
  const db = openDatabase(config.database, { random: Math.random });
  const wallClock = () => new Date();
  const store = sandboxStore(db);
  const clock = config.sandbox ? await openClock(store, wallClock) : undefined;
  const now = clock?.now ?? wallClock;
  const program: Program = await assemble({
    root,
    db,
    now,
    wallClock,
    random: Math.random,
    newId: randomUUID,
    incident: () => String(randomInt(100_000, 1_000_000)),
    breathe: () => breathe(),
    log,
    network: config.network,
    concurrency: 1,
  });
  if (db.kind === "sqlite") await program.takeOver();
  const opened =
    clock &&
    (await openSandbox(
      { root, db, store, clock, newId: randomUUID, demo: config.demo, timeZone: config.network.timeZone },
      program,
    ));
  const web = await startWeb({
    host: config.host,
    port: config.port,
    log,
    incident: () => String(randomInt(100_000, 1_000_000)),
    troubles: () => troubles(db),
    pages: opened?.pages,
  });
  const pump = startPump({ courier: program.courier, now, log });
  const wake = () =>
    void program.planner
      .runDue()
      .then(pump.wake, (error: unknown) => log.error({ err: error }, "the planner stumbled"));
  const schedule = startSchedule({ wake });
  wake();
  say(`Jejaring is running. Open ${web.url}${opened ? "/sandbox/" : ""} in a browser.`);
  say("Ctrl-C stops it.");
  return async () => {
    await schedule.stop();
    pump.stop();
    await Promise.all([web.stop(), program.planner.stop(), program.courier.stop(STOP_PATIENCE)]);
    for (const adapter of program.adapters.values()) await adapter.stop();
    await db.close();
    release();
  };
}

/** How long messages under way may take at the end, in ms; what is not done by then is handed back. */
const STOP_PATIENCE = 15_000;

async function troubles(db: ReturnType<typeof openDatabase>): Promise<readonly string[]> {
  try {
    await db.client.$queryRaw`SELECT 1`;
    return [];
  } catch {
    return ["database"];
  }
}

/** First signal: finish what is under way. Second: leave at once; leases expire by themselves. */
function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say("Stopping …");
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

try {
  stopOnSignal(await start(readConfig(root)));
} catch (error) {
  const isExpected = error instanceof ConfigFault || error instanceof CommandFault || error instanceof PortTaken;
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
