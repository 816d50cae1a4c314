import { zoneName } from "../../../../src/chat/when.js";
import { Temporal } from "temporal-polyfill";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addOpenTime,
  atLocal,
  type CalendarEntry,
  type CalendarKind,
  defaultEffect,
  effectOn,
  isoWeekday,
  isPaused,
  isTimeZone,
  localDate,
  localTime,
  nextOpenDate,
  openDaysBetween,
  zoneOffset,
} from "../../../../src/features/members/calendar/rules.js";

const hour = 3_600_000;
const day = 24 * hour;
const weekend = [6, 7];

function span(kind: CalendarKind, from: string, until: string = from): CalendarEntry {
  return { kind, from, until, effect: defaultEffect[kind] };
}

const lebaran = span("lebaran", "2026-03-18", "2026-03-28");
const anyDate = fc.integer({ min: 0, max: 400 }).map((days) => addDays("2026-01-01", days));
const anyEntries = fc.array(
  fc
    .record({
      from: anyDate,
      days: fc.integer({ min: -1, max: 20 }),
      effect: fc.constantFrom("pause", "gentle", "none"),
    })
    .map(({ from, days, effect }): CalendarEntry => ({ kind: "break", from, until: addDays(from, days), effect })),
  { maxLength: 8 },
);
const anyZone = fc.constantFrom(
  ...["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "America/St_Johns"],
  ...["Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "America/Santiago", "UTC"],
);
const anyInstant = fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2029, 0, 1) });

describe("dates", () => {
  it.each([
    ["1969-12-28", 7],
    ["1970-01-01", 4],
    ["2026-03-21", 6],
    ["2026-11-24", 2],
    ["2028-02-29", 2],
  ])("%s is ISO weekday %i", (date, weekday) => {
    expect(isoWeekday(date)).toBe(weekday);
  });

  it("run over the ends of months and leap years", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  it("that are none are refused", () => {
    expect(() => addDays("next week", 1)).toThrow(RangeError);
    expect(() => isoWeekday("2026-13-01")).toThrow(RangeError);
  });
});

describe("what a calendar does to a day", () => {
  it("pauses both ends of a span and nothing beyond", () => {
    const dates = ["2026-03-17", "2026-03-18", "2026-03-28", "2026-03-29"];
    expect(dates.map((date) => isPaused([lebaran], date))).toEqual([false, true, true, false]);
  });

  it("lets the stricter of two entries win, in either order", () => {
    const ramadan = span("ramadan", "2026-02-19", "2026-03-20");
    for (const entries of [
      [ramadan, lebaran],
      [lebaran, ramadan],
    ]) {
      expect(effectOn(entries, "2026-03-01")).toBe("gentle");
      expect(effectOn(entries, "2026-03-20")).toBe("pause");
      expect(effectOn(entries, "2026-04-20")).toBe("none");
    }
  });

  it("does nothing during a term", () => {
    expect(effectOn([span("term", "2026-01-05", "2026-06-20")], "2026-03-03")).toBe("none");
  });
});

describe("the next open date", () => {
  it.each([
    ["2026-03-17", "2026-03-17"],
    ["2026-03-18", "2026-03-30"],
    ["2026-03-14", "2026-03-16"],
  ])("from %s is %s", (date, open) => {
    expect(nextOpenDate([lebaran], date, weekend)).toBe(open);
  });

  it("is never paused, never in the weekend, and nothing before it is open", () => {
    fc.assert(
      fc.property(anyEntries, anyDate, (entries, date) => {
        const isOpen = (candidate: string) => !isPaused(entries, candidate) && !weekend.includes(isoWeekday(candidate));
        const open = nextOpenDate(entries, date, weekend);
        expect(isOpen(open)).toBe(true);
        for (let earlier = date; earlier < open; earlier = addDays(earlier, 1)) expect(isOpen(earlier)).toBe(false);
      }),
    );
  });

  it("does not exist when every day is weekend", () => {
    expect(() => nextOpenDate([], "2026-03-17", [1, 2, 3, 4, 5, 6, 7])).toThrow(RangeError);
  });
});

describe("open days between two dates", () => {
  it("leave Lebaran out: two weeks with eleven paused days in them are three days", () => {
    expect(openDaysBetween([lebaran], "2026-03-16", "2026-03-30")).toBe(3);
  });

  it("are none when the second date is not later", () => {
    expect(openDaysBetween([], "2026-03-16", "2026-03-16")).toBe(0);
    expect(openDaysBetween([], "2026-03-16", "2026-03-01")).toBe(0);
  });

  it("are what counting day by day gives", () => {
    fc.assert(
      fc.property(anyEntries, anyDate, anyDate, (entries, from, until) => {
        let open = 0;
        for (let date = from; date < until; date = addDays(date, 1)) if (!isPaused(entries, date)) open++;
        expect(openDaysBetween(entries, from, until)).toBe(open);
      }),
    );
  });
});

describe("open time", () => {
  it("stands still during Lebaran", () => {
    const tuesday = atLocal("2026-03-17", "15:30", "Asia/Jakarta");
    const due = addOpenTime([lebaran], tuesday, 48 * hour, "Asia/Jakarta");
    // 8½ hours until Lebaran begins, the other 39½ from the morning of the 29th on.
    expect(due).toBe(atLocal("2026-03-30", "15:30", "Asia/Jakarta"));
  });

  it("that begins in a pause begins when the pause ends, even when it is none", () => {
    const feast = atLocal("2026-03-21", "09:00", "Asia/Jakarta");
    expect(addOpenTime([lebaran], feast, hour, "Asia/Jakarta")).toBe(atLocal("2026-03-29", "01:00", "Asia/Jakarta"));
    expect(addOpenTime([lebaran], feast, 0, "Asia/Jakarta")).toBe(atLocal("2026-03-29", "00:00", "Asia/Jakarta"));
  });

  it("that would end as a pause begins ends when it is over", () => {
    const start = atLocal("2026-03-17", "00:00", "Asia/Jakarta");
    expect(addOpenTime([lebaran], start, day, "Asia/Jakarta")).toBe(atLocal("2026-03-29", "00:00", "Asia/Jakarta"));
  });

  it("crosses the eleven days in each zone by its own midnight", () => {
    const start = Date.UTC(2026, 2, 10);
    for (const zone of ["Asia/Jayapura", "Europe/Berlin", "America/New_York"]) {
      const due = addOpenTime([lebaran], start, 14 * day, zone);
      const pause = atLocal("2026-03-29", "00:00", zone) - atLocal("2026-03-18", "00:00", zone);
      expect(due - start).toBe(14 * day + pause);
    }
  });

  it("adds up, ends on an open day and never runs backwards", () => {
    const anyDuration = fc.integer({ min: 0, max: 30 * day });
    fc.assert(
      fc.property(anyEntries, anyZone, anyDuration, anyDuration, (entries, zone, first, second) => {
        const start = Date.UTC(2026, 3, 1, 5);
        const due = addOpenTime(entries, start, first, zone);
        expect(isPaused(entries, localDate(due, zone))).toBe(false);
        expect(due).toBeGreaterThanOrEqual(start + first);
        expect(addOpenTime(entries, due, second, zone)).toBe(addOpenTime(entries, start, first + second, zone));
      }),
    );
  });
});

describe("local time and instants", () => {
  it.each([
    ["an ordinary morning", "2026-01-28", "09:00", "Asia/Jakarta", "2026-01-28T02:00:00Z"],
    ["the hour Berlin skips, an hour later", "2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
    ["the hour Berlin repeats, the first time", "2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["Jakarta, that never changes", "2026-03-29", "02:30", "Asia/Jakarta", "2026-03-28T19:30:00Z"],
    ["the half hour Lord Howe skips", "2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"],
    ["the half hour Lord Howe repeats", "2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"],
    ["the day Apia skipped, a day later", "2011-12-30", "09:00", "Pacific/Apia", "2011-12-30T19:00:00Z"],
  ])("takes %s", (_, date, time, zone, instant) => {
    expect(new Date(atLocal(date, time, zone)).toISOString()).toBe(instant.replace("Z", ".000Z"));
  });

  it.each([
    ["Europe/Berlin", "2026-03-29", "03:30"],
    ["Europe/Berlin", "2026-10-25", "02:30"],
    ["Australia/Lord_Howe", "2026-10-04", "02:30"],
    ["Australia/Lord_Howe", "2026-04-05", "02:30"],
    ["Asia/Jakarta", "2026-03-29", "02:30"],
  ])("has one 02:30 a day in %s on %s, shown as %s", (zone, date, shown) => {
    const instants = [-1, 0, 1].map((days) => atLocal(addDays(date, days), "02:30", zone));
    const [before = 0, on = 0, after = 0] = instants;
    expect([localDate(on, zone), localTime(on, zone)]).toEqual([date, shown]);
    expect(before < on && on < after).toBe(true);
  });

  it("skips 30 December 2011 in Apia", () => {
    const lastMinute = atLocal("2011-12-29", "23:59", "Pacific/Apia");
    expect(localDate(lastMinute + 60_000, "Pacific/Apia")).toBe("2011-12-31");
    expect(localTime(lastMinute + 60_000, "Pacific/Apia")).toBe("00:00");
  });

  it("shows midnight as 00:00 of the new day", () => {
    const midnight = Date.UTC(2026, 2, 20, 17);
    expect([localDate(midnight, "Asia/Jakarta"), localTime(midnight, "Asia/Jakarta")]).toEqual(["2026-03-21", "00:00"]);
  });

  it("agrees with Temporal in all zones at all instants", () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (ms, zone) => {
        const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
        expect(localDate(ms, zone)).toBe(wall.toPlainDate().toString());
        expect(localTime(ms, zone)).toBe(wall.toPlainTime().toString({ smallestUnit: "minute" }));
        expect(zoneOffset(ms, zone)).toBe(wall.offsetNanoseconds / 1e6);
      }),
    );
  });
});

describe("time zones", () => {
  it.each(["Asia/Jakarta", "Asia/Jayapura", "America/Argentina/Buenos_Aires", "UTC", "Australia/Lord_Howe"])(
    "%s is one",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(["", "WITA", "Asia/Jakarta ", "Asia/Bandung", "+07:00", "-05", "../etc", "Mars/Phobos"])(
    "%j is none",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );

  it("that are none cannot be used", () => {
    expect(() => localDate(0, "Asia/Bandung")).toThrow(RangeError);
    expect(() => atLocal("2026-03-21", "09:00", "Asia/Bandung")).toThrow(RangeError);
  });

  it.each([
    ["Asia/Jakarta", "en", "WIB"],
    ["Asia/Pontianak", "id", "WIB"],
    ["Asia/Makassar", "en", "WITA"],
    ["Asia/Jayapura", "id", "WIT"],
    ["America/New_York", "en", "New York, GMT-5"],
    ["America/Argentina/Buenos_Aires", "id", "Buenos Aires, GMT-3"],
    ["Europe/Berlin", "en", "CET"],
    ["UTC", "en", "UTC"],
  ])("%s is labelled for %s as %s in winter", (zone, locale, label) => {
    expect(zoneName(locale, zone, new Date(Date.UTC(2026, 0, 28)))).toBe(label);
  });

  it("is labelled with the offset of the day", () => {
    expect(zoneName("id", "Europe/Berlin", new Date(Date.UTC(2026, 6, 28)))).toBe("Berlin, GMT+2");
  });
});
