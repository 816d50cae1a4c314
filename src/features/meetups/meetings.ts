import type { Reason } from "../../matching/types.js";
import type { NewDelivery, Outbox } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { insertMany } from "../../storage/insert.js";
import type { Portrait } from "../introductions/portraits.js";
import { factsOf } from "../introductions/reasons.js";
import { addDays, addOpenTime, atLocal, localDate } from "../members/calendar/rules.js";
import { pairOf } from "../members/rules.js";
import type { Programme } from "./programme.js";
import {
  awakeTogether,
  chooseHost,
  commonSlots,
  CONNECT_CHECK_AFTER,
  hash,
  NUDGE_AFTER,
  weekOf,
  type MatchFacts,
  type ParticipantFact,
} from "./rules.js";

export type MeetingKind = "round" | "late" | "now" | "connect" | "hello";

/** People about to be brought together. */
export interface MeetingDraft {
  readonly id: string;
  readonly kind: MeetingKind;
  readonly roundId: string | null;
  readonly week: string;
  readonly members: readonly string[];
  readonly reasons: readonly Reason[];
  readonly isRepeat: boolean;
  readonly seed: number;
  readonly checkInAt: Date;
  readonly connectorId?: string;
  readonly topic?: string;
}

export interface WriterParts {
  readonly outbox: Outbox;
  readonly now: () => Date;
  /** Keys of src/locales/<language>/icebreakers.json. */
  readonly icebreakers: readonly string[];
}

/**
 * Writes meetings, what will be asked about them, and the messages that tell of them, all in the transaction at hand.
 * People without a common waking hour are told one by one, each in their own day; their room opens when one wants it.
 */
export async function writeMeetings(
  parts: WriterParts,
  tx: Tx,
  programme: Programme,
  drafts: readonly MeetingDraft[],
  portraits: ReadonlyMap<string, Portrait>,
  hostedAt: ReadonlyMap<string, Date | null>,
): Promise<void> {
  // One instant for all: what is to be asked about them later is one piece of work.
  const at = parts.now();
  const made = drafts.map((draft) => prepare(parts, programme, draft, portraits, hostedAt, at));
  await insertMany(
    tx,
    "Meeting",
    made.map(({ row }) => row),
  );
  await insertMany(
    tx,
    "MeetingMember",
    made.flatMap(({ row, draft }) => draft.members.map((memberId) => ({ meetingId: row.id, memberId }))),
  );
  await insertMany(
    tx,
    "Encounter",
    made.flatMap(({ draft }) =>
      pairsIn(draft.members).map(([aId, bId]) => ({
        networkId: programme.networkId,
        meetingId: draft.id,
        week: draft.week,
        aId,
        bId,
      })),
    ),
  );
  await tx.enrolment.updateMany({
    where: { programmeId: programme.id, memberId: { in: made.map(({ row }) => row.hostId) } },
    data: { lastHostedAt: at },
  });
  await parts.outbox.add(
    tx,
    made.flatMap(({ deliveries }) => deliveries),
  );
}

function prepare(
  parts: WriterParts,
  programme: Programme,
  draft: MeetingDraft,
  portraits: ReadonlyMap<string, Portrait>,
  hostedAt: ReadonlyMap<string, Date | null>,
  at: Date,
) {
  const people = draft.members.flatMap((id) => portraits.get(id) ?? []);
  const hostId = chooseHost(
    draft.members.map((memberId) => ({ memberId, lastHostedAt: hostedAt.get(memberId) ?? null })),
    draft.seed,
  );
  const facts: MatchFacts = {
    meetingId: draft.id,
    participants: people.map(participantOf),
    reasons: factsOf(draft.reasons, people),
    host: { person: hostId },
    icebreaker: parts.icebreakers[hash(draft.id) % parts.icebreakers.length] ?? "",
    isRepeat: draft.isRepeat,
    kind: draft.kind,
    window: windowOf(people, programme, at.getTime()),
    connector: draft.connectorId === undefined ? undefined : { person: draft.connectorId },
    topic: draft.topic,
  };
  const row = rowOf(programme, draft, facts, at);
  return { row, draft, deliveries: announcements(programme, draft, people, facts, at) };
}

/** The meeting as stored, with what will be asked about it and when. */
function rowOf({ id: programmeId, networkId, table }: Programme, draft: MeetingDraft, facts: MatchFacts, at: Date) {
  const { id, roundId, kind, week, checkInAt } = draft;
  const { calendar, timeZone } = table;
  const after = (from: Date, wait: number) => new Date(addOpenTime(calendar, from.getTime(), wait, timeZone));
  const nudgeAt = after(at, NUDGE_AFTER);
  return {
    id,
    networkId,
    programmeId,
    roundId,
    kind,
    connectorId: draft.connectorId ?? null,
    hostId: facts.host.person,
    icebreaker: facts.icebreaker,
    reasons: facts.reasons.map((reason) => ({ ...reason })) as never[],
    topic: draft.topic ?? null,
    createdAt: at,
    week,
    nudgeAt: nudgeAt < checkInAt ? nudgeAt : null,
    checkInAt,
    // A round closes its own meetings.
    closeAt: roundId === null ? after(checkInAt, CONNECT_CHECK_AFTER) : null,
    status: "open",
  };
}

function announcements(
  programme: Programme,
  draft: MeetingDraft,
  people: readonly Portrait[],
  facts: MatchFacts,
  at: Date,
): NewDelivery[] {
  const common = {
    networkId: programme.networkId,
    priority: draft.kind === "connect" ? "request" : "match",
    // Two who greeted each other have asked for it: it neither waits nor takes a share of their week.
    proactive: draft.kind !== "hello",
    dueAt: at,
    expiresAt: new Date(draft.checkInAt.getTime() + CONNECT_CHECK_AFTER),
    facts: { ...facts },
  } as const;
  const { calendar, weekend } = programme.table;
  const isReachable = commonSlots(people, { calendar, weekend }, at.getTime(), draft.checkInAt.getTime(), 1).length > 0;
  if (isReachable)
    return [
      {
        ...common,
        key: invitationKey(draft.id),
        to: { kind: "room", key: draft.id, memberIds: draft.members },
        notice: "meet.match",
      },
    ];
  return draft.members.map((memberId) => ({
    ...common,
    key: invitationKey(draft.id, memberId),
    to: { kind: "member", memberId },
    notice: "meet.matchApart",
  }));
}

/** To the room of a meeting, or to one of its people where they are told one by one. */
function invitationKey(meetingId: string, memberId?: string): string {
  return memberId === undefined ? `match:${meetingId}` : `match:${meetingId}:${memberId}`;
}

/** Every key under which these people may have been told of their meeting. */
export function invitationsTo(meetingId: string, members: readonly string[]): readonly string[] {
  return [invitationKey(meetingId), ...members.map((memberId) => invitationKey(meetingId, memberId))];
}

function participantOf(portrait: Portrait): ParticipantFact {
  const { memberId, role, institution, line, timeZone } = portrait;
  return { who: { person: memberId }, role, institution, line, timeZone };
}

export function pairsIn(members: readonly string[]): (readonly [string, string])[] {
  return members.flatMap((a, index) => members.slice(index + 1).map((b) => pairOf(a, b)));
}

/** When people live in different zones: the hours of the next day in which all are awake. */
function windowOf(people: readonly Portrait[], programme: Programme, now: number): MatchFacts["window"] {
  if (new Set(people.map(({ timeZone }) => timeZone)).size < 2) return undefined;
  const { timeZone } = programme.table;
  const window = awakeTogether(people, atLocal(addDays(localDate(now, timeZone), 1), "00:00", timeZone));
  return window && { from: new Date(window.from).toISOString(), until: new Date(window.until).toISOString() };
}

/** The Monday of an instant's week in the programme's zone. */
export function weekAt(programme: Programme, at: Date): string {
  return weekOf(localDate(at.getTime(), programme.table.timeZone));
}
