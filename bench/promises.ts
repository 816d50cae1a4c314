import { randomUUID } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import { assemble } from "../src/assemble.js";
import { openClock } from "../src/platforms/sandbox/clock.js";
import { openSandbox } from "../src/sandbox.js";
import { openDatabase, type DatabaseAddress } from "../src/storage/database.js";
import { migrate } from "../src/storage/migrations.js";
import { sandboxStore } from "../src/storage/sandbox.js";

export interface LifeParts {
  /** The folder that holds commands, src and prisma: the repository, or what was compiled from it. */
  readonly root: string;
  readonly address: DatabaseAddress;
  readonly members: number;
  readonly weeks: number;
}

/** What was promised, counted: everything but `messages`, `pairs` and `told` has to be 0. */
export interface Kept {
  readonly messages: number;
  readonly pairs: number;
  /** Member-weeks in which somebody was matched, or told why not. */
  readonly told: number;
  readonly notTold: number;
  readonly twiceADay: number;
  readonly moreThanThreeAWeek: number;
  readonly atQuietTimes: number;
  readonly onClosedDays: number;
  readonly repeats: number;
  readonly forbidden: number;
  readonly failures: number;
}

interface Seen {
  readonly at: number;
  readonly kind: string;
  readonly title: string;
  readonly members: readonly string[];
}

const message = z.object({
  seq: z.number(),
  id: z.string(),
  at: z.string(),
  where: z.object({ kind: z.string(), members: z.array(z.string()).default([]) }),
  proactive: z.boolean(),
  title: z.string(),
  buttons: z.array(z.object({ label: z.string() })),
});
const opened = z.object({ form: z.string() });
const created = z.object({ id: z.string() });
const journey = z.object({ jobs: z.array(z.object({ result: z.string() })) });

const SUBJECTS = [
  "Fisika",
  "Kimia",
  "Biologi",
  "Matematika",
  "Bahasa Inggris",
  "Sejarah",
  "IPA",
  "literasi",
  "numerasi",
  "STEM",
];
const ZONES = [
  "Asia/Jakarta",
  "Asia/Makassar",
  "Asia/Jayapura",
  "Asia/Jakarta",
  "Europe/Berlin",
  "Australia/Melbourne",
];
const DAY = 86_400_000;
const START = Date.parse("2026-11-24T11:50:00Z");
/** Midnight of a Monday in Jakarta. */
const A_MONDAY = Date.parse("2026-11-22T17:00:00Z");
const MATCH = /^(Saatnya bertemu|Time to meet)/;
const UNMATCHED = /^([^\n]*belum ada teman temu|No meet-up for you)/;
const MET = /^(Sudah bertemu|We met|We all met|Semua bertemu)/;

/** So many members live through so many weeks by the sandbox's own interface; what they saw is held against the promises. */
export async function liveThrough(parts: LifeParts): Promise<Kept> {
  await migrate(parts.address, `${parts.root}/prisma/migrations`);
  const db = openDatabase(parts.address, { random: () => 0.5 });
  const store = sandboxStore(db);
  const wallClock = () => new Date(START);
  const clock = await openClock(store, wallClock);
  const failures: string[] = [];
  const program = await assemble({
    root: parts.root,
    db,
    now: clock.now,
    wallClock,
    random: () => 0.5,
    newId: randomUUID,
    incident: () => "0",
    breathe: () => breathe(),
    log: { info: () => undefined, warn: () => undefined, error: (_facts, text) => void failures.push(text) },
    network: { locale: "id", timeZone: "Asia/Jakarta" },
    concurrency: 1,
    housekeeping: () => [],
  });
  const sandboxWorld = { root: parts.root, db, store, clock, newId: randomUUID, demo: false, timeZone: "Asia/Jakarta" };
  const { pages } = await openSandbox(sandboxWorld, program);
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await pages.request(`/sandbox/${path}`, { method, ...init });
    if (!response.ok) failures.push(`${path}: ${response.status}`);
    return response.json();
  };
  try {
    const people = await settle(ask, parts.members);
    const seen = await live(ask, people, parts.weeks, failures);
    const closed = new Set(await closedDays(db));
    return count(people, seen, closed, parts.weeks, failures.length);
  } finally {
    await db.close();
  }
}

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

interface Person {
  readonly id: string;
  readonly timeZone: string;
}

/** Everybody introduces themselves and joins for every week; one would rather not meet another, one leads a school. */
async function settle(ask: Ask, count: number): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (let i = 0; i < count; i++) {
    const timeZone = ZONES[i % 7 === 6 ? 4 + (i % 2) : i % 4] ?? "Asia/Jakarta";
    const { id } = created.parse(
      await ask("POST", "members", { name: `Guru ${i} Uji`, locale: i % 3 === 0 ? "en" : "id", timeZone }),
    );
    const { form } = opened.parse(await ask("POST", "say", { as: id, text: "/kenalan" }));
    const of = (turn: number) => SUBJECTS[(i * turn + turn) % SUBJECTS.length];
    const values = {
      role: i === 0 ? "schoolLeader" : "teacher",
      institution: `SMAN ${i % 12}`,
      subjects: `${of(1) ?? ""}, ${of(7) ?? ""}`,
      languages: ["id", "en"],
      offers: of(3),
      seeks: of(5),
    };
    await ask("POST", "submit", { as: id, form, values });
    await ask("POST", "say", { as: id, text: "/temu ikut tiap:1" });
    people.push({ id, timeZone });
  }
  await ask("POST", "say", { as: people[1]?.id, text: `/temu jangan-temu @${people[2]?.id ?? ""}` });
  return people;
}

async function live(
  ask: Ask,
  people: readonly Person[],
  weeks: number,
  failures: string[],
): Promise<ReadonlyMap<string, readonly Seen[]>> {
  const seen = new Map(people.map(({ id }) => [id, [] as Seen[]]));
  const since = new Map<string, number>();
  for (let day = 0; day < weeks * 7; day++) {
    const { jobs } = journey.parse(await ask("POST", "clock", { by: "P1D" }));
    for (const { result } of jobs) if (result.startsWith("failed")) failures.push(result);
    for (const { id } of people) {
      const messages = z.array(message).parse(await ask("GET", `messages?as=${id}&since=${since.get(id) ?? 0}`));
      for (const { seq, id: messageId, at, where, proactive, title, buttons } of messages) {
        since.set(id, seq);
        if (!proactive || where.kind === "channel") continue;
        seen.get(id)?.push({ at: Date.parse(at), kind: where.kind, title, members: where.members });
        // Most answer the check-in, the others stay silent; rooms have the button too, but nobody is that quick.
        const button = where.kind === "dm" ? buttons.find(({ label }) => MET.test(label)) : undefined;
        if (button) await ask("POST", "press", { as: id, message: messageId, button: button.label });
      }
    }
  }
  return seen;
}

async function closedDays(db: ReturnType<typeof openDatabase>): Promise<string[]> {
  const rows = await db.client.calendarEntry.findMany({ where: { effect: "pause" } });
  return rows.flatMap(({ from, until }) => {
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(until); at += DAY)
      days.push(new Date(at).toISOString().slice(0, 10));
    return days;
  });
}

function count(
  people: readonly Person[],
  seen: ReadonlyMap<string, readonly Seen[]>,
  closed: ReadonlySet<string>,
  weeks: number,
  failures: number,
): Kept {
  const kept = {
    messages: 0,
    pairs: 0,
    told: 0,
    notTold: 0,
    twiceADay: 0,
    moreThanThreeAWeek: 0,
    atQuietTimes: 0,
    onClosedDays: 0,
    repeats: 0,
    forbidden: 0,
    failures,
  };
  const meetings = new Map<string, number[]>();
  const rounds = new Map<number, Set<string>>();
  for (const { id, timeZone } of people) {
    const mine = seen.get(id) ?? [];
    kept.messages += mine.length;
    const days = mine.map(({ at }) => wall(at, timeZone));
    kept.twiceADay += days.length - new Set(days.map(({ date }) => date)).size;
    kept.atQuietTimes += days.filter(isQuiet).length;
    kept.onClosedDays += days.filter(({ date }) => closed.has(date)).length;
    kept.moreThanThreeAWeek += mine.filter(
      ({ at }) => mine.filter((other) => other.at > at - 7 * DAY && other.at <= at).length > 3,
    ).length;
    for (const { at, title, members } of mine) {
      const isMatch = MATCH.test(title);
      if (!isMatch && !UNMATCHED.test(title)) continue;
      // A match may reach people in other zones a day or two later; it belongs to the round of its week.
      const week = Math.floor((at - A_MONDAY) / (7 * DAY));
      rounds.set(week, (rounds.get(week) ?? new Set()).add(id));
      if (!isMatch) continue;
      for (const other of members.filter((member) => member > id)) {
        const key = `${id} ${other}`;
        meetings.set(key, [...(meetings.get(key) ?? []), at]);
      }
    }
  }
  kept.pairs = meetings.size;
  kept.repeats = [...meetings.values()].flatMap((times) =>
    times.slice(1).filter((at, index) => at - (times[index] ?? 0) < 12 * 7 * DAY),
  ).length;
  const [, one, two] = people;
  kept.forbidden = meetings.has([one?.id ?? "", two?.id ?? ""].sort().join(" ")) ? 1 : 0;
  kept.told = [...rounds.values()].reduce((sum, ids) => sum + ids.size, 0);
  kept.notTold = [...rounds.entries()]
    .filter(([week]) => week < weeks)
    .reduce((sum, [, ids]) => sum + people.length - ids.size, 0);
  return kept;
}

interface Wall {
  readonly date: string;
  readonly weekday: string;
  readonly time: string;
}

function wall(at: number, timeZone: string): Wall {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    date: format.format(at),
    weekday: parts["weekday"] ?? "",
    time: `${parts["hour"] ?? ""}:${parts["minute"] ?? ""}`,
  };
}

function isQuiet({ weekday, time }: Wall): boolean {
  if (time < "06:30" || time >= "18:00" || weekday === "Sat" || weekday === "Sun") return true;
  return weekday === "Fri" && time >= "11:00" && time < "13:00";
}
