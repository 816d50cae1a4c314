/** How long, in days, what is kept about somebody who left waits for them to come back. */
export const LEFT_KEPT_DAYS = 30;
/** How long, in months, it is kept what a member did on which day; afterwards only what all did together. */
export const DAYS_KEPT_MONTHS = 12;
/** How long, in days, it is kept what a message said that was sent, or was not; and that there was one. */
export const WORDS_KEPT_DAYS = 90;
export const DELIVERIES_KEPT_DAYS = 400;
/** How long, in days, it counts that a member was written to. */
export const CONTACTS_KEPT_DAYS = 31;
/** How long, in days, a round's plan can be looked at. */
export const PLANS_KEPT_DAYS = 365;
/** How long, in days, a report is kept after somebody looked into it: as long as what happened may go on. */
export const REPORTS_KEPT_DAYS = 365;
/** How long, in days, it is kept what organisers did. */
export const AUDIT_KEPT_DAYS = 730;
/** How long, in days, the deletion of a whole network can be taken back. */
export const NETWORK_KEPT_DAYS = 30;

/** all: what they gave to everybody goes as well. rest: it stays, without their name. */
export type Thoroughness = "all" | "rest";

/** Why somebody is forgotten. */
export type ForgettingReason = "asked" | "left" | "restored";

/** Messages that may stay when somebody in them is forgotten: they are worded anew, about "a former member". */
const REWORDED = /^((meet|circle|circleMeetings|circleProtocols|mentor|shelf)\.|care\.still$)/;

export function isReworded(notice: string): boolean {
  return REWORDED.test(notice);
}

/** Somebody who is being forgotten: their id until now and from now on, and what they wrote. */
export interface Gone {
  readonly before: string;
  readonly after: string;
  readonly wrote: ReadonlySet<string>;
}

/**
 * JSON in which somebody is named, as it is kept without them: with another id, without what they wrote, and without
 * reasons, since those tell what people had in common.
 */
export function withoutPerson(value: unknown, gone: Gone): unknown {
  const { before, after, wrote } = gone;
  if (typeof value === "string") return wrote.has(value) ? "" : value.replaceAll(before, after);
  if (Array.isArray(value)) return value.map((one) => withoutPerson(one, gone));
  if (typeof value !== "object" || value === null) return value;
  const isAbout = JSON.stringify(value).includes(before);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.replaceAll(before, after),
      isAbout && key === "reasons" && Array.isArray(one) ? [] : withoutPerson(one, gone),
    ]),
  );
}

/** The first day, "2025-11-24", of what is still kept day by day: a whole month begins there. */
export function firstDayKept(now: Date): string {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - DAYS_KEPT_MONTHS, 1));
  return first.toISOString().slice(0, 10);
}

/** The parts of the month of a date, "2025-11". */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
