import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import type { Portrait } from "../introductions/portraits.js";
import { addOpenTime } from "../members/calendar/rules.js";
import { refusalFor } from "../members/fellows.js";
import { calendarFile } from "./calendarFile.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { recount } from "./closing.js";
import { tellConnector } from "./connections.js";
import { withoutPlan } from "./round.js";
import {
  ASK_AGAIN_AFTER,
  checkInAnswers,
  commonSlots,
  happenedFrom,
  happenedInTheEnd,
  type CheckInAnswer,
} from "./rules.js";
import { deliveriesOf } from "./times/passing.js";
import type { TimesNews } from "./times/rules.js";
import { makeWithdrawals, peopleOf, type WholeMeeting } from "./withdrawals.js";

/** Everything after two people were brought together: signs of life, answers, times, and what is asked when. */
export function makeFollowups(parts: MeetupParts) {
  const { db, now, programmes } = parts;
  const withdrawals = makeWithdrawals(parts);

  async function meetingOf(tx: Tx, meetingId: string, memberId: string) {
    const meeting = await tx.meeting.findUnique({ where: { id: meetingId }, include: { members: true } });
    if (!meeting) throw new Refusal("gone");
    const mine = meeting.members.find((member) => member.memberId === memberId);
    if (mine) return { meeting, mine };
    throw await refusalFor(tx, memberId, meeting.networkId);
  }

  async function giveSign(tx: Tx, meetingId: string, memberId: string): Promise<void> {
    await tx.meetingMember.updateMany({ where: { meetingId, memberId, signAt: null }, data: { signAt: now() } });
  }

  async function programmeOf(tx: Tx, networkId: string): Promise<Programme> {
    return programmes.ensure(tx, networkId);
  }

  return {
    /** A message or a button in the shared room: these people are in touch, so nobody is nudged. */
    async sign(roomKey: string, memberId: string): Promise<void> {
      await giveSign(db.client, roomKey, memberId);
    },

    /**
     * Somebody left the network: they take part in nothing more, and nobody waits for them. In the transaction in which
     * they leave, where that is at hand.
     */
    async memberLeft(memberId: string, tx?: Tx): Promise<void> {
      await (tx ? withdrawals.left(tx, memberId) : db.transaction((own) => withdrawals.left(own, memberId)));
    },

    /** How it went. The last answer counts, also a late one; answers with what was said before. */
    async answer(
      meetingId: string,
      memberId: string,
      answer: CheckInAnswer,
    ): Promise<{ before: CheckInAnswer | undefined; willAsk: boolean }> {
      return db.transaction(async (tx) => {
        const { meeting, mine } = await meetingOf(tx, meetingId, memberId);
        const askAgainAt = answer === "notYet" ? await whenToAskAgain(tx, meeting, memberId) : null;
        await tx.meetingMember.update({
          where: { meetingId_memberId: { meetingId, memberId } },
          data: { answer, answeredAt: now(), signAt: mine.signAt ?? now(), askAgainAt },
        });
        const answers = meeting.members.map((member) => (member === mine ? answer : member.answer));
        const isOver = meeting.status !== "open";
        const happened = isOver ? happenedInTheEnd(answers) : happenedFrom(answers);
        await tx.encounter.updateMany({ where: { meetingId }, data: { happened } });
        if (isOver)
          await tx.meeting.update({ where: { id: meetingId }, data: { status: happened === true ? "met" : "closed" } });
        if (isOver && meeting.roundId !== null) await recount(tx, meeting.roundId);
        if (meeting.connectorId !== null && happened !== null)
          await tellConnector(parts, tx, meeting, happened ? "met" : "wontHappen");
        const hasMet = answer === "met" || answer === "some";
        if (hasMet && mine.answer !== answer) await parts.met?.(tx, memberId);
        return {
          before: checkInAnswers.find((known) => known === mine.answer),
          willAsk: askAgainAt !== null || meeting.checkInAt !== null,
        };
      });
    },

    /** Three times that suit everybody, before the check-in. Empty when there is no common hour. */
    async proposeTimes(
      meetingId: string,
      memberId: string,
    ): Promise<{ slots: readonly Date[]; people: readonly Portrait[] }> {
      const { meeting } = await meetingOf(db.client, meetingId, memberId);
      await giveSign(db.client, meetingId, memberId);
      const programme = await programmes.read({ networkId: meeting.networkId });
      if (!programme) return { slots: [], people: [] };
      const portraits = [...(await parts.portraits.of(peopleOf(meeting))).values()];
      const me = portraits.filter((portrait) => portrait.memberId === memberId);
      const others = portraits.filter((portrait) => portrait.memberId !== memberId);
      const soon = now().getTime() + 2 * 3_600_000;
      const people = [...me, ...others];
      const slots = commonSlots(people, programme.table, soon, soon + 10 * 86_400_000, 3);
      return { slots: slots.map((at) => new Date(at)), people };
    },

    /** The chosen time as a calendar file; choosing again updates the same entry. */
    async takeTime(meetingId: string, memberId: string, at: Date) {
      if (at <= now()) throw new Refusal("timeInPast");
      const meeting = await db.transaction(async (tx) => {
        const { meeting } = await meetingOf(tx, meetingId, memberId);
        await giveSign(tx, meetingId, memberId);
        return tx.meeting.update({
          where: { id: meeting.id },
          data: { sequence: { increment: 1 } },
          include: { members: true },
        });
      });
      const portraits = await parts.portraits.of(peopleOf(meeting));
      const people = [...portraits.values()];
      const file = (title: string, description: string) =>
        calendarFile({
          uid: `${meetingId}@jejaring`,
          sequence: meeting.sequence,
          at,
          timeZone: portraits.get(memberId)?.timeZone ?? "UTC",
          title,
          description,
          stamp: now(),
        });
      return { people, file };
    },

    /**
     * Tells the others of a time, each alone: it was proposed or taken in a private conversation, where they don't see it.
     * Whoever wants to be left in peace hears nothing.
     */
    async tellOthers(meetingId: string, memberId: string, news: TimesNews): Promise<void> {
      await db.transaction(async (tx) => {
        const { meeting } = await meetingOf(tx, meetingId, memberId);
        const portraits = await parts.portraits.of(peopleOf(meeting), tx);
        const zones = [...new Set([...portraits.values()].map(({ timeZone }) => timeZone))];
        const to = (await whoMayShareRoom(tx, meeting, memberId)).filter((id) => id !== memberId);
        await parts.outbox.add(tx, deliveriesOf({ meeting, by: memberId, to, zones, now: now() }, news));
      });
    },

    /**
     * Opens the room of people who were told one by one: somebody wants to write now. It opens when it suits the others,
     * who have not asked for it.
     */
    async openRoom(meetingId: string, memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const { meeting } = await meetingOf(tx, meetingId, memberId);
        const memberIds = await whoMayShareRoom(tx, meeting, memberId);
        // The same words whatever the reason: nobody learns who wants to be left in peace.
        if (meeting.status === "void" || memberIds.length < 2) throw new Refusal("roomClosed");
        await giveSign(tx, meetingId, memberId);
        const key = `room:${meetingId}`;
        await parts.outbox.forget(tx, [key]);
        await parts.outbox.add(tx, [
          {
            key,
            networkId: meeting.networkId,
            to: { kind: "room", key: meetingId, memberIds, askedBy: memberId },
            notice: "meet.roomOpened",
            facts: { by: { person: memberId }, icebreaker: meeting.icebreaker, meetingId },
            priority: "match",
            proactive: true,
            dueAt: now(),
          },
        ]);
      });
    },
  };

  async function whenToAskAgain(
    tx: Tx,
    meeting: Omit<WholeMeeting, "members">,
    memberId: string,
  ): Promise<Date | null> {
    const asked = await tx.delivery.count({ where: { key: `askAgain:${meeting.id}:${memberId}` } });
    // Before the check-in the check-in itself asks.
    if (asked > 0 || meeting.checkInAt !== null || meeting.status !== "open") return null;
    const { table } = await programmeOf(tx, meeting.networkId);
    const at = new Date(addOpenTime(table.calendar, now().getTime(), ASK_AGAIN_AFTER, table.timeZone));
    const round =
      meeting.roundId === null
        ? null
        : await tx.round.findUnique({ where: { id: meeting.roundId }, omit: withoutPlan });
    const closeAt = round?.closeAt ?? meeting.closeAt;
    // When it is closed by then, nobody wants to know any more.
    return closeAt !== null && at >= closeAt ? null : at;
  }
}

/** The one who asks and whoever may be brought together with them: still there, reachable, and at peace with it. */
async function whoMayShareRoom(tx: Tx, meeting: WholeMeeting, askerId: string): Promise<readonly string[]> {
  const ids = [...peopleOf(meeting)];
  const apart = await tx.avoidance.findMany({ where: { memberId: { in: ids }, otherId: { in: ids } } });
  const kept = new Set(apart.flatMap(({ memberId, otherId }) => [memberId, otherId]));
  const stopped = await tx.member.findMany({
    where: { id: { in: ids }, OR: [{ stoppedAt: { not: null } }, { frozenAt: { not: null } }] },
    select: { id: true },
  });
  for (const { id } of stopped) kept.add(id);
  return ids.filter((id) => id === askerId || !kept.has(id));
}
