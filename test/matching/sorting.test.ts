import fc from "fast-check";
import { expect, it } from "vitest";
import { sortInSteps } from "../../src/matching/market/sorting.js";
import { drain } from "../../src/matching/steps.js";

it("sorts in steps what is sorted at once, and keeps the order of equals", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 1, max: 1_000 }), (length, kinds) => {
      const key = (v: number) => (v * 7_919) % kinds;
      const order = Int32Array.from({ length }, (_, place) => place);
      const expected = [...order].sort((a, b) => key(a) - key(b));
      drain(sortInSteps(order, (a, b) => key(a) - key(b)));
      expect([...order]).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
