import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";
import { demoLife, PRETENDING } from "../prisma/demo/life.js";
import { seedDemo, seedSandbox } from "../prisma/demo/seed.js";
import type { Program } from "./assemble.js";
import { HOUSEKEEPING } from "./jobs/housekeeping.js";
import { isTimeZone } from "./features/members/calendar/rules.js";
import { makeSandbox, type Sandbox } from "./platforms/sandbox/adapter.js";
import type { SandboxClock, Timeline } from "./platforms/sandbox/clock.js";
import { sandboxRoutes, type SandboxCommand } from "./platforms/sandbox/routes.js";
import { SPACE } from "./platforms/sandbox/decode.js";
import type { SandboxStore } from "./platforms/sandbox/store.js";
import type { Database } from "./storage/database.js";

export interface SandboxWorld {
  readonly root: string;
  readonly db: Database;
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly newId: () => string;
  readonly demo: boolean;
  readonly timeZone: string;
}

/** The sandbox as a platform of the program, with its pages. */
export async function openSandbox(
  world: SandboxWorld,
  program: Program,
): Promise<{ sandbox: Sandbox; pages: Hono; timeline: Timeline }> {
  const { store, clock } = world;
  const listeners = new Set<() => void>();
  const timeline = timelineOf(program);
  const sandbox = makeSandbox({
    store,
    newId: world.newId,
    now: clock.now,
    async settle() {
      await program.courier.runDue();
    },
    changed: () => listeners.forEach((listener) => listener()),
  });
  program.adapters.set(sandbox.platform, sandbox);
  await sandbox.start(program.bot);
  await furnish(world, program);
  if (world.demo) program.jobs.push(...demoLife({ db: world.db, bot: program.bot, say: sandbox.say }));
  const routes = sandboxRoutes({
    sandbox,
    clock,
    timeline,
    name: () => nameOf(world),
    timeZone: world.timeZone,
    commands: () => commandsOf(program),
    isTimeZone,
    choices: () => choicesOf(world),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return { sandbox, pages: pagesOf(world.root, routes), timeline };
}

function timelineOf({ planner, courier }: Program): Timeline {
  const earliest = async (isMeant: (job: string) => boolean) => {
    const [job, delivery] = await Promise.all([planner.nextAt(isMeant), courier.nextAt()]);
    return job && delivery ? (job < delivery ? job : delivery) : (job ?? delivery);
  };
  return {
    nextAt: () => earliest(() => true),
    nextSeenAt: () => earliest((job) => !job.startsWith(HOUSEKEEPING) && !job.startsWith(PRETENDING)),
    async runDue() {
      const jobs = await planner.runDue();
      return { jobs, delivered: await courier.runDue() };
    },
  };
}

/** The demo community, once: a sandbox that has a space already is left as it is. */
async function furnish(world: SandboxWorld, program: Program): Promise<void> {
  const { db, clock, newId } = world;
  const isKnown = (await db.client.space.count({ where: { platform: "sandbox", externalId: SPACE } })) > 0;
  await seedSandbox(world.store, clock.now(), !isKnown && world.demo);
  if (isKnown) return;
  await db.transaction(async (tx) => {
    if (world.demo)
      await seedDemo({
        tx,
        newId,
        now: clock.now(),
        topicKey: program.topicKey,
        shipCalendar: program.services.calendar.shipInto,
      });
  });
}

/** Nobody has come yet to a sandbox without a name. */
async function nameOf({ db }: SandboxWorld): Promise<string> {
  const where = { platform: "sandbox", externalId: SPACE };
  const space = await db.client.space.findFirst({ where, select: { network: { select: { name: true } } } });
  return space?.network.name ?? "Jejaring";
}

async function choicesOf({ db }: SandboxWorld) {
  const accounts = await db.client.account.findMany({
    where: { space: { platform: "sandbox", externalId: SPACE } },
    select: { externalId: true, member: { select: { locale: true, timeZone: true } } },
  });
  return new Map(accounts.map(({ externalId, member }) => [externalId, member]));
}

function commandsOf({ bot, words }: Program): readonly SandboxCommand[] {
  const each = (file: string, key: string) =>
    Object.fromEntries(words.locales.map((locale) => [locale, words.label(locale, file, key)]));
  return bot.commands.map((command) => ({
    id: command.id,
    organisersOnly: command.organisersOnly,
    names: each(command.id, "name"),
    summaries: each(command.id, "summary"),
    ...(command.message === undefined ? {} : { message: { names: each(command.id, "message.name") } }),
    verbs: Object.keys(command.entries)
      .filter((verb) => verb !== "")
      .map((verb) => ({
        id: verb,
        names: each(command.id, `verbs.${verb}.name`),
        summaries: each(command.id, `verbs.${verb}.summary`),
      })),
  }));
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Nothing inline, nothing from elsewhere, in nobody's frame. */
const CONTENT_POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page is plain files: nothing to build. They are read anew each time, so that a change shows at once. */
function pagesOf(root: string, routes: Hono): Hono {
  const app = new Hono();
  const folder = join(root, "src/platforms/sandbox/page");
  const names = readdirSync(folder).filter((name) => extname(name) in MEDIA_TYPES);
  app.get("/", (c) => c.redirect("/sandbox/"));
  app.get("/sandbox", (c) => c.redirect("/sandbox/"));
  for (const name of names) {
    app.get(name === "index.html" ? "/sandbox/" : `/sandbox/${name}`, (c) => {
      c.header("Content-Security-Policy", CONTENT_POLICY);
      c.header("Content-Type", MEDIA_TYPES[extname(name)] ?? "");
      return c.body(readFileSync(join(folder, name), "utf8"));
    });
  }
  app.route("/sandbox", routes);
  return app;
}
