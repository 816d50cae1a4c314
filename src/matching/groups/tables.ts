import type { Gathering } from "../gathering.js";
import type { Guest } from "../guest.js";
import { bentBy, priceOfBurden, priceOfLeaving } from "../price.js";
import { meanScore } from "../score.js";
import { APART, makeFits, RECENT, type Fits } from "./fits.js";

/** Seats at a table. */
export const SEATS = 4;

/**
 * People at tables of up to four; whoever sits alone is left without a group. People and tables are numbered from 0, and
 * there are as many of the one as of the other. Changes are made in place and can be taken back, so that a search tries
 * what it likes.
 */
export interface Tables {
  readonly people: number;
  readonly fits: Fits;
  /** Four seats a table; the first `size[table]` of them are taken. */
  readonly seats: Int32Array;
  readonly size: Uint8Array;
  readonly tableOf: Int32Array;
  /** What each table cost when it was settled last. */
  readonly price: Float64Array;
  /** What a table costs as it is now: see `priceOf`; infinite when it breaks a hard rule. */
  priceNow(table: number): number;
  /** Lets two people at different tables change places. */
  swap(a: number, b: number): void;
  /** Moves somebody to another table, which has a free seat. */
  move(person: number, table: number): void;
  /** How much dearer it would be if somebody moved; infinite when a hard rule forbids it. */
  rise(person: number, table: number): number;
  /** Moves somebody and settles the prices of both tables. */
  settle(person: number, table: number): void;
}

/** Puts everybody at a table of their own. */
export function makeTables(gathering: Gathering): Tables {
  const { guests } = gathering;
  const fits = makeFits(guests, gathering);
  const seats = new Int32Array(SEATS * guests.length);
  for (let person = 0; person < guests.length; person++) seats[SEATS * person] = person;
  const size = new Uint8Array(guests.length).fill(1);
  const tableOf = Int32Array.from(guests.keys());
  const price = Float64Array.from(guests, priceOfLeaving);
  const priceNow = makePrice(gathering, { fits, seats, size });

  function seatOf(person: number): number {
    let seat = SEATS * (tableOf[person] ?? 0);
    while (seats[seat] !== person) seat++;
    return seat;
  }

  function swap(a: number, b: number): void {
    const [seatA, seatB] = [seatOf(a), seatOf(b)];
    seats[seatA] = b;
    seats[seatB] = a;
    const table = tableOf[a] ?? 0;
    tableOf[a] = tableOf[b] ?? 0;
    tableOf[b] = table;
  }

  function move(person: number, table: number): void {
    const from = tableOf[person] ?? 0;
    const last = (size[from] ?? 0) - 1;
    seats[seatOf(person)] = seats[SEATS * from + last] ?? 0;
    size[from] = last;
    seats[SEATS * table + (size[table] ?? 0)] = person;
    size[table] = (size[table] ?? 0) + 1;
    tableOf[person] = table;
  }

  function rise(person: number, table: number): number {
    const from = tableOf[person] ?? 0;
    move(person, table);
    const risen = priceNow(from) + priceNow(table) - (price[from] ?? 0) - (price[table] ?? 0);
    move(person, from);
    return risen;
  }

  function settle(person: number, table: number): void {
    const from = tableOf[person] ?? 0;
    move(person, table);
    price[from] = priceNow(from);
    price[table] = priceNow(table);
  }

  return { people: guests.length, fits, seats, size, tableOf, price, priceNow, swap, move, rise, settle };
}

/** What a table costs, by the people who sit there. */
function makePrice(
  { guests, groupSize }: Gathering,
  { fits, seats, size }: Pick<Tables, "fits" | "seats" | "size">,
): (table: number) => number {
  const alone = Float64Array.from(guests, priceOfLeaving);
  const wantsPair = Uint8Array.from(guests, ({ person }) => (person.size === "pair" ? 1 : 0));
  const wantsGroup = Uint8Array.from(guests, ({ person }) => (person.size === "group" ? 1 : 0));
  const { words, tongues } = tonguesOf(guests);
  const wanting = { pair: 0, group: 0 };

  function canTalk(first: number, until: number): boolean {
    for (let word = 0; word < words; word++) {
      let common = -1;
      for (let seat = first; seat < until; seat++) common &= tongues[words * (seats[seat] ?? 0) + word] ?? 0;
      if (common !== 0) return true;
    }
    return false;
  }

  function bentAt(first: number, until: number): number {
    wanting.pair = wanting.group = 0;
    for (let seat = first; seat < until; seat++) {
      wanting.pair += wantsPair[seats[seat] ?? 0] ?? 0;
      wanting.group += wantsGroup[seats[seat] ?? 0] ?? 0;
    }
    return bentBy(until - first, wanting, groupSize);
  }

  return (table) => {
    const first = SEATS * table;
    const until = first + (size[table] ?? 0);
    if (until - first < 2) return until === first ? 0 : (alone[seats[first] ?? 0] ?? 0);
    let [score, repeats, recency] = [0, 0, 0];
    for (let seat = first + 1; seat < until; seat++) {
      for (let earlier = first; earlier < seat; earlier++) {
        const fit = fits(seats[earlier] ?? 0, seats[seat] ?? 0);
        if (fit === APART) return Infinity;
        const recent = fit < RECENT / 2 ? 0 : Math.round(fit / RECENT);
        if (recent > 0) repeats++;
        recency += recent;
        score += fit - RECENT * recent;
      }
    }
    if (until - first > 2 && !canTalk(first, until)) return Infinity;
    return priceOfBurden({ repeats, recency, bent: bentAt(first, until), score: meanScore(score, until - first) });
  };
}

/** A bit for each language, in words of 32 bits: those of a person begin at `words * person`. */
function tonguesOf(guests: readonly Guest[]): { words: number; tongues: Int32Array } {
  let most = 0;
  for (const { languages } of guests) for (const language of languages) most = Math.max(most, language);
  const words = (most >> 5) + 1;
  const tongues = new Int32Array(words * guests.length);
  for (const [person, { languages }] of guests.entries()) {
    for (const language of languages) {
      const word = words * person + (language >> 5);
      tongues[word] = (tongues[word] ?? 0) | (1 << (language & 31));
    }
  }
  return { words, tongues };
}
