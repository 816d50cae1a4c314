import type { Gathering } from "./gathering.js";
import type { Guest } from "./guest.js";
import { islandsOf } from "./islands.js";
import { makeMarket } from "./market/market.js";
import { withNobody } from "./market/nobody.js";
import { solveMarket } from "./pairs/pricing.js";
import { part, type Steps } from "./steps.js";

/** Two people put together. */
export type Pair = readonly [Guest, Guest];

/** As many rested pairs as there can be, and no others that are as many score higher. */
export interface Pairing {
  readonly pairs: readonly Pair[];
  /** Those without anyone. */
  readonly left: readonly Guest[];
  /** No rested pair counts more than the prices of its two together. */
  readonly priceOf: (guest: Guest) => number;
  /** What no other pairs can reach together, where everybody has a partner; and whether these pairs do. */
  readonly bound: number;
  readonly isBest: boolean;
}

/** Pairs everybody as well as it can be done, out of all the pairs there are. */
export function* pairBest(gathering: Gathering): Steps<Pairing> {
  const { guests } = gathering;
  const places = new Map(guests.map((guest, place) => [guest, place]));
  const islands = yield* part(0, 0.05, islandsOf(guests));
  const market = yield* part(0.05, 0.1, makeMarket(gathering));
  const numbers = islands.map((island) => island.map((guest) => places.get(guest) ?? 0));
  const { mate, price, weight, bound } = yield* part(
    0.1,
    1,
    solveMarket(withNobody(market, numbers), gathering.enough),
  );
  const pairs: Pair[] = [];
  const left: Guest[] = [];
  for (const [place, guest] of guests.entries()) {
    const other = mate[place] ?? -1;
    const partner = guests[other];
    if (partner === undefined) left.push(guest);
    else if (place < other) pairs.push([guest, partner]);
  }
  return { pairs, left, priceOf: (guest) => price[places.get(guest) ?? -1] ?? 0, bound, isBest: weight >= bound };
}
