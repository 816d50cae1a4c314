import type { PersonFact } from "../../introductions/rules.js";

/** What was said of a time where the others of the meeting could not see it. */
export type TimesNews =
  | { readonly kind: "proposed"; readonly slots: readonly Date[] }
  /** `calendar`: the entry, as a file (RFC 5545). */
  | { readonly kind: "taken"; readonly at: Date; readonly calendar: string };

interface About {
  readonly meetingId: string;
  readonly by: PersonFact;
  /** Everybody's time zones. */
  readonly zones: readonly string[];
}

export interface ProposedFacts extends About {
  readonly slots: readonly string[];
}

export interface TakenFacts extends About {
  readonly at: string;
  readonly calendar: string;
}
