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
  /**
   * Who calls it, the same in every version: without one, Outlook does not find the entry that is cancelled, and RFC 5546
   * (3.2.1, 3.2.5) wants one. Nobody reads what is written to it, so it is an address that can't exist (RFC 2606).
   */
  readonly organizer?: { readonly id: string; readonly name: string };
}

const MINUTES = 20;

/** An iCalendar file (RFC 5545) of one talk. The library escapes and folds what people wrote. */
export function calendarFile(event: CalendarEvent): string {
  const { minutes = MINUTES, place, status, organizer } = event;
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
    ...(organizer === undefined ? {} : { organizer: organizerOf(organizer) }),
    ...(status === undefined
      ? {}
      : { status: status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED }),
  });
  return calendar.toString();
}

/** A name in quotes (RFC 5545, 3.2) can hold neither quotes nor the ends of lines. */
function organizerOf({ id, name }: { readonly id: string; readonly name: string }) {
  const called = name
    .replaceAll('"', "'")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return { name: called === "" ? "Jejaring" : called, email: `${id.replace(/[^\w-]/g, "")}@jejaring.invalid` };
}
