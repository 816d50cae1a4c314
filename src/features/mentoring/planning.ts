import type { Tx } from "../../storage/database.js";
import { addDays, atLocal } from "../members/calendar/rules.js";
import { paceOf, type MentoringParts, type Pace } from "./parts.js";
import { mentorshipStates, nextStep, type MentorshipFacts, type MentorshipState } from "./rules.js";
import { askedIn, keepAskedIn, rhythmOf } from "./stored.js";

export type MentorshipRow = NonNullable<Awaited<ReturnType<typeof readMentorship>>>;

/** A mentorship with everything that decides what comes next. */
export async function readMentorship(tx: Tx, id: string) {
  return tx.mentorship.findUnique({
    where: { id },
    include: { sides: true, sessions: { orderBy: [{ date: "asc" }, { createdAt: "asc" }] } },
  });
}

export function mentorshipState({ state }: { readonly state: string }): MentorshipState {
  const known = mentorshipStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a mentorship in the unknown state ${state}`);
  return known;
}

/** Writes down what the clock does next. */
export async function writeStep(parts: MentoringParts, tx: Tx, id: string): Promise<void> {
  const row = await readMentorship(tx, id);
  if (!row) return;
  const pace = await paceOf(parts, tx, row.networkId);
  const step = nextStep(factsOf(row, pace), pace.later);
  const data = { step: step?.what ?? null, stepAt: step ? new Date(step.at) : null };
  await tx.mentorship.update({ where: { id }, data });
}

export function factsOf(row: MentorshipRow, { timeZone }: Pick<Pace, "timeZone">): MentorshipFacts {
  const endOf = (date: string) => atLocal(addDays(date, 1), "00:00", timeZone);
  return {
    state: mentorshipState(row),
    rhythm: rhythmOf(row.rhythm),
    startedAt: row.startedAt.getTime(),
    lifeAt: row.lifeAt.getTime(),
    endsAt: row.endsOn === null ? undefined : endOf(row.endsOn),
    pausedUntil: row.pausedUntil === null ? undefined : atLocal(row.pausedUntil, "00:00", timeZone),
    isAgreed: row.agreedAt !== null,
    isFit: row.sides.every(({ fit }) => fit === "good"),
    keepAskedAt: keepAskedIn(row.asked),
    sessions: row.sessions.length,
    asked: askedIn(row.asked),
  };
}
