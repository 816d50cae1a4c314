import type { Outbox } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { addDays, localDate } from "../members/calendar/rules.js";
import type { Programme } from "./programme.js";
import { timesOf, WEEKS_AHEAD, weeksBetween, type Timetable } from "./rules.js";
import { openMember } from "../members/presence.js";

export interface Participation {
  readonly status: string;
  readonly pausedUntil: string | null;
  readonly skipWeek: string | null;
  readonly lastWeek: string | null;
  readonly cadenceWeeks: number;
}

/** The part of a round that decides about who takes part. */
export interface RoundDay {
  readonly week: string;
  readonly roundAt: Date;
}

/** Whether somebody takes part in the week of `round` (a local date). */
export function takesPart(enrolment: Participation, week: string, round: string): boolean {
  if (enrolment.status !== "active") return false;
  if (enrolment.pausedUntil !== null && round < enrolment.pausedUntil) return false;
  if (enrolment.skipWeek === week) return false;
  if (enrolment.lastWeek === null || enrolment.cadenceWeeks === 0) return true;
  return weeksBetween(enrolment.lastWeek, week) >= enrolment.cadenceWeeks;
}

export function dateOf({ roundAt }: Pick<RoundDay, "roundAt">, { timeZone }: Pick<Timetable, "timeZone">): string {
  return localDate(roundAt.getTime(), timeZone);
}

/** The first round in which somebody takes part: the next one, or one after it as the calendar looks now. */
export function nextPart(
  enrolment: Participation,
  next: RoundDay | null | undefined,
  table: Timetable,
): RoundDay | undefined {
  if (!next) return undefined;
  if (takesPart(enrolment, next.week, dateOf(next, table))) return { week: next.week, roundAt: next.roundAt };
  for (let ahead = 1; ahead <= WEEKS_AHEAD; ahead++) {
    const week = addDays(next.week, 7 * ahead);
    const times = timesOf(week, table);
    if (times === "pause") continue;
    const round = { week, roundAt: new Date(times.roundAt) };
    if (takesPart(enrolment, week, dateOf(round, table))) return round;
  }
  return undefined;
}

/** The enrolments that take part in a round, as things stand, in the order of their members' ids. */
export async function taking(tx: Tx, programme: Programme, round: RoundDay) {
  const date = dateOf(round, programme.table);
  const all: Awaited<ReturnType<typeof activeAfter>> = [];
  for (let last = ""; ;) {
    const rows = await activeAfter(tx, programme.id, last);
    all.push(...rows.filter((row) => takesPart(row, round.week, date)));
    if (rows.length < CHUNK) return all;
    last = rows.at(-1)?.memberId ?? "";
  }
}

/** Read in pieces, so that ten thousand don't hold anybody up. */
const CHUNK = 200;

function activeAfter(tx: Tx, programmeId: string, memberId: string) {
  return tx.enrolment.findMany({
    where: { programmeId, memberId: { gt: memberId }, status: "active", member: openMember },
    orderBy: { memberId: "asc" },
    take: CHUNK,
  });
}

interface Known {
  readonly id: string;
}

/** The key of a heads-up. A round that is moved is told of again, so the date is a part of it. */
export function headsUpKey(round: Known, date: string, memberId: string): string {
  return `headsup:${round.id}:${date}:${memberId}`;
}

/** All heads-ups of a round. */
export function headsUpsOf(round: Known): { readonly startsWith: string } {
  return { startsWith: `headsup:${round.id}:` };
}

/** Whoever stays away from what comes next need not be asked any more whether it suits. */
export async function withdrawHeadsUps(
  outbox: Pick<Outbox, "cancel">,
  tx: Tx,
  { id: programmeId, table }: Pick<Programme, "id" | "table">,
  memberId: string,
): Promise<void> {
  const where = { programmeId, step: { in: ["announce", "decide"] } };
  const rounds = await tx.round.findMany({ where, select: { id: true, roundAt: true } });
  const keys = rounds.map((round) => headsUpKey(round, dateOf(round, table), memberId));
  await outbox.cancel(tx, keys, "away");
}

/** Whoever is back need not hear any more that their name rests. */
export async function withdrawRest(outbox: Pick<Outbox, "cancel">, tx: Tx, memberId: string): Promise<void> {
  await outbox.cancel(tx, { memberIds: [memberId], notices: ["meet.resting"] }, "returned");
}
