// What a circle is, who may do what with it, and who may come in. Pure: nothing here knows of storage, words or the time.

/** How one comes in: by oneself, by asking, or only by being invited. */
export const accesses = ["open", "request", "private"] as const;
export type Access = (typeof accesses)[number];

/** Days between two meetings. */
export const rhythms = [7, 14, 28] as const;
export type Rhythm = (typeof rhythms)[number];

/** With fewer it is no group yet, with more nobody gets a word in. */
export const size = { least: 3, most: 12 } as const;
/** Weeks of a whole cycle. */
export const weeks = { least: 4, most: 16, usual: 8 } as const;
/** Circles of one member at a time: more would be met half-heartedly. */
export const CIRCLES_EACH = 3;
/** Requests of one member that wait at a time, in all circles. */
export const OPEN_REQUESTS = 3;
/** Characters. */
export const lengths = { name: 60, question: 200, agreements: 600, product: 800, topics: 200 } as const;

export const circleStates = ["active", "paused", "finished", "merged", "archived"] as const;
export type CircleState = (typeof circleStates)[number];

export type CircleEvent = "pause" | "resume" | "finish" | "merge" | "archive" | "reopen";

/** Who may make something happen. "circle": what its members decided together; the clock is the bot itself. */
export type CircleRole = "facilitator" | "deputy" | "member" | "organiser" | "circle" | "clock";

interface Change {
  readonly by: readonly CircleRole[];
  readonly to: CircleState;
}

const LEADING = ["facilitator", "deputy", "organiser"] as const;
const REOPEN: Change = { by: [...LEADING], to: "active" };

/** What was merged goes on elsewhere and can't come back; what was finished or archived can. */
export const circleTable: Readonly<Record<CircleState, Readonly<Partial<Record<CircleEvent, Change>>>>> = {
  active: {
    pause: { by: [...LEADING], to: "paused" },
    finish: { by: [...LEADING, "circle"], to: "finished" },
    merge: { by: [...LEADING, "circle"], to: "merged" },
    archive: { by: ["clock", "circle"], to: "archived" },
  },
  paused: {
    resume: { by: [...LEADING, "clock"], to: "active" },
    finish: { by: [...LEADING], to: "finished" },
    merge: { by: [...LEADING], to: "merged" },
    // Only when nobody is left in it: a break asks nobody for anything.
    archive: { by: ["clock"], to: "archived" },
  },
  finished: { reopen: REOPEN },
  archived: { reopen: REOPEN },
  merged: {},
};

/** Where a circle is after something happened; undefined when it can't happen now, or not by this one. */
export function circleAfter(state: CircleState, event: CircleEvent, by: CircleRole): CircleState | undefined {
  const change = circleTable[state][event];
  return change?.by.includes(by) === true ? change.to : undefined;
}

export function isAlive(state: CircleState): boolean {
  return state === "active" || state === "paused";
}

export interface Door {
  readonly access: Access;
  readonly state: CircleState;
  readonly members: number;
  readonly isIn: boolean;
  readonly isInvited: boolean;
  /** They have asked already. */
  readonly hasAsked: boolean;
  /** Circles of this member at the moment. */
  readonly circles: number;
  /** Their requests that wait, in all circles. */
  readonly requests: number;
}

/** What happens when somebody wants to come in. */
export type Entering =
  | "join"
  | "ask"
  /** There already. */
  | "inside"
  | "asked"
  | "full"
  | "over"
  | "invitedOnly"
  | "tooMany"
  | "tooManyRequests";

export function entering(door: Door): Entering {
  if (door.isIn) return "inside";
  if (!isAlive(door.state)) return "over";
  if (door.members >= size.most) return "full";
  if (door.circles >= CIRCLES_EACH) return "tooMany";
  if (door.isInvited || door.access === "open") return "join";
  if (door.access === "private") return "invitedOnly";
  if (door.hasAsked) return "asked";
  return door.requests >= OPEN_REQUESTS ? "tooManyRequests" : "ask";
}

/** What a circle agreed on when it began, and can agree on anew. */
export interface Terms {
  readonly question: string;
  readonly rhythm: number;
  readonly access: Access;
  /** A local date. */
  readonly endsOn: string | undefined;
  readonly agreements: string;
}

export const termNames = ["question", "rhythm", "access", "endsOn", "agreements"] as const;
export type TermName = (typeof termNames)[number];

/** What of it is another now. */
export function changedTerms(before: Terms, after: Terms): readonly TermName[] {
  return termNames.filter((name) => before[name] !== after[name]);
}

/** What a circle can look back on, in figures: nothing in it tells what was said. */
export interface CircleRecord {
  /** Whole ones, rounded; at least one. */
  readonly weeks: number;
  /** Everybody who was ever in it. */
  readonly people: number;
  /** Those that were held. */
  readonly meetings: number;
  /** Stages that brought something, and all of them. */
  readonly products: number;
  readonly stages: number;
  /** What somebody wanted to do and has not done. */
  readonly open: number;
}

/** Whole weeks from one instant (ms) to another, at least one. */
export function weeksBetween(from: number, until: number): number {
  return Math.max(1, Math.round((until - from) / (7 * 86_400_000)));
}

/** The facilitator hands over before they leave; the last one out needs nobody. */
export function mayLeave(isFacilitator: boolean, members: number): boolean {
  return !isFacilitator || members <= 1;
}

/** Who leads when the facilitator is gone: the deputy, or else whoever has been in it longest. */
export function successor(
  deputyId: string | undefined,
  members: readonly { readonly memberId: string; readonly joinedAt: number }[],
): string | undefined {
  if (deputyId !== undefined && members.some(({ memberId }) => memberId === deputyId)) return deputyId;
  return [...members].sort((a, b) => a.joinedAt - b.joinedAt || (a.memberId < b.memberId ? -1 : 1))[0]?.memberId;
}

/** What two circles have in common, from 0 to 1: the share of their topics, and of the words of their questions. */
export function likeness(
  a: { readonly topics: readonly string[]; readonly question: string },
  b: { readonly topics: readonly string[]; readonly question: string },
): number {
  return 0.6 * overlap(new Set(a.topics), new Set(b.topics)) + 0.4 * overlap(wordsOf(a.question), wordsOf(b.question));
}

/** From this likeness on they are shown to each other. */
export const ALIKE = 0.3;

const SHORT = 3;

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > SHORT));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((one) => b.has(one)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
