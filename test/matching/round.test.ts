import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { community } from "../../bench/community.js";
import { decideRound, decideRoundAtOnce } from "../../src/matching/round.js";
import type { RoundInput, RoundOutcome } from "../../src/matching/types.js";
import { canTalk, measureOf } from "./bruteForce.js";
import { anyRound, crowd, nameOf, pairKey, pairsMet, person, round, twos } from "./people.js";

const everyRound = anyRound(40);

/** Checks a fact about every round, of any size, with any rules and any history. */
function always(holds: (input: RoundInput, outcome: RoundOutcome) => void): void {
  fc.assert(
    fc.property(everyRound, (input) => {
      holds(input, decideRoundAtOnce(input));
    }),
    { numRuns: 40 },
  );
}

function partingOf({ groups, unmatched }: RoundOutcome): string[][] {
  return [...groups.map(({ members }) => [...members]), ...unmatched.map(({ id }) => [id])];
}

describe("Any round", () => {
  it("keeps the hard rules: nobody meets someone forbidden, and each group has a language in common", () => {
    always((input, outcome) => expect(measureOf(input)(partingOf(outcome))).not.toBe("unlawful"));
  });

  it("gives everybody a place exactly once, in a group or among the unmatched", () => {
    always((input, outcome) => {
      expect(partingOf(outcome).flat().sort()).toEqual(input.people.map(({ id }) => id).sort());
    });
  });

  it("makes groups of two to four", () => {
    always((_, { groups }) => {
      for (const { members } of groups) expect([2, 3, 4]).toContain(members.length);
    });
  });

  it("leaves nobody over who may meet someone else that is left over", () => {
    always((input, outcome) => {
      const measure = measureOf(input);
      for (const pair of twos(outcome.unmatched.map(({ id }) => id))) expect(measure([pair])).toBe("unlawful");
    });
  });

  it("lists the pairs that meet again too soon, and no others", () => {
    always((input, { groups }) => {
      const latest = new Map<string, number>();
      for (const { a, b, weeksAgo } of input.met)
        latest.set(pairKey(a, b), Math.min(weeksAgo, latest.get(pairKey(a, b)) ?? Infinity));
      for (const { members, repeats } of groups) {
        const expected = twos(members)
          .map(([a, b]) => ({ a, b, weeksAgo: latest.get(pairKey(a, b)) ?? Infinity }))
          .filter(({ weeksAgo }) => weeksAgo < input.restWeeks);
        expect(repeats).toEqual(expected);
      }
    });
  });

  it("gives each group one to three reasons and a finite score, and adds the scores up", () => {
    always((_, { groups, total }) => {
      for (const { reasons, score } of groups) {
        expect([1, 2, 3]).toContain(reasons.length);
        expect(Number.isInteger(score)).toBe(true);
      }
      expect(total).toBe(groups.reduce((sum, { score }) => sum + score, 0));
    });
  });

  it("says of each unmatched person whether a language, the rules or the numbers stood in the way", () => {
    always((input, { unmatched }) => {
      const measure = measureOf(input);
      for (const alone of unmatched) {
        const self = input.people.filter(({ id }) => id === alone.id);
        const others = input.people.filter(({ id }) => id !== alone.id);
        const talking = others.filter((other) => self.some((one) => canTalk([one, other])));
        const allowed = talking.filter(({ id }) => measure([[id, alone.id]]) !== "unlawful");
        if (others.length === 0) expect(alone.why).toBe("alone");
        else if (talking.length === 0) expect(alone.why).toBe("language");
        else if (allowed.length === 0) expect(alone).toMatchObject({ why: "rules", forbidden: talking.length });
        else expect(alone.why).toBe("odd");
      }
    });
  });

  it("comes out the same however people, rules and history are listed", () => {
    const listedAnew = everyRound.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.record({
          people: shuffledList(input.people),
          forbidden: shuffledList(input.forbidden.map(([a, b]) => [b, a] as const)),
          met: shuffledList(input.met.map(({ a, b, weeksAgo }) => ({ a: b, b: a, weeksAgo }))),
          restWeeks: fc.constant(input.restWeeks),
          weights: fc.constant(input.weights ?? {}),
          seed: fc.constant(input.seed),
        }),
      ),
    );
    fc.assert(
      fc.property(listedAnew, ([input, anew]) => {
        expect(decideRoundAtOnce(anew)).toEqual(decideRoundAtOnce(input));
      }),
      { numRuns: 40 },
    );
  });

  it("yields progress that never falls, and ends with what it decides at once", () => {
    fc.assert(
      fc.property(everyRound, (input) => {
        const work = decideRound(input);
        for (let last = 0; ;) {
          const step = work.next();
          if (step.done === true) {
            expect(step.value).toEqual(decideRoundAtOnce(input));
            return;
          }
          expect(step.value.done).toBeGreaterThanOrEqual(last);
          expect(step.value.done).toBeLessThanOrEqual(step.value.of);
          last = step.value.done;
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("A small round", () => {
  it("of nobody has no groups", () => {
    expect(decideRoundAtOnce(round([]))).toEqual({
      groups: [],
      unmatched: [],
      seed: 1,
      total: 0,
      method: "exact",
    });
  });

  it("of one person says that nobody else is there", () => {
    expect(decideRoundAtOnce(round(crowd(1))).unmatched).toEqual([{ id: "p00", why: "alone" }]);
  });

  it.each([
    [2, [2]],
    [3, [3]],
    [4, [2, 2]],
    [5, [2, 3]],
    [13, [2, 2, 2, 2, 2, 3]],
    [31, [...Array.from({ length: 14 }, () => 2), 3]],
  ])("of %i people who want pairs makes groups of %j", (count, sizes) => {
    const { groups, unmatched } = decideRoundAtOnce(round(crowd(count)));
    expect(groups.map(({ members }) => members.length).sort()).toEqual(sizes);
    expect(unmatched).toEqual([]);
  });

  it.each([3, 7, 12, 13, 40])("of %i people who are all forbidden to each other leaves all of them over", (count) => {
    const people = crowd(count);
    const { groups, unmatched } = decideRoundAtOnce(round(people, { forbidden: twos(people.map(({ id }) => id)) }));
    expect(groups).toEqual([]);
    expect(unmatched).toEqual(people.map(({ id }) => ({ id, why: "rules", forbidden: count - 1 })));
  });

  it.each([5, 25])("of %i people leaves over the one with a foreign language, and says why", (count) => {
    const people = crowd(count, (place) => ({ languages: place === 3 ? ["mi"] : ["id"] }));
    expect(decideRoundAtOnce(round(people)).unmatched).toEqual([{ id: "p03", why: "language", languages: ["id"] }]);
  });

  it("names the languages that would help, the most common first, and none that the person has", () => {
    const languages = [["mi"], ["jv"], ["id", "jv"], ["en"], ["id", "en"], ["id"], ["su"]];
    const people = languages.map((some, place) => person(nameOf(place), { languages: some }));
    const { unmatched } = decideRoundAtOnce(round(people));
    expect(unmatched[0]).toEqual({ id: "p00", why: "language", languages: ["id", "en", "jv"] });
  });

  it("does not make a trio of three who talk in pairs only", () => {
    const people = [
      ["id", "en"],
      ["en", "jv"],
      ["jv", "id"],
    ].map((languages, place) => person(nameOf(place), { languages }));
    const { groups, unmatched } = decideRoundAtOnce(round(people));
    expect(groups.map(({ members }) => members.length)).toEqual([2]);
    expect(unmatched.map(({ why }) => why)).toEqual(["odd"]);
  });

  it("lets different seeds break ties differently", () => {
    const outcomes = Array.from({ length: 10 }, (_, seed) =>
      pairsMet(decideRoundAtOnce(round(crowd(8), { seed }))).join(),
    );
    expect(new Set(outcomes).size).toBeGreaterThan(3);
  });
});

describe("A large round", () => {
  it("may stop as soon as enough is proved, and says how much", () => {
    const input = community(400, 3, 2);
    const [all, some] = [1, 0.9].map((enough) => decideRoundAtOnce({ ...input, enough }));
    expect(all).toMatchObject({ method: "exact", bound: all?.total });
    expect(some?.bound).toBeGreaterThanOrEqual(all?.total ?? Infinity);
    expect(some?.total).toBeLessThanOrEqual(all?.total ?? 0);
    expect(some?.total).toBeGreaterThanOrEqual(0.9 * (some?.bound ?? 0));
    expect(some?.groups.flatMap(({ members }) => members).sort()).toEqual(input.people.map(({ id }) => id).sort());
  });
});

describe("Very many people who are alike", () => {
  it("all have somebody, and the best pairs or nearly those", () => {
    const key = (place: number, by: number) => `s${(place * by + by) % 12}`;
    const alike = (place: number) => ({
      topics: [key(place, 1)],
      offers: [key(place, 3)],
      seeks: [key(place, 5)],
      institution: `i${place % 40}`,
    });
    const outcome = decideRoundAtOnce(round(crowd(1_600, alike), { restWeeks: 4 }));
    expect(outcome.groups.every(({ members }) => members.length === 2)).toBe(true);
    expect(outcome.unmatched).toEqual([]);
    expect(outcome.total).toBeGreaterThan(0.999 * (outcome.bound ?? Infinity));
  });
});

describe("A round refuses", () => {
  it.each([NaN, Infinity, -1])("a meeting %d weeks ago", (weeksAgo) => {
    expect(() => decideRoundAtOnce(round(crowd(2), { met: [{ a: "p00", b: "p01", weeksAgo }] }))).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -1])("a rest of %d weeks", (restWeeks) => {
    expect(() => decideRoundAtOnce(round(crowd(2), { restWeeks }))).toThrow(RangeError);
  });

  it("a seed that is not a number", () => {
    expect(() => decideRoundAtOnce(round(crowd(2), { seed: NaN }))).toThrow(RangeError);
    expect(() => decideRoundAtOnce(round(crowd(2), { enough: -1 }))).toThrow(RangeError);
  });

  it("free hours and waiting that are not numbers", () => {
    expect(() => decideRoundAtOnce(round([person("a", { free: [[NaN, 60]] })]))).toThrow(RangeError);
    expect(() => decideRoundAtOnce(round([person("a", { free: [[60, NaN]] })]))).toThrow(RangeError);
    expect(() => decideRoundAtOnce(round([person("a", { waiting: NaN })]))).toThrow(RangeError);
  });

  it("two people with the same id", () => {
    expect(() => decideRoundAtOnce(round([person("a"), person("a")]))).toThrow(RangeError);
  });
});

describe("History and rules", () => {
  it("ignore unknown ids, and somebody paired with himself", () => {
    const odd = {
      forbidden: [
        ["p00", "p00"],
        ["p00", "gone"],
      ] as const,
      met: [
        { a: "gone", b: "p01", weeksAgo: 0 },
        { a: "p00", b: "p00", weeksAgo: 1 },
      ],
    };
    expect(decideRoundAtOnce(round(crowd(2), odd))).toEqual(decideRoundAtOnce(round(crowd(2))));
  });

  it("count the latest of several meetings", () => {
    const met = [20, 3, 9].map((weeksAgo) => ({ a: "p01", b: "p00", weeksAgo }));
    expect(decideRoundAtOnce(round(crowd(2), { met })).groups[0]?.repeats).toEqual([
      { a: "p00", b: "p01", weeksAgo: 3 },
    ]);
  });

  it("let a pair meet again once its rest is over", () => {
    const met = [{ a: "p00", b: "p01", weeksAgo: 12 }];
    expect(decideRoundAtOnce(round(crowd(2), { met })).groups[0]?.repeats).toEqual([]);
  });
});

function shuffledList<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
