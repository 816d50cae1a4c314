import { Refusal, type RefusalCode } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { calendarFile } from "../../meetups/calendarFile.js";
import { endProtocol } from "../protocols/ending.js";
import { leadersOnly } from "../leaders.js";
import { keysOf, toHome, type MeetingFactsTold, type MeetingNotice } from "./deliveries.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { readMeeting, type MeetingRow } from "./reading.js";
import {
  isForOthers,
  meetingAfter,
  nextMeetingStep,
  NOTICE,
  pollCloses,
  type MeetingEvent,
  type MeetingRole,
  type MeetingState,
} from "./rules.js";
import { optionsIn, stateOf } from "./stored.js";

/** What is said to whoever presses an old button. */
const BY_STATE = {
  polling: "circleMeetingPolling",
  fixed: "circleMeetingFixed",
  held: "circleMeetingHeld",
  cancelled: "circleMeetingCancelled",
} as const satisfies Record<MeetingState, RefusalCode>;

/** Where a meeting will be after this. @throws Refusal that says what happened since, or who may do it, when it can't happen */
export async function requireAble(
  tx: Tx,
  row: MeetingRow,
  event: MeetingEvent,
  by: MeetingRole,
): Promise<MeetingState> {
  const before = stateOf(row);
  const state = meetingAfter(before, event, by);
  if (state === undefined)
    throw isForOthers(before, event) ? await leadersOnly(tx, row.circle) : new Refusal(BY_STATE[before]);
  return state;
}

type Columns = Partial<Pick<MeetingRow, "at" | "place" | "sequence" | "notes" | "notesAt">>;

/** Something happens to a meeting: its state, and what the clock does next. @throws Refusal as `requireAble` */
export async function change(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  { event, by, set = {} }: { readonly event: MeetingEvent; readonly by: MeetingRole; readonly set?: Columns },
): Promise<MeetingRow> {
  const state = await requireAble(tx, row, event, by);
  await tx.circleMeeting.update({ where: { id: row.id }, data: { ...set, state } });
  if (state === "cancelled") await endProtocol(parts, tx, row);
  return writeStep(parts, tx, row.id);
}

/** When a poll is over, in ms; undefined of what is none. */
export async function closingOf(parts: MeetingsParts, tx: Tx, row: MeetingRow): Promise<number | undefined> {
  const options = optionsIn(row.options);
  if (row.state !== "polling" || options.length === 0) return undefined;
  const { later } = await paceOf(parts, tx, row.circle.networkId);
  return pollCloses(options, row.createdAt.getTime(), later);
}

/** Writes down what the clock does next, and reads the meeting anew. */
export async function writeStep(parts: MeetingsParts, tx: Tx, id: string): Promise<MeetingRow> {
  const row = await readMeeting(tx, id);
  if (!row) throw new Refusal("gone");
  const at = row.at?.getTime();
  const { reminder } = await paceOf(parts, tx, row.circle.networkId);
  const facts = {
    state: stateOf(row),
    closesAt: await closingOf(parts, tx, row),
    at,
    minutes: row.minutes,
    remindAt: at === undefined || row.state !== "fixed" ? undefined : reminder(at),
  };
  const next = nextMeetingStep(facts, parts.now().getTime());
  const [step, stepAt] = next ? [next.what, new Date(next.at)] : [null, null];
  await tx.circleMeeting.update({ where: { id }, data: { step, stepAt } });
  return { ...row, step, stepAt };
}

/** A meeting as it is told to these people. */
export async function told(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  memberIds: readonly string[],
): Promise<MeetingFactsTold> {
  const people = await parts.portraits.of(memberIds, tx);
  const { id: meetingId, at, minutes, place, agenda } = row;
  // In the order of the members: a database gives them in any.
  const zones = [...new Set(memberIds.flatMap((memberId) => people.get(memberId)?.timeZone ?? []))];
  return { meetingId, circle: row.circle.name, at: at?.toISOString() ?? null, minutes, place, agenda, zones };
}

/** The entry for everybody's own calendar; the same one in every version. */
function entryOf(parts: MeetingsParts, row: MeetingRow, at: Date): string {
  const { circle, place, agenda } = row;
  return calendarFile({
    uid: `${row.id}@jejaring`,
    sequence: row.sequence,
    at,
    timeZone: "UTC",
    title: circle.name,
    organizer: { id: `circle-${circle.id}`, name: circle.name },
    description: agenda === "" ? circle.question : agenda,
    stamp: parts.now(),
    minutes: row.minutes,
    status: row.state === "cancelled" ? "cancelled" : "confirmed",
    ...(place === "" ? {} : { place }),
  });
}

/** In ms: so long at least news is worth telling, also of a time that was never fixed. */
const LEAST_WORTH = 24 * 3_600_000;

/**
 * Nobody but whoever does this knows of a meeting yet: all that was to be told of it waits, as through a weekend, and nobody
 * else planned it or said that they come. Where it waits to be told that it was moved, somebody knew of its time before.
 */
async function isUnheard(tx: Tx, row: MeetingRow, byId: string | undefined): Promise<boolean> {
  const key = { startsWith: keysOf(row.id) };
  const waits = { status: { in: ["pending", "leased"] }, attempts: 0 };
  const waiting = await tx.delivery.findMany({ where: { key, ...waits }, select: { notice: true } });
  const told = await tx.delivery.count({
    where: { key, OR: [{ status: { in: ["sent", "merged", "maybeSent"] } }, { attempts: { gt: 0 } }] },
  });
  const isFirst = waiting.length > 0 && waiting.every(({ notice }) => notice !== "circleMeetings.moved");
  const others = row.attendance.filter(({ memberId }) => memberId !== byId).length;
  // With the end of a circle whoever planned it hears that of it, too.
  return isFirst && told === 0 && others <= (byId === undefined ? 1 : 0);
}

interface News {
  readonly notice: Extract<MeetingNotice, "fixed" | "moved" | "cancelled">;
  /** Who did it; nobody when the clock did. */
  readonly byId?: string | undefined;
  /** Its time before it was moved. */
  readonly before?: Date | null;
}

/**
 * Tells a circle when it meets, or that it doesn't, with the entry for everybody's calendar. What was told of the meeting
 * before and is still on its way is taken back: of one that nobody has heard of, no change is told, and no end. Answers
 * whether anything is told.
 */
export async function announce(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  memberIds: readonly string[],
  { notice: what, byId, before: earlier = null }: News,
): Promise<boolean> {
  const isNew = await isUnheard(tx, row, byId);
  await parts.outbox.cancel(tx, { startsWith: keysOf(row.id) }, "rules");
  if (isNew && what === "cancelled") return false;
  const [notice, before] = isNew ? (["fixed", null] as const) : [what, earlier];
  const { at } = row;
  const facts = {
    ...(await told(parts, tx, row, memberIds)),
    ...(at === null ? {} : { calendar: entryOf(parts, row, at) }),
    ...(byId === undefined ? {} : { by: { person: byId } }),
    ...(before === null ? {} : { before: before.toISOString() }),
  };
  const instants = [at, before].flatMap((instant) => instant?.getTime() ?? []);
  const { calm } = await paceOf(parts, tx, row.circle.networkId);
  const dueAt = calm(Math.min(...instants) - NOTICE);
  // Whoever has the old time in mind must hear of it until that one is over.
  const expiresAt = new Date(Math.max(...instants, dueAt.getTime() + LEAST_WORTH));
  await parts.outbox.add(tx, [toHome(row, memberIds, { notice, facts, turn: row.sequence, dueAt, expiresAt })]);
  return true;
}
