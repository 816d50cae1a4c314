import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Edge,
  expose,
  growTree,
  isSingle,
  maximise,
  type Vertex,
  verticesOf,
} from "../../src/matching/blossom.js";
import { drain } from "../../src/matching/steps.js";
import { crowd, gathered, nameOf, pairKey, round, twos } from "./people.js";

/** A graph by its edges between places of a crowd. */
function graph(
  size: number,
  edges: readonly (readonly [number, number])[],
): { vertices: readonly Vertex[]; edge: Edge } {
  const known = new Set(edges.map(([a, b]) => pairKey(nameOf(a), nameOf(b))));
  const { guests } = gathered(round(crowd(size), { seed: size }));
  return {
    vertices: drain(verticesOf(guests, [])),
    edge: (a, b) => known.has(pairKey(a.person.id, b.person.id)),
  };
}

function pairsAfter(size: number, edges: readonly (readonly [number, number])[]): number {
  const { vertices, edge } = graph(size, edges);
  drain(maximise(vertices, [edge]));
  for (const vertex of vertices) {
    if (vertex.mate === undefined) continue;
    expect(vertex.mate.mate).toBe(vertex);
    expect(edge(vertex.guest, vertex.mate.guest)).toBe(true);
  }
  return vertices.filter((vertex) => !isSingle(vertex)).length / 2;
}

function circuit(from: number, length: number): [number, number][] {
  return Array.from({ length }, (_, step) => [from + step, from + ((step + 1) % length)]);
}

/** The most pairs there can be, by trying everything. */
function mostPairs(left: readonly number[], edges: ReadonlySet<string>): number {
  const [first, ...others] = left;
  if (first === undefined) return 0;
  const partners = others.filter((other) => edges.has(`${first} ${other}`));
  const withFirst = partners.map(
    (partner) =>
      1 +
      mostPairs(
        others.filter((other) => other !== partner),
        edges,
      ),
  );
  return Math.max(mostPairs(others, edges), ...withFirst);
}

describe("The largest matching", () => {
  it("is found whatever the graph", () => {
    const anyGraph = fc
      .integer({ min: 2, max: 10 })
      .chain((size) =>
        fc.tuple(fc.constant(size), fc.subarray(twos(Array.from({ length: size }, (_, place) => place)))),
      );
    fc.assert(
      fc.property(anyGraph, ([size, edges]) => {
        const best = mostPairs(
          Array.from({ length: size }, (_, place) => place),
          new Set(edges.map(([a, b]) => `${a} ${b}`)),
        );
        expect(pairsAfter(size, edges)).toBe(best);
      }),
      { numRuns: 300 },
    );
  });

  it("goes through odd circuits inside odd circuits", () => {
    // Two circuits of five and one of seven, joined like beads, with a tail at each end.
    const beads = [...circuit(1, 5), ...circuit(6, 7), ...circuit(13, 5)];
    expect(pairsAfter(19, [...beads, [0, 1], [3, 6], [9, 13], [15, 18]])).toBe(9);
  });

  it("of the Petersen graph is perfect", () => {
    const star = Array.from({ length: 5 }, (_, place) => [5 + place, 5 + ((place + 2) % 5)] as const);
    const spokes = Array.from({ length: 5 }, (_, place) => [place, 5 + place] as const);
    expect(pairsAfter(10, [...circuit(0, 5), ...star, ...spokes])).toBe(5);
  });

  it("keeps everyone who had a mate, and tries later edges only where the first lead nowhere", () => {
    const { vertices, edge } = graph(6, [
      [0, 1],
      [2, 3],
    ]);
    drain(maximise(vertices, [edge]));
    const before = vertices.filter((vertex) => !isSingle(vertex)).map(({ mate }) => mate);
    drain(maximise(vertices, [edge, () => true]));
    expect(vertices.some(isSingle)).toBe(false);
    expect(vertices.filter(({ mate }) => before.includes(mate))).toHaveLength(4);
  });
});

describe("The tree of a single vertex", () => {
  it("names those who can be single in its place", () => {
    const { vertices, edge } = graph(5, circuit(0, 5));
    drain(maximise(vertices, [edge]));
    const single = vertices.find(isSingle);
    const outers = single === undefined ? undefined : drain(growTree(single, [edge]));
    expect(outers).toHaveLength(5);
    for (const outer of outers ?? []) {
      const again = vertices.find(isSingle);
      if (again !== undefined) drain(growTree(again, [edge]));
      expose(outer);
      expect(vertices.filter(isSingle)).toEqual([outer]);
    }
  });
});
