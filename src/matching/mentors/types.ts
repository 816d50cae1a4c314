/** Somebody who asks for a mentor. */
export interface Mentee {
  readonly id: string;
  /** Whole weeks since they asked, from 0. */
  readonly waiting: number;
  /** What a mentor must have; whoever lacks one of these is out of the question. */
  readonly musts: readonly Must[];
}

/** Of this kind, such as "language" or "subject", a mentor must have at least one of these. */
export interface Must {
  readonly kind: string;
  readonly anyOf: readonly string[];
}

/** Somebody who offers seats. */
export interface Mentor {
  readonly id: string;
  /** Mentees they can still take, a whole number. */
  readonly seats: number;
  /** What they have of each kind: `{ language: ["id", "en"], subject: ["physics"] }`. */
  readonly has: Readonly<Record<string, readonly string[]>>;
}

/**
 * What is aimed at. `best`: as many seats as possible, then the greatest total fit, then for those who waited longest.
 * `stable`: no mentee and mentor would both rather have each other than what they got.
 */
export type Aim = "best" | "stable";

/** Everything seats are decided from. The order of the lists never matters. */
export interface MentoringInput {
  readonly mentees: readonly Mentee[];
  readonly mentors: readonly Mentor[];
  /** How well two people fit, a whole number, or undefined where they can't be together. Asked once for each two. */
  readonly fitOf: (mentee: Mentee, mentor: Mentor) => number | undefined;
  /** Who must not be put together, such as somebody with their evaluator. */
  readonly forbidden: readonly (readonly [mentee: string, mentor: string])[];
  readonly aim: Aim;
}

/** A mentee and their mentor. */
export interface Seat {
  readonly mentee: string;
  readonly mentor: string;
  readonly fit: number;
}

/** Why somebody has no seat. */
export type Why =
  /** Nobody offers a seat. */
  | { readonly kind: "noSeats" }
  /**
   * Nobody with seats has all that they must have. `helps` says which single rule, if it were dropped, would open how
   * many mentors, the most first; `unmet` which nobody has at all.
   */
  | { readonly kind: "musts"; readonly helps: readonly Help[]; readonly unmet: readonly Must[] }
  /** Those who have all that they must have are forbidden, or can't be together with them. */
  | { readonly kind: "apart"; readonly mentors: number }
  /** All seats with the mentors whom they could have are taken. */
  | { readonly kind: "taken"; readonly mentors: number };

export interface Help {
  readonly must: Must;
  readonly mentors: number;
}

/** How many have a seat, and the sum of how well they fit. */
export interface Total {
  readonly seated: number;
  readonly fit: number;
}

/** The decision, in ascending order of the mentees' ids. */
export interface MentoringOutcome {
  readonly seats: readonly Seat[];
  readonly waiting: readonly { readonly mentee: string; readonly why: Why }[];
  readonly total: Total;
  /** The proven most: nobody can seat more, and nobody who seats as many can reach a greater fit. */
  readonly best: Total;
  /** What the aim costs: `best` less `total`. Nothing for the best. */
  readonly price: Total;
}
