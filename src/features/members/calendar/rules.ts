/**
 * Time as a community lives it: local dates and clocks, pauses that freeze every clock, and the week of a round.
 *
 * Dates are "YYYY-MM-DD" and times of day "HH:MM" in somebody's own zone; instants and durations are milliseconds
 * (instants since 1970, UTC); weekdays are ISO numbers, Monday 1 to Sunday 7. A date that is not one is a RangeError.
 */
import { Temporal } from "temporal-polyfill";

export type CalendarKind = "term" | "break" | "exam" | "holiday" | "jointLeave" | "ramadan" | "lebaran";

/**
 * What an entry does to the days it covers. "pause": nothing proactive is sent and no clock runs. "gentle": nothing
 * from `gentleFrom` to the end of the day. "none": the entry only informs. Where entries overlap, the stricter wins.
 */
export type CalendarEffect = "pause" | "gentle" | "none";

/** A span of local dates, both ends included. One that ends before it begins covers nothing. */
export interface CalendarEntry {
  readonly kind: CalendarKind;
  readonly from: string;
  readonly until: string;
  readonly effect: CalendarEffect;
}

/** What a kind of entry does unless the organiser says otherwise. */
export const defaultEffect: Readonly<Record<CalendarKind, CalendarEffect>> = {
  term: "none",
  break: "pause",
  exam: "pause",
  holiday: "pause",
  jointLeave: "pause",
  ramadan: "gentle",
  lebaran: "pause",
};

const kinds = Object.keys(defaultEffect).filter((kind): kind is CalendarKind => kind in defaultEffect);
const effects = ["pause", "gentle", "none"] as const satisfies readonly CalendarEffect[];

/** A stored row as the rules see it; an unknown kind or effect (a newer version's) counts as a term. */
export function entryOf(row: {
  readonly kind: string;
  readonly effect: string;
  readonly from: string;
  readonly until: string;
}): CalendarEntry {
  const kind = kinds.find((known) => known === row.kind) ?? "term";
  const effect = effects.find((known) => known === row.effect) ?? "none";
  return { kind, effect, from: row.from, until: row.until };
}

/** On a gentle day nothing is sent from this local time on: the hours before and after breaking the fast. */
export const gentleFrom = "16:00";

const dayMs = 86_400_000;

function dayNumber(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`Not a date: ${date}`);
  return ms / dayMs;
}

/** The date so many days later, or earlier when negative. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * dayMs).toISOString().slice(0, 10);
}

export function isoWeekday(date: string): number {
  // Day 0, 1 January 1970, was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The strictest effect of all entries that cover a date. */
export function effectOn(entries: readonly CalendarEntry[], date: string): CalendarEffect {
  let strictest: CalendarEffect = "none";
  for (const entry of entries) {
    if (entry.effect === "none" || date < entry.from || date > entry.until) continue;
    if (entry.effect === "pause") return "pause";
    strictest = "gentle";
  }
  return strictest;
}

export function isPaused(entries: readonly CalendarEntry[], date: string): boolean {
  return effectOn(entries, date) === "pause";
}

/** The same date or the first later one that is not paused. Leaps from entry to entry, so a long pause costs no more. */
function reopening(entries: readonly CalendarEntry[], date: string): string {
  let open = date;
  for (;;) {
    let last: string | undefined;
    for (const entry of entries) {
      if (entry.effect !== "pause" || open < entry.from || open > entry.until) continue;
      if (last === undefined || entry.until > last) last = entry.until;
    }
    if (last === undefined) return open;
    open = addDays(last, 1);
  }
}

/** The first day of the next pause that begins after a date. */
function nextPause(entries: readonly CalendarEntry[], date: string): string | undefined {
  let next: string | undefined;
  for (const entry of entries) {
    if (entry.effect !== "pause" || entry.from <= date) continue;
    if (next === undefined || entry.from < next) next = entry.from;
  }
  return next;
}

/** Ten years of days: a calendar without a working day in them is a mistake, not a long holiday. */
const openDateReach = 3_660;

/**
 * The same date or the first later one that is neither paused nor in the weekend (ISO weekdays).
 * RangeError when there is none, as in a weekend of seven days.
 */
export function nextOpenDate(entries: readonly CalendarEntry[], date: string, weekend: readonly number[]): string {
  let open = reopening(entries, date);
  for (let tries = 0; tries < openDateReach; tries++) {
    if (!weekend.includes(isoWeekday(open))) return open;
    open = reopening(entries, addDays(open, 1));
  }
  throw new RangeError(`No open date after ${date}`);
}

/** How many days from the first date up to, not including, the second are not paused; 0 when it is not later. */
export function openDaysBetween(entries: readonly CalendarEntry[], fromDate: string, untilDate: string): number {
  let open = 0;
  let date = reopening(entries, fromDate);
  while (date < untilDate) {
    const pause = nextPause(entries, date);
    const end = pause !== undefined && pause < untilDate ? pause : untilDate;
    open += dayNumber(end) - dayNumber(date);
    date = reopening(entries, end);
  }
  return open;
}

/**
 * The instant at which so much time (0 or more) has passed on days that are not paused in that zone: how every
 * waiting period of the community is measured. The answer is always on an open day.
 */
export function addOpenTime(
  entries: readonly CalendarEntry[],
  startInstantMs: number,
  durationMs: number,
  timeZone: string,
): number {
  let at = startInstantMs;
  let left = durationMs;
  for (;;) {
    const date = localDate(at, timeZone);
    const open = reopening(entries, date);
    if (open !== date) at = atLocal(open, "00:00", timeZone);
    const pause = nextPause(entries, open);
    if (pause === undefined) return at + left;
    const closing = atLocal(pause, "00:00", timeZone);
    if (at + left < closing) return at + left;
    left -= closing - at;
    at = closing;
  }
}

/** A bound for the cache of formatters: all zone names fit in, spellings in other cases do not pile up. */
const clocksKept = 1_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  if (clocks.size >= clocksKept) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Whether this machine knows a zone of that name, such as "Asia/Jakarta". Mere offsets ("+07:00") are refused:
 * they know no daylight saving, and Node 20 does not take them.
 */
export function isTimeZone(name: string): boolean {
  if (clocks.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The date on the wall in a zone. A zone that is none (`isTimeZone`) is a RangeError, here and below. */
export function localDate(ms: number, timeZone: string): string {
  const text = clockOf(timeZone).format(ms); // "03/21/2026, 16:00:00"
  return `${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)}`;
}

/** The time on the wall in a zone, "HH:MM". */
export function localTime(ms: number, timeZone: string): string {
  return clockOf(timeZone).format(ms).slice(12, 17);
}

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
export function zoneOffset(ms: number, timeZone: string): number {
  const text = clockOf(timeZone).format(ms);
  const wall = Date.parse(`${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)}T${text.slice(12, 20)}Z`);
  return wall - Math.floor(ms / 1_000) * 1_000;
}

/**
 * The instant at which a zone's wall shows a date and time of day. A time that daylight saving skips is taken as much
 * later as was skipped (02:30 → 03:30); one that comes twice is taken the first time (Temporal's "compatible").
 */
export function atLocal(date: string, time: string, timeZone: string): number {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  return wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** The last weekday a round may move to: the people brought together still need days of the week to meet. */
const lastRoundWeekday = 4;
/** How many days before its round a moved heads-up may be at most: the Friday before a Tuesday, not earlier. */
const headsUpReach = 4;

function isWorkingDay(entries: readonly CalendarEntry[], date: string, weekend: readonly number[]): boolean {
  return !weekend.includes(isoWeekday(date)) && !isPaused(entries, date);
}

function headsUpBefore(
  entries: readonly CalendarEntry[],
  roundDate: string,
  weekend: readonly number[],
): string | undefined {
  for (let back = 1; back <= headsUpReach; back++) {
    const date = addDays(roundDate, -back);
    if (isWorkingDay(entries, date, weekend)) return date;
  }
  return undefined;
}

/**
 * When a week's heads-up and round really take place. Days that are not paused stay as planned. A paused round moves
 * to the next working day of its ISO week, Thursday at the latest; a heads-up that is paused, or no longer the last
 * word before its round, moves to the last working day before it. A day for which no heads-up can be had in time is
 * passed over too. "pause": this week has no round.
 */
export function moveRound(
  entries: readonly CalendarEntry[],
  headsUpDate: string,
  roundDate: string,
  weekend: readonly number[],
): { headsUp: string; round: string } | "pause" {
  if (!isPaused(entries, roundDate)) {
    const asPlanned = headsUpDate < roundDate && !isPaused(entries, headsUpDate);
    const headsUp = asPlanned ? headsUpDate : headsUpBefore(entries, roundDate, weekend);
    if (headsUp !== undefined) return { headsUp, round: roundDate };
  }
  for (let ahead = 1; isoWeekday(roundDate) + ahead <= lastRoundWeekday; ahead++) {
    const round = addDays(roundDate, ahead);
    if (!isWorkingDay(entries, round, weekend)) continue;
    const headsUp = headsUpBefore(entries, round, weekend);
    if (headsUp !== undefined) return { headsUp, round };
  }
  return "pause";
}

/** The days around Idul Fitri on which people travel and are with their families. */
export function lebaranSpan(idulFitri: string): { from: string; until: string } {
  return { from: addDays(idulFitri, -3), until: addDays(idulFitri, 7) };
}
