import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextCheckAt } from "../../src/links/pace.js";

const DAY = 24 * 60 * 60_000;
const SHARED = new Date("2026-11-28T03:00:00Z");

describe("when a link is checked", () => {
  it("is the same for the same link, between a day and 30 days after it was shared", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const at = nextCheckAt(key, SHARED, undefined);
        expect(at).toEqual(nextCheckAt(key, SHARED, undefined));
        expect(at.getTime() - SHARED.getTime()).toBeGreaterThanOrEqual(DAY);
        expect(at.getTime() - SHARED.getTime()).toBeLessThan(30 * DAY);
      }),
    );
  });

  it("is every 30 days from then on", () => {
    expect(nextCheckAt("example.org/a", SHARED, new Date("2026-12-05T03:00:00Z"))).toEqual(
      new Date("2027-01-04T03:00:00Z"),
    );
  });

  it("is spread over the month when a thousand are shared at once", () => {
    const days = Array.from({ length: 29 }, () => 0);
    for (let link = 0; link < 1_000; link++) {
      const wait = nextCheckAt(`example.org/bahan/${link}`, SHARED, undefined).getTime() - SHARED.getTime();
      const day = Math.floor(wait / DAY) - 1;
      days[day] = (days[day] ?? 0) + 1;
    }
    // 34 or 35 on average; by chance alone 15 to 60 in all but one of a million months.
    expect(Math.min(...days)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...days)).toBeLessThanOrEqual(60);
  });
});
