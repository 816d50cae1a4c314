import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { refusalFor } from "../../members/fellows.js";
import type { MeetingsParts } from "./parts.js";
import type { MeetingRole } from "./rules.js";

export type MeetingRow = NonNullable<Awaited<ReturnType<typeof readMeeting>>>;
export type CircleRow = MeetingRow["circle"];

/** A meeting with everything that decides what comes next. */
export async function readMeeting(tx: Tx, id: string) {
  return tx.circleMeeting.findUnique({
    where: { id },
    include: { circle: true, answers: true, attendance: { orderBy: { id: "asc" } } },
  });
}

/** A circle as one of its members sees it. */
export interface Seat {
  readonly circle: CircleRow;
  readonly role: Exclude<MeetingRole, "clock">;
  readonly memberIds: readonly string[];
}

export interface Found extends Seat {
  readonly row: MeetingRow;
}

const OVER: ReadonlySet<string> = new Set(["finished", "merged", "archived"]);

export function isOver({ state }: { readonly state: string }): boolean {
  return OVER.has(state);
}

/** Nothing is planned in a circle that is over or pauses. @throws Refusal that says which */
export function requireGoingOn(circle: { readonly state: string }): void {
  if (isOver(circle)) throw new Refusal("circleOver");
  if (circle.state === "paused") throw new Refusal("circlePaused");
}

/** @throws Refusal to whoever is not in the circle; nobody else learns what it does */
async function seatIn(parts: MeetingsParts, tx: Tx, circle: CircleRow, memberId: string): Promise<Seat> {
  const memberIds = await parts.membersOf(tx, circle.id);
  if (!memberIds.includes(memberId)) throw await refusalFor(tx, memberId, circle.networkId);
  const isLead = circle.facilitatorId === memberId || circle.deputyId === memberId;
  return { circle, role: isLead ? "lead" : "member", memberIds };
}

export async function meetingOf(parts: MeetingsParts, tx: Tx, id: string, memberId: string): Promise<Found> {
  const row = await readMeeting(tx, id);
  if (!row) throw new Refusal("gone");
  return { row, ...(await seatIn(parts, tx, row.circle, memberId)) };
}

export async function circleOf(parts: MeetingsParts, tx: Tx, id: string, memberId: string): Promise<Seat> {
  const circle = await tx.circle.findUnique({ where: { id } });
  if (!circle) throw new Refusal("gone");
  return seatIn(parts, tx, circle, memberId);
}

/** Who was in a circle at an instant. */
export async function membersAt(tx: Tx, circleId: string, at: Date): Promise<readonly string[]> {
  const rows = await tx.circleMember.findMany({
    where: {
      circleId,
      memberId: { not: null },
      joinedAt: { lte: at },
      OR: [{ leftAt: null }, { leftAt: { gt: at } }],
    },
    orderBy: { id: "asc" },
  });
  return [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))];
}
