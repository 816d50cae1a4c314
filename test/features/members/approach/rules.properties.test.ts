import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cameInRush,
  FOUNDING,
  isQuarantined,
  isRush,
  joinsInRush,
  nextOpening,
  QUARANTINE,
  REQUESTS_A_DAY,
  RUSH,
} from "../../../../src/features/members/approach/rules.js";

const DAY = 86_400_000;
const moment = fc.integer({ min: 0, max: 20 * DAY });

describe("requests of other people", () => {
  it("never reach anybody more often in any 24 hours than is good, however many ask and when", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 60 }), (asked) => {
        const arrivals: number[] = [];
        for (const now of asked.toSorted((a, b) => a - b)) {
          const at = nextOpening(arrivals, now);
          expect(at).toBeGreaterThanOrEqual(now);
          arrivals.push(at);
        }
        for (const end of arrivals)
          expect(arrivals.filter((at) => at > end - DAY && at <= end).length).toBeLessThanOrEqual(REQUESTS_A_DAY);
      }),
    );
  });

  it("come at once to whoever was left in peace", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: REQUESTS_A_DAY - 1 }), moment, (others, now) => {
        expect(nextOpening(others, now)).toBe(now);
      }),
    );
  });

  it("wait no longer than they must: a moment earlier would be too much", () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 20 }), moment, (asked, now) => {
        const others: number[] = [];
        for (const at of asked.toSorted((a, b) => a - b)) others.push(nextOpening(others, at));
        const at = nextOpening(others, now);
        if (at === now) return;
        const all = [...others, at - 1];
        const isCrowded = all.some((end) => all.filter((one) => one > end - DAY && one <= end).length > REQUESTS_A_DAY);
        expect(isCrowded).toBe(true);
      }),
    );
  });
});

describe("a rush of newcomers", () => {
  const spread = (count: number, gap: number, from = 0) =>
    Array.from({ length: count }, (_, turn) => from + turn * gap);

  it("is so many within so short a time, and no fewer, nor any more slowly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: RUSH.within }), (count, gap) => {
        const joins = spread(count, gap);
        const now = joins.at(-1) ?? 0;
        const within = joins.filter((at) => now - at < RUSH.within).length;
        expect(isRush(joins, now)).toBe(within >= RUSH.people);
      }),
    );
  });

  it("holds each of its people back for a day, and nobody else, nor in a community that has just begun", () => {
    const start = 30 * DAY;
    const joins = [...spread(RUSH.people, 1_000, start), start - 5 * DAY, start + 3 * RUSH.within];
    const about = (joinedAt: number, foundedAt = 0) => ({ joinedAt, foundedAt, joins });
    for (const joinedAt of spread(RUSH.people, 1_000, start)) {
      expect(cameInRush(joins, joinedAt)).toBe(true);
      expect(isQuarantined(about(joinedAt), joinedAt + 1)).toBe(true);
      expect(isQuarantined(about(joinedAt), joinedAt + QUARANTINE)).toBe(false);
      expect(isQuarantined(about(joinedAt, joinedAt - FOUNDING + 1), joinedAt + 1)).toBe(false);
    }
    for (const joinedAt of [start - 5 * DAY, start + 3 * RUSH.within])
      expect(isQuarantined(about(joinedAt), joinedAt + 1)).toBe(false);
  });
});

describe("joins that came with a rush", () => {
  it("are found all at once as they are found one by one", () => {
    const minutes = fc.integer({ min: 0, max: 45 }).map((minute) => minute * 60_000);
    fc.assert(
      fc.property(fc.array(minutes, { maxLength: 120 }), (joins) => {
        const oneByOne = joins.filter((at) => cameInRush(joins, at)).toSorted((a, b) => a - b);
        expect(joinsInRush(joins)).toEqual(oneByOne);
      }),
      { numRuns: 200 },
    );
  });
});
