import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Arrangement, searchExactly } from "../../src/matching/exact.js";
import { searchWidely } from "../../src/matching/search.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { bestObjective, measureOf } from "./bruteForce.js";
import { drain } from "../../src/matching/steps.js";
import { anyRound, crowd, gathered, pairsMet, round } from "./people.js";

function partingOf({ groups, left }: Arrangement): string[][] {
  return [...groups, ...left.map((guest) => [guest])].map((members) => members.map(({ person }) => person.id));
}

describe("The exact search", () => {
  it("reaches the best objective there is", () => {
    fc.assert(
      fc.property(anyRound(7), (input) => {
        const found = measureOf(input)(partingOf(drain(searchExactly(gathered(input)))));
        expect(found).toEqual(bestObjective(input));
      }),
    );
  });

  it("serves rounds of up to twelve people", () => {
    expect(decideRoundAtOnce(round(crowd(12))).method).toBe("exact");
    expect(decideRoundAtOnce(round(crowd(13))).method).toBe("heuristic");
  });

  it("repeats the pairs that met longest ago where all have met", () => {
    const met = [
      { a: "p00", b: "p01", weeksAgo: 2 },
      { a: "p02", b: "p03", weeksAgo: 2 },
      { a: "p00", b: "p02", weeksAgo: 6 },
      { a: "p01", b: "p03", weeksAgo: 7 },
      { a: "p00", b: "p03", weeksAgo: 4 },
      { a: "p01", b: "p02", weeksAgo: 1 },
    ];
    expect(pairsMet(decideRoundAtOnce(round(crowd(4), { met })))).toEqual(["p00 p02", "p01 p03"]);
  });
});

describe("The wide search, on rounds small enough to know the best", () => {
  it("leaves over as few people as possible, and of those the ones who waited least", () => {
    fc.assert(
      fc.property(anyRound(8), (input) => {
        const found = measureOf(input)(partingOf(drain(searchWidely(gathered(input)))));
        expect(found.slice(0, 2)).toEqual(bestObjective(input).slice(0, 2));
      }),
      { numRuns: 120 },
    );
  });

  it("never beats the exact search", () => {
    fc.assert(
      fc.property(anyRound(12), (input) => {
        const measure = measureOf(input);
        const wide = measure(partingOf(drain(searchWidely(gathered(input)))));
        const exact = measure(partingOf(drain(searchExactly(gathered(input)))));
        const place = typeof exact === "string" ? -1 : exact.findIndex((value, index) => value !== wide[index]);
        if (place >= 0) expect(Number(exact[place])).toBeLessThan(Number(wide[place]));
      }),
    );
  });

  it("gives up hardly any of the score", () => {
    let [wide, exact] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const people = crowd(12, (place) => ({ topics: [1, 2, 3].map((n) => `topic-${(place * n * (seed + 7)) % 11}`) }));
      const input = round(people, { seed });
      for (const [search, add] of [
        [searchWidely, (points: number) => void (wide += points)],
        [searchExactly, (points: number) => void (exact += points)],
      ] as const)
        add(-Number(measureOf(input)(partingOf(drain(search(gathered(input)))))[5]));
    }
    expect(wide).toBeGreaterThan(0.97 * exact);
  });
});
