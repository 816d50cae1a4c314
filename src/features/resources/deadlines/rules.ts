import { addDays, atLocal, isoWeekday, isPaused, type CalendarEntry } from "../../members/calendar/rules.js";
import { REMINDER_DAYS } from "../rules.js";

/** The calendar of a community, as far as a reminder has to know it. */
export interface OpenDays {
  readonly entries: readonly CalendarEntry[];
  /** ISO weekdays on which nobody is written to. */
  readonly weekend: readonly number[];
  readonly timeZone: string;
}

export interface Reminder {
  readonly days: number;
  /** ms since 1970 */
  readonly at: number;
}

/** On the community's clock. */
const MORNING = "08:00";
/** So many days earlier at most: before a long break a reminder would say nothing any more. */
const EARLIER = 5;

/**
 * The next reminder of a last day ("2026-12-20") after an instant. On a day on which nobody is written to it comes on the
 * last open one before, so that it is never too late; undefined when there is none left.
 */
export function nextReminder(deadline: string, after: number, days: OpenDays): Reminder | undefined {
  return REMINDER_DAYS.map((count) => ({ days: count, at: morningOf(openUpTo(addDays(deadline, -count), days), days) }))
    .filter(({ at }) => at > after)
    .sort((a, b) => a.at - b.at)[0];
}

function openUpTo(date: string, { entries, weekend }: OpenDays): string {
  for (let back = 0; back <= EARLIER; back++) {
    const day = addDays(date, -back);
    if (!weekend.includes(isoWeekday(day)) && !isPaused(entries, day)) return day;
  }
  return date;
}

function morningOf(date: string, { timeZone }: OpenDays): number {
  return atLocal(date, MORNING, timeZone);
}
