import type { Ties } from "./ties.js";
import type { Person } from "./types.js";
import type { Weights } from "./weights.js";

/** A subject, interest, offer or wish of this round. */
export interface Topic {
  readonly key: string;
  /** Place among the keys in ascending order; lists of topics are sorted by it. */
  readonly order: number;
  /** From just above 0 (everybody names it) to 1 (a single person does). */
  readonly rarity: number;
}

/** A stretch of the UTC day, in minutes. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** What somebody looks for in others by the topical criteria (see `TOPICAL`): codes, ascending, each with its rarity. */
export interface Wishes {
  readonly codes: Int32Array;
  readonly rarities: Float64Array;
}

/** What a round goes by. */
export interface Rules {
  /** A pair that met less than this many weeks ago is a repeat. */
  readonly restWeeks: number;
  readonly weights: Weights;
}

/** A person made ready for the round: what is looked up often is looked up once. */
export interface Guest {
  readonly person: Person;
  /** Place in the order drawn from the seed, which decides every tie. */
  readonly order: number;
  /** All languages the person can meet in. */
  readonly languages: readonly number[];
  /** Those of them in which the person is at ease, not only willing. */
  readonly atEase: readonly number[];
  readonly topics: readonly Topic[];
  readonly goals: readonly Topic[];
  readonly offers: readonly Topic[];
  readonly seeks: readonly Topic[];
  readonly wishes: Wishes;
  /** Codes of what others can find in the person by the topical criteria, ascending. */
  readonly gifts: Int32Array;
  /** Codes of level, institution and region, the same for people of the same; 0 where it is not known. */
  readonly level: number;
  readonly institution: number;
  readonly region: number;
  readonly newcomer: boolean;
  readonly connector: boolean;
  /** Rounds of waiting. */
  readonly waiting: number;
  /** Sorted, apart from each other, inside the day. */
  readonly free: readonly Stretch[];
  readonly forbidden: ReadonlySet<Guest>;
  /** Weeks since the latest meeting with each person met before. */
  readonly met: ReadonlyMap<Guest, number>;
  readonly ties: Ties;
}

/** The languages in which all of `members` can meet, and at least one of them is at ease. */
export function commonLanguages(members: readonly Guest[]): readonly number[] {
  const [first, ...others] = members;
  if (first === undefined) return [];
  return first.languages.filter(
    (language) =>
      others.every(({ languages }) => languages.includes(language)) &&
      members.some(({ atEase }) => atEase.includes(language)),
  );
}

/** Whether two lists have anything in common. */
export function haveCommon(some: readonly number[], others: readonly number[]): boolean {
  if (some === others) return some.length > 0;
  for (const item of some) if (others.includes(item)) return true;
  return false;
}

type Speaker = Pick<Guest, "languages" | "atEase">;

/** Whether two people have a language in which both can meet and one is at ease. */
export function canTalk(a: Speaker, b: Speaker): boolean {
  if (haveCommon(a.atEase, b.atEase)) return true;
  for (const language of a.languages)
    if (b.languages.includes(language) && (a.atEase.includes(language) || b.atEase.includes(language))) return true;
  return false;
}

/** Whether two people may be put together at all: they are two, can talk, and nobody forbids it. */
export function mayMeet(a: Guest, b: Guest): boolean {
  return a !== b && !a.forbidden.has(b) && canTalk(a, b);
}

/** Whether a group keeps the hard rules: every two may meet, and all can meet in one language. */
export function mayGather(members: readonly Guest[]): boolean {
  return everyPair(members, mayMeet) && (members.length === 2 || commonLanguages(members).length > 0);
}

/** Whether two people met less than `restWeeks` ago. */
export function isRepeat(a: Guest, b: Guest, restWeeks: number): boolean {
  const weeks = a.met.get(b);
  return weeks !== undefined && weeks < restWeeks;
}

/** Whether `holds` is true of every two of `members`. */
export function everyPair<T>(members: readonly T[], holds: (a: T, b: T) => boolean): boolean {
  for (let place = 1; place < members.length; place++) {
    const b = members[place];
    for (let earlier = 0; earlier < place; earlier++) {
      const a = members[earlier];
      if (a !== undefined && b !== undefined && !holds(a, b)) return false;
    }
  }
  return true;
}

/** Adds up what `measure` gives for every two of `members`. */
export function sumOverPairs<T>(members: readonly T[], measure: (a: T, b: T) => number): number {
  let sum = 0;
  everyPair(members, (a, b) => {
    sum += measure(a, b);
    return true;
  });
  return sum;
}

/** Every two of `members`, as a list. */
export function pairsOf<T>(members: readonly T[]): (readonly [T, T])[] {
  return members.flatMap((a, place) => members.slice(place + 1).map((b) => [a, b] as const));
}
