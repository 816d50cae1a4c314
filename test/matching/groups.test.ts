import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatherGroups } from "../../src/matching/groups/gather.js";
import { splitByCompany } from "../../src/matching/groups/split.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { drain } from "../../src/matching/steps.js";
import type { RoundInput } from "../../src/matching/types.js";
import { community } from "../../bench/community.js";
import { bestObjective, measureOf } from "./bruteForce.js";
import { anyRound, crowd, gathered, nameOf, person, round, twos } from "./people.js";

type Parting = readonly (readonly string[])[];

/** Groups and people alone, by their ids. */
function arrange(input: RoundInput, start: Parting = []): Parting {
  const gathering = gathered(input);
  const guests = new Map(gathering.guests.map((guest) => [guest.person.id, guest]));
  const seated = start.map((ids) => ids.flatMap((id) => guests.get(id) ?? []));
  const groups = drain(gatherGroups(gathering, seated));
  return groups.map((members) => members.map((guest) => guest.person.id));
}

function sorted(parting: Parting): string[] {
  return parting.map((members) => [...members].sort().join()).sort();
}

function sizesOf(parting: Parting): number[] {
  return parting.map(({ length }) => length).sort();
}

function objectiveOf(input: RoundInput, parting: Parting): readonly number[] {
  const objective = measureOf(input)(parting);
  if (objective === "unlawful") throw new Error("A hard rule is broken.");
  return objective;
}

/** The place of the first thing that is worse, or -1 when nothing is, before something is better. */
function firstWorse(mine: readonly number[], theirs: readonly number[]): number {
  const place = mine.findIndex((value, index) => value !== theirs[index]);
  return (mine[place] ?? 0) > (theirs[place] ?? 0) ? place : -1;
}

const wanting = (size: "group" | "either") => (count: number) => crowd(count, () => ({ size }));
const groupPeople = wanting("group");

describe("gathering groups", () => {
  it("seats everybody once, in groups of at most four that break no hard rule", () => {
    fc.assert(
      fc.property(anyRound(20), (input) => {
        const parting = arrange(input);
        expect(parting.flat().sort()).toEqual(input.people.map(({ id }) => id).sort());
        expect(Math.max(0, ...sizesOf(parting))).toBeLessThanOrEqual(4);
        expect(measureOf(input)(parting)).not.toBe("unlawful");
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("finds the best arrangement of nearly every small round", () => {
    const rounds = fc.sample(anyRound(7), { numRuns: 120, seed: 2 });
    const missed = rounds.filter((input) => firstWorse(objectiveOf(input, arrange(input)), bestObjective(input)) >= 0);
    expect(missed.length).toBeLessThanOrEqual(4);
  });

  it("makes nothing worse that it begins with", () => {
    fc.assert(
      fc.property(anyRound(30), (input) => {
        const { groups, unmatched } = decideRoundAtOnce(input);
        const start = groups.map(({ members }) => members);
        const before = objectiveOf(input, [...start, ...unmatched.map(({ id }) => [id])]);
        const after = objectiveOf(input, arrange(input, start));
        expect(firstWorse(after.slice(0, -1), before.slice(0, -1))).toBe(-1);
      }),
      { numRuns: 25, seed: 3 },
    );
  });

  it("gives the same groups for the same seed, in whatever order people are listed", () => {
    const input = community(150, 4, 3);
    const turned = { ...input, people: [...input.people].reverse(), met: [...input.met].reverse() };
    expect(sorted(arrange(turned))).toEqual(sorted(arrange(input)));
    expect(sorted(arrange({ ...input, seed: 5 }))).not.toEqual(sorted(arrange(input)));
  });

  it("gives other names the same groups when they sort alike", () => {
    const input = community(90, 6, 3);
    const rename = (id: string): string => `x-${id}`;
    const renamed = {
      ...input,
      people: input.people.map((someone) => ({ ...someone, id: rename(someone.id) })),
      forbidden: input.forbidden.map(([a, b]) => [rename(a), rename(b)] as const),
      met: input.met.map(({ a, b, weeksAgo }) => ({ a: rename(a), b: rename(b), weeksAgo })),
    };
    expect(sorted(arrange(renamed))).toEqual(sorted(arrange(input).map((members) => members.map(rename))));
  });

  it("brings planted triples together", () => {
    const topics = (place: number) => [0, 1, 2].map((nth) => `topic-${place % 30}-${nth}`);
    const input = round(crowd(90, (place) => ({ size: "group", topics: topics(place) })));
    const triples = Array.from({ length: 30 }, (_, first) => [first, first + 30, first + 60].map(nameOf));
    expect(sorted(arrange(input))).toEqual(sorted(triples));
  });

  it("has nobody meet again in a community that has people enough", () => {
    const input = community(300, 7, 3);
    const [left, , repeats, , bent] = objectiveOf(input, arrange(input));
    expect([left, repeats, bent]).toEqual([0, 0, 0]);
  });

  it("brings together those who met longest ago when all have met", () => {
    const people = groupPeople(6);
    const together = (a: string, b: string): boolean => Number(a.slice(1)) % 2 === Number(b.slice(1)) % 2;
    const met = twos(people.map(({ id }) => id)).map(([a, b]) => ({ a, b, weeksAgo: together(a, b) ? 9 : 2 }));
    expect(sorted(arrange(round(people, { met })))).toEqual(["p00,p02,p04", "p01,p03,p05"]);
  });

  it("lets nobody be left over for want of a free seat", () => {
    for (let count = 2; count <= 24; count++) {
      const alone = arrange(round(groupPeople(count))).filter(({ length }) => length === 1);
      expect(alone).toEqual([]);
    }
  });

  it("makes groups of the size that is asked for, and the rest one larger or smaller", () => {
    const sizes = (count: number, groupSize: 3 | 4): number[] =>
      sizesOf(arrange(round(groupPeople(count), { groupSize })));
    expect(sizes(24, 3)).toEqual(Array<number>(8).fill(3));
    expect(sizes(24, 4)).toEqual(Array<number>(6).fill(4));
    expect(sizes(25, 3)).toEqual([...Array<number>(7).fill(3), 4]);
    expect(sizes(26, 3)).toEqual([...Array<number>(6).fill(3), 4, 4]);
    expect(sizes(25, 4)).toEqual([3, 3, 3, 4, 4, 4, 4]);
    expect(sizes(26, 4)).toEqual([3, 3, 4, 4, 4, 4, 4]);
    expect(sizes(27, 4)).toEqual([3, ...Array<number>(6).fill(4)]);
  });

  it("has the same sizes in rounds that are searched exactly", () => {
    const sizes = (count: number, groupSize: 3 | 4): number[] =>
      decideRoundAtOnce(round(groupPeople(count), { groupSize })).groups.map(({ members }) => members.length);
    expect(sizes(12, 3)).toEqual([3, 3, 3, 3]);
    expect(sizes(12, 4)).toEqual([4, 4, 4]);
    expect(sizes(6, 4)).toEqual([3, 3]);
  });

  it("needs a language that is common to all of a group", () => {
    const languages = [["id", "en"], ["en", "jv"], ["jv", "id"], ["id"], ["en"], ["jv"]];
    const input = round(languages.map((some, place) => person(nameOf(place), { languages: some, size: "group" })));
    expect(objectiveOf(input, arrange(input))[0]).toBe(bestObjective(input)[0]);
  });

  it("refuses to begin with somebody who takes no part", () => {
    const [some, others] = [gathered(round(groupPeople(3))), gathered(round(groupPeople(3)))];
    expect(() => drain(gatherGroups(some, [others.guests]))).toThrow(RangeError);
  });

  it("refuses a size of groups that there isn't", () => {
    expect(() => gathered({ ...round([]), groupSize: 5 as 4 })).toThrow(RangeError);
  });
});

describe("parting people by the company they want", () => {
  const split = (people: RoundInput["people"]) => {
    const { inGroups, inPairs } = splitByCompany(gathered(round(people)));
    return [inGroups.length, inPairs.length];
  };
  const mixed = (pair: number, group: number, either: number) =>
    crowd(pair + group + either, (place) => ({
      size: place < pair ? "pair" : place < pair + group ? "group" : "either",
    }));

  it("leaves those who take any company in pairs", () => {
    expect(split(mixed(10, 9, 4))).toEqual([9, 14]);
    expect(split(mixed(10, 0, 5))).toEqual([0, 15]);
  });

  it("lets some of them make up numbers", () => {
    expect(split(mixed(10, 1, 6))).toEqual([3, 14]);
    expect(split(mixed(10, 5, 5))).toEqual([6, 14]);
    expect(split(mixed(9, 9, 4))).toEqual([10, 12]);
    expect(split(mixed(10, 9, 0))).toEqual([9, 10]);
  });

  it("takes those who go best with somebody who wants a group", () => {
    const topics = ["maths"];
    const people = [
      ...crowd(2, () => ({ size: "group", topics })),
      ...["x", "y", "z"].map((id) => person(id, { size: "either", topics: id === "y" ? topics : [] })),
    ];
    const { inGroups } = splitByCompany(gathered(round(people)));
    expect(inGroups.map((guest) => guest.person.id).sort()).toEqual(["p00", "p01", "y"]);
  });
});
