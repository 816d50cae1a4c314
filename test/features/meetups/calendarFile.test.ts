import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { calendarFile, type CalendarEvent } from "../../../src/features/meetups/calendarFile.js";

const EVENT: CalendarEvent = {
  uid: "meeting-1@jejaring",
  sequence: 1,
  at: new Date("2026-11-05T08:30:00Z"),
  timeZone: "Asia/Jakarta",
  title: "Temu: Bu Sari, Pak Made",
  description: "Dua puluh menit.",
  stamp: new Date("2026-11-03T09:00:00Z"),
};

/** The one event of a file, as another program reads it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const components = calendar.getAllSubcomponents("vevent");
  expect(components).toHaveLength(1);
  const [component] = components;
  if (!component) throw new Error("no event");
  const event = new ICAL.Event(component);
  return { calendar, component, event };
}

describe("the calendar file of a meeting", () => {
  it("is an entry of twenty minutes at the very instant, wherever it is read", () => {
    for (const timeZone of ["Asia/Jakarta", "America/New_York", "Australia/Lord_Howe"]) {
      const { event } = read(calendarFile({ ...EVENT, timeZone }));
      expect(event.startDate.zone.tzid).toBe("UTC");
      expect(event.startDate.toJSDate()).toEqual(EVENT.at);
      expect(event.endDate.toJSDate()).toEqual(new Date("2026-11-05T08:50:00Z"));
    }
  });

  it("replaces the earlier entry when another time is taken: the same id, a higher sequence", () => {
    const first = read(calendarFile(EVENT)).event;
    const second = read(calendarFile({ ...EVENT, sequence: 2, at: new Date("2026-11-06T02:00:00Z") })).event;
    expect(second.uid).toBe(first.uid);
    expect(second.sequence).toBeGreaterThan(first.sequence);
  });

  it("says what RFC 5545 wants of a published entry", () => {
    const { calendar, component } = read(calendarFile(EVENT));
    expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
    expect(calendar.getFirstPropertyValue("prodid")).toContain("Jejaring");
    expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(String(component.getFirstPropertyValue("dtstamp"))).toBe("2026-11-03T09:00:00Z");
  });

  it("says of a meeting that can be cancelled whether it takes place, how long and where", () => {
    const planned = { ...EVENT, minutes: 75, place: "Ruang guru; lantai 2", status: "confirmed" } as const;
    const held = read(calendarFile(planned));
    expect(held.calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(held.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
    expect(held.event.location).toBe("Ruang guru; lantai 2");
    expect(held.event.endDate.toJSDate()).toEqual(new Date("2026-11-05T09:45:00Z"));
    const cancelled = read(calendarFile({ ...planned, sequence: 2, status: "cancelled" }));
    expect(cancelled.calendar.getFirstPropertyValue("method")).toBe("CANCEL");
    expect(cancelled.component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(cancelled.event.uid).toBe(held.event.uid);
    expect(cancelled.event.sequence).toBeGreaterThan(held.event.sequence);
    expect(read(calendarFile(EVENT)).component.getFirstProperty("status")).toBeNull();
  });

  it("names who calls it the same way in every version, also in the one that cancels it", () => {
    const circle = { ...EVENT, organizer: { id: "circle-1", name: "Numerasi" }, status: "confirmed" } as const;
    const organizers = [circle, { ...circle, sequence: 2, status: "cancelled" } as const].map((event) => {
      const property = read(calendarFile(event)).component.getFirstProperty("organizer");
      return [property?.getParameter("cn"), property?.getFirstValue()];
    });
    expect(organizers).toEqual(Array.from({ length: 2 }, () => ["Numerasi", "mailto:circle-1@jejaring.invalid"]));
    expect(read(calendarFile(EVENT)).component.getFirstProperty("organizer")).toBeNull();
  });

  it("takes any name for who calls it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: "binary" }), (name) => {
        const { component, event } = read(calendarFile({ ...EVENT, organizer: { id: "circle-1", name } }));
        expect(component.getFirstProperty("organizer")?.getFirstValue()).toBe("mailto:circle-1@jejaring.invalid");
        expect(component.getAllProperties("organizer")).toHaveLength(1);
        expect(event.summary).toBe(EVENT.title);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    "Sari; Made, Ani",
    "back\\slash \\n \\;",
    "two\nlines",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://example.org/x",
    'quotes "and" colons: here',
    "日本語 🙂 ".repeat(30),
  ])("takes a name for text, whatever it holds: %j", (title) => {
    const text = calendarFile({ ...EVENT, title, description: title });
    const { component, event } = read(text);
    expect(event.summary.replace(/\r/g, "")).toBe(title.replace(/\r/g, ""));
    expect(component.getFirstProperty("attach")).toBeNull();
    for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  });

  it("is one entry with no more properties than it should have, whatever people are called", () => {
    const expected = read(calendarFile(EVENT)).component.getAllProperties().length;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
        const { component } = read(calendarFile({ ...EVENT, title: `Temu: ${name}` }));
        expect(component.getAllProperties()).toHaveLength(expected);
      }),
    );
  });
});
