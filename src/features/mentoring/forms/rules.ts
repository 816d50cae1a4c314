import { levels } from "../../introductions/rules.js";
import { capacities, modes, rhythms, type Mode, type Rhythm } from "../rules.js";

// What the forms of mentoring ask, and with what they begin.

export const offerFields = {
  topics: { kind: "text", required: true },
  levels: { kind: "choices", choices: levels },
  mode: { kind: "choice", choices: modes },
  pace: { kind: "choice", choices: ["any", ...rhythms] },
  capacity: { kind: "whole", min: capacities.min, max: capacities.max },
  away: { kind: "date" },
} as const;

export const requestFields = {
  goal: { kind: "text", required: true },
  topics: { kind: "text", required: true },
  level: { kind: "choice", choices: levels },
  mode: { kind: "choice", choices: modes },
  rhythm: { kind: "choice", choices: rhythms },
  beginner: { kind: "yesno" },
} as const;

export const sessionFields = {
  date: { kind: "date" },
  minutes: { kind: "whole", min: 5, max: 480 },
  next: { kind: "text", max: 300 },
} as const;

/** With whom, where a member has several mentorships. */
export const whom = { person: { kind: "member" } } as const;

export const agreementFields = {
  aim: { kind: "text", required: true },
  rhythm: { kind: "choice", choices: rhythms, required: true },
  channel: { kind: "text", max: 100 },
  ends: { kind: "date" },
} as const;

/** A few sentences. */
export const ownWords = { kind: "text", long: true, max: 1_000 } as const;

interface OfferValues {
  readonly topics: string;
  readonly levels?: readonly string[];
  readonly mode?: Mode;
  readonly pace?: Rhythm | "any";
  readonly capacity?: number;
  readonly away?: string;
}

/** The offer that a form holds. @param today A day that has come is no absence */
export function offerFrom(values: OfferValues, today: string) {
  const { topics, levels: known = [], mode = "either", pace = "any", capacity = capacities.usual, away } = values;
  const awayUntil = away !== undefined && away > today ? away : undefined;
  return { topics, levels: known, mode, rhythm: pace, capacity, awayUntil } as const;
}

type Labels = readonly { readonly label: string }[];

/** What somebody said of themselves in their introduction. */
interface Introduced {
  readonly topics: { readonly offer: Labels; readonly seek: Labels };
  readonly level: string | undefined;
}

/** An offer as it stands. */
interface Offered {
  readonly topics: Labels;
  readonly levels: readonly string[];
  readonly mode: Mode;
  readonly rhythm: Rhythm | "any";
  readonly capacity: number;
  readonly awayUntil: string | undefined;
}

/** An offer as it stands, or the first one as the introduction suggests it. */
export function offerInitial(offer: Offered | undefined, { topics, level }: Introduced) {
  if (!offer) {
    const usual = { mode: "either", pace: "any", capacity: capacities.usual } as const;
    return { topics: lineOf(topics.offer), levels: level === undefined ? [] : [level], ...usual };
  }
  const { mode, rhythm: pace, capacity, awayUntil: away } = offer;
  return { topics: lineOf(offer.topics), levels: [...offer.levels], mode, pace, capacity, away };
}

/** What somebody said they seek. */
export function requestInitial({ topics, level }: Introduced) {
  return { topics: lineOf(topics.seek), level, mode: "either", rhythm: "fortnightly" } as const;
}

function lineOf(topics: Labels): string {
  return topics.map(({ label }) => label).join(", ");
}
