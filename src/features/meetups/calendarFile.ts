import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
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
  /** How long it lasts; 20 minutes unless it is said. */
  readonly minutes?: number;
  readonly place?: string;
  /** Whether it takes place. Said only of meetings that can be cancelled: then every version says it (RFC 5546, 3.2.5). */
  readonly status?: "confirmed" | "cancelled";
}

const MINUTES = 20;

/** An iCalendar file (RFC 5545) of one talk. The library escapes and folds what people wrote. */
export function calendarFile(event: CalendarEvent): string {
  const { minutes = MINUTES, place, status } = event;
  const method = status === "cancelled" ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH;
  const calendar = ical({ name: "Jejaring", method, prodId: "//Jejaring//Jejaring//EN" });
  const start = Temporal.Instant.fromEpochMilliseconds(event.at.getTime()).toZonedDateTimeISO(event.timeZone);
  calendar.createEvent({
    id: event.uid,
    sequence: event.sequence,
    stamp: Temporal.Instant.fromEpochMilliseconds(event.stamp.getTime()).toZonedDateTimeISO("UTC"),
    start: start.withTimeZone("UTC"),
    end: start.add({ minutes }).withTimeZone("UTC"),
    summary: event.title,
    description: event.description,
    ...(place === undefined ? {} : { location: place }),
    ...(status === undefined
      ? {}
      : { status: status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED }),
  });
  return calendar.toString();
}
