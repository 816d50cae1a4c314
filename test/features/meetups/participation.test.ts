import { describe, expect, it } from "vitest";
import { nextPart, takesPart, type Participation } from "../../../src/features/meetups/participation.js";
import type { Timetable } from "../../../src/features/meetups/rules.js";

const TABLE: Timetable = { weekday: 2, time: "15:30", timeZone: "Asia/Jakarta", weekend: [6, 7], calendar: [] };
const ACTIVE: Participation = {
  status: "active",
  pausedUntil: null,
  skipWeek: null,
  lastWeek: null,
  cadenceWeeks: 2,
};
const WEEK = "2026-11-02";
const TUESDAY = "2026-11-03";

describe("taking part in a round", () => {
  it.each([
    ["somebody who has not met anybody yet", {}, true],
    ["one who rests, has left, or has had the one meeting that was wanted", { status: "resting" }, false],
    ["one who met last week and wants to every two weeks", { lastWeek: "2026-10-26" }, false],
    ["one who met two weeks ago and wants to every two weeks", { lastWeek: "2026-10-19" }, true],
    ["one who met last week and wants to each week", { lastWeek: "2026-10-26", cadenceWeeks: 1 }, true],
    ["one who met three weeks ago and wants to every four", { lastWeek: "2026-10-12", cadenceWeeks: 4 }, false],
    ["one who wants to just once", { lastWeek: "2026-10-26", cadenceWeeks: 0 }, true],
    ["one who skips this week", { skipWeek: WEEK }, false],
    ["one who skipped another week", { skipWeek: "2026-10-26" }, true],
    ["one whose break ends on the day", { pausedUntil: TUESDAY }, true],
    ["one whose break ends the day after", { pausedUntil: "2026-11-04" }, false],
  ])("%s: %j is %s", (_who, difference, expected) => {
    expect(takesPart({ ...ACTIVE, ...difference }, WEEK, TUESDAY)).toBe(expected);
  });
});

describe("a member's own next round", () => {
  const next = { week: WEEK, roundAt: new Date("2026-11-03T08:30:00Z") };
  const when = (difference: Partial<Participation>) =>
    nextPart({ ...ACTIVE, ...difference }, next, TABLE)
      ?.roundAt.toISOString()
      .slice(0, 10);

  it("is the next one where it suits, also when it was moved", () => {
    expect(when({})).toBe("2026-11-03");
    const moved = { week: WEEK, roundAt: new Date("2026-11-05T08:30:00Z") };
    expect(nextPart(ACTIVE, moved, TABLE)?.roundAt).toEqual(moved.roundAt);
  });

  it("is a later one for whoever skips, pauses, or met lately", () => {
    expect(when({ skipWeek: WEEK })).toBe("2026-11-10");
    expect(when({ lastWeek: "2026-10-26" })).toBe("2026-11-10");
    expect(when({ pausedUntil: "2026-11-20" })).toBe("2026-11-24");
  });

  it("is none when no round is planned", () => {
    expect(nextPart(ACTIVE, undefined, TABLE)).toBeUndefined();
  });

  it("leaps over weeks that the calendar closes", () => {
    const calendar = [{ kind: "break", effect: "pause", from: "2026-11-09", until: "2026-11-22" }] as const;
    const own = nextPart({ ...ACTIVE, skipWeek: WEEK }, next, { ...TABLE, calendar });
    expect(own?.week).toBe("2026-11-23");
  });
});
