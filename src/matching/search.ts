import { ALL_CANDIDATES_PEOPLE } from "./candidates.js";
import type { Arrangement } from "./exact.js";
import type { Gathering } from "./gathering.js";
import { gatherGroups } from "./groups/gather.js";
import { splitByCompany } from "./groups/split.js";
import { type Guest, mayMeet } from "./guest.js";
import { arrangePairs, betterOf } from "./heuristic.js";
import { pairBest } from "./pairing.js";
import { part, type Steps } from "./steps.js";

/** A bound for groups costs as much as pairs for everybody: it is worth it up to so many people. */
const BOUNDED_PEOPLE = 20_000;

/**
 * Arranges a round of any size. Pairs are the best there are (see `pairBest`) and groups are annealed (see `gatherGroups`).
 * Few people are arranged as a whole; many are parted by the company they want, and come together again only where
 * somebody would be left over otherwise.
 */
export function* searchWidely(gathering: Gathering): Steps<Arrangement> {
  const { guests } = gathering;
  if (!guests.some(({ person }) => person.size === "group")) return yield* arrangePairs(gathering);
  const arrangement =
    guests.length <= ALL_CANDIDATES_PEOPLE
      ? yield* part(0, 0.8, arrangeTogether(gathering))
      : yield* part(0, 0.8, arrangeApart(gathering));
  return { ...arrangement, ...(yield* part(0.8, 1, boundOf(arrangement, gathering))) };
}

function* arrangeTogether(gathering: Gathering): Steps<Arrangement> {
  const first = yield* part(0, 0.5, arrangePairs(gathering));
  const second = arrangementOf(yield* part(0.5, 1, gatherGroups(gathering, first.groups)));
  return betterOf(second, first, gathering);
}

function* arrangeApart(gathering: Gathering): Steps<Arrangement> {
  const { guests } = gathering;
  const { inGroups, inPairs } = splitByCompany(gathering);
  const pairs = yield* part(0, 0.4, arrangePairs({ ...gathering, guests: inPairs }));
  const groups = arrangementOf(yield* part(0.4, 0.8, gatherGroups({ ...gathering, guests: inGroups })));
  const apart = {
    groups: [...pairs.groups, ...groups.groups],
    left: [...pairs.left, ...groups.left],
    isBest: false,
  };
  if (!apart.left.some((guest) => guests.some((other) => mayMeet(guest, other)))) return apart;
  const together = arrangementOf(yield* part(0.8, 1, gatherGroups(gathering, apart.groups)));
  return betterOf(together, apart, gathering);
}

function arrangementOf(tables: readonly (readonly Guest[])[]): Arrangement {
  return {
    groups: tables.filter(({ length }) => length > 1),
    left: tables.filter(({ length }) => length === 1).flat(),
    isBest: false,
  };
}

/**
 * No two people score more than their prices together, and a group scores what its pairs do, a person counting once: so
 * neither does a group. Not where some want pairs: the prices are then lower, by what speaks against mixed company.
 */
function* boundOf({ groups }: Arrangement, gathering: Gathering): Steps<Pick<Arrangement, "bound">> {
  const { guests, aim } = gathering;
  const hasBound = aim === "total" && guests.length <= BOUNDED_PEOPLE;
  if (!hasBound || guests.some(({ person }) => person.size === "pair")) return {};
  const { priceOf } = yield* pairBest(gathering);
  const prices = groups.flat().reduce((sum, guest) => sum + priceOf(guest), 0);
  // The score of a group is a mean, rounded.
  return { bound: Math.floor(prices + groups.length / 2) };
}
