/*
 * What people are like. Every number here is an assumption, not a finding; README.md says what rests on them.
 * Chances are from 0 to 1, a week's where it says so.
 */

export const kinds = ["eager", "polite", "busy", "ghost", "leaver", "returner"] as const;
export type Kind = (typeof kinds)[number];

export interface Manner {
  /** Of all people. */
  readonly share: number;
  /** That they introduce themselves once they have come, and then join the meet-up. */
  readonly introduces: number;
  readonly joins: number;
  /** That they want to meet every week, not every other. */
  readonly everyWeek: number;
  /** That they answer what the bot asks, and after how many hours on average. */
  readonly answers: number;
  readonly hours: number;
  /** That they want to meet, and find the time for it, when they were matched. */
  readonly meets: number;
  /** A week: that they drift away, and that they come back without anybody's doing. */
  readonly drifts: number;
  readonly returns: number;
  /** How much a message says to them while they are away; see `pull`. */
  readonly heeds: number;
  /** A week: that they write something in a circle of theirs. */
  readonly writes: number;
  /** That they begin a circle in the course of the year. */
  readonly founds: number;
}

export const manners: Readonly<Record<Kind, Manner>> = {
  eager: {
    ...{ share: 0.15, introduces: 0.98, joins: 0.95, everyWeek: 0.8, answers: 0.92, hours: 4 },
    ...{ meets: 0.9, drifts: 0.004, returns: 0.06, heeds: 1.3, writes: 0.6, founds: 0.25 },
  },
  polite: {
    ...{ share: 0.35, introduces: 0.92, joins: 0.85, everyWeek: 0.25, answers: 0.75, hours: 12 },
    ...{ meets: 0.72, drifts: 0.015, returns: 0.03, heeds: 1, writes: 0.35, founds: 0.03 },
  },
  busy: {
    ...{ share: 0.22, introduces: 0.75, joins: 0.7, everyWeek: 0, answers: 0.45, hours: 30 },
    ...{ meets: 0.5, drifts: 0.03, returns: 0.03, heeds: 0.8, writes: 0.15, founds: 0 },
  },
  ghost: {
    ...{ share: 0.1, introduces: 0.35, joins: 0.4, everyWeek: 0.1, answers: 0.1, hours: 48 },
    ...{ meets: 0.12, drifts: 0.12, returns: 0.01, heeds: 0.25, writes: 0.02, founds: 0 },
  },
  leaver: {
    ...{ share: 0.08, introduces: 0.85, joins: 0.8, everyWeek: 0.3, answers: 0.65, hours: 14 },
    ...{ meets: 0.6, drifts: 0.03, returns: 0.01, heeds: 0.5, writes: 0.25, founds: 0.02 },
  },
  returner: {
    ...{ share: 0.1, introduces: 0.9, joins: 0.85, everyWeek: 0.3, answers: 0.7, hours: 12 },
    ...{ meets: 0.68, drifts: 0.06, returns: 0.05, heeds: 1.6, writes: 0.3, founds: 0.03 },
  },
};

/** Of two who want to meet: how much more, or less, a common topic, or the lack of one, makes of it. */
export const TOPIC_HELPS = { shared: 1.1, none: 0.8 } as const;

/** That somebody who had not found the time answers a partner who wrote, or both a nudge: times their `answers`. */
export const SECOND_THOUGHT = { written: 0.35, nudged: 0.4, notYet: 0.4 } as const;

/** What makes drifting away less or more likely in a week: factors. */
export const DRIFT = {
  metWithTopic: 0.5,
  metWithout: 0.75,
  stoodUp: 1.35,
  longAlone: 1.3,
  inCircle: 0.7,
  threeMessages: 1.15,
  tense: 1.5,
  back: 1.6,
} as const;

/** Weeks for which a meeting, or the lack of one, is felt. */
export const FELT = { meeting: 4, alone: 8 } as const;

/** A week: that somebody who drifted away, or is of the silent kind, tells the bot to stop. */
export const STOPS = 0.002;

/** Days for which people pause. */
export const PAUSE_DAYS = 21;

/** That somebody asks never to be matched with a certain other, in the course of the year. */
export const KEEPS_APART = 0.05;

/** That a message read while away brings somebody back, for one who heeds it like the polite do; by how its name begins. */
const PULLS: readonly (readonly [string, number])[] = [
  ["care.still", 0.15],
  ["care.last", 0.08],
  ["care.buddyFound", 0.15],
  ["care.", 0.05],
  ["welcome.", 0.05],
  ["tips.", 0.04],
  ["meet.resting", 0.12],
  ["meet.nudge", 0.08],
  ["meet.askAgain", 0.04],
  ["meet.match", 0.05],
  ["meet.headsUp", 0.02],
  ["circle.quiet", 0.1],
  ["circle.", 0.04],
  ["introduce.hello", 0.15],
  ["shelf.digest", 0.03],
];
const OTHER_PULL = 0.02;

export function pull(notice: string): number {
  return PULLS.find(([begin]) => notice.startsWith(begin))?.[1] ?? OTHER_PULL;
}

/**
 * What "without nudges" leaves out: messages whose only purpose is to remind or to bring back. What belongs to the
 * ritual itself (heads-up, match, check-in, welcome) and what somebody asked for stays.
 */
const NUDGES: readonly string[] = [
  "meet.nudge",
  "meet.askAgain",
  "meet.resting",
  "circle.quiet",
  "care.again",
  "care.still",
  "care.last",
  "care.quietChannel",
  "tips.",
];

export function isNudge(notice: string): boolean {
  return NUDGES.some((begin) => notice.startsWith(begin));
}

/**
 * What people press on a message that is known here by name, and how often of the times they answer. A button that the
 * message doesn't have this time is passed over.
 */
export interface Choice {
  readonly action: string;
  readonly weight: number;
}

export const CHOICES: Readonly<Record<string, readonly Choice[]>> = {
  "meet.headsUp": [
    { action: "meet.in", weight: 0.7 },
    { action: "meet.skip", weight: 0.12 },
    { action: "meet.pause", weight: 0.03 },
  ],
  "meet.resting": [{ action: "meet.resume", weight: 0.9 }],
  "introduce.hello": [{ action: "introduce.back", weight: 0.7 }],
  "care.hello": [{ action: "introduce.edit", weight: 0.5 }],
  "care.again": [{ action: "introduce.edit", weight: 0.35 }],
  "care.greet": [
    { action: "greet.hello", weight: 0.3 },
    { action: "greet.greeted", weight: 0.5 },
  ],
  "care.buddyAsk": [{ action: "greet.accompany", weight: 0.4 }],
  "care.buddyFound": [{ action: "introduce.hello", weight: 0.5 }],
  "care.still": [
    { action: "circle.enter", weight: 0.4 },
    { action: "introduce.hello", weight: 0.4 },
    { action: "resources.open", weight: 0.4 },
    { action: "my.here", weight: 0.4 },
  ],
  "care.last": [
    { action: "my.monthly", weight: 0.3 },
    { action: "my.stayQuiet", weight: 0.4 },
  ],
  "circle.suggested": [{ action: "circle.enter", weight: 0.4 }],
  "circle.invited": [{ action: "circle.enter", weight: 0.6 }],
  "circle.asked": [{ action: "circle.accept", weight: 0.95 }],
  "circle.quietFacilitator": [
    { action: "circle.starter", weight: 0.7 },
    { action: "circle.pause", weight: 0.1 },
  ],
  "circle.quietVote": [
    { action: "circle.voteKeep", weight: 0.55 },
    { action: "circle.voteMerge", weight: 0.1 },
    { action: "circle.voteFinish", weight: 0.35 },
  ],
  "circle.ending": [
    { action: "circle.extend", weight: 0.65 },
    { action: "circle.finish", weight: 0.3 },
  ],
};

/** On a message that nobody here knows: the first button, this often of the times they answer. */
export const FIRST_BUTTON = 0.4;
