/** Who can have which place at what worth. Everybody gets one place; of the seats, some may stay empty. */
export interface Market {
  readonly mentees: number;
  /** The places that each mentee can have: those in `to` from start[mentee] until start[mentee + 1]. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
  /** How many can have each place: the mentors' seats, and last, for as many as can't be seated, the bench. */
  readonly room: Int32Array;
}

/**
 * Who has which place, and the prices that prove that no other arrangement with as many on the bench is better: nobody
 * would gain more from another place, empty seats are at mentors with the least price of all, and the bench is full.
 */
export interface Cleared {
  readonly place: Int32Array;
  /** What each mentee has left: the most that a weight is above its price. */
  readonly gain: Float64Array;
  readonly price: Float64Array;
}

export const NOBODY = -1;
/** Work between two pauses: about a millisecond of looking at fits. */
export const LOOKS_A_STEP = 50_000;
/** What it takes to begin with another mentee, compared with looking at a fit. */
export const LOOKS_A_ROW = 250;

/** What the cheapest seat costs. */
export function floorOf({ room }: Market, price: Float64Array): number {
  let floor = Infinity;
  for (let j = 0; j + 1 < room.length; j++) if ((room[j] ?? 0) > 0) floor = Math.min(floor, price[j] ?? 0);
  return floor;
}
