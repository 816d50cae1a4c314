import { randomInt, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { assemble, type Log, type Program } from "./assemble.js";
import { CommandFault } from "./chat/load.js";
import { makePace } from "./chat/pace.js";
import { ConfigFault, readConfig, type Config, type DiscordConfig, type SlackConfig } from "./config.js";
import { makeConnection } from "./connecting.js";
import { housekeeping } from "./jobs/housekeeping.js";
import { watchLeaps } from "./jobs/leaps.js";
import { startSchedule } from "./jobs/schedule.js";
import { makeWire } from "./links/wire.js";
import { makeLog } from "./log.js";
import { startPump } from "./outbox/pump.js";
import { openClock, type SandboxClock } from "./platforms/sandbox/clock.js";
import { openSandbox } from "./sandbox.js";
import type { DiscordWorld } from "./discord.js";
import { openSlack, type SlackWorld } from "./slack.js";
import { backUp, checkIntegrity } from "./storage/backup.js";
import { openDatabase, type Database } from "./storage/database.js";
import { StorageError } from "./storage/errors.js";
import { migrate } from "./storage/migrations.js";
import { claimOwnership } from "./storage/ownership.js";
import { sandboxStore } from "./storage/sandbox.js";
import { openSuppression, type SuppressionList } from "./storage/suppression.js";
import { decideBeside } from "./threads/deciding.js";
import { PortTaken, startWeb } from "./web/server.js";

/** The tree this file is part of: commands, words and migrations lie beside it. */
const root = fileURLToPath(new URL("..", import.meta.url));
/** Settings and data belong to the folder the program is started in; the start script goes to the project's. */
const home = process.cwd();
/** How long messages under way may take at the end, in ms; what is not done by then is handed back. */
const STOP_PATIENCE = 15_000;
/** Activity is counted in memory and written together, this often in ms. */
const FLUSH_EVERY = 1_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const incident = () => String(randomInt(100_000, 1_000_000));
const wallClock = () => new Date();
const monotonic = () => performance.now();

/** For so long, in ms, a write that found no room keeps the program from calling itself ready. */
const FULL_FOR = 60_000;

interface Storage {
  readonly db: Database;
  /** Where copies are kept; undefined for PostgreSQL, which has its own ways. */
  readonly backups: string | undefined;
  /** Who was forgotten: a file beside the database, or in the data folder. */
  readonly suppression: SuppressionList;
  /** Names what is not well. */
  troubles(): Promise<readonly string[]>;
  close(): Promise<void>;
}

async function openStorage({ database }: Config, log: Log): Promise<Storage> {
  const ownership = database.kind === "sqlite" ? claimOwnership(database.file) : undefined;
  const backups = database.kind === "sqlite" ? join(dirname(database.file), "backups") : undefined;
  if (database.kind === "sqlite" && backups !== undefined) checkIntegrity(database.file, backups);
  const data = database.kind === "sqlite" ? dirname(database.file) : join(home, "data");
  const suppression = openSuppression(join(data, "forgotten.txt"));
  await migrate(database, join(root, "prisma/migrations"), say);
  let fullAt = 0;
  const db = openDatabase(database, {
    random: Math.random,
    onGivenUp(refusal, cause) {
      if (refusal.code === "storageFull") fullAt = wallClock().getTime();
      log.warn({ code: refusal.code, err: cause }, "a transaction was given up");
    },
  });
  return {
    db,
    backups,
    suppression,
    async troubles() {
      const isFull = wallClock().getTime() - fullAt < FULL_FOR;
      const answers = await db.client.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      );
      return [...(answers ? [] : ["database"]), ...(isFull ? ["storage full"] : [])];
    },
    async close() {
      await db.close();
      ownership?.release();
    },
  };
}

function assembleOn(
  config: Config,
  { db, backups, suppression }: Storage,
  now: () => Date,
  log: Log,
): Promise<Program> {
  const { database, network, sandbox } = config;
  const copies =
    database.kind === "sqlite" && backups !== undefined ? { file: database.file, folder: backups } : undefined;
  return assemble({
    root,
    db,
    now,
    wallClock,
    random: Math.random,
    newId: randomUUID,
    incident,
    breathe: () => breathe(),
    deciding: (breathe) => decideBeside({ breathe, log }),
    log,
    network,
    web: {
      wire: config.links.areOpened ? makeWire((facts) => log.info(facts, "a link was not seen")) : undefined,
      isListed: blocked(config.links.blocked),
    },
    // The sandbox shows messages in the order in which they were sent; real platforms take their time for each.
    concurrency: sandbox ? 1 : 8,
    suppression,
    // Not the sandbox's clock, which stands still or leaps.
    pace: makePace({ clock: () => performance.now() }),
    housekeeping: (runs, letGo) =>
      housekeeping({
        runs,
        letGo,
        now,
        timeZone: network.timeZone,
        backUp: copies && (async () => `copied to ${await backUp(copies.file, copies.folder, wallClock())}`),
      }),
  });
}

/** The places that are listed in a file of the operator's, read once. */
function blocked(list: string): (name: string) => boolean {
  if (list === "") return () => false;
  if (!existsSync(list)) throw new ConfigFault(`BLOCKED_LINKS: there is no file ${list}`);
  const lines = readFileSync(list, "utf8").split(/\r?\n/);
  const names = new Set(
    lines.map((line) => line.replace(/#.*/, "").trim().toLowerCase()).filter((name) => name !== ""),
  );
  return (name) => names.has(name);
}

/** Jobs by the schedule, deliveries when they are due, counts each second. Answers with how to end it. */
function keepGoing(program: Program, now: () => Date, isSteady: () => boolean, log: Log): () => Promise<void> {
  const pump = startPump({ courier: program.courier, now, isSteady, log });
  const wake = () => {
    if (!isSteady()) return;
    program.planner.runDue().then(pump.wake, (error: unknown) => log.error({ err: error }, "the planner stumbled"));
  };
  const flush = () => void program.flush().catch((error: unknown) => log.error({ err: error }, "counting stumbled"));
  const schedule = startSchedule({ wake });
  const flushing = setInterval(flush, FLUSH_EVERY);
  wake();
  return async () => {
    await schedule.stop();
    clearInterval(flushing);
    pump.stop();
    await Promise.all([program.planner.stop(), program.courier.stop(STOP_PATIENCE)]);
    await program.flush();
  };
}

async function openPages(config: Config, storage: Storage, clock: SandboxClock | undefined, program: Program) {
  if (!clock) return undefined;
  const { db } = storage;
  const store = sandboxStore(db);
  const { pages } = await openSandbox(
    { root, db, store, clock, newId: randomUUID, demo: config.demo, timeZone: config.network.timeZone },
    program,
  );
  return pages;
}

/** Where people are, besides the sandbox: opened by the settings, and anew when they were changed. */
function makeConnections(world: Pick<DiscordWorld & SlackWorld, "db" | "now" | "log">, program: Program) {
  const common = { ...world, say };
  const slack = makeConnection<SlackConfig>(
    "slack",
    (settings) => openSlack(settings, { ...common, now: wallClock, random: Math.random }, program),
    program,
  );
  const discord = makeConnection<DiscordConfig>(
    "discord",
    // The SDK is read only where it is needed: it takes its time and its memory.
    async (settings) =>
      (await import("./discord.js")).openDiscord(settings, { ...common, wallClock, newId: randomUUID }, program),
    program,
  );
  return {
    pages: () => [...slack.pages(), ...discord.pages()],
    remarks: () => [...slack.remarks(), ...discord.remarks()],
    async use(config: Pick<Config, "slack" | "discord">) {
      await Promise.all([slack.use(config.slack), discord.use(config.discord)]);
    },
    stop() {
      slack.stop();
      discord.stop();
    },
  };
}

interface Running {
  readonly greeting: string;
  /** Reads the settings of the platforms again. */
  readonly renew: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

// A terminal that was closed takes no more words, and that must not end what is under way.
process.stdout.on("error", () => undefined);

async function start(config: Config): Promise<Running> {
  const log = makeLog(config.logLevel, pino.destination(2));
  const storage = await openStorage(config, log);
  const { db } = storage;
  const clock = config.sandbox ? await openClock(sandboxStore(db), wallClock) : undefined;
  const now = clock?.now ?? wallClock;
  const program = await assembleOn(config, storage, now, log);
  // Only one program works on a SQLite file, so what a dead one was doing can be taken up at once.
  if (db.kind === "sqlite") await program.takeOver();
  // Before any platform connects: an older copy of the database may have been put in its place.
  await program.services.privacy.replay();
  const pages = await openPages(config, storage, clock, program);
  const connections = makeConnections({ db, now, log }, program);
  await connections.use(config);
  const web = await startWeb({
    host: config.host,
    port: config.port,
    log,
    incident,
    troubles: storage.troubles,
    remarks: connections.remarks,
    pages,
    calls: connections.pages,
  });
  // The sandbox's clock is there to leap.
  const { isSteady } = clock ? { isSteady: () => true } : watchLeaps({ wallClock, monotonic, log });
  const rest = keepGoing(program, now, isSteady, log);
  return {
    greeting: pages ? `Open ${web.url}/sandbox/ in a browser.` : `Its health is at ${web.url}/readyz.`,
    async renew() {
      const settings = readConfig(home);
      await connections.use(settings).catch((error: unknown) => {
        log.error({ err: error }, "the platforms could not be opened anew");
        throw error;
      });
    },
    async stop() {
      connections.stop();
      await Promise.all([web.stop(), rest()]);
      for (const adapter of program.adapters.values()) await adapter.stop();
      await storage.close();
    },
  };
}

function fail(error: unknown): never {
  const isExpected = [ConfigFault, CommandFault, PortTaken, StorageError].some((kind) => error instanceof kind);
  const text = !(error instanceof Error) ? String(error) : isExpected ? error.message : (error.stack ?? error.message);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** First signal: finish what is under way. Second: leave at once; leases expire by themselves. */
let stop = () => Promise.resolve();
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say("Stopping …");
    stop().then(() => process.exit(0), fail);
  });
}

/** With new tokens in `.env` the platforms are opened anew; a mistake there leaves everything as it is. */
async function renew({ renew: again }: Running): Promise<void> {
  try {
    await again();
    say("The settings of the platforms were read again.");
  } catch (error) {
    say(
      error instanceof ConfigFault
        ? error.message
        : "The platforms could not be opened anew; the log says why. Start Jejaring again when it is mended.",
    );
  }
}

try {
  const running = await start(readConfig(home));
  stop = running.stop;
  // In a terminal it means that the terminal was closed.
  process.on("SIGHUP", () => (process.stdout.isTTY ? process.kill(process.pid, "SIGTERM") : void renew(running)));
  say(`Jejaring is running. ${running.greeting}`);
  say("Ctrl-C stops it.");
} catch (error) {
  fail(error);
}
