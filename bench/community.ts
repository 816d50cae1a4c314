import { type Chance, seededChance } from "../src/matching/chance.js";
import type { Person, RoundInput } from "../src/matching/types.js";

/** What the people of a made-up community want for company. */
export type Sizes = 2 | 3 | 4 | "mixed";

const ROUNDS_BEFORE = 8;
const REST_WEEKS = 12;
/** Weeks between two rounds. */
const APART = 1;
/** Pairs who must not meet, a person. */
const FORBIDDEN = 1 / 20;
const MOST_TOPICS = 2000;
const LANGUAGES: readonly (readonly string[])[] = [
  ["id"],
  ["id"],
  ["id"],
  ["id"],
  ["id", "en"],
  ["id", "en"],
  ["en"],
  ["id", "jv"],
  ["id", "su"],
];
/** When the free hours of a day begin, in UTC: mornings and evenings of Indonesia's three zones and of Europe. */
const STARTS = [0, 60, 120, 480, 540, 600, 660, 720, 1080];

/**
 * A believable community, the same for the same size and seed: topics, offers and wishes as frequent as Zipf's law has
 * them, institutions of very different size, several languages and zones, pairs who must not meet, and eight weekly rounds
 * behind it.
 */
export function community(members: number, seed: number, sizes: Sizes = 2): RoundInput {
  const chance = seededChance(seed);
  const people = Array.from({ length: members }, (_, place) => someone(place, members, sizes, chance));
  const idOf = (place: number): string => people[place % members]?.id ?? "";
  const pairs = Math.floor(members * FORBIDDEN);
  return {
    people,
    forbidden: members < 2 ? [] : Array.from({ length: pairs }, () => twoOf(members, chance, idOf)),
    met:
      members < 2
        ? []
        : Array.from({ length: ROUNDS_BEFORE }, (_, round) => pastRound(round, members, chance, idOf)).flat(),
    restWeeks: REST_WEEKS,
    seed,
  };
}

function someone(place: number, members: number, sizes: Sizes, chance: Chance): Person {
  const topics = Math.min(MOST_TOPICS, 20 + Math.ceil(members / 5));
  const some = (count: number): string[] => Array.from({ length: count }, () => `topic-${zipf(topics, chance)}`);
  const start = STARTS[chance(STARTS.length)] ?? 0;
  const knowsHours = chance(10) > 0;
  return {
    id: `member-${place}`,
    languages: LANGUAGES[chance(LANGUAGES.length)] ?? [],
    topics: some(1 + chance(5)),
    offers: some(chance(4)),
    seeks: some(chance(4)),
    level: `phase-${chance(6)}`,
    institution: `school-${zipf(Math.max(3, Math.ceil(members / 10)), chance)}`,
    region: `region-${zipf(38, chance)}`,
    free: knowsHours ? [[start, start + 60 + 30 * chance(5)]] : [],
    size: sizeFor(sizes, chance),
    newcomer: chance(10) === 0,
    connector: chance(8) === 0,
    waiting: chance(50) === 0 ? 1 : 0,
  };
}

function sizeFor(sizes: Sizes, chance: Chance): Person["size"] {
  if (sizes === 2) return "pair";
  if (sizes !== "mixed") return "group";
  return (["pair", "pair", "pair", "either", "either", "group"] as const)[chance(6)] ?? "pair";
}

/** A rank from 1 to `most`, each as frequent as its rank is small. */
function zipf(most: number, chance: Chance): number {
  return Math.floor(most ** (chance(1_000_000) / 1_000_000));
}

function twoOf(members: number, chance: Chance, idOf: (place: number) => string): readonly [string, string] {
  const one = chance(members);
  return [idOf(one), idOf(one + 1 + chance(members - 1))];
}

/** Everybody met somebody: whoever stood a number of places away that was drawn for the round. */
function pastRound(round: number, members: number, chance: Chance, idOf: (place: number) => string): RoundInput["met"] {
  const shift = 1 + chance(Math.max(1, members - 1));
  const seen = new Set<number>();
  return Array.from({ length: members }, (_, place) => place).flatMap((place) => {
    const other = (place + shift) % members;
    if (seen.has(place) || seen.has(other)) return [];
    seen.add(place).add(other);
    return [{ a: idOf(place), b: idOf(other), weeksAgo: (round + 1) * APART }];
  });
}
