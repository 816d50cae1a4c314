import {
  addDays,
  addOpenTime,
  atLocal,
  isPaused,
  isoWeekday,
  localDate,
  localTime,
  moveRound,
  nextOpenDate,
  openDaysBetween,
  zoneOffset,
  type CalendarEntry,
} from "../members/calendar/rules.js";
import type { PersonFact, ReasonFact } from "../introductions/rules.js";

export const sizes = ["pair", "group", "either"] as const;

/** How often, in weeks; 0 is "just this once". As text, since they are choices of a form. */
export const cadences = ["1", "2", "4", "0"] as const;

/** The choice that stands for so many weeks; every two weeks unless told otherwise. */
export function cadenceOf(weeks: number | undefined): (typeof cadences)[number] {
  return cadences.find((cadence) => cadence === String(weeks)) ?? "2";
}

export const checkInAnswers = ["met", "some", "notYet", "wontHappen"] as const;
export type CheckInAnswer = (typeof checkInAnswers)[number];

/** Defaults of a programme; organisers change them with /setup. */
export const defaults = {
  weekday: 2,
  time: "15:30",
  restWeeks: 12,
  cadenceWeeks: 2,
  size: "either",
} as const;

const HOUR = 3_600_000;
export const NUDGE_AFTER = 48 * HOUR;
export const ASK_AGAIN_AFTER = 48 * HOUR;
/** How long after the check-in late answers still count for their round. */
export const CLOSE_AFTER = 96 * HOUR;
/** How long after the round a late joiner is still matched at once: enough of the week is left to meet. */
export const LATE_FOR = 48 * HOUR;
export const NOW_FOR = 48 * HOUR;
/** A round that the program slept through is still held until so long before its check-in: people need days to meet. */
export const TOO_LATE_BEFORE = 72 * HOUR;
/** A connection made by a member is asked about once, a week later. */
export const CONNECT_CHECK_AFTER = 7 * 24 * HOUR;
/** So many rounds without a sign, and the name rests. */
export const SILENT_ROUNDS = 3;

/** The Monday of a date's week. */
export function weekOf(date: string): string {
  return addDays(date, 1 - isoWeekday(date));
}

/** Whole weeks between two Mondays. */
export function weeksBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / (7 * 86_400_000));
}

/** The same, with the weeks that the calendar froze left out: a holiday is not time that two people were apart. */
export function openWeeksBetween(calendar: readonly CalendarEntry[], from: string, until: string): number {
  return Math.floor(openDaysBetween(calendar, from, until) / 7);
}

export interface RoundTimes {
  readonly week: string;
  readonly headsUpAt: number;
  readonly roundAt: number;
  readonly checkInAt: number;
  readonly closeAt: number;
}

export interface Timetable {
  readonly weekday: number;
  readonly time: string;
  readonly timeZone: string;
  readonly weekend: readonly number[];
  readonly calendar: readonly CalendarEntry[];
}

/** The instants of a week's round, or "pause" when the calendar leaves no room for it. */
export function timesOf(week: string, table: Timetable): RoundTimes | "pause" {
  const planned = addDays(week, table.weekday - 1);
  const moved = moveRound(table.calendar, dayBefore(planned, table), planned, table.weekend);
  return moved === "pause" ? "pause" : timesOn(week, moved.headsUp, moved.round, table);
}

/** The last day before a date that is not in the weekend: the day of its heads-up. */
export function dayBefore(date: string, { weekend }: Pick<Timetable, "weekend">): string {
  for (let back = 1; back < 7; back++) {
    const day = addDays(date, -back);
    if (!weekend.includes(isoWeekday(day))) return day;
  }
  return addDays(date, -1);
}

/** So many days at least lie between a round and the Monday on which people are asked how it went. */
const DAYS_TO_MEET = 3;

/** The instants when heads-up and round are on these dates. */
export function timesOn(week: string, headsUp: string, round: string, table: Timetable): RoundTimes {
  const { calendar, timeZone, time } = table;
  const checkIn = nextOpenDate(calendar, addDays(weekOf(addDays(round, DAYS_TO_MEET)), 7), table.weekend);
  const checkInAt = atLocal(checkIn, time, timeZone);
  return {
    week,
    headsUpAt: atLocal(headsUp, time, timeZone),
    roundAt: atLocal(round, time, timeZone),
    checkInAt,
    closeAt: addOpenTime(calendar, checkInAt, CLOSE_AFTER, timeZone),
  };
}

/** A school year and a half without one open week is a mistake in the calendar. */
export const WEEKS_AHEAD = 80;

/** The first round after `afterWeek` (a Monday, or "" for none yet) whose heads-up is still to come. */
export function nextTimes(afterWeek: string, now: number, table: Timetable): RoundTimes | undefined {
  const thisWeek = weekOf(localDate(now, table.timeZone));
  let week = afterWeek >= thisWeek ? addDays(afterWeek, 7) : thisWeek;
  for (let ahead = 0; ahead < WEEKS_AHEAD; ahead++, week = addDays(week, 7)) {
    const times = timesOf(week, table);
    if (times !== "pause" && times.headsUpAt > now) return times;
  }
  return undefined;
}

export interface PossibleHost {
  readonly memberId: string;
  readonly lastHostedAt: Date | null;
}

/** Who writes first: whoever did so least recently; among equals by the seed, not by the alphabet. */
export function chooseHost(people: readonly PossibleHost[], seed: number): string {
  const ranked = people
    .map(({ memberId, lastHostedAt }) => ({
      memberId,
      at: lastHostedAt?.getTime() ?? 0,
      lot: hash(`${seed} ${memberId}`),
    }))
    .sort((a, b) => a.at - b.at || a.lot - b.lot);
  const [host] = ranked;
  if (!host) throw new RangeError("a meeting without people has no host");
  return host.memberId;
}

/** FNV-1a (Fowler, Noll, Vo 1991), 32 bits: a seed out of a text, the same on every machine. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}

/**
 * Whether a meeting took place, from what the people said; null while nobody knows. One "met" is enough; "won't
 * happen" counts when nobody says otherwise.
 */
export function happenedFrom(answers: readonly (string | null)[]): boolean | null {
  if (answers.some((answer) => answer === "met" || answer === "some")) return true;
  return answers.includes("wontHappen") ? false : null;
}

/** The same when the round is over: a "not yet" stayed one; silence is taken for a meeting, so nobody repeats it soon. */
export function happenedInTheEnd(answers: readonly (string | null)[]): boolean | null {
  return happenedFrom(answers) ?? (answers.includes("notYet") ? false : null);
}

export interface Availability {
  readonly timeZone: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

/** Preferred local hours of the first person, the best first. */
const HOURS = [
  "15:30",
  "16:00",
  "14:00",
  "10:00",
  "13:00",
  "09:00",
  "08:00",
  "11:00",
  "16:30",
  "07:00",
  "12:00",
  "17:00",
];

/**
 * Up to `count` instants on different days between the two, at which nobody is in quiet hours, on a weekend or on a
 * paused day; at different hours too, where there are any, since one hour suits nobody's every day. Empty when there is
 * no common hour.
 */
export function commonSlots(
  people: readonly Availability[],
  table: Pick<Timetable, "calendar" | "weekend">,
  from: number,
  until: number,
  count: number,
): number[] {
  const [first] = people;
  if (!first) return [];
  const slots: number[] = [];
  const taken = new Set<string>();
  for (let date = localDate(from, first.timeZone); slots.length < count; date = addDays(date, 1)) {
    if (atLocal(date, "00:00", first.timeZone) >= until) break;
    const suits = (at: number) => at > from && at < until && people.every((person) => isFree(person, table, at));
    let time: string | undefined;
    // The first that suits, unless it was taken on another day and one that was not suits too; no more are looked at.
    for (const hour of HOURS) {
      if ((time !== undefined && taken.has(hour)) || !suits(atLocal(date, hour, first.timeZone))) continue;
      time = hour;
      if (!taken.has(hour)) break;
    }
    if (time === undefined) continue;
    taken.add(time);
    slots.push(atLocal(date, time, first.timeZone));
  }
  return slots;
}

function isFree(person: Availability, table: Pick<Timetable, "calendar" | "weekend">, at: number): boolean {
  const date = localDate(at, person.timeZone);
  if (isPaused(table.calendar, date) || table.weekend.includes(isoWeekday(date))) return false;
  return isAwake(person, at);
}

const MINUTE = 60_000;
const STEP = 30;
const STEPS_A_DAY = 1_440 / STEP;

/**
 * The longest stretch, in instants, of the 24 hours from `start` on (and what follows them) in which everybody is
 * outside quiet hours, in steps of half an hour; undefined when there is none. Offsets are those of `start`.
 */
export function awakeTogether(
  people: readonly Availability[],
  start: number,
): { from: number; until: number } | undefined {
  const spans = people.map((person) => ({
    ahead: zoneOffset(start, person.timeZone) / MINUTE,
    from: minuteOf(person.quietFrom),
    until: minuteOf(person.quietUntil),
  }));
  const first = start / MINUTE;
  const isFreeAt = (step: number) =>
    spans.every(({ ahead, from, until }) => {
      const minute = (((first + ahead + step * STEP) % 1_440) + 1_440) % 1_440;
      return from === until || (from < until ? minute < from || minute >= until : minute < from && minute >= until);
    });
  let best = { from: 0, length: 0 };
  for (let step = 0, length = 0; step < 2 * STEPS_A_DAY; step++) {
    length = isFreeAt(step) ? length + 1 : 0;
    if (length > best.length && length <= STEPS_A_DAY) best = { from: step - length + 1, length };
  }
  if (best.length === 0) return undefined;
  const from = start + best.from * STEP * MINUTE;
  return { from, until: from + best.length * STEP * MINUTE };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Outside the person's quiet hours. */
function isAwake({ timeZone, quietFrom, quietUntil }: Availability, at: number): boolean {
  if (quietFrom === quietUntil) return true;
  const time = localTime(at, timeZone);
  return quietFrom < quietUntil ? time < quietFrom || time >= quietUntil : time < quietFrom && time >= quietUntil;
}

/** One person of a meeting, as the message shows them. */
export interface ParticipantFact {
  readonly who: PersonFact;
  readonly role: string | undefined;
  readonly institution: string | undefined;
  readonly line: string | undefined;
  readonly timeZone: string;
}

export interface HeadsUpFacts {
  readonly roundId: string;
  readonly roundAt: string;
  readonly weeks: number;
}

export interface MatchFacts {
  readonly meetingId: string;
  readonly participants: readonly ParticipantFact[];
  readonly reasons: readonly ReasonFact[];
  readonly host: PersonFact;
  readonly icebreaker: string;
  readonly isRepeat: boolean;
  readonly kind: string;
  /** Hours at which all are awake, as instants of one day, when people live in different zones. */
  readonly window: { readonly from: string; readonly until: string } | undefined;
  readonly connector: PersonFact | undefined;
  readonly topic: string | undefined;
}

export interface MeetingFacts {
  readonly meetingId: string;
  readonly kind: string;
  readonly others: readonly PersonFact[];
}

export interface NudgeFacts {
  readonly meetingId: string;
  readonly icebreaker: string;
}

export interface UnmatchedFacts {
  readonly why: string;
  /** Languages in which the person would have been understood, the most common first; missing where that was not it. */
  readonly languages?: readonly string[];
  /** The round it is about: it may be told a week later. Missing for what belongs to none. */
  readonly roundAt?: string;
  readonly nextAt: string | undefined;
  /** It was so in the rounds before as well: whether it should go on like this is asked, not repeated. */
  readonly isAgain?: boolean;
}

export interface ResultFacts {
  readonly met: number;
  readonly meetings: number;
}

export interface OutcomeFacts {
  readonly meetingId: string;
  readonly first: PersonFact;
  readonly second: PersonFact;
  readonly outcome: "met" | "wontHappen" | "unknown";
}

/** A round as an organiser looks at it, before it is held or after. */
export interface RoundShown {
  readonly groups: readonly { readonly members: readonly string[]; readonly reasons: readonly ReasonFact[] }[];
  readonly unmatched: readonly { readonly id: string; readonly why: string }[];
  readonly seed: number;
  readonly total: number;
  readonly method: string;
  readonly names: ReadonlyMap<string, string>;
}
