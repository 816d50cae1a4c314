import type { Gathering } from "../gathering.js";
import type { Guest } from "../guest.js";
import { part, type Steps } from "../steps.js";
import { anneal } from "./anneal.js";
import { findNearby } from "./nearby.js";
import { reshape } from "./reshape.js";
import { seatEverybody } from "./start.js";
import { makeTables, SEATS, type Tables } from "./tables.js";

/** Tries for each person, and in all: beyond so many people, fewer for each. */
const TRIES = 3000;
const MOST_TRIES = 3_000_000;

/**
 * Arranges some of a round's guests in groups of three and four (see `Gathering.groupSize`), by the price that
 * `price.ts` sets: nobody who may not meet, as few as possible without a group, then as few repeats, then preferences,
 * then scores. People are seated in haste, then change places for as many tries as their number allows.
 * Returns the groups; a group of one is somebody left over, one of two could not be helped.
 */
export function* gatherGroups(guests: readonly Guest[], gathering: Gathering): Steps<readonly (readonly Guest[])[]> {
  const { chance, groupSize: wanted = 3 } = gathering;
  const tables = makeTables(guests, gathering);
  const nearby = yield* part(0, 0.3, findNearby(guests, tables.ties, chance));
  const hosting = { guests, nearby, wanted };
  yield* part(0.3, 0.4, seatEverybody(tables, hosting));
  reshape(tables, hosting);
  const tries = Math.min(TRIES * guests.length, MOST_TRIES);
  yield* part(0.4, 1, anneal(tables, nearby, tries, chance));
  reshape(tables, hosting);
  return groupsAt(tables, guests);
}

function groupsAt({ seats, size }: Tables, guests: readonly Guest[]): readonly (readonly Guest[])[] {
  const groups: Guest[][] = [];
  for (const [table, count] of size.entries()) {
    const members = seats.subarray(SEATS * table, SEATS * table + count);
    if (count > 0) groups.push(Array.from(members).flatMap((person) => guests[person] ?? []));
  }
  return groups;
}
