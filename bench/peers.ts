import blossom from "edmonds-blossom-fixed";
import { type Chance, seededChance, shuffled } from "../src/matching/chance.js";
import type { Market } from "../src/matching/pairs/market.js";

type Pairs = readonly (readonly [number, number])[];

/** What others do, in their practice or in published packages, on the same people. */
export interface Peer {
  readonly name: string;
  /** Beyond so many people it does not come to an end in a time worth waiting for. */
  readonly most: number;
  readonly pair: (market: Market) => Pairs;
}

const CANDIDATES_A_PERSON = 16;
const SHUFFLES = 1000;

export const PEERS: readonly Peer[] = [
  { name: "a shuffle", most: Infinity, pair: (market) => shuffle(market, seededChance(1)) },
  { name: `best of ${SHUFFLES} shuffles`, most: 1_000, pair: bestShuffle },
  { name: "greedy over all pairs", most: 1_000, pair: (market) => greedy(allPairs(market)) },
  { name: "greedy over candidates", most: Infinity, pair: (market) => greedy(candidatePairs(market)) },
  { name: "edmonds-blossom-fixed over candidates", most: 1_000, pair: (market) => exact(candidatePairs(market)) },
  { name: "edmonds-blossom-fixed over all pairs", most: 100, pair: (market) => exact(allPairs(market)) },
];

/** The sum of the weights of those pairs that break no rule, and how many do. */
export function worthOf({ weight }: Market, pairs: Pairs): { total: number; broken: number } {
  let [total, broken] = [0, 0];
  for (const [a, b] of pairs) {
    const value = weight(a, b);
    if (value === -Infinity) broken++;
    else total += value;
  }
  return { total, broken };
}

function shuffle({ count }: Market, chance: Chance): Pairs {
  const order = shuffled(
    Array.from({ length: count }, (_, v) => v),
    chance,
  );
  return order.flatMap((a, place): [number, number][] => {
    const b = order[place + 1];
    return place % 2 === 0 && b !== undefined ? [[a, b]] : [];
  });
}

function bestShuffle(market: Market): Pairs {
  const chance = seededChance(1);
  let best: { pairs: Pairs; total: number } = { pairs: [], total: -Infinity };
  for (let turn = 0; turn < SHUFFLES; turn++) {
    const pairs = shuffle(market, chance);
    const { total } = worthOf(market, pairs);
    if (total > best.total) best = { pairs, total };
  }
  return best.pairs;
}

type Edge = [a: number, b: number, weight: number];

function allPairs({ count, weight }: Market): Edge[] {
  const edges: Edge[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const value = weight(a, b);
      if (value > -Infinity) edges.push([a, b, value]);
    }
  }
  return edges;
}

function candidatePairs(market: Market): Edge[] {
  const known = new Set<number>();
  const edges: Edge[] = [];
  for (let a = 0; a < market.count; a++) {
    for (const b of market.candidates(a).slice(0, CANDIDATES_A_PERSON)) {
      const value = market.weight(a, b);
      const key = Math.min(a, b) * market.count + Math.max(a, b);
      if (value === -Infinity || known.has(key)) continue;
      known.add(key);
      edges.push([a, b, value]);
    }
  }
  return edges;
}

function greedy(edges: readonly Edge[]): Pairs {
  const taken = new Set<number>();
  const pairs: [number, number][] = [];
  for (const [a, b] of [...edges].sort((one, other) => other[2] - one[2])) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}

/** It takes edges and whether as many pairs as possible are wanted, and gives each vertex its partner, or -1. */
function exact(edges: Edge[]): Pairs {
  return blossom(edges, true).flatMap((b, a): [number, number][] => (b > a ? [[a, b]] : []));
}
