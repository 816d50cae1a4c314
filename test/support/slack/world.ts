import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { assemble, type Program } from "../../../src/assemble.js";
import type { Pace } from "../../../src/chat/pace.js";
import type { SlackConfig } from "../../../src/config.js";
import { later, openClock, type Timeline } from "../../../src/platforms/sandbox/clock.js";
import { scopes } from "../../../src/platforms/slack/manifest.js";
import type { Opened } from "../../../src/connecting.js";
import { openSlack, type SlackWorld } from "../../../src/slack.js";
import { sandboxStore } from "../../../src/storage/sandbox.js";
import { START } from "../conversation.js";
import { freshDatabase, type TestDatabase } from "../database.js";
import { chance, countedIds } from "../wiring.js";
import { makePeople, type SlackPeople, type Wire } from "./people.js";
import { openFakeSlack, type FakeSlack } from "./server.js";
import { readSpoken } from "../spoken.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface SlackWorldOptions {
  readonly database?: TestDatabase;
  readonly slack?: FakeSlack;
  readonly config?: Partial<SlackConfig>;
  readonly pace?: SlackWorld["pace"];
  /** How fast members may ask; the one above is how fast Slack is asked. */
  readonly botPace?: Pace;
  readonly wire?: Wire;
  /** The platform's waits follow the program's clock, which stands still until it is moved. */
  readonly isClockShared?: boolean;
}

/** The whole program on a pretend Slack, through the real SDK. Its clock stands still until it is moved. */
export interface TestSlack {
  readonly slack: FakeSlack;
  readonly people: SlackPeople;
  readonly program: Program;
  readonly db: TestDatabase;
  readonly opened: Opened;
  /** What whoever runs the program was told. */
  readonly said: readonly string[];
  readonly warnings: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly Readonly<Record<string, unknown>>[];
  now(): Date;
  /** Lets time go by: "P7D", or to an instant. */
  goes(to: string | Date): Promise<void>;
  stop(): Promise<void>;
}

/** For tests: no waiting between messages, and short waits for connections. */
export const FAST = {
  between: 0,
  settling: 20,
  waits: { first: 20, longest: 100, good: 50 },
  answerWaits: { first: 10, longest: 40, most: 2_000 },
} as const;

export async function openTestSlack(options: SlackWorldOptions = {}): Promise<TestSlack> {
  const slack = options.slack ?? (await openFakeSlack());
  if (!options.slack) onTestFinished(() => slack.close());
  // What the manifest asks for must be enough.
  slack.scopes.clear();
  for (const scope of Object.keys(scopes)) slack.scopes.add(scope);
  const db = options.database ?? (await freshDatabase("sqlite"));
  const random = chance();
  const clock = await openClock(sandboxStore(db), () => START);
  const [said, warnings, errors]: [string[], Record<string, unknown>[], Record<string, unknown>[]] = [[], [], []];
  const log: SlackWorld["log"] = {
    info: () => undefined,
    warn: (facts, message) => void warnings.push({ ...facts, message }),
    error: (facts, message) => void errors.push({ ...facts, message }),
  };
  const program = await assemble({
    root,
    spoken: await readSpoken(),
    db,
    now: clock.now,
    wallClock: () => new Date(),
    random,
    newId: countedIds(),
    incident: () => "100001",
    breathe: () => breathe(),
    log,
    network: { locale: "id", timeZone: "Asia/Jakarta" },
    concurrency: 4,
    ...(options.botPace === undefined ? {} : { pace: options.botPace }),
    housekeeping: () => [],
  });
  const { tokens } = slack;
  const config = {
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret: "",
    apiUrl: slack.url,
    ...options.config,
  };
  const now = options.isClockShared === true ? clock.now : () => new Date();
  const world = { db, now, random, log, say: (line: string) => void said.push(line) };
  const opened = await openSlack(
    config,
    { ...world, pace: { ...FAST, filesUrl: slack.filesUrl, ...options.pace } },
    program,
  );
  const timeline = timelineOf(program);
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    opened.stop();
    for (const adapter of program.adapters.values()) await adapter.stop();
    await Promise.all([program.planner.stop(), program.courier.stop(1_000)]);
    await program.flush();
  };
  onTestFinished(stop);
  const wire = options.wire ?? { send: (type, payload) => slack.send({ type, payload }).acknowledged };
  return {
    slack,
    people: makePeople(slack, wire),
    program,
    db,
    opened,
    said,
    warnings,
    errors,
    now: clock.now,
    async goes(to) {
      const at = typeof to === "string" ? later(clock.now(), to) : to;
      if (!at) throw new Error(`"${String(to)}" is no duration`);
      await clock.travel(at, timeline);
    },
    stop,
  };
}

function timelineOf({ planner, courier }: Program): Timeline {
  const nextAt = async () => {
    const found = await Promise.all([planner.nextAt(() => true), courier.nextAt()]);
    const times = found.flatMap((at) => (at ? [at.getTime()] : []));
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  };
  return {
    nextAt,
    nextSeenAt: nextAt,
    async runDue() {
      const jobs = await planner.runDue();
      return { jobs, delivered: await courier.runDue() };
    },
  };
}
