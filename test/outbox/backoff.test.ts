import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff, MOST_TRIES } from "../../src/outbox/backoff.js";

const SECOND = 1_000;
const QUARTER = 15 * 60 * SECOND;

describe("the wait between two tries", () => {
  it("doubles with each failure, up to a quarter of an hour", () => {
    const longest = [0, 1, 2, 3, 9, 10, 11, 60].map((failures) => Math.round(backoff(failures, 1 - Number.EPSILON)));
    expect(longest).toEqual([1, 2, 4, 8, 512, 900, 900, 900].map((seconds) => seconds * SECOND));
  });

  it("is never under a second and never over a quarter of an hour, whatever the platform wishes", () => {
    const wish = fc.oneof(fc.constant(undefined), fc.double(), fc.integer({ min: -3_600_000, max: 7_200_000 }));
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(2_000), chance, wish, (failures, drawn, wished) => {
        const wait = backoff(failures, drawn, wished);
        expect(wait).toBeGreaterThanOrEqual(SECOND);
        expect(wait).toBeLessThanOrEqual(QUARTER);
      }),
    );
  });

  it.each([
    ["nothing", undefined, SECOND],
    ["no time", 0, SECOND],
    ["a time in the past", -5 * SECOND, SECOND],
    ["what is no number", Number.NaN, SECOND],
    ["half a minute", 30 * SECOND, 30 * SECOND],
    ["an hour", 3_600 * SECOND, QUARTER],
    ["for ever", Infinity, QUARTER],
  ])("heeds a platform that wishes %s", (_name, wish, wait) => {
    expect(backoff(0, 0, wish)).toBe(wait);
  });

  it("is not shortened by what a platform wishes", () => {
    expect(backoff(8, 0.75, 2 * SECOND)).toBe(backoff(8, 0.75));
  });

  it("adds up to about a day until a message is given up", () => {
    let passed = 0;
    for (let failures = 0; failures < MOST_TRIES; failures++) passed += backoff(failures, 0.5);
    expect(passed / 3_600_000).toBeGreaterThan(20);
    expect(passed / 3_600_000).toBeLessThan(28);
  });
});
