import { describe, expect, it } from "vitest";
import { searchWidely } from "../../src/matching/search.js";
import type { RoundInput } from "../../src/matching/types.js";
import { drain } from "../../src/matching/steps.js";
import { crowd, gathered, nameOf, pairKey, round, twos } from "./people.js";

type Link = readonly [number, number];

/** A round in which only those linked may meet. */
function linked(count: number, links: readonly Link[], changes: Partial<RoundInput> = {}): RoundInput {
  const known = new Set(links.map(([a, b]) => pairKey(nameOf(a), nameOf(b))));
  const people = crowd(count);
  const forbidden = twos(people.map(({ id }) => id)).filter(([a, b]) => !known.has(pairKey(a, b)));
  return round(people, { forbidden, ...changes });
}

/** Who is left over by the wide search, and who meets whom, for ten seeds. */
function arrange(input: RoundInput): { left: string[]; groups: string[] }[] {
  return Array.from({ length: 10 }, (_, seed) => {
    const { groups, left } = drain(searchWidely(gathered({ ...input, seed })));
    return {
      left: left.map(({ person }) => person.id),
      groups: groups
        .map((members) =>
          members
            .map(({ person }) => person.id)
            .sort()
            .join(" "),
        )
        .sort(),
    };
  });
}

describe("The odd one", () => {
  it("joins a pair", () => {
    const triangle: Link[] = [
      [0, 1],
      [1, 2],
      [0, 2],
      [3, 4],
      [2, 3],
    ];
    for (const { left, groups } of arrange(linked(5, triangle))) {
      expect(left).toEqual([]);
      expect(groups).toEqual(["p00 p01 p02", "p03 p04"]);
    }
  });

  it("lets somebody further along join a pair in its place", () => {
    // A path of four leads to the only triangle.
    const path: Link[] = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 6],
      [4, 6],
    ];
    for (const { left, groups } of arrange(linked(7, path))) {
      expect(left).toEqual([]);
      expect(groups).toEqual(["p00 p01", "p02 p03", "p04 p05 p06"]);
    }
  });

  it("finds a trio of which no two were a pair", () => {
    // The only way to give everybody company is one trio whose members leave mates behind who find each other.
    const links: Link[] = [
      [0, 1],
      [0, 2],
      [0, 4],
      [1, 3],
      [1, 8],
      [2, 5],
      [2, 8],
      [3, 7],
      [3, 8],
      [4, 5],
      [4, 6],
      [5, 7],
      [6, 8],
    ];
    for (const { left } of arrange(linked(9, links))) expect(left).toEqual([]);
  });

  it("does not take a trio for itself that would leave another out", () => {
    // The three are rested; but then the one who met the second of them lately would be alone.
    const links: Link[] = [
      [1, 2],
      [3, 4],
      [3, 5],
      [4, 5],
      [4, 0],
    ];
    const met = [{ a: nameOf(4), b: nameOf(0), weeksAgo: 6 }];
    for (const { left, groups } of arrange(linked(6, links, { met }))) {
      expect(left).toEqual([]);
      expect(groups).toEqual(["p00 p04", "p01 p02", "p03 p05"]);
    }
  });

  it("joins a pair with whom it is rested", () => {
    const people = crowd(15);
    const met = twos(people.map(({ id }) => id))
      .filter(([a, b]) => a === "p00" && !["p03", "p04"].includes(b))
      .map(([a, b]) => ({ a, b, weeksAgo: 1 }));
    for (const { groups } of arrange(round(people, { met }))) {
      const group = groups.find((members) => members.includes("p00"));
      expect(["p00 p03", "p00 p04", "p00 p03 p04"]).toContain(group);
    }
  });
});
