import { NOBODY } from "./market.js";

/** The bids for the seats of each mentor. */
export interface Bids {
  isFull(j: number): boolean;
  /** The least bid for a seat. */
  least(j: number): number;
  /** Takes a seat, the least bidder's if none is left. Answers with who loses it, or -1. */
  put(j: number, bidder: number, amount: number): number;
}

/** A heap for each place, the least bid first, one after the other in typed arrays. */
export function makeBids(room: Int32Array): Bids {
  const start = new Int32Array(room.length + 1);
  for (const [j, seats] of room.entries()) start[j + 1] = (start[j] ?? 0) + seats;
  const all = start[room.length] ?? 0;
  const [amounts, bidders, size] = [new Float64Array(all), new Int32Array(all), new Int32Array(room.length)];

  function set(at: number, bidder: number, amount: number): void {
    amounts[at] = amount;
    bidders[at] = bidder;
  }

  function rise(base: number, from: number, bidder: number, amount: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = amounts[base + above] ?? 0;
      if (other <= amount) break;
      set(base + at, bidders[base + above] ?? 0, other);
      at = above;
    }
    set(base + at, bidder, amount);
  }

  function sink(base: number, count: number, bidder: number, amount: number): void {
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && (amounts[base + child + 1] ?? 0) < (amounts[base + child] ?? 0)) child++;
      const other = amounts[base + child] ?? 0;
      if (other >= amount) break;
      set(base + at, bidders[base + child] ?? 0, other);
      at = child;
    }
    set(base + at, bidder, amount);
  }

  return {
    isFull: (j) => size[j] === room[j],
    least: (j) => amounts[start[j] ?? 0] ?? 0,
    put(j, bidder, amount) {
      const [base, count] = [start[j] ?? 0, size[j] ?? 0];
      if (count < (room[j] ?? 0)) {
        size[j] = count + 1;
        rise(base, count, bidder, amount);
        return NOBODY;
      }
      const loser = bidders[base] ?? NOBODY;
      sink(base, count, bidder, amount);
      return loser;
    },
  };
}
