import {
  addDays,
  atLocal,
  isPaused,
  isoWeekday,
  localDate,
  localTime,
  type CalendarEntry,
} from "../../../members/calendar/rules.js";
import { MOST } from "../rules.js";

// Instants as people write them, and whose day they would fall out of.

/** Nobody should have to meet before or after these times on their own clock. */
export const WAKING = { from: "06:00", until: "21:00" } as const;

/** Whether a meeting lies within one waking day of a zone. Instants in ms. */
export function isAwake(at: number, minutes: number, timeZone: string): boolean {
  const end = at + minutes * 60_000;
  if (localDate(at, timeZone) !== localDate(end, timeZone)) return false;
  return localTime(at, timeZone) >= WAKING.from && localTime(end, timeZone) <= WAKING.until;
}

/** Somebody for whom an instant lies outside their waking day. */
export interface Strain {
  readonly place: number;
  readonly memberId: string;
}

/** Every instant and member that don't go together. */
export function strainsOf(
  options: readonly number[],
  minutes: number,
  people: readonly { readonly memberId: string; readonly timeZone: string }[],
): readonly Strain[] {
  return options.flatMap((at, place) =>
    people.filter(({ timeZone }) => !isAwake(at, minutes, timeZone)).map(({ memberId }) => ({ place, memberId })),
  );
}

/** A line that holds no date and time. */
export interface Unread {
  readonly unread: string;
}

const LINE = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?),?\s+(\d{1,2})[.:](\d{2})$/;

/**
 * Instants that somebody wrote, one a line or with semicolons between: "2026-12-01 15:30", "1/12/2026 15.30" or "1/12 15.30",
 * where the day comes first and a day without a year is the next one of that date. Earliest first, each once; the first line
 * that can't be read, in its place.
 */
export function readInstants(text: string, today: string, timeZone: string): readonly number[] | Unread {
  const lines = text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const instants: number[] = [];
  for (const line of lines) {
    const at = instantIn(line, today, timeZone);
    if (at === undefined) return { unread: line };
    instants.push(at);
  }
  return [...new Set(instants)].sort((a, b) => a - b);
}

function instantIn(line: string, today: string, timeZone: string): number | undefined {
  const found = LINE.exec(line);
  if (!found) return undefined;
  const [, fullYear, fullMonth, fullDay, day = fullDay, month = fullMonth, year = fullYear, hour = "", minute = ""] =
    found;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const time = `${hour.padStart(2, "0")}:${minute}`;
  const dates = (year === undefined ? [0, 1] : [0]).map(
    (ahead) => `${String(year ?? Number(today.slice(0, 4)) + ahead).padStart(4, "0")}-${pad(month)}-${pad(day)}`,
  );
  const date = dates.find((one) => isDate(one) && (year !== undefined || one >= today));
  return date === undefined ? undefined : atLocal(date, time, timeZone);
}

function pad(number: string | undefined): string {
  return (number ?? "").padStart(2, "0");
}

function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

/** The line that `readInstants` takes for an instant. */
export function writeInstant(at: number, timeZone: string): string {
  return `${localDate(at, timeZone)} ${localTime(at, timeZone)}`;
}

/** The first of these that is on a date of the reader's calendar. */
export function onDay<T extends { readonly at: Date }>(
  dated: readonly T[],
  date: string,
  timeZone: string,
): T | undefined {
  return dated.find(({ at }) => localDate(at.getTime(), timeZone) === date);
}

interface Habit {
  /** The last meeting, or when there was none, now. */
  readonly from: number;
  readonly now: number;
  /** Days between two meetings. */
  readonly rhythm: number;
  /** The hour of the last meeting, "HH:MM". */
  readonly time: string;
  readonly timeZone: string;
  readonly weekend: readonly number[];
  readonly calendar: readonly CalendarEntry[];
}

/** How many instants are suggested, and from which day on: people need days to answer. */
const SUGGESTED = { count: 3, ahead: 3, reach: 60 } as const;

/** Instants to begin with: open weekdays from the next turn of the rhythm on, at the usual hour. */
export function suggestedInstants({ from, now, rhythm, time, timeZone, weekend, calendar }: Habit): readonly number[] {
  const soonest = addDays(localDate(now, timeZone), SUGGESTED.ahead);
  const turn = addDays(localDate(from, timeZone), rhythm);
  const first = turn > soonest ? turn : soonest;
  return Array.from({ length: SUGGESTED.reach }, (_, ahead) => addDays(first, ahead))
    .filter((date) => !weekend.includes(isoWeekday(date)) && !isPaused(calendar, date))
    .slice(0, Math.min(SUGGESTED.count, MOST.options))
    .map((date) => atLocal(date, time, timeZone));
}

/** The toggled places of a poll as one number, which fits on a button. */
export function maskOf(places: readonly number[]): number {
  return places.reduce((mask, place) => mask | (1 << place), 0);
}

export function placesIn(mask: number): readonly number[] {
  return Array.from({ length: MOST.options }, (_, place) => place).filter((place) => (mask & (1 << place)) !== 0);
}
