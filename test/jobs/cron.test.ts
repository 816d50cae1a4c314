import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextSlot } from "../../src/jobs/cron.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Plan {
  readonly schedule?: string;
  readonly timeZone: string;
  readonly missed?: "once" | "skip";
}

function slot({ schedule = "30 2 * * *", timeZone, missed = "once" }: Plan, last: string, now: string): string {
  const parts = { schedule, timeZone, missed, tolerance: DAY, now: () => new Date(now) };
  return nextSlot(parts, new Date(last)).toISOString().slice(0, 16);
}

/** The slots of a program that never sleeps. */
function slotsFrom(plan: Plan, first: string, count: number): string[] {
  const slots: string[] = [];
  for (let last = first; slots.length < count;) {
    last = `${slot(plan, last, last.length > 16 ? last : `${last}:00Z`)}:00Z`;
    slots.push(last.slice(5, 16));
  }
  return slots;
}

describe("a job by the clock", () => {
  it("runs once on the day on which its time is skipped, and once on the day on which it comes twice", () => {
    const berlin = { timeZone: "Europe/Berlin" };
    expect(slotsFrom(berlin, "2026-03-27T12:00:00Z", 4)).toEqual([
      "03-28T01:30",
      "03-29T01:30",
      "03-30T00:30",
      "03-31T00:30",
    ]);
    expect(slotsFrom(berlin, "2026-10-23T12:00:00Z", 4)).toEqual([
      "10-24T00:30",
      "10-25T00:30",
      "10-26T01:30",
      "10-27T01:30",
    ]);
  });

  it("keeps its hour where there is no daylight saving", () => {
    const slots = slotsFrom({ timeZone: "Asia/Jakarta" }, "2026-03-27T12:00:00Z", 4);
    expect(slots.map((at) => at.slice(6))).toEqual(["19:30", "19:30", "19:30", "19:30"]);
  });

  it("knows a gap of half an hour and a day that never was", () => {
    const lordHowe = slotsFrom({ schedule: "15 2 * * *", timeZone: "Australia/Lord_Howe" }, "2026-10-02T12:00:00Z", 3);
    expect(lordHowe).toEqual(["10-02T15:45", "10-03T15:45", "10-04T15:15"]);
    const apia = slotsFrom({ timeZone: "Pacific/Apia" }, "2011-12-28T13:00:00Z", 3);
    // 30 December 2011 was left out there: 29 and 31 follow each other, and the slot of the 30th falls on the 31st's.
    expect(apia).toEqual(["12-29T12:30", "12-30T12:30", "12-31T12:30"]);
  });

  it("stands for all that were missed while the program was down, once", () => {
    const plan = { timeZone: "Asia/Jakarta" };
    expect(slot(plan, "2026-11-20T19:30:00Z", "2026-11-24T02:00:00Z")).toBe("2026-11-23T19:30");
    expect(slot(plan, "2026-11-23T19:30:00Z", "2026-11-24T02:00:00Z")).toBe("2026-11-24T19:30");
  });

  it("leaves out what was missed when it is of no use later", () => {
    const plan = { timeZone: "Asia/Jakarta", missed: "skip" } as const;
    expect(slot(plan, "2026-11-20T19:30:00Z", "2026-11-24T02:00:00Z")).toBe("2026-11-24T19:30");
  });

  it("is done late when that is not too late", () => {
    expect(slot({ timeZone: "Asia/Jakarta" }, "2026-11-22T19:30:00Z", "2026-11-24T02:00:00Z")).toBe("2026-11-23T19:30");
  });

  it("doesn't do a slot again when the clock is set back", () => {
    expect(slot({ timeZone: "Asia/Jakarta" }, "2026-11-23T19:30:00Z", "2026-11-23T18:45:00Z")).toBe("2026-11-24T19:30");
  });

  it("catches up with one slot, never two, across any change of the clocks", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jakarta");
    const starts = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, starts, fc.integer({ min: 0, max: 96 }), fc.nat(23), (timeZone, start, away, hour) => {
        const now = new Date(start.getTime() + away * HOUR);
        const plan = {
          schedule: `30 ${hour} * * *`,
          timeZone,
          missed: "once",
          tolerance: DAY,
          now: () => now,
        } as const;
        const next = nextSlot(plan, start);
        expect(next.getTime()).toBeGreaterThan(start.getTime());
        // Two days hold one slot at least; what is due is the latest, or at most a day old.
        if (next <= now) expect(now.getTime() - next.getTime()).toBeLessThanOrEqual(DAY + HOUR);
        expect(nextSlot(plan, next).getTime()).toBeGreaterThan(next.getTime());
      }),
    );
  });
});
