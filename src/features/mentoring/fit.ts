import type { Portrait } from "../introductions/portraits.js";
import { areAssessed, personFor } from "../introductions/portraits.js";
import { placeKey, type Topic } from "../introductions/rules.js";
import type { Mode, Rhythm } from "./rules.js";

// How well a mentor fits a mentee, and why, in facts that are worded elsewhere. A sum of points for what is met; what is only
// partly met is told too, so that nobody is surprised in the first talk.

/** What a mentee looks for. */
export interface Wish {
  readonly topics: readonly Topic[];
  readonly level: string | undefined;
  readonly mode: Mode;
  readonly rhythm: Rhythm;
  readonly isBeginner: boolean;
}

/** What a mentor offers. */
export interface Offering {
  readonly topics: readonly Topic[];
  readonly levels: readonly string[];
  readonly mode: Mode;
  readonly rhythm: Rhythm | "any";
}

export type FitFact =
  | { readonly kind: "topics"; readonly topics: readonly Topic[] }
  | { readonly kind: "subject"; readonly topics: readonly Topic[] }
  | { readonly kind: "level"; readonly level: string }
  | { readonly kind: "language"; readonly language: string }
  | { readonly kind: "rhythm"; readonly rhythm: Rhythm }
  | { readonly kind: "mode"; readonly mode: Mode }
  | { readonly kind: "hours"; readonly hours: number }
  | { readonly kind: "otherSchool" };

/** What is only partly met. */
export type ShortFact =
  | { readonly kind: "noTopics"; readonly topics: readonly Topic[] }
  | { readonly kind: "otherLevel" }
  | { readonly kind: "otherRhythm"; readonly rhythm: Rhythm }
  | { readonly kind: "fewHours"; readonly hours: number };

export interface Fit {
  /** A whole number; the higher the better. */
  readonly points: number;
  /** What is met, what weighs most first. */
  readonly met: readonly FitFact[];
  readonly short: readonly ShortFact[];
}

/** Reasons that are told. */
export const REASONS = 3;

/**
 * What each criterion counts. Topics first, each by its part of those that were asked for; for a beginning teacher the own
 * subject and phase weigh as much.
 */
export const POINTS = {
  topics: 60,
  subject: 20,
  subjectOfBeginner: 45,
  level: 20,
  levelOfBeginner: 45,
  rhythm: 12,
  mode: 8,
  /** For each hour in common, up to four. */
  hour: 4,
  ownLanguage: 6,
  otherSchool: 5,
} as const;

const ENOUGH_HOURS = 4;
const MINUTES = 60;

/**
 * How well the two fit, or undefined where they can't be together: no language in common, no way to talk that suits both,
 * or one of them assesses the other.
 * @param now Tells which hours of the day the two share, in their zones of that day
 */
export function fitBetween(
  mentee: Portrait,
  wish: Wish,
  mentor: Portrait,
  offering: Offering,
  now: Date,
): Fit | undefined {
  if (mentee.memberId === mentor.memberId || areAssessed(mentee, mentor)) return undefined;
  const language = commonLanguage(mentee, mentor);
  const mode = commonMode(wish.mode, offering.mode);
  if (language === undefined || mode === undefined) return undefined;
  const parts = [
    topicsPart(wish, mentor, offering),
    subjectPart(mentee, wish, mentor),
    levelPart(mentee, wish, mentor, offering),
    rhythmPart(wish, offering),
    { points: POINTS.mode, met: [{ kind: "mode", mode }] },
    hoursPart(mentee, mentor, now),
    { points: POINTS.ownLanguage, met: [{ kind: "language", language }] },
    schoolPart(mentee, mentor),
  ] satisfies readonly Part[];
  const inOrder = parts
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .flatMap(({ met = [] }: Part) => met);
  return {
    points: parts.reduce((sum, { points }) => sum + points, 0),
    met: inOrder,
    short: parts.flatMap(({ short = [] }: Part) => short),
  };
}

interface Part {
  readonly points: number;
  readonly met?: readonly FitFact[];
  readonly short?: readonly ShortFact[];
}

function topicsPart({ topics }: Wish, mentor: Portrait, offering: Offering): Part {
  if (topics.length === 0) return { points: 0 };
  const offered = keysOf([...offering.topics, ...mentor.topics.offer, ...mentor.topics.subject]);
  const met = topics.filter(({ key }) => offered.has(key));
  const missing = topics.filter(({ key }) => !offered.has(key));
  return {
    points: Math.round((POINTS.topics * met.length) / topics.length),
    ...(met.length > 0 ? { met: [{ kind: "topics", topics: met }] } : {}),
    ...(missing.length > 0 ? { short: [{ kind: "noTopics", topics: missing }] } : {}),
  };
}

function subjectPart(mentee: Portrait, { isBeginner, topics }: Wish, mentor: Portrait): Part {
  const theirs = keysOf(mentor.topics.subject);
  // A subject that was asked for is told as a topic already.
  const asked = keysOf(topics);
  const shared = mentee.topics.subject.filter(({ key }) => theirs.has(key));
  if (shared.length === 0) return { points: 0 };
  const told = shared.filter(({ key }) => !asked.has(key));
  return {
    points: isBeginner ? POINTS.subjectOfBeginner : POINTS.subject,
    ...(told.length > 0 ? { met: [{ kind: "subject", topics: told }] } : {}),
  };
}

function levelPart(mentee: Portrait, wish: Wish, mentor: Portrait, offering: Offering): Part {
  const level = wish.level ?? mentee.level;
  if (level === undefined) return { points: 0 };
  const levels = offering.levels.length > 0 ? offering.levels : [mentor.level];
  if (!levels.includes(level)) return { points: 0, short: [{ kind: "otherLevel" }] };
  return { points: wish.isBeginner ? POINTS.levelOfBeginner : POINTS.level, met: [{ kind: "level", level }] };
}

function rhythmPart({ rhythm }: Wish, offering: Offering): Part {
  if (offering.rhythm === "any" || offering.rhythm === rhythm)
    return { points: POINTS.rhythm, met: [{ kind: "rhythm", rhythm }] };
  return { points: 0, short: [{ kind: "otherRhythm", rhythm: offering.rhythm }] };
}

/** Hours of the day in which both are awake and at work. */
function hoursPart(mentee: Portrait, mentor: Portrait, now: Date): Part {
  const minutes = overlap(freeOf(mentee, now), freeOf(mentor, now));
  const hours = Math.floor(minutes / MINUTES);
  if (hours < ENOUGH_HOURS) return { points: POINTS.hour * hours, short: [{ kind: "fewHours", hours }] };
  return { points: POINTS.hour * ENOUGH_HOURS, met: [{ kind: "hours", hours }] };
}

function schoolPart(mentee: Portrait, mentor: Portrait): Part {
  const [one, other] = [placeKey(mentee.institution ?? null), placeKey(mentor.institution ?? null)];
  if (one === undefined || other === undefined || one === other) return { points: 0 };
  return { points: POINTS.otherSchool, met: [{ kind: "otherSchool" }] };
}

function keysOf(topics: readonly Topic[]): ReadonlySet<string> {
  return new Set(topics.map(({ key }) => key));
}

/** The first language of the mentee that the mentor speaks too. */
function commonLanguage(mentee: Portrait, mentor: Portrait): string | undefined {
  return mentee.languages.find((language) => mentor.languages.includes(language));
}

/** Where the two can talk, "either" when both ways suit both; undefined when nothing does. */
export function commonMode(one: Mode, other: Mode): Mode | undefined {
  if (one === "either") return other;
  return other === "either" || one === other ? one : undefined;
}

type Stretch = readonly [from: number, until: number];

/** Kept with each portrait: in a cohort the same person is compared with hundreds of others. */
const known = new WeakMap<Portrait, { readonly at: number; readonly free: readonly Stretch[] }>();

function freeOf(portrait: Portrait, now: Date): readonly Stretch[] {
  const kept = known.get(portrait);
  if (kept?.at === now.getTime()) return kept.free;
  const { free } = personFor(portrait, { size: "either", topics: [], waiting: 0, meetings: 0 }, now);
  known.set(portrait, { at: now.getTime(), free });
  return free;
}

/** Minutes of the UTC day that are in both. */
function overlap(one: readonly Stretch[], other: readonly Stretch[]): number {
  let minutes = 0;
  for (const [from, until] of one)
    for (const [start, end] of other) minutes += Math.max(0, Math.min(until, end) - Math.max(from, start));
  return minutes;
}
