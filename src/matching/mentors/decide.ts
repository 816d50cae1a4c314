import { part, type Steps } from "../steps.js";
import { assign } from "./assign.js";
import { fitsBy } from "./fits.js";
import { LOOKS_A_STEP, NOBODY } from "./market.js";
import { rulesOf, type Rules } from "./rules.js";
import { stable } from "./stable.js";
import type { Mentee, MentoringInput, MentoringOutcome, Mentor, Seat, Total } from "./types.js";

const MENTEES_A_STEP = 64;

/**
 * Decides who gets which mentor. Rules are never broken. The same people, fits and rules give the same outcome, in
 * whatever order they are listed: nothing is left to chance. Yields every few milliseconds; whoever has waited enough
 * simply doesn't go on.
 * @throws RangeError for numbers that are not whole or are negative where they can't be, for two people with the same id,
 * for forbidden pairs of people who are not there, and for fits too large to be added up exactly
 */
export function* decideMentors(input: MentoringInput): Steps<MentoringOutcome> {
  const [mentees, mentors] = [sorted("mentees", input.mentees), sorted("mentors", input.mentors)];
  for (const { id, waiting } of mentees)
    if (!Number.isInteger(waiting) || waiting < 0) throw new RangeError(`${id} can't have waited ${waiting} weeks.`);
  const rules = rulesOf(input);
  // Of two answers that fit as well the one with more weeks of waiting counts more, and never as much as one of fit.
  const scale = mentees.reduce((sum, { waiting }) => sum + waiting, 1);
  const fitAt = yield* part(0, 0.2, tableOf(input, rules, mentees, mentors));
  const fits = fitsBy(
    mentees.length,
    mentors.map(({ seats }) => seats),
    (mentee, mentor) => fitAt(mentee, mentor) * scale + (mentees[mentee]?.waiting ?? 0),
  );
  const best = yield* part(0.2, 0.8, assign(fits));
  const chosen = input.aim === "best" ? best.mentor : yield* part(0.8, 1, stable(fits));
  return yield* outcomeOf({
    mentees,
    mentors,
    rules,
    fitAt,
    chosen,
    best: { seated: best.seated, fit: Math.floor(best.certificate.bound / scale) },
  });
}

function sorted<Person extends Mentee | Mentor>(who: string, people: readonly Person[]): readonly Person[] {
  const inOrder = [...people].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const [place, { id }] of inOrder.entries())
    if (inOrder[place + 1]?.id === id) throw new RangeError(`Two of the ${who} are called ${id}.`);
  return inOrder;
}

type FitAt = (mentee: number, mentor: number) => number;

/** All fits that the rules allow; -Infinity for the others. */
function* tableOf(
  { fitOf }: MentoringInput,
  { mayBeTogether }: Rules,
  mentees: readonly Mentee[],
  mentors: readonly Mentor[],
): Steps<FitAt> {
  const table = new Float64Array(mentees.length * mentors.length).fill(-Infinity);
  let at = 0;
  for (const [place, mentee] of mentees.entries()) {
    for (const mentor of mentors) {
      const fit = mayBeTogether(mentee, mentor) ? fitOf(mentee, mentor) : undefined;
      if (fit !== undefined) {
        if (!Number.isInteger(fit))
          throw new RangeError(`The fit of ${mentee.id} and ${mentor.id} must be a whole number, not ${fit}.`);
        table[at] = fit;
      }
      at++;
      if (at % (LOOKS_A_STEP / 16) === 0) yield place / mentees.length;
    }
  }
  return (mentee, mentor) => table[mentee * mentors.length + mentor] ?? -Infinity;
}

interface Decided {
  readonly mentees: readonly Mentee[];
  readonly mentors: readonly Mentor[];
  readonly rules: Rules;
  readonly fitAt: FitAt;
  /** The mentor of each mentee, or -1. */
  readonly chosen: Int32Array;
  readonly best: Total;
}

function* outcomeOf({ mentees, mentors, rules, fitAt, chosen, best }: Decided): Steps<MentoringOutcome> {
  const seats: Seat[] = [];
  const waiting: MentoringOutcome["waiting"][number][] = [];
  for (const [place, mentee] of mentees.entries()) {
    if (place % MENTEES_A_STEP === 0) yield 1;
    const at = chosen[place] ?? NOBODY;
    const mentor = mentors[at];
    if (mentor) {
      seats.push({ mentee: mentee.id, mentor: mentor.id, fit: fitAt(place, at) });
      continue;
    }
    const open = mentors.filter((one, j) => one.seats > 0 && fitAt(place, j) > -Infinity).length;
    waiting.push({ mentee: mentee.id, why: rules.whyWaiting(mentee, open) });
  }
  const total = { seated: seats.length, fit: seats.reduce((sum, { fit }) => sum + fit, 0) };
  return {
    seats,
    waiting,
    total,
    best,
    price: { seated: best.seated - total.seated, fit: best.fit - total.fit },
  };
}
