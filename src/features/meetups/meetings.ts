import type { Reason } from "../../matching/types.js";
import type { NewDelivery, Outbox } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import type { Portrait } from "../introductions/portraits.js";
import { factsOf } from "../introductions/reasons.js";
import { addDays, addOpenTime, atLocal, localDate } from "../members/calendar/rules.js";
import { pairOf } from "../members/rules.js";
import type { Programme } from "./programme.js";
import {
  chooseHost,
  commonSlots,
  CONNECT_CHECK_AFTER,
  hash,
  isAwake,
  NUDGE_AFTER,
  weekOf,
  type MatchFacts,
  type ParticipantFact,
} from "./rules.js";

const HALF_HOUR = 1_800_000;
const STEPS_A_DAY = 48;

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
  const made = drafts.map((draft) => prepare(parts, programme, draft, portraits, hostedAt));
  await tx.meeting.createMany({ data: made.map(({ row }) => row) });
  await tx.meetingMember.createMany({
    data: made.flatMap(({ row, draft }) => draft.members.map((memberId) => ({ meetingId: row.id, memberId }))),
  });
  await tx.encounter.createMany({
    data: made.flatMap(({ draft }) =>
      pairsIn(draft.members).map(([aId, bId]) => ({
        networkId: programme.networkId,
        meetingId: draft.id,
        week: draft.week,
        aId,
        bId,
      })),
    ),
  });
  await tx.enrolment.updateMany({
    where: { programmeId: programme.id, memberId: { in: made.map(({ row }) => row.hostId) } },
    data: { lastHostedAt: parts.now() },
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
) {
  const people = draft.members.flatMap((id) => portraits.get(id) ?? []);
  const hostId = chooseHost(
    draft.members.map((memberId) => ({ memberId, lastHostedAt: hostedAt.get(memberId) ?? null })),
    draft.seed,
  );
  const icebreaker = parts.icebreakers[hash(draft.id) % parts.icebreakers.length] ?? "";
  const reasons = factsOf(draft.reasons, people);
  const { calendar, timeZone } = programme.table;
  const nudgeAt = new Date(addOpenTime(calendar, parts.now().getTime(), NUDGE_AFTER, timeZone));
  const row = {
    id: draft.id,
    networkId: programme.networkId,
    programmeId: programme.id,
    roundId: draft.roundId,
    kind: draft.kind,
    connectorId: draft.connectorId ?? null,
    hostId,
    icebreaker,
    reasons: reasons.map((reason) => ({ ...reason })) as never[],
    topic: draft.topic ?? null,
    createdAt: parts.now(),
    week: draft.week,
    nudgeAt: nudgeAt < draft.checkInAt ? nudgeAt : null,
    checkInAt: draft.checkInAt,
    closeAt: draft.kind === "connect" ? new Date(draft.checkInAt.getTime() + CONNECT_CHECK_AFTER) : null,
    status: "open",
  };
  const facts: MatchFacts = {
    meetingId: draft.id,
    participants: people.map(participantOf),
    reasons,
    host: { person: hostId },
    icebreaker,
    isRepeat: draft.isRepeat,
    kind: draft.kind,
    window: windowOf(people, programme, parts.now().getTime()),
    connector: draft.connectorId === undefined ? undefined : { person: draft.connectorId },
    topic: draft.topic,
  };
  return { row, draft, deliveries: announcements(parts, programme, draft, people, facts) };
}

function announcements(
  parts: WriterParts,
  programme: Programme,
  draft: MeetingDraft,
  people: readonly Portrait[],
  facts: MatchFacts,
): NewDelivery[] {
  const common = {
    networkId: programme.networkId,
    priority: draft.kind === "connect" || draft.kind === "hello" ? "request" : "match",
    proactive: true,
    dueAt: parts.now(),
    expiresAt: new Date(draft.checkInAt.getTime() + CONNECT_CHECK_AFTER),
    facts: { ...facts },
  } as const;
  const { calendar, weekend } = programme.table;
  const now = parts.now().getTime();
  const isReachable = commonSlots(people, { calendar, weekend }, now, draft.checkInAt.getTime(), 1).length > 0;
  if (isReachable)
    return [
      {
        ...common,
        key: `match:${draft.id}`,
        to: { kind: "room", key: draft.id, memberIds: draft.members },
        notice: "meet.match",
      },
    ];
  return draft.members.map((memberId) => ({
    ...common,
    key: `match:${draft.id}:${memberId}`,
    to: { kind: "member", memberId },
    notice: "meet.matchApart",
  }));
}

function participantOf(portrait: Portrait): ParticipantFact {
  const { memberId, role, institution, line, timeZone } = portrait;
  return { who: { person: memberId }, role, institution, line, timeZone };
}

export function pairsIn(members: readonly string[]): (readonly [string, string])[] {
  return members.flatMap((a, index) => members.slice(index + 1).map((b) => pairOf(a, b)));
}

/** When people live in different zones: the longest stretch of the next day in which all are awake. */
function windowOf(people: readonly Portrait[], programme: Programme, now: number): MatchFacts["window"] {
  if (new Set(people.map(({ timeZone }) => timeZone)).size < 2) return undefined;
  const start = atLocal(addDays(localDate(now, programme.table.timeZone), 1), "00:00", programme.table.timeZone);
  let best = { from: 0, length: 0 };
  for (let step = 0, length = 0; step < 2 * STEPS_A_DAY; step++) {
    length = people.every((person) => isAwake(person, start + step * HALF_HOUR)) ? length + 1 : 0;
    if (length > best.length && length <= STEPS_A_DAY) best = { from: start + (step - length + 1) * HALF_HOUR, length };
  }
  if (best.length === 0) return undefined;
  return {
    from: new Date(best.from).toISOString(),
    until: new Date(best.from + best.length * HALF_HOUR).toISOString(),
  };
}

/** The Monday of an instant's week in the programme's zone. */
export function weekAt(programme: Programme, at: Date): string {
  return weekOf(localDate(at.getTime(), programme.table.timeZone));
}
