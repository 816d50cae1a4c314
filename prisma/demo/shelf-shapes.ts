import type { levels, roles } from "../../src/features/introductions/rules.js";

type Level = (typeof levels)[number];
type Role = (typeof roles)[number];

/** Something that somebody of the pretend community shared. Days are counted back from the first start. */
export interface DemoResource {
  readonly key: string;
  /** The key of a person, as in all that follows. */
  readonly by: string;
  readonly kind: "material" | "method" | "technology" | "reading" | "event";
  readonly title: string;
  /** What it is and how to use it; many need no link. */
  readonly about: string;
  /** Only on domains reserved for examples, so that nothing real is pointed at. */
  readonly link?: string;
  readonly subjects: readonly string[];
  readonly levels: readonly Level[];
  readonly language: "id" | "en";
  readonly licence?: "cc0" | "ccBy" | "ccBySa" | "ccByNc" | "ccByNcSa" | "own" | "ask";
  readonly cost?: "free" | "freemium" | "paid";
  readonly effort?: "minutes" | "lesson" | "days" | "weeks";
  readonly daysAgo: number;
  readonly usefulTo?: readonly string[];
  readonly usedBy?: readonly DemoUse[];
}

/** Somebody used it, with which class, and what they changed. */
export interface DemoUse {
  readonly by: string;
  readonly klass: string;
  readonly change: string;
  readonly daysAgo: number;
}

export interface DemoCollection {
  readonly title: string;
  readonly by: string;
  /** Of resources, in the order to read them. */
  readonly keys: readonly string[];
}

export interface DemoOpportunity {
  readonly key: string;
  readonly by: string;
  readonly kind: "funding" | "training" | "job" | "papers" | "offer";
  readonly title: string;
  readonly about: string;
  readonly link?: string;
  readonly subjects: readonly string[];
  readonly levels: readonly Level[];
  readonly language: "id" | "en";
  /** For whom it is; empty: for everybody. */
  readonly audience: readonly Role[];
  /** From the first start; negative when it is over already. */
  readonly deadlineInDays: number;
  /** The key of the earlier one that comes back with this. */
  readonly renews?: string;
}

export interface DemoAsk {
  readonly key: string;
  readonly by: string;
  readonly anonymous?: true;
  readonly text: string;
  readonly subject: string;
  readonly daysAgo: number;
  readonly answers: readonly { readonly by: string; readonly text: string; readonly daysAgo: number }[];
  readonly solved?: true;
}
