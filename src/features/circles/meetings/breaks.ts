import type { Tx } from "../../../storage/database.js";
import { atLocal } from "../../members/calendar/rules.js";
import { afterBreak, readAction, writeReminder } from "./actions.js";
import { announce, change } from "./changes.js";
import { keysOf } from "./deliveries.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { readMeeting, type MeetingRow } from "./reading.js";

/** What a break found on its way. */
export interface BreakFound {
  /** A time was being looked for; that is over. */
  readonly endsPoll: boolean;
  /** When meetings are planned within the break, soonest first. They take place unless somebody cancels them. */
  readonly planned: readonly Date[];
}

/** What a break means for meetings and for what people wanted to do; each belongs into the transaction of that. */
export function makeBreaks(parts: MeetingsParts) {
  const { outbox, now } = parts;

  async function plannedIn(tx: Tx, circleId: string, until: string): Promise<readonly MeetingRow[]> {
    const { networkId } = await tx.circle.findUniqueOrThrow({ where: { id: circleId }, select: { networkId: true } });
    const { timeZone } = await paceOf(parts, tx, networkId);
    const end = new Date(atLocal(until, "00:00", timeZone));
    const rows = await tx.circleMeeting.findMany({
      where: { circleId, OR: [{ state: "polling" }, { state: "fixed", at: { gt: now(), lt: end } }] },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { id: true },
    });
    const found: MeetingRow[] = [];
    for (const { id } of rows) {
      const row = await readMeeting(tx, id);
      if (row) found.push(row);
    }
    return found;
  }

  async function openActions(tx: Tx, circleId: string) {
    const rows = await tx.circleAction.findMany({
      where: { circleId, doneAt: null, droppedAt: null },
      orderBy: { id: "asc" },
    });
    return Promise.all(rows.map(({ id }) => readAction(tx, id))).then((all) => all.flatMap((one) => one ?? []));
  }

  return {
    /** A break begins, until a local date: nothing is asked any more, and a reminder that was on its way comes after it. */
    async paused(tx: Tx, circleId: string, until: string): Promise<BreakFound> {
      const found = await plannedIn(tx, circleId, until);
      const polls = found.filter(({ state }) => state === "polling");
      for (const row of polls) {
        await change(parts, tx, row, { event: "cancel", by: "clock" });
        await outbox.cancel(tx, { startsWith: keysOf(row.id) }, "rules");
      }
      for (const row of await openActions(tx, circleId)) {
        const key = { startsWith: `circleAction:${row.id}:due:` };
        if ((await tx.delivery.count({ where: { key, status: { in: ["pending", "leased"] } } })) === 0) continue;
        await outbox.cancel(tx, key, "rules");
        await tx.circleAction.update({
          where: { id: row.id },
          data: { stepAt: await afterBreak(parts, tx, row, until) },
        });
      }
      return {
        endsPoll: polls.length > 0,
        planned: found.flatMap(({ state, at }) => (state === "fixed" && at ? [at] : [])),
      };
    },

    /** Cancels what is planned within a break; the circle hears of it once for each, with the entry for its calendars. */
    async cancelPlanned(tx: Tx, circleId: string, until: string, byId: string): Promise<number> {
      const memberIds = await parts.membersOf(tx, circleId);
      const found = (await plannedIn(tx, circleId, until)).filter(({ state }) => state === "fixed");
      for (const row of found) {
        const set = { sequence: row.sequence + 1 };
        const cancelled = await change(parts, tx, row, { event: "cancel", by: "clock", set });
        await announce(parts, tx, cancelled, memberIds, { notice: "cancelled", byId });
      }
      return found.length;
    },

    /** A break ends earlier than it was to: what waits for its end comes the next morning. */
    async resumed(tx: Tx, circleId: string, until: string): Promise<void> {
      for (const row of await openActions(tx, circleId)) {
        const waitsUntil = await afterBreak(parts, tx, row, until);
        if (row.stepAt?.getTime() !== waitsUntil?.getTime()) continue;
        await tx.circleAction.update({ where: { id: row.id }, data: { stepAt: await afterBreak(parts, tx, row) } });
      }
    },

    /** A circle is open again: what is still to be done comes back to those who wanted to do it. */
    async reopened(tx: Tx, circleId: string): Promise<void> {
      for (const row of await openActions(tx, circleId)) await writeReminder(parts, tx, row);
    },
  };
}
