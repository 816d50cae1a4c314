import { describe, expect, it } from "vitest";
import { type Chance, seededChance, shuffled } from "../../src/matching/chance.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { scorePair } from "../../src/matching/score.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { gathered, nameOf, person, round, twos } from "./people.js";

const ROUNDS = 20;

interface Week {
  readonly input: RoundInput;
  /** Who met whom. */
  readonly groups: readonly (readonly string[])[];
  readonly left: readonly string[];
}

type Decide = (input: RoundInput) => readonly (readonly string[])[];

const matched: Decide = (input) => decideRoundAtOnce(input).groups.map(({ members }) => members);

/** What takes no account of anything: a shuffle, two by two. */
function paired(input: RoundInput): readonly (readonly string[])[] {
  const ids = shuffled(input.people, seededChance(input.seed)).map(({ id }) => id);
  return ids.flatMap((a, place) => {
    const b = ids[place + 1];
    return place % 2 === 0 && b !== undefined ? [[a, b]] : [];
  });
}

/** People with a few of the community's topics each, some of them rare. */
function community(size: number, chance: Chance, changes: (place: number) => Partial<Person> = () => ({})): Person[] {
  const some = (): string[] => Array.from({ length: 3 }, () => `topic-${Math.floor(40 ** (chance(1000) / 1000))}`);
  return Array.from({ length: size }, (_, place) =>
    person(nameOf(place), {
      topics: some(),
      offers: some().slice(0, 1),
      seeks: some().slice(0, 1),
      level: `level-${chance(4)}`,
      institution: `school-${chance(12)}`,
      region: `region-${chance(5)}`,
      ...changes(place),
    }),
  );
}

/** Lives through the rounds: whoever met rests, whoever was left over has waited. */
function liveThrough(people: readonly Person[], decide: Decide, changes: Partial<RoundInput> = {}): readonly Week[] {
  const weeks: Week[] = [];
  for (let seed = 0; seed < ROUNDS; seed++) {
    const met = weeks.flatMap(({ groups }, week) =>
      groups.flatMap((group) => twos(group).map(([a, b]) => ({ a, b, weeksAgo: seed - week }))),
    );
    const waitedOf = (id: string): number => {
      const last = weeks.findLastIndex(({ left }) => !left.includes(id));
      return weeks.length - 1 - last;
    };
    const here = people.map((one) => ({ ...one, waiting: waitedOf(one.id) }));
    const input = round(here, { ...changes, met, seed });
    const groups = decide(input);
    const found = new Set(groups.flat());
    weeks.push({ input, groups, left: people.map(({ id }) => id).filter((id) => !found.has(id)) });
  }
  return weeks;
}

/** What each person's meetings were worth on average, in the points of their rounds; 0 for a round without one. */
function sharesOf(people: readonly Person[], weeks: readonly Week[]): readonly number[] {
  const sums = new Map(people.map(({ id }) => [id, 0]));
  for (const { input, groups } of weeks) {
    const gathering = gathered(input);
    const guests = new Map(gathering.guests.map((guest) => [guest.person.id, guest]));
    for (const group of groups)
      for (const [a, b] of twos(group.flatMap((id) => guests.get(id) ?? []))) {
        const points = scorePair(a, b, gathering) / (group.length - 1);
        for (const {
          person: { id },
        } of [a, b])
          sums.set(id, (sums.get(id) ?? 0) + points);
      }
  }
  return [...sums.values()].map((sum) => sum / weeks.length);
}

/** C. Gini's measure of inequality (1912): 0 where all have the same, near 1 where one has all. */
function giniOf(shares: readonly number[]): number {
  const sorted = [...shares].sort((a, b) => a - b);
  const total = sorted.reduce((sum, share) => sum + share, 0);
  const weighted = sorted.reduce((sum, share, place) => sum + (place + 1) * share, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("Over twenty rounds", () => {
  it.each([40, 61])("of %i people good matches are shared out, more evenly than by a shuffle", (size) => {
    const people = community(size, seededChance(size));
    const [ours, theirs] = [matched, paired].map((decide) => sharesOf(people, liveThrough(people, decide)));
    if (ours === undefined || theirs === undefined) throw new Error("Both have lived through the rounds.");
    expect(giniOf(ours)).toBeLessThan(0.8 * giniOf(theirs));
    expect(meanOf(ours)).toBeGreaterThan(1.2 * meanOf(theirs));
    // Those worst off have more than the average person has by a shuffle.
    expect(Math.min(...ours)).toBeGreaterThan(meanOf(theirs));
  });

  it("nobody meets the same person again while there is somebody else", () => {
    const weeks = liveThrough(community(40, seededChance(3)), matched, { restWeeks: ROUNDS });
    const pairs = weeks.flatMap(({ groups }) => groups.flatMap((group) => twos([...group].sort()).map(String)));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it.each([2, 5])("%i people who can only meet the same one wait in turns, never twice before all have", (count) => {
    const waiters = Array.from({ length: count }, (_, place) => nameOf(place));
    const people = community(45, seededChance(5), (place) =>
      place < count ? { languages: ["mi"] } : place === count ? { languages: ["id", "mi"] } : {},
    );
    const weeks = liveThrough(people, matched, { forbidden: twos(waiters) });
    const found = weeks.flatMap(({ left }) => waiters.filter((id) => !left.includes(id)));
    for (const { left } of weeks) expect(left).toHaveLength(count - 1);
    // Each time somebody is found, it is who waited longest: no two of so many in a row are the same.
    for (let week = 0; week + count <= ROUNDS; week++)
      expect(new Set(found.slice(week, week + count)).size).toBe(count);
  });

  it("an odd one out never waits at all where a trio will do", () => {
    const weeks = liveThrough(community(41, seededChance(9)), matched);
    expect(weeks.flatMap(({ left }) => left)).toEqual([]);
  });
});
