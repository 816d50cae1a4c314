import { canTalk, type Guest, haveCommon, type Rules } from "../guest.js";
import { overlapOf } from "../score.js";
import { mapInSteps, type Steps } from "../steps.js";
import type { Weights } from "../weights.js";

// People who are alike in level, hours, languages and so on make up a cell. What these are worth between two people is then
// known for whole cells at once.

/** Which cell each guest is in, and the most that these criteria can be worth between the guests of two cells. */
export interface Cells {
  readonly count: number;
  /** Those alike in most are near each other. */
  readonly cellOf: Int32Array;
  /** worth[one * count + other], -Infinity when no two of them may meet. */
  readonly worth: Float64Array;
  /** Cells next to each other make up a shelf: those of one level, or a part of them. Numbered in the same order. */
  readonly shelfOf: Int32Array;
  readonly shelves: number;
}

/** What is alike in a cell. */
interface Kind {
  readonly level: number;
  /** A bit for each stretch of the day in which they are free; 0 when their hours are not known. */
  readonly hours: number;
  /** The place of the first guest with the same languages. */
  readonly speaks: number;
  readonly size: "pair" | "group" | "either";
  readonly institution: number;
  readonly region: number;
}

/** An institution or region that is not told from others, because few people share it. */
const ANY = -1;
/** Where so many share one, it matters that they have nothing of its being another's. */
const MANY = 0.25;

/** Stretches of the day, in minutes, and so many cells at most: the finer the better, as long as they are few. */
const STRETCHES = [60, 180, 480];
const MOST_CELLS = 2048;
const MINUTES_A_DAY = 1440;
/** About so many shelves. Each list is divided among them, so that a search reads fewer people for nothing, and more often begins. */
const SHELVES = 24;
const ROWS_A_STEP = 64;

/** Points a pair loses when one wants a pair and the other a group: their tables part later. */
export const OTHER_COMPANY = 300;

export function* makeCells(guests: readonly Guest[], { weights }: Rules): Steps<Cells> {
  const [institutions, regions] = [common(guests, "institution"), common(guests, "region")];
  const speaks = yield* speakersOf(guests);
  for (const stretch of STRETCHES) {
    const places = [...guests.keys()];
    const kinds = yield* mapInSteps(guests, (guest, place) => ({
      level: guest.level,
      hours: hoursOf(guest, stretch),
      speaks: speaks[place] ?? 0,
      size: guest.person.size,
      institution: institutions.has(guest.institution) ? guest.institution : ANY,
      region: regions.has(guest.region) ? guest.region : ANY,
    }));
    const kindNames = yield* mapInSteps(kinds, nameOf);
    const some = new Map(kindNames.map((name, place) => [name, kinds[place]]));
    if (some.size > MOST_CELLS && stretch !== STRETCHES.at(-1)) continue;
    const names = [...some.keys()].sort();
    const numbers = new Map(names.map((name, number) => [name, number]));
    const cellOf = Int32Array.from(places, (place) => numbers.get(kindNames[place] ?? "") ?? 0);
    yield 0.5;
    const inOrder = names.flatMap((name) => some.get(name) ?? []);
    const talk = talkBetween(guests, [...new Set(speaks)], weights);
    const worth = yield* worthBetween(inOrder, stretch, { weights, talk });
    return { count: names.length, cellOf, worth, ...shelvesOf(inOrder) };
  }
  return { count: 0, cellOf: new Int32Array(0), worth: new Float64Array(0), shelfOf: new Int32Array(0), shelves: 0 };
}

/** Shelves of about one size, none of them with two levels. */
function shelvesOf(kinds: readonly Kind[]): Pick<Cells, "shelfOf" | "shelves"> {
  const most = Math.ceil(kinds.length / SHELVES);
  const shelfOf = new Int32Array(kinds.length);
  let [shelf, begun] = [0, 0];
  for (const [cell, { level }] of kinds.entries()) {
    if (cell > 0 && (level !== kinds[cell - 1]?.level || cell - begun >= most)) {
      shelf++;
      begun = cell;
    }
    shelfOf[cell] = shelf;
  }
  return { shelfOf, shelves: kinds.length === 0 ? 0 : shelf + 1 };
}

/** The institutions, or regions, of very many. */
function common(guests: readonly Guest[], place: "institution" | "region"): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const guest of guests) counts.set(guest[place], (counts.get(guest[place]) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= MANY * guests.length).map(([code]) => code));
}

/** For each guest the place of the first one with the same languages. */
function* speakersOf(guests: readonly Guest[]): Steps<readonly number[]> {
  const first = new Map<string, number>();
  return yield* mapInSteps(guests, ({ languages, atEase }, place) => {
    const inOrder = (some: readonly number[]) => [...some].sort((a, b) => a - b).join();
    const name = `${inOrder(languages)} ${inOrder(atEase)}`;
    const known = first.get(name) ?? place;
    first.set(name, known);
    return known;
  });
}

function hoursOf({ free }: Guest, stretch: number): number {
  let hours = 0;
  for (const { from, until } of free)
    for (let at = Math.floor(from / stretch); at * stretch < Math.min(until, MINUTES_A_DAY); at++) hours |= 1 << at;
  return hours;
}

/** Sorted by it, cells of the same level are together, and in those the ones with hours close by. */
function nameOf({ level, hours, speaks, size, institution, region }: Kind): string {
  return `${level} ${String(hours).padStart(8, "0")} ${speaks} ${size} ${institution} ${region}`;
}

/** What languages are worth between two kinds of speakers, -Infinity where they can't talk. */
type Talk = ReadonlyMap<number, ReadonlyMap<number, number>>;

function talkBetween(guests: readonly Guest[], speakers: readonly number[], weights: Weights): Talk {
  const worth = (one: Guest, other: Guest) => {
    if (!canTalk(one, other)) return -Infinity;
    return haveCommon(one.atEase, other.atEase) ? weights.ownLanguage : 0;
  };
  const some = speakers.flatMap((place) => {
    const guest = guests[place];
    return guest === undefined ? [] : [{ place, guest }];
  });
  return new Map(
    some.map(({ place, guest }) => [place, new Map(some.map((other) => [other.place, worth(guest, other.guest)]))]),
  );
}

interface Means {
  readonly weights: Weights;
  readonly talk: Talk;
}

function* worthBetween(kinds: readonly Kind[], stretch: number, { weights, talk }: Means): Steps<Float64Array> {
  const worth = new Float64Array(kinds.length ** 2);
  for (const [i, one] of kinds.entries()) {
    const withOthers = talk.get(one.speaks);
    for (let j = 0; j <= i; j++) {
      const other = kinds[j] ?? one;
      const most = (withOthers?.get(other.speaks) ?? -Infinity) + mostBetween(one, other, stretch, weights);
      worth[i * kinds.length + j] = worth[j * kinds.length + i] = most;
    }
    if (i % ROWS_A_STEP === 0) yield 0.7;
  }
  return worth;
}

function mostBetween(one: Kind, other: Kind, stretch: number, weights: Weights): number {
  const level = one.level !== 0 && one.level === other.level ? weights.sameLevel : 0;
  const company = isOtherCompany(one.size, other.size) ? OTHER_COMPANY : 0;
  const institution = areOthers(one.institution, other.institution) ? weights.differentInstitution : 0;
  const region = areOthers(one.region, other.region) ? weights.differentRegion : 0;
  return level + institution + region + hoursWorth(one, other, stretch, weights) - company;
}

/** Whether two institutions, or regions, can be different ones; 0 is not known. */
function areOthers(one: number, other: number): boolean {
  return one !== 0 && other !== 0 && (one !== other || one === ANY);
}

function hoursWorth({ hours: mine }: Kind, { hours: theirs }: Kind, stretch: number, weights: Weights): number {
  if (mine === 0 || theirs === 0) return 0;
  const both = mine & theirs;
  return both === 0 ? -weights.noOverlap : overlapOf(stretch * bits(both), weights);
}

/** Whether one wants a pair and the other a group. */
export function isOtherCompany(one: Kind["size"], other: Kind["size"]): boolean {
  return one !== other && one !== "either" && other !== "either";
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
