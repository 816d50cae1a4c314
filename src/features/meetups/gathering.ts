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
 * thousand people don't hold anybody up.
 */
export async function gather(
  parts: { readonly portraits: Portraits; readonly breathe: () => Promise<void>; readonly now: () => Date },
  tx: Tx,
  programme: Programme,
  enrolled: readonly Enrolled[],
  week: string,
): Promise<Gathered> {
  const ids = enrolled.map(({ memberId }) => memberId);
  const portraits = await parts.portraits.of(ids, tx);
  const meetings = await countMeetings(tx, programme.networkId);
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
    met: await history(parts, tx, programme, week),
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

async function countMeetings(tx: Tx, networkId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.meetingMember.groupBy({
    by: ["memberId"],
    where: { meeting: { networkId } },
    _count: { memberId: true },
  });
  return new Map(rows.map((row) => [row.memberId, row._count.memberId]));
}

/** Who met whom, and how many open weeks before this one. A meeting that did not happen doesn't count. */
async function history(
  parts: { readonly breathe: () => Promise<void> },
  tx: Tx,
  programme: Programme,
  thisWeek: string,
): Promise<Gathered["met"]> {
  const { calendar } = programme.table;
  const oldest = addDays(thisWeek, -7 * HISTORY_WEEKS);
  const weeksAgo = new Map<string, number>();
  const met: { a: string; b: string; weeksAgo: number }[] = [];
  for (let skip = 0; ; skip += CHUNK) {
    const rows = await tx.encounter.findMany({
      where: { networkId: programme.networkId, week: { gte: oldest }, OR: [{ happened: null }, { happened: true }] },
      orderBy: [{ week: "asc" }, { meetingId: "asc" }, { aId: "asc" }, { bId: "asc" }],
      select: { aId: true, bId: true, week: true },
      skip,
      take: CHUNK,
    });
    for (const { aId, bId, week } of rows) {
      const weeks = weeksAgo.get(week) ?? openWeeksBetween(calendar, week, thisWeek);
      weeksAgo.set(week, weeks);
      met.push({ a: aId, b: bId, weeksAgo: weeks });
    }
    if (rows.length < CHUNK) return met;
    await parts.breathe();
  }
}
