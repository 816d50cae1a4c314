import type { Tx } from "../../storage/database.js";
import { tellEach, tellNoMore, writeStep } from "./changes.js";
import type { CirclesParts } from "./parts.js";
import { isAlive, successor } from "./rules.js";
import { readCircle, stateOf, type CircleRow } from "./stored.js";

/** What follows for circles when somebody draws back, in the transaction in which they do. */
export function makeCircleWithdrawals(parts: CirclesParts) {
  const { now, outbox } = parts;

  /** Somebody goes on leading it: the deputy, or whoever has been in it longest. */
  async function handOn(tx: Tx, before: CircleRow, goneId: string): Promise<void> {
    const row = await readCircle(tx, before.id);
    if (!row) return;
    const there = row.members.flatMap(({ memberId, joinedAt }) =>
      memberId === null ? [] : [{ memberId, joinedAt: joinedAt.getTime() }],
    );
    const isLeader = row.facilitatorId === goneId;
    const deputyId = row.deputyId === goneId ? undefined : (row.deputyId ?? undefined);
    const next = isLeader ? successor(deputyId, there) : row.facilitatorId;
    await tx.circle.update({
      where: { id: row.id },
      data: {
        facilitatorId: next ?? null,
        deputyId: deputyId === next ? null : (deputyId ?? null),
        homeAt: now(),
      },
    });
    await writeStep(parts, tx, row.id);
    if (!isLeader || next === undefined || next === null || !isAlive(stateOf(row))) return;
    const key = `circlePost:${row.id}:successor:${now().getTime()}`;
    await tellEach(parts, tx, row, [next], { key, notice: "circle.successor", isAwaited: true });
  }

  return {
    /** Somebody left the network: they are in no circle any more, and none is left without a facilitator. */
    async left(tx: Tx, memberId: string): Promise<void> {
      const rows = await tx.circleMember.findMany({ where: { memberId, leftAt: null }, select: { circleId: true } });
      await tx.circleMember.updateMany({ where: { memberId, leftAt: null }, data: { leftAt: now() } });
      const open = await tx.circleRequest.findMany({ where: { memberId, state: "open" } });
      await tx.circleRequest.updateMany({
        where: { memberId, state: "open" },
        data: { state: "withdrawn", openKey: null, doneAt: now() },
      });
      for (const { id } of open) await outbox.cancel(tx, { startsWith: `circleAsk:${id}:` }, "left");
      for (const { circleId } of rows) {
        const row = await readCircle(tx, circleId);
        if (!row) continue;
        await handOn(tx, row, memberId);
        await parts.meetings.left(tx, circleId, memberId);
        await tellNoMore(parts, tx, row, memberId);
      }
    },

    /** Who said STOP stays in the circle and gets nothing unasked; the gate sees to that. */
    stopped: async (): Promise<void> => undefined,

    /** A circle is no meeting of two: both stay, as both chose it. */
    keptApart: async (): Promise<void> => undefined,
  };
}
