import type { Tx } from "../../storage/database.js";
import { tellNoMore } from "./changes.js";
import type { CirclesParts } from "./parts.js";
import { closeRequests } from "./requests.js";
import { readCircle } from "./stored.js";
import { succeed } from "./succession.js";

/** What follows for circles when somebody draws back, in the transaction in which they do. */
export function makeCircleWithdrawals(parts: CirclesParts) {
  const { now } = parts;

  return {
    /** Somebody left the network: they are in no circle any more, and none is left without a facilitator or empty. */
    async left(tx: Tx, memberId: string): Promise<void> {
      const rows = await tx.circleMember.findMany({ where: { memberId, leftAt: null }, select: { circleId: true } });
      await tx.circleMember.updateMany({ where: { memberId, leftAt: null }, data: { leftAt: now() } });
      await closeRequests(parts, tx, { memberId }, "withdrawn");
      for (const { circleId } of rows) {
        const row = await readCircle(tx, circleId);
        if (!row) continue;
        await tx.circle.update({ where: { id: circleId }, data: { homeAt: now() } });
        await parts.meetings.left(tx, circleId, memberId);
        await tellNoMore(parts, tx, row, memberId);
        await succeed(parts, tx, circleId);
      }
    },

    /** Who said STOP stays in the circle and gets nothing unasked; the gate sees to that. */
    stopped: async (): Promise<void> => undefined,

    /** A circle is no meeting of two: both stay, as both chose it. */
    keptApart: async (): Promise<void> => undefined,
  };
}
