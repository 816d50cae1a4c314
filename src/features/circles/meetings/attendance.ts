import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { leadersOnly } from "../leaders.js";
import { change } from "./changes.js";
import type { MeetingsParts } from "./parts.js";
import { meetingOf, membersAt, type MeetingRow } from "./reading.js";
import type { AttendanceState } from "./rules.js";

export interface Attended {
  readonly state: Exclude<AttendanceState, "noted">;
  readonly circle: string;
  readonly at: Date;
}

/** Who comes to a meeting, and who was there. */
export function makeAttendance(parts: MeetingsParts) {
  const { db, now, newId } = parts;

  /** Somebody else, known by the end of their id, of whom whoever leads notes something once it has begun. */
  async function other(tx: Tx, id: string, leaderId: string, whoEnds: string) {
    const { row, role } = await meetingOf(parts, tx, id, leaderId);
    if (role !== "lead") throw await leadersOnly(tx, row.circle);
    await change(parts, tx, row, { event: "attend", by: role });
    const { at, circleId } = row;
    if (at === null || at > now()) throw new Refusal("circleMeetingAhead");
    const memberId = (await membersAt(tx, circleId, at)).find((one) => whoEnds !== "" && one.endsWith(whoEnds));
    if (memberId === undefined) throw new Refusal("gone");
    return { meetingId: id, memberId };
  }

  return {
    /** One answer for both: that somebody comes, or, once it has begun, was there. The last answer counts. */
    attend: (id: string, memberId: string, isThere: boolean): Promise<Attended> =>
      db.transaction(async (tx) => {
        const { row, role } = await meetingOf(parts, tx, id, memberId);
        await change(parts, tx, row, { event: "attend", by: role });
        const { at, circleId } = row;
        if (at === null) throw new Refusal("circleMeetingPolling");
        const hasBegun = at <= now();
        if (hasBegun && !(await membersAt(tx, circleId, at)).includes(memberId)) throw new Refusal("circleJoinedLater");
        const state = !isThere ? "absent" : hasBegun ? "present" : "expected";
        const key = { meetingId: id, memberId };
        const data = { state, at: now() };
        await tx.circleAttendance.upsert({
          where: { meetingId_memberId: key },
          create: { id: newId(), ...key, ...data },
          update: data,
        });
        if (isThere) await parts.touch(tx, circleId);
        return { state, circle: row.circle.name, at };
      }),

    /**
     * Whoever leads the circle notes for somebody else, known by the end of their id, that they were there. What somebody
     * has said of themselves stays.
     * @throws Refusal to others, before it has begun, and for whom nobody expected
     */
    vouch: (id: string, leaderId: string, whoEnds: string): Promise<void> =>
      db.transaction(async (tx) => {
        const key = await other(tx, id, leaderId, whoEnds);
        const known = await tx.circleAttendance.findUnique({ where: { meetingId_memberId: key } });
        // An "expected" from before it began was a plan, and is no word of what happened.
        if (known !== null && known.state !== "expected") return;
        const data = { state: "noted" satisfies AttendanceState, at: now() };
        await tx.circleAttendance.upsert({
          where: { meetingId_memberId: key },
          create: { id: newId(), ...key, ...data },
          update: data,
        });
      }),

    /** Takes back what whoever leads has noted, and nothing that somebody said of themselves. */
    unvouch: (id: string, leaderId: string, whoEnds: string): Promise<void> =>
      db.transaction(async (tx) => {
        const key = await other(tx, id, leaderId, whoEnds);
        await tx.circleAttendance.updateMany({
          where: { ...key, state: "noted" satisfies AttendanceState },
          data: { state: "expected" satisfies AttendanceState, at: now() },
        });
      }),
  };
}

/** Whom its time suits comes to it, unless they say otherwise. */
export async function expectAtOnce(
  { newId, now }: Pick<MeetingsParts, "newId" | "now">,
  tx: Tx,
  meetingId: string,
  memberIds: readonly string[],
): Promise<void> {
  await tx.circleAttendance.createMany({
    data: memberIds.map((memberId) => ({ id: newId(), meetingId, memberId, state: "expected", at: now() })),
  });
}

/** A meeting is over: whoever was in the circle when it began was expected, and nobody else. */
export async function expectMembers(parts: MeetingsParts, tx: Tx, row: MeetingRow): Promise<void> {
  if (row.at === null) return;
  const memberIds = await membersAt(tx, row.circleId, row.at);
  const { id: meetingId } = row;
  await tx.circleAttendance.deleteMany({
    where: { meetingId, memberId: { notIn: [...memberIds] }, state: { notIn: ["present", "noted"] } },
  });
  const known = new Set((await tx.circleAttendance.findMany({ where: { meetingId } })).map(({ memberId }) => memberId));
  const missing = memberIds.filter((memberId) => !known.has(memberId));
  const at = parts.now();
  await tx.circleAttendance.createMany({
    data: missing.map((memberId) => ({ id: parts.newId(), meetingId, memberId, state: "expected", at })),
  });
}
