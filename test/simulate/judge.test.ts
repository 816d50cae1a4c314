import { describe, expect, it } from "vitest";
import { judge, type Verdict } from "../../simulate/judge.js";
import { manners } from "../../simulate/behaviour.js";
import { drawsOf } from "../../simulate/chance.js";
import { population } from "../../simulate/population.js";
import type { YearRecord } from "../../simulate/record.js";

// Of nine people, 0, 3 and 6 are of the first institution, which 0 leads; all of them live by Jakarta's clock.
const people = population(9, drawsOf(1)).map((who) => ({ ...who, languages: ["id"] }));
const id = (place: number) => people[place]?.id ?? "";
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+07:00`);

const quiet: YearRecord = {
  ...{ from: at("2026-07-13", "00:00"), until: at("2026-12-31", "00:00"), people },
  ...{ told: [], deeds: [], matched: [], met: [], apart: [], returned: [], circles: [], faults: [] },
};

const told = (place: number, when: number, notice = "meet.checkIn") => ({
  ...{ at: when, to: [id(place)], place: "private" as const, proactive: true, notices: [notice] },
});
const matched = (when: number, meetingId: string, ...places: readonly number[]) => ({
  ...{ at: when, meetingId, kind: "round", members: places.map(id) },
});

const broken = (record: Partial<YearRecord>) =>
  Object.entries(judge({ ...quiet, ...record })).filter(([, count]) => count > 0);
const only = (promise: keyof Verdict) => [[promise, 1]];

describe("the judge of a simulated year", () => {
  it("finds nothing in messages that came when they might", () => {
    const days = ["2026-08-03", "2026-08-04", "2026-08-05", "2026-08-10"];
    expect(broken({ told: days.map((day) => told(3, at(day, "15:30"))) })).toEqual([]);
  });

  it.each([
    ["before half past six", "2026-08-04", "06:29"],
    ["from six in the evening", "2026-08-04", "18:00"],
    ["on a Saturday", "2026-08-08", "10:00"],
    ["at Friday midday", "2026-08-07", "11:00"],
    ["late on a day of Ramadan", "2027-02-11", "16:00"],
  ])("sees a message %s", (_when, date, time) => {
    expect(broken({ told: [told(3, at(date, time))] })).toEqual(only("atQuietTimes"));
  });

  it("sees a message in exams and on holidays", () => {
    expect(broken({ told: [told(3, at("2026-09-22", "10:00"))] })).toEqual(only("onClosedDays"));
    expect(broken({ told: [told(3, at("2026-08-17", "10:00"))] })).toEqual(only("onClosedDays"));
  });

  it("counts the second message of a day, and the fourth of a week, but not what was asked for at that moment", () => {
    const [first, second] = [at("2026-08-04", "10:00"), at("2026-08-04", "14:00")];
    expect(broken({ told: [told(3, first), told(3, second)] })).toEqual(only("twiceADay"));
    const deeds = [{ at: second, who: id(3), what: "introduce.back" }];
    expect(broken({ told: [told(3, first), told(3, second)], deeds })).toEqual([]);
    const days = ["2026-08-03", "2026-08-04", "2026-08-05", "2026-08-06"];
    expect(broken({ told: days.map((day) => told(3, at(day, "10:00"))) })).toEqual(only("moreThanThreeAWeek"));
  });

  it("sees a message after STOP", () => {
    const deeds = [{ at: at("2026-08-03", "10:10"), who: id(3), what: "stop" }];
    expect(broken({ told: [told(3, at("2026-08-04", "10:00"))], deeds })).toEqual(only("afterStop"));
  });

  it("sees the same two again within twelve weeks, unless nobody else was there or it had come to nothing", () => {
    const first = matched(at("2026-07-21", "15:30"), "m1", 3, 4);
    const again = matched(at("2026-08-04", "15:30"), "m2", 3, 4);
    const others = matched(at("2026-08-04", "15:30"), "m3", 5, 7);
    expect(broken({ matched: [first, again, others] })).toEqual(only("repeats"));
    expect(broken({ matched: [first, again] })).toEqual([]);
    const deeds = [{ at: at("2026-07-27", "16:10"), who: id(3), what: "meet.wontHappen", about: "m1" }];
    expect(broken({ matched: [first, again, others], deeds })).toEqual([]);
    // What one of them says only afterwards nobody could know.
    const late = [...deeds, { at: at("2026-08-06", "09:00"), who: id(4), what: "meet.met", about: "m1" }];
    expect(broken({ matched: [first, again, others], deeds: late })).toEqual([]);
  });

  it("sees whoever was asked and heard nothing more", () => {
    const asked = told(3, at("2026-08-03", "15:30"), "meet.headsUp");
    expect(broken({ told: [asked] })).toEqual(only("leftOver"));
    expect(broken({ told: [asked], matched: [matched(at("2026-08-04", "15:30"), "m1", 3, 4)] })).toEqual([]);
    expect(broken({ told: [asked, told(3, at("2026-08-04", "15:30"), "meet.unmatched")] })).toEqual([]);
  });

  it("sees whoever is matched while they are away, but not when they came back before", () => {
    const round = matched(at("2026-08-18", "15:30"), "m1", 3, 4);
    const left = { at: at("2026-08-03", "10:10"), who: id(3), what: "left" };
    const back = { at: at("2026-08-17", "10:10"), who: id(3), what: "joined" };
    expect(broken({ matched: [round], deeds: [left] })).toEqual(only("whileAbsent"));
    expect(broken({ matched: [round], deeds: [left, back] })).toEqual([]);
    expect(broken({ matched: [round], deeds: [{ ...left, what: "meet.pause" }] })).toEqual(only("whileAbsent"));
    expect(broken({ matched: [round], told: [told(4, at("2026-08-10", "15:30"), "meet.resting")] })).toEqual(
      only("whileAbsent"),
    );
    const later = matched(at("2026-08-25", "15:30"), "m2", 3, 4);
    expect(broken({ matched: [later], deeds: [{ ...left, what: "meet.pause" }] })).toEqual([]);
  });

  it("sees two who are to be kept apart, for whatever reason", () => {
    const when = at("2026-08-04", "15:30");
    const apart = [{ at: when - 1, who: id(3), other: id(4) }];
    expect(broken({ matched: [matched(when, "m1", 3, 4)], apart })).toEqual(only("keptApart"));
    expect(broken({ matched: [matched(when, "m1", 0, 6)] })).toEqual(only("evaluators"));
    const mute = people.map((who, place) => (place === 4 ? { ...who, languages: ["en"] } : who));
    expect(broken({ people: mute, matched: [matched(when, "m1", 3, 4)] })).toEqual([["withoutLanguage", 1]]);
  });
});

describe("the people of a simulated year", () => {
  it("are the same for the same seed, of three institutions, and their kinds are all there are", () => {
    expect(population(300, drawsOf(1))).toEqual(population(300, drawsOf(1)));
    expect(population(300, drawsOf(2))).not.toEqual(population(300, drawsOf(1)));
    expect(new Set(population(300, drawsOf(1)).map(({ institution }) => institution)).size).toBe(3);
    expect(Object.values(manners).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});
