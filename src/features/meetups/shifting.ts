import type { Tx } from "../../storage/database.js";
import { addOpenTime } from "../members/calendar/rules.js";
import type { Programme } from "./programme.js";
import { ASK_AGAIN_AFTER, CONNECT_CHECK_AFTER, NUDGE_AFTER } from "./rules.js";

/** What is to be asked about open meetings waits as long as the calendar says now: a pause is no time to meet. */
export async function shiftMeetings(tx: Tx, { networkId, table }: Programme, now: Date): Promise<void> {
  const after = (at: Date, wait: number) => new Date(addOpenTime(table.calendar, at.getTime(), wait, table.timeZone));

  // Meetings of one chunk were written at one instant; there are few instants.
  const nudged = { networkId, nudgeAt: { gt: now } };
  for (const { createdAt } of await tx.meeting.groupBy({ by: ["createdAt"], where: nudged })) {
    const nudgeAt = after(createdAt, NUDGE_AFTER);
    await tx.meeting.updateMany({
      where: { networkId, createdAt, nudgeAt: { gt: now, lt: nudgeAt } },
      data: { nudgeAt },
    });
  }

  const connections = { networkId, roundId: null, checkInAt: { gt: now } };
  for (const { createdAt } of await tx.meeting.groupBy({ by: ["createdAt"], where: connections })) {
    const checkInAt = after(createdAt, CONNECT_CHECK_AFTER);
    const closeAt = after(checkInAt, CONNECT_CHECK_AFTER);
    await tx.meeting.updateMany({ where: { ...connections, createdAt }, data: { checkInAt, closeAt } });
  }

  const askedAgain = { meeting: { networkId }, askAgainAt: { gt: now }, answeredAt: { not: null } };
  for (const { answeredAt } of await tx.meetingMember.groupBy({ by: ["answeredAt"], where: askedAgain })) {
    if (answeredAt === null) continue;
    const askAgainAt = after(answeredAt, ASK_AGAIN_AFTER);
    await tx.meetingMember.updateMany({ where: { ...askedAgain, answeredAt }, data: { askAgainAt } });
  }
}
