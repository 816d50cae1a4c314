import type { Aim } from "./market/aims.js";
import type { Weights } from "./weights.js";

/** One person who takes part in the round. Keys and codes are compared as they are: the caller normalises them. */
export interface Person {
  readonly id: string;
  /** BCP 47 codes of the languages in which the person is at ease, such as "id" or "en". */
  readonly languages: readonly string[];
  /** Codes of further languages in which the person is willing to meet somebody who is at ease in them. */
  readonly willing?: readonly string[];
  /** Keys of subjects and interests. */
  readonly topics: readonly string[];
  /** Keys of what the person works towards. */
  readonly goals?: readonly string[];
  /** Topic keys of what the person can give. */
  readonly offers: readonly string[];
  /** Topic keys of what the person looks for. */
  readonly seeks: readonly string[];
  readonly level?: string;
  readonly institution?: string;
  readonly region?: string;
  /** Minutes of the UTC day (0 to 1440, `until` excluded) in which the person can talk; empty when it is not known. */
  readonly free: readonly (readonly [from: number, until: number])[];
  /** The company the person prefers: one other, a group of 3-4, or no matter which. */
  readonly size: "pair" | "group" | "either";
  readonly newcomer: boolean;
  /** Someone known for making others feel at home. */
  readonly connector: boolean;
  /** Rounds in a row in which the person was left without anyone, from 0. */
  readonly waiting: number;
}

/** Everything a round is decided from. The order of the lists never matters. */
export interface RoundInput {
  readonly people: readonly Person[];
  /** Pairs who must not meet (asked not to, or one evaluates the other), in either order. Unknown ids are ignored. */
  readonly forbidden: readonly (readonly [a: string, b: string])[];
  /**
   * Earlier meetings. Of several meetings of a pair the latest counts for their rest, all of them for the strength of
   * their tie; unknown ids are ignored.
   */
  readonly met: readonly { readonly a: string; readonly b: string; readonly weeksAgo: number }[];
  /** A pair that met less than this many weeks ago is a repeat. */
  readonly restWeeks: number;
  /** What counts how much, where it is not what `WEIGHTS` says. */
  readonly weights?: Partial<Weights>;
  readonly seed: number;
  /** What the pairs of a larger round are to make as great as can be; the total of the scores where it isn't said. */
  readonly aim?: Aim;
  /** A round of pairs that is proved to reach this part of the most that can be reached will do; 1, all of it, where it isn't said. */
  readonly enough?: number;
  /** How many people are to be in the groups of those who want one; 3 or 4, as it suits, where it isn't said. */
  readonly groupSize?: GroupSize;
}

/** A number of people in a group. */
export type GroupSize = 3 | 4;

/** Why these people were put together: facts, best first. The words are made elsewhere. */
export type Reason =
  | { readonly kind: "sharedTopics"; readonly topics: readonly string[] }
  | { readonly kind: "sharedGoals"; readonly goals: readonly string[] }
  | {
      readonly kind: "offerMeetsSeek";
      readonly giver: string;
      readonly taker: string;
      readonly topics: readonly string[];
    }
  | { readonly kind: "sameLevel"; readonly level: string }
  | { readonly kind: "differentInstitution" }
  | { readonly kind: "differentRegion" }
  | { readonly kind: "overlap"; readonly minutes: number }
  | { readonly kind: "newcomer"; readonly newcomer: string; readonly connector: string }
  /** All of them met others before, but nobody has met two of them. */
  | { readonly kind: "bridge" }
  /** Weeks since these people were last put together: whether they met then is not for the engine to know. */
  | { readonly kind: "longTime"; readonly weeks: number }
  /** Some of a group were put together before, others were not. */
  | { readonly kind: "partlyNew" }
  | { readonly kind: "fresh" };

/** Two people who meet again before their rest is over. */
export interface Repeat {
  readonly a: string;
  readonly b: string;
  readonly weeksAgo: number;
}

/** Two to four people who meet. */
export interface Group {
  /** Ids in ascending order. */
  readonly members: readonly string[];
  readonly score: number;
  /** One to three reasons, the strongest first. What a larger group has in common is common to all of it. */
  readonly reasons: readonly Reason[];
  readonly repeats: readonly Repeat[];
}

/** Someone for whom nobody was found, why, and what would change that. */
export type Unmatched = { readonly id: string } & (
  | { readonly why: "alone" }
  /** Nobody can talk with them; most others are at ease in these languages, the most common first. */
  | { readonly why: "language"; readonly languages: readonly string[] }
  /** So many can, and must not meet them. */
  | { readonly why: "rules"; readonly forbidden: number }
  /** There are people they may meet, but all of those have company. */
  | { readonly why: "odd" }
);

/** The decision. Groups are in the order of their first member, the unmatched in the order of their ids. */
export interface RoundOutcome {
  readonly groups: readonly Group[];
  readonly unmatched: readonly Unmatched[];
  readonly seed: number;
  /** The sum of the groups' scores. */
  readonly total: number;
  /**
   * Proved: no groups of the same people who are all rested can have a higher total. It is the total itself where pairs
   * are proved to be best, and a generous bound where there are larger groups. Absent where nothing is proved.
   */
  readonly bound?: number;
  /** The least score of a group; absent when there is none. */
  readonly worst?: number;
  /** Whether it is proved that no arrangement is better, or that was not to be had. */
  readonly method: "exact" | "heuristic";
}

/** How far the work is. `done` never falls and never passes `of`. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}
