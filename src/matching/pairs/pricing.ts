import { part, type Steps } from "../steps.js";
import { solveBlossoms, type Blossom, type Proven } from "./blossoms.js";
import { addEdge, emptyGraph, joined, noEdges, type Edges, type Graph } from "./graph.js";
import { openCircle, pairCircles, solveHalves, startOf, type Halves } from "./halves.js";
import type { Market } from "./market.js";

// The best matching among all pairs there are, of which only few are ever looked at. It is solved with some candidates for
// each person; the duals of that answer are prices, and a pair that none of the candidates was is only worth having if it
// is worth more than its two prices. Such pairs are searched for and added, until there are none: then the answer is proved
// to be the best of all. Column generation, after L. R. Ford and D. R. Fulkerson, "A suggested computation for maximal
// multi-commodity network flows", Management Science 5 (1958) 97-101, for matchings as in W. Cook and A. Rohe, "Computing
// minimum-weight perfect matchings", INFORMS Journal on Computing 11 (1999) 138-148: first on the matching in halves,
// which is quick to mend, then with blossoms.

/** The best pairs of a market, and what proves it. */
export interface Priced {
  /** The partner of each, or -1. */
  readonly mate: Int32Array;
  /** The sum of the pairs' weights. */
  readonly weight: number;
  /** What the prices prove that no answer with as many pairs can exceed: `weight` itself, unless less was enough. */
  readonly bound: number;
  /** Of each person: no weight is above the two prices together. Looser than `bound`, which also knows of odd sets. */
  readonly price: Float64Array;
  /** How often pairs were searched for, and how many were looked at closely. */
  readonly searches: number;
  readonly edges: number;
}

/** Weights are multiplied by it, so that duals stay whole numbers. */
const SCALE = 4;
/** The part of the work that is done when the best matching in halves is known. */
const HALVED = 0.8;
/** Pairs added for a person at a time, and found, at most: whoever is worth nearly nothing suits nearly everybody. */
const ADDED = 24;
const FOUND = 8 * ADDED;
/** Nobody is added to more others at a time: where many are alike, all would find the same few. */
const SOUGHT = 2 * ADDED;
/** Others who are tried as partners of somebody whom none of the candidates has left a place. */
const OTHERS = 8;
/**
 * Pairs that lie inside a blossom are found by the searches without being worth anything. Where thousands are alike there are
 * blossoms of thousands, and after so many such pairs what the halves have proved must do: it is nearly the same there.
 */
const IN_VAIN = 2_000_000;
const PEOPLE_A_STEP = 16;

/**
 * As many pairs as possible, and of all such answers one with the greatest weight; or, where very many people are alike, one
 * that comes close to it, as its bound tells.
 * @param enough An answer that is proved to reach this part of the greatest weight will do: 1 or less
 */
export function* solveMarket(market: Market, enough = 1): Steps<Priced> {
  // With so much more for each pair, one pair more outweighs whatever it costs the others.
  const lift = Math.ceil(((market.most - market.least) * market.count) / 2) - market.least + 1;
  const scout = makeScout(market, lift);
  const start = yield* part(0, HALVED, solveInHalves(market, { lift, scout, enough }));
  const { halves, known } = start;
  let { graph } = start;
  const priced = (mate: Int32Array, weight: number, { bound, dual }: Bound): Priced => {
    const price = dual.map((value) => value / SCALE - lift / 2);
    return { mate, weight, bound, price, searches: scout.searches(), edges: graph.to.length / 2 };
  };
  pairCircles(halves);
  for (let from = HALVED; ; from = halfway(from, 1)) {
    const proven = yield* part(from, from, solveBlossoms(graph, halves));
    const { weight, pairs } = yield* part(from, from, weigh(market, proven.mate));
    // What the halves have proved may do, and spares a search.
    if (pairs === market.count / 2 && weight >= enough * known.bound && enough < 1)
      return priced(proven.mate, weight, known);
    const { edges, missed } = yield* part(from, halfway(from, 1), scout.look(proven.dual, proven.blossoms));
    if (scout.isTired()) return priced(proven.mate, weight, known);
    const bound = (sumOf(proven) + sum(missed)) / SCALE - lift * pairs;
    if (edges.size === 0 || weight >= enough * bound) {
      return priced(proven.mate, weight, { bound, dual: pricesOf(proven, missed) });
    }
    halves.dual.set(proven.dual);
    dissolve(halves, proven.blossoms);
    graph = yield* part(from, from, joined(graph, edges));
    yield halfway(from, 1);
    mend(halves, edges);
  }
}

interface Means {
  readonly lift: number;
  readonly scout: Scout;
  readonly enough: number;
}

/** What no answer in which everybody has a partner can exceed, and duals, scaled, that prove it without blossoms. */
interface Bound {
  readonly bound: number;
  readonly dual: Float64Array;
}

interface Halved {
  readonly graph: Graph;
  readonly halves: Halves;
  readonly known: Bound;
}

/** The best matching in halves of all pairs, and the graph of those that were looked at. */
function* solveInHalves(market: Market, { lift, scout, enough }: Means): Steps<Halved> {
  let graph = yield* part(0, 0.2, begin(market, lift));
  // The first prices are a rough guess, but tell much better than no prices whom else to look at.
  const guess = (yield* part(0.2, 0.2, startOf(graph))).dual;
  yield 0.2;
  const first = yield* part(0.2, 0.5, scout.look(guess, []));
  let known = boundBy(guess, first.missed, lift);
  graph = yield* part(0.5, 0.5, joined(graph, first.edges));
  yield 0.5;
  const halves = yield* part(0.5, 0.5, startOf(graph));
  let haveMet = false;
  for (let from = 0.5; ; from = halfway(from, 1)) {
    yield* part(from, from, solveHalves(graph, halves));
    const strangers = yield* part(from, from, singlesOf(market, halves, lift));
    if (strangers.size > 0 && !haveMet) {
      haveMet = true;
      graph = yield* part(from, from, joined(graph, strangers));
      mend(halves, strangers);
      continue;
    }
    // Pairs in halves are worth what their duals add up to. What an earlier search has proved may do, and spares one.
    const reached = boundBy(halves.dual, undefined, lift).bound;
    if (enough < 1 && reached >= enough * known.bound) return { graph, halves, known };
    const { edges, missed } = yield* part(from, halfway(from, 1), scout.look(halves.dual, []));
    const proved = boundBy(halves.dual, missed, lift);
    if (enough === 1 || proved.bound < known.bound) known = proved;
    graph = yield* part(from, from, joined(graph, edges));
    yield halfway(from, 1);
    mend(halves, edges);
    if (edges.size === 0 || reached >= enough * known.bound) return { graph, halves, known };
  }
}

/** What duals prove that are raised by what they miss. */
function boundBy(dual: Float64Array, missed: Float64Array | undefined, lift: number): Bound {
  const raised = missed === undefined ? dual : dual.map((value, v) => value + (missed[v] ?? 0));
  return { bound: sum(raised) / SCALE - (lift * dual.length) / 2, dual: raised };
}

function halfway(from: number, until: number): number {
  return (from + until) / 2;
}

function* begin(market: Market, lift: number): Steps<Graph> {
  const edges = noEdges(16 * market.count);
  for (let a = 0; a < market.count; a++) {
    for (const b of market.candidates(a)) {
      const weight = market.weight(a, b);
      if (weight > -Infinity) addEdge(edges, a, b, SCALE * (weight + lift));
    }
    if (a % PEOPLE_A_STEP === 0) yield a / market.count;
  }
  return yield* part(1, 1, joined(emptyGraph(market.count), edges));
}

/** Pairs of those who are left over, each with the next ones: until nobody need be, their prices are no help to anybody. */
function* singlesOf(market: Market, { mate, around }: Halves, lift: number): Steps<Edges> {
  const singles = [...mate.keys()].filter((v) => mate[v] === -1 && around[v] === -1);
  const edges = noEdges();
  for (const [place, a] of singles.entries()) {
    for (const b of singles.slice(place + 1, place + 1 + OTHERS)) {
      const weight = market.weight(a, b);
      if (weight > -Infinity) addEdge(edges, a, b, SCALE * (weight + lift));
    }
    if (place % PEOPLE_A_STEP === 0) yield 0;
  }
  return edges;
}

type Scout = ReturnType<typeof makeScout>;

/** Finds the pairs that are worth more than their prices. It remembers, and looks only where prices have fallen. */
function makeScout(market: Market, lift: number) {
  const { count } = market;
  const price = new Float64Array(count);
  /** What each price was, with the blossoms' share, when pairs were searched for last. */
  const before = new Float64Array(count).fill(Infinity);
  const worth = new Float64Array(ADDED);
  const partners = new Int32Array(ADDED);
  let [searches, inVain] = [0, 0];

  /** The least of the pairs kept makes room. */
  function keep(kept: number, b: number, gain: number): void {
    let place = kept;
    while (place > 0 && (worth[place - 1] ?? 0) < gain) {
      if (place < ADDED) {
        worth[place] = worth[place - 1] ?? 0;
        partners[place] = partners[place - 1] ?? 0;
      }
      place--;
    }
    if (place === ADDED) return;
    worth[place] = gain;
    partners[place] = b;
  }

  /** The new edges, and by how much prices would have to rise to do without them. */
  function* look(dual: Float64Array, blossoms: readonly Blossom[]): Steps<{ edges: Edges; missed: Float64Array }> {
    searches++;
    const nests = nestsOf(count, blossoms);
    for (let v = 0; v < count; v++) price[v] = (dual[v] ?? 0) / SCALE - lift / 2;
    yield* part(0, 0, market.setPrices(price));
    const edges = noEdges();
    const gains: number[] = [];
    const missed = new Float64Array(count);
    const sought = new Int32Array(count);
    for (let a = 0; a < count; a++) {
      const share = nests.shareOf(a);
      const hasFallen = (dual[a] ?? 0) < (before[a] ?? 0);
      before[a] = (dual[a] ?? 0) + share;
      if (!hasFallen || inVain > IN_VAIN) continue;
      /** The most of what is not added. */
      let [found, isPart, most] = [0, false, 0];
      market.search(a, (b, weight) => {
        let gain = SCALE * (weight + lift) - (dual[a] ?? 0) - (dual[b] ?? 0);
        if (gain > 0 && share > 0) gain -= nests.common(a, b);
        if (gain <= 0) return ++inVain > IN_VAIN;
        if ((sought[b] ?? 0) >= SOUGHT) {
          isPart = true;
          most = Math.max(most, gain);
          return false;
        }
        keep(Math.min(found, ADDED), b, gain);
        return ++found === FOUND;
      });
      for (let place = 0; place < Math.min(found, ADDED); place++) {
        const b = partners[place] ?? 0;
        sought[b] = (sought[b] ?? 0) + 1;
        gains.push(worth[place] ?? 0);
        addEdge(
          edges,
          a,
          b,
          (worth[place] ?? 0) + (dual[a] ?? 0) + (dual[b] ?? 0) + (share > 0 ? nests.common(a, b) : 0),
        );
      }
      // Not all were seen: nobody is worth more to this one than the best pair there can be.
      if (found > ADDED) most = Math.max(most, worth[ADDED - 1] ?? 0);
      missed[a] = found === FOUND ? SCALE * (market.most + lift) - (dual[a] ?? 0) : most;
      isPart ||= found === FOUND;
      // There are more: whatever the prices do, look again.
      if (isPart || found > ADDED) before[a] = Infinity;
      if (a % PEOPLE_A_STEP === 0) yield a / count;
    }
    cover(edges, gains, missed);
    return { edges, missed };
  }

  return { look, searches: () => searches, isTired: () => inVain > IN_VAIN };
}

/**
 * Raises what prices miss until it makes up for what each new edge gains. A person whom many would gain by is raised
 * once, rather than each of the many.
 */
function cover({ size, from, to }: Edges, gains: readonly number[], missed: Float64Array): void {
  const degree = new Int32Array(missed.length);
  for (const ends of [from, to])
    for (let at = 0; at < size; at++) degree[ends[at] ?? 0] = (degree[ends[at] ?? 0] ?? 0) + 1;
  for (let at = 0; at < size; at++) {
    const [a = 0, b = 0] = [from[at], to[at]];
    const lacking = (gains[at] ?? 0) - (missed[a] ?? 0) - (missed[b] ?? 0);
    if (lacking <= 0) continue;
    const v = (degree[a] ?? 0) > (degree[b] ?? 0) ? a : b;
    missed[v] = (missed[v] ?? 0) + lacking;
  }
}

/** Which blossoms each vertex is in, with their duals. */
function nestsOf(count: number, blossoms: readonly Blossom[]) {
  const nests: (Blossom[] | undefined)[] = Array.from({ length: blossoms.length > 0 ? count : 0 });
  for (const blossom of blossoms) for (const v of blossom.members) (nests[v] ??= []).push(blossom);
  return {
    /** Half the duals of all the blossoms it is in: what becomes part of its own dual when they are dissolved. */
    shareOf: (v: number) => (nests[v] ?? []).reduce((sum, { dual }) => sum + dual / 2, 0),
    /** The duals of the blossoms that hold both. */
    common: (v: number, w: number) =>
      (nests[v] ?? []).reduce((sum, blossom) => sum + (nests[w]?.includes(blossom) === true ? blossom.dual : 0), 0),
  };
}

/** Raises duals until the new edges are met; whoever's dual rises is single again. */
function mend(halves: Halves, { size, from, to, weight }: Edges): void {
  const { mate, around, dual } = halves;
  for (let at = 0; at < size; at++) {
    const [a = 0, b = 0] = [from[at], to[at]];
    const missing = (weight[at] ?? 0) - (dual[a] ?? 0) - (dual[b] ?? 0);
    if (missing <= 0) continue;
    // Who is single already loses nothing.
    const v = mate[a] === -1 || mate[b] !== -1 ? a : b;
    dual[v] = (dual[v] ?? 0) + missing;
    if (around[v] !== -1) openCircle(halves, v);
    const partner = mate[v] ?? -1;
    if (partner === -1) continue;
    mate[v] = mate[partner] = -1;
  }
}

/** Gives the blossoms' duals to their vertices. Nobody but their bases loses a partner: those outside. */
function dissolve({ mate, dual }: Halves, blossoms: readonly Blossom[]): void {
  for (const { members, dual: own } of blossoms) {
    const inside = new Set(members);
    for (const v of members) dual[v] = (dual[v] ?? 0) + own / 2;
    for (const v of members) {
      const partner = mate[v] ?? -1;
      if (partner === -1 || inside.has(partner)) continue;
      mate[v] = mate[partner] = -1;
    }
  }
}

/** Duals that are enough without blossoms. */
function pricesOf({ dual, blossoms }: Proven, missed: Float64Array): Float64Array {
  const price = dual.map((value, v) => value + (missed[v] ?? 0));
  for (const { members, dual: own } of blossoms) for (const v of members) price[v] = (price[v] ?? 0) + own / 2;
  return price;
}

/** By weak duality: all duals, a blossom's as often as it can hold pairs. */
function sumOf({ dual, blossoms }: Proven): number {
  return blossoms.reduce((total, blossom) => total + (blossom.dual * (blossom.members.length - 1)) / 2, sum(dual));
}

function* weigh(market: Market, mate: Int32Array): Steps<{ weight: number; pairs: number }> {
  let [weight, pairs] = [0, 0];
  for (const [v, w] of mate.entries()) {
    if (w <= v) continue;
    weight += market.weight(v, w);
    pairs++;
    if (pairs % PEOPLE_A_STEP ** 2 === 0) yield 0;
  }
  return { weight, pairs };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
