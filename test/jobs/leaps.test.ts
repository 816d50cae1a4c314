import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOUBT, FARTHEST_LEAP, watchLeaps } from "../../src/jobs/leaps.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A computer whose two clocks are moved by hand. */
function computer() {
  const clocks = { wall: Date.parse("2026-11-24T02:00:00Z"), steady: 5_000 };
  const told: string[] = [];
  const watch = watchLeaps({
    wallClock: () => new Date(clocks.wall),
    monotonic: () => clocks.steady,
    log: { warn: (_facts, message) => void told.push(message) },
  });
  return {
    told,
    isSteady: watch.isSteady,
    /** Time goes by, for both clocks alike. */
    waits(ms: number): void {
      clocks.wall += ms;
      clocks.steady += ms;
    },
    /** Somebody sets the clock, or the computer slept: only the wall clock moves. */
    leaps(ms: number): void {
      clocks.wall += ms;
    },
  };
}

describe("a clock that leaps", () => {
  it("is believed as long as it only goes on, however long nobody looked", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: YEAR })), (waits) => {
        const { waits: wait, isSteady, told } = computer();
        for (const ms of waits) {
          wait(ms);
          expect(isSteady()).toBe(true);
        }
        expect(told).toEqual([]);
      }),
    );
  });

  it.each([
    ["an hour back", -HOUR],
    ["ten years back", -10 * YEAR],
    ["a night's sleep", 10 * HOUR],
    ["a day ahead", FARTHEST_LEAP],
  ])("by no more than a day ahead is believed: %s", (_what, leap) => {
    const { leaps, isSteady, told } = computer();
    leaps(leap);
    expect(isSteady()).toBe(true);
    expect(told).toEqual([]);
  });

  it.each([DAY + 1, 3 * DAY, 10 * YEAR])("by %d ms is believed when it has stayed there for minutes", (leap) => {
    const { leaps, waits, isSteady, told } = computer();
    leaps(leap);
    expect(isSteady()).toBe(false);
    waits(DOUBT - 1);
    expect(isSteady()).toBe(false);
    waits(1);
    expect(isSteady()).toBe(true);
    waits(DAY);
    expect(isSteady()).toBe(true);
    expect(told).toEqual([
      "the clock leapt ahead: nothing is sent until it has stayed there a while",
      "the clock has stayed where it leapt to: everything goes on from there",
    ]);
  });

  it("and is set back, at once or by and by, is believed again at once", () => {
    const { leaps, waits, isSteady, told } = computer();
    leaps(10 * YEAR);
    expect(isSteady()).toBe(false);
    waits(MINUTE);
    leaps(-5 * YEAR);
    expect(isSteady()).toBe(false);
    waits(MINUTE);
    leaps(-5 * YEAR + HOUR);
    expect(isSteady()).toBe(true);
    expect(told.at(-1)).toBe("the clock was set back to where it had been: everything goes on");
  });

  it("a second time is doubted anew", () => {
    const { leaps, waits, isSteady } = computer();
    leaps(2 * DAY);
    expect(isSteady()).toBe(false);
    waits(DOUBT - MINUTE);
    leaps(2 * DAY);
    expect(isSteady()).toBe(false);
    waits(MINUTE);
    expect(isSteady()).toBe(false);
    waits(DOUBT - MINUTE);
    expect(isSteady()).toBe(true);
  });

  it("never keeps anything waiting for longer than the doubt lasts after its last leap", () => {
    const move = fc.record({
      leap: fc.integer({ min: -3 * DAY, max: 3 * DAY }),
      wait: fc.integer({ min: 0, max: 10 * MINUTE }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const { leaps, waits, isSteady } = computer();
        for (const { leap, wait } of moves) {
          leaps(leap);
          isSteady();
          waits(wait);
          isSteady();
        }
        waits(DOUBT);
        expect(isSteady()).toBe(true);
      }),
    );
  });
});
