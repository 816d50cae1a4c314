import fc from "fast-check";
import { type Gathering, gather } from "../../src/matching/gathering.js";
import { drain } from "../../src/matching/steps.js";
import type { Person, RoundInput, RoundOutcome } from "../../src/matching/types.js";
import { HIGHEST_WEIGHT, WEIGHTS, type Weights } from "../../src/matching/weights.js";

/** Somebody about whom nothing is known but a language, changed as the test says. */
export function person(id: string, changes: Partial<Person> = {}): Person {
  return {
    id,
    languages: ["id"],
    topics: [],
    offers: [],
    seeks: [],
    free: [],
    size: "pair",
    newcomer: false,
    connector: false,
    waiting: 0,
    ...changes,
  };
}

/** People called p00, p01 and so on. */
export function crowd(count: number, changes: (place: number) => Partial<Person> = () => ({})): Person[] {
  return Array.from({ length: count }, (_, place) => person(nameOf(place), changes(place)));
}

/** The id of the person at a place of a crowd. */
export function nameOf(place: number): string {
  return `p${String(place).padStart(2, "0")}`;
}

/** A round without rules or history, changed as the test says. */
export function round(people: readonly Person[], changes: Partial<RoundInput> = {}): RoundInput {
  return { people, forbidden: [], met: [], restWeeks: 12, seed: 1, ...changes };
}

/** The round made ready. */
export function gathered(input: RoundInput): Gathering {
  return drain(gather(input));
}

/** Every two of a list. */
export function twos<T>(list: readonly T[]): (readonly [T, T])[] {
  return list.flatMap((a, place) => list.slice(place + 1).map((b) => [a, b] as const));
}

/** A pair as one string, whichever comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Pairs of an outcome, as `pairKey` writes them. */
export function pairsMet({ groups }: RoundOutcome): string[] {
  return groups.flatMap(({ members }) => twos(members).map(([a, b]) => pairKey(a, b)));
}

const key = fc.constantFrom("physics", "assessment", "stories", "maths");
const few = fc.uniqueArray(key, { maxLength: 3 });

const anyPerson: fc.Arbitrary<Omit<Person, "id">> = fc.record(
  {
    languages: fc.uniqueArray(fc.constantFrom("id", "en", "jv"), { minLength: 0, maxLength: 2 }),
    willing: fc.uniqueArray(fc.constantFrom("id", "en", "jv"), { maxLength: 2 }),
    topics: few,
    goals: few,
    offers: few,
    seeks: few,
    level: fc.constantFrom("phase-a", "phase-f"),
    institution: fc.constantFrom("school-1", "school-2"),
    region: fc.constantFrom("bali", "aceh"),
    free: fc.array(fc.tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 })), { maxLength: 2 }),
    size: fc.constantFrom("pair", "group", "either"),
    newcomer: fc.boolean(),
    connector: fc.boolean(),
    waiting: fc.nat({ max: 3 }),
  },
  { requiredKeys: ["languages", "topics", "offers", "seeks", "free", "size", "newcomer", "connector", "waiting"] },
);

/** Weights as they are, and some of them as low or high as can be. */
const anyWeights: fc.Arbitrary<Partial<Weights>> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(WEIGHTS)), { maxLength: 4 })
  .chain((names) =>
    fc.constantFrom(0, 500, HIGHEST_WEIGHT).map((weight) => Object.fromEntries(names.map((name) => [name, weight]))),
  );

/** Any round of up to `most` people; how many pairs are forbidden and how many met before varies from none to all. */
export function anyRound(most: number): fc.Arbitrary<RoundInput> {
  return fc
    .tuple(
      fc.array(anyPerson, { maxLength: most, size: "max" }),
      fc.constantFrom(0, 0.1, 0.5, 0.8, 1),
      fc.constantFrom(0, 0.3, 0.8, 1),
    )
    .chain(([people, forbidding, meeting]) => {
      const named = people.map((some, place) => ({ id: nameOf(place), ...some }));
      const pairs = twos(named.map(({ id }) => id));
      const share = (part: number): fc.Arbitrary<boolean> =>
        fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x < part);
      const each = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, sized(pairs.length));
      return fc.record({
        people: fc.constant(named),
        forbidden: each(share(forbidding)).map((chosen) => pairs.filter((_, place) => chosen[place])),
        met: each(fc.tuple(share(meeting), fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }))).map(
          (chosen) =>
            pairs.flatMap(([a, b], place) => {
              const [did, weeks] = chosen[place] ?? [false, []];
              return did ? weeks.map((weeksAgo) => ({ a, b, weeksAgo })) : [];
            }),
        ),
        restWeeks: fc.constantFrom(0, 4, 12),
        weights: anyWeights,
        seed: fc.integer(),
      });
    });
}

function sized(length: number): { minLength: number; maxLength: number } {
  return { minLength: length, maxLength: length };
}
