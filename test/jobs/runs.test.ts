import { expect, it } from "vitest";
import { cronJob } from "../../src/jobs/cron.js";
import { failureLine, makeRuns, MAX_ATTEMPTS, RUN_LEASE, slotOf, type Claim } from "../../src/jobs/runs.js";
import type { Tx } from "../../src/storage/database.js";
import { onBothDatabases, openAt, type TestDatabase } from "../support/database.js";

const NOW = new Date("2026-11-24T02:00:00Z");
const DAY = 86_400_000;
/** How many slots five programs compete for; more of them in a long run. */
const SLOTS = Number(process.env["JEJARING_SLOTS"] ?? 50);

onBothDatabases("the runs of jobs", (open, kind) => {
  let count = 0;
  function program(db: TestDatabase, skew = 0, now = () => NOW) {
    const name = `p${++count}`;
    let tokens = 0;
    return makeRuns({
      db,
      newId: () => `${name}-${++tokens}`,
      now: () => new Date(now().getTime() + skew),
      wallClock: () => new Date(now().getTime() + skew),
    });
  }
  const endLeases = (db: TestDatabase) => db.client.jobRun.updateMany({ data: { leaseUntil: new Date(0) } });

  it(
    "are one for each slot, whichever of five programs with skewed clocks comes first",
    { timeout: 600_000 },
    async () => {
      const db = await open();
      const others = kind === "postgresql" ? openAt(db.address) : db;
      const programs = [-30_000, -10_000, 0, 10_000, 30_000].map((skew, index) =>
        program(index % 2 === 0 ? db : others, skew),
      );
      const slots = Array.from({ length: SLOTS }, (_, index) =>
        slotOf({ at: new Date(NOW.getTime() + index), id: "x" }),
      );
      const claims: Claim[] = [];
      await Promise.all(
        programs.map(async (runs, index) => {
          // Each begins somewhere else, so that they meet everywhere.
          const start = (index * SLOTS) / 5;
          for (const slot of [...slots.slice(start), ...slots.slice(0, start)]) {
            const claim = await runs.claim("job", slot);
            if (!claim) continue;
            claims.push(claim);
            await runs.done(claim, "done");
          }
        }),
      );
      expect(claims.map(({ slot }) => slot).toSorted()).toEqual(slots);
      expect(await db.client.jobRun.count({ where: { status: "done", attempts: 1 } })).toBe(SLOTS);
    },
  );

  it("belong to their program as long as its lease, whatever another one's clock says", async () => {
    const db = await open();
    const slot = slotOf({ at: NOW, id: "x" });
    expect(await program(db, -30_000).claim("job", slot)).toBeDefined();
    const late = program(db, kind === "postgresql" ? 10 * RUN_LEASE : 29_000);
    expect(await late.claim("job", slot)).toBeUndefined();
    expect((await late.blocked("job", [slot])).has(slot)).toBe(true);
  });

  it("are taken up by another program when theirs is gone, and what it says later no longer counts", async () => {
    const db = await open();
    const [sleeper, other] = [program(db), program(db)];
    const slot = slotOf({ at: NOW, id: "x" });
    const first = await sleeper.claim("job", slot);
    await endLeases(db);
    const second = await other.claim("job", slot);
    if (!first || !second) throw new Error("not claimed");
    expect(second.attempt).toBe(2);
    await sleeper.heartbeat(first);
    await sleeper.failed(first, "late", NOW);
    await sleeper.done(first, "late");
    expect(await db.client.jobRun.findFirst()).toMatchObject({ status: "running", leaseToken: second.token });
    await other.done(second, "the other's");
    await sleeper.done(first, "late");
    expect(await db.client.jobRun.findFirst()).toMatchObject({ status: "done", result: "the other's" });
  });

  it("last as long as their program says that it lives", async () => {
    const db = await open();
    let at = NOW.getTime();
    const [runs, other] = [program(db, 0, () => new Date(at)), program(db, 0, () => new Date(at))];
    const slot = slotOf({ at: NOW, id: "x" });
    const claim = await runs.claim("job", slot);
    if (!claim) throw new Error("not claimed");
    const before = await db.client.jobRun.findFirstOrThrow();
    at += RUN_LEASE - 1;
    await runs.heartbeat(claim);
    const after = await db.client.jobRun.findFirstOrThrow();
    expect(after.leaseUntil?.getTime()).toBeGreaterThan(before.leaseUntil?.getTime() ?? Infinity);
    at += RUN_LEASE - 1;
    expect(await other.claim("job", slot)).toBeUndefined();
  });

  it("are given up after so many failures, and not tried before their time", async () => {
    const db = await open();
    let at = NOW.getTime();
    const runs = program(db, 0, () => new Date(at));
    const slot = slotOf({ at: NOW, id: "x" });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const claim = await runs.claim("job", slot);
      expect(claim?.attempt).toBe(attempt);
      const isDead = claim && (await runs.failed(claim, "broken", new Date(at + 60_000)));
      expect(isDead).toBe(attempt === MAX_ATTEMPTS);
      expect(await runs.claim("job", slot)).toBeUndefined();
      at += 60_000;
    }
    expect(await runs.claim("job", slot)).toBeUndefined();
    expect((await runs.blocked("job", [slot])).get(slot)).toBeUndefined();
    expect((await runs.blocked("job", [slot])).has(slot)).toBe(true);
  });

  it("tell that they were given up only while they are still theirs, and together with it", async () => {
    const db = await open();
    const [sleeper, other] = [program(db), program(db)];
    const slot = slotOf({ at: NOW, id: "x" });
    const first = await sleeper.claim("job", slot);
    await endLeases(db);
    const second = await other.claim("job", slot);
    if (!first || !second) throw new Error("not claimed");
    const tell = (line: string) => async (tx: Tx) => {
      await tx.jobRun.create({ data: { job: "told", slot: line, status: "done", startedAt: NOW } });
    };
    const toldOf = async () => (await db.client.jobRun.findMany({ where: { job: "told" } })).map((row) => row.slot);
    await sleeper.failed({ ...first, attempt: MAX_ATTEMPTS }, "late", NOW, tell("too late"));
    expect(await toldOf()).toEqual([]);
    await other.failed({ ...second, attempt: MAX_ATTEMPTS - 1 }, "once more", NOW, tell("too early"));
    expect(await toldOf()).toEqual([]);
    const last = await other.claim("job", slot);
    if (!last) throw new Error("not claimed");
    await other.failed({ ...last, attempt: MAX_ATTEMPTS }, "failed, incident 7", NOW, tell("given up"));
    expect(await toldOf()).toEqual(["given up"]);
  });

  it("are known as given up until the same work of the same job was done later", async () => {
    const db = await open();
    const row = (job: string, hours: number, id: string, status: string, incident: string) => ({
      job,
      slot: slotOf({ at: new Date(NOW.getTime() + hours * 3_600_000), id }),
      status,
      result: failureLine(incident),
      startedAt: NOW,
    });
    await db.client.jobRun.createMany({
      data: [
        row("night", 0, "night", "dead", "1"),
        row("night", 24, "night", "dead", "2"),
        row("round", 0, "r1", "done", "3"),
        row("round", 1, "r1", "dead", "4"),
        row("round", 2, "r2", "done", "5"),
        row("other", 2, "r1", "done", "6"),
        row("mended", 0, "m", "dead", "7"),
        row("mended", 1, "m", "done", "8"),
        row("waiting", 0, "w", "failed", "9"),
      ],
    });
    expect((await program(db).givenUp()).map(({ job, work, incident }) => [job, work.id, incident])).toEqual([
      ["night", "night", "1"],
      ["round", "r1", "4"],
    ]);
  });

  it("of the only program are free again after its crash", async () => {
    const db = await open();
    const slot = slotOf({ at: NOW, id: "x" });
    await program(db).claim("job", slot);
    const next = program(db);
    await next.takeOverAll();
    expect((await next.claim("job", slot))?.attempt).toBe(2);
  });

  it("are forgotten after a while, except those that are not over", async () => {
    const db = await open();
    const runs = program(db);
    const done = await runs.claim("job", slotOf({ at: NOW, id: "done" }));
    if (done) await runs.done(done, "done");
    await runs.claim("job", slotOf({ at: NOW, id: "running" }));
    expect(await runs.forgetBefore(NOW)).toBe(0);
    expect(await runs.forgetBefore(new Date(NOW.getTime() + 1))).toBe(1);
    expect(await db.client.jobRun.count()).toBe(1);
  });
});

onBothDatabases("a nightly job", (open) => {
  /** Lives from start to stop by its clock; answers with when it ran. */
  async function nightly(db: TestDatabase) {
    const clock = { at: NOW.getTime() };
    const now = () => new Date(clock.at);
    const runs = makeRuns({ db, newId: () => String(clock.at), now, wallClock: now });
    const job = cronJob({
      name: "night",
      schedule: "10 2 * * *",
      timeZone: "Asia/Jakarta",
      missed: "once",
      tolerance: DAY,
      now,
      lastSlot: runs.lastSlot,
      run: () => Promise.resolve("done"),
    });
    const ran: string[] = [];
    const look = async (succeeds = true) => {
      const [work] = await job.upcoming(1);
      if (!work || work.at > now()) return;
      const claim = await runs.claim("night", slotOf(work));
      if (!claim) return;
      if (succeeds) ran.push(work.at.toISOString().slice(0, 10));
      await (succeeds ? runs.done(claim, "done") : runs.failed(claim, "broken", now()));
    };
    return { clock, look, ran };
  }

  it("runs in the first night, though nobody ever saw it before", async () => {
    const { clock, look, ran } = await nightly(await open());
    for (let hour = 0; hour < 72; hour++, clock.at += 3_600_000) await look();
    expect(ran).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
  });

  it("runs in the morning where the computer sleeps at night", async () => {
    const db = await open();
    const ran: string[] = [];
    for (let day = 0; day < 4; day++) {
      const program = await nightly(db);
      program.clock.at = NOW.getTime() + day * DAY;
      await program.look();
      ran.push(...program.ran);
    }
    expect(ran).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
  });

  it("is tried again in the same night when it failed or its program died", async () => {
    const { clock, look, ran } = await nightly(await open());
    await look();
    clock.at = Date.parse("2026-11-24T19:10:00Z");
    await look(false);
    clock.at += 60_000;
    await look();
    expect(ran).toEqual(["2026-11-24"]);
  });

  it("goes on when a clock was ten years ahead for a while", async () => {
    const { clock, look, ran } = await nightly(await open());
    await look();
    clock.at += 10 * 365 * DAY;
    await look();
    clock.at -= 10 * 365 * DAY;
    for (let day = 0; day < 3; day++, clock.at += DAY) await look();
    expect(ran.slice(-2)).toEqual(["2026-11-24", "2026-11-25"]);
    expect(ran).toHaveLength(3);
  });

  it("does nothing twice when the clock goes back an hour in the night", async () => {
    const { clock, look, ran } = await nightly(await open());
    await look();
    clock.at = Date.parse("2026-11-24T19:30:00Z");
    await look();
    clock.at -= 3_600_000;
    for (let minutes = 0; minutes < 120; minutes += 10, clock.at += 600_000) await look();
    expect(ran).toEqual(["2026-11-24"]);
  });
});
