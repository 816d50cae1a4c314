/**
 * The gate that every proactive message passes: may it go to this person now, when at the earliest, or never?
 *
 * Instants are milliseconds since 1970, times of day "HH:MM", weekdays ISO numbers. Everything local is judged in the
 * person's own zone. No boundary is guessed: an answer "hold" names the first instant at which nothing forbids it.
 */
import {
  type CalendarEntry,
  effectOn,
  gentleFrom,
  isTimeZone,
  isoWeekday,
  localDate,
  zoneOffset,
} from "../members/calendar/rules.js";

export interface GatePerson {
  /** Should this machine not know it, the community's zone counts. */
  readonly timeZone: string;
  /** No message from this time on … */
  readonly quietFrom: string;
  /** … until this one, which may be on the next day. Equal times: no quiet hours. */
  readonly quietUntil: string;
  /** They said STOP. */
  readonly stopped: boolean;
  /** They grew quiet and are left in peace: nothing comes that does not concern them in particular. */
  readonly inPeace?: boolean;
  readonly pausedUntil?: number;
  /** Proactive private messages of the last 8 days, sent or reserved, in any order. */
  readonly contacted: readonly number[];
  /** They allow messages on the community's weekend. */
  readonly weekends: boolean;
  /** They asked for this very message just now: for them it may come at any time, also after STOP. */
  readonly asked?: boolean;
}

export interface GateCommunity {
  readonly timeZone: string;
  /** Messages to one person on one of their local days. */
  readonly perDay: number;
  /** Messages to one person in any 7 × 24 hours. */
  readonly perWeek: number;
  readonly weekend: readonly number[];
  /** Nothing on Fridays from this time, for the prayer … */
  readonly fridayFrom: string;
  /** … until this one on the same day. Not later than the other: no such window. */
  readonly fridayUntil: string;
  readonly calendar: readonly CalendarEntry[];
}

export type HoldReason =
  "quietHours" | "weekend" | "fridayMidday" | "calendar" | "gentle" | "dayBudget" | "weekBudget" | "paused";

/** `until`: the first instant at which it may be sent. `why`: what forbids it now; later another reason may have. */
export type Verdict =
  | { readonly kind: "send" }
  | { readonly kind: "hold"; readonly until: number; readonly why: HoldReason }
  | { readonly kind: "drop"; readonly why: "stopped" | "inPeace" | "stale" };

export const gateDefaults = {
  perDay: 1,
  perWeek: 3,
  quietFrom: "18:00",
  quietUntil: "06:30",
  weekend: [6, 7],
  fridayFrom: "11:00",
  fridayUntil: "13:00",
} as const;

/** The weekly ritual needs two of the week's messages (heads-up or check-in, and the match); the rest must leave them. */
const RITUAL_SHARE = 2;

/** How many of a week's messages to a person are for everything else. */
export function lesserShare(perWeek: number): number {
  return Math.max(1, perWeek - RITUAL_SHARE);
}

const minuteMs = 60_000;
/** So much of a day, in ms, must be left for a message. */
const leastOpen = 60 * minuteMs;
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const friday = 5;

/** How far ahead an allowed instant is looked for; a message that waits longer has lost its occasion. */
const personReach = 60 * dayMs;
const roomReach = 14 * dayMs;

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
}

/** A time that is one, as milliseconds since midnight; "24:00" is the end of the day. */
function timeOfDay(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minuteMs;
}

/**
 * What is wrong with quiet hours someone wants to set. "format": not two times "HH:MM" (the second may be "24:00").
 * "fullDay": they would leave less than an hour of the day for a message; who wants none says STOP.
 */
export function quietProblem(from: string, until: string): undefined | "format" | "fullDay" {
  if (!isTime(from) || !isTime(until) || timeOfDay(from) === dayMs) return "format";
  const quiet = (timeOfDay(until) - timeOfDay(from) + dayMs) % dayMs;
  const isWholeDay = timeOfDay(until) - timeOfDay(from) === dayMs;
  return isWholeDay || quiet > dayMs - leastOpen ? "fullDay" : undefined;
}

/** A stretch of the day, in milliseconds since midnight; without its end. */
interface Window {
  readonly from: number;
  readonly until: number;
}

/** Times that cannot be read, as from an edited database, must not open the gate: the default ones hold. */
function windowOf(from: string, until: string, defaults: { readonly from: string; readonly until: string }): Window {
  const times = isTime(from) && isTime(until) ? { from, until } : defaults;
  return { from: timeOfDay(times.from), until: timeOfDay(times.until) };
}

/** What stands between one person and a message, read once for all instants that are tried. */
interface Gate {
  readonly person: GatePerson;
  readonly community: GateCommunity;
  readonly zone: string;
  readonly quiet: Window;
  readonly friday: Window;
}

const gentle: Window = { from: timeOfDay(gentleFrom), until: dayMs };

function gateOf(person: GatePerson, community: GateCommunity): Gate {
  const { quietFrom, quietUntil, fridayFrom, fridayUntil } = gateDefaults;
  return {
    person,
    community,
    zone: [person.timeZone, community.timeZone].find(isTimeZone) ?? "UTC",
    quiet: windowOf(person.quietFrom, person.quietUntil, { from: quietFrom, until: quietUntil }),
    friday: windowOf(community.fridayFrom, community.fridayUntil, { from: fridayFrom, until: fridayUntil }),
  };
}

interface Clock {
  readonly at: number;
  readonly zone: string;
  readonly offset: number;
  readonly date: string;
  readonly weekday: number;
  /** Milliseconds since the day began on the wall. */
  readonly time: number;
}

function clockAt(at: number, zone: string): Clock {
  const offset = zoneOffset(at, zone);
  const day = Math.floor((at + offset) / dayMs);
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  return { at, zone, offset, date, weekday: isoWeekday(date), time: at + offset - day * dayMs };
}

/**
 * The first instant after the clock's at which the wall may show that time of day (past midnight when 24 hours or
 * more): either it does, or the zone changes its offset on the way and everything is to be judged again from there.
 */
function whenWallShows(clock: Clock, time: number): number {
  const straight = clock.at + time - clock.time;
  if (zoneOffset(straight, clock.zone) === clock.offset) return straight;
  let before = clock.at;
  let change = straight;
  while (change - before > 1) {
    const middle = Math.floor((before + change) / 2);
    if (zoneOffset(middle, clock.zone) === clock.offset) before = middle;
    else change = middle;
  }
  return change;
}

/** When the wall leaves a window it is in; undefined when it is not in it. A window may reach past midnight. */
function leaves(clock: Clock, window: Window): number | undefined {
  const { time } = clock;
  if (window.from < window.until) {
    return time >= window.from && time < window.until ? whenWallShows(clock, window.until) : undefined;
  }
  if (window.from === window.until || (time < window.from && time >= window.until)) return undefined;
  return whenWallShows(clock, time < window.until ? window.until : window.until + dayMs);
}

function leavesFriday({ friday: window }: Gate, clock: Clock): number | undefined {
  return clock.weekday === friday && window.from < window.until ? leaves(clock, window) : undefined;
}

function spentDay({ person, community }: Gate, clock: Clock): number | undefined {
  const near = person.contacted.filter((contact) => Math.abs(contact - clock.at) < 2 * dayMs);
  if (near.length < community.perDay) return undefined;
  const today = near.filter((contact) => localDate(contact, clock.zone) === clock.date);
  return today.length < community.perDay ? undefined : whenWallShows(clock, dayMs);
}

/** A message at `at` overfills a week when it joins `perWeek` others that all lie within 7 days of each other and it. */
function spentWeek({ person, community }: Gate, at: number): number | undefined {
  const { perWeek } = community;
  if (perWeek < 1) return Infinity;
  if (person.contacted.length < perWeek) return undefined;
  const contacts = person.contacted.toSorted((a, b) => a - b);
  for (let first = 0; first + perWeek <= contacts.length; first++) {
    const opening = (contacts[first] ?? at) + weekMs;
    const closing = (contacts[first + perWeek - 1] ?? at) - weekMs;
    if (closing < at && at < opening) return opening;
  }
  return undefined;
}

interface Hold {
  readonly why: HoldReason;
  readonly until: number;
}

/** The first reason, the most lasting named first, that forbids an instant, and when that reason may be over. */
function holdAt(gate: Gate, at: number): Hold | undefined {
  const { person, community } = gate;
  if (person.asked === true) return undefined;
  if (person.pausedUntil !== undefined && at < person.pausedUntil) return { why: "paused", until: person.pausedUntil };
  const clock = clockAt(at, gate.zone);
  const effect = effectOn(community.calendar, clock.date);
  if (effect === "pause") return { why: "calendar", until: whenWallShows(clock, dayMs) };
  if (!person.weekends && community.weekend.includes(clock.weekday)) {
    return { why: "weekend", until: whenWallShows(clock, dayMs) };
  }
  const windows: readonly (readonly [HoldReason, number | undefined])[] = [
    ["gentle", effect === "gentle" ? leaves(clock, gentle) : undefined],
    ["fridayMidday", leavesFriday(gate, clock)],
    ["quietHours", leaves(clock, gate.quiet)],
    ["dayBudget", spentDay(gate, clock)],
    ["weekBudget", spentWeek(gate, at)],
  ];
  for (const [why, until] of windows) if (until !== undefined) return { why, until };
  return undefined;
}

/** The first allowed instant from `at` on, and what forbade `at`; undefined when there is none before `limit`. */
function firstAllowed(gate: Gate, at: number, limit: number): { at: number; why: HoldReason | undefined } | undefined {
  let allowed = at;
  let why: HoldReason | undefined;
  while (allowed < limit) {
    const hold = holdAt(gate, allowed);
    if (hold === undefined) return { at: allowed, why };
    why ??= hold.why;
    allowed = hold.until;
  }
  return undefined;
}

function limitOf(message: { readonly expiresAt: number | null }, now: number, reach: number): number {
  return Math.min(message.expiresAt ?? Infinity, now + reach);
}

function verdictOn(allowed: { at: number; why: HoldReason | undefined } | undefined): Verdict {
  if (allowed === undefined) return { kind: "drop", why: "stale" };
  return allowed.why === undefined ? { kind: "send" } : { kind: "hold", until: allowed.at, why: allowed.why };
}

/**
 * What to do with a message to one person now. `expiresAt` is the first instant at which it is worth nothing any more;
 * what could only be sent then or later, or not within 60 days, is stale.
 */
export function judge(
  message: { readonly expiresAt: number | null },
  person: GatePerson,
  community: GateCommunity,
  now: number,
): Verdict {
  if (person.stopped) return { kind: "drop", why: "stopped" };
  if (person.inPeace === true) return { kind: "drop", why: "inPeace" };
  return verdictOn(firstAllowed(gateOf(person, community), now, limitOf(message, now, personReach)));
}

/**
 * The same for a room that several people share: it goes out when all of them may get it. Who said STOP is left out
 * of account; where that leaves nobody, or one person alone, there is nobody to bring together any more. Without a
 * common instant within 14 days it is stale.
 */
export function judgeAll(
  message: { readonly expiresAt: number | null },
  people: readonly GatePerson[],
  community: GateCommunity,
  now: number,
): Verdict {
  const gates = people.filter(isHere).map((person) => gateOf(person, community));
  if (gates.length === 0 || (gates.length < 2 && people.length > 1)) return { kind: "drop", why: "stopped" };
  const limit = limitOf(message, now, roomReach);
  let at = now;
  let why: HoldReason | undefined;
  for (;;) {
    const tried = at;
    for (const gate of gates) {
      const allowed = firstAllowed(gate, at, limit);
      if (allowed === undefined) return { kind: "drop", why: "stale" };
      why ??= allowed.why;
      at = allowed.at;
    }
    if (at === tried) return verdictOn({ at, why });
  }
}

/** Messages may be brought to them at all. */
export function isHere({ stopped, asked }: Pick<GatePerson, "stopped" | "asked">): boolean {
  return !stopped || asked === true;
}

export type Priority = "match" | "request" | "circle" | "dormancy" | "digest";

const ranks: Readonly<Record<Priority, number>> = { match: 0, request: 1, circle: 2, dormancy: 3, digest: 4 };

/** In which order waiting messages try the gate: the most important kind first, then the longest due. */
export function inOrder<T extends { readonly priority: Priority; readonly dueAt: number }>(waiting: readonly T[]): T[] {
  return waiting.toSorted((a, b) => ranks[a.priority] - ranks[b.priority] || a.dueAt - b.dueAt);
}
