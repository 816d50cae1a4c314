/** People and the pairs that are possible among them, as lists of neighbours one after the other in typed arrays. */
export interface Graph {
  readonly count: number;
  /** Where the neighbours of each vertex begin; one entry more than there are vertices. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** The weight of the pair with each neighbour. */
  readonly weight: Float64Array;
}

/** [a, b, weight]: two vertices from 0 and what it is worth that they meet, a whole number. */
export type Edge = readonly [a: number, b: number, weight: number];

/** Weights beyond this would not be added up exactly. */
export const MOST_WEIGHT = 2 ** 40;

/**
 * A graph from its edges; of several edges between the same two the heaviest counts.
 * @throws RangeError for a vertex that is not there, an edge from a vertex to itself, and a weight that is not whole
 */
export function graphOf(count: number, edges: readonly Edge[]): Graph {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`There can't be ${count} people.`);
  const degree = new Int32Array(count + 1);
  for (const edge of edges) {
    check(count, edge);
    for (const end of [edge[0], edge[1]]) degree[end] = (degree[end] ?? 0) + 1;
  }
  const start = new Int32Array(count + 1);
  for (let v = 0; v < count; v++) start[v + 1] = (start[v] ?? 0) + (degree[v] ?? 0);
  const [to, weight, next] = [new Int32Array(edges.length * 2), new Float64Array(edges.length * 2), start.slice()];
  const put = (a: number, b: number, value: number) => {
    const at = next[a] ?? 0;
    to[at] = b;
    weight[at] = value;
    next[a] = at + 1;
  };
  for (const [a, b, value] of edges) {
    put(a, b, value);
    put(b, a, value);
  }
  return withoutDoubles({ count, start, to, weight });
}

/** What the pair of two neighbours weighs. */
export function weightIn({ start, to, weight }: Graph, v: number, w: number): number {
  for (let at = start[v] ?? 0, end = start[v + 1] ?? 0; at < end; at++) if (to[at] === w) return weight[at] ?? 0;
  return -Infinity;
}

function check(count: number, [a, b, weight]: Edge): void {
  const isVertex = (end: number) => Number.isInteger(end) && end >= 0 && end < count;
  if (!isVertex(a) || !isVertex(b))
    throw new RangeError(`There is nobody ${isVertex(a) ? b : a} among ${count} people.`);
  if (a === b) throw new RangeError(`${a} can't be paired with ${a}.`);
  if (!Number.isInteger(weight) || Math.abs(weight) > MOST_WEIGHT)
    throw new RangeError(
      `The weight of ${a} and ${b} must be a whole number of at most ${MOST_WEIGHT}, not ${weight}.`,
    );
}

/** Each neighbour once, with the heaviest of its edges. */
function withoutDoubles({ count, start, to, weight }: Graph): Graph {
  const seen = new Int32Array(count).fill(-1);
  const starts = new Int32Array(count + 1);
  let kept = 0;
  for (let v = 0; v < count; v++) {
    const first = kept;
    for (let at = start[v] ?? 0; at < (start[v + 1] ?? 0); at++) {
      const [other = 0, value = 0] = [to[at], weight[at]];
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
  }
  return { count, start: starts, to: to.slice(0, kept), weight: weight.slice(0, kept) };
}
