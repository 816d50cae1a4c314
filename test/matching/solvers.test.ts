import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededChance } from "../../src/matching/chance.js";
import { graphOf, type Edge } from "../../src/matching/pairs/graph.js";
import { solvePairs, type Aim, type Answer } from "../../src/matching/pairs/solve.js";

type Score = readonly [count: number, weight: number];

const isMore = (aim: Aim, [count, weight]: Score, [most, heaviest]: Score) =>
  aim === "weight" ? weight > heaviest : count > most || (count === most && weight > heaviest);

const keyOf = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** The best of all matchings, found by trying them all. */
function tryAll(count: number, edges: readonly Edge[], aim: Aim): Score {
  const weights = new Map<string, number>();
  for (const [a, b, weight] of edges) weights.set(keyOf(a, b), Math.max(weight, weights.get(keyOf(a, b)) ?? -Infinity));
  const known = new Map<number, Score>([[0, [0, 0]]]);
  const bestOf = (people: number): Score => {
    const before = known.get(people);
    if (before) return before;
    const first = 31 - Math.clz32(people & -people);
    const others = people & ~(1 << first);
    let best = bestOf(others);
    for (let other = first + 1; other < count; other++) {
      const weight = (others >> other) & 1 ? weights.get(keyOf(first, other)) : undefined;
      if (weight === undefined) continue;
      const [pairs, sum] = bestOf(others & ~(1 << other));
      if (isMore(aim, [pairs + 1, sum + weight], best)) best = [pairs + 1, sum + weight];
    }
    known.set(people, best);
    return best;
  };
  return bestOf(2 ** count - 1);
}

/** What is wrong with the proof of an answer: by duality, nothing means that no matching is better. */
function flawsOf({ pairs, certificate }: Answer): string[] {
  const { graph, dual, mate, blossoms } = certificate;
  const flaws: string[] = [];
  const holders = Array.from({ length: graph.count }, () => new Set<number>());
  for (const [index, { members, dual: own }] of blossoms.entries()) {
    const inside = new Set(members);
    const paired = members.filter((v) => inside.has(mate[v] ?? -1)).length;
    if (own <= 0 || members.length % 2 === 0 || paired !== members.length - 1) flaws.push(`blossom ${index}`);
    for (const v of members) holders[v]?.add(index);
  }
  const shared = (v: number, w: number) =>
    [...(holders[v] ?? [])].reduce((sum, b) => sum + (holders[w]?.has(b) === true ? (blossoms[b]?.dual ?? 0) : 0), 0);
  for (let v = 0; v < graph.count; v++) {
    if ((dual[v] ?? -1) < 0 || (mate[v] === -1 && dual[v] !== 0)) flaws.push(`vertex ${v}`);
    for (let at = graph.start[v] ?? 0; at < (graph.start[v + 1] ?? 0); at++) {
      const w = graph.to[at] ?? 0;
      const slack = (dual[v] ?? 0) + (dual[w] ?? 0) + shared(v, w) - (graph.weight[at] ?? 0);
      if (slack < 0 || (mate[v] === w && slack !== 0)) flaws.push(`edge ${v} ${w}`);
    }
  }
  if (new Set(pairs.flat()).size !== pairs.length * 2) flaws.push("somebody is in two pairs");
  return flaws;
}

/** Edges from threes of numbers. */
function edge(...numbers: readonly number[]): Edge[] {
  return Array.from({ length: numbers.length / 3 }, (_, place) => {
    const [a = 0, b = 0, value = 0] = numbers.slice(3 * place);
    return [a, b, value];
  });
}

const weight = fc.oneof(fc.integer({ min: -5, max: 12 }), fc.integer({ min: 0, max: 1_000 }));
const problem = fc.integer({ min: 1, max: 10 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc
      .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), weight), { maxLength: 36 })
      .map((edges) => edges.filter(([a, b]) => a !== b)),
    aim: fc.constantFrom<Aim>("cardinality", "weight"),
  }),
);

describe("the best pairs of a graph", () => {
  it("are as good as the best of all ways to pair, and prove it", () => {
    fc.assert(
      fc.property(problem, ({ count, edges, aim }) => {
        const answer = solvePairs(graphOf(count, edges), aim);
        const [pairs, sum] = tryAll(count, edges, aim);
        expect(answer.weight).toBe(sum);
        expect(answer.bound).toBe(sum);
        if (aim === "cardinality") expect(answer.pairs).toHaveLength(pairs);
        expect(flawsOf(answer)).toEqual([]);
      }),
      { numRuns: 4_000 },
    );
  });

  const chance = seededChance(7);
  const some = (count: number, each: number, most: number): Edge[] =>
    Array.from({ length: count * each }, (_, index) => [index % count, chance(count), chance(most)] as const).filter(
      ([a, b]) => a !== b,
    );
  const ring = (count: number): Edge[] => Array.from({ length: count }, (_, v) => [v, (v + 1) % count, 7]);
  const triangles = (count: number): Edge[] =>
    Array.from({ length: (count - 1) / 2 }, (_, index) => 2 * index).flatMap((v): Edge[] => [
      [v, v + 1, 5],
      [v + 1, v + 2, 5],
      [v, v + 2, 5],
    ]);

  it.each([
    ["many of few weights, which ties", 2_001, some(2_001, 12, 3)],
    ["many of many weights", 2_000, some(2_000, 12, 100_000)],
    ["an odd ring", 2_001, ring(2_001)],
    ["triangles that share their corners", 2_001, triangles(2_001)],
    ["nobody", 0, []],
    ["people without any pair", 5, []],
  ])("prove that they are the best for %s", (_what, count, edges) => {
    for (const aim of ["cardinality", "weight"] as const) {
      const answer = solvePairs(graphOf(count, edges), aim);
      expect(flawsOf(answer)).toEqual([]);
      expect(answer.bound).toBe(answer.weight);
    }
  });

  // Weights after the cases that J. van Rantwijk collected for his program of 2008; vertices are numbered from 1 there.
  it.each<[string, Edge[]]>([
    ["a blossom that a path goes through", edge(1, 2, 8, 1, 3, 9, 2, 3, 10, 3, 4, 7, 1, 6, 5, 4, 5, 6)],
    ["a blossom that becomes inner", edge(1, 2, 9, 1, 3, 8, 2, 3, 10, 1, 4, 5, 4, 5, 3, 3, 6, 4)],
    ["blossoms in a blossom", edge(1, 2, 9, 1, 3, 9, 2, 3, 10, 2, 4, 8, 3, 5, 8, 4, 5, 10, 5, 6, 6)],
    [
      "a blossom made anew as part of another",
      edge(1, 2, 10, 1, 7, 10, 2, 3, 12, 3, 4, 20, 3, 5, 20, 4, 5, 25, 5, 6, 10, 6, 7, 10, 7, 8, 8),
    ],
    [
      "blossoms that open one after the other",
      edge(1, 2, 8, 1, 3, 8, 2, 3, 10, 2, 4, 12, 3, 5, 12, 4, 5, 14, 4, 6, 12, 5, 7, 12, 6, 7, 14, 7, 8, 12),
    ],
    [
      "an inner blossom that opens",
      edge(1, 2, 23, 1, 5, 22, 1, 6, 15, 2, 3, 25, 3, 4, 22, 4, 5, 25, 4, 8, 14, 5, 7, 13),
    ],
    [
      "a nested inner blossom that opens",
      edge(1, 2, 19, 1, 3, 20, 1, 8, 8, 2, 3, 25, 2, 4, 18, 3, 5, 18, 4, 5, 13, 4, 7, 7, 5, 6, 7),
    ],
    [
      "an inner blossom that opens and finds the edge it had",
      edge(1, 2, 45, 1, 5, 45, 2, 3, 50, 3, 4, 45, 4, 5, 50, 1, 6, 30, 3, 9, 35, 4, 8, 35, 5, 7, 26, 9, 10, 5),
    ],
    [
      "the same with another edge",
      edge(1, 2, 45, 1, 5, 45, 2, 3, 50, 3, 4, 45, 4, 5, 50, 1, 6, 30, 3, 9, 35, 4, 8, 26, 5, 7, 40, 9, 10, 5),
    ],
    [
      "the same with a late edge",
      edge(1, 2, 45, 1, 5, 45, 2, 3, 50, 3, 4, 45, 4, 5, 50, 1, 6, 30, 3, 9, 35, 4, 8, 28, 5, 7, 26, 9, 10, 5),
    ],
    [
      "a nested one that opens in two ways",
      edge(
        1,
        2,
        45,
        1,
        7,
        45,
        2,
        3,
        50,
        3,
        4,
        45,
        4,
        5,
        95,
        4,
        6,
        94,
        5,
        6,
        94,
        6,
        7,
        50,
        1,
        8,
        30,
        3,
        11,
        35,
        5,
        9,
        36,
        7,
        10,
        26,
        11,
        12,
        5,
      ),
    ],
    [
      "blossoms that open to the last",
      edge(
        1,
        2,
        40,
        1,
        3,
        40,
        2,
        3,
        60,
        2,
        4,
        55,
        3,
        5,
        55,
        4,
        5,
        50,
        1,
        8,
        15,
        5,
        7,
        30,
        7,
        6,
        10,
        8,
        10,
        10,
        4,
        9,
        30,
      ),
    ],
  ])("come right for what is known to break programs: %s", (_what, edges) => {
    const count = 1 + Math.max(...edges.flatMap(([a, b]) => [a, b]));
    for (const aim of ["cardinality", "weight"] as const) {
      const answer = solvePairs(graphOf(count, edges), aim);
      expect(flawsOf(answer)).toEqual([]);
      expect(answer.weight).toBe(tryAll(count, edges, aim)[1]);
    }
  });

  it("weigh the same however people are numbered", () => {
    fc.assert(
      fc.property(
        problem,
        fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 }),
        ({ count, edges, aim }, draws) => {
          const places = Array.from({ length: count }, (_, v) => ({ v, draw: draws[v] ?? 0 }));
          const order = places.sort((a, b) => a.draw - b.draw).map(({ v }) => v);
          const again = edges.map(([a, b, value]): Edge => [order[a] ?? 0, order[b] ?? 0, value]);
          expect(solvePairs(graphOf(count, again), aim).weight).toBe(solvePairs(graphOf(count, edges), aim).weight);
        },
      ),
    );
  });

  it.each([
    ["a weight that is no number", 2, [[0, 1, NaN]]],
    ["a weight that is not whole", 2, [[0, 1, 0.5]]],
    ["somebody who is not there", 2, [[0, 2, 1]]],
    ["somebody with themselves", 2, [[1, 1, 1]]],
    ["a number of people below nothing", -1, []],
  ] as [string, number, Edge[]][])("refuse %s", (_what, count, edges) => {
    expect(() => graphOf(count, edges)).toThrow(RangeError);
  });
});
