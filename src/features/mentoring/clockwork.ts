import type { Tx } from "../../storage/database.js";
import { localDate } from "../members/calendar/rules.js";
import { askEach, change, tellEach } from "./changes.js";
import { toMember, type ReminderFacts } from "./deliveries.js";
import { lookAgain } from "./offers.js";
import { paceOf, type MentoringParts } from "./parts.js";
import { readMentorship, writeStep, type MentorshipRow } from "./planning.js";
import { stateOf, type RequestRow, type Requests } from "./requests.js";
import { askedTexts } from "./stored.js";
import { requestAfter, type Question, type RequestStep, type TimedEvent } from "./rules.js";

const NOTICES: Readonly<Record<Question, string>> = {
  talked: "mentor.askTalked",
  fit: "mentor.askFit",
  fitAgain: "mentor.askFit",
  agreement: "mentor.askAgreement",
  pulse: "mentor.askPulse",
  nudge: "mentor.nudge",
  ending: "mentor.ending",
};

const DAY = 86_400_000;
const REMINDER_DAYS = 3;

export type Clockwork = ReturnType<typeof makeClockwork>;

/** What the clock does to requests and mentorships: one step of one of them, if it is still to be done. */
export function makeClockwork(parts: MentoringParts, requests: Requests) {
  const { db, now, outbox } = parts;

  async function ask(tx: Tx, row: MentorshipRow, question: Question): Promise<void> {
    const asked = { ...askedTexts(row.asked), [question]: now().toISOString() };
    await tx.mentorship.update({ where: { id: row.id }, data: { asked } });
    const isFit = question === "fit" || question === "fitAgain";
    const people = row.sides.filter(({ fit }) => !isFit || fit !== "good").map(({ memberId }) => memberId);
    await askEach(parts, tx, row, NOTICES[question], people);
    await writeStep(parts, tx, row.id);
  }

  async function bring(tx: Tx, row: MentorshipRow, event: TimedEvent): Promise<void> {
    const both = [row.mentorId, row.menteeId];
    const asked = { ...askedTexts(row.asked), keep: now().toISOString() };
    await change(parts, tx, row, { event, by: "clock", ...(event === "askKeep" ? { patch: { asked } } : {}) });
    switch (event) {
      case "askKeep":
        return askEach(parts, tx, row, "mentor.askKeep", both);
      case "archive":
        await tellEach(parts, tx, row, "mentor.archived", both);
        return lookAgain(tx, row.networkId, now());
      case "resume":
        return tellEach(parts, tx, row, "mentor.resumed", both);
      case "expire":
        await tellEach(parts, tx, row, "mentor.ended", both);
        return lookAgain(tx, row.networkId, now());
      case "lapseFit":
        return;
    }
  }

  /** All that a mentor has not answered in one message, and no second one on the same day. */
  async function remind(tx: Tx, row: RequestRow): Promise<void> {
    const { mentorId, networkId } = row;
    if (mentorId === null) return;
    const { timeZone } = await paceOf(parts, tx, networkId);
    const key = `mentorReminder:${mentorId}:${localDate(now().getTime(), timeZone)}`;
    if ((await tx.delivery.count({ where: { key } })) > 0) {
      await tx.mentorRequest.update({ where: { id: row.id }, data: { stepAt: new Date(now().getTime() + DAY) } });
      return;
    }
    const open = await tx.mentorRequest.findMany({
      where: { mentorId, state: "asked" },
      orderBy: [{ askedAt: "asc" }, { id: "asc" }],
    });
    const facts: ReminderFacts = {
      requests: open.map(({ id, menteeId, goal }) => ({ requestId: id, mentee: { person: menteeId }, goal })),
    };
    for (const request of open) await requests.write(tx, request, { remindedAt: now() });
    const notice = "mentor.reminder";
    await outbox.add(tx, [toMember(mentorId, { key, networkId, notice, facts, dueAt: now(), days: REMINDER_DAYS })]);
  }

  async function stepRequest(tx: Tx, row: RequestRow, step: RequestStep): Promise<void> {
    switch (step) {
      case "remind":
        return remind(tx, row);
      case "lapse":
        if (requestAfter(stateOf(row), "lapse", "clock") !== undefined) await requests.moveOn(tx, row, "lapsed");
        return;
      case "look":
        await requests.findNext(tx, row, false);
        return;
      case "giveUp":
        const state = requestAfter(stateOf(row), "giveUp", "clock");
        if (state === undefined) return;
        await requests.write(tx, row, { state });
        await outbox.add(tx, [requests.news(row, "mentor.givenUp", { requestId: row.id, isNext: false })]);
    }
  }

  return {
    /** The next step of a mentorship; harmless when something happened since it was looked up. */
    async mentorship(id: string, at: Date): Promise<string> {
      return db.transaction(async (tx) => {
        const row = await readMentorship(tx, id);
        const step = row?.step as Question | TimedEvent | null | undefined;
        if (!row || step === null || step === undefined || row.stepAt === null || row.stepAt > at)
          return "nothing to do";
        if (step in NOTICES) await ask(tx, row, step as Question);
        else await bring(tx, row, step as TimedEvent);
        return step;
      });
    },

    /** The same for a request. */
    async request(id: string, at: Date): Promise<string> {
      return db.transaction(async (tx) => {
        const row = await tx.mentorRequest.findUnique({ where: { id } });
        const step = row?.step as RequestStep | null | undefined;
        if (!row || step === null || step === undefined || row.stepAt === null || row.stepAt > at)
          return "nothing to do";
        await stepRequest(tx, row, step);
        return step;
      });
    },
  };
}
