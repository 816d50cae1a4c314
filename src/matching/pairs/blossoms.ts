import type { Steps } from "../steps.js";
import { weightIn, type Graph } from "./graph.js";
import type { Halves } from "./halves.js";
import { FREE, INNER, makeParts, NOBODY, OUTER, type Circle } from "./parts.js";
import { makeQueue } from "./queue.js";

// The heaviest matching in a general graph. Alternating trees grow from all single people at once while their duals fall
// together; an odd circle of tight pairs is shrunk to a blossom and goes on as one vertex. After J. Edmonds, "Paths,
// trees, and flowers", Canadian Journal of Mathematics 17 (1965) 449-467; events in a queue with duals that are brought
// up to date only when asked for, after Z. Galil, "Efficient algorithms for finding maximum matching in graphs", ACM
// Computing Surveys 18 (1986) 23-38; who is in which blossom by union-find, whose links carry the duals too.
// O(n (m + n) log n) at worst, and close to O(m log n) from the start that halves.ts makes.

/** A matching and the duals that prove that none is heavier. */
export interface Proven {
  /** The partner of each vertex, or -1. */
  readonly mate: Int32Array;
  /**
   * For every pair dual[a] + dual[b] + the duals of the blossoms that hold both is at least its weight, and just that
   * where they are matched; 0 for who is single.
   */
  readonly dual: Float64Array;
  readonly blossoms: readonly Blossom[];
}

/** An odd set of vertices of whom all but one are matched with each other. */
export interface Blossom {
  readonly members: readonly number[];
  readonly dual: number;
}

const EVENTS_A_STEP = 256;

const REACHED = -1;
const EMPTY = -2;
const OPENED = -3;

/**
 * Goes on from a matching whose pairs meet their duals; whoever is single with a dual above 0 looks for somebody.
 * Weights: multiples of 4, from 0. `mate` and `dual` are changed.
 */
export function* solveBlossoms(graph: Graph, halves: Pick<Halves, "mate" | "dual">): Steps<Proven> {
  const { count, start, to, weight } = graph;
  const { mate, dual } = halves;
  const parts = makeParts(count, halves);
  const { label, base, outermost, dualOf, pair, turn, partnerOf, eachVertex } = parts;
  const root = new Int32Array(2 * count);
  /** How an inner part was reached: from this vertex to that one. */
  const viaFrom = new Int32Array(2 * count);
  const viaTo = new Int32Array(2 * count);
  /** When a free vertex is reached, and from where. */
  const reach = new Float64Array(count).fill(Infinity);
  const reachedFrom = new Int32Array(count);
  const seen = new Int32Array(2 * count);
  const trees = new Map<number, number[]>();
  const queue = makeQueue(4 * count + 16);
  const fresh: number[] = [];
  let now = 0;
  let stamp = 0;

  function enter(part: number, kind: typeof OUTER | typeof INNER, tree: number): void {
    parts.mark(part, kind);
    root[part] = tree;
    trees.get(tree)?.push(part);
    if (kind === OUTER) eachVertex(part, (v) => fresh.push(v));
    else if (parts.isBlossom(part)) queue.push(now + parts.ownDualOf(part) / 2, part, OPENED);
  }

  /** Looks where the edges of a new outer vertex lead. */
  function look(v: number): void {
    const top = outermost(v);
    const mine = dualOf(v);
    queue.push(now + mine, v, EMPTY);
    for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) {
      const w = to[at] ?? 0;
      const other = outermost(w);
      const kind = label[other];
      if (kind === INNER || other === top) continue;
      const slack = mine + dualOf(w) - (weight[at] ?? 0);
      if (kind === OUTER) queue.push(now + slack / 2, v, w);
      else if (now + slack < (reach[w] ?? 0)) {
        reach[w] = now + slack;
        reachedFrom[w] = v;
        queue.push(now + slack, w, REACHED);
      }
    }
  }

  /** When a free vertex will be reached from the trees there are. */
  function lookOut(w: number): void {
    const mine = dualOf(w);
    let least = Infinity;
    let from = NOBODY;
    for (let at = start[w] ?? 0, end = start[w + 1] ?? 0; at < end; at++) {
      const v = to[at] ?? 0;
      if (label[outermost(v)] !== OUTER) continue;
      const time = now + mine + dualOf(v) - (weight[at] ?? 0);
      if (time >= least) continue;
      least = time;
      from = v;
    }
    reach[w] = least;
    reachedFrom[w] = from;
    if (from !== NOBODY) queue.push(least, w, REACHED);
  }

  const isTight = (v: number, w: number) => dualOf(v) + dualOf(w) === weightIn(graph, v, w);

  /** Changes the pairs from an outer vertex up to its root, so that the root has a partner and the vertex has none. */
  function release(v: number): void {
    const outer = outermost(v);
    let partner = partnerOf(outer);
    turn(outer, v);
    mate[v] = NOBODY;
    while (partner !== NOBODY) {
      const inner = outermost(partner);
      const [from, reached] = [viaFrom[inner] ?? 0, viaTo[inner] ?? 0];
      const above = outermost(from);
      partner = partnerOf(above);
      turn(inner, reached);
      turn(above, from);
      pair(from, reached);
    }
  }

  /** Their roots have found somebody: what belonged to these trees is free again. */
  function dissolve(...roots: readonly number[]): void {
    const vertices: number[] = [];
    for (const tree of roots) {
      for (const part of trees.get(tree) ?? []) {
        if (!parts.isOutermost(part) || label[part] === FREE || root[part] !== tree) continue;
        parts.settle(part);
        eachVertex(part, (v) => vertices.push(v));
      }
      trees.delete(tree);
    }
    for (const v of vertices) lookOut(v);
  }

  function meet(v: number, w: number): void {
    const [one, other] = [outermost(v), outermost(w)];
    if (one === other || label[one] !== OUTER || label[other] !== OUTER || !isTight(v, w)) return;
    const [mine, theirs] = [root[one] ?? 0, root[other] ?? 0];
    if (mine === theirs) {
      shrink(v, w);
      return;
    }
    release(v);
    release(w);
    pair(v, w);
    dissolve(mine, theirs);
  }

  /** The next outer part towards the root, or -1. */
  function above(part: number): number {
    const partner = partnerOf(part);
    return partner === NOBODY ? NOBODY : outermost(viaFrom[outermost(partner)] ?? 0);
  }

  function meetingPoint(one: number, other: number): number {
    stamp++;
    let [a, b] = [one, other];
    for (;;) {
      if (a !== NOBODY) {
        if (seen[a] === stamp) return a;
        seen[a] = stamp;
        a = above(a);
      }
      [a, b] = [b, a];
    }
  }

  /** The parts from `part` up to, and without, `top`, with what joins each to the next one. */
  function wayUp(part: number, top: number): Circle {
    const way: Circle = { parts: [], leaving: [], arriving: [] };
    for (let outer = part; outer !== top; outer = above(outer)) {
      const partner = partnerOf(outer);
      const inner = outermost(partner);
      way.parts.push(outer, inner);
      way.leaving.push(base[outer] ?? 0, viaTo[inner] ?? 0);
      way.arriving.push(partner, viaFrom[inner] ?? 0);
    }
    return way;
  }

  /** Two outer vertices of one tree: all that lies on the way between them becomes one outer part. */
  function shrink(v: number, w: number): void {
    const top = meetingPoint(outermost(v), outermost(w));
    const [down, back] = [wayUp(outermost(v), top), wayUp(outermost(w), top)];
    const circle: Circle = {
      parts: [top, ...down.parts.reverse(), ...back.parts],
      leaving: [...down.arriving.reverse(), v, ...back.leaving],
      arriving: [...down.leaving.reverse(), w, ...back.arriving],
    };
    const tree = root[top] ?? 0;
    for (const part of circle.parts) if (label[part] === INNER) eachVertex(part, (vertex) => fresh.push(vertex));
    const blossom = parts.close(circle);
    parts.mark(blossom, OUTER);
    root[blossom] = tree;
    trees.get(tree)?.push(blossom);
  }

  /** An inner blossom whose own dual is used up: its parts go their own way again. */
  function open(blossom: number): void {
    if (!parts.isBlossom(blossom) || !parts.isOutermost(blossom) || label[blossom] !== INNER) return;
    if (parts.ownDualOf(blossom) !== 0) return;
    const tree = root[blossom] ?? 0;
    const [from, reached] = [viaFrom[blossom] ?? 0, viaTo[blossom] ?? 0];
    const entrance = parts.partWith(blossom, reached);
    const circle = parts.open(blossom);
    relabel(circle, circle.parts.indexOf(entrance), [from, reached], tree);
    for (const part of circle.parts) if (label[part] === FREE) eachVertex(part, lookOut);
  }

  /** The parts on the even way from where the opened blossom was reached to its base belong to the tree. */
  function relabel(circle: Circle, entrance: number, via: readonly [number, number], tree: number): void {
    const { leaving, arriving } = circle;
    const size = circle.parts.length;
    const isForward = entrance % 2 === 1;
    let [from, reached] = via;
    for (let place = entrance; ;) {
      const inner = circle.parts[place % size] ?? 0;
      viaFrom[inner] = from;
      viaTo[inner] = reached;
      enter(inner, INNER, tree);
      if (place % size === 0) return;
      const next = isForward ? place + 1 : place - 1;
      enter(circle.parts[next] ?? 0, OUTER, tree);
      const link = isForward ? next : next - 1;
      [from, reached] = isForward
        ? [leaving[link] ?? 0, arriving[link] ?? 0]
        : [arriving[link] ?? 0, leaving[link] ?? 0];
      place = isForward ? next + 1 : next - 1;
    }
  }

  function arrive(w: number): void {
    const part = outermost(w);
    if (label[part] !== FREE || reach[w] !== now) return;
    const v = reachedFrom[w] ?? 0;
    const outer = outermost(v);
    if (label[outer] !== OUTER || !isTight(v, w)) {
      lookOut(w);
      return;
    }
    const tree = root[outer] ?? 0;
    const partner = partnerOf(part);
    if (partner === NOBODY) {
      release(v);
      turn(part, w);
      pair(v, w);
      dissolve(tree);
      lookOut(w);
      return;
    }
    viaFrom[part] = v;
    viaTo[part] = w;
    enter(part, INNER, tree);
    enter(outermost(partner), OUTER, tree);
  }

  function runOut(v: number): void {
    const outer = outermost(v);
    if (label[outer] !== OUTER || dualOf(v) !== 0) return;
    release(v);
    dissolve(root[outer] ?? 0);
  }

  function begin(): void {
    for (let v = 0; v < count; v++) {
      if (mate[v] !== NOBODY || dual[v] === 0) continue;
      // Even at the beginning, so that two trees meet at a whole number.
      dual[v] = 2 * Math.ceil((dual[v] ?? 0) / 2);
      trees.set(v, []);
      enter(v, OUTER, v);
    }
  }

  function proven(): Proven {
    // Those without a dual of their own prove nothing.
    const weighty = parts.blossoms().filter((part) => parts.ownDualOf(part) > 0);
    return {
      mate,
      dual: Float64Array.from({ length: count }, (_, v) => dualOf(v)),
      blossoms: weighty.map((part) => {
        const members: number[] = [];
        eachVertex(part, (v) => members.push(v));
        return { members, dual: parts.ownDualOf(part) };
      }),
    };
  }

  begin();
  for (let turn = 1; trees.size > 0; turn++) {
    for (let v = fresh.pop(); v !== undefined; v = fresh.pop()) {
      if (label[outermost(v)] === OUTER) look(v);
      if (fresh.length % EVENTS_A_STEP === 1) yield 0;
    }
    now = queue.next();
    parts.goTo(now);
    const who = queue.who();
    const whom = queue.whom();
    queue.drop();
    if (whom === REACHED) arrive(who);
    else if (whom === EMPTY) runOut(who);
    else if (whom === OPENED) open(who);
    else meet(who, whom);
    if (turn % EVENTS_A_STEP === 0) yield 0;
  }
  return proven();
}
