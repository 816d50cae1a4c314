import { performance } from "node:perf_hooks";
import { setImmediate as breathe } from "node:timers/promises";
import { gather } from "../src/matching/gathering.js";
import { makeMarket } from "../src/matching/market/market.js";
import { decideRound } from "../src/matching/round.js";
import { drain } from "../src/matching/steps.js";
import type { RoundInput, RoundOutcome } from "../src/matching/types.js";
import { community } from "./community.js";
import { judge } from "./judge.js";
import { PEERS, worthOf } from "./peers.js";

const SIZES = [100, 1_000, 5_000, 20_000, 100_000];
const SEED = 7;
const MEGABYTE = 2 ** 20;

/** Decides rounds of believable communities, next to what others would do: how good, how long, how much memory. */
export async function benchMatching(): Promise<string> {
  const lines: string[] = [];
  // Once for nothing, so that what follows is compiled.
  await timeRound(community(1_000, SEED));
  for (const size of SIZES) {
    const input = community(size, SEED);
    const { outcome, took, longest } = await timeRound(input);
    const { violations, repeats } = judge(input, outcome);
    lines.push(
      `pairs of ${size}: ${took.toFixed(0)} ms (longest step ${longest.toFixed(0)} ms, ${(process.memoryUsage().rss / MEGABYTE).toFixed(0)} MB), ` +
        `total ${outcome.total} of at most ${outcome.bound ?? "?"} (${outcome.method}), worst ${outcome.worst ?? "-"}, ` +
        `${outcome.unmatched.length} left over, ${violations} rules broken, ${repeats} repeats`,
      ...peersOn(input, outcome.bound ?? outcome.total),
    );
  }
  return lines.join("\n");
}

function peersOn(input: RoundInput, best: number): string[] {
  const market = drain(makeMarket(drain(gather(input))));
  return PEERS.filter(({ most }) => market.count <= most).map(({ name, pair }) => {
    const start = performance.now();
    const pairs = pair(market);
    const took = performance.now() - start;
    const { total, broken } = worthOf(market, pairs);
    return (
      `  ${name}: ${took.toFixed(0)} ms, ${((100 * total) / best).toFixed(1)} % of the best total, ` +
      `${broken} pairs against a rule, ${market.count - 2 * pairs.length} left over`
    );
  });
}

async function timeRound(input: RoundInput): Promise<{ outcome: RoundOutcome; took: number; longest: number }> {
  const start = performance.now();
  const work = decideRound(input);
  for (let longest = 0; ;) {
    const before = performance.now();
    const step = work.next();
    longest = Math.max(longest, performance.now() - before);
    if (step.done === true) return { outcome: step.value, took: performance.now() - start, longest };
    await breathe();
  }
}
