import type { NewDelivery } from "../../../outbox/delivery.js";
import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { lockMembers } from "../../../storage/locks.js";
import { addOpenTime } from "../../members/calendar/rules.js";
import { openDaysOf, type TipsParts } from "../parts.js";
import { aboutFor, momentOf, themeOf, type Situation, type TipKey } from "../rules.js";
import { situationOf } from "../situations.js";
import {
  afterAnswer,
  lessOften,
  putOff,
  RESTS,
  stepTime,
  takenUp,
  turnOf,
  type OpenDays,
  type PracticeState,
  type PracticeView,
  type RestFacts,
  type StepAnswer,
  type StepFacts,
  type Turn,
} from "./rules.js";
import { columnsOf, stateIn } from "./stored.js";

const DAY = 86_400_000;
/** Days of the community's calendar for which a step is worth getting: before the next one comes. */
const WORTH_DAYS = 4;

/** The key of all that practice sends to a member, but for its end. */
export function stepKeys(memberId: string): string {
  return `tips:${memberId}:`;
}

/** One small step at a time for those who asked for it, on their rhythm. */
export function makePractice(parts: TipsParts) {
  const { db, now, outbox } = parts;

  async function read(tx: Tx, memberId: string) {
    await lockMembers(tx, db.kind, [memberId]);
    return tx.practice.findUnique({ where: { memberId }, include: { member: true } });
  }

  async function daysOf(tx: Tx, memberId: string): Promise<OpenDays> {
    const { networkId } = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
    return openDaysOf(parts, tx, networkId);
  }

  const timeFrom = (days: OpenDays, weeks: number) => new Date(stepTime(days, now().getTime(), weeks));

  async function write(tx: Tx, memberId: string, state: PracticeState, stepAt: Date): Promise<PracticeView> {
    await tx.practice.update({ where: { memberId }, data: { ...columnsOf(state), stepAt } });
    return viewOf(state, stepAt);
  }

  /** Whether the last message of practice arrived. One that is no longer kept did. */
  async function isSeen(tx: Tx, memberId: string): Promise<boolean> {
    const last = await tx.delivery.findFirst({
      where: { key: { startsWith: stepKeys(memberId) }, notice: "tips.step" },
      orderBy: [{ dueAt: "desc" }, { id: "asc" }],
      select: { status: true },
    });
    return last === null || ["sent", "merged", "maybeSent"].includes(last.status);
  }

  async function tell(tx: Tx, memberId: string, turn: Turn, before: PracticeState, at: Date, days: OpenDays) {
    const { networkId } = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
    const situation = await situationOf(tx, memberId, now());
    const { current } = turn.state;
    const facts =
      current === undefined
        ? ({ weeks: before.weeks } satisfies RestFacts)
        : stepFacts(memberId, current, turn, situation);
    const letter: NewDelivery = {
      // The time of the step tells it from every other, also when its job is run twice.
      key: `${stepKeys(memberId)}${at.getTime()}`,
      networkId,
      to: { kind: "member", memberId },
      notice: current === undefined ? "tips.resting" : "tips.step",
      facts: { ...facts },
      // Of all that comes by itself it can wait best, but for the digest.
      priority: "dormancy",
      proactive: true,
      dueAt: now(),
      expiresAt: new Date(addOpenTime(days.entries, now().getTime(), WORTH_DAYS * DAY, days.timeZone)),
    };
    await outbox.add(tx, [letter]);
  }

  return {
    async of(memberId: string): Promise<PracticeView | undefined> {
      const row = await db.client.practice.findUnique({ where: { memberId } });
      return row ? viewOf(stateIn(row), row.stepAt) : undefined;
    },

    /** Begins, goes on after a rest, or changes the rhythm; what waited for an answer waits no more. */
    async begin(memberId: string, weeks: number): Promise<PracticeView> {
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        const stepAt = timeFrom(await daysOf(tx, memberId), 0);
        const state = { ...(row ? stateIn(row) : { told: [], done: 0 }), weeks, current: undefined };
        const columns = { ...columnsOf(state), stepAt };
        const create = { memberId, createdAt: now(), ...columns };
        await tx.practice.upsert({ where: { memberId }, create, update: columns });
        return viewOf(state, stepAt);
      });
    },

    /** Ends it, and keeps nothing of it. False when there was none. */
    async stop(memberId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        await outbox.cancel(tx, { startsWith: stepKeys(memberId) }, "stopped");
        return (await tx.practice.deleteMany({ where: { memberId } })).count > 0;
      });
    },

    /** A tip becomes the step that is asked about next; undefined when the member does not practise. */
    async take(memberId: string, tip: TipKey): Promise<PracticeView | undefined> {
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        if (!row || row.everyWeeks === RESTS) return undefined;
        const stepAt = timeFrom(await daysOf(tx, memberId), row.everyWeeks);
        return write(tx, memberId, takenUp(stateIn(row), tip), stepAt);
      });
    },

    /** @throws Refusal "notPractising" when practice has ended, "outdated" when this step was not theirs */
    async answer(memberId: string, tip: TipKey | undefined, answer: StepAnswer): Promise<PracticeView> {
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        if (tip === undefined) throw new Refusal("outdated");
        if (!row) throw new Refusal("notPractising");
        const after = afterAnswer(stateIn(row), tip, answer);
        if (!after) throw new Refusal("outdated");
        return write(tx, memberId, after, row.stepAt);
      });
    },

    /**
     * Twice as rarely as the message said, and the step that waits is let go; pressed again it changes nothing.
     * @throws Refusal "notPractising" when practice has ended
     */
    async slowDown(memberId: string, from: number): Promise<PracticeView & { readonly wasRarest: boolean }> {
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        if (!row) throw new Refusal("notPractising");
        const state = stateIn(row);
        const weeks = lessOften(from);
        if (state.weeks >= weeks) return { ...viewOf(state, row.stepAt), wasRarest: from >= weeks };
        const stepAt = timeFrom(await daysOf(tx, memberId), weeks);
        const view = await write(tx, memberId, { ...state, weeks, current: undefined }, stepAt);
        return { ...view, wasRarest: false };
      });
    },

    /** The next step of a member; harmless when it was done before, or put off since it was looked up. */
    async step(memberId: string, at: Date): Promise<string> {
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        if (!row || row.everyWeeks === RESTS || row.stepAt > at) return "nothing to do";
        const days = await openDaysOf(parts, tx, row.member.networkId);
        const state = stateIn(row);
        const later = putOff(days, now().getTime());
        if (later !== undefined) {
          await write(tx, memberId, state, new Date(later));
          return "put off";
        }
        const nextAt = timeFrom(days, state.weeks);
        if (isAway(row.member)) {
          await write(tx, memberId, state, nextAt);
          return "away";
        }
        const moment = momentOf(await situationOf(tx, memberId, now()));
        const turn = turnOf(state, moment, await isSeen(tx, memberId));
        await write(tx, memberId, turn.state, nextAt);
        await tell(tx, memberId, turn, state, row.stepAt, days);
        return turn.kind;
      });
    },
  };
}

/** Nothing comes to them by itself, so nothing of it can be left unanswered. */
function isAway({ leftAt, stoppedAt, frozenAt }: Readonly<Record<"leftAt" | "stoppedAt" | "frozenAt", Date | null>>) {
  return leftAt !== null || stoppedAt !== null || frozenAt !== null;
}

function viewOf({ weeks, done }: PracticeState, nextAt: Date): PracticeView {
  return { weeks, isResting: weeks === RESTS, done, nextAt };
}

function stepFacts(memberId: string, tip: TipKey, { kind, state }: Turn, { ties }: Situation): StepFacts {
  const { who, other, topic } = aboutFor(themeOf(tip), ties);
  return {
    ...{ tip, weeks: state.weeks, isAgain: kind === "again", me: { person: memberId } },
    ...(who === undefined ? {} : { who: { person: who } }),
    ...(other === undefined ? {} : { other: { person: other } }),
    ...(topic === undefined ? {} : { topic }),
  };
}
