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

interface Speaker {
  /** Tags of the languages they speak. */
  readonly languages: readonly string[];
}

/** Those who have a language in common with whoever speaks these; all of them where nobody has. */
export function speakersOf<S extends Speaker>(languages: readonly string[], all: readonly S[]): readonly S[] {
  const able = all.filter((one) => one.languages.some((language) => languages.includes(language)));
  return able.length > 0 ? able : all;
}

export interface Greeter extends Speaker {
  readonly memberId: string;
  /** Names that this one got within the last week. */
  readonly names: number;
}

/**
 * Who is told the next name: of those who speak the newcomer's language whoever has fewest. Undefined when all of these
 * have enough for this week: a hello that is understood is worth some days.
 */
export function greeterFor({ languages }: Speaker, greeters: readonly Greeter[]): Greeter | undefined {
  return speakersOf(languages, greeters)
    .filter(({ names }) => names < NAMES_A_WEEK)
    .toSorted((a, b) => a.names - b.names || (a.memberId < b.memberId ? -1 : 1))[0];
}

export interface Companion extends Speaker {
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

/** A volunteer, and how many newcomers this one accompanies already. */
export interface Volunteer extends Companion {
  readonly accompanies: number;
}

/**
 * Volunteers who share a subject or the kind of institution, and nobody else; of these, where there are any, only those
 * who speak a language of the newcomer. Those who share most come first, of two who share as much whoever accompanies
 * fewer.
 */
export function companionsFor(newcomer: Companion, volunteers: readonly Volunteer[]): readonly Companionship[] {
  const mine = new Set(newcomer.subjects);
  const alike = volunteers
    .filter(({ memberId }) => memberId !== newcomer.memberId)
    .map((one) => ({
      ...one,
      subjects: [...new Set(one.subjects)].filter((key) => mine.has(key)),
      isSameLevel: one.level !== undefined && one.level === newcomer.level,
    }))
    .filter(({ subjects, isSameLevel }) => subjects.length > 0 || isSameLevel);
  return speakersOf(newcomer.languages, alike)
    .toSorted(
      (a, b) =>
        2 * (b.subjects.length - a.subjects.length) + Number(b.isSameLevel) - Number(a.isSameLevel) ||
        a.accompanies - b.accompanies ||
        (a.memberId < b.memberId ? -1 : 1),
    )
    .map(({ memberId, subjects, isSameLevel }) => ({ memberId, subjects, isSameLevel }));
}
