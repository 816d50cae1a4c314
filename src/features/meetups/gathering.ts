import { z } from "zod";
import type { Person } from "../../matching/types.js";
import type { Tx } from "../../storage/database.js";
import { areAssessed, personFor, type Portrait, type Portraits } from "../introductions/portraits.js";
import type { Topic } from "../introductions/rules.js";
import { placeKey } from "../introductions/rules.js";
import { addDays } from "../members/calendar/rules.js";
import type { Programme } from "./programme.js";
import { openWeeksBetween, sizes } from "./rules.js";

/** An enrolment as stored. */
export interface Enrolled {
  readonly memberId: string;
  readonly size: string;
  readonly topics: unknown;
  readonly waiting: number;
  readonly lastHostedAt: Date | null;
}

export interface Gathered {
  readonly people: readonly Person[];
  readonly forbidden: readonly (readonly [string, string])[];
  readonly met: readonly { readonly a: string; readonly b: string; readonly weeksAgo: number }[];
}

const CHUNK = 500;
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
  const ids = enrolled.map(({ memberId }) => memberId);
  const portraits = await parts.portraits.of(ids, tx);
  const meetings = await countMeetings(tx, ids);
  const here = enrolled.flatMap((enrolment) => {
    const portrait = portraits.get(enrolment.memberId);
    return portrait && !portrait.hasLeft && !portrait.isStopped ? [{ enrolment, portrait }] : [];
  });
  const people: Person[] = [];
  for (const [index, { enrolment, portrait }] of here.entries()) {
    people.push(personFor(portrait, wishOf(enrolment, meetings.get(enrolment.memberId) ?? 0), parts.now()));
    if (index % 200 === 199) await parts.breathe();
  }
  const asked = await tx.avoidance.findMany({
    where: { networkId: programme.networkId },
    select: { memberId: true, otherId: true },
  });
  return {
    people,
    forbidden: [
      ...asked.map(({ memberId, otherId }) => [memberId, otherId] as const),
      ...assessors(here.map(({ portrait }) => portrait)),
    ],
    met:
      whose === "everybody's" ? await history(parts, tx, programme, week) : await historyOf(tx, programme, week, whose),
  };
}

function wishOf(enrolment: Enrolled, meetings: number) {
  return {
    size: sizes.find((size) => size === enrolment.size) ?? "either",
    topics: topicsIn(enrolment.topics),
    waiting: enrolment.waiting,
    meetings,
  };
}

const storedTopics = z.array(z.object({ key: z.string(), label: z.string() })).catch([]);

export function topicsIn(stored: unknown): readonly Topic[] {
  return storedTopics.parse(stored);
}

/** Everybody with whom their own institution's leaders and supervisors must not be brought together. */
function assessors(portraits: readonly Portrait[]): (readonly [string, string])[] {
  const byInstitution = new Map<string, Portrait[]>();
  for (const portrait of portraits) {
    const key = placeKey(portrait.institution ?? null);
    if (key === undefined) continue;
    const staff = byInstitution.get(key);
    if (staff) staff.push(portrait);
    else byInstitution.set(key, [portrait]);
  }
  return [...byInstitution.values()].flatMap((staff) => {
    const leaders = staff.filter(({ role }) => role === "schoolLeader" || role === "supervisor");
    return leaders.flatMap((leader) =>
      staff.filter((other) => areAssessed(leader, other)).map((other) => [leader.memberId, other.memberId] as const),
    );
  });
}

async function countMeetings(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const rows = await tx.meetingMember.groupBy({
      by: ["memberId"],
      where: { memberId: { in: ids.slice(start, start + CHUNK) } },
      _count: { memberId: true },
    });
    for (const { memberId, _count } of rows) counts.set(memberId, _count.memberId);
  }
  return counts;
}

/** Who met whom, and how many open weeks before this one. A meeting that did not happen doesn't count. */
async function history(
  parts: { readonly breathe: () => Promise<void> },
  tx: Tx,
  programme: Programme,
  thisWeek: string,
): Promise<Gathered["met"]> {
  const met: Met[] = [];
  const weeks = weeksTo(thisWeek);
  for (const week of weeks) {
    const weeksAgo = openWeeksBetween(programme.table.calendar, week, thisWeek);
    for (let last: Place | undefined; ;) {
      const rows = await encountersAfter(tx, programme.networkId, week, last);
      for (const { aId, bId } of rows) met.push({ a: aId, b: bId, weeksAgo });
      last = rows.at(-1);
      await parts.breathe();
      if (rows.length < CHUNK) break;
    }
  }
  return met;
}

type Met = Gathered["met"][number];

interface Place {
  readonly meetingId: string;
  readonly aId: string;
  readonly bId: string;
}

/** Going on from a place, not from a number: the way through a year of rounds is then as long as the year. */
function encountersAfter(tx: Tx, networkId: string, week: string, last: Place | undefined): Promise<readonly Place[]> {
  const after = last && [
    { meetingId: { gt: last.meetingId } },
    { meetingId: last.meetingId, aId: { gt: last.aId } },
    { meetingId: last.meetingId, aId: last.aId, bId: { gt: last.bId } },
  ];
  return tx.encounter.findMany({
    where: {
      networkId,
      week,
      OR: [...counted],
      ...(last ? { meetingId: { gte: last.meetingId }, AND: [{ OR: after ?? [] }] } : {}),
    },
    orderBy: [{ meetingId: "asc" }, { aId: "asc" }, { bId: "asc" }],
    select: { meetingId: true, aId: true, bId: true },
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
      week: { gte: weeksTo(thisWeek).at(0) ?? thisWeek },
      OR: [...counted],
      AND: [{ OR: [{ aId: memberId }, { bId: memberId }] }],
    },
    select: { aId: true, bId: true, week: true },
  });
  return rows.map(({ aId, bId, week }) => ({
    a: aId,
    b: bId,
    weeksAgo: openWeeksBetween(programme.table.calendar, week, thisWeek),
  }));
}

/** The Mondays of the weeks that still count, the oldest first, this one last. */
function weeksTo(thisWeek: string): readonly string[] {
  return Array.from({ length: HISTORY_WEEKS + 1 }, (_, index) => addDays(thisWeek, -7 * (HISTORY_WEEKS - index)));
}
