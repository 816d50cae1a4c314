import { z } from "zod";
import { levelsIn, topicsIn } from "../introductions/rules.js";
import type { Offering, Wish } from "./fit.js";
import { modes, questions, rhythms, type Mode, type Question, type Rhythm } from "./rules.js";

// What is stored as text or JSON, read back. A value that an older version wrote, or nobody knows, becomes the usual one.

const asked = z.partialRecord(z.enum([...questions, "keep"]), z.string());

export function modeOf(stored: string): Mode {
  return modes.find((known) => known === stored) ?? "either";
}

export function rhythmOf(stored: string): Rhythm {
  return rhythms.find((known) => known === stored) ?? "fortnightly";
}

/** When each question was asked last, as it is stored: ISO instants; "keep" is the one whether to go on. */
export function askedTexts(stored: unknown): Readonly<Partial<Record<Question | "keep", string>>> {
  return asked.safeParse(stored).data ?? {};
}

/** The same in ms since 1970. */
export function askedIn(stored: unknown): Readonly<Partial<Record<Question, number>>> {
  return Object.fromEntries(Object.entries(askedTexts(stored)).map(([question, at]) => [question, Date.parse(at)]));
}

export function keepAskedIn(stored: unknown): number | undefined {
  const { keep } = askedTexts(stored);
  return keep === undefined ? undefined : Date.parse(keep);
}

interface StoredOffer {
  readonly topics: unknown;
  readonly levels: unknown;
  readonly mode: string;
  readonly rhythm: string;
}

export function offeringOf(offer: StoredOffer): Offering {
  return {
    topics: topicsIn(offer.topics),
    levels: levelsIn(offer.levels),
    mode: modeOf(offer.mode),
    rhythm: rhythms.find((known) => known === offer.rhythm) ?? "any",
  };
}

interface StoredRequest {
  readonly topics: unknown;
  readonly level: string | null;
  readonly mode: string;
  readonly rhythm: string;
  readonly isBeginner: boolean;
}

export function wishOf(request: StoredRequest): Wish {
  return {
    topics: topicsIn(request.topics),
    level: request.level ?? undefined,
    mode: modeOf(request.mode),
    rhythm: rhythmOf(request.rhythm),
    isBeginner: request.isBeginner,
  };
}

const agreement = z.object({
  goal: z.string(),
  rhythm: z.enum(rhythms),
  channel: z.string().optional(),
  endsOn: z.string(),
});

/** What the two agree on. */
export type Agreement = z.infer<typeof agreement>;

export function proposalIn(stored: unknown): Agreement | undefined {
  return agreement.safeParse(stored).data;
}
