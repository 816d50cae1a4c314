import { setImmediate as breathe } from "node:timers/promises";
import { performance } from "node:perf_hooks";
import { type Chance, seededChance } from "../src/matching/chance.js";
import { decideRound } from "../src/matching/round.js";
import type { Person, RoundInput, RoundOutcome } from "../src/matching/types.js";

const SIZES = [1000, 5000, 10_000];
const TOPICS = 600;
const ROUNDS_BEFORE = 12;
const MEGABYTE = 2 ** 20;

/** Decides rounds of believable people; gives time, the longest step between two yields, and resident memory. */
export async function benchMatching(): Promise<string> {
  const lines: string[] = [];
  for (const size of SIZES) {
    const input = believableRound(size);
    const { outcome, took, longest } = await timeRound(input);
    const repeats = outcome.groups.reduce((sum, group) => sum + group.repeats.length, 0);
    lines.push(
      `matching ${size} people: ${took.toFixed(0)} ms, longest step ${longest.toFixed(1)} ms, ` +
        `rss ${(process.memoryUsage().rss / MEGABYTE).toFixed(0)} MB, ${outcome.groups.length} groups, ` +
        `${outcome.unmatched.length} left over, ${repeats} repeats, mean score ${(outcome.total / outcome.groups.length).toFixed(0)}`,
    );
  }
  return lines.join("\n");
}

async function timeRound(input: RoundInput): Promise<{ outcome: RoundOutcome; took: number; longest: number }> {
  const start = performance.now();
  const work = decideRound(input);
  for (let longest = 0; ; await breathe()) {
    const before = performance.now();
    const step = work.next();
    longest = Math.max(longest, performance.now() - before);
    if (step.done === true) return { outcome: step.value, took: performance.now() - start, longest };
  }
}
