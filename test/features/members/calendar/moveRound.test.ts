import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  type CalendarEntry,
  isoWeekday,
  isPaused,
  moveRound,
} from "../../../../src/features/members/calendar/rules.js";

const weekend = [6, 7];

function pauses(...dates: string[]): CalendarEntry[] {
  return dates.map((date) => ({ kind: "holiday", from: date, until: date, effect: "pause" }));
}

// A week of February 2026: Friday 30 January, Monday 2, Tuesday 3, Wednesday 4, Thursday 5, Friday 6.
const [friday, monday, tuesday, wednesday, thursday] = [
  "2026-01-30",
  "2026-02-02",
  "2026-02-03",
  "2026-02-04",
  "2026-02-05",
] as const;

describe("the week of a round planned for Tuesday, its heads-up for Monday", () => {
  it.each([
    ["nothing", [], { headsUp: monday, round: tuesday }],
    ["Wednesday", [wednesday], { headsUp: monday, round: tuesday }],
    ["Monday", [monday], { headsUp: friday, round: tuesday }],
    ["Tuesday", [tuesday], { headsUp: monday, round: wednesday }],
    ["Tuesday and Wednesday", [tuesday, wednesday], { headsUp: monday, round: thursday }],
    ["Monday and Tuesday", [monday, tuesday], { headsUp: wednesday, round: thursday }],
    ["Friday and Monday", [friday, monday], { headsUp: tuesday, round: wednesday }],
    ["Monday to Wednesday", [monday, tuesday, wednesday], "pause"],
    ["Tuesday to Thursday", [tuesday, wednesday, thursday], "pause"],
    ["Monday to Thursday", [monday, tuesday, wednesday, thursday], "pause"],
  ])("when %s is paused", (_, paused, expected) => {
    expect(moveRound(pauses(...paused), monday, tuesday, weekend)).toEqual(expected);
  });

  it("is not touched by gentle days", () => {
    const ramadan: CalendarEntry = { kind: "ramadan", from: friday, until: "2026-03-01", effect: "gentle" };
    expect(moveRound([ramadan], monday, tuesday, weekend)).toEqual({ headsUp: monday, round: tuesday });
  });
});

describe("other weeks", () => {
  it("leaves a schedule of its own alone while nothing is paused", () => {
    expect(moveRound([], "2026-01-28", "2026-02-07", weekend)).toEqual({ headsUp: "2026-01-28", round: "2026-02-07" });
  });

  it("corrects a heads-up that would not come before its round", () => {
    expect(moveRound([], tuesday, tuesday, weekend)).toEqual({ headsUp: monday, round: tuesday });
  });

  it("has no later day to move a Friday's round to", () => {
    expect(moveRound(pauses("2026-02-06"), thursday, "2026-02-06", weekend)).toBe("pause");
  });

  it("minds a weekend on Friday and Saturday", () => {
    expect(moveRound(pauses(monday), "2026-02-01", monday, [5, 6])).toEqual({ headsUp: "2026-02-01", round: tuesday });
  });

  it("keeps order, week, reach and open days, whatever is paused", () => {
    const anyPauses = fc.subarray(Array.from({ length: 14 }, (_, days) => addDays("2026-01-26", days)));
    fc.assert(
      fc.property(anyPauses, (paused) => {
        const entries = pauses(...paused);
        const moved = moveRound(entries, monday, tuesday, weekend);
        if (moved === "pause") return;
        expect([tuesday, wednesday, thursday]).toContain(moved.round);
        expect(moved.headsUp >= addDays(moved.round, -4) && moved.headsUp < moved.round).toBe(true);
        for (const date of [moved.headsUp, moved.round]) {
          expect(isPaused(entries, date)).toBe(false);
          expect(weekend).not.toContain(isoWeekday(date));
        }
      }),
    );
  });
});
