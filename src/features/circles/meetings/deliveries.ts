import type { NewDelivery } from "../../../outbox/delivery.js";
import type { PersonFact } from "../../introductions/rules.js";
import type { MeetingRow } from "./reading.js";

// What meetings write to people, as facts; `notices.ts` puts it into words.

/** A meeting as it is told. `zones`: of everybody in the circle, since a room has one clock for all. */
export interface MeetingFactsTold {
  readonly meetingId: string;
  readonly circle: string;
  /** Null while its time is looked for. */
  readonly at: string | null;
  readonly minutes: number;
  readonly place: string;
  readonly agenda: string;
  readonly zones: readonly string[];
}

export interface PollFacts extends MeetingFactsTold {
  readonly options: readonly string[];
  readonly closesAt: string;
}

/** `calendar`: the entry as a file (RFC 5545); missing while there is no time. */
export interface FixedFacts extends MeetingFactsTold {
  readonly calendar?: string;
}

/** `by`: who moved or cancelled it; missing when the circle ended. */
export interface ChangedFacts extends FixedFacts {
  readonly by?: PersonFact;
  readonly before?: string;
}

export interface NoTimeFacts extends MeetingFactsTold {
  readonly circleId: string;
  readonly lead?: PersonFact;
}

/** Something somebody said they would do. */
export interface ActionFact {
  readonly owner: PersonFact;
  readonly text: string;
  readonly dueOn: string;
}

export interface MinutesFacts extends MeetingFactsTold {
  readonly notes: string;
  readonly actions: readonly ActionFact[];
}

export interface ActionFacts {
  readonly actionId: string;
  readonly circle: string;
  readonly text: string;
  readonly dueOn: string;
}

export interface AssignedFacts extends ActionFacts {
  readonly by: PersonFact;
}

/** Somebody arranges the day by these: as important as a match. */
const AWAITED: readonly string[] = ["fixed", "moved", "cancelled", "reminder", "soon"];

export type MeetingNotice =
  "poll" | "fixed" | "moved" | "cancelled" | "noTime" | "reminder" | "soon" | "attendance" | "minutes";

export type ActionNotice = "assigned" | "due";

interface Letter<Notice extends string> {
  readonly notice: Notice;
  readonly facts: object;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

interface MeetingLetter extends Letter<MeetingNotice> {
  /** Sets apart what is told of one meeting more than once. */
  readonly turn: number | string;
}

/** Every key of a meeting's messages begins so. */
export function keysOf(meetingId: string, ...which: readonly string[]): string {
  return ["circleMeeting", meetingId, ...which, ""].join(":");
}

function written({ circle }: MeetingRow, { notice, facts, dueAt, expiresAt }: MeetingLetter) {
  return {
    networkId: circle.networkId,
    notice: `circleMeetings.${notice}`,
    facts: { ...facts },
    priority: AWAITED.includes(notice) ? "match" : "request",
    dueAt,
    expiresAt,
  } as const;
}

/**
 * To all of a circle, in its home: the place that they chose for it, where it takes nothing of what may be written to each of
 * them alone. That it comes in the community's hours is up to `dueAt`. Where they share no platform it goes to each alone.
 */
export function toHome(row: MeetingRow, memberIds: readonly string[], letter: MeetingLetter): NewDelivery {
  return {
    key: `${keysOf(row.id, letter.notice)}${letter.turn}`,
    to: { kind: "room", key: row.circleId, memberIds, orEach: true },
    proactive: false,
    ...written(row, letter),
  };
}

/** To one of its members alone, in their own hours. */
export function toMember(row: MeetingRow, memberId: string, letter: MeetingLetter): NewDelivery {
  return {
    key: `${keysOf(row.id, letter.notice)}${letter.turn}:${memberId}`,
    to: { kind: "member", memberId },
    proactive: true,
    ...written(row, letter),
  };
}

/** To the owner of an action; it waits for their day, and takes a share of their messages. */
export function toOwner(
  { id, ownerId, networkId }: { readonly id: string; readonly ownerId: string; readonly networkId: string },
  { notice, facts, dueAt, expiresAt }: Letter<ActionNotice>,
): NewDelivery {
  return {
    key: `circleAction:${id}:${notice}:${dueAt.getTime()}`,
    networkId,
    to: { kind: "member", memberId: ownerId },
    notice: `circleMeetings.${notice}`,
    facts: { ...facts },
    priority: "request",
    proactive: true,
    dueAt,
    expiresAt,
  };
}
