import { performance } from "node:perf_hooks";
import { type Chance, seededChance, shuffled } from "../src/matching/chance.js";
import { type Gathering, gather } from "../src/matching/gathering.js";
import { anneal } from "../src/matching/groups/anneal.js";
import { gatherGroups } from "../src/matching/groups/gather.js";
import { seatEverybody } from "../src/matching/groups/start.js";
import { makeTables } from "../src/matching/groups/tables.js";
import { type Guest, mayGather } from "../src/matching/guest.js";
import { scoreGroup } from "../src/matching/score.js";
import { drain, type Steps } from "../src/matching/steps.js";
import { community } from "./community.js";

const MEMBERS = 1_000;
const MANY = 100_000;
const SEEDS = [1, 2, 3];
const SHUFFLES = 1_000;
/** What the reference takes its time for: whom it tries to bring together, and how often, a person. */
const REFERENCE = { nearby: 30, tries: 100_000 };
const MEGABYTE = 2 ** 20;

type Groups = readonly (readonly Guest[])[];

/** Groups of people who all want one: against the best of many shuffles, against a long annealing, and many at once. */
export async function benchGroups(): Promise<string> {
  const lines = SEEDS.map((seed) => compare(drain(gather(community(MEMBERS, seed, 3))), seed));
  const many = drain(gather(community(MANY, 1, 3)));
  const before = process.memoryUsage().rss;
  const { groups, took, longest } = timed(gatherGroups(many));
  const more = (process.memoryUsage().rss - before) / MEGABYTE;
  return [
    ...lines,
    `groups of ${MANY}: ${(took / 1_000).toFixed(1)} s, longest step ${longest.toFixed(0)} ms, ${more.toFixed(0)} MB more, ` +
      `total ${total(groups, many)}, ${leftOver(groups)} left over`,
  ].join("\n");
}

function compare(gathering: Gathering, seed: number): string {
  const { guests } = gathering;
  const { groups, took, longest } = timed(gatherGroups(gathering));
  const mine = total(groups, gathering);
  const chance = seededChance(seed);
  let most = -Infinity;
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle++)
    most = Math.max(most, total(shuffledGroups(guests, chance), gathering));
  const reference = total(timed(annealLong(gathering)).groups, gathering);
  return (
    `groups of ${MEMBERS}, seed ${seed}: ${took.toFixed(0)} ms, longest step ${longest.toFixed(0)} ms, total ${mine}, ` +
    `${leftOver(groups)} left over; best of ${SHUFFLES} shuffles ${most}; ` +
    `long annealing ${reference} (${((mine / reference - 1) * 100).toFixed(2)} %)`
  );
}

function timed(work: Steps<Groups>): { groups: Groups; took: number; longest: number } {
  const start = performance.now();
  for (let longest = 0; ;) {
    const before = performance.now();
    const step = work.next();
    longest = Math.max(longest, performance.now() - before);
    if (step.done === true) return { groups: step.value, took: performance.now() - start, longest };
  }
}

function total(groups: Groups, rules: Gathering): number {
  return groups.reduce((sum, members) => sum + (members.length < 2 ? 0 : scoreGroup(members, rules)), 0);
}

function leftOver(groups: Groups): number {
  return groups.filter(({ length }) => length < 2).length;
}

/** Everybody in an order drawn by chance: each in turn takes the next two who may come along, the last ones join. */
function shuffledGroups(guests: readonly Guest[], chance: Chance): Groups {
  const waiting = new Set(shuffled(guests, chance));
  const groups: Guest[][] = [];
  const last: Guest[] = [];
  for (const guest of waiting) {
    waiting.delete(guest);
    const members = [guest];
    for (const other of waiting) {
      if (members.length === 3) break;
      if (mayGather([...members, other])) members.push(other);
    }
    for (const member of members) waiting.delete(member);
    if (members.length === 3) groups.push(members);
    else last.push(...members);
  }
  for (const guest of last)
    groups.find((members) => members.length === 3 && mayGather([...members, guest]))?.push(guest);
  return groups;
}

/** The same search with the patience that a round can't have, among all pairs of people. */
function* annealLong(gathering: Gathering): Steps<Groups> {
  const { guests } = gathering;
  const chance = seededChance(1);
  const tables = makeTables(gathering);
  const nearby = guests.map((_, person) => {
    const others = [...guests.keys()].filter((other) => other !== person && tables.fits(person, other) < 2 ** 15);
    others.sort((a, b) => tables.fits(person, b) - tables.fits(person, a));
    return Int32Array.from(others.slice(0, REFERENCE.nearby));
  });
  yield* seatEverybody(tables, { guests, nearby, wanted: 3 });
  yield* anneal(tables, nearby, REFERENCE.tries * guests.length, chance);
  return [...tables.size.keys()].flatMap((table) => {
    const members = guests.filter((_, person) => tables.tableOf[person] === table);
    return members.length === 0 ? [] : [members];
  });
}
