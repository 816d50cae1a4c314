import type { Tx } from "../../../storage/database.js";
import { expectMembers } from "./attendance.js";
import { change, told, writeStep } from "./changes.js";
import { keysOf, toHome, toMember } from "./deliveries.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { decide } from "./polls.js";
import { isOver, readMeeting, type MeetingRow } from "./reading.js";
import type { MeetingStep } from "./rules.js";

/** For so long, in ms, it is worth asking who was there. */
const ASK_WORTH = 5 * 86_400_000;
/** A reminder that comes later than so long, in ms, before a meeting reminds nobody. */
const LATEST = 3_600_000;
/** Nor does one that comes so soon, in ms, after a circle heard when it meets. */
const JUST_TOLD = 6 * 3_600_000;

export type Clockwork = ReturnType<typeof makeClockwork>;

/** What the clock does to meetings: one step of one of them, if it is still to be done. */
export function makeClockwork(parts: MeetingsParts) {
  const { db, now, outbox } = parts;

  /** Of its time, be it the first or another one; or that is told any moment. */
  async function isJustTold(tx: Tx, { id }: MeetingRow): Promise<boolean> {
    const since = new Date(now().getTime() - JUST_TOLD);
    const count = await tx.delivery.count({
      where: {
        OR: [{ key: { startsWith: keysOf(id, "fixed") } }, { key: { startsWith: keysOf(id, "moved") } }],
        AND: { OR: [{ status: { in: ["pending", "leased"] } }, { status: "sent", settledAt: { gt: since } }] },
      },
    });
    return count > 0;
  }

  async function remind(tx: Tx, row: MeetingRow, step: "dayBefore" | "hoursBefore"): Promise<void> {
    await writeStep(parts, tx, row.id);
    // After a night without power it may have begun.
    if (row.at === null || row.at <= now()) return;
    const memberIds = await parts.membersOf(tx, row.circleId);
    const facts = await told(parts, tx, row, memberIds);
    const letter = { facts, turn: row.sequence, dueAt: now(), expiresAt: row.at };
    if (step === "dayBefore") {
      if (await isJustTold(tx, row)) return;
      // It was to come in open hours; after a night without power these may be over, and begin again before the meeting.
      const { calm } = await paceOf(parts, tx, row.circle.networkId);
      const dueAt = calm(row.at.getTime() - LATEST);
      return outbox.add(tx, [toHome(row, memberIds, { ...letter, notice: "reminder", dueAt })]);
    }
    const absent = new Set(row.attendance.filter(({ state }) => state === "absent").map(({ memberId }) => memberId));
    const coming = memberIds.filter((memberId) => !absent.has(memberId));
    await outbox.add(
      tx,
      coming.map((memberId) => toMember(row, memberId, { notice: "soon", ...letter })),
    );
  }

  async function hold(tx: Tx, row: MeetingRow): Promise<void> {
    await expectMembers(parts, tx, row);
    const held = await change(parts, tx, row, { event: "hold", by: "clock" });
    if (!isOver(row.circle)) await parts.touch(tx, row.circleId);
    const memberIds = await parts.membersOf(tx, row.circleId);
    // At once: they have just been together.
    const dueAt = now();
    const expiresAt = new Date(dueAt.getTime() + ASK_WORTH);
    const facts = await told(parts, tx, held, memberIds);
    const letter = { notice: "attendance", facts, turn: row.sequence, dueAt, expiresAt } as const;
    // The home of a circle that has ended is put away, and nothing is said there any more.
    const isPutAway = isOver(row.circle);
    await outbox.add(
      tx,
      isPutAway ? memberIds.map((memberId) => toMember(held, memberId, letter)) : [toHome(held, memberIds, letter)],
    );
  }

  async function take(tx: Tx, row: MeetingRow, step: MeetingStep): Promise<void> {
    switch (step) {
      case "decide":
        await decide(parts, tx, row, await parts.membersOf(tx, row.circleId));
        return;
      case "dayBefore":
      case "hoursBefore":
        return remind(tx, row, step);
      case "hold":
        return hold(tx, row);
    }
  }

  return {
    /** The next step of a meeting; harmless when something happened since it was looked up. */
    step: (id: string, at: Date): Promise<string> =>
      db.transaction(async (tx) => {
        const row = await readMeeting(tx, id);
        const step = row?.step as MeetingStep | null | undefined;
        if (!row || step === null || step === undefined || row.stepAt === null || row.stepAt > at)
          return "nothing to do";
        // What had begun when its circle ended was held all the same.
        const hasBegun = row.state === "fixed" && row.at !== null && row.at <= now();
        if (isOver(row.circle) && !hasBegun) {
          await tx.circleMeeting.update({ where: { id }, data: { step: null, stepAt: null } });
          return "the circle is over";
        }
        await take(tx, row, step);
        return step;
      }),
  };
}
