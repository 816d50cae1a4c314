import type { Person } from "../../matching/types.js";
import type { Tx } from "../../storage/database.js";
import { areAssessed, personFor, type Portrait, type Portraits } from "../introductions/portraits.js";
import { languagesIn, placeKey, topicsIn } from "../introductions/rules.js";
import { addDays } from "../members/calendar/rules.js";
import type { Programme } from "./programme.js";
import { openWeeksBetween, sizes } from "./rules.js";

/** An enrolment as stored. */
export interface Enrolled {
  readonly memberId: string;
  readonly size: string;
  readonly topics: unknown;
  readonly willing: unknown;
  readonly waiting: number;
  readonly lastHostedAt: Date | null;
}

export interface Gathered {
  readonly people: readonly Person[];
  readonly forbidden: readonly (readonly [string, string])[];
  readonly met: readonly { readonly a: string; readonly b: string; readonly weeksAgo: number }[];
}

const CHUNK = 250;
/** People read between two pauses: some milliseconds. */
const PEOPLE_A_STEP = 50;
/** Meetings longer ago than this tell nothing any more. */
const HISTORY_WEEKS = 60;

/**
 * Everything the matching wants to know about these people. Read in pieces with a pause between them, so that ten
 * thousand people with years behind them don't hold anybody up. When somebody is matched alone, only that person's
 * history is needed.
 */
export async function gather(
  parts: { readonly portraits: Portraits; readonly breathe: () => Promise<void>; readonly now: () => Date },
  tx: Tx,
  programme: Programme,
  enrolled: readonly Enrolled[],
  week: string,
  whose: "everybody's" | { readonly memberId: string } = "everybody's",
): Promise<Gathered> {
  const here: Portrait[] = [];
  const people: Person[] = [];
  for (let start = 0; start < enrolled.length; start += PEOPLE_A_STEP) {
    const some = enrolled.slice(start, start + PEOPLE_A_STEP);
    const ids = some.map(({ memberId }) => memberId);
    const portraits = await parts.portraits.of(ids, tx);
    const meetings = await countMeetings(tx, ids);
    for (const enrolment of some) {
      const portrait = portraits.get(enrolment.memberId);
      if (!portrait || portrait.hasLeft || portrait.isStopped) continue;
      here.push(portrait);
      people.push(personFor(portrait, wishOf(enrolment, meetings.get(enrolment.memberId) ?? 0), parts.now()));
    }
    await parts.breathe();
  }
  const asked = await tx.avoidance.findMany({
    where: { networkId: programme.networkId },
    select: { memberId: true, otherId: true },
  });
  return {
    people,
    forbidden: [
      ...asked.map(({ memberId, otherId }) => [memberId, otherId] as const),
      ...(await assessors(parts, here)),
    ],
    met:
      whose === "everybody's" ? await history(parts, tx, programme, week) : await historyOf(tx, programme, week, whose),
  };
}

function wishOf(enrolment: Enrolled, meetings: number) {
  return {
    size: sizes.find((size) => size === enrolment.size) ?? "either",
    topics: topicsIn(enrolment.topics),
    willing: languagesIn(enrolment.willing),
    waiting: enrolment.waiting,
    meetings,
  };
}

/** Everybody with whom their own institution's leaders and supervisors must not be brought together. */
async function assessors(
  { breathe }: { readonly breathe: () => Promise<void> },
  portraits: readonly Portrait[],
): Promise<readonly (readonly [string, string])[]> {
  const byInstitution = new Map<string, Portrait[]>();
  for (const [index, portrait] of portraits.entries()) {
    if (index % PEOPLE_A_STEP === PEOPLE_A_STEP - 1) await breathe();
    const key = placeKey(portrait.institution ?? null);
    if (key === undefined) continue;
    const staff = byInstitution.get(key);
    if (staff) staff.push(portrait);
    else byInstitution.set(key, [portrait]);
  }
  const pairs: (readonly [string, string])[] = [];
  for (const staff of byInstitution.values()) {
    for (const leader of staff) {
      if (leader.role !== "schoolLeader" && leader.role !== "supervisor") continue;
      for (const other of staff) if (areAssessed(leader, other)) pairs.push([leader.memberId, other.memberId]);
      await breathe();
    }
  }
  return pairs;
}

/** Meetings of which the people themselves said that they took place. */
async function countMeetings(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.meetingMember.groupBy({
    by: ["memberId"],
    where: { memberId: { in: [...ids] }, answer: { in: ["met", "some"] } },
    _count: { memberId: true },
  });
  return new Map(rows.map(({ memberId, _count }) => [memberId, _count.memberId]));
}

/** Who met whom, and how many open weeks before this one. A meeting that did not happen doesn't count. */
async function history(
  parts: { readonly breathe: () => Promise<void> },
  tx: Tx,
  programme: Programme,
  thisWeek: string,
): Promise<Gathered["met"]> {
  const met: Met[] = [];
  const weeksAgo = openWeeksTo(programme, thisWeek);
  let stretch: Stretch | undefined = { week: { gte: firstWeek(thisWeek), lte: thisWeek } };
  while (stretch) {
    const rows: readonly Place[] = await encountersIn(tx, programme.networkId, stretch);
    for (const { aId, bId, week } of rows) met.push({ a: aId, b: bId, weeksAgo: weeksAgo(week) });
    await parts.breathe();
    const last = rows.at(-1);
    // A piece that is full ends within a week: first the rest of that one, then those that come after it.
    if (rows.length === CHUNK && last) stretch = { week: last.week, after: last };
    else if (stretch.after) stretch = { week: { gt: stretch.after.week, lte: thisWeek } };
    else stretch = undefined;
  }
  return met;
}

type Met = Gathered["met"][number];

interface Place {
  readonly week: string;
  readonly meetingId: string;
  readonly aId: string;
  readonly bId: string;
}

/** A part of the history: some weeks, or what comes after a place in one week. */
type Stretch =
  | { readonly week: { readonly gte?: string; readonly gt?: string; readonly lte: string }; readonly after?: undefined }
  | { readonly week: string; readonly after: Place };

/** Going on from a place, not from a number: the way through a year of rounds is then as long as the year. */
function encountersIn(tx: Tx, networkId: string, { week, after }: Stretch): Promise<readonly Place[]> {
  const later = after && [
    { meetingId: { gt: after.meetingId } },
    { meetingId: after.meetingId, aId: { gt: after.aId } },
    { meetingId: after.meetingId, aId: after.aId, bId: { gt: after.bId } },
  ];
  return tx.encounter.findMany({
    where: {
      networkId,
      week,
      OR: [...counted],
      ...(after ? { meetingId: { gte: after.meetingId }, AND: [{ OR: later ?? [] }] } : {}),
    },
    orderBy: [{ week: "asc" }, { meetingId: "asc" }, { aId: "asc" }, { bId: "asc" }],
    select: { week: true, meetingId: true, aId: true, bId: true },
    take: CHUNK,
  });
}

const counted = [{ happened: null }, { happened: true }] as const;

/** The same of one person. */
async function historyOf(
  tx: Tx,
  programme: Programme,
  thisWeek: string,
  { memberId }: { readonly memberId: string },
): Promise<Gathered["met"]> {
  const rows = await tx.encounter.findMany({
    where: {
      networkId: programme.networkId,
      week: { gte: firstWeek(thisWeek) },
      OR: [...counted],
      AND: [{ OR: [{ aId: memberId }, { bId: memberId }] }],
    },
    select: { aId: true, bId: true, week: true },
  });
  const weeksAgo = openWeeksTo(programme, thisWeek);
  return rows.map(({ aId, bId, week }) => ({ a: aId, b: bId, weeksAgo: weeksAgo(week) }));
}

/** The Monday of the first week that still counts. */
function firstWeek(thisWeek: string): string {
  return addDays(thisWeek, -7 * HISTORY_WEEKS);
}

/** How many open weeks each week is before this one; counted once for each. */
function openWeeksTo(programme: Programme, thisWeek: string): (week: string) => number {
  const known = new Map<string, number>();
  return (week) => {
    const weeksAgo = known.get(week) ?? openWeeksBetween(programme.table.calendar, week, thisWeek);
    known.set(week, weeksAgo);
    return weeksAgo;
  };
}
