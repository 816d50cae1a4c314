import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { topicsFrom } from "../introductions/rules.js";
import { localDate } from "../members/calendar/rules.js";
import { makeMatchmaking } from "./matchmaking.js";
import type { MeetupParts } from "./parts.js";
import { dateOf, headsUpKey, nextPart, withdrawRest, type Participation } from "./participation.js";
import type { Programme } from "./programme.js";
import { withoutPlan } from "./round.js";
import { defaults, NOW_FOR, weekOf } from "./rules.js";
import { makeWithdrawals } from "./withdrawals.js";

export interface Wishes {
  readonly size?: string;
  readonly cadenceWeeks?: number;
  readonly topics?: string;
  /** Languages they are glad to practise with somebody who is at ease in them. */
  readonly willing?: readonly string[];
}

/** What a member hears after joining or asking for somebody now. */
export interface JoinOutcome {
  readonly wasIn: boolean;
  /** True when somebody was found at once. */
  readonly matched: boolean;
  /** They had said STOP, and this was its end. */
  readonly wasStopped: boolean;
  /** The member's own next round. */
  readonly nextAt: Date | undefined;
}

export function makeEnrolments(parts: MeetupParts) {
  const { db, now, programmes } = parts;
  const { matchAtOnce, enterLate } = makeMatchmaking(parts);
  const withdrawals = makeWithdrawals(parts);

  async function enrolmentOf(tx: Tx, programme: Programme, memberId: string) {
    const enrolment = await tx.enrolment.findUnique({
      where: { programmeId_memberId: { programmeId: programme.id, memberId } },
    });
    if (enrolment === null || enrolment.status === "left") throw new Refusal("notInMeetup");
    return enrolment;
  }

  async function ownRound(tx: Tx, programme: Programme, enrolment: Participation) {
    return nextPart(enrolment, await programmes.roundAhead(programme, tx), programme.table);
  }

  /** Of a round that is being put together, or waits for an organiser, the day is over: it is the one after it. */
  async function nextAt(tx: Tx, programme: Programme, memberId: string): Promise<Date | undefined> {
    const enrolment = await enrolmentOf(tx, programme, memberId);
    const first = await programmes.roundAhead(programme, tx);
    const next =
      first && first.step !== "announce" && first.roundAt <= now()
        ? await programmes.roundAhead(programme, tx, first.id)
        : first;
    return nextPart(enrolment, next, programme.table)?.roundAt;
  }

  /** Whoever stays away from the next round need not be asked any more whether it suits. */
  async function withdrawHeadsUp(tx: Tx, programme: Programme, memberId: string): Promise<void> {
    const round = await programmes.nextRound(programme.id, tx);
    if (!round) return;
    await parts.outbox.cancel(tx, [headsUpKey(round, dateOf(round, programme.table), memberId)], "away");
  }

  function columnsFrom({ topics, willing, ...columns }: Wishes) {
    return {
      ...columns,
      ...(topics === undefined ? {} : { topics: topicsFrom(topics, parts.topicKey).map((topic) => ({ ...topic })) }),
      ...(willing === undefined ? {} : { willing: [...willing] }),
    };
  }

  /** The round of a heads-up, as long as an answer can still count. */
  async function openRound(tx: Tx, roundId: string, ...more: readonly string[]) {
    const round = await tx.round.findUnique({ where: { id: roundId }, omit: withoutPlan });
    if (!round) throw new Refusal("gone");
    if (!["announce", "decide", ...more].includes(round.step)) throw new Refusal("roundDecided");
    return round;
  }

  /** Whoever wants to meet somebody wants to hear of it: the end of a STOP. Answers whether there was one. */
  async function hearAgain(tx: Tx, memberId: string): Promise<boolean> {
    // What somebody paused in so many words, they also end in so many.
    if ((await tx.member.count({ where: { id: memberId, frozenAt: { not: null } } })) > 0) throw new Refusal("frozen");
    await withdrawRest(parts.outbox, tx, memberId);
    const where = { id: memberId, stoppedAt: { not: null } };
    const { count } = await tx.member.updateMany({ where, data: { stoppedAt: null } });
    return count > 0;
  }

  return {
    /** Joining is consent. Joining again keeps what was chosen and wakes a paused or resting name. */
    async join(networkId: string, memberId: string, wishes: Wishes = {}): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const where = { programmeId_memberId: { programmeId: programme.id, memberId } };
        const before = await tx.enrolment.findUnique({ where });
        const member = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
        const wasIn = before?.status === "active" && before.pausedUntil === null && member.stoppedAt === null;
        const chosen = columnsFrom(wishes);
        const { size, cadenceWeeks } = defaults;
        const fresh = { id: parts.newId(), programmeId: programme.id, memberId, status: "active", joinedAt: now() };
        const again = before?.status === "done" ? { cadenceWeeks } : {};
        await tx.enrolment.upsert({
          where,
          create: { ...fresh, size, cadenceWeeks, topics: [], ...chosen },
          update: { status: "active", pausedUntil: null, silentRounds: 0, ...again, ...chosen },
        });
        const wasStopped = await hearAgain(tx, memberId);
        const matched = !wasIn && (await enterLate(tx, programme, memberId, before?.lastWeek ?? null));
        return { wasIn, matched, wasStopped, nextAt: await nextAt(tx, programme, memberId) };
      });
    },

    /** Whether the member takes part, be it with a break. */
    async isIn(networkId: string, memberId: string): Promise<boolean> {
      const where = { memberId, programme: { networkId }, status: { notIn: ["left", "done"] } };
      return (await db.client.enrolment.count({ where })) > 0;
    },

    async leave(networkId: string, memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        await tx.enrolment.updateMany({
          where: { programmeId: programme.id, memberId },
          data: { status: "left", freeUntil: null },
        });
        await withdrawHeadsUp(tx, programme, memberId);
        await withdrawals.leftMeetup(tx, memberId);
      });
    },

    /** Leaves out the member's own next round, once. Answers with its date, or undefined when none is planned. */
    async skip(networkId: string, memberId: string): Promise<Date | undefined> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const enrolment = await enrolmentOf(tx, programme, memberId);
        if (enrolment.status !== "active") throw new Refusal("nothingToSkip");
        const round = await ownRound(tx, programme, { ...enrolment, skipWeek: null });
        if (!round) return undefined;
        await tx.enrolment.updateMany({
          where: { programmeId: programme.id, memberId },
          data: { skipWeek: round.week, silentRounds: 0 },
        });
        await withdrawHeadsUp(tx, programme, memberId);
        return round.roundAt;
      });
    },

    /** Takes back a skip. Answers with the date of the member's own next round. */
    async unskip(networkId: string, memberId: string): Promise<Date | undefined> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const { id } = await enrolmentOf(tx, programme, memberId);
        await tx.enrolment.update({ where: { id }, data: { skipWeek: null } });
        return nextAt(tx, programme, memberId);
      });
    },

    /** Takes part again from this local date on. */
    async pause(networkId: string, memberId: string, until: string): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        if (until <= localDate(now().getTime(), programme.table.timeZone)) throw new Refusal("dateInPast");
        const data = { status: "active", pausedUntil: until, freeUntil: null, silentRounds: 0 };
        await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data });
        const round = await programmes.nextRound(programme.id, tx);
        if (round && dateOf(round, programme.table) < until) await withdrawHeadsUp(tx, programme, memberId);
      });
    },

    async resume(networkId: string, memberId: string): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const enrolment = await enrolmentOf(tx, programme, memberId);
        const data = { status: "active", pausedUntil: null, skipWeek: null, silentRounds: 0 };
        await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data });
        const wasStopped = await hearAgain(tx, memberId);
        const matched = await enterLate(tx, programme, memberId, enrolment.lastWeek);
        return {
          wasIn: enrolment.status === "active" && enrolment.pausedUntil === null,
          matched,
          wasStopped,
          nextAt: await nextAt(tx, programme, memberId),
        };
      });
    },

    async prefer(networkId: string, memberId: string, wishes: Wishes): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        const where = { programmeId: programme.id, memberId };
        await tx.enrolment.updateMany({ where, data: columnsFrom(wishes) });
      });
    },

    /** Somebody for right now, if somebody else is free too; otherwise the first who comes free. */
    async meetNow(networkId: string, memberId: string): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const enrolment = await enrolmentOf(tx, programme, memberId);
        const freeUntil = new Date(now().getTime() + NOW_FOR);
        await tx.enrolment.update({
          where: { id: enrolment.id },
          data: { freeUntil, status: "active", pausedUntil: null },
        });
        const wasStopped = await hearAgain(tx, memberId);
        const matched = await matchAtOnce(tx, programme, memberId, "now");
        return { wasIn: true, matched, wasStopped, nextAt: await nextAt(tx, programme, memberId) };
      });
    },

    /** "I'm in", from the heads-up of that very round: a sign, and the end of a break. */
    async confirm(roundId: string, memberId: string): Promise<{ readonly at: Date; readonly wasStopped: boolean }> {
      return db.transaction(async (tx) => {
        const round = await openRound(tx, roundId);
        const { count } = await tx.enrolment.updateMany({
          where: { programmeId: round.programmeId, memberId, status: { not: "left" } },
          data: { skipWeek: null, silentRounds: 0, status: "active", pausedUntil: null },
        });
        if (count === 0) throw new Refusal("notInMeetup");
        return { at: round.roundAt, wasStopped: await hearAgain(tx, memberId) };
      });
    },

    /** "Skip this week" from the heads-up of that very round. */
    async skipRound(roundId: string, memberId: string): Promise<Date> {
      return db.transaction(async (tx) => {
        // Also of a round that waits for an organiser: whoever skips is left out when it goes out.
        const round = await openRound(tx, roundId, "approve");
        const { count } = await tx.enrolment.updateMany({
          where: { programmeId: round.programmeId, memberId, status: { not: "left" } },
          data: { skipWeek: round.week, silentRounds: 0 },
        });
        if (count === 0) throw new Refusal("notInMeetup");
        return round.roundAt;
      });
    },

    /** Everything a member may want to know about the own part in the meet-up. */
    async status(networkId: string, memberId: string) {
      const programme = await programmes.read({ networkId });
      if (!programme) return undefined;
      const enrolment = await db.client.enrolment.findUnique({
        where: { programmeId_memberId: { programmeId: programme.id, memberId } },
      });
      // The round to come for this member, also when it is to be skipped.
      const own = enrolment && { ...enrolment, status: "active", skipWeek: null };
      const round = own ? await ownRound(db.client, programme, own) : await programmes.roundAhead(programme);
      const meetings = await db.client.meetingMember.findMany({
        where: {
          memberId,
          meeting: {
            status: "open",
            week: { gte: weekOf(localDate(now().getTime() - 14 * 86_400_000, programme.table.timeZone)) },
          },
        },
        include: { meeting: { include: { members: true } } },
      });
      return {
        enrolment,
        nextRound: round && { at: round.roundAt, week: round.week },
        partners: meetings
          .filter((row) => row.answer === null)
          .map((row) => ({
            meetingId: row.meetingId,
            others: row.meeting.members.map((other) => other.memberId).filter((id) => id !== memberId),
          })),
      };
    },
  };
}
