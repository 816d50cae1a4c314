import type { Candidates } from "./candidates.js";
import type { Gathering } from "./gathering.js";
import { type Guest, isRepeat, mayMeet } from "./guest.js";
import type { Steps } from "./steps.js";

/** Points a pair loses in the greedy start when one wants a pair and the other a group: their tables part later. */
const OTHER_COMPANY = 300;
/** People looked at for someone whose candidates are all taken. */
const SECOND_LOOK = 60;
const PEOPLE_A_STEP = 32;

/** Two people put together for a start. */
export type Pair = readonly [Guest, Guest];

/**
 * A first set of rested pairs: the best-scoring candidate pairs first, then whoever is free among those left. It need
 * not be as large as possible; it gives the search for the largest one a good place to start from.
 */
export function* pairGreedily(gathering: Gathering, candidates: Candidates): Steps<readonly Pair[]> {
  const { guests } = gathering;
  const ranks = yield* rank(gathering, candidates);
  const taken = new Set<Guest>();
  const pairs: Pair[] = [];
  const take = (a: Guest, b: Guest): void => {
    if (taken.has(a) || taken.has(b)) return;
    taken.add(a).add(b);
    pairs.push([a, b]);
  };
  for (const rankPairs of ranks) {
    for (const [a, b] of rankPairs) take(a, b);
    yield 0.7;
  }
  const rest = guests.filter((guest) => !taken.has(guest));
  for (const [place, guest] of rest.entries()) {
    const partner = taken.has(guest) ? undefined : bestOf(guest, rest.slice(place + 1), taken, gathering);
    if (partner) take(guest, partner);
    if (place % PEOPLE_A_STEP === 0) yield 0.9;
  }
  return pairs;
}

/** The candidate pairs in falling order of their scores, those of one score together (a counting sort). */
function* rank({ guests }: Gathering, candidates: Candidates): Steps<readonly Pair[][]> {
  const ranks = new Map<number, Pair[]>();
  for (const a of guests) {
    for (const { guest: b, fit } of candidates[a.order] ?? []) {
      const twice = a.order > b.order && (candidates[b.order] ?? []).some(({ guest }) => guest === a);
      if (twice || fit.recency > 0) continue;
      const score = fit.score - (sameCompany(a, b) ? 0 : OTHER_COMPANY);
      const pairs = ranks.get(score);
      if (pairs === undefined) ranks.set(score, [[a, b]]);
      else pairs.push([a, b]);
    }
    if (a.order % PEOPLE_A_STEP === 0) yield (0.6 * a.order) / guests.length;
  }
  return [...ranks].sort(([a], [b]) => b - a).map(([, pairs]) => pairs);
}

function sameCompany({ person: a }: Guest, { person: b }: Guest): boolean {
  return a.size === b.size || a.size === "either" || b.size === "either";
}

function bestOf(
  guest: Guest,
  others: readonly Guest[],
  taken: ReadonlySet<Guest>,
  round: Gathering,
): Guest | undefined {
  let best: Guest | undefined;
  let [highest, looked] = [-Infinity, 0];
  for (const other of others) {
    if (taken.has(other) || !mayMeet(guest, other) || isRepeat(guest, other, round.restWeeks)) continue;
    const score = round.fitOf(guest, other).score - (sameCompany(guest, other) ? 0 : OTHER_COMPANY);
    if (score > highest) [best, highest] = [other, score];
    if (++looked === SECOND_LOOK) break;
  }
  return best;
}
