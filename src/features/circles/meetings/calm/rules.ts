import type { CalendarEntry } from "../../../members/calendar/rules.js";
import { judge, type Verdict } from "../../../nudges/rules.js";

// When a circle's room is written to. Instants and durations in ms.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The days and hours of a community in which its rooms are written to: what its gate leaves open to everybody. */
export interface Calm {
  readonly timeZone: string;
  readonly calendar: readonly CalendarEntry[];
  readonly weekend: readonly number[];
  /** "HH:MM"; equal to `until`: the whole day. */
  readonly from: string;
  readonly until: string;
  /** Closed on Fridays from this time until that one. */
  readonly fridayFrom: string;
  readonly fridayUntil: string;
}

/** So far the gate looks at a time, and so often it is asked: no break is longer. */
const REACH = { each: 60 * DAY, times: 12 } as const;

/** A room has no habits of its own, and no budget. */
function roomVerdict(at: number, expiresAt: number | null, calm: Calm): Verdict {
  const { timeZone, from, until } = calm;
  const room = { timeZone, quietFrom: until, quietUntil: from, stopped: false, contacted: [], weekends: false };
  return judge({ expiresAt }, room, { ...calm, perDay: Infinity, perWeek: Infinity }, at);
}

/** The first instant from `at` on at which a room is written to; undefined where that is never. */
function openFrom(at: number, calm: Calm): number | undefined {
  for (let turn = 0; turn < REACH.times; turn++) {
    const tried = at + turn * REACH.each;
    const verdict = roomVerdict(tried, null, calm);
    if (verdict.kind === "send") return tried;
    if (verdict.kind === "hold") return verdict.until;
  }
  return undefined;
}

function isOpen(at: number, calm: Calm): boolean {
  return roomVerdict(at, at + 1, calm).kind === "send";
}

/**
 * When news goes to a circle's home: at once in the community's hours, else when they begin again, unless that would be too
 * late.
 */
export function calmInstant(now: number, latest: number, calm: Calm): number {
  const at = openFrom(now, calm);
  return at !== undefined && at <= latest ? at : now;
}

/** A reminder comes a day before, and so long before at least: then one can still rearrange the day. */
const REMINDER = { ahead: DAY, least: 2 * HOUR } as const;
/** How the last open time is looked for, and how much of it is left to read the reminder in. */
const BACK = { step: 30 * MINUTE, most: 5 * DAY, left: 2 * HOUR } as const;

/**
 * When a circle is reminded of a meeting: a day before, or where its room is not written to then, as soon as it is, if that
 * leaves two hours (for Monday at 13:00 on Monday morning). Else in the last open hours before (for Monday at 07:30, and for
 * a meeting on Sunday, on Friday afternoon): a reminder on a weekend would ask for attention on days that are people's own,
 * and one at 06:30 for 07:30 comes too late to ask a colleague for the first lesson. After a long break these hours lie so
 * far back that a late one is better; and where no hour is open before it, it comes a day before.
 */
export function reminderInstant(at: number, calm: Calm): number {
  const wanted = at - REMINDER.ahead;
  const next = openFrom(wanted, calm);
  if (next === undefined || next <= at - REMINDER.least) return next ?? wanted;
  return lastOpenBefore(wanted, calm) ?? (next < at ? next : wanted);
}

function lastOpenBefore(instant: number, calm: Calm): number | undefined {
  const latest = Math.floor(instant / BACK.step) * BACK.step;
  for (let at = latest; at > instant - BACK.most; at -= BACK.step)
    if (isOpen(at, calm)) return isOpen(at - BACK.left, calm) ? at - BACK.left : at;
  return undefined;
}
