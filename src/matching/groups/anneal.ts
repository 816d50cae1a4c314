import type { Chance } from "../chance.js";
import type { Steps } from "../steps.js";
import { RECENT } from "./fits.js";
import { SEATS, type Tables } from "./tables.js";

/** What a change may cost at first, on average, and still be made: this part of the mean score of the best of friends. */
const WARMTH = 0.03;
const TRIES_A_STEP = 512;
const DRAWS = 4096;
/** Draws from the exponential distribution with mean 1, each as likely as the others. */
const EXPONENTIAL = Float64Array.from({ length: DRAWS }, (_, draw) => -Math.log((draw + 0.5) / DRAWS));

/**
 * Lets people change places for so many tries: somebody drawn by chance sits down with one of those nearby, in place of
 * somebody else there or on a free seat. What is dearer is done as well as long as it is little, less and less of it:
 * simulated annealing after S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, "Optimization by simulated annealing",
 * Science 220 (1983) 671-680, with the temperature falling in a straight line to 0. It is far below the price of whatever
 * is graver than a score, so that none of that ever grows.
 * @param nearby Whom each person is to be brought together with
 */
export function* anneal(tables: Tables, nearby: readonly Int32Array[], tries: number, chance: Chance): Steps<void> {
  const { people, seats, size, tableOf, price, priceNow, swap, move } = tables;
  const hot = WARMTH * meanOfBest(tables, nearby);
  for (let turn = 0; turn < tries; turn++) {
    if (turn % TRIES_A_STEP === 0) yield turn / tries;
    const person = chance(people);
    const near = nearby[person];
    if (near === undefined || near.length === 0) continue;
    const friend = near[chance(near.length)] ?? 0;
    const [from, to] = [tableOf[person] ?? 0, tableOf[friend] ?? 0];
    if (from === to) continue;
    // A draw of the friend stands for a seat that is free.
    const other = seats[SEATS * to + chance(size[to] ?? 0)] ?? 0;
    const joins = other === friend;
    if (joins && !isWorthJoining(size[from] ?? 0, size[to] ?? 0)) continue;
    if (joins) move(person, to);
    else swap(person, other);
    const [priceFrom, priceTo] = [priceNow(from), priceNow(to)];
    const rise = priceFrom + priceTo - (price[from] ?? 0) - (price[to] ?? 0);
    if (rise <= hot * (1 - turn / tries) * (EXPONENTIAL[chance(DRAWS)] ?? 0)) {
      price[from] = priceFrom;
      price[to] = priceTo;
    } else if (joins) move(person, from);
    else swap(person, other);
  }
}

/** Sizes that drift apart are hardly ever better, and are not tried. */
function isWorthJoining(from: number, to: number): boolean {
  return to < SEATS && (from === 1 || from > to);
}

/** The mean score of people with the first of those nearby, as far as they are rested and go together. */
function meanOfBest({ fits }: Tables, nearby: readonly Int32Array[]): number {
  let [sum, count] = [0, 0];
  for (const [person, near] of nearby.entries()) {
    const fit = near.length === 0 ? 0 : fits(person, near[0] ?? 0);
    if (fit <= 0 || fit > RECENT / 2) continue;
    sum += fit;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
