import { performance } from "node:perf_hooks";
import { munkres } from "munkres";
import { type Chance, seededChance } from "../src/matching/chance.js";
import { assign, type Assigned } from "../src/matching/mentors/assign.js";
import { type FitEdge, type Fits, fitsBy, fitsOf } from "../src/matching/mentors/fits.js";

interface Case {
  readonly mentees: number;
  readonly mentors: number;
  readonly seats: number;
  /** Mentors whom each mentee could have; all where it isn't said. */
  readonly each?: number;
  /** Whether the published solver can do it in a bearable time: it wants a row of numbers for each seat. */
  readonly withPeer?: boolean;
}

const CASES: readonly Case[] = [
  { mentees: 2_000, mentors: 600, seats: 1_800, withPeer: true },
  { mentees: 10_000, mentors: 3_000, seats: 9_000, each: 50 },
  { mentees: 10_000, mentors: 3_000, seats: 12_000, each: 50 },
  { mentees: 10_000, mentors: 3_000, seats: 9_000 },
];
const TOPICS = 6;
const MEGABYTE = 2 ** 20;

/** Seats mentees exactly, next to those who are asked in turn and take the best seat left, and to a published solver. */
export async function benchMentors(): Promise<string> {
  return CASES.map((one) => {
    const fits = believableFits(one);
    const { answer, took, cpu, longest, peak } = timeAssign(fits);
    const { weight, seated, certificate } = answer;
    const isProven = certificate.bound === weight ? "proven" : "NOT PROVEN";
    const lines = [
      `mentors, ${one.mentees} mentees x ${one.mentors}, ${one.seats} seats, ${one.each ?? "all"} each: ${took.toFixed(0)} ms ` +
        `(cpu ${cpu.toFixed(0)}), longest step ${longest.toFixed(1)} ms, peak ${(peak / MEGABYTE).toFixed(0)} MB, ` +
        `${seated} seated, fit ${weight} (${isProven})`,
      inTurn(fits),
    ];
    if (one.withPeer === true) lines.push(byPeer(fits));
    return lines.join("; ");
  }).join("\n");
}

function timeAssign(fits: Fits) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const work = assign(fits);
  for (let longest = 0; ;) {
    const from = performance.now();
    const step = work.next();
    longest = Math.max(longest, performance.now() - from);
    if (step.done !== true) continue;
    const answer: Assigned = step.value;
    const { user, system } = process.cpuUsage(before);
    const peak = process.resourceUsage().maxRSS * 1024;
    return { answer, took: performance.now() - start, cpu: (user + system) / 1_000, longest, peak };
  }
}

/** Each mentee in turn takes the best of the seats that are left. */
function inTurn({ mentees, capacities, read }: Fits): string {
  const start = performance.now();
  const [to, weights] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  const free = capacities.slice();
  let [seated, sum] = [0, 0];
  for (let mentee = 0; mentee < mentees; mentee++) {
    let [best, choice] = [-Infinity, -1];
    for (let at = 0, count = read(mentee, to, weights); at < count; at++) {
      const [j, weight] = [to[at] ?? 0, weights[at] ?? 0];
      if (weight > best && (free[j] ?? 0) > 0) [best, choice] = [weight, j];
    }
    if (choice < 0) continue;
    free[choice] = (free[choice] ?? 0) - 1;
    seated++;
    sum += best;
  }
  return `in turn: ${(performance.now() - start).toFixed(0)} ms, ${seated} seated, fit ${sum}`;
}

/** The npm package munkres, which knows no capacities: a row for each seat, and a column for each mentee. */
function byPeer({ mentees, capacities, read }: Fits): string {
  const table = Array.from(capacities, () => new Float64Array(mentees));
  const [to, weights] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  for (let mentee = 0; mentee < mentees; mentee++)
    for (let at = 0, count = read(mentee, to, weights); at < count; at++) {
      const row = table[to[at] ?? 0];
      if (row) row[mentee] = -(weights[at] ?? 0);
    }
  const rows = [...capacities].flatMap((seats, j) => Array.from({ length: seats }, () => table[j] ?? []));
  const start = performance.now();
  const pairs = munkres(rows);
  const took = performance.now() - start;
  const sum = pairs.reduce((total, [row, column]) => total - (rows[row]?.[column] ?? 0), 0);
  return `munkres: ${took.toFixed(0)} ms, ${pairs.length} seated, fit ${sum}`;
}

/** Mentors who are wanted more or less by all, and interests that are shared more or less; always the same. */
function believableFits({ mentees, mentors, seats, each }: Case): Fits {
  const chance = seededChance(mentees + seats);
  const draw = () => Array.from({ length: TOPICS }, () => chance(10));
  const [seeks, offers] = [Array.from({ length: mentees }, draw), Array.from({ length: mentors }, draw)];
  const renown = Array.from({ length: mentors }, () => chance(300));
  const capacities = renown.map((_, j) => Math.floor(((j + 1) * seats) / mentors) - Math.floor((j * seats) / mentors));
  const fitAt = (mentee: number, mentor: number) =>
    (renown[mentor] ?? 0) + (seeks[mentee] ?? []).reduce((sum, wish, t) => sum + wish * (offers[mentor]?.[t] ?? 0), 0);
  if (each !== undefined) return fitsOf(mentees, capacities, someEdges(mentees, mentors, each, chance, fitAt));
  const table = new Int32Array(mentees * mentors);
  for (let at = 0; at < table.length; at++) table[at] = fitAt(Math.floor(at / mentors), at % mentors);
  return fitsBy(mentees, capacities, (mentee, mentor) => table[mentee * mentors + mentor] ?? 0);
}

function someEdges(
  mentees: number,
  mentors: number,
  each: number,
  chance: Chance,
  fitAt: (mentee: number, mentor: number) => number,
): FitEdge[] {
  return Array.from({ length: mentees * each }, (_, at) => {
    const [mentee, mentor] = [at % mentees, chance(mentors)];
    return [mentee, mentor, fitAt(mentee, mentor)];
  });
}
