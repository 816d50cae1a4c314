/**
 * What a column holds, as far as a person is concerned.
 * own: the id of a row, or of something that is no person. word: one of our own words, a date, a language.
 * member: the id of a member. key: a text in which ids of members may stand. facts: JSON in which they may, and reasons.
 * text: what a member wrote or gave of themselves. given: what they wrote for everybody, which stays without the name
 * unless they want it gone. group: what a group or an organiser wrote, which nobody's name stands beside.
 */
export type Use = "own" | "word" | "member" | "key" | "facts" | "text" | "given" | "group";

/** Rows of a model, as the database is asked for them. */
export type Where = Readonly<Record<string, unknown>>;

/**
 * What becomes of some rows when a member is forgotten: deleted, or kept with these columns written over. `when`: only if
 * the member wants what they gave to everybody gone as well, or only if it stays.
 */
export interface Step {
  readonly rows: (memberId: string) => Where;
  readonly then: "delete" | Readonly<Record<string, unknown>>;
  /** JSON columns that hold nothing afterwards. */
  readonly emptied?: readonly string[];
  readonly when?: "all" | "rest";
}

/** Everything the program holds about a member in one model, who gets it, and what becomes of it. */
export interface Holding {
  /** Each column that can hold text, JSON or a file. */
  readonly fields: Readonly<Record<string, Use>>;
  /** The rows that are handed to the member who asks for their data. Without it there are none. */
  readonly exported?: (memberId: string) => Where;
  /** Columns that are left out of it, because others were promised that they stay among them. */
  readonly withheld?: readonly string[];
  /** The sentence under which the readable page shows them. */
  readonly shown?: Section;
  /** In this order. Rows without a step stay as they are, under an id that says nothing any more: they can be counted. */
  readonly steps?: readonly Step[];
  /** Why nothing of a person is looked for: the sandbox stands for a platform, which keeps what was posted. */
  readonly outside?: "platform";
}

/** The parts of the readable page. */
export type Section =
  | "about"
  | "introduction"
  | "meetups"
  | "mentoring"
  | "shelf"
  | "asks"
  | "circles"
  | "care"
  | "messages"
  | "organising";

export type Holdings = Readonly<Record<string, Holding>>;

/** Rows that have the member in this column. */
export function by(column: string): (memberId: string) => Where {
  return (memberId) => ({ [column]: memberId });
}
