import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarEntry } from "../../../src/features/members/calendar/rules.js";
import { isoWeekday } from "../../../src/features/members/calendar/rules.js";
import {
  awakeTogether,
  chooseHost,
  commonSlots,
  dayBefore,
  happenedFrom,
  happenedInTheEnd,
  nextTimes,
  openWeeksBetween,
  timesOf,
  timesOn,
  TOO_LATE_BEFORE,
  weekOf,
  type Timetable,
} from "../../../src/features/meetups/rules.js";

const HOUR = 3_600_000;
const TABLE: Timetable = { weekday: 2, time: "15:30", timeZone: "Asia/Jakarta", weekend: [6, 7], calendar: [] };

const pause = (from: string, until: string): CalendarEntry => ({ kind: "lebaran", effect: "pause", from, until });
const wib = (at: number) => new Date(at + 7 * HOUR).toISOString().slice(0, 16);

describe("the times of a week's round", () => {
  it("are Monday 15:30 for the heads-up, Tuesday for the round, the next Monday for the check-in, the Friday for its end", () => {
    const times = timesOf("2026-11-02", TABLE);
    if (times === "pause") throw new Error("paused");
    expect([times.headsUpAt, times.roundAt, times.checkInAt, times.closeAt].map(wib)).toEqual([
      "2026-11-02T15:30",
      "2026-11-03T15:30",
      "2026-11-09T15:30",
      "2026-11-13T15:30",
    ]);
  });

  it("have the heads-up of a Monday's round on the Friday before", () => {
    const times = timesOf("2026-11-02", { ...TABLE, weekday: 1 });
    expect(times !== "pause" && wib(times.headsUpAt)).toBe("2026-10-30T15:30");
    expect(dayBefore("2026-11-02", { weekend: [6, 7] })).toBe("2026-10-30");
    expect(dayBefore("2026-11-02", { weekend: [1, 2, 3, 4, 5, 6, 7] })).toBe("2026-11-01");
  });

  it("leave out a week that has no day for it, and move within one that has", () => {
    expect(timesOf("2026-03-16", { ...TABLE, calendar: [pause("2026-03-16", "2026-03-22")] })).toBe("pause");
    const moved = timesOf("2026-11-02", { ...TABLE, calendar: [pause("2026-11-03", "2026-11-03")] });
    expect(moved !== "pause" && wib(moved.roundAt)).toBe("2026-11-04T15:30");
  });

  it("let what follows wait for the end of a pause", () => {
    const times = timesOf("2026-11-02", { ...TABLE, calendar: [pause("2026-11-06", "2026-11-17")] });
    expect(times !== "pause" && [times.checkInAt, times.closeAt].map(wib)).toEqual([
      "2026-11-18T15:30",
      "2026-11-22T15:30",
    ]);
  });

  it("always leave three days to meet before people are asked how it went, on whatever day the round is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
        const date = new Date(Date.parse("2026-01-01") + days * 24 * HOUR).toISOString().slice(0, 10);
        const times = timesOn(weekOf(date), date, date, TABLE);
        expect(times.checkInAt - TOO_LATE_BEFORE).toBeGreaterThan(times.roundAt);
        expect(isoWeekday(wib(times.checkInAt).slice(0, 10))).toBe(1);
      }),
    );
  });

  it("keep the local hour when daylight saving begins or ends", () => {
    const berlin = { ...TABLE, timeZone: "Europe/Berlin" };
    const before = timesOf("2026-10-19", berlin);
    const after = timesOf("2026-10-26", berlin);
    if (before === "pause" || after === "pause") throw new Error("paused");
    expect(after.roundAt - before.roundAt).toBe((7 * 24 + 1) * HOUR);
  });

  it("are those of the first week whose heads-up is still to come", () => {
    const at = (text: string) => Date.parse(`${text}:00+07:00`);
    const week = (now: string, after = "") => nextTimes(after, at(now), TABLE)?.week;
    expect(week("2026-11-02T15:29")).toBe("2026-11-02");
    expect(week("2026-11-02T15:30")).toBe("2026-11-09");
    expect(week("2026-11-02T09:00", "2026-11-02")).toBe("2026-11-09");
    expect(nextTimes("", at("2026-11-02T09:00"), { ...TABLE, calendar: [pause("2026-01-01", "2032-12-31")] })).toBe(
      undefined,
    );
  });

  it("count only the weeks that the calendar left open", () => {
    expect(openWeeksBetween([], "2026-11-02", "2026-11-30")).toBe(4);
    expect(openWeeksBetween([pause("2026-11-09", "2026-11-22")], "2026-11-02", "2026-11-30")).toBe(2);
  });
});

describe("whether a meeting took place", () => {
  it.each([
    [[null, null], null, null],
    [["met", null], true, true],
    [["some", "notYet"], true, true],
    [["wontHappen", "met"], true, true],
    [["wontHappen", null], false, false],
    [["notYet", null], null, false],
    [["notYet", "wontHappen"], false, false],
  ])("%j is %s while the week runs, and %s in the end", (answers, now, end) => {
    expect(happenedFrom(answers)).toBe(now);
    expect(happenedInTheEnd(answers)).toBe(end);
  });
});

describe("who writes first", () => {
  const person = (memberId: string, hosted: string | null) => ({
    memberId,
    lastHostedAt: hosted === null ? null : new Date(hosted),
  });

  it("is whoever did so least recently, or never", () => {
    expect(chooseHost([person("a", "2026-10-01"), person("b", "2026-09-01")], 1)).toBe("b");
    expect(chooseHost([person("a", "2026-10-01"), person("b", null)], 1)).toBe("b");
  });

  it("is not the first of the alphabet among equals, nor another one when it is asked again", () => {
    const people = ["a", "b", "c"].map((id) => person(id, null));
    const hosts = Array.from({ length: 40 }, (_, seed) => chooseHost(people, seed));
    expect(new Set(hosts).size).toBe(3);
    expect(Array.from({ length: 40 }, (_, seed) => chooseHost(people.toReversed(), seed))).toEqual(hosts);
  });
});

describe("hours that suit everybody", () => {
  const jakarta = { timeZone: "Asia/Jakarta", quietFrom: "18:00", quietUntil: "06:30" };
  const berlin = { ...jakarta, timeZone: "Europe/Berlin" };
  const newYork = { ...jakarta, timeZone: "America/New_York" };
  const from = Date.parse("2026-11-03T02:00:00Z");
  const until = from + 10 * 24 * HOUR;

  it("are on different working days, outside everybody's quiet hours", () => {
    const slots = commonSlots([jakarta, berlin], TABLE, from, until, 3);
    expect(slots.map((at) => new Date(at).toISOString().slice(0, 10))).toEqual([
      "2026-11-03",
      "2026-11-04",
      "2026-11-05",
    ]);
  });

  it("are at different hours, where the people have some in common", () => {
    const hours = commonSlots([jakarta], TABLE, from, until, 3).map((at) => wib(at).slice(11));
    expect(new Set(hours).size).toBe(3);
    expect(hours[0]).toBe("15:30");
  });

  it("are none where one sleeps while the other is awake", () => {
    expect(commonSlots([jakarta, newYork], TABLE, from, until, 3)).toEqual([]);
    expect(awakeTogether([jakarta, newYork], from)).toBeUndefined();
  });

  it("leap over a pause and the weekend", () => {
    const calendar = [pause("2026-11-03", "2026-11-06")];
    const [first] = commonSlots([jakarta], { ...TABLE, calendar }, from, until, 3);
    expect(first !== undefined && wib(first)).toBe("2026-11-09T15:30");
  });

  it("are told as the longest stretch in which all are awake", () => {
    const start = Date.parse("2026-11-02T17:00:00Z");
    const window = awakeTogether([jakarta, berlin], start);
    expect(window && [wib(window.from), wib(window.until)]).toEqual(["2026-11-03T12:30", "2026-11-03T18:00"]);
  });
});
