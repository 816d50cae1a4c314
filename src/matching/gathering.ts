import { type Chance, seededChance, shuffled } from "./chance.js";
import type { Guest, Stretch, Topic } from "./guest.js";
import { type FitOf, rememberedFits } from "./fit.js";
import type { Aim } from "./market/aims.js";
import type { Steps } from "./steps.js";
import type { Person, RoundInput } from "./types.js";

/** A round made ready to be decided. */
export interface Gathering {
  /** In the order drawn from the seed. */
  readonly guests: readonly Guest[];
  readonly restWeeks: number;
  readonly aim: Aim;
  readonly fitOf: FitOf;
  readonly chance: Chance;
}

const MINUTES_A_DAY = 1440;
const PEOPLE_A_STEP = 64;
const PAIRS_A_STEP = 2048;

/**
 * Reads the input into guests who know each other.
 * @throws RangeError for a number that is not finite or is negative, and for two people with the same id.
 */
export function* gather(input: RoundInput): Steps<Gathering> {
  if (!Number.isFinite(input.seed)) throw new RangeError(`The seed must be a finite number, not ${input.seed}.`);
  requireMeasure(input.restWeeks, "restWeeks");
  const people = yield* byId(input.people);
  const chance = seededChance(input.seed);
  const topics = yield* census(people);
  const languages = codesOf(people);
  const guests = new Map<string, Guest & Ties>();
  for (const [order, person] of shuffled(people, chance).entries()) {
    guests.set(person.id, guestOf(person, order, topics, languages));
    if (order % PEOPLE_A_STEP === 0) yield 0.5;
  }
  yield* tie(guests, input);
  const { restWeeks, aim = "total" } = input;
  return { guests: [...guests.values()], restWeeks, aim, fitOf: rememberedFits(people.length, restWeeks), chance };
}

interface Ties {
  readonly forbidden: Set<Guest>;
  readonly met: Map<Guest, number>;
}

function requireMeasure(value: number, what: string): void {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${what} must be 0 or more, not ${value}.`);
}

function* byId(people: readonly Person[]): Steps<Person[]> {
  const known = new Map<string, Person>();
  for (const person of people) {
    if (known.has(person.id)) throw new RangeError(`The id ${person.id} is given to two people.`);
    requireMeasure(person.waiting, `waiting of ${person.id}`);
    known.set(person.id, person);
  }
  yield 0.1;
  const ids = [...known.keys()].sort();
  yield 0.2;
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** How rare each topic is: the logarithm of how many people there are for each one who names it, brought to 0..1. */
function* census(people: readonly Person[]): Steps<ReadonlyMap<string, Topic>> {
  const counts = new Map<string, number>();
  for (const [place, { topics, offers, seeks }] of people.entries()) {
    for (const key of new Set([...topics, ...offers, ...seeks])) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (place % PEOPLE_A_STEP === 0) yield 0.3;
  }
  const keys = [...counts.keys()].sort();
  yield 0.4;
  const rarityOf = (key: string): number =>
    Math.log2(1 + people.length / (counts.get(key) ?? 1)) / Math.log2(1 + people.length);
  return new Map(keys.map((key, order) => [key, { key, order, rarity: rarityOf(key) }]));
}

function codesOf(people: readonly Person[]): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  for (const { languages } of people)
    for (const language of languages) if (!codes.has(language)) codes.set(language, codes.size);
  return codes;
}

function guestOf(
  person: Person,
  order: number,
  topics: ReadonlyMap<string, Topic>,
  languages: ReadonlyMap<string, number>,
): Guest & Ties {
  const read = (keys: readonly string[]): Topic[] =>
    [...new Set(keys)].flatMap((key) => topics.get(key) ?? []).sort((a, b) => a.order - b.order);
  return {
    person,
    order,
    languages: [...new Set(person.languages)].flatMap((language) => languages.get(language) ?? []),
    topics: read(person.topics),
    offers: read(person.offers),
    seeks: read(person.seeks),
    free: stretchesOf(person),
    forbidden: new Set(),
    met: new Map(),
  };
}

function stretchesOf({ id, free }: Person): Stretch[] {
  const result: { from: number; until: number }[] = [];
  for (const [from, until] of [...free].sort(([a], [b]) => a - b)) {
    requireMeasure(from, `free of ${id}`);
    requireMeasure(until, `free of ${id}`);
    const end = Math.min(until, MINUTES_A_DAY);
    const last = result.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, end);
    else if (from < end) result.push({ from, until: end });
  }
  return result;
}

function* tie(guests: ReadonlyMap<string, Guest & Ties>, { forbidden, met }: RoundInput): Steps<void> {
  for (const [place, [idA, idB]] of forbidden.entries()) {
    const [a, b] = [guests.get(idA), guests.get(idB)];
    if (a !== undefined && b !== undefined) {
      a.forbidden.add(b);
      b.forbidden.add(a);
    }
    if (place % PAIRS_A_STEP === 0) yield 0.6;
  }
  for (const [place, meeting] of met.entries()) {
    requireMeasure(meeting.weeksAgo, "weeksAgo");
    const [a, b] = [guests.get(meeting.a), guests.get(meeting.b)];
    if (a !== undefined && b !== undefined && a !== b) {
      const weeks = Math.min(meeting.weeksAgo, a.met.get(b) ?? Infinity);
      a.met.set(b, weeks);
      b.met.set(a, weeks);
    }
    if (place % PAIRS_A_STEP === 0) yield 0.8;
  }
}
