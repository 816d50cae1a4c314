// The whole life of mentoring as tables: what can happen to a request and to a mentorship, who may do it, and when the bot
// asks what by itself. Pure: nothing here knows of storage, words or the time. Everything that happens goes through
// `requestAfter` and `mentorshipAfter`, and everything that is asked comes from `nextStep`.

/** How often the two talk. */
export const rhythms = ["weekly", "fortnightly", "monthly"] as const;
export type Rhythm = (typeof rhythms)[number];

export const modes = ["online", "inPerson", "either"] as const;
export type Mode = (typeof modes)[number];

export const capacities = { min: 1, max: 5, usual: 2 } as const;
/** Requests of one mentee at a time. */
export const OPEN_REQUESTS = 2;
/** Months until an agreement ends, when nothing else is said. */
export const USUAL_MONTHS = 3;
/** Minutes of a session of which nothing else is said. */
export const USUAL_MINUTES = 60;
/** An agreement is asked for when so many sessions have been, before the third. */
export const SESSIONS_BEFORE_AGREEMENT = 2;

/**
 * enrolled: waits for the assignment of a cohort. asked: a mentor has been asked. waiting: nobody is free at the moment.
 */
export const requestStates = ["enrolled", "asked", "waiting", "accepted", "withdrawn", "closed"] as const;
export type RequestState = (typeof requestStates)[number];

/** found: another mentor is asked. none: there is nobody to ask. enrol: in a cohort that is open. assign: by it. */
export type RequestEvent =
  "accept" | "decline" | "withdraw" | "lapse" | "found" | "none" | "enrol" | "assign" | "giveUp";

/** Who may make something happen; the clock is the bot itself. */
export type Role = "mentor" | "mentee" | "either" | "organiser" | "clock";

interface Change<State> {
  readonly by: Role;
  readonly to: State;
}

type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, Change<State>>>>>
>;

/** A declined or lapsed request waits until the next mentor is found, which happens at once when there is one. */
export const requestTable: Table<RequestState, RequestEvent> = {
  enrolled: {
    withdraw: { by: "mentee", to: "withdrawn" },
    assign: { by: "organiser", to: "accepted" },
    none: { by: "organiser", to: "waiting" },
  },
  asked: {
    accept: { by: "mentor", to: "accepted" },
    decline: { by: "mentor", to: "waiting" },
    lapse: { by: "clock", to: "waiting" },
    withdraw: { by: "mentee", to: "withdrawn" },
  },
  waiting: {
    found: { by: "either", to: "asked" },
    none: { by: "clock", to: "waiting" },
    enrol: { by: "mentee", to: "enrolled" },
    withdraw: { by: "mentee", to: "withdrawn" },
    giveUp: { by: "clock", to: "closed" },
  },
  accepted: {},
  withdrawn: {},
  closed: {},
};

/**
 * firstTalk: they have been brought together. fit: they talked, and each is asked whether it fits. working: it does.
 * asked: it was quiet for so long that both are asked whether to go on. archived: nobody answered.
 * parted: it was not a fit. ended: with thanks.
 */
export const mentorshipStates = [
  "firstTalk",
  "fit",
  "working",
  "asked",
  "paused",
  "archived",
  "parted",
  "ended",
] as const;
export type MentorshipState = (typeof mentorshipStates)[number];

export type MentorshipEvent =
  /** They talked for the first time; a session that is noted says so too. */
  | "talked"
  /** Both said that it fits, or nobody said that it doesn't. */
  | "fits"
  | "unfit"
  | "session"
  /** Any other sign of life. */
  | "sign"
  | "pause"
  | "finish"
  | "reopen"
  /** One of the two left the network. */
  | "leave"
  | TimedEvent;

/** What the clock alone brings. */
export type TimedEvent = "askKeep" | "archive" | "resume" | "lapseFit" | "expire";

/** What the clock asks without changing anything. */
export const questions = ["talked", "fit", "fitAgain", "agreement", "pulse", "nudge", "ending"] as const;
export type Question = (typeof questions)[number];

const END = { finish: { by: "either", to: "ended" }, leave: { by: "either", to: "ended" } } as const;
const QUIET = { askKeep: { by: "clock", to: "asked" } } as const;

export const mentorshipTable: Table<MentorshipState, MentorshipEvent> = {
  firstTalk: {
    talked: { by: "either", to: "fit" },
    session: { by: "either", to: "fit" },
    sign: { by: "either", to: "firstTalk" },
    unfit: { by: "either", to: "parted" },
    pause: { by: "either", to: "paused" },
    ...QUIET,
    ...END,
  },
  fit: {
    talked: { by: "either", to: "fit" },
    session: { by: "either", to: "fit" },
    sign: { by: "either", to: "fit" },
    fits: { by: "either", to: "working" },
    lapseFit: { by: "clock", to: "working" },
    unfit: { by: "either", to: "parted" },
    pause: { by: "either", to: "paused" },
    ...QUIET,
    ...END,
  },
  working: {
    session: { by: "either", to: "working" },
    sign: { by: "either", to: "working" },
    unfit: { by: "either", to: "parted" },
    pause: { by: "either", to: "paused" },
    expire: { by: "clock", to: "ended" },
    ...QUIET,
    ...END,
  },
  asked: {
    session: { by: "either", to: "working" },
    sign: { by: "either", to: "working" },
    unfit: { by: "either", to: "parted" },
    pause: { by: "either", to: "paused" },
    archive: { by: "clock", to: "archived" },
    ...END,
  },
  paused: {
    session: { by: "either", to: "working" },
    reopen: { by: "either", to: "working" },
    pause: { by: "either", to: "paused" },
    resume: { by: "clock", to: "working" },
    unfit: { by: "either", to: "parted" },
    ...END,
  },
  archived: { reopen: { by: "either", to: "working" }, ...END },
  parted: {},
  ended: { reopen: { by: "either", to: "working" } },
};

/** Where a request is after something happened; undefined when it can't happen now, or not by this one. */
export function requestAfter(state: RequestState, event: RequestEvent, by: Role): RequestState | undefined {
  return after(requestTable, state, event, by);
}

/** Where a mentorship is after something happened; undefined when it can't happen now, or not by this one. */
export function mentorshipAfter(state: MentorshipState, event: MentorshipEvent, by: Role): MentorshipState | undefined {
  return after(mentorshipTable, state, event, by);
}

function after<State extends string, Event extends string>(
  table: Table<State, Event>,
  state: State,
  event: Event,
  by: Role,
): State | undefined {
  const change = table[state][event];
  if (change === undefined) return undefined;
  const isEither = change.by === "either" && (by === "mentor" || by === "mentee");
  // What is for the two is also open to the bot on their behalf: a mentor found, or somebody who left the network.
  const onBehalf = change.by === "either" && by === "clock" && (event === "found" || event === "leave");
  return change.by === by || isEither || onBehalf ? change.to : undefined;
}

/** Those that take a mentor's time: a seat is free again as soon as it is none of these. */
export const seated = ["firstTalk", "fit", "working", "asked", "paused"] as const satisfies readonly MentorshipState[];
export const openRequests = ["enrolled", "asked", "waiting"] as const satisfies readonly RequestState[];

const DAY = 86_400_000;

/** Days without a sign of life until each is nudged, with a weekly rhythm; then until both are asked, and until it is archived. */
const QUIET_DAYS = { nudge: 21, askKeep: 14, archive: 7 } as const;
const RHYTHM_DAYS: Readonly<Record<Rhythm, number>> = { weekly: 7, fortnightly: 14, monthly: 30 };
/** Whoever agreed on a slow rhythm is not quiet before so many times of it. */
const STRETCH = 1.5;

/** Days of quiet, counted from the last sign of life, after which each thing happens. */
export function quietDays(rhythm: Rhythm): Readonly<Record<"nudge" | "askKeep" | "archive", number>> {
  const nudge = Math.max(QUIET_DAYS.nudge, Math.ceil(STRETCH * RHYTHM_DAYS[rhythm]));
  const askKeep = nudge + QUIET_DAYS.askKeep;
  return { nudge, askKeep, archive: askKeep + QUIET_DAYS.archive };
}

/** Days until a mentor is reminded of a request, until it goes to the next, and how long somebody waits for a free one. */
export const REQUEST_DAYS = { remind: 3, lapse: 7, giveUp: 56 } as const;
/** Days after which two who have not talked are asked, and after which the fit is asked for again and taken for granted. */
const ASK_TALKED = 7;
const FIT_DAYS = { again: 7, lapse: 14 } as const;
const PULSE_DAYS = { first: 30, then: 60 } as const;
/** Days after the agreed end, on which nobody said anything, until it is ended. */
const EXPIRE_DAYS = 14;

/** So many days of the community's calendar later: breaks don't count. Instants are ms since 1970. */
export type Later = (from: number, days: number) => number;

/** What the clock has to know of a mentorship. */
export interface MentorshipFacts {
  readonly state: MentorshipState;
  readonly rhythm: Rhythm;
  readonly startedAt: number;
  readonly lifeAt: number;
  /** The end of the last agreed day. */
  readonly endsAt: number | undefined;
  readonly pausedUntil: number | undefined;
  readonly isAgreed: boolean;
  /** Both said that it fits. */
  readonly isFit: boolean;
  readonly sessions: number;
  /** When both were asked whether to go on; undefined when they were not. */
  readonly keepAskedAt: number | undefined;
  /** When each question was asked last. */
  readonly asked: Readonly<Partial<Record<Question, number>>>;
}

/** The next thing the clock does, and when. */
export interface Step {
  readonly what: Question | TimedEvent;
  readonly at: number;
}

/** The earliest of all that can come next, if anything can. Questions are asked once each, the pulse again and again. */
export function nextStep(facts: MentorshipFacts, later: Later): Step | undefined {
  const steps = stepsOf(facts, later);
  return steps.reduce<Step | undefined>(
    (first, step) => (first === undefined || step.at < first.at ? step : first),
    undefined,
  );
}

function stepsOf(facts: MentorshipFacts, later: Later): Step[] {
  const { state, asked, startedAt, pausedUntil } = facts;
  switch (state) {
    case "firstTalk":
      return [...once(facts, "talked", later(startedAt, ASK_TALKED)), ...quietSteps(facts, later)];
    case "fit": {
      const since = asked.fit ?? facts.lifeAt;
      const ask =
        asked.fit === undefined ? once(facts, "fit", since) : once(facts, "fitAgain", later(since, FIT_DAYS.again));
      return [...ask, { what: "lapseFit", at: later(since, FIT_DAYS.lapse) }];
    }
    case "working":
      return [...workingSteps(facts, later), ...quietSteps(facts, later)];
    case "asked":
      return [{ what: "archive", at: archiveAt(facts, later) }];
    case "paused":
      return pausedUntil === undefined ? [] : [{ what: "resume", at: pausedUntil }];
    case "archived":
    case "parted":
    case "ended":
      return [];
  }
}

/** Both have their days to answer, also when the question went out late. */
function archiveAt({ lifeAt, rhythm, keepAskedAt }: MentorshipFacts, later: Later): number {
  const planned = later(lifeAt, quietDays(rhythm).archive);
  return keepAskedAt === undefined ? planned : Math.max(planned, later(keepAskedAt, QUIET_DAYS.archive));
}

function workingSteps(facts: MentorshipFacts, later: Later): Step[] {
  const { asked, endsAt, startedAt, sessions, isAgreed, isFit, lifeAt } = facts;
  // A break, or silence, came before anybody was asked: with the first talk after it they are.
  const wantsFit = !isFit && sessions > 0;
  const wantsAgreement = !isAgreed && sessions >= SESSIONS_BEFORE_AGREEMENT;
  const pulse = asked.pulse === undefined ? later(startedAt, PULSE_DAYS.first) : later(asked.pulse, PULSE_DAYS.then);
  return [
    ...(wantsFit ? once(facts, "fit", lifeAt) : []),
    ...(wantsAgreement ? once(facts, "agreement", lifeAt) : []),
    { what: "pulse", at: pulse },
    ...(endsAt === undefined ? [] : once(facts, "ending", endsAt)),
    ...(endsAt !== undefined && asked.ending !== undefined
      ? [{ what: "expire", at: later(Math.max(asked.ending, endsAt, lifeAt), EXPIRE_DAYS) } as const]
      : []),
  ];
}

function quietSteps(facts: MentorshipFacts, later: Later): Step[] {
  const { lifeAt, asked, rhythm } = facts;
  const days = quietDays(rhythm);
  const isNudged = (asked.nudge ?? -Infinity) >= lifeAt;
  return [
    ...(isNudged ? [] : [{ what: "nudge", at: later(lifeAt, days.nudge) } as const]),
    { what: "askKeep", at: later(lifeAt, days.askKeep) },
  ];
}

function once({ asked }: MentorshipFacts, what: Question, at: number): Step[] {
  return asked[what] === undefined ? [{ what, at }] : [];
}

export const fitAnswers = ["good", "deciding", "notFit"] as const;
export type FitAnswer = (typeof fitAnswers)[number];

export const pulseAnswers = ["well", "unsure", "stuck"] as const;
export type PulseAnswer = (typeof pulseAnswers)[number];

/** What the two have said together: it fits when both say so, and one "not a fit" is enough to part. */
export function fitOf(answers: readonly (FitAnswer | undefined)[]): "fits" | "unfit" | undefined {
  if (answers.includes("notFit")) return "unfit";
  return answers.length > 1 && answers.every((answer) => answer === "good") ? "fits" : undefined;
}

/** The usual last day of an agreement made on this local day, "2026-11-24". */
export function usualEnd(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  const months = month - 1 + USUAL_MONTHS;
  // The last of a month that is shorter is its last day.
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** What the clock has to know of a request. */
export interface RequestFacts {
  readonly state: RequestState;
  readonly createdAt: number;
  readonly askedAt: number | undefined;
  readonly isReminded: boolean;
}

export type RequestStep = "remind" | "lapse" | "look" | "giveUp";

/** The next thing the clock does about a request. Whoever waits is looked for again each day, and not for ever. */
export function nextRequestStep(
  { state, createdAt, askedAt, isReminded }: RequestFacts,
  now: number,
  later: Later,
): { readonly what: RequestStep; readonly at: number } | undefined {
  if (state === "asked" && askedAt !== undefined) {
    const what = isReminded ? "lapse" : "remind";
    return { what, at: later(askedAt, REQUEST_DAYS[what]) };
  }
  if (state !== "waiting") return undefined;
  const end = later(createdAt, REQUEST_DAYS.giveUp);
  return now + DAY < end ? { what: "look", at: now + DAY } : { what: "giveUp", at: Math.max(end, now) };
}
