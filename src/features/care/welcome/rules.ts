// How somebody new is received: at once, after three days, after seven. Pure; instants are ms since 1970.
import { addDays, atLocal, localDate, nextOpenDate } from "../../members/calendar/rules.js";
import type { OpenDays } from "../../tips/practice/rules.js";
import type { Later } from "../dormant/rules.js";

/** hello: the first message is due. ask: the second. greet: a human is told the name. told: that one has a week for it. */
export const welcomeSteps = ["hello", "ask", "greet", "told", "done"] as const;
export type WelcomeStep = (typeof welcomeSteps)[number];

const MINUTE = 60_000;

/** Whoever begins by themselves within this time needs no welcome that tells them how. */
export const HELLO_AFTER = 10 * MINUTE;
/** Open days after the arrival. */
export const WELCOME_DAYS = { ask: 3, greet: 7 } as const;
/** Names that one greeter gets within a week. */
export const NAMES_A_WEEK = 3;
/** How long somebody is new enough to be given a companion, in open days. */
export const NEW_DAYS = 42;
/** Volunteers who are asked at once; whoever says yes first. */
export const BUDDIES_ASKED = 3;

/** When the clock looks at somebody next who came at `createdAt`; undefined when it has no more to do. */
export function welcomeAt(step: WelcomeStep, createdAt: number, now: number, later: Later): number | undefined {
  switch (step) {
    case "hello":
      return createdAt + HELLO_AFTER;
    case "ask":
      return Math.max(now, later(createdAt, WELCOME_DAYS.ask));
    case "greet":
      return Math.max(now, later(createdAt, WELCOME_DAYS.greet));
    case "told":
      return later(now, 7);
    case "done":
      return undefined;
  }
}

export interface Arrival {
  /** They have introduced themselves. */
  readonly isIntroduced: boolean;
  /** They have called a command or pressed a button: they know how it goes. */
  readonly hasBegun: boolean;
  /** They came with uncommonly many others, not a day ago. */
  readonly isAmongMany: boolean;
}

/** What becomes of the first message. "wait": nobody is written to who may be one of a machine's. */
export function firstWelcome({ isIntroduced, hasBegun, isAmongMany }: Arrival): "say" | "pass" | "wait" {
  if (isIntroduced || hasBegun) return "pass";
  return isAmongMany ? "wait" : "say";
}

/** On the community's clock: what newcomers ask on that day has gone out before. */
const LETTER_TIME = "17:00";

/** When somebody is told that they greet newcomers: late on an open day, so that no question of a newcomer waits for it. */
export function appointedAt({ entries, weekend, timeZone }: OpenDays, now: number): number {
  const lateOn = (date: string) => atLocal(nextOpenDate(entries, date, weekend), LETTER_TIME, timeZone);
  const today = localDate(now, timeZone);
  const first = lateOn(today);
  return first > now ? first : lateOn(addDays(today, 1));
}

export interface Greeter {
  readonly memberId: string;
  /** Names that this one got within the last week. */
  readonly names: number;
}

/** Who is told the next name: whoever has fewest. Undefined when all have enough for this week. */
export function greeterFor(greeters: readonly Greeter[]): Greeter | undefined {
  return greeters
    .filter(({ names }) => names < NAMES_A_WEEK)
    .toSorted((a, b) => a.names - b.names || (a.memberId < b.memberId ? -1 : 1))[0];
}

export interface Companion {
  readonly memberId: string;
  /** Keys of topics. */
  readonly subjects: readonly string[];
  /** The kind of school or institution. */
  readonly level: string | undefined;
}

export interface Companionship {
  readonly memberId: string;
  readonly subjects: readonly string[];
  readonly isSameLevel: boolean;
}

/** Volunteers who share a subject or the kind of institution, those who share most first; nobody else. */
export function companionsFor(newcomer: Companion, volunteers: readonly Companion[]): readonly Companionship[] {
  const mine = new Set(newcomer.subjects);
  return volunteers
    .filter(({ memberId }) => memberId !== newcomer.memberId)
    .map(({ memberId, subjects, level }) => ({
      memberId,
      subjects: [...new Set(subjects)].filter((key) => mine.has(key)),
      isSameLevel: level !== undefined && level === newcomer.level,
    }))
    .filter(({ subjects, isSameLevel }) => subjects.length > 0 || isSameLevel)
    .toSorted(
      (a, b) =>
        2 * (b.subjects.length - a.subjects.length) + Number(b.isSameLevel) - Number(a.isSameLevel) ||
        (a.memberId < b.memberId ? -1 : 1),
    );
}
