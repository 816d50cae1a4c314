import {
  addDays,
  addOpenTime,
  atLocal,
  isPaused,
  localDate,
  nextOpenDate,
  type CalendarEntry,
} from "../../members/calendar/rules.js";
import type { PersonFact, Topic } from "../../introductions/rules.js";
import { themeOf, themes, themesAt, tips, tipsOf, type Moment, type Theme, type TipKey } from "../rules.js";

/** How often a step may be chosen, as it is typed, in weeks. */
export const rhythms = { week: 1, "2": 2 } as const;
export const rhythmNames = ["week", "2"] as const satisfies readonly (keyof typeof rhythms)[];

/** "Less often" doubles the weeks up to this. */
export const RAREST = 4;
/** So many times a step is shown; after that practice rests. */
export const MOST_SHOWN = 2;
/** At rest nothing comes until somebody goes on. */
export const RESTS = 0;

/** On the community's clock. */
const MORNING = "08:00";
const WEEK = 7 * 86_400_000;

export type StepAnswer = "done" | "notNow";

/** A step that was taken up: how often it was shown, and what was said to it. */
export interface Told {
  readonly tip: TipKey;
  readonly shown: number;
  readonly answer?: StepAnswer;
}

/** Each tip at most once in `told`, the latest last. */
export interface PracticeState {
  /** Between two steps; 0 while it rests. */
  readonly weeks: number;
  /** The step that waits for an answer. */
  readonly current: TipKey | undefined;
  readonly told: readonly Told[];
  /** How many were done. */
  readonly done: number;
}

/** How somebody's practice stands. */
export interface PracticeView {
  readonly weeks: number;
  readonly isResting: boolean;
  readonly done: number;
  readonly nextAt: Date;
}

/** The calendar of a community, as far as practice has to know it. */
export interface OpenDays {
  readonly entries: readonly CalendarEntry[];
  /** ISO weekdays on which nobody is written to. */
  readonly weekend: readonly number[];
  readonly timeZone: string;
}

/** What comes next: a step, the same one once more, or a rest. */
export interface Turn {
  readonly kind: "step" | "again" | "rest";
  readonly state: PracticeState;
}

/**
 * What is to be done when a step is due. No new theme begins before the last one was answered; what was shown
 * twice and not answered ends in a rest.
 * @param isSeen Whether the last message of practice arrived: what a full week kept back counts as not shown
 */
export function turnOf(state: PracticeState, moment: Moment, isSeen: boolean): Turn {
  const { current } = state;
  if (current === undefined) {
    const tip = nextTip(state.told, moment);
    return { kind: "step", state: { ...state, current: tip, told: put(state.told, { tip, shown: 1 }) } };
  }
  const shown = state.told.find(({ tip }) => tip === current)?.shown ?? 0;
  if (isSeen && shown >= MOST_SHOWN) return { kind: "rest", state: { ...state, weeks: RESTS, current: undefined } };
  const counted = isSeen ? shown + 1 : Math.max(shown, 1);
  return { kind: "again", state: { ...state, told: put(state.told, { tip: current, shown: counted }) } };
}

/**
 * Of the themes practised least, those that fit the moment first, never the last one again; there the first tip that
 * was not told yet, and when all were, the one told longest ago.
 */
export function nextTip(told: readonly Told[], moment: Moment): TipKey {
  const last = told.at(-1);
  const before = last && themeOf(last.tip);
  const place = (tip: TipKey) => told.findIndex((one) => one.tip === tip);
  const fresh = (theme: Theme) => tipsOf[theme].find((tip) => place(tip) < 0);
  const count = (theme: Theme) => told.filter(({ tip }) => themeOf(tip) === theme).length;
  const open = themes.filter((theme) => theme !== before && fresh(theme) !== undefined);
  const fitting = themesAt(moment);
  const rank = (theme: Theme) => (fitting.includes(theme) ? fitting.indexOf(theme) : fitting.length);
  const [best] = open.toSorted((a, b) => count(a) - count(b) || rank(a) - rank(b));
  const found = best && fresh(best);
  if (found !== undefined) return found;
  const others = tips.filter((tip) => themeOf(tip) !== before);
  return others.toSorted((a, b) => place(a) - place(b))[0] ?? "touchSmall";
}

/** Taken up by choice, in place of what waits: it is asked about at the next step. */
export function takenUp(state: PracticeState, tip: TipKey): PracticeState {
  const waiting = state.told.filter((one) => one.tip !== state.current || one.answer !== undefined);
  return { ...state, current: tip, told: put(waiting, { tip, shown: 0 }) };
}

/** After an answer, which may be changed later; undefined when this step was never told. */
export function afterAnswer(state: PracticeState, tip: TipKey, answer: StepAnswer): PracticeState | undefined {
  const before = state.told.find((one) => one.tip === tip);
  if (!before) return undefined;
  const gain = Number(answer === "done") - Number(before.answer === "done");
  return {
    ...state,
    current: state.current === tip ? undefined : state.current,
    told: state.told.map((one) => (one.tip === tip ? { ...one, answer } : one)),
    done: Math.max(0, state.done + gain),
  };
}

/** Twice as rarely, up to the rarest; a rest stays a rest. */
export function lessOften(weeks: number): number {
  return Math.min(RAREST, weeks * 2);
}

function put(told: readonly Told[], one: Told): readonly Told[] {
  return [...told.filter(({ tip }) => tip !== one.tip), one];
}

/** The morning of the first open day so many weeks of open days later, or with 0 from tomorrow on; ms since 1970. */
export function stepTime(days: OpenDays, from: number, weeks: number): number {
  const { entries, weekend, timeZone } = days;
  const later = weeks === 0 ? from : addOpenTime(entries, from, weeks * WEEK, timeZone);
  const date = localDate(later, timeZone);
  const open = nextOpenDate(entries, weeks === 0 ? addDays(date, 1) : date, weekend);
  return atLocal(open, MORNING, timeZone);
}

/** Where a break was entered after the step was planned: the first morning after it; undefined when the day is open. */
export function putOff({ entries, weekend, timeZone }: OpenDays, at: number): number | undefined {
  const date = localDate(at, timeZone);
  if (!isPaused(entries, date)) return undefined;
  return atLocal(nextOpenDate(entries, date, weekend), MORNING, timeZone);
}

/** A step as it is told. */
export interface StepFacts {
  readonly tip: TipKey;
  readonly weeks: number;
  readonly isAgain: boolean;
  readonly me: PersonFact;
  readonly who?: PersonFact;
  readonly other?: PersonFact;
  readonly topic?: Topic;
}

export interface RestFacts {
  /** The weeks between two steps before the rest. */
  readonly weeks: number;
}
