import { describe, expect, it } from "vitest";
import { indonesianCalendar, type ShippedEntry } from "../../../../src/features/members/calendar/indonesia.js";
import { islamicDates } from "../../../../src/features/members/calendar/islamic.js";
import {
  addDays,
  defaultEffect,
  isoWeekday,
  isPaused,
  lebaranSpan,
} from "../../../../src/features/members/calendar/rules.js";

const years = [2026, 2027, 2028];

function entry(id: string): ShippedEntry {
  const found = indonesianCalendar.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`No entry ${id}`);
  return found;
}

function datesOf(year: number, kind: ShippedEntry["kind"]): string[] {
  const dates = indonesianCalendar
    .filter((candidate) => candidate.kind === kind && candidate.id.startsWith(`id-${year}-`))
    .flatMap(({ from, until }) => {
      const days: string[] = [];
      for (let date = from; date <= until; date = addDays(date, 1)) days.push(date);
      return days;
    });
  return dates.toSorted();
}

function daysApart(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
}

/** Western Easter by the anonymous Gregorian computus (Nature, 20 April 1876). */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  const month = String(Math.floor(f / 31)).padStart(2, "0");
  return `${year}-${month}-${String((f % 31) + 1).padStart(2, "0")}`;
}

describe("the shipped calendar as data", () => {
  it("is in order, and every entry has its own id, two names and an end that is not before its beginning", () => {
    const starts = indonesianCalendar.map(({ from }) => from);
    expect(starts).toEqual(starts.toSorted());
    expect(new Set(indonesianCalendar.map(({ id }) => id)).size).toBe(indonesianCalendar.length);
    for (const { id, from, until, name } of indonesianCalendar) {
      expect(id).toMatch(/^id-202[678]-[a-z-]+-\d$/);
      expect(id.slice(3, 7)).toBe(from.slice(0, 4));
      expect(addDays(from, 0)).toBe(from);
      expect(addDays(until, 0)).toBe(until);
      expect(from <= until).toBe(true);
      expect(name.en).not.toBe("");
      expect(name.id).not.toBe("");
    }
  });

  it.each(years)("has no day of %i twice as a holiday or as joint leave", (year) => {
    const dates = [...datesOf(year, "holiday"), ...datesOf(year, "jointLeave")];
    expect(new Set(dates).size).toBe(dates.length);
  });

  it("is as sure as its decrees", () => {
    const unsure = indonesianCalendar.filter(({ certainty }) => certainty === "expected").map(({ id }) => id);
    expect(unsure).toContain("id-2027-ramadan-1");
    expect(unsure.filter((id) => !id.startsWith("id-2028-"))).toEqual(["id-2027-ramadan-1"]);
    expect(unsure).toHaveLength(1 + indonesianCalendar.filter(({ id }) => id.startsWith("id-2028-")).length);
  });
});

describe("the decreed days", () => {
  it("are those of the decree for 2026", () => {
    expect(datesOf(2026, "holiday").join(" ")).toBe(
      "2026-01-01 2026-01-16 2026-02-17 2026-03-19 2026-03-21 2026-03-22 2026-04-03 2026-04-05 2026-05-01 " +
        "2026-05-14 2026-05-27 2026-05-31 2026-06-01 2026-06-16 2026-08-17 2026-08-25 2026-12-25",
    );
    expect(datesOf(2026, "jointLeave").join(" ")).toBe(
      "2026-02-16 2026-03-18 2026-03-20 2026-03-23 2026-03-24 2026-05-15 2026-05-28 2026-12-24",
    );
  });

  it("are those of the decree for 2027", () => {
    expect(datesOf(2027, "holiday").join(" ")).toBe(
      "2027-01-01 2027-01-05 2027-02-06 2027-03-08 2027-03-10 2027-03-11 2027-03-26 2027-03-28 2027-05-01 " +
        "2027-05-06 2027-05-17 2027-05-20 2027-06-01 2027-06-06 2027-08-15 2027-08-17 2027-12-25 2027-12-26",
    );
    expect(datesOf(2027, "jointLeave").join(" ")).toBe(
      "2027-02-05 2027-03-09 2027-03-12 2027-03-15 2027-03-25 2027-05-18 2027-05-19 2027-12-24",
    );
  });

  it.each([
    // The weekdays that the decrees print beside the dates.
    ["id-2026-tahun-baru-1", 4],
    ["id-2026-imlek-1", 2],
    ["id-2026-nyepi-1", 4],
    ["id-2026-idul-fitri-1", 6],
    ["id-2026-hari-buruh-1", 5],
    ["id-2026-waisak-1", 7],
    ["id-2026-pancasila-1", 1],
    ["id-2026-kemerdekaan-1", 1],
    ["id-2026-natal-1", 5],
    ["id-2027-tahun-baru-1", 5],
    ["id-2027-imlek-1", 6],
    ["id-2027-nyepi-1", 1],
    ["id-2027-idul-fitri-1", 3],
    ["id-2027-hari-buruh-1", 6],
    ["id-2027-waisak-1", 4],
    ["id-2027-pancasila-1", 2],
    ["id-2027-kemerdekaan-1", 2],
    ["id-2027-natal-1", 6],
  ])("%s begins on ISO weekday %i", (id, weekday) => {
    expect(isoWeekday(entry(id).from)).toBe(weekday);
  });
});

describe.each(years)("the computed days of %i", (year) => {
  it.each([
    ["tahun-baru", "01-01"],
    ["hari-buruh", "05-01"],
    ["pancasila", "06-01"],
    ["kemerdekaan", "08-17"],
    ["natal", "12-25"],
  ])("%s is on its fixed date", (key, monthAndDay) => {
    expect(entry(`id-${year}-${key}-1`).from).toBe(`${year}-${monthAndDay}`);
  });

  it("Good Friday, Easter and Ascension follow the computus", () => {
    expect(entry(`id-${year}-paskah-1`).from).toBe(easter(year));
    expect(entry(`id-${year}-wafat-yesus-1`).from).toBe(addDays(easter(year), -2));
    expect(entry(`id-${year}-kenaikan-yesus-1`).from).toBe(addDays(easter(year), 39));
  });

  it.each([
    ["muharam", 1, 1],
    ["maulid", 3, 12],
    ["isra-mikraj", 7, 27],
    ["ramadan", 9, 1],
    ["idul-fitri", 10, 1],
    ["idul-adha", 12, 10],
  ])("%s is within a day of Intl's, as often as it falls in the year", (key, month, day) => {
    const shipped = indonesianCalendar.filter(({ id }) => id.startsWith(`id-${year}-${key}-`)).map(({ from }) => from);
    const computed = islamicDates(year, month, day);
    expect(shipped).toHaveLength(computed.length);
    for (const [index, date] of shipped.entries())
      expect(daysApart(date, computed[index] ?? "")).toBeLessThanOrEqual(1);
  });

  it("Ramadan lasts until the eve of Idul Fitri, and Lebaran from 3 days before it to 7 after", () => {
    const { from: feast } = entry(`id-${year}-idul-fitri-1`);
    expect(entry(`id-${year}-ramadan-1`).until).toBe(addDays(feast, -1));
    expect(entry(`id-${year}-lebaran-1`)).toMatchObject(lebaranSpan(feast));
  });
});

describe("Islamic dates", () => {
  it("give both feasts of a year that has two", () => {
    expect(islamicDates(2033, 10, 1)).toEqual(["2033-01-03", "2033-12-23"]);
    expect(islamicDates(2027, 7, 27)).toEqual(["2027-01-05", "2027-12-25"]);
  });

  it("give none for a day that no month has", () => {
    expect(islamicDates(2026, 10, 31)).toEqual([]);
  });
});

describe("a feast that the government moves by a day", () => {
  const moved = lebaranSpan("2026-03-20");
  const entries = indonesianCalendar
    .filter(({ kind }) => kind === "lebaran")
    .map(({ kind }) => ({ kind, ...moved, effect: defaultEffect[kind] }));

  it("moves both ends of the pause", () => {
    expect(moved).toEqual({ from: "2026-03-17", until: "2026-03-27" });
    expect(["2026-03-16", "2026-03-17", "2026-03-27", "2026-03-28"].map((date) => isPaused(entries, date))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
