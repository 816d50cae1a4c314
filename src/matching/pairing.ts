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
  /** Of each guest: no rested pair counts more than its two prices together. */
  readonly price: Float64Array;
}

/** Pairs everybody as well as it can be done, out of all the pairs there are. */
export function* pairBest(gathering: Gathering): Steps<Pairing> {
  const { guests } = gathering;
  const islands = yield* part(0, 0.05, islandsOf(guests));
  const market = yield* part(0.05, 0.1, makeMarket(gathering));
  const { mate, price } = yield* part(0.1, 1, solveMarket(withNobody(market, islands)));
  const pairs: Pair[] = [];
  const left: Guest[] = [];
  for (const guest of guests) {
    const partner = guests[mate[guest.order] ?? -1];
    if (partner === undefined) left.push(guest);
    else if (guest.order < partner.order) pairs.push([guest, partner]);
  }
  return { pairs, left, price };
}
