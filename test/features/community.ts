import { makeIntroductions } from "../../src/features/introductions/service.js";
import { introductionNotices } from "../../src/features/introductions/notices.js";
import { makePortraits } from "../../src/features/introductions/portraits.js";
import { meetupJobs } from "../../src/features/meetups/jobs.js";
import { meetupNotices } from "../../src/features/meetups/notices.js";
import { makeProgrammes } from "../../src/features/meetups/programme.js";
import { makeMeetups } from "../../src/features/meetups/service.js";
import { makeCalendar } from "../../src/features/members/calendar/service.js";
import { makeDirectory } from "../../src/features/members/directory.js";
import { makeReach } from "../../src/features/members/reach.js";
import { makeMembers, type AccountSeen } from "../../src/features/members/service.js";
import { makeGate } from "../../src/features/nudges/service.js";
import { decideHere } from "../../src/matching/deciding.js";
import { makePlanner } from "../../src/jobs/planner.js";
import { makeRuns } from "../../src/jobs/runs.js";
import { makeCourier } from "../../src/outbox/courier.js";
import { makeLedger } from "../../src/outbox/ledger.js";
import { makeOutbox } from "../../src/outbox/outbox.js";
import type { Database, Tx } from "../../src/storage/database.js";
import { clockAt, countedIds, testPlatform, words, type TestClock, type TestPlatform } from "../outbox/office.js";

/** A Monday in Jakarta, 09:00; the heads-up of the first round comes that afternoon. */
export const MONDAY = new Date("2026-11-02T02:00:00Z");
export const PLACE = { platform: "test", spaceId: "place" } as const;

/** The instant of a date and a time in Jakarta. */
export function wib(date: string, time = "09:00"): Date {
  return new Date(`${date}T${time}:00+07:00`);
}

export interface ProgramOptions {
  readonly clock?: TestClock;
  readonly platform?: TestPlatform;
  /** Tells the ids of several programs on one database apart. */
  readonly name?: string;
  /** Whether a new network gets the Indonesian holidays. */
  readonly hasHolidays?: boolean;
  readonly breathe?: () => Promise<void>;
}

/** One program on a database: features, jobs and courier, without commands. */
export function openProgram(db: Database, options: ProgramOptions = {}) {
  const { clock = clockAt(MONDAY), platform = testPlatform(), name = "x" } = options;
  const { now } = clock;
  const newId = countedIds(name);
  const nearestLocale = (tag: string | null | undefined) => words.nearest(tag);
  const outbox = makeOutbox({ newId, now });
  const gate = makeGate({ db });
  const ledger = makeLedger({
    db,
    gate,
    reach: makeReach({ db, outbox, now }),
    newId,
    now,
    wallClock: now,
    random: () => 0.5,
  });
  const runs = makeRuns({ db, newId, now, wallClock: now });
  const replan = (tx: Tx, networkId: string) => meetups.replan(tx, networkId);
  const calendar = makeCalendar({ db, newId, now, wallClock: now, changed: replan });
  const furnish = options.hasHolidays === true ? calendar.furnish : () => Promise.resolve();
  const defaults = { locale: "id", timeZone: "Asia/Jakarta" };
  const portraits = makePortraits({ db, nearestLocale });
  const topicKey = (label: string) => label.toLowerCase();
  const programmes = makeProgrammes({ db, calendar, newId, now });
  const parts = { db, outbox, portraits, programmes, newId, now, topicKey };
  const breathe = options.breathe ?? (() => Promise.resolve());
  const meetups = makeMeetups({
    ...parts,
    breathe,
    deciding: decideHere(breathe),
    icebreakers: words.keys("en", "icebreakers"),
  });
  const { withdrawals } = meetups;
  const care = { rejoined: () => Promise.resolve(), appointed: () => Promise.resolve() };
  const members = makeMembers({ db, newId, now, nearestLocale, defaults, furnish, rezoned: replan, withdrawals, care });
  const faults: string[] = [];
  const fault = (facts: Record<string, unknown>, message: string) => {
    faults.push(`${message}: ${facts["err"] instanceof Error ? (facts["err"].stack ?? "") : ""}`);
  };
  const log = { info: () => undefined, warn: fault, error: fault };
  const directory = makeDirectory({ db, now, nearestLocale });
  const courier = makeCourier({
    ledger,
    words,
    notices: new Map([...introductionNotices, ...meetupNotices]),
    adapters: new Map([["test", platform]]),
    describe: directory.describe,
    spaceOf: directory.space,
    log,
    concurrency: 1,
  });
  const jobs = meetupJobs({ db, rounds: meetups.rounds, questions: meetups.questions, programmes });
  const planner = makePlanner({ jobs, runs, now, log, incident: () => "000000" });
  return {
    db,
    clock,
    newId,
    platform,
    faults,
    members,
    calendar,
    meetups,
    programmes: meetups.programmes,
    introductions: makeIntroductions({ db, outbox, portraits, now, topicKey }),
    ledger,
    runs,
    directory,
    planner,
    courier,

    /** Somebody comes into the space; answers with their member id. */
    async arrive(person: string, seen: Partial<AccountSeen> = {}): Promise<string> {
      const { memberId } = await members.arrive(PLACE, { externalId: person, name: person, ...seen });
      return memberId;
    },

    /** Everything that is due until then happens, each at its own time. */
    async travel(to: Date): Promise<void> {
      for (let stays = 0; stays < 200; stays++) {
        const job = (await planner.nextAt())?.getTime() ?? Infinity;
        const message = (await courier.nextAt())?.getTime() ?? Infinity;
        const next = Math.min(job, message);
        if (next > to.getTime()) {
          clock.set(to);
          return;
        }
        if (next > now().getTime()) stays = 0;
        clock.set(new Date(Math.max(next, now().getTime())));
        if (job <= now().getTime()) await planner.runDue();
        await courier.runDue();
      }
      throw new Error(`time stands still at ${now().toISOString()}`);
    },
  };
}

export type TestProgram = ReturnType<typeof openProgram>;

/**
 * So many members who take part in the weekly meet-up every week. The first comes and joins; the others are written as
 * that one was, with the ids that they would have got, which takes three statements instead of thirty for each.
 */
export async function gatherPeople(program: TestProgram, count: number, cadenceWeeks = 1): Promise<string[]> {
  const { client } = program.db;
  const nameOf = (index: number) => `person${String(index).padStart(2, "0")}`;
  const first = await program.arrive(nameOf(0));
  await program.meetups.enrolments.join(await networkOf(program), first, { cadenceWeeks });
  const member = await client.member.findUniqueOrThrow({ where: { id: first } });
  const account = await client.account.findFirstOrThrow({ where: { memberId: first } });
  const enrolment = await client.enrolment.findFirstOrThrow({ where: { memberId: first } });
  const others = Array.from({ length: count - 1 }, (_, index) => {
    const name = nameOf(index + 1);
    const [memberId, accountId, enrolmentId] = [program.newId(), program.newId(), program.newId()];
    return {
      member: { ...member, id: memberId, name },
      account: { ...account, id: accountId, memberId, externalId: name },
      enrolment: { ...enrolment, id: enrolmentId, memberId, topics: [], willing: [] },
    };
  });
  await client.member.createMany({ data: others.map((other) => other.member) });
  await client.account.createMany({ data: others.map((other) => other.account) });
  await client.enrolment.createMany({ data: others.map((other) => other.enrolment) });
  return [first, ...others.map((other) => other.member.id)];
}

export async function networkOf({ db }: Pick<TestProgram, "db">): Promise<string> {
  return (await db.client.network.findFirstOrThrow()).id;
}

/** A message that arrived. */
export interface Mail {
  readonly key: string;
  readonly notice: string;
  readonly people: readonly string[];
  readonly at: Date;
  readonly facts: unknown;
  /** Rows that went out in one message have the same. */
  readonly message: string;
}

/** What arrived, in order; of one kind when a notice is named. */
export async function mailOf({ db }: Pick<TestProgram, "db">, notice?: string): Promise<Mail[]> {
  const rows = await db.client.delivery.findMany({
    where: { status: { in: ["sent", "merged"] }, ...(notice === undefined ? {} : { notice }) },
    orderBy: [{ settledAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    key: row.key,
    notice: row.notice,
    people: peopleOf(row.to),
    at: row.settledAt ?? new Date(0),
    facts: row.facts,
    message: row.mergedInto ?? row.id,
  }));
}

function peopleOf(to: unknown): readonly string[] {
  if (typeof to !== "object" || to === null) return [];
  if ("memberId" in to && typeof to.memberId === "string") return [to.memberId];
  return "memberIds" in to && Array.isArray(to.memberIds) ? to.memberIds.map(String) : [];
}

/** Who was brought together, meeting by meeting. */
export async function meetingsOf({ db }: Pick<TestProgram, "db">, where: { week?: string; kind?: string } = {}) {
  const meetings = await db.client.meeting.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    include: { members: { orderBy: { memberId: "asc" } } },
  });
  return meetings.map((meeting) => ({ ...meeting, people: meeting.members.map(({ memberId }) => memberId) }));
}
