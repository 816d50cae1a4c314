import type { Hosting } from "./start.js";
import { SEATS, type Tables } from "./tables.js";

/** Tables that are compared for each who has to leave one, and people for each free seat. */
const COMPARED = 64;

/**
 * Mends what takes more than two tables: a table of too few is dissolved, its people sit down at others, and people from
 * tables of too many found one, where that makes everything together cheaper.
 */
export function reshape(tables: Tables, { nearby, wanted }: Hosting): void {
  const { size, tableOf, people } = tables;
  const sizeAt = (person: number) => size[tableOf[person] ?? 0] ?? 0;
  const odd: number[] = [];
  for (let person = 0; person < people; person++) if (sizeAt(person) !== wanted) odd.push(person);
  for (const person of odd) {
    if (sizeAt(person) < wanted)
      dissolve(tables, tableOf[person] ?? 0, (member) => [...(nearby[member] ?? []), ...odd]);
    else if (sizeAt(person) > wanted) found(tables, person, { others: odd, wanted });
  }
}

/** Moves that were made, with the table that each came from, and how much dearer they made everything. */
interface Trail {
  readonly moves: (readonly [person: number, from: number])[];
  rise: number;
}

function follow(tables: Tables, trail: Trail, person: number, table: number, rise: number): void {
  trail.moves.push([person, tables.tableOf[person] ?? 0]);
  trail.rise += rise;
  tables.settle(person, table);
}

/** Takes everything back unless it is cheaper now. */
function keepIfCheaper(tables: Tables, { moves, rise }: Trail): void {
  if (rise < 0) return;
  for (const [person, from] of moves.reverse()) tables.settle(person, from);
}

function dissolve(tables: Tables, table: number, hostsOf: (person: number) => readonly number[]): void {
  const { seats, size, tableOf, rise } = tables;
  const trail: Trail = { moves: [], rise: 0 };
  for (const member of seats.slice(SEATS * table, SEATS * table + (size[table] ?? 0))) {
    let [lowest, best, compared] = [Infinity, -1, 0];
    for (const host of hostsOf(member)) {
      const goal = tableOf[host] ?? 0;
      if (goal === table || size[goal] === SEATS) continue;
      const cost = rise(member, goal);
      if (cost < lowest) [lowest, best] = [cost, goal];
      if (++compared === COMPARED) break;
    }
    if (best === -1) trail.rise = Infinity;
    else follow(tables, trail, member, best, lowest);
  }
  keepIfCheaper(tables, trail);
}

/** Who may come to a new table and how many should sit there. */
interface Founding {
  readonly others: readonly number[];
  readonly wanted: number;
}

function found(tables: Tables, founder: number, { others, wanted }: Founding): void {
  const { size, tableOf, rise } = tables;
  const table = size.indexOf(0);
  if (table === -1) return;
  const trail: Trail = { moves: [], rise: 0 };
  follow(tables, trail, founder, table, rise(founder, table));
  while ((size[table] ?? 0) < wanted) {
    let [lowest, best, compared] = [Infinity, -1, 0];
    for (const other of others) {
      if (tableOf[other] === table || (size[tableOf[other] ?? 0] ?? 0) <= wanted) continue;
      const cost = rise(other, table);
      if (cost < lowest) [lowest, best] = [cost, other];
      if (++compared === COMPARED) break;
    }
    if (best === -1) break;
    follow(tables, trail, best, table, lowest);
  }
  keepIfCheaper(tables, trail);
}
