import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, later, openClock, type Timeline } from "../../../src/platforms/sandbox/clock.js";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const HOUR = 3_600_000;

function memory(offset = 0) {
  return {
    offset,
    clockOffset: () => Promise.resolve(offset),
    setClockOffset(ms: number) {
      this.offset = ms;
      return Promise.resolve();
    },
  };
}

/** Things due at these instants, each once; remembers at which time each was done. */
function timelineOf(due: readonly number[], now: () => Date) {
  const left = [...due].sort((a, b) => a - b);
  const done: { due: number; at: number }[] = [];
  const nextAt = () => Promise.resolve(left[0] === undefined ? undefined : new Date(left[0]));
  const timeline: Timeline = {
    nextAt,
    nextSeenAt: nextAt,
    runDue() {
      const jobs = [];
      while (left[0] !== undefined && left[0] <= now().getTime()) {
        const at = left.shift() ?? 0;
        done.push({ due: at, at: now().getTime() });
        jobs.push({ job: "job", at: new Date(at), result: "done" });
      }
      return Promise.resolve({ jobs, delivered: jobs.length });
    },
  };
  return { timeline, done };
}

describe("the clock of the sandbox", () => {
  it("runs like the computer's, as far ahead as it was left", async () => {
    let wall = NOON;
    const clock = await openClock(memory(HOUR), () => new Date(wall));
    expect(clock.now().getTime()).toBe(NOON + HOUR);
    wall += 5;
    expect(clock.now().getTime()).toBe(NOON + HOUR + 5);
  });

  it("lets everything happen at its own time, in order, and arrives", async () => {
    const times = fc.array(
      fc.integer({ min: 0, max: 30 * 24 * HOUR }).map((ms) => NOON + ms),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 0, max: 30 * 24 * HOUR }), async (due, way) => {
        const store = memory();
        const clock = await openClock(store, () => new Date(NOON));
        const { timeline, done } = timelineOf(due, clock.now);
        const journey = await clock.travel(new Date(NOON + way), timeline);
        expect(done).toEqual(
          due
            .filter((at) => at <= NOON + way)
            .sort((a, b) => a - b)
            .map((at) => ({ due: at, at })),
        );
        expect(journey.delivered).toBe(done.length);
        expect(journey.jobs.map(({ at }) => at.getTime())).toEqual(done.map((each) => each.due));
        expect(journey.now.getTime()).toBe(NOON + way);
        expect(clock.now().getTime()).toBe(NOON + way);
        expect(store.offset).toBe(way);
      }),
    );
  });

  it("does what was overdue at once, not in the past", async () => {
    const clock = await openClock(memory(), () => new Date(NOON));
    const { timeline, done } = timelineOf([NOON - HOUR], clock.now);
    await clock.travel(new Date(NOON + HOUR), timeline);
    expect(done).toEqual([{ due: NOON - HOUR, at: NOON }]);
  });

  it("stands still at each stop, also when the computer's clock goes on", async () => {
    let wall = NOON;
    const clock = await openClock(memory(), () => new Date((wall += 1_000)));
    const { timeline, done } = timelineOf([NOON + HOUR, NOON + 2 * HOUR], clock.now);
    await clock.travel(new Date(NOON + 3 * HOUR), timeline);
    expect(done.map(({ due, at }) => at - due)).toEqual([0, 0]);
    expect(clock.now().getTime()).toBeGreaterThan(NOON + 3 * HOUR);
  });

  it("stays where it was when something goes wrong on the way, and runs on", async () => {
    let wall = NOON;
    const store = memory();
    const clock = await openClock(store, () => new Date(wall));
    const { timeline } = timelineOf([NOON + HOUR], clock.now);
    const faulty: Timeline = { ...timeline, runDue: () => Promise.reject(new Error("no power")) };
    await expect(clock.travel(new Date(NOON + 2 * HOUR), faulty)).rejects.toThrow("no power");
    expect(clock.now().getTime()).toBe(NOON + HOUR);
    wall += 5;
    expect(clock.now().getTime()).toBe(NOON + HOUR + 5);
    expect(store.offset).toBe(HOUR);
  });

  it("gives up where something is due again and again", async () => {
    const clock = await openClock(memory(), () => new Date(NOON));
    const nextAt = () => Promise.resolve(new Date(NOON + HOUR));
    const endless: Timeline = { nextAt, nextSeenAt: nextAt, runDue: () => Promise.resolve({ jobs: [], delivered: 0 }) };
    await expect(clock.travel(new Date(NOON + 2 * HOUR), endless)).rejects.toThrow(
      "time stands still at 2026-11-24T13",
    );
  });
});

describe("how far it goes", () => {
  it.each([
    ["PT1H", "2026-11-24T13:00:00.000Z"],
    ["P1D", "2026-11-25T12:00:00.000Z"],
    ["P2W", "2026-12-08T12:00:00.000Z"],
    ["P1M", "2026-12-24T12:00:00.000Z"],
    ["14d", "2026-12-08T12:00:00.000Z"],
    [" 3h ", "2026-11-24T15:00:00.000Z"],
    ["2W", "2026-12-08T12:00:00.000Z"],
    ["30m", "2026-11-24T12:30:00.000Z"],
    ["PT0S", "2026-11-24T12:00:00.000Z"],
    ["-P1D", undefined],
    ["", undefined],
    ["tomorrow", undefined],
    ["1 day", undefined],
    ["99999d", undefined],
    ["P999999999Y", undefined],
  ])("by %j is %j", (by, at) => {
    expect(later(new Date(NOON), by)?.toISOString()).toBe(at);
  });

  it.each([
    ["2026-12-01T08:30:00Z", "2026-12-01T08:30:00.000Z"],
    ["2026-12-01T15:30+07:00", "2026-12-01T08:30:00.000Z"],
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01T08:30:00", undefined],
    ["2026-02-30", undefined],
    ["2026-13-01T00:00Z", undefined],
    ["1 December 2026", undefined],
    ["", undefined],
  ])("to %j is %j", (to, at) => {
    expect(instantOf(to)?.toISOString()).toBe(at);
  });
});
