import { type Chance, seededChance, shuffled } from "./chance.js";
import type { Guest, Rules, Topic } from "./guest.js";
import { type Arriving, makeReader, requireMeasure } from "./reader.js";
import { type FitOf, rememberedFits } from "./fit.js";
import type { Aim } from "./market/aims.js";
import type { Steps } from "./steps.js";
import { strengthOf, tiesOf } from "./ties.js";
import type { GroupSize, Person, RoundInput } from "./types.js";
import { weightsOf } from "./weights.js";

/** A round made ready to be decided. */
export interface Gathering extends Rules {
  /** In the order drawn from the seed. */
  readonly guests: readonly Guest[];
  readonly aim: Aim;
  readonly enough: number;
  readonly groupSize: GroupSize | undefined;
  readonly fitOf: FitOf;
  readonly chance: Chance;
}

const PEOPLE_A_STEP = 64;
const PAIRS_A_STEP = 2048;

/**
 * Reads the input into guests who know each other.
 * @throws RangeError for a number that is not finite or is negative, for a weight that there is not or that is too high,
 * for a group size other than 3 and 4, and for two people with the same id.
 */
export function* gather(input: RoundInput): Steps<Gathering> {
  if (!Number.isFinite(input.seed)) throw new RangeError(`The seed must be a finite number, not ${input.seed}.`);
  requireMeasure(input.restWeeks, "restWeeks");
  requireMeasure(input.enough ?? 1, "enough");
  if (![undefined, 3, 4].includes(input.groupSize))
    throw new RangeError(`groupSize must be 3 or 4, not ${input.groupSize}.`);
  const rules = { restWeeks: input.restWeeks, weights: weightsOf(input.weights) };
  const people = yield* byId(input.people);
  const chance = seededChance(input.seed);
  const topics = yield* census(people);
  const read = makeReader(topics);
  const guests = new Map<string, Arriving>();
  for (const [order, person] of shuffled(people, chance).entries()) {
    guests.set(person.id, read(person, order));
    if (order % PEOPLE_A_STEP === 0) yield 0.5;
  }
  yield* keepApart(guests, input);
  yield* acquaint(guests, input);
  const fitOf = rememberedFits(people.length, rules);
  const { aim = "total", enough = 1, groupSize } = input;
  return { ...rules, guests: [...guests.values()], aim, enough, groupSize, fitOf, chance };
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
  for (const [place, { topics, goals = [], offers, seeks }] of people.entries()) {
    for (const key of new Set([...topics, ...goals, ...offers, ...seeks])) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (place % PEOPLE_A_STEP === 0) yield 0.3;
  }
  const keys = [...counts.keys()].sort();
  yield 0.4;
  const rarityOf = (key: string): number =>
    Math.log2(1 + people.length / (counts.get(key) ?? 1)) / Math.log2(1 + people.length);
  return new Map(keys.map((key, order) => [key, { key, order, rarity: rarityOf(key) }]));
}

function* keepApart(guests: ReadonlyMap<string, Arriving>, { forbidden }: RoundInput): Steps<void> {
  for (const [place, [idA, idB]] of forbidden.entries()) {
    const [a, b] = [guests.get(idA), guests.get(idB)];
    if (a !== undefined && b !== undefined) {
      a.forbidden.add(b);
      b.forbidden.add(a);
    }
    if (place % PAIRS_A_STEP === 0) yield 0.6;
  }
}

function* acquaint(guests: ReadonlyMap<string, Arriving>, { met }: RoundInput): Steps<void> {
  /** Of each guest, the strengths of all ties by the acquaintance's place. */
  const strengths = Array.from(guests, () => new Map<number, number>());
  const add = (a: Guest, b: Guest, strength: number): void => {
    strengths[a.order]?.set(b.order, strength + (strengths[a.order]?.get(b.order) ?? 0));
  };
  for (const [place, meeting] of met.entries()) {
    requireMeasure(meeting.weeksAgo, "weeksAgo");
    const [a, b] = [guests.get(meeting.a), guests.get(meeting.b)];
    if (a !== undefined && b !== undefined && a !== b) {
      const weeks = Math.min(meeting.weeksAgo, a.met.get(b) ?? Infinity);
      a.met.set(b, weeks);
      b.met.set(a, weeks);
      const strength = strengthOf(meeting.weeksAgo);
      add(a, b, strength);
      add(b, a, strength);
    }
    if (place % PAIRS_A_STEP === 0) yield 0.8;
  }
  for (const guest of guests.values()) {
    guest.ties = tiesOf(guest.order, strengths[guest.order] ?? new Map<number, number>());
    if (guest.order % PEOPLE_A_STEP === 0) yield 0.9;
  }
}
