import type { Tx } from "../../storage/database.js";
import { weeksBetween, type CircleRecord } from "./rules.js";
import type { CircleRow } from "./stored.js";

/**
 * What a circle can look back on until an instant. It is counted from what is kept anyway, so that it is the same whenever
 * it is looked at, and in every language.
 */
export async function recordOf(tx: Tx, row: CircleRow, at: Date): Promise<CircleRecord> {
  const seats = await tx.circleMember.findMany({ where: { circleId: row.id }, select: { memberId: true } });
  const known = new Set(seats.flatMap(({ memberId }) => memberId ?? []));
  // Nobody can tell whether two who were forgotten were the same.
  const forgotten = seats.filter(({ memberId }) => memberId === null).length;
  return {
    weeks: weeksBetween(row.startedAt.getTime(), (row.endedAt ?? at).getTime()),
    people: known.size + forgotten,
    meetings: await tx.circleMeeting.count({ where: { circleId: row.id, state: "held" } }),
    products: row.products.filter(({ doneAt }) => doneAt !== null).length,
    stages: row.products.length,
    open: await tx.circleAction.count({ where: { circleId: row.id, doneAt: null, droppedAt: null } }),
  };
}
