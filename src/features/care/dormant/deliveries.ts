import type { PersonFact, Topic } from "../../introductions/rules.js";
import type { ResourceKind } from "../../resources/rules.js";

// What is written to somebody who grew quiet, as facts; `notices.ts` puts it into words.

/** The one thing that is told; the topics are why. */
export type ProposedFacts = { readonly because: "seek" | "share"; readonly topics: readonly Topic[] } & (
  | { readonly kind: "circle"; readonly circleId: string; readonly name: string; readonly meetsAt: string }
  | { readonly kind: "person"; readonly memberId: string; readonly who: PersonFact }
  | {
      readonly kind: "resource";
      readonly resourceId: string;
      readonly title: string;
      readonly resource: ResourceKind;
    }
);

export interface StillFacts {
  readonly you: PersonFact;
  /** Undefined when nothing fits: then nothing is pretended. */
  readonly proposed?: ProposedFacts | undefined;
}

export interface LastFacts {
  readonly you: PersonFact;
}

export interface ReturnedFacts {
  readonly you: PersonFact;
  /** Their digest came once a month, and comes every week again. */
  readonly wasMonthly: boolean;
  /** They left programmes and circles, and are not in them again. */
  readonly hasLeft?: boolean;
  /** The weekly meet-up rests for them, until they say that they want it again. */
  readonly rests?: boolean;
}

/** What somebody took part in ends when they leave; each can be joined again. */
export type Ended = "meetup" | "circle" | "mentoring";

/** To whoever had left the network and is back. */
export interface RejoinedFacts {
  readonly you: PersonFact;
  readonly isIntroduced: boolean;
  readonly ended: readonly Ended[];
}

export const REJOINED = "care.rejoined";
export const rejoinedKeys = (memberId: string) => `rejoined:${memberId}:`;

/**
 * Keys name what is proposed first, so that whatever takes it away finds them.
 * @param times How often they have been asked, this included
 * @param at When the quiet began, in ms since 1970
 */
export function askKey(proposed: ProposedFacts | undefined, memberId: string, times: number, at: number): string {
  return `dormant:${subjectOf(proposed)}:${memberId}:${times}:${at}`;
}

function subjectOf(proposed: ProposedFacts | undefined): string {
  switch (proposed?.kind) {
    case undefined:
      return "none:";
    case "circle":
      return `circle:${proposed.circleId}`;
    case "person":
      return `person:${proposed.memberId}`;
    case "resource":
      return `resource:${proposed.resourceId}`;
  }
}

/** The notices with which somebody is asked. */
export const ASKS = ["care.still", "care.last"] as const;
