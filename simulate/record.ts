import type { Someone } from "./population.js";

/** A message that arrived. Instants are ms since 1970; people are known by their ids on the pretend platform. */
export interface Told {
  readonly at: number;
  /** Everybody who could read it; nobody in particular in a channel of the community. */
  readonly to: readonly string[];
  /** "channel" is also the place that a circle has for itself. */
  readonly place: "private" | "room" | "channel";
  /** Nobody had asked for it. */
  readonly proactive: boolean;
  /** Several when what waited went together. */
  readonly notices: readonly string[];
}

/** Something a person did: a button by its action, a command or a form by its name, "write", "left". */
export interface Deed {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  /** The subject of the button, where there is one. */
  readonly about?: string;
}

/** People who were told that they are to meet. */
export interface Matched {
  readonly at: number;
  readonly meetingId: string;
  /** "round", "late", "now", "hello" or "connect". */
  readonly kind: string;
  readonly members: readonly string[];
}

/** People who did meet, whether or not they told the bot. */
export interface Met {
  readonly at: number;
  readonly meetingId: string;
  readonly members: readonly string[];
}

export interface KeptApart {
  readonly at: number;
  readonly who: string;
  readonly other: string;
}

/** Somebody who had drifted away is here again. */
export interface Returned {
  readonly at: number;
  readonly who: string;
  /** The message that brought them back; undefined when they came by themselves. */
  readonly notice?: string;
}

export interface CircleAtEnd {
  readonly state: string;
  readonly members: number;
  /** The last sign of life, ms since 1970. */
  readonly lifeAt: number;
}

/** Everything that happened in a year, and nothing of how the program decided it. */
export interface YearRecord {
  readonly from: number;
  readonly until: number;
  readonly people: readonly Someone[];
  readonly told: readonly Told[];
  readonly deeds: readonly Deed[];
  readonly matched: readonly Matched[];
  readonly met: readonly Met[];
  readonly apart: readonly KeptApart[];
  readonly returned: readonly Returned[];
  readonly circles: readonly CircleAtEnd[];
  /** What the program logged as an error. */
  readonly faults: readonly string[];
}

/** Two ids as one key, whoever comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

export function pairsOf<T>(some: readonly T[]): readonly (readonly [T, T])[] {
  return some.flatMap((a, index) => some.slice(index + 1).map((b) => [a, b] as const));
}
