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
        `${outcome.unmatched.length} left over, ${repeats} repeats, mean score ${(outcome.total / outcome.groups.length).toFixed(0)}; ` +
        shuffled(input),
    );
  }
  return lines.join("\n");
}

/** What the usual bots do: shuffle, and take two by two. Counted is what that breaks. */
function shuffled({ people, forbidden, met, restWeeks }: RoundInput): string {
  const chance = seededChance(1);
  const start = performance.now();
  const order = [...people];
  for (let last = order.length - 1; last > 0; last--) {
    const other = chance(last + 1);
    const [a, b] = [order[last], order[other]];
    if (a && b) [order[last], order[other]] = [b, a];
  }
  const pairs = order.flatMap((a, place): [Person, Person][] => {
    const b = order[place + 1];
    return place % 2 === 0 && b ? [[a, b]] : [];
  });
  const took = performance.now() - start;
  const keyOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const apart = new Set(forbidden.map(([a, b]) => keyOf(a, b)));
  const recent = new Set(met.filter(({ weeksAgo }) => weeksAgo < restWeeks).map(({ a, b }) => keyOf(a, b)));
  const count = (isBroken: (pair: [Person, Person]) => boolean) => pairs.filter(isBroken).length;
  const strangers = count(([a, b]) => !a.languages.some((language) => b.languages.includes(language)));
  return (
    `a shuffle: ${took.toFixed(0)} ms, ${strangers} pairs without a common language, ` +
    `${count(([a, b]) => apart.has(keyOf(a.id, b.id)))} that must not meet, ` +
    `${count(([a, b]) => recent.has(keyOf(a.id, b.id)))} repeats, ${order.length % 2} left over`
  );
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

/** People with Zipf-distributed topics, three languages, and twelve rounds behind them, always the same. */
function believableRound(size: number): RoundInput {
  const chance = seededChance(size);
  const people = Array.from({ length: size }, (_, place) => believablePerson(place, chance));
  const idOf = (place: number): string => people[place]?.id ?? "";
  const met = Array.from({ length: ROUNDS_BEFORE }, (_, round) => {
    const shift = 1 + chance(size - 1);
    return people.map(({ id }, place) => ({ a: id, b: idOf((place + shift) % size), weeksAgo: round + 1 }));
  });
  const forbidden = Array.from(
    { length: Math.ceil(size / 20) },
    () => [idOf(chance(size)), idOf(chance(size))] as const,
  );
  return {
    people,
    forbidden,
    met: met.flatMap((round) => round.filter((_, place) => place % 2 === 0)),
    restWeeks: 12,
    seed: 7,
  };
}

function believablePerson(place: number, chance: Chance): Person {
  const draw = <T>(from: readonly T[], otherwise: T): T => from[chance(from.length)] ?? otherwise;
  const some = (count: number): string[] => Array.from({ length: count }, () => `topic-${zipf(chance)}`);
  const start = draw([0, 60, 120, 480, 540, 600, 720], 0);
  return {
    id: `person-${place}`,
    languages: draw([["id"], ["id"], ["id"], ["id", "en"], ["id", "en"], ["en"], ["jv", "id"]], ["id"]),
    topics: some(2 + chance(4)),
    offers: some(chance(4)),
    seeks: some(chance(4)),
    level: `level-${chance(6)}`,
    institution: `school-${chance(400)}`,
    region: `region-${chance(38)}`,
    free: [[start, start + 180]],
    size: draw<Person["size"]>(["pair", "pair", "pair", "either", "either", "group"], "pair"),
    newcomer: chance(10) === 0,
    connector: chance(8) === 0,
    waiting: chance(50) === 0 ? 1 : 0,
  };
}

/** A rank from 1 to `TOPICS`, each about as frequent as its rank is small. */
function zipf(chance: Chance): number {
  return Math.floor(TOPICS ** (chance(10_000) / 10_000));
}
