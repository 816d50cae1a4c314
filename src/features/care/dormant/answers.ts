import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { lockMembers } from "../../../storage/locks.js";
import { localDate, atLocal } from "../../members/calendar/rules.js";
import { isOpen, openMember } from "../../members/presence.js";
import { paceOf, type CareParts } from "../parts.js";
import { ASKS, type ReturnedFacts } from "./deliveries.js";
import { afterAnswer, isReturn, LEFT_IN_PEACE, type CareAnswer } from "./rules.js";

/** Open days for which a welcome back is worth delivering. */
const WELCOME_DAYS = 3;

interface Sign {
  readonly memberId: string;
  readonly at: Date;
}

/** What people answer when they are asked whether they are still interested, and what their return changes. */
export function makeAnswers(parts: CareParts) {
  const { db, outbox, now } = parts;

  /** What waits to be asked, or said on a return, is said no more. */
  const hush = (tx: Tx, memberIds: readonly string[]) =>
    outbox.cancel(tx, { memberIds, notices: [...ASKS, "care.returned"] }, "returned");

  /** Their answer, until `until` where it is a pause. */
  async function answer(tx: Tx, memberId: string, said: CareAnswer, until = 0): Promise<void> {
    // Their own press may be written down as a sign of life at this moment.
    await lockMembers(tx, db.kind, [memberId]);
    const care = afterAnswer(said, now().getTime(), until);
    await hush(tx, [memberId]);
    await tx.member.update({
      where: { id: memberId },
      data: {
        ...{ careStage: care.stage, careAt: care.at === undefined ? null : new Date(care.at), careAnswer: said },
        ...{ lastActiveAt: now(), digestMonthly: said === "monthly" },
      },
    });
  }

  return {
    /** They have begun to answer, and are not done: what they press meanwhile is no return. */
    async hears(memberId: string): Promise<void> {
      await db.client.member.updateMany({ where: { id: memberId, careStage: { gt: 0 } }, data: { careAt: now() } });
    },

    answer: async (memberId: string, said: "here" | "quiet" | "monthly"): Promise<void> => {
      await db.transaction((tx) => answer(tx, memberId, said));
    },

    /** Until a local date nobody asks them anything: neither this, nor questions of others, nor for a meet-up. */
    async pause(memberId: string, until: string): Promise<void> {
      await db.transaction(async (tx) => {
        const { networkId } = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
        const { timeZone } = await paceOf(parts, tx, networkId);
        if (until <= localDate(now().getTime(), timeZone)) throw new Refusal("dateInPast", {}, "back");
        const ends = atLocal(until, "00:00", timeZone);
        await answer(tx, memberId, "pause", ends);
        await tx.member.update({ where: { id: memberId }, data: { noAsksUntil: new Date(ends) } });
        await tx.enrolment.updateMany({
          where: { memberId, status: { in: ["active", "resting"] } },
          data: { status: "active", pausedUntil: until, freeUntil: null, silentRounds: 0 },
        });
      });
    },

    /** Out of programmes, mentoring and circles. They stay in the network, and can come back to each. */
    async leave(memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        await answer(tx, memberId, "leave");
        await parts.withdrawals.left(tx, memberId);
      });
    },

    /** Signs of life: whoever was asked is back, and everything as it was before. Each is welcomed once. */
    async returned(tx: Tx, signs: readonly Sign[]): Promise<void> {
      const at = new Map(signs.map((sign) => [sign.memberId, sign.at.getTime()]));
      // An answer that is given at this moment counts for more than the press with which it was given.
      await lockMembers(tx, db.kind, [...at.keys()]);
      const asked = await tx.member.findMany({ where: { id: { in: [...at.keys()] } } });
      const back = asked.filter(({ id, careStage, careAt }) =>
        isReturn({ stage: careStage, at: careAt?.getTime() }, at.get(id) ?? 0),
      );
      if (back.length === 0) return;
      const ids = back.map(({ id }) => id);
      await hush(tx, ids);
      await tx.member.updateMany({
        where: { id: { in: ids } },
        data: { careStage: 0, careAt: null, careAnswer: null, digestMonthly: false },
      });
      const dueAt = now();
      // Who asked to be left in peace has nothing said to them for a reaction.
      const welcome = back.filter((one) => one.careAnswer !== "quiet" && isOpen(one));
      const waiting = await tx.enrolment.findMany({ where: { memberId: { in: ids }, status: "resting" } });
      const resting = new Set(waiting.map(({ memberId }) => memberId));
      const expiries = new Map<string, Date>();
      for (const networkId of new Set(welcome.map((one) => one.networkId))) {
        const { later } = await paceOf(parts, tx, networkId);
        expiries.set(networkId, new Date(later(dueAt.getTime(), WELCOME_DAYS)));
      }
      await outbox.add(
        tx,
        welcome.map(({ id: memberId, networkId, careAt, careAnswer, digestMonthly }) => {
          const hasLeft = careAnswer === "leave";
          const rests = resting.has(memberId);
          const facts: ReturnedFacts = { you: { person: memberId }, wasMonthly: digestMonthly, hasLeft, rests };
          return {
            ...{ key: `returned:${memberId}:${careAt?.getTime() ?? 0}`, networkId, notice: "care.returned" },
            ...{ to: { kind: "member", memberId } as const, facts: { ...facts }, priority: "dormancy" as const },
            ...{ proactive: true, dueAt, expiresAt: expiries.get(networkId) ?? dueAt },
          };
        }),
      );
    },

    /** Names for the organisers' list: who was asked twice and said nothing, and is left in peace since. */
    async leftInPeace(networkId: string, most: number) {
      const where = { networkId, careStage: LEFT_IN_PEACE, careAnswer: null, ...openMember };
      const rows = await db.client.member.findMany({
        where,
        orderBy: [{ name: "asc" }, { id: "asc" }],
        select: { id: true },
        take: most,
      });
      const total = await db.client.member.count({ where });
      return { memberIds: rows.map(({ id }) => id), total };
    },
  };
}
