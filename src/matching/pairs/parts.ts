import type { Halves } from "./halves.js";

// What the search for the heaviest matching works on: vertices and blossoms within blossoms. Which blossom a vertex is in
// is found by union-find (R. E. Tarjan, "Efficiency of a good but not linear set union algorithm", Journal of the ACM 22
// (1975) 215-225), whose links also carry by how much the duals along them have changed, so that a dual costs something
// only when it is asked for.

export const NOBODY = -1;

/** What a part is in the search: in no tree, or an outer or inner part of one. */
export const FREE = 0;
export const OUTER = 1;
export const INNER = 2;

/** Around a blossom: its parts, and the two vertices that join each part with the next. */
export interface Circle {
  parts: number[];
  /** leaving[i] in parts[i] is joined with arriving[i] in the part after it. The second, fourth … are pairs. */
  leaving: number[];
  arriving: number[];
}

/** Vertices are numbered from 0, blossoms from `count`. A part is a vertex or a blossom. */

export function makeParts(count: number, { mate, dual }: Pick<Halves, "mate" | "dual">) {
  const most = 2 * count;
  const label = new Uint8Array(most);
  /** Since when an outermost part has its label. */
  const since = new Float64Array(most);
  /** The blossom of which this is a part, or -1. */
  const inside = new Int32Array(most).fill(NOBODY);
  /** The vertex that has no partner inside the part. */
  const base = Int32Array.from({ length: most }, (_, v) => (v < count ? v : NOBODY));
  /** A blossom's own dual, as it was at `since`. */
  const own = new Float64Array(most);
  const circles: (Circle | undefined)[] = [];
  const up = Int32Array.from({ length: most }, (_, v) => v);
  const change = new Float64Array(most);
  // The vertices of a part follow one another, those of each of its own parts too.
  const first = Int32Array.from({ length: most }, (_, v) => (v < count ? v : NOBODY));
  const last = first.slice();
  const next = new Int32Array(count).fill(NOBODY);
  const unused = Array.from({ length: count }, (_, index) => most - 1 - index);
  let now = 0;

  function outermost(v: number): number {
    let top = v;
    let sum = 0;
    while (up[top] !== top) {
      sum += change[top] ?? 0;
      top = up[top] ?? 0;
    }
    for (let x = v; x !== top && up[x] !== top;) {
      const [further, step] = [up[x] ?? 0, change[x] ?? 0];
      up[x] = top;
      change[x] = sum;
      sum -= step;
      x = further;
    }
    return top;
  }

  /** By how much the duals of a part's vertices have changed since it got its label. */
  function passed(top: number): number {
    const kind = label[top];
    if (kind === FREE) return 0;
    const span = now - (since[top] ?? 0);
    return kind === OUTER ? -span : span;
  }

  function dualOf(v: number): number {
    const top = outermost(v);
    const sum = (dual[v] ?? 0) + (change[top] ?? 0) + passed(top);
    return top === v ? sum : sum + (change[v] ?? 0);
  }

  const ownDualOf = (blossom: number) => (own[blossom] ?? 0) - 2 * passed(blossom);

  /** Takes an outermost part out of its tree: its duals stay as they are now. */
  function settle(top: number): void {
    const step = passed(top);
    change[top] = (change[top] ?? 0) + step;
    own[top] = (own[top] ?? 0) - 2 * step;
    label[top] = FREE;
  }

  function mark(part: number, kind: typeof OUTER | typeof INNER): void {
    label[part] = kind;
    since[part] = now;
  }

  function eachVertex(part: number, visit: (v: number) => void): void {
    const end = last[part];
    for (let v = first[part] ?? NOBODY; v !== NOBODY; v = v === end ? NOBODY : (next[v] ?? NOBODY)) visit(v);
  }

  /** The part of `blossom` that holds `v`. */
  function partWith(blossom: number, v: number): number {
    let part = v;
    while (inside[part] !== blossom) part = inside[part] ?? 0;
    return part;
  }

  function pair(v: number, w: number): void {
    mate[v] = w;
    mate[w] = v;
  }

  /** Changes the pairs inside a part so that `v` is the one without a partner inside. */
  function turn(part: number, v: number): void {
    const todo = [part, v];
    for (let free = todo.pop(); free !== undefined; free = todo.pop()) {
      const blossom = todo.pop() ?? 0;
      const circle = circles[blossom];
      if (base[blossom] === free || !circle) continue;
      base[blossom] = free;
      const start = partWith(blossom, free);
      todo.push(start, free);
      startAt(circle, circle.parts.indexOf(start));
      for (let i = 1; i < circle.parts.length; i += 2) {
        const [a, b] = [circle.leaving[i] ?? 0, circle.arriving[i] ?? 0];
        pair(a, b);
        todo.push(circle.parts[i] ?? 0, a, circle.parts[i + 1] ?? 0, b);
      }
    }
  }

  /** Makes one blossom of the outermost parts around a circle; the first of them has the base. */
  function close(circle: Circle): number {
    const blossom = unused.pop() ?? 0;
    const [start = 0] = circle.parts;
    circles[blossom] = circle;
    base[blossom] = base[start] ?? 0;
    up[blossom] = blossom;
    change[blossom] = own[blossom] = 0;
    inside[blossom] = NOBODY;
    first[blossom] = first[start] ?? NOBODY;
    let end = NOBODY;
    for (const part of circle.parts) {
      settle(part);
      inside[part] = up[part] = blossom;
      if (end !== NOBODY) next[end] = first[part] ?? NOBODY;
      end = last[part] ?? NOBODY;
    }
    last[blossom] = end;
    return blossom;
  }

  /** Makes outermost parts of what an outermost blossom consists of. */
  function open(blossom: number): Circle {
    settle(blossom);
    const circle = circles[blossom] ?? { parts: [], leaving: [], arriving: [] };
    eachVertex(blossom, (v) => {
      dual[v] = dualOf(v);
    });
    for (const part of circle.parts) {
      inside[part] = NOBODY;
      label[part] = FREE;
      eachVertex(part, (v) => {
        up[v] = part;
        change[v] = 0;
      });
      up[part] = part;
      change[part] = 0;
    }
    circles[blossom] = undefined;
    unused.push(blossom);
    return circle;
  }

  return {
    label,
    base,
    outermost,
    dualOf,
    ownDualOf,
    settle,
    mark,
    eachVertex,
    partWith,
    pair,
    turn,
    close,
    open,
    isOutermost: (part: number) => up[part] === part,
    isBlossom: (part: number) => part >= count && circles[part] !== undefined,
    partnerOf: (part: number) => mate[base[part] ?? 0] ?? NOBODY,
    /** The time, which the duals of parts in trees follow. */
    goTo(time: number): void {
      now = time;
    },
    /** Every blossom there is, at any depth. */
    blossoms: () => Array.from({ length: count }, (_, index) => count + index).filter((part) => circles[part]),
  };
}

function startAt(circle: Circle, place: number): void {
  const turned = (list: readonly number[]) => [...list.slice(place), ...list.slice(0, place)];
  circle.parts = turned(circle.parts);
  circle.leaving = turned(circle.leaving);
  circle.arriving = turned(circle.arriving);
}
