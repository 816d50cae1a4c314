import { describe, expect, it } from "vitest";
import { seededChance } from "../../src/matching/chance.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { Person, RoundInput, RoundOutcome } from "../../src/matching/types.js";
import { crowd, pairsMet, person, round, twos } from "./people.js";

/** Decides a round a week; each knows those before it, and who waited. */
function liveThrough(
  weeks: number,
  people: readonly Person[],
  forbidden: RoundInput["forbidden"] = [],
): RoundOutcome[] {
  const outcomes: RoundOutcome[] = [];
  const waiting = new Map<string, number>();
  for (let week = 0; week < weeks; week++) {
    const met = outcomes.flatMap((outcome, then) =>
      outcome.groups.flatMap(({ members }) => twos(members).map(([a, b]) => ({ a, b, weeksAgo: week - then }))),
    );
    const today = people.map((someone) => ({ ...someone, waiting: waiting.get(someone.id) ?? 0 }));
    const outcome = decideRoundAtOnce(round(today, { met, forbidden, seed: week }));
    outcomes.push(outcome);
    for (const { id } of people) waiting.delete(id);
    for (const { id } of outcome.unmatched) waiting.set(id, 1 + (today.find((one) => one.id === id)?.waiting ?? 0));
  }
  return outcomes;
}

/** People with a few of twenty topics, mostly one language, from eight schools. */
function colleagues(count: number, sizes: readonly Person["size"][]): Person[] {
  const chance = seededChance(count);
  return crowd(count, (place) => ({
    languages: place % 5 === 0 ? ["id", "en"] : place % 11 === 3 ? ["en"] : ["id"],
    topics: [1, 2, 3].map(() => `topic-${Math.min(chance(20), chance(20))}`),
    institution: `school-${chance(8)}`,
    size: sizes[place % sizes.length] ?? "pair",
  }));
}

const repeatsIn = (outcomes: readonly RoundOutcome[]): unknown[] =>
  outcomes.flatMap(({ groups }) => groups.flatMap(({ repeats }) => repeats));
const leftIn = (outcomes: readonly RoundOutcome[]): unknown[] => outcomes.flatMap(({ unmatched }) => unmatched);

describe("Forty weeks of sixty people", () => {
  it("bring nobody together twice within twelve weeks, and leave nobody over", () => {
    const people = colleagues(60, ["pair"]);
    const forbidden = [
      ["p00", "p01"],
      ["p07", "p30"],
      ["p44", "p13"],
    ] as const;
    const outcomes = liveThrough(40, people, forbidden);
    expect(repeatsIn(outcomes)).toEqual([]);
    expect(leftIn(outcomes)).toEqual([]);
    const met = outcomes.map(pairsMet);
    for (const [week, pairs] of met.entries()) {
      const recent = new Set(met.slice(Math.max(0, week - 11), week).flat());
      expect(pairs.filter((pair) => recent.has(pair))).toEqual([]);
    }
  });

  it("do so with groups among them, or at least for twenty weeks", () => {
    const outcomes = liveThrough(20, colleagues(60, ["pair", "either", "group", "pair", "either"]));
    expect(repeatsIn(outcomes)).toEqual([]);
    expect(leftIn(outcomes)).toEqual([]);
    expect(outcomes.some(({ groups }) => groups.some(({ members }) => members.length === 4))).toBe(true);
  });
});

describe("Thirty weeks of thirty-one people", () => {
  it("find a rested trio for the odd one, every time", () => {
    const outcomes = liveThrough(30, crowd(31));
    expect(repeatsIn(outcomes)).toEqual([]);
    expect(leftIn(outcomes)).toEqual([]);
  });
});

describe("A year of rounds in which somebody must be left over", () => {
  // Three speak a language that only one other speaks, and must not meet each other: each week two of them are left.
  const mates = ["m0", "m1", "m2"].map((id) => person(id, { languages: ["mi"] }));
  const people = [...crowd(27), person("host", { languages: ["id", "mi"] }), ...mates];
  const forbidden = twos(mates.map(({ id }) => id));

  it("lets them take turns", () => {
    const outcomes = liveThrough(52, people, forbidden);
    const left = outcomes.map(({ unmatched }) => unmatched.map(({ id }) => id));
    for (const ids of left) expect(ids).toHaveLength(2);
    for (const { id } of mates) {
      const absences = left.map((ids) => ids.includes(id));
      const inARow = absences.map((_, week) => absences.slice(week, week + 3).every(Boolean) && week + 3 <= 52);
      expect(inARow).not.toContain(true);
    }
    expect(new Set(outcomes.flatMap(({ unmatched }) => unmatched.map(({ why }) => why)))).toEqual(new Set(["odd"]));
  });

  it("lets those go first who waited, in a small round too", () => {
    const [first, second, third] = [person("m0", { languages: ["mi"], waiting: 2 }), ...mates.slice(1)];
    if (!second || !third) throw new Error("There are three of them.");
    const host = person("host", { languages: ["mi"] });
    const { groups } = decideRoundAtOnce(round([third, second, first, host], { forbidden }));
    expect(groups.map(({ members }) => members)).toEqual([["host", "m0"]]);
  });
});
