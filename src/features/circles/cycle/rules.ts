import { addDays } from "../../members/calendar/rules.js";

// The inquiry of a circle: four stages, each with a product and a date, and what is the next small step at any time.

export const stages = ["reflect", "plan", "do", "evaluate"] as const;
export type Stage = (typeof stages)[number];

/** The stage that comes next; undefined after the last. */
export function stageAfter(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1];
}

/** Of all days of a cycle, the part that is over at the end of each stage: doing takes longest. */
const SHARES: Readonly<Record<Stage, number>> = { reflect: 0.2, plan: 0.4, do: 0.8, evaluate: 1 };

/** The local date on which each stage's product is due, the last on the last day; never two on the same day in a real cycle. */
export function productDates(startsOn: string, days: number): Readonly<Record<Stage, string>> {
  const on = (stage: Stage) => addDays(startsOn, Math.max(1, Math.round(days * SHARES[stage])));
  return { reflect: on("reflect"), plan: on("plan"), do: on("do"), evaluate: on("evaluate") };
}

/**
 * The dates anew when the last day is another: what is left of the time is shared out among the stages from this one on,
 * as in a whole cycle. Earlier stages keep theirs.
 */
export function datesUntil(
  endsOn: string,
  today: string,
  stage: Stage,
): readonly { readonly stage: Stage; readonly dueOn: string }[] {
  const place = stages.indexOf(stage);
  const before = stages[place - 1];
  const done = before === undefined ? 0 : SHARES[before];
  const days = Math.round((Date.parse(endsOn) - Date.parse(today)) / 86_400_000);
  return stages.slice(place).map((one) => {
    const share = (SHARES[one] - done) / (1 - done);
    return { stage: one, dueOn: addDays(today, Math.max(1, Math.round(days * share))) };
  });
}

/** Everything that decides what a circle does next. Dates are local to the community. */
export interface CycleFacts {
  readonly today: string;
  readonly members: number;
  readonly least: number;
  readonly stage: Stage;
  readonly product: { readonly dueOn: string; readonly isDone: boolean };
  /** The next meeting that is fixed, or one whose date is being looked for. */
  readonly nextMeetingOn: string | undefined;
  readonly isPolling: boolean;
  /** The last meeting was held and nobody has written what was decided. */
  readonly lacksMinutes: boolean;
  /** Things somebody wanted to do until today or earlier. */
  readonly overdueActions: number;
}

/** The next small step; the words are made elsewhere. */
export type SmallStep =
  | { readonly kind: "invite"; readonly missing: number }
  | { readonly kind: "minutes" }
  | { readonly kind: "answerPoll" }
  | { readonly kind: "meeting" }
  | { readonly kind: "actions"; readonly count: number }
  | { readonly kind: "product"; readonly dueOn: string; readonly isLate: boolean }
  | { readonly kind: "nextStage" }
  | { readonly kind: "finish" }
  | { readonly kind: "meet"; readonly on: string };

/** Days before its date from which a product is what matters. */
const NEAR = 7;

/** What people need before they can work, then what was left lying, then the stage's own work. There is always a step. */
export function smallStep(facts: CycleFacts): SmallStep {
  const { members, least, today, stage, product, nextMeetingOn } = facts;
  if (members < least) return { kind: "invite", missing: least - members };
  if (facts.lacksMinutes) return { kind: "minutes" };
  if (product.isDone) return { kind: stageAfter(stage) === undefined ? "finish" : "nextStage" };
  if (facts.isPolling) return { kind: "answerPoll" };
  if (product.dueOn <= addDays(today, NEAR) && (nextMeetingOn === undefined || product.dueOn < nextMeetingOn))
    return { kind: "product", dueOn: product.dueOn, isLate: product.dueOn < today };
  if (nextMeetingOn === undefined) return { kind: "meeting" };
  if (facts.overdueActions > 0) return { kind: "actions", count: facts.overdueActions };
  return { kind: "meet", on: nextMeetingOn };
}
