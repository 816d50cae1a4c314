import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { change, overRefusal, steered, tellCircle, tellEach, unawareOfEnd, type Acting } from "./changes.js";
import { circlesOf, requireFreeName } from "./founding.js";
import type { BreakFound } from "./meetings/breaks.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { recordOf } from "./record.js";
import { CIRCLES_EACH, circleAfter } from "./rules.js";
import { memberIdsOf, stateOf, type CircleRow } from "./stored.js";
import { succeed } from "./succession.js";
import { settled } from "./suggesting.js";

/** The course of a circle: breaks, the end and a new beginning. Organisers of its network can do so, too. */
export function makeCourse(parts: CirclesParts) {
  const { db, now } = parts;

  /** Whoever is in as many circles as one can be by now is not brought back. @throws Refusal to the one who opens it */
  async function leaveOutBusy(tx: Tx, row: CircleRow, openerId: string): Promise<readonly string[]> {
    const busy: string[] = [];
    for (const memberId of memberIdsOf(row)) if ((await circlesOf(tx, memberId)) >= CIRCLES_EACH) busy.push(memberId);
    if (busy.includes(openerId)) throw new Refusal("circleTooMany", { count: CIRCLES_EACH });
    const where = { circleId: row.id, memberId: { in: busy }, leftAt: null };
    if (busy.length > 0) await tx.circleMember.updateMany({ where, data: { leftAt: now() } });
    return busy;
  }

  return {
    /** A break until a local date. Answers with the meetings that are planned in it, which are left as they are. */
    async pause(id: string, who: Acting, until: string): Promise<{ row: CircleRow } & BreakFound> {
      return db.transaction(async (tx) => {
        const { row, role } = await steered(tx, id, who);
        const { today } = await paceOf(parts, tx, row.networkId);
        if (until <= today) throw new Refusal("dateInPast", {}, "until");
        await change(parts, tx, row, { event: "pause", by: role, patch: { pausedUntil: until } });
        const found = await parts.meetings.paused(tx, id, until);
        const facts = { until, endsPoll: found.endsPoll };
        await tellCircle(parts, tx, row, {
          ...{ key: `circlePaused:${id}:${now().getTime()}`, notice: "circle.paused", facts },
        });
        return { row, ...found };
      });
    },

    /** Cancels the meetings that are planned within the break. Answers with how many there were. */
    async cancelPlanned(id: string, who: Acting): Promise<{ row: CircleRow; count: number }> {
      return db.transaction(async (tx) => {
        const { row } = await steered(tx, id, who);
        if (stateOf(row) !== "paused" || row.pausedUntil === null) throw overRefusal(row);
        return { row, count: await parts.meetings.cancelPlanned(tx, id, row.pausedUntil, who.memberId) };
      });
    },

    async resume(id: string, who: Acting): Promise<CircleRow> {
      return db.transaction(async (tx) => {
        const { row, role } = await steered(tx, id, who);
        await change(parts, tx, row, { event: "resume", by: role });
        if (row.pausedUntil !== null) await parts.meetings.resumed(tx, id, row.pausedUntil);
        await tellCircle(parts, tx, row, { key: `circleResumed:${id}:${now().getTime()}`, notice: "circle.resumed" });
        return row;
      });
    },

    async finish(id: string, who: Acting, summary: string | undefined): Promise<CircleRow> {
      return db.transaction(async (tx) => {
        const { row, role } = await steered(tx, id, who);
        await change(parts, tx, row, { event: "finish", by: role, patch: { summary: summary ?? null } });
        const others = memberIdsOf(row).filter((other) => other !== who.memberId);
        await tellEach(parts, tx, row, others, {
          ...{ key: `circleFinished:${id}:${now().getTime()}`, notice: "circle.finished" },
          facts: { summary: summary ?? "", record: await recordOf(tx, row, now()) },
        });
        return row;
      });
    },

    /**
     * Opens it again, as it was, for those who are still in it, with what they still wanted to do. Answers with who is in too
     * many circles to come back.
     */
    async reopen(id: string, who: Acting): Promise<{ row: CircleRow; busy: readonly string[] }> {
      return db.transaction(async (tx) => {
        const { row, role } = await steered(tx, id, who);
        const { memberId } = who;
        if (circleAfter(stateOf(row), "reopen", role) === undefined) throw overRefusal(row);
        await requireFreeName(tx, row.networkId, row.name, id);
        const busy = await leaveOutBusy(tx, row, memberId);
        const there = memberIdsOf(row).filter((one) => !busy.includes(one));
        if (there.length === 0) throw new Refusal("circleEmpty");
        // Whoever never heard that it was over need not hear that it is not.
        const unaware = await unawareOfEnd(tx, row);
        await change(parts, tx, row, { event: "reopen", by: role });
        await succeed(parts, tx, id);
        await parts.meetings.reopened(tx, id);
        for (const one of there) await settled(parts, tx, id, one);
        const others = there.filter((other) => other !== memberId && !unaware.includes(other));
        const key = `circleReopened:${id}:${now().getTime()}`;
        await tellEach(parts, tx, row, others, { key, notice: "circle.reopened" });
        return { row, busy };
      });
    },
  };
}
