import { describe, expect, it } from "vitest";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { crowd, nameOf, round, twos } from "./people.js";

/** The first people want a group, the next do not mind, the rest want a pair. */
function mixed(group: number, either: number, pair: number): Person[] {
  return crowd(group + either + pair, (place) => ({
    size: place < group ? "group" : place < group + either ? "either" : "pair",
  }));
}

/** Sizes of the groups in which those sit who want a group, and those who want a pair. */
function sizesOf(people: readonly Person[], changes: Partial<RoundInput> = {}): Record<Person["size"], number[]> {
  const sizes: Record<Person["size"], number[]> = { group: [], either: [], pair: [] };
  const { groups, unmatched } = decideRoundAtOnce(round(people, changes));
  expect(unmatched).toEqual([]);
  for (const { members } of groups)
    for (const { id, size } of people) if (members.includes(id)) sizes[size].push(members.length);
  return sizes;
}

describe("Those who want a group", () => {
  it.each([
    [3, 0, 0],
    [4, 0, 6],
    [3, 0, 4],
    [7, 0, 6],
    [3, 0, 10],
    [6, 0, 14],
    [9, 4, 10],
    [1, 2, 20],
    [20, 10, 30],
  ])("get one where %i of them, %i who do not mind and %i who want pairs take part", (group, either, pair) => {
    const sizes = sizesOf(mixed(group, either, pair));
    expect(sizes.group).not.toContain(2);
    expect(sizes.pair.filter((size) => size !== 2)).toHaveLength(0);
  });

  it("make do with a pair where they are too few", () => {
    expect(sizesOf(mixed(2, 0, 6)).group).toEqual([2, 2]);
  });

  it("make do with a pair rather than with the people of last week", () => {
    const people = mixed(4, 0, 10);
    const met = twos([0, 1, 2, 3].map(nameOf)).map(([a, b]) => ({ a, b, weeksAgo: 1 }));
    expect(decideRoundAtOnce(round(people, { met })).groups.flatMap(({ repeats }) => repeats)).toEqual([]);
    expect(sizesOf(people, { met }).group).toEqual([2, 2, 2, 2]);
  });
});

describe("Those who do not mind", () => {
  it.each([4, 8, 16, 30])("meet in pairs when %i of them are alone", (count) => {
    expect(new Set(sizesOf(mixed(0, count, 0)).either)).toEqual(new Set([2]));
  });

  it.each([4, 12])("take in the odd one, so that %i who want pairs have them", (pair) => {
    expect(sizesOf(mixed(0, 3, pair)).pair.filter((size) => size !== 2)).toEqual([]);
  });
});

describe("Those who want a pair", () => {
  it.each([5, 15])("make room for the odd one of %i", (count) => {
    const { pair } = sizesOf(mixed(0, 0, count));
    expect(pair.filter((size) => size === 3)).toHaveLength(3);
    expect(pair.filter((size) => size === 2)).toHaveLength(count - 3);
  });
});
