import ical, { ICalCalendarMethod } from "ical-generator";
import { Temporal } from "temporal-polyfill";

export interface CalendarEvent {
  /** Stable over all versions of the entry. */
  readonly uid: string;
  /** Rises with each version (RFC 5545, 3.8.7.4). */
  readonly sequence: number;
  readonly at: Date;
  readonly timeZone: string;
  readonly title: string;
  readonly description: string;
  /** When this version was made. */
  readonly stamp: Date;
}

const MINUTES = 20;

/** An iCalendar file (RFC 5545) of one 20-minute talk. The library escapes and folds what people wrote. */
export function calendarFile(event: CalendarEvent): string {
  const calendar = ical({ name: "Jejaring", method: ICalCalendarMethod.PUBLISH, prodId: "//Jejaring//Jejaring//EN" });
  const start = Temporal.Instant.fromEpochMilliseconds(event.at.getTime()).toZonedDateTimeISO(event.timeZone);
  calendar.createEvent({
    id: event.uid,
    sequence: event.sequence,
    stamp: Temporal.Instant.fromEpochMilliseconds(event.stamp.getTime()).toZonedDateTimeISO("UTC"),
    start: start.withTimeZone("UTC"),
    end: start.add({ minutes: MINUTES }).withTimeZone("UTC"),
    summary: event.title,
    description: event.description,
  });
  return calendar.toString();
}
