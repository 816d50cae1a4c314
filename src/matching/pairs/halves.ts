import type { Steps } from "../steps.js";
import { weightIn, type Graph } from "./graph.js";
import { makeQueue } from "./queue.js";

// The best matching in which a person may also be half of two pairs. It is quickly found and nearly the answer: only odd
// circles of halves remain to be mended. The alternating trees of all single people grow at once while their duals fall
// together, after J. Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", Journal of Research of the National
// Bureau of Standards 69B (1965) 125-130. That it makes the best start is from U. Derigs and A. Metz, "On the use of
// optimal fractional matchings for solving the (integer) matching problem", Computing 36 (1986) 263-270.

/** A matching in halves, with the duals that prove it best. */
export interface Halves {
  /** The partner of each vertex, or -1. */
  readonly mate: Int32Array;
  /** The next vertex on the circle of halves that the vertex is on, or -1. */
  readonly around: Int32Array;
  /** dual[a] + dual[b] is at least the weight of each pair, and just that where they are matched; 0 for who is single. */
  readonly dual: Float64Array;
}

const NOBODY = -1;
/** What an event tells instead of a second vertex. */
const REACHED = -1;
const EMPTY = -2;

const EVENTS_A_STEP = 256;
const VERTICES_A_STEP = 2_048;

const FREE = 0;
const OUTER = 1;
const INNER = 2;

/** Duals that are high enough for every pair, and the pairs that meet them at once. Weights: multiples of 4, from 0. */
export function* startOf({ count, start, to, weight }: Graph): Steps<Halves> {
  const [mate, around] = [new Int32Array(count).fill(NOBODY), new Int32Array(count).fill(NOBODY)];
  const dual = new Float64Array(count);
  for (let v = 0; v < count; v++) {
    for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++)
      dual[v] = Math.max(dual[v] ?? 0, (weight[at] ?? 0) / 2);
    if (v % VERTICES_A_STEP === 0) yield 0;
  }
  for (let v = 0; v < count; v++) {
    if (v % VERTICES_A_STEP === 0) yield v / count;
    if (mate[v] !== NOBODY) continue;
    let least = 0;
    let partner = NOBODY;
    for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) {
      const w = to[at] ?? 0;
      const needed = (weight[at] ?? 0) - (dual[w] ?? 0);
      if (needed > least) {
        least = needed;
        partner = NOBODY;
      }
      if (needed === least && mate[w] === NOBODY) partner = w;
    }
    dual[v] = least;
    if (partner !== NOBODY) [mate[v], mate[partner]] = [partner, v];
  }
  return { mate, around, dual };
}

/** Makes the matching in halves the heaviest there is; `halves` is where to start, and is changed. */
export function* solveHalves(graph: Graph, { mate, around, dual }: Halves): Steps<void> {
  const { count, start, to, weight } = graph;
  const label = new Uint8Array(count);
  /** When a vertex got its label: since then its dual has fallen or risen. */
  const since = new Float64Array(count);
  /** From which outer vertex an inner one was reached. */
  const via = new Int32Array(count);
  const root = new Int32Array(count);
  /** The vertices of a tree, one after the other, from its root. */
  const following = new Int32Array(count).fill(NOBODY);
  /** When a free vertex is reached, and from where. */
  const reach = new Float64Array(count).fill(Infinity);
  const reachedFrom = new Int32Array(count);
  const seen = new Int32Array(count);
  const queue = makeQueue(4 * count + 16);
  const fresh: number[] = [];
  let now = 0;
  let trees = 0;
  let stamp = 0;

  const dualOf = (v: number) => {
    const own = dual[v] ?? 0;
    const kind = label[v];
    if (kind === FREE) return own;
    const passed = now - (since[v] ?? 0);
    return kind === OUTER ? own - passed : own + passed;
  };

  function enter(v: number, kind: number, tree: number): void {
    label[v] = kind;
    since[v] = now;
    root[v] = tree;
    if (v !== tree) {
      following[v] = following[tree] ?? NOBODY;
      following[tree] = v;
    } else following[v] = NOBODY;
    if (kind === OUTER) fresh.push(v);
  }

  /** Looks where the edges of a new outer vertex lead. */
  function look(v: number): void {
    const own = dualOf(v);
    queue.push(now + own, v, EMPTY);
    for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) {
      const w = to[at] ?? 0;
      const kind = label[w];
      if (kind === INNER) continue;
      const slack = own + dualOf(w) - (weight[at] ?? 0);
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
    const own = dual[w] ?? 0;
    let least = Infinity;
    let from = NOBODY;
    for (let at = start[w] ?? 0, end = start[w + 1] ?? 0; at < end; at++) {
      const v = to[at] ?? 0;
      if (label[v] !== OUTER) continue;
      const time = now + own + dualOf(v) - (weight[at] ?? 0);
      if (time >= least) continue;
      least = time;
      from = v;
    }
    reach[w] = least;
    reachedFrom[w] = from;
    if (from !== NOBODY) queue.push(least, w, REACHED);
  }

  const isTight = (v: number, w: number) => dualOf(v) + dualOf(w) === weightIn(graph, v, w);

  function pair(v: number, w: number): void {
    mate[v] = w;
    mate[w] = v;
  }

  /** Changes the pairs from an outer vertex up to its root, so that the root has a partner and the vertex has none. */
  function release(v: number): void {
    let inner = mate[v] ?? NOBODY;
    mate[v] = NOBODY;
    while (inner !== NOBODY) {
      const outer = via[inner] ?? 0;
      const further = mate[outer] ?? NOBODY;
      pair(outer, inner);
      inner = further;
    }
  }

  /** Their roots have found somebody: what belonged to these trees is free again. */
  function dissolve(...roots: readonly number[]): void {
    trees -= roots.length;
    const members: number[] = [];
    for (const tree of roots) {
      for (let v = tree; v !== NOBODY; v = following[v] ?? NOBODY) {
        dual[v] = dualOf(v);
        members.push(v);
      }
    }
    for (const v of members) label[v] = FREE;
    for (const v of members) lookOut(v);
  }

  function meet(v: number, w: number): void {
    if (label[v] !== OUTER || label[w] !== OUTER || !isTight(v, w)) return;
    const [one, other] = [root[v] ?? 0, root[w] ?? 0];
    if (one === other) {
      closeCircle(v, w);
      dissolve(one);
      return;
    }
    release(v);
    release(w);
    pair(v, w);
    dissolve(one, other);
  }

  /** The next outer vertex towards the root, or -1. */
  function above(v: number): number {
    const inner = mate[v] ?? NOBODY;
    return inner === NOBODY ? NOBODY : (via[inner] ?? NOBODY);
  }

  function meetingPoint(v: number, w: number): number {
    stamp++;
    for (let [a, b] = [v, w]; ; [a, b] = [b, a]) {
      if (a === NOBODY) continue;
      if (seen[a] === stamp) return a;
      seen[a] = stamp;
      a = above(a);
    }
  }

  /** Two outer vertices of one tree: the way between them becomes a circle, and the rest of the way to the root pairs. */
  function closeCircle(v: number, w: number): void {
    const top = meetingPoint(v, w);
    const circle: number[] = [];
    for (let a = v; a !== top; a = above(a)) circle.push(a, mate[a] ?? 0);
    circle.push(top);
    const back: number[] = [];
    for (let a = w; a !== top; a = above(a)) back.push(a, mate[a] ?? 0);
    circle.push(...back.reverse());
    release(top);
    for (const [place, a] of circle.entries()) {
      mate[a] = NOBODY;
      around[a] = circle[(place + 1) % circle.length] ?? 0;
    }
  }

  function arrive(w: number): void {
    if (label[w] !== FREE || reach[w] !== now) return;
    const v = reachedFrom[w] ?? 0;
    if (label[v] !== OUTER || !isTight(v, w)) {
      lookOut(w);
      return;
    }
    const tree = root[v] ?? 0;
    const partner = mate[w] ?? NOBODY;
    if (partner !== NOBODY) {
      via[w] = v;
      enter(w, INNER, tree);
      enter(partner, OUTER, tree);
      return;
    }
    if (around[w] !== NOBODY) openCircle({ mate, around }, w);
    release(v);
    pair(v, w);
    dissolve(tree);
    lookOut(w);
  }

  function runOut(v: number): void {
    if (label[v] !== OUTER || dualOf(v) !== 0) return;
    release(v);
    dissolve(root[v] ?? 0);
  }

  for (let v = 0; v < count; v++) {
    if (mate[v] !== NOBODY || around[v] !== NOBODY || dual[v] === 0) continue;
    trees++;
    // Even at the beginning, so that two trees meet at a whole number.
    dual[v] = 2 * Math.ceil((dual[v] ?? 0) / 2);
    enter(v, OUTER, v);
  }
  for (let turn = 1; trees > 0; turn++) {
    for (let v = fresh.pop(); v !== undefined; v = fresh.pop()) {
      if (label[v] === OUTER) look(v);
      if (fresh.length % EVENTS_A_STEP === 1) yield 0;
    }
    now = queue.next();
    const who = queue.who();
    const whom = queue.whom();
    queue.drop();
    if (whom === REACHED) arrive(who);
    else if (whom === EMPTY) runOut(who);
    else meet(who, whom);
    if (turn % EVENTS_A_STEP === 0) yield 0;
  }
}

/** Each odd circle of halves becomes pairs and one single person. */
export function pairCircles({ mate, around }: Halves): void {
  for (let v = 0; v < mate.length; v++) if (around[v] !== NOBODY) openCircle({ mate, around }, v);
}

/** A circle becomes pairs of all its vertices but `v`. */
export function openCircle({ mate, around }: Pick<Halves, "mate" | "around">, v: number): void {
  let a = around[v] ?? 0;
  around[v] = NOBODY;
  while (a !== v) {
    const b = around[a] ?? 0;
    const next = around[b] ?? 0;
    mate[a] = b;
    mate[b] = a;
    around[a] = around[b] = NOBODY;
    a = next;
  }
}
