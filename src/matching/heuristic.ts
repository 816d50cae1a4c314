import { type Edge, isSingle, maximise, type Vertex, verticesOf } from "./blossom.js";
import { ALL_CANDIDATES_PEOPLE, chooseCandidates } from "./candidates.js";
import type { Arrangement } from "./exact.js";
import { type FitOf, MOST_RECENT, recencyOf } from "./fit.js";
import type { Gathering } from "./gathering.js";
import { everyPair, type Guest, isRepeat, mayMeet } from "./guest.js";
import { improve } from "./improve.js";
import { type Pair, type Pairing, pairBest } from "./pairing.js";
import { burdenOf } from "./price.js";
import { mapInSteps, part, type Steps } from "./steps.js";
import { guestsOf, seatOddOnes, shareTheWait, type Trio } from "./trios.js";

/** Starts tried in rounds of up to so many people; larger ones have room enough for one to do. */
const STARTS = [
  { people: 60, starts: 8 },
  { people: 200, starts: 3 },
  { people: Infinity, starts: 1 },
];
/** Of so many pairs of the greedy start one is taken apart before a further start. */
const TAKEN_APART = 3;
const PEOPLE_A_STEP = 64;

/**
 * Arranges a round in pairs, as far as it goes. The best rested pairs of all are the start (see `pairBest`), and where
 * everybody has one and nobody wants a group, the end too: that arrangement is proved to be the best. Otherwise odd ones
 * get rested trios, and only then are pairs that met before allowed, those that met longest ago first; then people change
 * places while that makes anything better and nothing graver worse. Smaller rounds are arranged from several starts.
 */
export function* arrangePairs(gathering: Gathering): Steps<Arrangement> {
  const { guests, chance } = gathering;
  const pairing = yield* part(0, 0.5, pairBest(gathering));
  const { pairs, left, priceOf } = pairing;
  const wantsGroups = guests.some(({ person }) => person.size === "group");
  if (left.length === 0 && !wantsGroups) return { groups: pairs, left, ...(yield* proven(pairing, gathering)) };
  // Groups are annealed afterwards, which makes up for a poor start.
  const starts = wantsGroups ? 1 : (STARTS.find(({ people }) => guests.length <= people)?.starts ?? 1);
  let best = yield* part(0.5, 0.5 + 0.5 / starts, arrangeFrom(pairs, gathering));
  for (let start = 1; start < starts; start++) {
    const some = pairs.filter(() => chance(TAKEN_APART) > 0);
    const next = yield* part(0.5 + (0.5 * start) / starts, 1, arrangeFrom(some, gathering));
    best = betterOf(next, best, gathering);
  }
  return { ...best, ...boundOf(best.groups, gathering, priceOf) };
}

/** Best pairs can't score more than they do; others, no more than their bound. */
function* proven(
  { pairs, bound, isBest }: Pairing,
  { aim, fitOf }: Gathering,
): Steps<Pick<Arrangement, "bound" | "isBest">> {
  if (aim !== "total") return { isBest };
  const scores = yield* part(
    0.5,
    1,
    mapInSteps(pairs, ([a, b]) => fitOf(a, b).score),
  );
  return { isBest, bound: isBest ? scores.reduce((sum, score) => sum + score, 0) : Math.floor(bound) };
}

/** No two people score more than their prices together, and neither does a trio, in which each person counts once. */
function boundOf(
  groups: readonly (readonly Guest[])[],
  { guests, aim }: Gathering,
  priceOf: (guest: Guest) => number,
): Pick<Arrangement, "bound"> {
  // Prices are lower, where company speaks against pairs, than those can score.
  if (aim !== "total" || guests.some(({ person }) => person.size === "group")) return {};
  const prices = groups.flat().reduce((sum, guest) => sum + priceOf(guest), 0);
  // The score of a trio is a mean, rounded.
  return { bound: Math.floor(prices + groups.filter(({ length }) => length > 2).length / 2) };
}

/** Arranges the round from a set of rested pairs, and where the first way leaves something to wish for, in another. */
function* arrangeFrom(pairs: readonly Pair[], gathering: Gathering): Steps<Arrangement> {
  const early = yield* part(0, 0.2, settle(gathering, pairs, "trios before repeats"));
  const first = yield* part(0.2, 0.8, finish(gathering, early));
  const repeats =
    gathering.guests.length <= ALL_CANDIDATES_PEOPLE &&
    first.groups.some((members) => hasRepeats(members, gathering.fitOf));
  if (!repeats && !mightHaveBeenHelped(early)) return first;
  const late = yield* part(0.8, 0.85, settle(gathering, pairs, "repeats before trios"));
  const second = yield* part(0.85, 1, finish(gathering, late));
  return betterOf(second, first, gathering);
}

interface Settled {
  readonly groups: readonly (readonly Guest[])[];
  readonly left: readonly Vertex[];
  /** Those who sit in a trio that was made before repeats were allowed. */
  readonly early: ReadonlySet<Vertex>;
}

/** Gives everybody company, rested pairs first; scores matter only in the choice of trios. */
function* settle(
  gathering: Gathering,
  pairs: readonly Pair[],
  order: "trios before repeats" | "repeats before trios",
): Steps<Settled> {
  const { guests, restWeeks, fitOf } = gathering;
  const vertices = yield* verticesOf(guests, pairs);
  const rested: Edge = (a, b) => mayMeet(a, b) && !isRepeat(a, b, restWeeks);
  yield* maximise(vertices, [rested]);
  const early = order === "trios before repeats" ? yield* seatOddOnes(vertices, rested, fitOf) : [];
  const allowed = order === "trios before repeats" ? yield* recenciesNear(vertices, restWeeks) : [MOST_RECENT];
  for (const most of allowed)
    yield* maximise(vertices, [rested, (a, b) => mayMeet(a, b) && recencyOf(a, b, restWeeks) <= most]);
  const late: Trio[] = [];
  for (const edge of [rested, mayMeet]) late.push(...(yield* seatOddOnes(vertices, edge, fitOf)));
  const trios = yield* shareTheWait(vertices, [...early, ...late], mayMeet);
  const together = vertices.flatMap(({ guest, mate }) =>
    mate && guest.order < mate.guest.order ? [[guest, mate.guest]] : [],
  );
  return {
    groups: [...together, ...trios.map(guestsOf)],
    left: vertices.filter(isSingle),
    early: new Set(early.flat()),
  };
}

/** How recently people met who live on an island with somebody single, the longest ago first. */
function* recenciesNear(vertices: readonly Vertex[], restWeeks: number): Steps<readonly number[]> {
  const islands = new Set(vertices.filter(isSingle).map(({ island }) => island));
  const recencies = new Set<number>();
  for (const island of islands) {
    for (const { guest } of island) {
      for (const other of guest.met.keys()) recencies.add(recencyOf(guest, other, restWeeks));
      if (guest.order % PEOPLE_A_STEP === 0) yield 0;
    }
  }
  recencies.delete(0);
  return [...recencies].sort((a, b) => a - b);
}

function* finish(gathering: Gathering, settled: Settled): Steps<Arrangement> {
  const { guests, fitOf } = gathering;
  // The pairs were the best: where they were not broken up, and nobody wants more company, nothing gets better.
  const areBest = guests.length > ALL_CANDIDATES_PEOPLE && !guests.some(({ person }) => person.size === "group");
  const isRestless = (members: readonly Guest[]) => members.length > 2 || hasRepeats(members, fitOf);
  const restless = areBest ? settled.groups.filter(isRestless).flat() : guests;
  const candidates = yield* part(0, 0.2, chooseCandidates(gathering, restless));
  return {
    groups: yield* part(0.2, 1, improve(settled.groups, candidates, gathering)),
    left: settled.left.map(({ guest }) => guest),
    isBest: false,
  };
}

/** Whether an early trio took somebody whom one of those left over could have done with. */
function mightHaveBeenHelped({ left, early }: Settled): boolean {
  return early.size > 0 && left.some(({ island }) => island.some((vertex) => early.has(vertex)));
}

/** Of two arrangements the better one: the first only if it is. */
export function betterOf(one: Arrangement, other: Arrangement, gathering: Gathering): Arrangement {
  const [mine, theirs] = [matters(one, gathering), matters(other, gathering)];
  const first = mine.findIndex((value, place) => value !== theirs[place]);
  return first >= 0 && (mine[first] ?? 0) < (theirs[first] ?? 0) ? one : other;
}

/** What counts against an arrangement, the gravest first. */
function matters({ groups, left }: Arrangement, { fitOf, groupSize }: Gathering): readonly number[] {
  const total = { repeats: 0, recency: 0, bent: 0, score: 0 };
  for (const members of groups) {
    const burden = burdenOf(members, fitOf, groupSize);
    total.repeats += burden?.repeats ?? 0;
    total.recency += burden?.recency ?? 0;
    total.bent += burden?.bent ?? 0;
    total.score += burden?.score ?? 0;
  }
  const waited = left.reduce((sum, { person }) => sum + person.waiting, 0);
  return [left.length, waited, total.repeats, total.recency, total.bent, -total.score];
}

function hasRepeats(members: readonly Guest[], fitOf: FitOf): boolean {
  return !everyPair(members, (a, b) => fitOf(a, b).recency === 0);
}
