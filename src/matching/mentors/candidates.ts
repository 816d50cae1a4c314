import { part, type Steps } from "../steps.js";
import type { Fits } from "./fits.js";
import { type Cleared, LOOKS_A_ROW, LOOKS_A_STEP, type Market } from "./market.js";
import type { MostSeats } from "./most.js";

/** Up to this many mentors, all that a mentee can have are candidates. */
const FEW = 64;
/** Of more, to begin with, those whom a mentee fits best, compared with what others fit them. */
const BEST = 12;
/** And so many spread evenly: enough to learn what every mentor's seats are worth. */
const SPREAD = 32;
/** Mentees, about, who tell what fit with a mentor is usual. */
const SAMPLE = 200;
/** How many join the candidates of a mentee at a time: the ones they want most. */
const MORE = 16;
const MENTEES_A_STEP = 512;
const NONE = new Float64Array(0);

/** For each mentee the mentors who are considered so far. */
export interface Candidates {
  readonly to: Int32Array[];
  readonly weight: Float64Array[];
  /** With so much gain a mentee would rather have none of the others, as long as prices don't fall. */
  readonly enough: Float64Array;
  /** Whether there are no others. */
  readonly areAll: boolean;
  /** Between the least and the greatest of all weights, zero among them. */
  readonly range: number;
}

/** The candidates to begin with, among them the mentor of the fullest seating, so that as many can be seated. */
export function* firstCandidates(fits: Fits, { mentor }: MostSeats): Steps<Candidates> {
  const { capacities } = fits;
  const [tos, weights]: [Int32Array[], Float64Array[]] = [[], []];
  const usual = yield* part(0, 0, usualFits(fits));
  const best = makeBest(BEST);
  const chosen: number[] = [];
  /** Who chose a mentor last. */
  const chooser = new Int32Array(capacities.length).fill(-1);
  let [least, most, widest] = [0, 0, 0];
  const isOpen = () => true;
  yield* eachRow(fits, isOpen, (mentee, count, to, weight) => {
    widest = Math.max(widest, count);
    best.clear();
    for (let at = 0; at < count; at++) {
      const value = weight[at] ?? 0;
      if (value < least) least = value;
      if (value > most) most = value;
      if (count > FEW) best.offer(at, value - (usual[to[at] ?? 0] ?? 0));
    }
    chosen.length = 0;
    const choose = (at: number) => {
      const j = to[at] ?? 0;
      if (chooser[j] === mentee || capacities[j] === 0) return;
      chooser[j] = mentee;
      chosen.push(at);
    };
    spread(mentee, count, choose);
    best.all().forEach(choose);
    const seat = count > FEW ? to.indexOf(mentor[mentee] ?? -1) : -1;
    if (seat >= 0 && seat < count) choose(seat);
    append(mentee, chosen, to, weight, { to: tos, weight: weights });
  });
  const enough = new Float64Array(fits.mentees).fill(Infinity);
  return { to: tos, weight: weights, enough, areAll: widest <= FEW, range: most - least };
}

function spread(mentee: number, count: number, choose: (at: number) => void): void {
  if (count <= FEW) for (let at = 0; at < count; at++) choose(at);
  else for (let one = 0; one < SPREAD; one++) choose((mentee + Math.floor((one * count) / SPREAD)) % count);
}

/** Adds some places of a row to the candidates of a mentee. */
function append(
  mentee: number,
  places: readonly number[],
  to: Int32Array,
  weight: Float64Array,
  into: Pick<Candidates, "to" | "weight">,
): void {
  const [tos, weights] = [into.to[mentee] ?? NONE, into.weight[mentee] ?? NONE];
  const size = tos.length + places.length;
  const [allTos, allWeights] = [new Int32Array(size), new Float64Array(size)];
  for (let at = 0; at < tos.length; at++) {
    allTos[at] = tos[at] ?? 0;
    allWeights[at] = weights[at] ?? 0;
  }
  for (let one = 0, at = tos.length; at < size; one++, at++) {
    allTos[at] = to[places[one] ?? 0] ?? 0;
    allWeights[at] = weight[places[one] ?? 0] ?? 0;
  }
  into.to[mentee] = allTos;
  into.weight[mentee] = allWeights;
}

/** The mean of what some mentees, evenly chosen, fit each mentor. */
function* usualFits(fits: Fits): Steps<Float64Array> {
  const [sum, known] = [new Float64Array(fits.capacities.length), new Int32Array(fits.capacities.length)];
  const stride = Math.ceil(fits.mentees / SAMPLE);
  const isAsked = (mentee: number) => mentee % stride === 0;
  yield* eachRow(fits, isAsked, (_, count, to, weight) => {
    for (let at = 0; at < count; at++) {
      const j = to[at] ?? 0;
      sum[j] = (sum[j] ?? 0) + (weight[at] ?? 0);
      known[j] = (known[j] ?? 0) + 1;
    }
  });
  return sum.map((value, j) => value / Math.max(1, known[j] ?? 0));
}

/** How many mentees would rather have somebody else, and by how much at most. */
export interface Wanted {
  readonly mentees: number;
  readonly most: number;
}

/**
 * Adds candidates for those who would rather have somebody else at these prices. Where nobody would, the prices prove that
 * nothing better is to be found among all fits (column generation, after L. R. Ford and D. R. Fulkerson, "A suggested
 * computation for maximal multi-commodity network flows", Management Science 5 (1958) 97-101). Prices must not have fallen
 * since the last time: then those who gain enough need not be asked again.
 */
export function* addCandidates(fits: Fits, candidates: Candidates, { gain, price }: Cleared): Steps<Wanted> {
  let [wanted, most] = [0, 0];
  if (candidates.areAll) return { mentees: wanted, most };
  const { enough } = candidates;
  const others = makeBest(MORE + 1);
  /** Whose candidate a mentor was last. */
  const owner = new Int32Array(price.length).fill(-1);
  const isOpen = (mentee: number) => (gain[mentee] ?? 0) < (enough[mentee] ?? 0);
  yield* eachRow(fits, isOpen, (mentee, count, to, weight) => {
    for (const j of candidates.to[mentee] ?? NONE) owner[j] = mentee;
    others.clear();
    for (let at = 0; at < count; at++) {
      const value = (weight[at] ?? 0) - (price[to[at] ?? 0] ?? 0);
      if (value > others.bar() && owner[to[at] ?? 0] !== mentee) others.offer(at, value);
    }
    const own = gain[mentee] ?? 0;
    enough[mentee] = others.valueAt(0);
    if (others.valueAt(0) <= own) return;
    // Those who come next are likely to be wanted soon.
    append(mentee, others.all().slice(0, MORE), to, weight, candidates);
    enough[mentee] = others.valueAt(MORE);
    wanted++;
    most = Math.max(most, others.valueAt(0) - own);
  });
  return { mentees: wanted, most };
}

/** Keeps those few of many whose value is greatest, the greatest first. */
function makeBest(few: number) {
  const [values, whos] = [new Float64Array(few), new Int32Array(few)];
  let [size, bar] = [0, -Infinity];
  return {
    all: (): readonly number[] => [...whos.subarray(0, size)],
    valueAt: (place: number) => (place < size ? (values[place] ?? 0) : -Infinity),
    /** Only greater values are kept. */
    bar: () => bar,
    clear() {
      size = 0;
      bar = -Infinity;
    },
    offer(who: number, value: number) {
      if (value <= bar) return;
      let at = size < few ? size++ : few - 1;
      for (; at > 0 && (values[at - 1] ?? 0) < value; at--) {
        values[at] = values[at - 1] ?? 0;
        whos[at] = whos[at - 1] ?? 0;
      }
      values[at] = value;
      whos[at] = who;
      if (size === few) bar = values[few - 1] ?? 0;
    },
  };
}

/** The market of the candidates, with a bench for as many as can't be seated. */
export function* marketOf(
  { mentees, capacities }: Fits,
  { to: tos, weight: weights }: Candidates,
  seated: number,
): Steps<Market> {
  const bench = capacities.length;
  const room = new Int32Array(bench + 1);
  room.set(capacities);
  room[bench] = mentees - seated;
  const size = tos.reduce((sum, { length }) => sum + length, mentees > seated ? mentees : 0);
  const [start, to, weight] = [new Int32Array(mentees + 1), new Int32Array(size), new Float64Array(size)];
  let at = 0;
  for (const [mentee, some] of tos.entries()) {
    const values = weights[mentee] ?? NONE;
    for (let one = 0; one < some.length; one++) {
      to[at] = some[one] ?? 0;
      weight[at++] = values[one] ?? 0;
    }
    if (mentees > seated) to[at++] = bench;
    start[mentee + 1] = at;
    if (mentee % MENTEES_A_STEP === 0) yield mentee / mentees;
  }
  return { mentees, start, to, weight, room };
}

/** Reads the fits of one mentee after the other, where `isOpen` says so; `use` gets how many there are, and them. */
function* eachRow(
  { mentees, capacities, read }: Fits,
  isOpen: (mentee: number) => boolean,
  use: (mentee: number, count: number, to: Int32Array, weight: Float64Array) => void,
): Steps<void> {
  const [to, weight] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  let looks = 0;
  for (let mentee = 0; mentee < mentees; mentee++) {
    if (!isOpen(mentee)) continue;
    const count = read(mentee, to, weight);
    use(mentee, count, to, weight);
    looks += count + LOOKS_A_ROW;
    if (looks < LOOKS_A_STEP) continue;
    looks = 0;
    yield mentee / mentees;
  }
}
