import type { Gathering } from "../gathering.js";
import { type Guest, mayMeet } from "../guest.js";

/** Guests who are to be in groups, and those who are to be in pairs. */
export interface Split {
  readonly inGroups: readonly Guest[];
  readonly inPairs: readonly Guest[];
}

/** So many who take any company, and so many who want a group, are compared: the first, as chance has it. */
const COMPARED = 64;
/** Nobody needs more of them to come to a number that goes. */
const MOST = 4;

/**
 * Parts the guests by the company they want. Those who take any company are in pairs, where everybody has the best of
 * partners, except for as many as make it possible to seat the others: so that no groups of fewer than three are left and,
 * if it can be, an even number of people in pairs. They are those who go best with somebody who wants a group.
 */
export function splitByCompany({ guests, fitOf }: Pick<Gathering, "guests" | "fitOf">): Split {
  const wanting = (size: string) => guests.filter(({ person }) => person.size === size);
  const [groups, either] = [wanting("group"), wanting("either")];
  const some = groups.slice(0, COMPARED);
  const best = (guest: Guest) =>
    Math.max(...some.map((other) => (mayMeet(guest, other) ? fitOf(guest, other).score : -Infinity)));
  const joining = either
    .slice(0, COMPARED)
    .map((guest) => ({ guest, worth: best(guest) }))
    .sort((a, b) => b.worth - a.worth || a.guest.order - b.guest.order)
    .slice(0, howMany(groups.length, either.length, guests.length))
    .map(({ guest }) => guest);
  const inGroups = new Set([...groups, ...joining]);
  return { inGroups: [...inGroups], inPairs: guests.filter((guest) => !inGroups.has(guest)) };
}

/** How many of `either` join `groups`: the fewest that make a number of threes and fours and leave an even number. */
function howMany(groups: number, either: number, all: number): number {
  if (groups === 0) return 0;
  const numbers = Array.from({ length: Math.min(either, MOST) + 1 }, (_, more) => more);
  const possible = numbers.filter((more) => groups + more >= 3 && groups + more !== 5);
  return possible.find((more) => (all - groups - more) % 2 === 0) ?? possible[0] ?? 0;
}
