import { indonesianCalendar } from "../src/features/members/calendar/indonesia.js";

/** Days of a school, as its organiser writes them into the community's calendar. */
export interface SchoolDays {
  readonly title: string;
  readonly kind: "exam" | "break";
  /** Local dates, both included. */
  readonly from: string;
  readonly until: string;
}

/** The Monday on which the school year 2026/27 begins, at midnight in Jakarta. */
export const YEAR_BEGINS = Date.parse("2026-07-13T00:00:00+07:00");

/**
 * The school year 2026/27 as schools on Java have it, give or take a week: every province decrees its own. Public
 * holidays, joint leave, Ramadan and Lebaran are not in it: the program brings them along.
 */
export const schoolDays: readonly SchoolDays[] = [
  { title: "Asesmen tengah semester 1", kind: "exam", from: "2026-09-21", until: "2026-09-26" },
  { title: "Asesmen akhir semester 1", kind: "exam", from: "2026-11-30", until: "2026-12-12" },
  { title: "Libur semester 1", kind: "break", from: "2026-12-21", until: "2027-01-02" },
  { title: "Asesmen tengah semester 2", kind: "exam", from: "2027-02-22", until: "2027-02-27" },
  { title: "Libur sekitar Idulfitri", kind: "break", from: "2027-03-05", until: "2027-03-20" },
  { title: "Asesmen akhir tahun", kind: "exam", from: "2027-05-31", until: "2027-06-12" },
  { title: "Libur akhir tahun ajaran", kind: "break", from: "2027-06-21", until: "2027-07-10" },
];

interface Span {
  readonly from: string;
  readonly until: string;
}

/** Kinds of shipped days on which nothing is sent. */
const CLOSING: ReadonlySet<string> = new Set(["holiday", "jointLeave", "lebaran"]);

const closed: readonly Span[] = [...schoolDays, ...indonesianCalendar.filter(({ kind }) => CLOSING.has(kind))];
const fasting: readonly Span[] = indonesianCalendar.filter(({ kind }) => kind === "ramadan");
const breaks = schoolDays.filter(({ kind }) => kind === "break");

const covers = (spans: readonly Span[], date: string) => spans.some(({ from, until }) => from <= date && date <= until);

/** Nothing is sent and no clock runs on this local date. */
export function isClosed(date: string): boolean {
  return covers(closed, date);
}

/** Nothing is sent from 16:00 on. */
export function isFasting(date: string): boolean {
  return covers(fasting, date);
}

const DAY = 86_400_000;
export const WEEK = 7 * DAY;

/** The week of the school year, from 0. */
export function weekOf(at: number): number {
  return Math.floor((at - YEAR_BEGINS) / WEEK);
}

export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** What kind of week it is for a school, going by its Monday. */
export function weekKind(monday: string): "closed" | "tense" | "back" | "ordinary" {
  const days = Array.from({ length: 5 }, (_, index) => dateAfter(monday, index));
  if (days.every(isClosed)) return "closed";
  if (covers(breaks, dateAfter(monday, -3))) return "back";
  const nextMonday = dateAfter(monday, 7);
  return schoolDays.some(({ kind, from }) => kind === "exam" && from >= monday && from <= nextMonday)
    ? "tense"
    : "ordinary";
}

/** The instant so many days that are not closed before `until`, on Jakarta's clock. */
export function openDaysBefore(until: number, days: number): number {
  let at = until;
  for (let left = days; left > 0;) {
    at -= DAY;
    if (!isClosed(new Date(at + 7 * 3_600_000).toISOString().slice(0, 10))) left--;
  }
  return at;
}
