import type { Guest } from "../guest.js";
import { part, type Steps } from "../steps.js";
import { SEATS, type Tables } from "./tables.js";

// The first seats, as good as haste allows: whoever sits alone gathers those nearby who do too; those who are left gather
// whom they find among each other; the last join others or bring somebody from a full table.

/** What seating goes by. */
export interface Hosting {
  readonly guests: readonly Guest[];
  /** Whom each goes together with well, the best first. */
  readonly nearby: readonly Int32Array[];
  /** How many should sit together. */
  readonly wanted: number;
}

/** People left over whom one of them looks at, and lawful changes that somebody in search of company compares. */
const LOOKED_AT = 32;
/** As many of those nearby tell how good somebody's company can be. */
const PROMISING = 4;
/** The last ones bring one person at a time. */
const TURNS = 3;
/** A prime. */
const STRIDE = 7919;
const PEOPLE_A_STEP = 32;

/** Seats people who sit alone. */
export function* seatEverybody(tables: Tables, { guests, nearby, wanted }: Hosting): Steps<void> {
  const order = byPromise(tables, nearby);
  yield* part(
    0,
    0.7,
    gatherAll(tables, order, wanted, (person) => nearby[person] ?? []),
  );
  const rest = order.filter((person) => !hasCompany(tables, person, 2));
  const places = new Map(rest.map((person, place) => [person, place]));
  const nextTo = (person: number) => nextIn(rest, places.get(person) ?? 0);
  yield* part(0.7, 0.8, gatherAll(tables, rest, wanted, nextTo));
  const speakers = speakersOf(guests, order);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const person of rest) {
      if (hasCompany(tables, person, wanted)) continue;
      findCompany(tables, person, othersWith(guests[person]?.languages ?? [], speakers, person));
      yield 0.8;
    }
  }
}

/** Those first who have the most to lose: the best company at hand. */
function byPromise({ people, fits }: Tables, nearby: readonly Int32Array[]): readonly number[] {
  const promise = new Float64Array(people);
  for (const [person, near] of nearby.entries())
    for (const other of near.subarray(0, PROMISING)) promise[person] = (promise[person] ?? 0) + fits(person, other);
  return Array.from(promise.keys()).sort((a, b) => (promise[b] ?? 0) - (promise[a] ?? 0) || a - b);
}

function hasCompany({ size, tableOf }: Tables, person: number, wanted: number): boolean {
  return (size[tableOf[person] ?? 0] ?? 0) >= wanted;
}

function speakersOf(guests: readonly Guest[], order: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const speakers = new Map<number, number[]>();
  for (const person of order) {
    for (const language of guests[person]?.languages ?? []) {
      const list = speakers.get(language);
      if (list === undefined) speakers.set(language, [person]);
      else list.push(person);
    }
  }
  return speakers;
}

function nextIn(rest: readonly number[], place: number): readonly number[] {
  return rest.slice(place + 1, place + 1 + LOOKED_AT);
}

/** All who speak one of the languages, from a place in each list that is not everybody's. */
function* othersWith(
  languages: readonly number[],
  speakers: ReadonlyMap<number, readonly number[]>,
  person: number,
): Generator<number> {
  for (const language of languages) {
    const list = speakers.get(language) ?? [];
    for (let step = 0; step < list.length; step++) yield list[(person * STRIDE + step) % list.length] ?? person;
  }
}

function* gatherAll(
  tables: Tables,
  order: readonly number[],
  wanted: number,
  near: (person: number) => ArrayLike<number>,
): Steps<void> {
  for (const [place, person] of order.entries()) {
    if (place % PEOPLE_A_STEP === 0) yield place / order.length;
    if (hasCompany(tables, person, 2)) continue;
    const free = Array.from(near(person)).filter((other) => other !== person && !hasCompany(tables, other, 2));
    gatherAround(tables, person, free, wanted);
  }
}

/** Sits those of the free at one's table who go together best: two at once, and a third if it is wanted. */
function gatherAround(tables: Tables, person: number, free: readonly number[], wanted: number): void {
  const { tableOf, move, rise, settle } = tables;
  const table = tableOf[person] ?? 0;
  let [lowest, best]: [number, readonly number[]] = [Infinity, []];
  for (const [place, one] of free.entries()) {
    const home = tableOf[one] ?? 0;
    move(one, table);
    for (const other of free.slice(0, place)) {
      const cost = rise(other, table);
      if (cost < lowest) [lowest, best] = [cost, [one, other]];
    }
    move(one, home);
  }
  for (const member of best) settle(member, table);
  if (best.length < 2 || wanted < SEATS) return;
  let [least, fourth] = [0, -1];
  for (const other of free) {
    if (tableOf[other] === table) continue;
    const cost = rise(other, table);
    if (cost < least) [least, fourth] = [cost, other];
  }
  if (fourth !== -1) settle(fourth, table);
}

/**
 * The cheapest of the first lawful changes that give somebody more company: sitting down where a seat is free, or bringing
 * someone from a table of more people.
 */
function findCompany(tables: Tables, person: number, others: Iterable<number>): void {
  const { tableOf, size, rise, settle } = tables;
  const mine = tableOf[person] ?? 0;
  const here = size[mine] ?? 0;
  let [lowest, mover, goal, found] = [0, -1, -1, 0];
  for (const other of others) {
    const theirs = tableOf[other] ?? 0;
    const there = size[theirs] ?? 0;
    if (theirs === mine) continue;
    const joins = here === 1 && there < SEATS;
    if (!joins && there < here + 2) continue;
    const [who, where] = joins ? [person, theirs] : [other, mine];
    const cost = rise(who, where);
    if (cost < lowest) [lowest, mover, goal] = [cost, who, where];
    if (cost < Infinity && ++found === LOOKED_AT) break;
  }
  if (mover !== -1) settle(mover, goal);
}
