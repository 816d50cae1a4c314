import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededChance, shuffled } from "../../src/matching/chance.js";

describe("Seeded chance", () => {
  it("draws the same numbers for the same seed, and others for another", () => {
    const draw = (seed: number): number[] => {
      const chance = seededChance(seed);
      return Array.from({ length: 20 }, () => chance(1000));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(6)).not.toEqual(draw(5));
    expect(draw(5 + 2 ** 32)).not.toEqual(draw(5));
    expect(draw(-5)).not.toEqual(draw(5));
  });

  it("draws whole numbers below the bound, each about as often", () => {
    const chance = seededChance(1);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 10_000; draw++) {
      const number = chance(5);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    expect(counts).toHaveLength(5);
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it("shuffles without losing anything, and without favouring a place", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
        expect(shuffled(list, seededChance(seed)).sort()).toEqual([...list].sort());
      }),
    );
    const firsts = Array.from({ length: 3000 }, (_, seed) => shuffled(["a", "b", "c"], seededChance(seed))[0]);
    for (const letter of ["a", "b", "c"])
      expect(Math.abs(firsts.filter((first) => first === letter).length - 1000)).toBeLessThan(120);
  });
});
