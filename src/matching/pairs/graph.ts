import { drain, part, type Steps } from "../steps.js";

/** People and the pairs that are possible among them, as lists of neighbours one after the other in typed arrays. */
export interface Graph {
  readonly count: number;
  /** Where the neighbours of each vertex begin; one entry more than there are vertices. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** The weight of the pair with each neighbour. */
  readonly weight: Float64Array;
}

/** Edges, one after the other: from[i] and to[i] are joined with weight[i]. Only the first `size` count. */
export interface Edges {
  size: number;
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
}

/** [a, b, weight]: two vertices from 0 and what it is worth that they meet, a whole number. */
export type Edge = readonly [a: number, b: number, weight: number];

/** Weights beyond this would not be added up exactly. */
export const MOST_WEIGHT = 2 ** 40;

const EDGES_A_STEP = 32_768;
const VERTICES_A_STEP = 2_048;

/**
 * A graph from its edges; of several edges between the same two the heaviest counts.
 * @throws RangeError for a vertex that is not there, an edge from a vertex to itself, and a weight that is not whole
 */
export function graphOf(count: number, edges: readonly Edge[]): Graph {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`There can't be ${count} people.`);
  const list = noEdges(edges.length);
  for (const edge of edges) {
    const a = edge[0];
    const b = edge[1];
    const weight = edge[2];
    // Quick to ask of edges that are right, of which there are many; what is wrong is found out afterwards.
    if (!isVertex(count, a) || !isVertex(count, b) || a === b || !isWeight(weight)) refuse(count, edge);
    addEdge(list, a, b, weight);
  }
  return drain(joined(emptyGraph(count), list));
}

export function emptyGraph(count: number): Graph {
  return { count, start: new Int32Array(count + 1), to: new Int32Array(0), weight: new Float64Array(0) };
}

/** Room for edges; it grows as they come. */
export function noEdges(capacity = 1024): Edges {
  const room = Math.max(1, capacity);
  return { size: 0, from: new Int32Array(room), to: new Int32Array(room), weight: new Float64Array(room) };
}

export function addEdge(edges: Edges, a: number, b: number, weight: number): void {
  if (edges.size === edges.from.length) enlarge(edges);
  const at = edges.size++;
  edges.from[at] = a;
  edges.to[at] = b;
  edges.weight[at] = weight;
}

function enlarge(edges: Edges): void {
  const room = 2 * edges.from.length;
  const [from, to, weight] = [new Int32Array(room), new Int32Array(room), new Float64Array(room)];
  from.set(edges.from);
  to.set(edges.to);
  weight.set(edges.weight);
  Object.assign(edges, { from, to, weight });
}

/** The graph with more edges; of several edges between the same two the heaviest counts. */
export function* joined({ count, start, to, weight }: Graph, edges: Edges): Steps<Graph> {
  const degree = new Int32Array(count + 1);
  for (let v = 0; v < count; v++) degree[v] = (start[v + 1] ?? 0) - (start[v] ?? 0);
  for (let at = 0; at < edges.size; at++) {
    const a = edges.from[at] ?? 0;
    const b = edges.to[at] ?? 0;
    degree[a] = (degree[a] ?? 0) + 1;
    degree[b] = (degree[b] ?? 0) + 1;
    if (at % EDGES_A_STEP === 0) yield 0;
  }
  const starts = new Int32Array(count + 1);
  for (let v = 0; v < count; v++) starts[v + 1] = (starts[v] ?? 0) + (degree[v] ?? 0);
  const size = starts[count] ?? 0;
  const [tos, weights, next] = [new Int32Array(size), new Float64Array(size), starts.slice()];
  for (let v = 0; v < count; v++) {
    let place = starts[v] ?? 0;
    for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) {
      tos[place] = to[at] ?? 0;
      weights[place++] = weight[at] ?? 0;
    }
    next[v] = place;
    if (v % VERTICES_A_STEP === 0) yield 0.3;
  }
  const put = (a: number, b: number, value: number) => {
    const at = next[a] ?? 0;
    tos[at] = b;
    weights[at] = value;
    next[a] = at + 1;
  };
  for (let at = 0; at < edges.size; at++) {
    const a = edges.from[at] ?? 0;
    const b = edges.to[at] ?? 0;
    const value = edges.weight[at] ?? 0;
    put(a, b, value);
    put(b, a, value);
    if (at % EDGES_A_STEP === 0) yield 0.5;
  }
  return yield* part(0.7, 1, withoutDoubles({ count, start: starts, to: tos, weight: weights }));
}

/** What the pair of two neighbours weighs. */
export function weightIn({ start, to, weight }: Graph, v: number, w: number): number {
  for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) if (to[at] === w) return weight[at] ?? 0;
  return -Infinity;
}

function isVertex(count: number, v: number): boolean {
  return Number.isInteger(v) && v >= 0 && v < count;
}

function isWeight(weight: number): boolean {
  return Number.isInteger(weight) && weight <= MOST_WEIGHT && weight >= -MOST_WEIGHT;
}

function refuse(count: number, [a, b, weight]: Edge): never {
  if (!isVertex(count, a) || !isVertex(count, b))
    throw new RangeError(`There is nobody ${isVertex(count, a) ? b : a} among ${count} people.`);
  if (a === b) throw new RangeError(`${a} can't be paired with ${a}.`);
  throw new RangeError(`The weight of ${a} and ${b} must be a whole number of at most ${MOST_WEIGHT}, not ${weight}.`);
}

/** Each neighbour once, with the heaviest of its edges. */
function* withoutDoubles({ count, start, to, weight }: Graph): Steps<Graph> {
  const seen = new Int32Array(count).fill(-1);
  const starts = new Int32Array(count + 1);
  let kept = 0;
  for (let v = 0; v < count; v++) {
    const first = kept;
    for (let at = start[v] ?? 0; at < (start[v + 1] ?? 0); at++) {
      const other = to[at] ?? 0;
      const value = weight[at] ?? 0;
      const known = seen[other] ?? -1;
      if (known >= first) {
        if ((weight[known] ?? 0) < value) weight[known] = value;
        continue;
      }
      seen[other] = kept;
      to[kept] = other;
      weight[kept++] = value;
    }
    starts[v + 1] = kept;
    if (v % VERTICES_A_STEP === 0) yield v / count;
  }
  // Views, not copies: they are large.
  return { count, start: starts, to: to.subarray(0, kept), weight: weight.subarray(0, kept) };
}
