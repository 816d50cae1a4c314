import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gather } from "../../src/matching/gathering.js";
import { makeMarket } from "../../src/matching/market/market.js";
import { withNobody } from "../../src/matching/market/nobody.js";
import { pairBest } from "../../src/matching/pairing.js";
import { graphOf, type Edge } from "../../src/matching/pairs/graph.js";
import type { Market } from "../../src/matching/pairs/market.js";
import { solveMarket } from "../../src/matching/pairs/pricing.js";
import { solvePairs } from "../../src/matching/pairs/solve.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { drain } from "../../src/matching/steps.js";
import type { RoundInput } from "../../src/matching/types.js";
import { community } from "../../bench/community.js";
import { anyRound, twos } from "./people.js";

/** Every pair of a market that is possible. */
function edgesOf({ count, weight }: Pick<Market, "count" | "weight">): Edge[] {
  return twos(Array.from({ length: count }, (_, v) => v)).flatMap(([a, b]): Edge[] => {
    const value = weight(a, b);
    return value > -Infinity ? [[a, b, value]] : [];
  });
}

/** A market of weights in a table, which begins with nothing but `few` candidates each and searches everything. */
function tableMarket(count: number, table: readonly number[], few: number): Market {
  const weight = (a: number, b: number) =>
    a === b ? -Infinity : (table[Math.min(a, b) * count + Math.max(a, b)] ?? 0);
  let price = new Float64Array(count);
  return {
    count,
    least: -50,
    most: 50,
    weight,
    candidates: (a) => Array.from({ length: few }, (_, step) => (a + step + 1) % count),
    *setPrices(prices) {
      price = prices.slice();
      yield 1;
    },
    search(a, found) {
      for (let b = 0; b < count; b++) {
        const value = weight(a, b);
        if (b !== a && value > (price[a] ?? 0) + (price[b] ?? 0) && found(b, value)) return;
      }
    },
  };
}

const anyMarket = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 4))
  .chain(([count, few, gaps]) => {
    const weight = fc.oneof(
      { arbitrary: fc.integer({ min: -50, max: 50 }), weight: 4 },
      { arbitrary: fc.constantFrom(7, 8), weight: 2 },
      { arbitrary: fc.constant(-Infinity), weight: gaps },
    );
    return fc
      .array(weight, { minLength: count * count, maxLength: count * count })
      .map((table) => tableMarket(count, table, few));
  });

describe("The best pairs of a market", () => {
  it("are as many and as good as those of the complete graph, and their bound says so", () => {
    fc.assert(
      fc.property(anyMarket, (market) => {
        const expected = solvePairs(graphOf(market.count, edgesOf(market)), "cardinality");
        const { mate, weight, bound, price } = drain(solveMarket(market));
        for (const [a, b, value] of edgesOf(market))
          expect((price[a] ?? 0) + (price[b] ?? 0)).toBeGreaterThanOrEqual(value);
        expect([...mate].filter((partner) => partner >= 0).length / 2).toBe(expected.pairs.length);
        expect([weight, bound]).toEqual([expected.weight, expected.weight]);
        for (const [v, w] of mate.entries()) if (w >= 0) expect(mate[w]).toBe(v);
      }),
      { numRuns: 1000 },
    );
  });

  it("may be good enough before that is proved of them; the bound then tells the truth", () => {
    fc.assert(
      fc.property(anyMarket, (market) => {
        const best = solvePairs(graphOf(market.count, edgesOf(market)), "cardinality");
        const { mate, weight, bound } = drain(solveMarket(market, 0.5));
        if ([...mate].filter((partner) => partner >= 0).length / 2 < best.pairs.length) return;
        expect(weight).toBeLessThanOrEqual(best.weight);
        expect(bound).toBeGreaterThanOrEqual(best.weight);
      }),
      { numRuns: 500 },
    );
  });
});

describe("The market of a round", () => {
  const gathered = (input: RoundInput) => drain(gather(input));

  it("finds every pair that is worth more than its prices", () => {
    const priced = anyRound(9).chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.array(fc.integer({ min: -150, max: 250 }), { minLength: 9, maxLength: 9 }),
        fc.boolean(),
        fc.constantFrom("total", "even"),
      ),
    );
    fc.assert(
      fc.property(priced, ([input, prices, withOdd, aim]) => {
        const gathering = gathered({ ...input, aim });
        const { guests } = gathering;
        const plain = drain(makeMarket(gathering));
        const market = withOdd ? withNobody(plain, [guests.map(({ order }) => order)]) : plain;
        const scale = aim === "even" ? 200 : 1;
        const price = Float64Array.from({ length: market.count }, (_, v) => scale * (prices[v] ?? 0));
        drain(market.setPrices(price));
        for (let a = 0; a < guests.length; a++) {
          const found = new Map<number, number>();
          market.search(a, (b, weight) => (found.set(b, weight), false));
          for (let b = 0; b < guests.length; b++) {
            const weight = market.weight(a, b);
            if (weight > (price[a] ?? 0) + (price[b] ?? 0)) expect(found.get(b)).toBe(weight);
            expect(weight).toBe(market.weight(b, a));
            if (weight > -Infinity) expect(weight).toBeGreaterThanOrEqual(market.least);
            expect(weight).toBeLessThanOrEqual(market.most);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("pairs as many and as well as all pairs listed do", () => {
    fc.assert(
      fc.property(anyRound(16), (input) => {
        const gathering = gathered(input);
        const market = drain(makeMarket(gathering));
        const expected = solvePairs(graphOf(market.count, edgesOf(market)), "cardinality");
        const { pairs, left } = drain(pairBest(gathering));
        expect(pairs.length).toBe(expected.pairs.length);
        expect(pairs.length * 2 + left.length).toBe(gathering.guests.length);
        const weight = pairs.reduce((sum, [a, b]) => sum + market.weight(a.order, b.order), 0);
        // The odd one is chosen for what becomes of the others: that no answer without it is better is proved by listing.
        expect(weight).toBe(expected.weight);
      }),
      { numRuns: 200 },
    );
  });

  it("gives hundreds of people the best pairs there are, out of a fraction of all pairs", () => {
    const gathering = gathered(community(300, 3));
    const market = drain(makeMarket(gathering));
    const { weight, bound, edges } = drain(solveMarket(market));
    expect(solvePairs(graphOf(300, edgesOf(market)), "cardinality").weight).toBe(weight);
    expect(bound).toBe(weight);
    expect(edges).toBeLessThan((300 * 299) / 2 / 4);
  });

  it("gives those who are hard to match their share where it is asked to, for little of the total", () => {
    const [total, even] = (["total", "even"] as const).map((aim) => decideRoundAtOnce({ ...community(200, 5), aim }));
    expect(even?.worst).toBeGreaterThan(total?.worst ?? Infinity);
    expect(even?.total).toBeLessThan(total?.total ?? 0);
    expect(even?.total).toBeGreaterThan(0.95 * (total?.total ?? 0));
    expect([total?.method, even?.method]).toEqual(["exact", "exact"]);
    expect([total?.bound, even?.bound]).toEqual([total?.total, undefined]);
  });
});

describe("The bound of a round of groups", () => {
  it("is above its total, and above that of the best pairs", () => {
    const inGroups = decideRoundAtOnce(community(150, 6, 3));
    expect(inGroups.bound).toBeGreaterThanOrEqual(inGroups.total);
    expect(inGroups.bound).toBeGreaterThanOrEqual(decideRoundAtOnce(community(150, 6, 2)).total);
  });
});
