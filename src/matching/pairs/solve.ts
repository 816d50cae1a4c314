import { drain } from "../steps.js";
import { solveBlossoms, type Proven } from "./blossoms.js";
import { weightIn, type Graph } from "./graph.js";
import { pairCircles, solveHalves, startOf } from "./halves.js";

/** What is to be as great as can be: first how many are paired and then the weight, or the weight alone. */
export type Aim = "cardinality" | "weight";

export interface Answer {
  readonly pairs: readonly (readonly [number, number])[];
  readonly weight: number;
  /** What the duals prove that no answer with as many pairs can exceed: `weight` itself. */
  readonly bound: number;
  readonly certificate: Certificate;
}

/** Proof that no other matching is better, in the weights of `graph`: SCALE * (weight + lift). */
export interface Certificate extends Proven {
  readonly lift: number;
  readonly graph: Graph;
}

/** Weights are multiplied by it, so that duals stay whole numbers. */
const SCALE = 4;
/** Sums of a few such numbers are still exact. */
const MOST = 2 ** 50;

/**
 * The best matching of all.
 * @throws RangeError where the weights are too large to be added up exactly for so many people
 */
export function solvePairs(graph: Graph, aim: Aim): Answer {
  const lift = aim === "cardinality" ? liftFor(graph) : 0;
  const scaled: Graph = { ...graph, weight: graph.weight.map((value) => Math.max(0, SCALE * (value + lift))) };
  if (scaled.weight.some((value) => value > MOST))
    throw new RangeError(`These weights are too large to be added up exactly for ${graph.count} people.`);
  const halves = drain(startOf(scaled));
  drain(solveHalves(scaled, halves));
  pairCircles(halves);
  const certificate = { ...drain(solveBlossoms(scaled, halves)), lift, graph: scaled };
  return { ...pairsOf(graph, certificate.mate, aim), bound: boundOf(certificate), certificate };
}

/** With so much more for each pair, one pair more outweighs whatever it costs the others. */
function liftFor({ count, weight }: Graph): number {
  let [least, most] = [0, 0];
  for (const value of weight) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return Math.ceil(((most - least) * count) / 2) - least + 1;
}

function pairsOf(graph: Graph, mate: Int32Array, aim: Aim): Pick<Answer, "pairs" | "weight"> {
  const pairs: [number, number][] = [];
  let weight = 0;
  for (let v = 0; v < graph.count; v++) {
    const w = mate[v] ?? -1;
    if (w <= v) continue;
    const value = weightIn(graph, v, w);
    // What adds nothing is no pair where only the weight counts.
    if (aim === "weight" && value <= 0) continue;
    pairs.push([v, w]);
    weight += value;
  }
  return { pairs, weight };
}

/** By weak duality, whatever the matching: the sum of all duals, a blossom's as often as it can hold pairs. */
function boundOf({ mate, dual, blossoms, lift }: Certificate): number {
  let sum = 0;
  for (const value of dual) sum += value;
  for (const blossom of blossoms) sum += (blossom.dual * (blossom.members.length - 1)) / 2;
  let paired = 0;
  for (const partner of mate) if (partner >= 0) paired++;
  return sum / SCALE - (lift * paired) / 2;
}
