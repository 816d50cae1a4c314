import { scoreGroup } from "../../src/matching/score.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { gathered, pairKey, twos } from "./people.js";

/** What the round wants, the gravest first; every number is better when smaller. */
type Objective = readonly [
  left: number,
  waiting: number,
  repeats: number,
  recency: number,
  bent: number,
  minusScore: number,
];

/** A way to part people: groups of two to four, and people alone. */
type Parting = readonly (readonly string[])[];

/** Measures partings of one round, from the input alone but for the scores. */
export function measureOf(input: RoundInput): (parting: Parting) => Objective | "unlawful" {
  const people = new Map(input.people.map((someone) => [someone.id, someone]));
  const gathering = gathered(input);
  const guestOf = new Map(gathering.guests.map((guest) => [guest.person.id, guest]));
  const forbidden = new Set(input.forbidden.map(([a, b]) => pairKey(a, b)));
  const weeks = new Map<string, number>();
  for (const { a, b, weeksAgo } of input.met)
    weeks.set(pairKey(a, b), Math.min(weeksAgo, weeks.get(pairKey(a, b)) ?? Infinity));
  const look = <T>(map: ReadonlyMap<string, T>, ids: readonly string[]): T[] => ids.flatMap((id) => map.get(id) ?? []);
  return (parting) => {
    const groups = parting.filter(({ length }) => length > 1);
    const pairs = groups.flatMap((group) => twos(group).map(([a, b]) => pairKey(a, b)));
    if (pairs.some((pair) => forbidden.has(pair))) return "unlawful";
    if (![...groups, ...groups.flatMap(twos)].every((some) => canTalk(look(people, some)))) return "unlawful";
    const alone = look(people, parting.filter(({ length }) => length === 1).flat());
    const repeated = pairs.map((pair) => weeks.get(pair) ?? Infinity).filter((ago) => ago < input.restWeeks);
    return [
      alone.length,
      sum(alone.map(({ waiting }) => waiting)),
      repeated.length,
      sum(repeated.map((ago) => Math.ceil((100 * (input.restWeeks - ago)) / input.restWeeks))),
      sum(groups.map((group) => bent(look(people, group)))),
      0 - sum(groups.map((group) => scoreGroup(look(guestOf, group), gathering))),
    ];
  };
}

/** The best objective that any parting of the round's people reaches. For up to eight people. */
export function bestObjective(input: RoundInput): Objective {
  const measure = measureOf(input);
  let best: Objective | undefined;
  for (const parting of partings(input.people.map(({ id }) => id))) {
    const objective = measure(parting);
    if (objective !== "unlawful" && (best === undefined || isLess(objective, best))) best = objective;
  }
  return best ?? [0, 0, 0, 0, 0, 0];
}

/** Every way to part people into sets of one to four. */
function* partings(people: readonly string[]): Generator<Parting> {
  const [first, ...others] = people;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let mask = 0; mask < 2 ** others.length; mask++) {
    const beside = others.filter((_, place) => ((mask >> place) & 1) === 1);
    if (beside.length > 3) continue;
    for (const rest of partings(others.filter((other) => !beside.includes(other)))) yield [[first, ...beside], ...rest];
  }
}

function isLess(one: Objective, other: Objective): boolean {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
}

/** Whether all can meet in one language in which somebody of them is at ease. */
export function canTalk(members: readonly Person[]): boolean {
  const spoken = members.flatMap(({ languages }) => languages);
  return spoken.some((language) =>
    members.every(({ languages, willing = [] }) => [...languages, ...willing].includes(language)),
  );
}

function bent(members: readonly Person[]): number {
  const wanting = (size: string): number => members.filter((member) => member.size === size).length;
  if (members.length === 2) return wanting("group");
  return wanting("pair") + (wanting("group") === 0 ? 1 : 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
