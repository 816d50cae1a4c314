import type { Gathering } from "../gathering.js";
import type { Guest } from "../guest.js";
import { part, type Steps } from "../steps.js";
import { anneal } from "./anneal.js";
import { findNearby } from "./nearby.js";
import { reshape } from "./reshape.js";
import { seatEverybody } from "./start.js";
import { makeTables, SEATS, type Tables } from "./tables.js";

/** People who sit together. */
type Groups = readonly (readonly Guest[])[];

/** Tries for each person: the more people, the more there is to try; but no more than so many. */
const TRIES = { atLeast: 2_000, aPerson: 8, atMost: 10_000 };
/** Tries in all, and fewer among so many people that their fits are forgotten. */
const MOST_TRIES = 10_000_000;
const MANY_PEOPLE = 50_000;

/**
 * Arranges guests, all or some of a round's, in groups of three and four (see `Gathering.groupSize`), by the price that
 * `price.ts` sets: nobody who may not meet, as few as possible without a group, then as few repeats, then preferences,
 * then scores. People are seated in haste, then change places for as many tries as their number allows.
 * Returns the groups; a group of one is somebody left over, one of two could not be helped.
 * @param start Groups they are in already, none of which breaks a hard rule: what they leave to wish for that is graver
 *   than scores only becomes less
 */
export function* gatherGroups(gathering: Gathering, start: Groups = []): Steps<Groups> {
  const { guests, chance, groupSize: wanted = 3 } = gathering;
  const tables = makeTables(gathering);
  seat(start, guests, tables);
  const nearby = yield* part(0, 0.3, findNearby(gathering, tables.fits));
  const hosting = { guests, nearby, wanted };
  yield* part(0.3, 0.4, seatEverybody(tables, hosting));
  yield* reshape(tables, hosting);
  const tries = triesFor(guests.length);
  yield* part(0.4, 1, anneal(tables, nearby, tries, chance));
  yield* reshape(tables, hosting);
  return groupsAt(tables, guests);
}

function triesFor(people: number): number {
  const each = Math.min(TRIES.atMost, TRIES.atLeast + TRIES.aPerson * people);
  return Math.floor(Math.min(each * people, MOST_TRIES / (1 + people / MANY_PEOPLE)));
}

function seat(groups: Groups, guests: readonly Guest[], { tableOf, settle }: Tables): void {
  const numbers = new Map(guests.map((guest, number) => [guest, number]));
  const numberOf = ({ person }: Guest, number: number | undefined): number => {
    if (number === undefined) throw new RangeError(`${person.id} is in a group but none of the guests.`);
    return number;
  };
  for (const members of groups) {
    const [first, ...others] = members.map((guest) => numberOf(guest, numbers.get(guest)));
    for (const other of others) settle(other, tableOf[first ?? other] ?? 0);
  }
}

function groupsAt({ seats, size }: Tables, guests: readonly Guest[]): Groups {
  const groups: Guest[][] = [];
  for (const [table, count] of size.entries()) {
    const members = seats.subarray(SEATS * table, SEATS * table + count);
    if (count > 0) groups.push(Array.from(members).flatMap((person) => guests[person] ?? []));
  }
  return groups;
}
