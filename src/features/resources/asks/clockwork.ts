import type { Tx } from "../../../storage/database.js";
import type { Asks } from "./asks.js";
import { questionFacts, toMember } from "./deliveries.js";
import { paceOf, type AsksParts } from "./parts.js";
import type { AskRow, Routing } from "./routing.js";
import { askAfter, isOverdue, type AskStep } from "./rules.js";
import { stateOf } from "./stored.js";

export type Clockwork = ReturnType<typeof makeClockwork>;

/** What the clock does to questions: one step of one of them, if it is still to be done. */
export function makeClockwork(parts: AsksParts, asks: Asks, routing: Routing) {
  const { db, now, outbox } = parts;

  /** Whoever had their time is left in peace, and others are asked. */
  async function askNext(tx: Tx, row: AskRow): Promise<void> {
    const { workingDays } = await paceOf(parts, tx, row.networkId);
    const waiting = await tx.askHelper.findMany({ where: { askId: row.id, outcome: "asked" } });
    const over = waiting.filter(({ at }) => isOverdue(at.getTime(), now().getTime(), workingDays));
    for (const { memberId } of over) {
      await tx.askHelper.updateMany({ where: { askId: row.id, memberId }, data: { outcome: "lapsed" } });
      await routing.takeBack(tx, row.id, memberId);
    }
    await routing.route(tx, row, false);
    await routing.writeStep(tx, row.id, "none");
  }

  async function askKeep(tx: Tx, row: AskRow): Promise<void> {
    if (row.askerId === null) return asks.end(tx, row, "closed");
    const { networkId } = row;
    const key = `askNews:${row.id}:ask.keep:${now().getTime()}`;
    const letter = { key, networkId, notice: "ask.keep", facts: questionFacts(row), dueAt: now() };
    await outbox.add(tx, [toMember(row.askerId, letter)]);
    await routing.writeStep(tx, row.id, "keepAsked");
  }

  async function take(tx: Tx, row: AskRow, step: AskStep): Promise<void> {
    const state = askAfter(stateOf(row), step, "clock");
    if (state === undefined) return;
    switch (step) {
      case "discard":
        await tx.ask.deleteMany({ where: { id: row.id, state: "draft" } });
        return;
      case "next":
        return askNext(tx, row);
      case "askKeep":
        return askKeep(tx, row);
      case "lapse":
        return asks.end(tx, row, state);
    }
  }

  return {
    /** The next step of a question; harmless when something happened since it was looked up. */
    async step(id: string, at: Date): Promise<string> {
      return db.transaction(async (tx) => {
        const row = await tx.ask.findUnique({ where: { id } });
        const step = row?.step as AskStep | null | undefined;
        if (!row || step === null || step === undefined || row.stepAt === null || row.stepAt > at)
          return "nothing to do";
        await take(tx, row, step);
        return step;
      });
    },
  };
}
