import { makeQueue } from "../pairs/queue.js";
import { part, type Steps } from "../steps.js";
import { type Cleared, floorOf, LOOKS_A_STEP, type Market, NOBODY } from "./market.js";

/** Where a way ends. */
interface End {
  readonly at: number;
  readonly place: number;
}

const NOWHERE: End = { at: Infinity, place: NOBODY };

/**
 * Clears a market exactly, from any prices. Each mentee without a place takes the shortest way to a free one, on which
 * others may move from place to place, measured by what the moves cost; the prices keep every step not below zero, so that
 * the shortest way is found by E. W. Dijkstra's search. After J. Edmonds and R. Karp, "Theoretical improvements in
 * algorithmic efficiency for network flow problems", Journal of the ACM 19 (1972) 248-264, and R. Jonker and A. Volgenant,
 * "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38 (1987) 325-340,
 * where a place has room for several. Then seats that are empty though dearer than the cheapest are filled the same way,
 * by whoever leaves a seat that may be empty. O(n (m + n) log n), less the better the prices and wishes are.
 * @param price Of each place; changed
 * @param wish The place that each mentee should have to begin with where none is better at these prices, or -1
 */
export function* clear(market: Market, price: Float64Array, wish: Int32Array): Steps<Cleared> {
  const { mentees, start, to, weight, room } = market;
  const bench = room.length - 1;
  /** Stands for all seats that stay empty, as if one more mentee had them. */
  const vacancy = mentees;
  const place = new Int32Array(mentees).fill(NOBODY);
  const gain = new Float64Array(mentees);
  const free = room.slice();
  /** The mentees at a place, one after the other. */
  const first = new Int32Array(room.length).fill(NOBODY);
  const next = new Int32Array(mentees).fill(NOBODY);
  const before = new Int32Array(mentees).fill(NOBODY);

  const away = new Float64Array(room.length).fill(Infinity);
  /** Who would move to this place. */
  const mover = new Int32Array(room.length);
  const visited: number[] = [];
  const touched: number[] = [];
  const queue = makeQueue(1024);
  let end = NOWHERE;
  /** Free places end a way only where they cost more. */
  let endsAbove = -Infinity;
  let floor = floorOf(market, price);
  let looks = 0;

  function seat(mentee: number, j: number): void {
    place[mentee] = j;
    const head = first[j] ?? NOBODY;
    next[mentee] = head;
    before[mentee] = NOBODY;
    if (head !== NOBODY) before[head] = mentee;
    first[j] = mentee;
  }

  function unseat(mentee: number): void {
    const j = place[mentee] ?? NOBODY;
    if (j === NOBODY) return;
    const [one, other] = [before[mentee] ?? NOBODY, next[mentee] ?? NOBODY];
    if (one === NOBODY) first[j] = other;
    else next[one] = other;
    if (other !== NOBODY) before[other] = one;
  }

  function reach(j: number, way: number, by: number): void {
    const known = away[j] ?? Infinity;
    if (way >= known || way >= end.at) return;
    if (known === Infinity) touched.push(j);
    away[j] = way;
    mover[j] = by;
    if ((free[j] ?? 0) > 0 && (price[j] ?? 0) > endsAbove) end = { at: way, place: j };
    else queue.push(way, j, 0);
  }

  /** Where a mentee could move, who is reached after `distance`. */
  function look(mentee: number, distance: number): void {
    const base = distance + (gain[mentee] ?? 0);
    const [from, until] = [start[mentee] ?? 0, start[mentee + 1] ?? 0];
    looks += until - from;
    for (let at = from; at < until; at++) {
      const j = to[at] ?? 0;
      reach(j, base + (price[j] ?? 0) - (weight[at] ?? 0), mentee);
    }
  }

  function walk(): void {
    while (queue.next() < end.at) {
      const [way, j] = [queue.next(), queue.who()];
      queue.drop();
      if (way > (away[j] ?? 0)) continue;
      visited.push(j);
      for (let mentee = first[j] ?? NOBODY; mentee !== NOBODY; mentee = next[mentee] ?? NOBODY) look(mentee, way);
    }
  }

  /** Prices rise where places are wanted, so that the way that is taken costs nothing any more. */
  function raise(): void {
    for (const j of visited) {
      const rise = end.at - (away[j] ?? 0);
      price[j] = (price[j] ?? 0) + rise;
      for (let mentee = first[j] ?? NOBODY; mentee !== NOBODY; mentee = next[mentee] ?? NOBODY)
        gain[mentee] = (gain[mentee] ?? 0) - rise;
    }
  }

  /** Everybody on the way moves, and the last one takes the free place. */
  function move(root: number): void {
    let j = end.place;
    free[j] = (free[j] ?? 0) - 1;
    for (;;) {
      const mentee = mover[j] ?? 0;
      if (mentee === vacancy) {
        free[j] = (free[j] ?? 0) + 1;
        return;
      }
      const previous = place[mentee] ?? NOBODY;
      unseat(mentee);
      seat(mentee, j);
      if (mentee === root) return;
      j = previous;
    }
  }

  function finish(root: number): void {
    walk();
    raise();
    move(root);
    for (const j of touched) away[j] = Infinity;
    touched.length = visited.length = 0;
    queue.clear();
  }

  function placeMentee(mentee: number): void {
    end = NOWHERE;
    look(mentee, 0);
    finish(mentee);
    gain[mentee] = (gain[mentee] ?? 0) - end.at;
  }

  /** Fills an empty seat that is dearer than the cheapest by leaving a cheapest one empty. */
  function placeVacancy(): void {
    end = NOWHERE;
    endsAbove = floor;
    for (let j = 0; j < bench; j++) if ((room[j] ?? 0) > 0) reach(j, (price[j] ?? 0) - floor, vacancy);
    looks += bench;
    finish(vacancy);
    floor += end.at;
  }

  const isDear = (seats: number, j: number) => seats > 0 && j !== bench && (price[j] ?? 0) > floor;

  /** Takes what was wished, or else the best, as long as it is free. */
  function begin(mentee: number): void {
    let [best, choice] = [-Infinity, NOBODY];
    const [from, until] = [start[mentee] ?? 0, start[mentee + 1] ?? 0];
    for (let at = from; at < until; at++) {
      const j = to[at] ?? 0;
      const value = (weight[at] ?? 0) - (price[j] ?? 0);
      if (value < best) continue;
      if (value > best) choice = NOBODY;
      best = value;
      if ((free[j] ?? 0) > 0 && (choice === NOBODY || j === wish[mentee])) choice = j;
    }
    gain[mentee] = best;
    looks += until - from;
    if (choice === NOBODY) return;
    free[choice] = (free[choice] ?? 0) - 1;
    seat(mentee, choice);
  }

  /** Does one piece of work after the other, with pauses. */
  function* each(work: (mentee: number) => void): Steps<void> {
    for (let mentee = 0; mentee < mentees; mentee++) {
      work(mentee);
      if (looks < LOOKS_A_STEP) continue;
      looks = 0;
      yield mentee / mentees;
    }
  }

  yield* part(0, 0.1, each(begin));
  yield* part(
    0.1,
    0.9,
    each((mentee) => {
      if (place[mentee] === NOBODY) placeMentee(mentee);
    }),
  );
  while (free.some(isDear)) {
    placeVacancy();
    yield 0.9;
  }
  return { place, gain, price };
}
