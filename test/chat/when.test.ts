import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockTime, dateIn, dateName, dayName, weekdayName, zoneName, zoneNamed } from "../../src/chat/when.js";

/** Just before midnight in Jakarta, past it in Makassar. */
const late = new Date("2026-11-24T16:30:00Z");

describe("a day", () => {
  it.each([
    ["id", "Asia/Jakarta", "Selasa, 24 November 2026"],
    ["id", "Asia/Makassar", "Rabu, 25 November 2026"],
    ["en", "Asia/Jakarta", "Tuesday, 24 November 2026"],
    ["en", "America/New_York", "Tuesday, 24 November 2026"],
  ])("is named in %s as in %s: %s", (locale, zone, name) => {
    expect(dayName(locale, zone, late).replace("Tuesday 24", "Tuesday, 24")).toBe(name);
  });

  it("without a time is the same wherever one is", () => {
    expect(dateName("id", "2026-12-20")).toBe("Minggu, 20 Desember 2026");
    expect(dateName("en", "2026-12-20")).toMatch(/^Sunday,? 20 December 2026$/);
  });

  it.each([
    ["Asia/Jakarta", "2026-11-24"],
    ["Asia/Jayapura", "2026-11-25"],
    ["Pacific/Apia", "2026-11-25"],
    ["America/New_York", "2026-11-24"],
  ])("in %s is %s", (zone, date) => {
    expect(dateIn(zone, late)).toBe(date);
  });

  it("of the week is named from Monday", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((day) => weekdayName("id", day))).toEqual([
      "Senin",
      "Selasa",
      "Rabu",
      "Kamis",
      "Jumat",
      "Sabtu",
      "Minggu",
    ]);
    expect(weekdayName("en", 5)).toBe("Friday");
  });
});

describe("a time", () => {
  it.each([
    ["id", "Asia/Jakarta", "23:30 WIB"],
    ["en", "Asia/Jakarta", "23:30 WIB"],
    ["en", "Asia/Makassar", "00:30 WITA"],
    ["id", "Asia/Jayapura", "01:30 WIT"],
    ["en", "Europe/London", "16:30 GMT"],
    ["en", "Asia/Tokyo", "01:30 Tokyo, GMT+9"],
  ])("in %s for %s is %s", (locale, zone, text) => {
    expect(clockTime(locale, zone, late)).toBe(text);
  });

  it("counts quarter and half hours", () => {
    expect(clockTime("en", "Asia/Kathmandu", late)).toMatch(/^22:15 .*GMT\+5:45$/);
  });

  it("names a zone as it is in that season", () => {
    expect(zoneName("en", "Europe/Berlin", new Date("2026-07-01T12:00:00Z"))).toMatch(/CEST|GMT\+2/);
    expect(zoneName("en", "Europe/Berlin", new Date("2026-12-01T12:00:00Z"))).toMatch(/CET|GMT\+1/);
  });
});

describe("a zone that was written", () => {
  it("is found again by its own name, however it is written", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Intl.supportedValuesOf("timeZone")), (zone) => {
        expect(zoneNamed(zone)).toBe(zone);
        expect(zoneNamed(zone.toLowerCase().replaceAll("_", " "))).toBe(zone);
      }),
    );
  });

  it("is a zone, or none", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("constructor", "__proto__", "hasOwnProperty", "")),
        (written) => {
          const zone = zoneNamed(written);
          expect(["string", "undefined"]).toContain(typeof zone);
          if (zone !== undefined) expect(dateIn(zone, late)).toMatch(/^2026-11-2[345]$/);
        },
      ),
    );
  });
});
