import type { Guest } from "./guest.js";
import { islandsOf } from "./islands.js";
import type { Pair } from "./pairing.js";
import type { Steps } from "./steps.js";

// The largest matching in a general graph, after J. Edmonds, "Paths, trees, and flowers", Canadian Journal of
// Mathematics 17 (1965) 449-467: a matching is as large as it can be when no alternating path joins two single
// vertices, and such a path is found by growing a tree from one of them in which odd circuits ("blossoms") are shrunk.
// Edges are never listed: a predicate is asked, so that thousands of people who may nearly all meet cost no memory.

/** Whether two people can be joined in the graph under search. */
export type Edge = (a: Guest, b: Guest) => boolean;

/** A person as a vertex of the graph. */
export interface Vertex {
  readonly guest: Guest;
  /** All who can be reached through common languages; an edge never leaves it. */
  readonly island: readonly Vertex[];
  mate: Vertex | undefined;
  /** Whether the person has a seat elsewhere and is no part of the graph any more. */
  seated: boolean;
  /** Whether a finished tree holds the vertex: no alternating path can use it until the graph changes. */
  barren: boolean;
  side: "untouched" | "outer" | "inner";
  /** For an inner vertex the outer one it was reached from; in a blossom, the way round it. */
  via: Vertex | undefined;
  /** A vertex nearer to the base of the blossom it is in; undefined for a base. */
  towardsBase: Vertex | undefined;
  visit: number;
}

interface Tree {
  readonly outers: Vertex[];
  visits: number;
}

const OUTERS_A_STEP = 16;
const VERTICES_A_STEP = 512;

/** The guests as vertices on their islands, in the order of the guests, joined as `pairs` says. */
export function* verticesOf(guests: readonly Guest[], pairs: readonly Pair[]): Steps<readonly Vertex[]> {
  const vertices = new Map<Guest, Vertex>();
  for (const members of yield* islandsOf(guests)) {
    const island: Vertex[] = [];
    for (const guest of members) {
      const vertex = newVertex(guest, island);
      island.push(vertex);
      vertices.set(guest, vertex);
      if (vertices.size % VERTICES_A_STEP === 0) yield 0;
    }
  }
  for (const [a, b] of pairs) {
    const [vertex, mate] = [vertices.get(a), vertices.get(b)];
    if (vertex && mate) [vertex.mate, mate.mate] = [mate, vertex];
  }
  yield 0;
  return guests.flatMap((guest) => vertices.get(guest) ?? []);
}

function newVertex(guest: Guest, island: readonly Vertex[]): Vertex {
  return {
    guest,
    island,
    mate: undefined,
    seated: false,
    barren: false,
    side: "untouched",
    via: undefined,
    towardsBase: undefined,
    visit: 0,
  };
}

/** Whether the vertex is part of the graph and has no mate. */
export function isSingle(vertex: Vertex): boolean {
  return vertex.mate === undefined && !vertex.seated;
}

/**
 * Makes the matching as large as it can be on the edges given. Whoever has a mate keeps having one.
 * Edges of a later predicate are tried only where those before it lead nowhere.
 */
export function* maximise(vertices: readonly Vertex[], edges: readonly Edge[]): Steps<void> {
  for (const root of vertices) {
    const hopeful = (other: Vertex): boolean => other !== root && isSingle(other) && !other.barren;
    if (!isSingle(root) || root.barren || !root.island.some(hopeful)) continue;
    const outers = yield* growTree(root, edges);
    if (outers !== undefined) for (const vertex of root.island) vertex.barren ||= vertex.side !== "untouched";
    yield 0;
  }
  for (const vertex of vertices) vertex.barren = false;
}

/**
 * Grows the alternating tree of a single vertex. When it meets another single vertex both are given mates and the
 * result is undefined; otherwise the result is the outer vertices of the tree, each of which could be single in the
 * root's place (see `expose`). A tree that reaches `most` outer vertices is left unfinished.
 */
export function* growTree(root: Vertex, edges: readonly Edge[], most = Infinity): Steps<readonly Vertex[] | undefined> {
  for (const vertex of root.island) {
    vertex.side = "untouched";
    vertex.via = vertex.towardsBase = undefined;
    vertex.visit = 0;
  }
  root.side = "outer";
  const tree: Tree = { outers: [root], visits: 0 };
  const scanned = edges.map(() => 0);
  for (let step = 1; tree.outers.length < most; step++) {
    const level = scanned.findIndex((count) => count < tree.outers.length);
    const [edge, place] = [edges[level], scanned[level] ?? 0];
    const outer = tree.outers[place];
    if (edge === undefined || outer === undefined) break;
    scanned[level] = place + 1;
    if (scan(outer, edge, tree)) return undefined;
    if (step % OUTERS_A_STEP === 0) yield 0;
  }
  return tree.outers;
}

/** Makes an outer vertex of a tree that has just been grown single, and the tree's root no longer. */
export function expose(outer: Vertex): void {
  const { mate } = outer;
  outer.mate = undefined;
  if (mate !== undefined) flip(mate);
}

/** Follows the edges of one outer vertex; true when one of them ended in a new, larger matching. */
function scan(outer: Vertex, edge: Edge, tree: Tree): boolean {
  for (const other of outer.island) {
    if (other.seated || other.barren || other.side === "inner") continue;
    if (other.side === "outer") {
      if (baseOf(other) !== baseOf(outer) && edge(outer.guest, other.guest)) shrink(outer, other, tree);
    } else if (edge(outer.guest, other.guest)) {
      other.side = "inner";
      other.via = outer;
      if (other.mate === undefined) {
        flip(other);
        return true;
      }
      other.mate.side = "outer";
      tree.outers.push(other.mate);
    }
  }
  return false;
}

/** Exchanges the edges in and out of the matching on the path from `end`, which gets a mate, back to the root. */
function flip(end: Vertex): void {
  let vertex: Vertex | undefined = end;
  while (vertex?.via !== undefined) {
    const outer: Vertex = vertex.via;
    const next: Vertex | undefined = outer.mate;
    vertex.mate = outer;
    outer.mate = vertex;
    vertex = next;
  }
}

/** Shrinks the odd circuit closed by an edge between two outer vertices; its inner vertices become outer too. */
function shrink(a: Vertex, b: Vertex, tree: Tree): void {
  const base = commonBase(a, b, ++tree.visits);
  bend(a, b, base, tree);
  bend(b, a, base, tree);
}

/** Lets the path from `from` up to the base be walked the other way round, across the closing edge. */
function bend(from: Vertex, across: Vertex, base: Vertex, tree: Tree): void {
  let [outer, beyond]: [Vertex | undefined, Vertex] = [from, across];
  while (outer !== undefined && baseOf(outer) !== base) {
    const inner: Vertex | undefined = outer.mate;
    if (inner === undefined) return;
    outer.via = beyond;
    if (inner.side === "inner") {
      inner.side = "outer";
      tree.outers.push(inner);
    }
    outer.towardsBase ??= base;
    inner.towardsBase ??= base;
    beyond = inner;
    outer = inner.via;
  }
}

function commonBase(a: Vertex, b: Vertex, visit: number): Vertex {
  let [near, far]: [Vertex | undefined, Vertex | undefined] = [a, b];
  for (;;) {
    if (near !== undefined) {
      const base = baseOf(near);
      if (base.visit === visit) return base;
      base.visit = visit;
      near = base.mate?.via;
    }
    [near, far] = [far, near];
  }
}

function baseOf(vertex: Vertex): Vertex {
  let base = vertex;
  while (base.towardsBase !== undefined) base = base.towardsBase;
  for (let walker = vertex; walker !== base;) {
    const next = walker.towardsBase ?? base;
    walker.towardsBase = base;
    walker = next;
  }
  return base;
}
