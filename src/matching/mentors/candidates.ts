import type { Steps } from "../steps.js";
import type { Fits } from "./fits.js";
import { type Cleared, LOOKS_A_ROW, LOOKS_A_STEP, type Market } from "./market.js";
import type { MostSeats } from "./most.js";

/** Up to this many mentors, all that a mentee can have are candidates. */
const FEW = 64;
/** Of more, to begin with, those whom a mentee fits best, compared with what others fit them. */
const BEST = 12;
/** And so many spread evenly: enough to learn what every mentor's seats are worth. */
const SPREAD = 32;
/** Mentees who tell what fit with a mentor is usual. */
const SAMPLE = 200;
/** How many of those that a mentee would rather have join the candidates at a time: the ones they want most. */
const MORE = 16;
const NONE = new Float64Array(0);

/** For each mentee the mentors who are considered so far. */
export interface Candidates {
  readonly to: Int32Array[];
  readonly weight: Float64Array[];
  /** Whether there are no others. */
  readonly areAll: boolean;
  /** Between the least and the greatest of all weights, zero among them. */
  readonly range: number;
}

/** The candidates to begin with, among them the mentor of the fullest seating, so that as many can be seated. */
export function* firstCandidates(fits: Fits, { mentor }: MostSeats): Steps<Candidates> {
  const { capacities } = fits;
  const [tos, weights]: [Int32Array[], Float64Array[]] = [[], []];
  const usual = usualFits(fits);
  const best = makeBest(BEST);
  const chosen: number[] = [];
  /** Who chose a mentor last. */
  const chooser = new Int32Array(capacities.length).fill(-1);
  let [least, most, widest] = [0, 0, 0];
  yield* eachRow(fits, (mentee, count, to, weight) => {
    widest = Math.max(widest, count);
    best.clear(-Infinity);
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
  return { to: tos, weight: weights, areAll: widest <= FEW, range: most - least };
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
function usualFits({ mentees, capacities, read }: Fits): Float64Array {
  const [to, weight] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  const [sum, known] = [new Float64Array(capacities.length), new Int32Array(capacities.length)];
  for (let one = 0; one < Math.min(SAMPLE, mentees); one++) {
    const count = read(Math.floor((one * mentees) / Math.min(SAMPLE, mentees)), to, weight);
    for (let at = 0; at < count; at++) {
      const j = to[at] ?? 0;
      sum[j] = (sum[j] ?? 0) + (weight[at] ?? 0);
      known[j] = (known[j] ?? 0) + 1;
    }
  }
  return sum.map((value, j) => value / Math.max(1, known[j] ?? 0));
}

/** How many candidates were added, and how much somebody would rather have one of them than what they have. */
export interface Added {
  readonly count: number;
  readonly most: number;
}

/**
 * Adds those whom somebody would rather have at these prices. Where there are none, the prices prove that nothing better
 * is to be found among all fits (column generation, after L. R. Ford and D. R. Fulkerson, "A suggested computation for
 * maximal multi-commodity network flows", Management Science 5 (1958) 97-101).
 */
export function* addCandidates(fits: Fits, candidates: Candidates, { gain, price }: Cleared): Steps<Added> {
  if (candidates.areAll) return { count: 0, most: 0 };
  let [added, most] = [0, 0];
  const wanted = makeBest(MORE);
  yield* eachRow(fits, (mentee, count, to, weight) => {
    const own = gain[mentee] ?? 0;
    wanted.clear(own);
    for (let at = 0; at < count; at++) wanted.offer(at, (weight[at] ?? 0) - (price[to[at] ?? 0] ?? 0));
    const best = wanted.all();
    if (best.length === 0) return;
    most = Math.max(most, wanted.most() - own);
    added += best.length;
    append(mentee, best, to, weight, candidates);
  });
  return { count: added, most };
}

/** Keeps those few of many whose value is greatest and above a bar, the greatest first. */
function makeBest(few: number) {
  const [values, whos] = [new Float64Array(few), new Int32Array(few)];
  let [size, bar] = [0, 0];
  return {
    all: (): readonly number[] => [...whos.subarray(0, size)],
    most: () => values[0] ?? 0,
    clear(above: number) {
      size = 0;
      bar = above;
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
export function marketOf(
  { mentees, capacities }: Fits,
  { to: tos, weight: weights }: Candidates,
  seated: number,
): Market {
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
  }
  return { mentees, start, to, weight, room };
}

/** Reads the fits of one mentee after the other; `use` gets how many there are, and them. */
function* eachRow(
  { mentees, capacities, read }: Fits,
  use: (mentee: number, count: number, to: Int32Array, weight: Float64Array) => void,
): Steps<void> {
  const [to, weight] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  let looks = 0;
  for (let mentee = 0; mentee < mentees; mentee++) {
    const count = read(mentee, to, weight);
    use(mentee, count, to, weight);
    looks += count + LOOKS_A_ROW;
    if (looks < LOOKS_A_STEP) continue;
    looks = 0;
    yield mentee / mentees;
  }
}
