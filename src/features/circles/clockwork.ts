import type { Tx } from "../../storage/database.js";
import { change, tellCircle, tellEach, writeStep } from "./changes.js";
import type { makeInquiry } from "./inquiry.js";
import { leadersOf } from "./membership.js";
import type { CirclesParts } from "./parts.js";
import { timedEvents, type Quiet, type TimedEvent } from "./quiet/rules.js";
import { memberIdsOf, readCircle, type CircleRow } from "./stored.js";
import { succeed } from "./succession.js";

/** What the clock does to circles: one step of one of them, if it is still to be done. */
export function makeClockwork(parts: CirclesParts, inquiry: ReturnType<typeof makeInquiry>) {
  const { db, now } = parts;

  /** Told once for each stretch of quiet, in its order. */
  async function quieten(tx: Tx, row: CircleRow, quiet: Quiet): Promise<string> {
    await tx.circle.update({ where: { id: row.id }, data: { quiet, quietAt: now() } });
    await writeStep(parts, tx, row.id);
    return `circleQuiet:${row.id}:${quiet}:${now().getTime()}`;
  }

  async function bring(tx: Tx, row: CircleRow, event: Exclude<TimedEvent, "countVotes">): Promise<void> {
    const facts = { stage: row.stage };
    const leaders = leadersOf(row).slice(0, 1);
    switch (event) {
      case "resume":
        await change(parts, tx, row, { event: "resume", by: "clock" });
        await tellCircle(parts, tx, row, {
          key: `circleResumed:${row.id}:${now().getTime()}`,
          notice: "circle.resumed",
        });
        return;
      case "askFacilitator":
        await tellEach(parts, tx, row, leaders, {
          ...{ key: await quieten(tx, row, "facilitator"), notice: "circle.quietFacilitator", facts },
        });
        return;
      case "askCircle":
        await tellCircle(parts, tx, row, {
          ...{ key: await quieten(tx, row, "circle"), notice: "circle.quietCircle", facts },
        });
        return;
      case "askVote":
        await tellEach(parts, tx, row, memberIdsOf(row), {
          ...{ key: await quieten(tx, row, "vote"), notice: "circle.quietVote" },
          facts: { ...facts, isAlone: memberIdsOf(row).length === 1 },
        });
        return;
      case "askEnd":
        await tx.circle.update({ where: { id: row.id }, data: { endAskedAt: now() } });
        await writeStep(parts, tx, row.id);
        await tellEach(parts, tx, row, leaders, {
          ...{ key: `circleEnd:${row.id}:${row.endsOn ?? ""}`, notice: "circle.ending", facts },
        });
    }
  }

  return {
    /** The next step of a circle; harmless when something happened since it was looked up. */
    async step(id: string, at: Date): Promise<string> {
      const due = await db.transaction(async (tx) => {
        // Somebody may have been forgotten who led it.
        await succeed(parts, tx, id);
        // A meeting that was fixed by its poll, or a change of the calendar, may have put it off.
        await writeStep(parts, tx, id);
        const row = await readCircle(tx, id);
        const step = timedEvents.find((known) => known === row?.step);
        if (!row || step === undefined || row.stepAt === null || row.stepAt > at) return undefined;
        if (step !== "countVotes") await bring(tx, row, step);
        return step;
      });
      if (due !== "countVotes") return due ?? "nothing to do";
      return (await inquiry.decided(id, true)) ?? "nothing to do";
    },
  };
}
