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
