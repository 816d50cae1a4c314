import type { NewDelivery } from "../../outbox/delivery.js";
import type { PersonFact } from "../introductions/rules.js";
import type { Topic } from "../introductions/rules.js";
import type { Fit, FitFact, ShortFact } from "./fit.js";
import { REASONS } from "./fit.js";
import type { Rhythm } from "./rules.js";

// What mentoring writes to people, as facts; `notices.ts` puts it into words.

/** Why two fit, as it is told. */
export interface WhyFacts {
  readonly mentor: PersonFact;
  readonly mentee: PersonFact;
  readonly met: readonly FitFact[];
  readonly short: readonly ShortFact[];
}

export function whyFacts(mentorId: string, menteeId: string, { met, short }: Fit): WhyFacts {
  return { mentor: { person: mentorId }, mentee: { person: menteeId }, met: met.slice(0, REASONS), short };
}

export interface RequestFactsTold extends WhyFacts {
  readonly requestId: string;
  readonly goal: string;
  readonly topics: readonly Topic[];
  readonly rhythm: Rhythm;
}

/** One reminder for all that a mentor has not answered. */
export interface ReminderFacts {
  readonly requests: readonly { readonly requestId: string; readonly mentee: PersonFact; readonly goal: string }[];
}

/** To the mentee: somebody was asked by the bot, nobody is free, or it came to nothing. */
export interface RequestNewsFacts {
  readonly requestId: string;
  readonly why?: WhyFacts;
  readonly isNext: boolean;
}

/** To a mentee for whom a cohort had no seat: the search goes on by itself. */
export interface CohortWaitingFacts {
  readonly requestId: string;
  readonly cohort: string;
}

/** To the two: where they stand. `other` is the other one, seen by the reader. */
export interface MentorshipFactsTold {
  readonly mentorshipId: string;
  readonly mentor: PersonFact;
  readonly mentee: PersonFact;
  readonly goal: string;
  readonly rhythm: Rhythm;
}

/** Somebody waits for the answer: as important as a match. */
const ANSWERED: readonly string[] = [
  "mentor.request",
  "mentor.nowAsked",
  "mentor.askFit",
  "mentor.proposed",
  "mentor.agreed",
];

/** Somebody who was not asked by the bot but by another member hears soon; all of it passes the gate. */
export function toMember(
  memberId: string,
  given: Pick<NewDelivery, "key" | "networkId" | "notice" | "dueAt"> & {
    readonly facts: object;
    readonly days: number;
  },
): NewDelivery {
  const { key, networkId, notice, dueAt, facts, days } = given;
  return {
    ...{ key, networkId, notice, dueAt },
    to: { kind: "member", memberId },
    facts: { ...facts },
    priority: ANSWERED.includes(notice) ? "match" : "request",
    proactive: true,
    expiresAt: new Date(dueAt.getTime() + days * 86_400_000),
  };
}
