import { expect, it } from "vitest";
import type { Job, Work } from "../../src/jobs/job.js";
import { makePlanner, type PlannerParts } from "../../src/jobs/planner.js";
import { makeRuns } from "../../src/jobs/runs.js";
import { onBothDatabases, type TestDatabase } from "../support/database.js";

const NOW = new Date("2026-11-24T02:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

onBothDatabases("the planner", (open) => {
  let programs = 0;

  function plan(
    db: TestDatabase,
    jobs: readonly Job[],
    clock = { at: NOW },
    onGivenUp: PlannerParts["onGivenUp"] = () => Promise.resolve(() => Promise.resolve()),
    sight: Pick<PlannerParts, "atRest" | "glance"> = {},
  ) {
    const name = ++programs;
    let ids = 0;
    const now = () => clock.at;
    const errors: Record<string, unknown>[] = [];
    const runs = makeRuns({ db, newId: () => `${name}-${++ids}`, now, wallClock: now });
    const log = { info: () => undefined, error: (facts: Record<string, unknown>) => void errors.push(facts) };
    const planner = makePlanner({ jobs, runs, now, log, incident: () => "123456", onGivenUp, ...sight });
    return { planner, runs, clock, errors };
  }

  /** A job whose work stays in sight after it was done, as with a row that nobody takes away. */
  function job(name: string, works: readonly Work[], done: string[], run?: Job["run"]): Job {
    return {
      name,
      upcoming: (limit) => Promise.resolve(works.slice(0, limit)),
      run:
        run ??
        ((work) => {
          done.push(`${name} ${work.id}`);
          return Promise.resolve("done");
        }),
    };
  }

  it("does what is due, in order of time over all jobs, each once", async () => {
    const done: string[] = [];
    const odd = [at(-9), at(-5), at(1)].map((time, index) => ({ at: time, id: String(2 * index + 1) }));
    const even = [at(-7), at(-3)].map((time, index) => ({ at: time, id: String(2 * index + 2) }));
    const { planner } = plan(await open(), [job("odd", odd, done), job("even", even, done)]);
    await planner.runDue();
    await planner.runDue();
    expect(done).toEqual(["odd 1", "even 2", "odd 3", "even 4"]);
    expect(await planner.nextAt()).toEqual(at(1));
    expect(await planner.nextAt((name) => name === "even")).toBeUndefined();
  });

  it("leaves alone what waits for a network at rest, however much of it there is, and does it when it no longer rests", async () => {
    const done: string[] = [];
    const quiet = Array.from({ length: 50 }, (_, index) => ({ at: at(index - 100), id: `quiet ${index}` }));
    const works = [...quiet, { at: at(-1), id: "lively 1" }];
    const networkOf = (id: string) => Promise.resolve(id.split(" ")[0]);
    const resting = new Set(["quiet"]);
    const { planner } = plan(await open(), [{ ...job("a", works, done), networkOf }], undefined, undefined, {
      atRest: () => Promise.resolve(resting),
    });
    await planner.runDue();
    expect(done).toEqual(["a lively 1"]);
    expect(await planner.nextAt()).toBeUndefined();
    resting.clear();
    await planner.runDue();
    expect(done).toHaveLength(51);
  });

  it("asks no job of which a glance tells that nothing is due, and goes by the glance when it is", async () => {
    const done: string[] = [];
    const asked: string[] = [];
    const told = new Map<string, Date | undefined>([
      ["soon", at(5)],
      ["never", undefined],
    ]);
    const glanced = (name: string, works: readonly Work[]): Job => ({
      ...job(name, works, done),
      instants: { table: name, column: "at" },
      upcoming: (limit) => (asked.push(name), Promise.resolve(works.slice(0, limit))),
    });
    let isBroken = false;
    const glance: NonNullable<PlannerParts["glance"]> = (all) =>
      isBroken ? Promise.reject(new Error("no such column")) : Promise.resolve(all.map(({ table }) => told.get(table)));
    const jobs = [glanced("soon", [{ at: at(5), id: "s" }]), glanced("never", []), job("other", [], done)];
    const { planner, clock, errors } = plan(await open(), jobs, undefined, undefined, { glance });
    await planner.runDue();
    expect(await planner.nextAt()).toEqual(at(5));
    expect(asked).toEqual([]);
    clock.at = at(5);
    await planner.runDue();
    expect(done).toEqual(["soon s"]);
    expect(new Set(asked)).toEqual(new Set(["soon"]));
    expect(errors).toEqual([]);
    isBroken = true;
    await planner.nextAt();
    expect(asked).toContain("never");
    expect(errors).toHaveLength(1);
  });

  it("lets work that always fails wait longer each time, gives it up, and does the rest at once", async () => {
    const db = await open();
    const done: string[] = [];
    let tries = 0;
    const poison = job("poison", [{ at: at(-60), id: "p" }], done, () => {
      tries++;
      return Promise.reject(new Error("poison"));
    });
    const { planner, clock, errors } = plan(db, [poison, job("fine", [{ at: at(-1), id: "f" }], done)]);
    const first = await planner.runDue();
    expect(first.map(({ job: name, result }) => [name, result])).toEqual([
      ["poison", "failed, incident 123456"],
      ["fine", "done"],
    ]);
    const waits: number[] = [];
    for (let next = await planner.nextAt(); next; next = await planner.nextAt()) {
      waits.push((next.getTime() - clock.at.getTime()) / MINUTE);
      clock.at = next;
      await planner.runDue();
    }
    expect(waits).toEqual([2, 4, 8, 16]);
    expect(tries).toBe(5);
    expect(done).toEqual(["fine f"]);
    // Whoever watches hears once that it was given up.
    expect(errors.filter(({ isDead }) => isDead === true)).toHaveLength(1);
    await planner.runDue();
    expect(tries).toBe(5);
  });

  it.each(["finding out whom to tell", "telling"] as const)(
    "gives up what always fails, and says so once, also when %s fails",
    async (failing) => {
      const db = await open();
      const poison = job("poison", [{ at: at(-60), id: "p 1" }], [], () => Promise.reject(new Error("poison")));
      const told: string[] = [];
      const { planner, clock, runs, errors } = plan(db, [poison], { at: NOW }, async (what) => {
        told.push(`${what.job} ${what.work.id} ${what.incident}`);
        if (failing === "finding out whom to tell") throw new Error("who?");
        return async (tx) => {
          await tx.jobRun.create({ data: { job: "undone", slot: "x", status: "done", startedAt: NOW } });
          throw new Error("nobody listens");
        };
      });
      await planner.runDue();
      for (let next = await planner.nextAt(); next; next = await planner.nextAt()) {
        clock.at = next;
        await planner.runDue();
      }
      expect(told).toEqual(["poison p 1 123456"]);
      expect(errors.at(-1)).toMatchObject({ incident: "123456", job: "poison" });
      expect(await db.client.jobRun.findMany({ select: { job: true, status: true } })).toEqual([
        { job: "poison", status: "dead" },
      ]);
      expect(await runs.givenUp()).toEqual([{ job: "poison", work: { at: at(-60), id: "p 1" }, incident: "123456" }]);
    },
  );

  it("finds what is due behind any number that are done, given up, or wait", async () => {
    const db = await open();
    const done: string[] = [];
    const works = Array.from({ length: 70 }, (_, index) => ({ at: at(-100 + index), id: `w${index}` }));
    const failing = job("many", works, done, (work) => {
      if (work.id !== "w69") return Promise.reject(new Error("broken"));
      done.push(work.id);
      return Promise.resolve("done");
    });
    const { planner } = plan(db, [failing]);
    expect(await planner.runDue()).toHaveLength(70);
    expect(done).toEqual(["w69"]);
    expect(await planner.nextAt()).toEqual(at(2));
  });

  it("does the others' work although one job can't say what it has to do", async () => {
    const done: string[] = [];
    const mute: Job = {
      name: "mute",
      upcoming: () => Promise.reject(new Error("no idea")),
      run: () => Promise.resolve(""),
    };
    const { planner, errors } = plan(await open(), [mute, job("fine", [{ at: at(-1), id: "f" }], done)]);
    await planner.runDue();
    expect(done).toEqual(["fine f"]);
    expect(errors[0]).toMatchObject({ job: "mute" });
  });

  it("shares the work with another program, each piece for one of them", async () => {
    const db = await open();
    const done: string[] = [];
    const works = Array.from({ length: 25 }, (_, index) => ({ at: at(-100 + index), id: `w${index}` }));
    const slow = job("slow", works, done, async (work) => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(work.id);
      return "done";
    });
    const reports = await Promise.all([plan(db, [slow]), plan(db, [slow])].map(({ planner }) => planner.runDue()));
    expect(done.toSorted()).toEqual(works.map(({ id }) => id).toSorted());
    expect(reports.flat()).toHaveLength(25);
  });

  it("goes on with what a program that died had begun", async () => {
    const db = await open();
    const done: string[] = [];
    const work = { at: at(-1), id: "w" };
    const dead = plan(db, [job("only", [work], done, () => new Promise(() => undefined))]);
    void dead.planner.runDue();
    while ((await db.client.jobRun.count()) === 0) await new Promise((resolve) => setImmediate(resolve));
    const next = plan(db, [job("only", [work], done)]);
    await next.planner.runDue();
    expect(done).toEqual([]);
    await next.runs.takeOverAll();
    await next.planner.runDue();
    expect(done).toEqual(["only w"]);
    await dead.planner.stop(1);
  });

  it("stops after the piece that is under way, and doesn't wait for one that never ends", async () => {
    const db = await open();
    const done: string[] = [];
    const works = [1, 2, 3].map((index) => ({ at: at(-10 + index), id: String(index) }));
    let stopped: Promise<void> | undefined;
    const { planner } = plan(db, [
      job("stop", works, done, (work) => {
        stopped ??= planner.stop();
        done.push(work.id);
        return Promise.resolve("done");
      }),
    ]);
    await planner.runDue();
    await stopped;
    expect(done).toEqual(["1"]);
    const hung = plan(db, [job("hung", works, done, () => new Promise(() => undefined))]);
    void hung.planner.runDue();
    await hung.planner.stop(5);
  });
});
