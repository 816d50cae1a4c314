import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { addDays, addOpenTime, isoWeekday, isPaused, localDate } from "../members/calendar/rules.js";
import type { MeetupParts } from "./parts.js";
import { dateOf, headsUpsOf, taking } from "./participation.js";
import { plannedRound, type Programme } from "./programme.js";
import { approve, isTooLate, movedTo, withoutPlan, type Round } from "./round.js";
import { CLOSE_AFTER, dayBefore, timesOf, timesOn, weekOf, type RoundTimes } from "./rules.js";
import { shiftMeetings } from "./shifting.js";
import { tellUnmatched } from "./telling.js";

export interface ScheduleChange {
  readonly weekday?: number;
  readonly time?: string;
  readonly status?: string;
  readonly approval?: string;
  readonly restWeeks?: number;
}

/** A round can be moved so many days ahead: whoever is told of a round wants to meet somebody soon. */
const FARTHEST_MOVE = 28;

/** What organisers change about rounds that are planned, and what a changed calendar does to them. */
export function makeSchedule(parts: MeetupParts) {
  const { db, now, programmes } = parts;

  /** Schedule, zone or calendar changed. What nobody has heard of is planned anew; the rest keeps its word if it can. */
  async function replan(tx: Tx, networkId: string): Promise<void> {
    const programme = await programmes.read({ networkId }, tx);
    if (!programme) return;
    const where = { programmeId: programme.id, step: { not: "done" } };
    for (const round of await tx.round.findMany({ where, orderBy: { week: "asc" }, omit: withoutPlan })) {
      if (round.step === "announce" && !(await isHeardOf(tx, round))) await planAnew(tx, programme, round);
      else if (round.step === "announce" || round.step === "decide") await keepOrMove(tx, programme, round);
      else await shiftEnd(tx, programme, round);
    }
    await shiftMeetings(tx, programme, now());
    await programmes.planNext(tx, programme);
  }

  /** A date that an organiser chose stays; other plans are made again. */
  async function planAnew(tx: Tx, { table }: Programme, round: Round): Promise<void> {
    const date = movedTo(round);
    if (date === undefined || isPaused(table.calendar, date)) {
      await tx.round.delete({ where: { id: round.id } });
      return;
    }
    const times = timesOn(round.week, dayBefore(date, table), date, table);
    await tx.round.update({ where: { id: round.id }, data: plannedRound(times) });
  }

  /** People know of this round: it keeps its date, unless that is now in a pause. */
  async function keepOrMove(tx: Tx, programme: Programme, round: Round): Promise<void> {
    const { table } = programme;
    if (!isPaused(table.calendar, dateOf(round, table))) return shiftEnd(tx, programme, round);
    const times = timesOf(round.week, table);
    if (times !== "pause" && times.roundAt > now().getTime()) return moveTo(tx, round, times);
    const waiting = await taking(tx, programme, round);
    await parts.outbox.cancel(tx, headsUpsOf(round), "cancelled");
    const data = { step: "done", result: { cancelled: true } };
    await tx.round.update({ where: { id: round.id }, data });
    await programmes.planNext(tx, programme);
    const leftOver = waiting.map(({ memberId }) => ({ id: memberId, why: "cancelled" }));
    await tellUnmatched(parts, tx, programme, round, leftOver);
  }

  /**
   * Heads-ups that went out name the old date: everybody hears the new one, unless its day is over. Then the match
   * itself comes on the new date; a second heads-up on the same day would only crowd it out.
   */
  async function moveTo(tx: Tx, round: Round, times: RoundTimes, date?: string): Promise<void> {
    const planned = plannedRound(times);
    const isOver = planned.headsUpAt < now();
    const isTold = isOver && (await isHeardOf(tx, round));
    await parts.outbox.cancel(tx, headsUpsOf(round), "moved");
    const step = isTold ? { step: "decide", stepAt: planned.roundAt } : isOver ? { stepAt: now() } : {};
    const result = date === undefined ? {} : { result: { movedTo: date } };
    await tx.round.update({ where: { id: round.id }, data: { ...planned, ...result, ...step } });
  }

  /** What comes after the round waits as long as the calendar says now. */
  async function shiftEnd(tx: Tx, { table }: Programme, round: Round): Promise<void> {
    const date = dateOf(round, table);
    const isAsked = round.checkInAt <= now();
    const checkInAt = isAsked ? round.checkInAt : new Date(timesOn(round.week, date, date, table).checkInAt);
    const closeAt = new Date(addOpenTime(table.calendar, checkInAt.getTime(), CLOSE_AFTER, table.timeZone));
    const stepAt = round.step === "close" ? { stepAt: closeAt } : {};
    await tx.round.update({ where: { id: round.id }, data: { checkInAt, closeAt, ...stepAt } });
    if (isAsked) return;
    await tx.meeting.updateMany({ where: { roundId: round.id, checkInAt: { not: null } }, data: { checkInAt } });
  }

  async function isHeardOf(tx: Tx, round: Round): Promise<boolean> {
    return (await tx.delivery.count({ where: { key: headsUpsOf(round) } })) > 0;
  }

  /**
   * A round that moves into another week stands for that week's, of which nobody has heard yet. In a week that has had
   * its round there is no second one.
   */
  async function weekFor(tx: Tx, round: Round, date: string): Promise<string> {
    const week = weekOf(date);
    if (week === round.week) return week;
    const others = await tx.round.findMany({
      where: { programmeId: round.programmeId, id: { not: round.id }, week: { lte: week } },
      omit: withoutPlan,
    });
    for (const other of others) {
      const isPlanned = other.step === "announce" && !(await isHeardOf(tx, other));
      if (isPlanned) await tx.round.delete({ where: { id: other.id } });
      else if (other.week === week) throw new Refusal("weekTaken");
    }
    const skipping = { programmeId: round.programmeId, skipWeek: round.week };
    await tx.enrolment.updateMany({ where: skipping, data: { skipWeek: week } });
    return week;
  }

  return {
    replan,

    async change(networkId: string, change: ScheduleChange): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await tx.programme.update({ where: { id: programme.id }, data: change });
        // What waits for an organiser waits no longer when rounds need nobody's approval any more.
        if (change.approval === "auto") await approve(tx, programme.id, now());
        await replan(tx, networkId);
      });
    },

    /**
     * Moves the next round to another date; its heads-up goes out the day before, or at once when that is over. Throws
     * Refusal "roundTooFar", "roundDay" (a weekend or a pause), "weekTaken".
     */
    async moveNext(networkId: string, date: string): Promise<RoundTimes | undefined> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const round = await programmes.nextRound(programme.id, tx);
        if (!round || round.step === "publish") return undefined;
        const { table } = programme;
        if (date > addDays(localDate(now().getTime(), table.timeZone), FARTHEST_MOVE)) throw new Refusal("roundTooFar");
        if (table.weekend.includes(isoWeekday(date)) || isPaused(table.calendar, date)) throw new Refusal("roundDay");
        const times = timesOn(await weekFor(tx, round, date), dayBefore(date, table), date, table);
        await moveTo(tx, round, times, date);
        await programmes.planNext(tx, programme);
        return times;
      });
    },

    /** The next round is decided as soon as the jobs look, without waiting for its day. */
    async runNow(networkId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const round = await programmes.nextRound(programme.id, tx);
        if (!round || round.step === "publish") return false;
        const { table } = programme;
        const today = localDate(now().getTime(), table.timeZone);
        // Late in the week people get until the Monday after next to meet.
        const asIf = isTooLate(round, now()) ? addDays(today, 7) : dateOf(round, table);
        const { checkInAt, closeAt } = plannedRound(timesOn(round.week, asIf, asIf, table));
        await parts.outbox.cancel(tx, headsUpsOf(round), "moved");
        await tx.round.update({
          where: { id: round.id },
          data: {
            step: "decide",
            stepAt: now(),
            headsUpAt: round.headsUpAt < now() ? round.headsUpAt : now(),
            roundAt: now(),
            checkInAt,
            closeAt,
            result: { movedTo: today },
          },
        });
        await programmes.planNext(tx, programme);
        return true;
      });
    },
  };
}
