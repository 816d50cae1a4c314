import { describe, expect, it } from "vitest";
import { seededChance, shuffled } from "../../src/matching/chance.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { measureOf } from "./bruteForce.js";
import { crowd, pairsMet, round } from "./people.js";

/** Hundreds of people of three languages, with rules, and a history in which each met six others. */
function largeRound(count: number, size: Person["size"] | "mixed"): RoundInput {
  const chance = seededChance(count);
  const sizes = ["pair", "either", "group"] as const;
  const people = crowd(count, (place) => ({
    languages: [["id"], ["id", "en"], ["en"], ["id", "jv"]][place % 4] ?? ["id"],
    topics: [1, 2, 3].map(() => `topic-${Math.floor(80 ** (chance(100) / 100))}`),
    institution: `school-${chance(40)}`,
    size: size === "mixed" ? (sizes[chance(3)] ?? "pair") : size,
  }));
  const idOf = (place: number): string => people[place % count]?.id ?? "";
  return round(people, {
    forbidden: people.map((_, place) => [idOf(place), idOf(place * 7 + 3)] as const),
    met: people.flatMap(({ id }, place) => [1, 5, 9].map((step) => ({ a: id, b: idOf(place + step), weeksAgo: step }))),
  });
}

describe("A round of hundreds", () => {
  it.each([
    [601, "pair"],
    [600, "mixed"],
  ] as const)("keeps the rules, leaves none of %i over and repeats nothing (%s)", (count, size) => {
    const input = largeRound(count, size);
    const { groups, unmatched } = decideRoundAtOnce(input);
    const objective = measureOf(input)(groups.map(({ members }) => members));
    expect(unmatched).toEqual([]);
    expect(groups.flatMap(({ members }) => members).sort()).toEqual(input.people.map(({ id }) => id).sort());
    expect(objective).not.toBe("unlawful");
    expect(objective[2]).toBe(0);
  });

  it("makes pairs, and one trio for the odd one", () => {
    const sizes = decideRoundAtOnce(largeRound(601, "pair")).groups.map(({ members }) => members.length);
    expect(sizes.filter((size) => size !== 2)).toEqual([3]);
  });

  it("gives a group to nearly everybody who wants one", () => {
    const input = largeRound(600, "mixed");
    const wanting = new Set(input.people.filter(({ size }) => size === "group").map(({ id }) => id));
    const pairs = decideRoundAtOnce(input).groups.filter(({ members }) => members.length === 2);
    const without = pairs.flatMap(({ members }) => members.filter((id) => wanting.has(id)));
    expect(without.length).toBeLessThan(0.1 * wanting.size);
  });

  it("comes out the same however people are listed", () => {
    const input = largeRound(300, "mixed");
    const people = shuffled(input.people, seededChance(9));
    expect(decideRoundAtOnce({ ...input, people })).toEqual(decideRoundAtOnce(input));
  });

  it("brings those together who share rare topics, far better than chance", () => {
    const people = crowd(400, (place) => ({ topics: [`topic-${place % 100}`, "everybody"] }));
    const topics = new Map(people.map((someone) => [someone.id, someone.topics[0]]));
    const alike = pairsMet(decideRoundAtOnce(round(people))).filter((pair) => {
      const [a, b] = pair.split(" ").map((id) => topics.get(id));
      return a === b;
    });
    expect(alike.length).toBeGreaterThan(190);
  });
});
