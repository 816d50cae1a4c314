import { seededChance, shuffled } from "../src/matching/chance.js";
import { decideHere, type Deciding } from "../src/matching/deciding.js";
import type { Group, Person, RoundInput, RoundOutcome, Unmatched } from "../src/matching/types.js";
import { pairKey, pairsOf } from "./record.js";

/** Random partners; why two are not together is asked of the program, and nobody in the simulation does. */
export function decidingByChance(breathe: () => Promise<void>): Deciding {
  return { ...decideHere(breathe), decide: (input) => Promise.resolve(decideByChance(input)) };
}

/**
 * Groups as they would be if nobody thought about them: whoever comes next in a random order, as long as the two have a
 * language in common and must not be kept apart. Neither interests nor earlier meetings count. Somebody left over joins
 * a pair where that is allowed.
 */
function decideByChance(input: RoundInput): RoundOutcome {
  const forbidden = new Set(input.forbidden.map(([a, b]) => pairKey(a, b)));
  const mayMeet = (a: Person, b: Person) =>
    a.languages.some((language) => b.languages.includes(language)) && !forbidden.has(pairKey(a.id, b.id));
  const waiting = shuffled(input.people.toSorted(byId), seededChance(input.seed));
  const groups: Person[][] = [];
  const left: Person[] = [];
  for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
    const person = first;
    const place = waiting.findIndex((other) => mayMeet(person, other));
    const [partner] = place < 0 ? [] : waiting.splice(place, 1);
    const host = groups.find((group) => group.length === 2 && group.every((member) => mayMeet(member, person)));
    if (partner) groups.push([person, partner]);
    else if (host) host.push(person);
    else left.push(person);
  }
  return {
    groups: groups.map((group) => groupOf(group, input)),
    unmatched: left.toSorted(byId).map(({ id }): Unmatched => ({ id, why: "odd" })),
    seed: input.seed,
    total: 0,
    method: "heuristic",
  };
}

function byId(a: Person, b: Person): number {
  return a.id < b.id ? -1 : 1;
}

function groupOf(people: readonly Person[], { met, restWeeks }: RoundInput): Group {
  const members = people.map(({ id }) => id).toSorted();
  const pairs = new Set(pairsOf(members).map(([a, b]) => pairKey(a, b)));
  const repeats = met.filter(({ a, b, weeksAgo }) => weeksAgo < restWeeks && pairs.has(pairKey(a, b)));
  return { members, score: 0, reasons: [], repeats };
}
