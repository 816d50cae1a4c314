import { expect, it } from "vitest";
import type { Round } from "../../../src/features/meetups/round.js";
import type { Database } from "../../../src/storage/database.js";
import { onBothDatabases, openAt, type TestDatabase } from "../../support/database.js";
import { mortal } from "../../outbox/mortal.js";
import { clockAt, countLines, foundTown, testPlatform, type TestClock } from "../../outbox/office.js";
import { gatherPeople, mailOf, meetingsOf, openProgram, wib, type TestProgram } from "../community.js";

const STEPS = ["announce", "decide", "publish", "close"] as const;
type Step = (typeof STEPS)[number];

const PEOPLE = 7;
const WEEK = "2026-11-02";
const TIMES = {
  headsUpAt: wib("2026-11-02", "15:30"),
  roundAt: wib("2026-11-03", "15:30"),
  checkInAt: wib("2026-11-09", "15:30"),
  closeAt: wib("2026-11-13", "15:30"),
};

/** A town whose round stands before its first step; one of its people shares a language with nobody. */
async function foundWithRound(db: Database): Promise<void> {
  const { networkId, memberIds } = await foundTown(db, { members: PEOPLE });
  const createdAt = wib("2026-10-01");
  const id = "programme";
  await db.client.programme.create({
    data: {
      id,
      networkId,
      kind: "meetup",
      status: "active",
      weekday: 2,
      time: "15:30",
      restWeeks: 12,
      approval: "auto",
      createdAt,
    },
  });
  const enrolment = { programmeId: id, status: "active", size: "either", cadenceWeeks: 1, topics: [] };
  await db.client.enrolment.createMany({
    data: memberIds.map((memberId) => ({ id: `e-${memberId}`, memberId, joinedAt: createdAt, ...enrolment })),
  });
  const profile = { role: "teacher", languages: ["ja"], searchText: "", createdAt, updatedAt: createdAt };
  await db.client.profile.create({ data: { memberId: memberIds[0] ?? "", ...profile } });
  const round = { id: "round", programmeId: id, week: WEEK, seed: 7, step: "announce", stepAt: TIMES.headsUpAt };
  await db.client.round.create({ data: { ...round, ...TIMES, createdAt } });
}

/** Everything is as if nothing had ever been. */
async function forgetAll({ client }: Database): Promise<void> {
  await client.network.deleteMany();
  await client.delivery.deleteMany();
  await client.encounter.deleteMany();
  await client.meeting.deleteMany();
  await client.jobRun.deleteMany();
}

const roundIn = (db: Database) => db.client.round.findUniqueOrThrow({ where: { id: "round" } });

async function perform(program: TestProgram, step: Step, round: Round): Promise<void> {
  await program.meetups.rounds[step](round);
}

/** Performs the steps up to and without this one, each at its time. */
async function goTo(program: TestProgram, db: Database, step: Step): Promise<void> {
  for (const earlier of STEPS.slice(0, STEPS.indexOf(step))) {
    const round = await roundIn(db);
    program.clock.set(round.stepAt);
    await perform(program, earlier, round);
  }
  program.clock.set((await roundIn(db)).stepAt);
}

/** What is there after a step: who meets, and who is told what. */
async function stateOf(db: Database) {
  const deliveries = await db.client.delivery.findMany({ orderBy: { key: "asc" } });
  const meetings = await meetingsOf({ db });
  const enrolments = await db.client.enrolment.findMany({ orderBy: { memberId: "asc" } });
  const unmatched = await db.client.unmatched.findMany({ orderBy: { memberId: "asc" } });
  const rounds = await db.client.round.findMany({ orderBy: { week: "asc" } });
  return {
    rounds: rounds.map(({ week, step, plan, result }) => ({ week, step, plan, result })),
    meetings: meetings.map(({ id, people, hostId, status }) => ({ id, people, hostId, status })),
    encounters: await db.client.encounter.count(),
    deliveries: deliveries.map(({ key, facts }) => ({ key, facts })),
    enrolments: enrolments.map(({ memberId, waiting, silentRounds, lastWeek }) => [
      memberId,
      waiting,
      silentRounds,
      lastWeek,
    ]),
    unmatched: unmatched.map(({ memberId, why }) => [memberId, why]),
  };
}

onBothDatabases("a round that is interrupted", (open, kind) => {
  const programOn = (db: Database, clock: TestClock, name: string) => openProgram(db, { clock, name });
  // New rounds and deliveries get ids from their program; what they are about must be the same.
  const plain = (state: unknown): unknown => JSON.parse(JSON.stringify(state).replaceAll(/"x\d*-\d{6}"/g, '"id"'));

  it.each(STEPS)('at any moment of "%s" goes on with the same groups, and does nothing twice', async (step) => {
    const db = await open();
    const clock = clockAt();
    let expected: unknown;
    let lives = 0;
    for (let isDead = true; isDead; lives++) {
      await forgetAll(db);
      await foundWithRound(db);
      await goTo(programOn(db, clock, "x0"), db, step);
      // The first life is a whole one; the others end one step later each.
      const life = mortal(db, testPlatform(), lives === 0 ? Infinity : lives - 1);
      const doomed = perform(programOn(life.db, clock, "x1"), step, await roundIn(db));
      isDead =
        (await doomed.then(
          () => false,
          () => true,
        )) || lives === 0;
      const round = await roundIn(db);
      if (isDead && round.step === step) await perform(programOn(db, clock, "x2"), step, round);
      const state = plain(await stateOf(db));
      expected ??= state;
      expect(state).toEqual(expected);
    }
    expect(lives).toBeGreaterThan(5);
  });

  it.each(STEPS)('by two programs that do "%s" at the same time is one round', async (step) => {
    const db = await open();
    const clock = clockAt();
    const shared = kind === "postgresql" ? openAt(db.address) : db;
    await foundWithRound(db);
    await goTo(programOn(db, clock, "x0"), db, step);
    await perform(programOn(db, clock, "x1"), step, await roundIn(db));
    const expected = plain(await stateOf(db));
    await forgetAll(db);
    await foundWithRound(db);
    await goTo(programOn(db, clock, "x0"), db, step);
    const round = await roundIn(db);
    await Promise.all([db, shared].map((own, index) => perform(programOn(own, clock, `x${index + 3}`), step, round)));
    expect(plain(await stateOf(db))).toEqual(expected);
  });
});

onBothDatabases("two programs whose clocks differ", (open, kind) => {
  it("hold a round once, though one of them is a minute and a half ahead", async () => {
    const db = await open();
    const shared = kind === "postgresql" ? openAt(db.address) : db;
    const [clock, ahead] = [clockAt(wib("2026-11-03", "15:29")), clockAt(wib("2026-11-03", "15:30"))];
    ahead.forward(30_000);
    await foundWithRound(db);
    const programs = [openProgram(db, { clock, name: "a" }), openProgram(shared, { clock: ahead, name: "b" })];
    for (let minute = 0; minute < 4; minute++) {
      await Promise.all(programs.map(({ planner }) => planner.runDue()));
      for (const each of [clock, ahead]) each.forward(60_000);
    }
    const met = (await meetingsOf({ db })).flatMap(({ people }) => people);
    expect(met).toHaveLength(PEOPLE - 1);
    expect(new Set(met).size).toBe(met.length);
    expect(await db.client.jobRun.count({ where: { job: "meet.decide" } })).toBe(1);
  });
});

/** Lives for a week in pieces: a program dies after so many steps, over and over, and others go on. */
async function liveInPieces(
  db: TestDatabase,
  clock: TestClock,
  until: Date,
): Promise<{ deaths: number; shown: ReadonlyMap<string, number> }> {
  const platform = testPlatform();
  let deaths = 0;
  for (let steps = 61; clock.now() < until && deaths < 60; steps = 40 + ((steps * 7) % 97)) {
    const life = mortal(db, platform, steps);
    const program = openProgram(life.db, { clock, platform: life.platform, name: `life${deaths}` });
    await program.ledger.takeOverAll().catch(() => undefined);
    await program.runs.takeOverAll().catch(() => undefined);
    await program.travel(until).then(
      () => undefined,
      () => deaths++,
    );
  }
  return { deaths, shown: countLines(platform.shown) };
}

onBothDatabases("a program that is killed again and again", (open) => {
  it("brings everybody together once, and tells everybody everything once", { timeout: 60_000 }, async () => {
    const db = await open();
    const clock = clockAt(wib("2026-11-02"));
    await gatherPeople(openProgram(db, { clock, name: "first" }), 5);
    const { deaths } = await liveInPieces(db, clock, wib("2026-11-09", "16:00"));
    expect(deaths).toBeGreaterThan(4);
    expect(clock.now()).toEqual(wib("2026-11-09", "16:00"));
    const meetings = await meetingsOf({ db }, { week: WEEK });
    const met = meetings.flatMap(({ people }) => people);
    expect(met).toHaveLength(5);
    expect(new Set(met).size).toBe(5);
    const mail = await mailOf({ db });
    for (const notice of ["meet.headsUp", "meet.checkIn"]) {
      const told = mail.filter((one) => one.notice === notice && one.key.includes(meetings[0]?.roundId ?? "-"));
      expect([notice, told.flatMap(({ people }) => people).toSorted()]).toEqual([notice, met.toSorted()]);
    }
    expect(await db.client.room.count()).toBe(meetings.length);
  });
});
