import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import type { RoundInput } from "../../src/matching/types.js";
import { crowd, nameOf, pairKey, round, twos } from "./people.js";

interface Ground {
  readonly ids: readonly string[];
  /** Pairs that exist by construction: a way in which everybody has company. */
  readonly planted: ReadonlySet<string>;
  /** Some other pairs, few or many. */
  readonly others: ReadonlySet<string>;
}

/** Hides pairs (and a trio where the number is odd) among people of whom few others may meet. */
function grounds(sizes: fc.Arbitrary<number>): fc.Arbitrary<Ground> {
  return fc.tuple(sizes, fc.constantFrom(0, 0.02, 0.05, 0.1, 0.3)).chain(([count, density]) => {
    const ids = Array.from({ length: count }, (_, place) => nameOf(place));
    const pairs = twos(ids).map(([a, b]) => pairKey(a, b));
    const some = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: pairs.length,
      maxLength: pairs.length,
    });
    return fc.record({
      ids: fc.constant(ids),
      planted: fc.shuffledSubarray(ids, { minLength: count, maxLength: count }).map(companyOf),
      others: some.map((draws) => new Set(pairs.filter((_, place) => (draws[place] ?? 1) < density))),
    });
  });
}

function companyOf(order: readonly string[]): ReadonlySet<string> {
  const odd = order.length % 2 === 1 ? order.slice(0, 3) : [];
  const even = order.slice(odd.length);
  const pairs = even.flatMap((id, place) => (place % 2 === 0 ? [pairKey(id, even[place + 1] ?? id)] : []));
  return new Set([...pairs, ...twos(odd).map(([a, b]) => pairKey(a, b))]);
}

/** A round in which only the planted and the other pairs may meet. */
function forbidRest({ ids, planted, others }: Ground): RoundInput {
  const isForbidden = ([a, b]: readonly [string, string]): boolean =>
    ![planted, others].some((set) => set.has(pairKey(a, b)));
  return round(crowd(ids.length), { forbidden: twos(ids).filter(isForbidden) });
}

/** A round in which everybody may meet, but all pairs save the planted and the other ones met some weeks ago. */
function tireRest({ ids, planted, others }: Ground): RoundInput {
  const tired = twos(ids).filter(([a, b]) => ![planted, others].some((set) => set.has(pairKey(a, b))));
  return round(crowd(ids.length), { met: tired.map(([a, b], place) => ({ a, b, weeksAgo: place % 12 })) });
}

const even = fc.integer({ min: 7, max: 30 }).map((half) => 2 * half);
const odd = fc.integer({ min: 7, max: 20 }).map((half) => 2 * half - 1);

describe("A hidden arrangement", () => {
  it("of pairs is found: nobody is left over", () => {
    fc.assert(
      fc.property(grounds(even), (ground) => {
        expect(decideRoundAtOnce(forbidRest(ground)).unmatched).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("of pairs and one trio is found: nobody is left over", () => {
    fc.assert(
      fc.property(grounds(odd), (ground) => {
        expect(decideRoundAtOnce(forbidRest(ground)).unmatched).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("of rested pairs is found: nobody meets again too soon", () => {
    fc.assert(
      fc.property(grounds(even), (ground) => {
        const { groups, unmatched } = decideRoundAtOnce(tireRest(ground));
        expect(unmatched).toEqual([]);
        expect(groups.flatMap(({ repeats }) => repeats)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("of rested pairs and one rested trio is found", () => {
    fc.assert(
      fc.property(grounds(odd), (ground) => {
        const { groups, unmatched } = decideRoundAtOnce(tireRest(ground));
        expect(unmatched).toEqual([]);
        expect(groups.flatMap(({ repeats }) => repeats)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("Where somebody must meet again", () => {
  it("everybody still has company, and no more pairs repeat than must", () => {
    const people = crowd(20);
    const ids = people.map(({ id }) => id);
    // Two of the twenty have met everybody; the others have met nobody else.
    const met = twos(ids).filter(([a]) => a === "p00" || a === "p01");
    const outcome = decideRoundAtOnce(round(people, { met: met.map(([a, b]) => ({ a, b, weeksAgo: 4 })) }));
    expect(outcome.unmatched).toEqual([]);
    expect(outcome.groups.flatMap(({ repeats }) => repeats)).toEqual([{ a: "p00", b: "p01", weeksAgo: 4 }]);
  });

  it.each([14, 202])("it is those of %i who met longest ago", (count) => {
    const people = crowd(count);
    const place = new Map(people.map(({ id }, index) => [id, index]));
    const met = twos(people.map(({ id }) => id)).map(([a, b]) => {
      const neighbours = Math.floor((place.get(a) ?? 0) / 2) === Math.floor((place.get(b) ?? 0) / 2);
      return { a, b, weeksAgo: neighbours ? 11 : 2 };
    });
    const repeats = decideRoundAtOnce(round(people, { met })).groups.flatMap((group) => group.repeats);
    expect(repeats.map(({ weeksAgo }) => weeksAgo)).toEqual(Array.from({ length: count / 2 }, () => 11));
  });
});
