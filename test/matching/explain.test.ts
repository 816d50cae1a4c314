import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type WhyNot, whyNot } from "../../src/matching/explain.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { canTalk, measureOf } from "./bruteForce.js";
import { drain } from "../../src/matching/steps.js";
import { anyRound, crowd, gathered, nameOf, pairKey, pairsMet, person, round, twos } from "./people.js";

/** Why two people of a round are not together. */
function whyNotIn(input: RoundInput, a: string, b: string): WhyNot {
  return drain(whyNot(input, decideRoundAtOnce(input), a, b));
}

/** Four people of whom those with the same letter go together best. */
const letters = ["x", "x", "y", "y"].map((letter, place) => person(nameOf(place), { topics: [letter], level: "f" }));

describe("Why two people did not meet", () => {
  it("is that one of them took no part", () => {
    expect(whyNotIn(round(letters), "p00", "p09")).toEqual({ kind: "absent", ids: ["p09"] });
  });

  it("is not to be said where they did", () => {
    expect(whyNotIn(round(letters), "p01", "p00")).toMatchObject({ kind: "together" });
  });

  it("is that they must not, before anything else", () => {
    const met = [{ a: "p00", b: "p02", weeksAgo: 2 }];
    const forbidden = [["p02", "p00"]] as const;
    expect(whyNotIn(round(letters, { forbidden, met }), "p00", "p02")).toEqual({ kind: "forbidden" });
  });

  it("is that they can't talk, and in which languages each of them can", () => {
    const people = [person("a", { languages: ["id"], willing: ["en"] }), person("b", { languages: ["jv"] })];
    expect(whyNotIn(round(people), "b", "a")).toEqual({ kind: "language", languages: [["jv"], ["id", "en"]] });
  });

  it("is that they met not long ago", () => {
    const met = [{ a: "p00", b: "p02", weeksAgo: 2 }];
    expect(whyNotIn(round(letters, { met }), "p00", "p02")).toEqual({ kind: "resting", weeksAgo: 2, restWeeks: 12 });
  });

  it("is that others suited them better, and what it would cost to bring them together", () => {
    const why = whyNotIn(round(letters), "p00", "p02");
    const outcome = decideRoundAtOnce(round(letters));
    const apart = decideRoundAtOnce(
      round(letters, {
        forbidden: [
          ["p00", "p01"],
          ["p00", "p03"],
        ] as const,
        weights: {},
      }),
    );
    expect(why).toMatchObject({
      kind: "outweighed",
      instead: [
        { id: "p00", others: ["p01"] },
        { id: "p02", others: ["p03"] },
      ],
      exchange: { loss: outcome.total - apart.total },
    });
    expect(why.kind === "outweighed" && why.exchange?.groups.flat().sort()).toEqual(crowd(4).map(({ id }) => id));
  });

  it("names what counts for and against the two, which adds up to their score", () => {
    const people: Person[] = [
      person("a", { level: "f", free: [[0, 60]] }),
      person("b", { level: "f", free: [[100, 160]] }),
      person("c"),
      person("d"),
    ];
    const why = whyNotIn(round(people), "a", "b");
    expect(why.kind).toBe("outweighed");
    if (why.kind !== "outweighed") return;
    expect(why.counted.slice(0, 2)).toEqual([
      { criterion: "noOverlap", points: -200 },
      { criterion: "sameLevel", points: 30 },
    ]);
    expect(why.counted.reduce((sum, { points }) => sum + points, 0)).toBe(why.score);
  });

  it("offers no exchange that would leave others with somebody they must not meet", () => {
    const forbidden = [["p01", "p03"]] as const;
    const why = whyNotIn(round(letters, { forbidden }), "p00", "p02");
    expect(why).toMatchObject({ kind: "outweighed" });
    expect(why).not.toHaveProperty("exchange");
  });

  it("is always told, and is never a gain that the best arrangement missed", () => {
    fc.assert(
      fc.property(anyRound(7), (input) => {
        const outcome = decideRoundAtOnce(input);
        const together = new Set(pairsMet(outcome));
        const people = new Map(gathered(input).guests.map((guest) => [guest.person.id, guest.person]));
        for (const [a, b] of twos([...people.keys()])) {
          const why = drain(whyNot(input, outcome, a, b));
          expect(why.kind === "together").toBe(together.has(pairKey(a, b)));
          const two = [a, b].flatMap((id) => people.get(id) ?? []);
          if (why.kind === "language") expect(canTalk(two)).toBe(false);
          if (why.kind === "outweighed") expect(measureOf(input)([[a, b]])).not.toBe("unlawful");
          if (why.kind === "outweighed" && why.exchange) expect(why.exchange.loss).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is asked of two people", () => {
    expect(() => whyNotIn(round(letters), "p00", "p00")).toThrow(RangeError);
  });
});
