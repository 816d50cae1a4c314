import type { Gathering } from "./gathering.js";
import type { Guest } from "./guest.js";
import { priceOf, priceOfLeaving } from "./price.js";
import type { Steps } from "./steps.js";

/** Groups, and those for whom there is none. */
export interface Arrangement {
  readonly groups: readonly (readonly Guest[])[];
  readonly left: readonly Guest[];
  /** Whether it is proved that there is none better. */
  readonly isBest: boolean;
  /** What the scores of no rested groups of the same people can exceed, where that is proved. */
  readonly bound?: number;
}

/** Rounds of up to this many people are searched exactly. */
export const EXACT_PEOPLE = 12;

const MASKS_A_STEP = 64;

interface Choice {
  readonly members: readonly Guest[];
  readonly mask: number;
  readonly price: number;
}

/**
 * The cheapest arrangement there is, by dynamic programming over sets of people (bit masks): the cheapest way to treat
 * a set is the cheapest choice for its first member followed by the cheapest way to treat the rest.
 * Time grows as n³·2ⁿ, so it takes at most `EXACT_PEOPLE` guests.
 */
export function* searchExactly(gathering: Gathering): Steps<Arrangement> {
  const choices = yield* choicesOf(gathering);
  const everyone = 2 ** gathering.guests.length - 1;
  const prices = [0];
  const best: (Choice | undefined)[] = [undefined];
  for (let mask = 1; mask <= everyone; mask++) {
    let lowest = Infinity;
    for (const choice of choices[firstOf(mask)] ?? []) {
      if ((choice.mask & mask) !== choice.mask) continue;
      const price = choice.price + (prices[mask ^ choice.mask] ?? Infinity);
      if (price >= lowest) continue;
      lowest = price;
      best[mask] = choice;
    }
    prices[mask] = lowest;
    if (mask % MASKS_A_STEP === 0) yield mask / everyone;
  }
  return follow(best, everyone);
}

/** What can be done with each guest as the first of a set: left over, or grouped with one to three later ones. */
function* choicesOf(gathering: Gathering): Steps<Choice[][]> {
  const { guests, fitOf, groupSize } = gathering;
  const result: Choice[][] = [];
  for (const [place, first] of guests.entries()) {
    const later = guests.slice(place + 1);
    const grouped = subsetsOf(later, 3).map((others) => [first, ...others]);
    const legal = grouped.flatMap((members) => {
      const price = priceOf(members, fitOf, groupSize);
      return price === Infinity ? [] : [{ members, mask: maskOf(members), price }];
    });
    result.push([...legal, { members: [first], mask: maskOf([first]), price: priceOfLeaving(first) }]);
    yield 0;
  }
  return result;
}

function subsetsOf<T>(list: readonly T[], most: number): T[][] {
  if (most === 0) return [];
  return list.flatMap((first, place) => [
    [first],
    ...subsetsOf(list.slice(place + 1), most - 1).map((others) => [first, ...others]),
  ]);
}

function maskOf(members: readonly Guest[]): number {
  return members.reduce((mask, { order }) => mask | (1 << order), 0);
}

function firstOf(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

function follow(best: readonly (Choice | undefined)[], everyone: number): Arrangement {
  const chosen: (readonly Guest[])[] = [];
  let rest = everyone;
  for (let choice = best[rest]; choice !== undefined; choice = best[rest]) {
    chosen.push(choice.members);
    rest ^= choice.mask;
  }
  return {
    groups: chosen.filter(({ length }) => length > 1),
    left: chosen.filter(({ length }) => length === 1).flat(),
    isBest: true,
  };
}
