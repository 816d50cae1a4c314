import { type Edge, expose, growTree, isSingle, type Vertex } from "./blossom.js";
import type { FitOf } from "./fit.js";
import { type Guest, mayGather } from "./guest.js";
import { priceOf } from "./price.js";
import type { Steps } from "./steps.js";

// Odd ones. When the pairs are as many as they can be, a single person joins a pair, or takes the place of someone who
// then joins one. That this leaves as few people over as possible rests on G. Cornuéjols, D. Hartvigsen and
// W. Pulleyblank, "Packing subgraphs in a graph", Operations Research Letters 1 (1982) 139-143: beyond a largest
// matching, only triangles inside the part of the graph that an alternating tree can make single bring anybody in.

/** Three people who get together, as vertices that have left the graph. */
export type Trio = readonly [Vertex, Vertex, Vertex];

/** Outer vertices of a tree that are looked at, first few, then many: most odd ones find a place close by. */
const REACHES = [64, 1000];
/** Detours tried for one person; each costs a search of its own. */
const DETOURS = 2000;
const PAIRS_A_STEP = 256;

/**
 * Finds trios for the singles among `vertices`, those who waited longest first, on the edges given. Every trio leaves
 * one single less. Returns the trios; who is still single could not be helped.
 */
export function* seatOddOnes(vertices: readonly Vertex[], edge: Edge, fitOf: FitOf): Steps<readonly Trio[]> {
  const trios: Trio[] = [];
  const helpless = new Set<Vertex>();
  const patience = ({ guest }: Vertex): number => guest.person.waiting;
  const queue = vertices.filter(isSingle).sort((a, b) => patience(b) - patience(a));
  for (const single of queue) {
    if (!isSingle(single)) continue;
    let trio = yield* joinPair(single, edge, fitOf);
    trio ??= yield* makeWay(single, { edge, helpless }, fitOf);
    trio ??= yield* makeDetour(single, { edge, helpless });
    if (trio === undefined) continue;
    for (const member of trio) {
      member.seated = true;
      member.mate = undefined;
    }
    trios.push(trio);
    // A detour may end at another single, and leave someone else without a mate in the place of that one.
    const fresh = single.island.filter((vertex) => isSingle(vertex) && !queue.includes(vertex));
    queue.push(...fresh);
  }
  return trios;
}

/**
 * Lets those be left over who waited least: a single person changes places with someone in the tree, or in a trio,
 * who waited for fewer rounds. Returns the trios as they are then.
 */
export function* shareTheWait(vertices: readonly Vertex[], trios: readonly Trio[], edge: Edge): Steps<readonly Trio[]> {
  const result = [...trios];
  const least = (some: readonly Vertex[]): Vertex | undefined =>
    [...some].sort((a, b) => a.guest.person.waiting - b.guest.person.waiting)[0];
  for (const single of vertices.filter(isSingle)) {
    if (single.guest.person.waiting === 0) continue;
    const patient = least((yield* growTree(single, [edge])) ?? []);
    const changes = patient !== undefined && patient.guest.person.waiting < single.guest.person.waiting;
    if (changes) expose(patient);
    const left = changes ? patient : single;
    for (const [place, trio] of result.entries()) {
      const leaver = least(trio);
      if (!leaver || leaver.guest.person.waiting >= left.guest.person.waiting) continue;
      const [a, b] = trio.filter((member) => member !== leaver);
      if (!a || !b || !mayGather([left.guest, a.guest, b.guest])) continue;
      leaver.seated = false;
      left.seated = true;
      result[place] = [left, a, b];
      break;
    }
    yield 1;
  }
  return result;
}

/** The pair that a single person joins at the least price. */
function* joinPair(single: Vertex, edge: Edge, fitOf: FitOf): Steps<Trio | undefined> {
  let [best, lowest]: [Trio | undefined, number] = [undefined, Infinity];
  for (const [place, one] of single.island.entries()) {
    if (place % PAIRS_A_STEP === 0) yield 0;
    const other = one.mate;
    if (other === undefined || one.guest.order > other.guest.order) continue;
    if (!edge(single.guest, one.guest) || !edge(single.guest, other.guest)) continue;
    const price = priceOf([single.guest, one.guest, other.guest], fitOf) - priceOf([one.guest, other.guest], fitOf);
    if (price < lowest) [best, lowest] = [[single, one, other], price];
  }
  return best;
}

/** What a search for places goes by: the edges, and those whose turn to be single has been tried in vain. */
interface Bounds {
  readonly edge: Edge;
  readonly helpless: Set<Vertex>;
}

/** Lets someone else in the single person's tree be single instead, who can join a pair. */
function* makeWay(single: Vertex, { edge, helpless }: Bounds, fitOf: FitOf): Steps<Trio | undefined> {
  for (const most of REACHES) {
    const outers = yield* growTree(single, [edge], most);
    if (outers === undefined) return undefined;
    const mates = matesOf(single);
    for (const outer of outers) {
      if (outer === single || helpless.has(outer)) continue;
      expose(outer);
      const trio = yield* joinPair(outer, edge, fitOf);
      if (trio !== undefined) return trio;
      restore(mates);
    }
    if (outers.length < most) break;
  }
  return undefined;
}

/** Looks for a trio of three outer vertices of whom no two are a pair, whose mates can be paired along a path. */
function* makeDetour(single: Vertex, { edge, helpless }: Bounds): Steps<Trio | undefined> {
  if (!isSingle(single)) return undefined;
  const outers = (yield* growTree(single, [edge], Math.max(...REACHES))) ?? [];
  const hopeful = outers.filter((outer) => !helpless.has(outer));
  for (const outer of outers) helpless.add(outer);
  const mates = matesOf(single);
  let tried = 0;
  for (const [place, first] of hopeful.entries()) {
    for (const trio of trianglesAt(first, hopeful.slice(place + 1), edge)) {
      if (++tried > DETOURS) return undefined;
      yield* growTree(single, [edge]);
      expose(first);
      if (yield* closeAround(trio, edge)) return trio;
      restore(mates);
    }
    yield 0;
  }
  return undefined;
}

function* closeAround(trio: Trio, edge: Edge): Steps<boolean> {
  const [, b, c] = trio;
  const [mateB, mateC] = [b.mate, c.mate];
  if (mateB === undefined || mateC === undefined || mateB === c) return false;
  for (const member of trio) member.seated = true;
  mateB.mate = mateC.mate = undefined;
  const open = yield* growTree(mateB, [edge]);
  for (const member of trio) member.seated = false;
  return open === undefined;
}

function* trianglesAt(first: Vertex, outers: readonly Vertex[], edge: Edge): Generator<Trio> {
  const near = outers.filter((other) => edge(first.guest, other.guest));
  for (const [place, b] of near.entries())
    for (const c of near.slice(place + 1))
      if (edge(b.guest, c.guest) && mayGather([first.guest, b.guest, c.guest])) yield [first, b, c];
}

function matesOf(vertex: Vertex): readonly (readonly [Vertex, Vertex | undefined])[] {
  return vertex.island.map((member) => [member, member.mate]);
}

function restore(mates: readonly (readonly [Vertex, Vertex | undefined])[]): void {
  for (const [vertex, mate] of mates) vertex.mate = mate;
}

/** The guests of a trio. */
export function guestsOf(trio: Trio): readonly Guest[] {
  return trio.map(({ guest }) => guest);
}
