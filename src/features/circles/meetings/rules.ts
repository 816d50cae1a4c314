// The whole life of a circle's meeting as tables: what can happen to it, who may do it, which time wins, and when the clock
// does what by itself. Pure: nothing here knows of storage, words or the time. Instants and durations are ms (since 1970).

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Instants of a poll, minutes of a meeting, items of one form of minutes, and characters of what people write. */
export const MOST = { options: 5, items: 3, notes: 2_000, item: 200, place: 200, agenda: 500 } as const;
export const LENGTH = { min: 15, usual: 60, max: 240 } as const;

/** polling: a time is looked for. fixed: it is to come, or it is just held. held: its end has passed. */
export const meetingStates = ["polling", "fixed", "held", "cancelled"] as const;
export type MeetingState = (typeof meetingStates)[number];

/** attend: somebody says that they come, came, or can't. write: the minutes. hold: its end has come. */
export type MeetingEvent = "answer" | "fix" | "move" | "cancel" | "attend" | "write" | "hold";

/** lead: the facilitator or the deputy. clock: the bot itself. */
export type MeetingRole = "lead" | "member" | "clock";

interface Change {
  readonly by: readonly MeetingRole[];
  readonly to: MeetingState;
}

const everybody = ["lead", "member"] as const;

export const meetingTable: Readonly<Record<MeetingState, Readonly<Partial<Record<MeetingEvent, Change>>>>> = {
  polling: {
    answer: { by: everybody, to: "polling" },
    fix: { by: ["lead", "clock"], to: "fixed" },
    move: { by: ["lead"], to: "fixed" },
    cancel: { by: ["lead", "clock"], to: "cancelled" },
  },
  fixed: {
    move: { by: ["lead"], to: "fixed" },
    cancel: { by: ["lead", "clock"], to: "cancelled" },
    attend: { by: everybody, to: "fixed" },
    write: { by: everybody, to: "fixed" },
    hold: { by: ["clock"], to: "held" },
  },
  held: {
    attend: { by: everybody, to: "held" },
    write: { by: everybody, to: "held" },
  },
  cancelled: {},
};

/** Where a meeting is after something happened; undefined when it can't happen now, or not by this one. */
export function meetingAfter(state: MeetingState, event: MeetingEvent, by: MeetingRole): MeetingState | undefined {
  const change = meetingTable[state][event];
  return change?.by.includes(by) === true ? change.to : undefined;
}

/** Whether anybody could make it happen in this state: then what is in the way is who they are. */
export function isForOthers(state: MeetingState, event: MeetingEvent): boolean {
  return meetingTable[state][event] !== undefined;
}

// ---------------------------------------------------------------- the poll

/** A poll with an instant nearer than this would be over before anybody has seen it. */
export const POLL_LEAD = 3 * HOUR;
/** A poll is over so long before its first instant, in open time; it runs so long at least, and ends so long before the last. */
const POLL = { before: 48 * HOUR, least: 24 * HOUR, last: 2 * HOUR } as const;

/** Which of the instants suit somebody, as places in the list. */
export interface PollAnswer {
  readonly memberId: string;
  readonly suits: readonly number[];
}

/** The instant at which so much open time (ms) has passed: a holiday is no time in which people answer. */
export type Later = (from: number, ms: number) => number;

/** So far back, in days, the beginning of open time is looked for; a longer pause leaves the least a poll runs. */
const REACH = 120;

/**
 * When a poll is over though not everybody has answered: 48 hours of open time before the first instant, but not within a
 * day of its beginning, and always 2 hours before the last one.
 * @param options at least one instant, all of them at least `POLL_LEAD` after it began
 */
export function pollCloses(options: readonly number[], beganAt: number, later: Later): number {
  const wanted = Math.max(beganAt + POLL.least, openTimeBefore(Math.min(...options), POLL.before, later));
  return Math.max(beganAt + MINUTE, Math.min(wanted, Math.max(...options) - POLL.last));
}

/** The last minute from which so much open time passes before an instant. */
function openTimeBefore(instant: number, ms: number, later: Later): number {
  let early = instant - REACH * DAY;
  let late = instant - ms;
  if (later(late, ms) <= instant) return late;
  if (later(early, ms) > instant) return early;
  while (late - early > MINUTE) {
    const middle = Math.floor((early + late) / 2);
    if (later(middle, ms) <= instant) early = middle;
    else late = middle;
  }
  return early;
}

interface Poll {
  readonly options: readonly number[];
  /** Of people who are in the circle, one each. */
  readonly answers: readonly PollAnswer[];
  readonly facilitatorId: string | undefined;
  /** How many are in the circle. */
  readonly members: number;
  readonly now: number;
}

/**
 * The place of the instant that wins: most suits, then the facilitator's yes, then the earliest. Undefined when no instant
 * that is still to come suits two people (one, where there is only one).
 */
export function pollWinner({ options, answers, facilitatorId, members, now }: Poll): number | undefined {
  const standing = options.map((at, place) => ({
    place,
    at,
    suits: answers.filter(({ suits }) => suits.includes(place)).length,
    isLeads: answers.some(({ memberId, suits }) => memberId === facilitatorId && suits.includes(place)),
  }));
  const [best] = standing
    .filter(({ at, suits }) => at > now && suits >= Math.max(1, Math.min(2, members)))
    .sort((a, b) => b.suits - a.suits || Number(b.isLeads) - Number(a.isLeads) || a.at - b.at || a.place - b.place);
  return best?.place;
}

/** Nobody is waited for any more. Whoever left the circle is not waited for. */
export function isPollComplete(
  memberIds: readonly string[],
  answers: readonly Pick<PollAnswer, "memberId">[],
): boolean {
  const answered = new Set(answers.map(({ memberId }) => memberId));
  return memberIds.every((id) => answered.has(id));
}

// ---------------------------------------------------------------- what comes when

/** decide: the poll is over. dayBefore: the circle is reminded. hoursBefore: each who comes is. hold: its end, when attendance is asked. */
export type MeetingStep = "decide" | "dayBefore" | "hoursBefore" | "hold";

const HOURS_BEFORE = 2 * HOUR;

interface MeetingFacts {
  readonly state: MeetingState;
  /** When its poll is over; only of one in "polling". */
  readonly closesAt: number | undefined;
  readonly at: number | undefined;
  readonly minutes: number;
  /** When the circle is reminded of it: see `reminderInstant`. */
  readonly remindAt: number | undefined;
}

/** What the clock does next to a meeting, strictly after `now`; what the end brings is done however late. */
export function nextMeetingStep(
  { state, closesAt, at, minutes, remindAt = -Infinity }: MeetingFacts,
  now: number,
): { readonly what: MeetingStep; readonly at: number } | undefined {
  if (state === "polling") return closesAt === undefined ? undefined : { what: "decide", at: closesAt };
  if (state !== "fixed" || at === undefined) return undefined;
  const reminders = [
    { what: "dayBefore", at: remindAt },
    { what: "hoursBefore", at: at - HOURS_BEFORE },
  ] as const;
  return reminders.find((step) => step.at > now) ?? { what: "hold", at: at + minutes * MINUTE };
}

/** In ms: people hear of a time, of another one or of a poll so long before it matters, be it at night. */
export const NOTICE = 12 * HOUR;

/** dropped: it is no longer needed. */
export type ActionState = "open" | "done" | "dropped";

export function actionState({
  doneAt,
  droppedAt,
}: {
  readonly doneAt: Date | null;
  readonly droppedAt: Date | null;
}): ActionState {
  return doneAt !== null ? "done" : droppedAt !== null ? "dropped" : "open";
}

/** Reminders of what somebody said they would do: on its day, then weekly. */
export const ACTION = { reminders: 3, everyDays: 7, morning: "07:00" } as const;

/**
 * The next reminder strictly after `now`, while the thing is not done; undefined after the last one.
 * @param morningOf the owner's morning so many days after the due day, moved out of pauses
 */
export function nextActionReminder(now: number, morningOf: (days: number) => number): number | undefined {
  return Array.from({ length: ACTION.reminders }, (_, count) => morningOf(count * ACTION.everyDays)).find(
    (at) => at > now,
  );
}

/** Before it begins, "expected" is a yes; afterwards it is no answer yet. "noted": they were there, as whoever leads says. */
export type AttendanceState = "expected" | "present" | "noted" | "absent";

/** They were there, whoever says so. */
export const wasThere = (state: string): boolean => state === "present" || state === "noted";
