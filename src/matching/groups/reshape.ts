import type { Steps } from "../steps.js";
import type { Hosting } from "./start.js";
import { SEATS, type Tables } from "./tables.js";

/** Tables that are compared for each who has to leave one, and people for each free seat; so many are looked at for that. */
const COMPARED = 64;
const LOOKED_AT = 1024;
const PEOPLE_A_STEP = 8;

/**
 * Mends what takes more than two tables: a table that is too small for somebody there is dissolved, its people sit down at
 * others, and people from tables that are larger than wanted found one, where that makes everything together cheaper.
 */
export function* reshape(tables: Tables, { nearby, wanted }: Hosting): Steps<void> {
  const { size, tableOf, price, people } = tables;
  const isSmall = (table: number) => (size[table] ?? 0) < wanted && (price[table] ?? 0) > 0;
  const isLarge = (table: number) => (size[table] ?? 0) > wanted;
  const odd: number[] = [];
  for (let person = 0; person < people; person++) {
    const table = tableOf[person] ?? 0;
    if (isSmall(table) || isLarge(table)) odd.push(person);
  }
  for (const [place, person] of odd.entries()) {
    const table = tableOf[person] ?? 0;
    if (isSmall(table)) dissolve(tables, table, (member) => [nearby[member] ?? [], odd]);
    else if (isLarge(table)) found(tables, person, { others: odd, wanted });
    if (place % PEOPLE_A_STEP === 0) yield 0;
  }
}

/** Moves that were made, with the table that each came from, and how much dearer they made everything. */
interface Trail {
  readonly moves: (readonly [person: number, from: number])[];
  rise: number;
}

type Option = readonly [person: number, table: number];

/** Makes the cheapest of some moves, if one is lawful. */
function followBest({ tableOf, rise, settle }: Tables, trail: Trail, options: readonly Option[]): void {
  let [lowest, best]: [number, Option | undefined] = [Infinity, undefined];
  for (const option of options) {
    const cost = rise(...option);
    if (cost < lowest) [lowest, best] = [cost, option];
  }
  trail.rise += lowest;
  if (best === undefined) return;
  trail.moves.push([best[0], tableOf[best[0]] ?? 0]);
  settle(...best);
}

/** Takes everything back unless it is cheaper now. */
function keepIfCheaper(tables: Tables, { moves, rise }: Trail): void {
  if (rise < 0) return;
  for (const [person, from] of moves.reverse()) tables.settle(person, from);
}

/** Sits everybody at a table down at others. */
function dissolve(tables: Tables, table: number, hostsOf: (person: number) => readonly ArrayLike<number>[]): void {
  const { seats, size, tableOf } = tables;
  const trail: Trail = { moves: [], rise: 0 };
  for (const member of seats.slice(SEATS * table, SEATS * table + (size[table] ?? 0))) {
    const options: Option[] = [];
    for (const hosts of hostsOf(member)) {
      for (let place = 0; place < Math.min(hosts.length, LOOKED_AT) && options.length < COMPARED; place++) {
        const goal = tableOf[hosts[place] ?? 0] ?? 0;
        if (goal !== table && size[goal] !== SEATS) options.push([member, goal]);
      }
    }
    followBest(tables, trail, options);
  }
  keepIfCheaper(tables, trail);
}

/** Who may come to a new table, and how many should sit there. */
interface Founding {
  readonly others: readonly number[];
  readonly wanted: number;
}

function found(tables: Tables, founder: number, { others, wanted }: Founding): void {
  const { size, tableOf } = tables;
  const table = size.indexOf(0);
  if (table === -1) return;
  const trail: Trail = { moves: [], rise: 0 };
  followBest(tables, trail, [[founder, table]]);
  while ((size[table] ?? 0) < wanted && trail.rise < Infinity) {
    const options: Option[] = [];
    for (let place = 0; place < Math.min(others.length, LOOKED_AT) && options.length < COMPARED; place++) {
      const other = others[place] ?? 0;
      const from = tableOf[other] ?? 0;
      if (from !== table && (size[from] ?? 0) > wanted) options.push([other, table]);
    }
    followBest(tables, trail, options);
  }
  keepIfCheaper(tables, trail);
}
