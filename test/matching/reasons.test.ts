import { describe, expect, it } from "vitest";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { Person, Reason, RoundInput } from "../../src/matching/types.js";
import { crowd, person, round } from "./people.js";

/** The reasons of the one group that a few people make. */
function reasonsFor(people: readonly Partial<Person>[], changes: Partial<RoundInput> = {}): readonly Reason[] {
  const named = people.map((changed, place) => person(["a", "b", "c", "d"][place] ?? "", changed));
  const { groups } = decideRoundAtOnce(round(named, changes));
  expect(groups).toHaveLength(1);
  return groups[0]?.reasons ?? [];
}

describe("The reasons of a pair", () => {
  it("name shared topics, the rarest first", () => {
    const others = crowd(8, () => ({ topics: ["common"], languages: ["en"] }));
    const pair = ["a", "b"].map((id) => person(id, { topics: ["common", "rare"], languages: ["id"] }));
    const { groups } = decideRoundAtOnce(round([...others, ...pair]));
    const group = groups.find(({ members }) => members.includes("a"));
    expect(group?.reasons).toEqual([{ kind: "sharedTopics", topics: ["rare", "common"] }]);
  });

  it("name giver and taker, in both directions", () => {
    const reasons = reasonsFor([
      { offers: ["maths", "music"], seeks: ["art"] },
      { offers: ["art"], seeks: ["maths", "music"] },
    ]);
    expect(reasons).toEqual([
      { kind: "offerMeetsSeek", giver: "a", taker: "b", topics: ["maths", "music"] },
      { kind: "offerMeetsSeek", giver: "b", taker: "a", topics: ["art"] },
    ]);
  });

  it("name the common level, and different institutions and regions", () => {
    const reasons = reasonsFor([
      { level: "phase-f", institution: "x", region: "bali" },
      { level: "phase-f", institution: "y", region: "aceh" },
    ]);
    expect(reasons).toEqual([
      { kind: "sameLevel", level: "phase-f" },
      { kind: "differentInstitution" },
      { kind: "differentRegion" },
    ]);
  });

  it("name the free minutes in common", () => {
    expect(
      reasonsFor([
        {
          free: [
            [0, 100],
            [200, 300],
          ],
        },
        { free: [[50, 230]] },
      ]),
    ).toEqual([{ kind: "overlap", minutes: 80 }]);
  });

  it("name newcomer and connector", () => {
    expect(reasonsFor([{ connector: true }, { newcomer: true }])).toEqual([
      { kind: "newcomer", newcomer: "b", connector: "a" },
    ]);
  });

  it("do not call somebody who is new there a connector, and welcome one of a group", () => {
    const both = { connector: true, newcomer: true };
    expect(reasonsFor([both, both])).toEqual([{ kind: "fresh" }]);
    const trio = reasonsFor([{ newcomer: true }, { connector: true }, { newcomer: true }]);
    expect(trio).toEqual([{ kind: "newcomer", newcomer: "a", connector: "b" }]);
  });

  it("name goals in common, apart from topics", () => {
    const reasons = reasonsFor([
      { goals: ["inclusion"], topics: ["x"] },
      { goals: ["inclusion"], topics: ["x"] },
    ]);
    expect(reasons).toEqual([
      { kind: "sharedTopics", topics: ["x"] },
      { kind: "sharedGoals", goals: ["inclusion"] },
    ]);
  });

  it("name that two who met others have met nobody in common, and not of people who met nobody", () => {
    const people = ["a", "b"].map((id) => person(id, { languages: ["id"] }));
    const others = ["c", "d"].map((id) => person(id, { languages: ["en"] }));
    const metOf = (other: string) => [
      { a: "a", b: "c", weeksAgo: 3 },
      { a: "b", b: other, weeksAgo: 3 },
    ];
    const told = (other: string) => {
      const { groups } = decideRoundAtOnce(round([...people, ...others], { met: metOf(other) }));
      return groups.find(({ members }) => members.includes("a"))?.reasons;
    };
    expect(told("d")).toEqual([{ kind: "bridge" }]);
    expect(told("c")).toEqual([{ kind: "fresh" }]);
  });

  it("leave out what counts nothing in this round", () => {
    const people = [
      { topics: ["x"], level: "f" },
      { topics: ["x"], level: "f" },
    ];
    const kinds = (weights: RoundInput["weights"]) =>
      reasonsFor(people, weights ? { weights } : {}).map(({ kind }) => kind);
    expect(kinds({ sharedTopics: 0 })).toEqual(["sameLevel"]);
    expect(kinds({ sameLevel: 100 })).toEqual(["sameLevel", "sharedTopics"]);
  });

  it("name the weeks since they were together, when they have rested", () => {
    const met = [{ a: "b", b: "a", weeksAgo: 30.5 }];
    expect(reasonsFor([{}, {}], { met })).toEqual([{ kind: "longTime", weeks: 30 }]);
  });

  it("are the best three, the weightiest first", () => {
    const reasons = reasonsFor([
      { topics: ["x", "y", "z"], connector: true, level: "f", region: "bali", free: [[0, 500]] },
      { topics: ["x", "y", "z"], newcomer: true, level: "f", region: "aceh", free: [[0, 500]] },
    ]);
    expect(reasons.map(({ kind }) => kind)).toEqual(["sharedTopics", "newcomer", "overlap"]);
  });

  it("are that it is a first meeting, where nothing else is known", () => {
    expect(reasonsFor([{}, {}])).toEqual([{ kind: "fresh" }]);
  });

  it("never call a meeting the first that is not", () => {
    expect(reasonsFor([{}, {}], { met: [{ a: "a", b: "b", weeksAgo: 2 }] })).toEqual([{ kind: "longTime", weeks: 2 }]);
  });
});

describe("The reasons of a larger group", () => {
  it("name what is common to all of it, and nothing that only some share", () => {
    const all = { topics: ["x"], level: "f", free: [[0, 200]] as const };
    const reasons = reasonsFor([
      { ...all, topics: ["x", "y"], institution: "p" },
      { ...all, topics: ["x", "y"], institution: "p", free: [[100, 400]] },
      { ...all, institution: "q" },
    ]);
    expect(reasons).toEqual([
      { kind: "overlap", minutes: 100 },
      { kind: "sharedTopics", topics: ["x"] },
      { kind: "sameLevel", level: "f" },
    ]);
  });

  it("name the two whom an offer is about", () => {
    expect(reasonsFor([{}, { offers: ["maths"] }, { seeks: ["maths"] }])).toEqual([
      { kind: "offerMeetsSeek", giver: "b", taker: "c", topics: ["maths"] },
    ]);
  });

  it("do not call three people strangers of whom two have met", () => {
    const met = [{ a: "a", b: "c", weeksAgo: 20 }];
    expect(reasonsFor([{}, {}, {}], { met })).toEqual([{ kind: "partlyNew" }]);
  });

  it("do not count hours as common that only some gave", () => {
    const hours = { free: [[0, 300]] as const };
    expect(reasonsFor([hours, hours, {}])).toEqual([{ kind: "fresh" }]);
  });
});
