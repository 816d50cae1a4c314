import type { Market } from "../pairs/market.js";

/**
 * The market with somebody more for each island of an odd number of people, whom only these can be paired with: whoever is,
 * is the odd one. Without it, all that would be proved about a large island is that one of its people is too many.
 * @param islands People among whom alone there may be pairs
 */
export function withNobody(market: Market, islands: readonly (readonly number[])[]): Market {
  const odd = islands.filter(({ length }) => length % 2 === 1 && length > 1);
  const islandOf = new Map(odd.flatMap((island, number) => island.map((person) => [person, number] as const)));
  const real = market.count;
  const isWith = (person: number, nobody: number) => islandOf.get(person) === nobody - real;

  return {
    count: real + odd.length,
    least: Math.min(0, market.least),
    most: Math.max(0, market.most),

    weight(a, b) {
      if (a < real && b < real) return market.weight(a, b);
      return (a < real ? isWith(a, b) : b < real && isWith(b, a)) ? 0 : -Infinity;
    },

    // All of them, so that nobody need ever search.
    candidates: (a) => (a < real ? market.candidates(a) : (odd[a - real] ?? [])),
    setPrices: (price) => market.setPrices(price.subarray(0, real)),
    search(a, found) {
      if (a < real) market.search(a, found);
    },
  };
}
