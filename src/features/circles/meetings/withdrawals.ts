import type { Recipient } from "../../../outbox/delivery.js";
import type { Tx } from "../../../storage/database.js";
import { endProtocol } from "../protocols/ending.js";
import { announce, change } from "./changes.js";
import { keysOf } from "./deliveries.js";
import type { MeetingsParts } from "./parts.js";
import { decide } from "./polls.js";
import { readMeeting, type MeetingRow } from "./reading.js";
import { isPollComplete } from "./rules.js";
import { answersIn } from "./stored.js";

/** What follows for meetings when somebody leaves a circle, or the circle ends; each belongs into the transaction of that. */
export function makeMeetingWithdrawals(parts: MeetingsParts) {
  const { outbox, now } = parts;

  async function openMeetings(tx: Tx, circleId: string): Promise<readonly MeetingRow[]> {
    const rows = await tx.circleMeeting.findMany({
      where: { circleId, state: { in: ["polling", "fixed"] } },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    const found: MeetingRow[] = [];
    for (const { id } of rows) {
      const row = await readMeeting(tx, id);
      if (row) found.push(row);
    }
    return found;
  }

  /** What is on its way to the circle goes to those who are still in it. */
  async function tellOnly(tx: Tx, meetingId: string, memberId: string, memberIds: readonly string[]): Promise<void> {
    const waiting = await tx.delivery.findMany({
      where: { key: { startsWith: keysOf(meetingId) }, status: { in: ["pending", "leased"] } },
      select: { key: true },
    });
    const isTheirs = ({ key }: { readonly key: string }) => key.endsWith(`:${memberId}`);
    await outbox.cancel(
      tx,
      waiting.filter(isTheirs).map(({ key }) => key),
      "left",
    );
    const narrowed = (to: Recipient): Recipient => (to.kind === "room" ? { ...to, memberIds } : to);
    for (const one of waiting.filter((each) => !isTheirs(each)))
      await outbox.amend(tx, one.key, ({ to, facts }) => ({ to: narrowed(to), facts: { ...(facts as object) } }));
  }

  return {
    /** Somebody has left a circle (`membersOf` knows it already): neither waited for, nor expected, nor told. */
    async left(tx: Tx, circleId: string, memberId: string): Promise<void> {
      const memberIds = await parts.membersOf(tx, circleId);
      const meetings = await tx.circleMeeting.findMany({ where: { circleId }, select: { id: true } });
      for (const { id } of meetings) await tellOnly(tx, id, memberId, memberIds);
      for (const { id, state, at } of await openMeetings(tx, circleId)) {
        await tx.circleAnswer.deleteMany({ where: { meetingId: id, memberId } });
        if (at === null || at > now()) await tx.circleAttendance.deleteMany({ where: { meetingId: id, memberId } });
        const row = state === "polling" ? await readMeeting(tx, id) : null;
        const isDecided = row !== null && memberIds.length > 0 && isPollComplete(memberIds, answersIn(row.answers));
        if (isDecided) await decide(parts, tx, row, memberIds);
      }
      const actions = await tx.circleAction.findMany({
        where: { circleId, ownerId: memberId, doneAt: null, droppedAt: null },
      });
      for (const { id } of actions) await outbox.cancel(tx, { startsWith: `circleAction:${id}:` }, "left");
      await tx.circleAction.updateMany({ where: { circleId, ownerId: memberId }, data: { stepAt: null } });
    },

    /** A circle ends: what was to come is cancelled, and whoever has it in a calendar hears so. */
    async ended(tx: Tx, circleId: string): Promise<void> {
      const memberIds = await parts.membersOf(tx, circleId);
      for (const row of await openMeetings(tx, circleId)) {
        const isToCome = row.state === "polling" || (row.at !== null && row.at > now());
        if (!isToCome) continue;
        const set = { sequence: row.sequence + 1 };
        const cancelled = await change(parts, tx, row, { event: "cancel", by: "clock", set });
        if (row.state === "polling" || memberIds.length === 0)
          await outbox.cancel(tx, { startsWith: keysOf(row.id) }, "rules");
        else await announce(parts, tx, cancelled, memberIds, { notice: "cancelled" });
      }
      const led = await tx.circleMeeting.findMany({ where: { circleId, protocolAt: { not: null } } });
      for (const row of led) await endProtocol(parts, tx, row);
      const actions = await tx.circleAction.findMany({ where: { circleId, stepAt: { not: null } } });
      for (const { id } of actions) await outbox.cancel(tx, { startsWith: `circleAction:${id}:` }, "rules");
      await tx.circleAction.updateMany({ where: { circleId }, data: { stepAt: null } });
    },
  };
}
