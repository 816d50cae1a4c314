import type { Tx } from "../../storage/database.js";
import { change, tellEach, writeStep } from "./changes.js";
import type { CirclesParts } from "./parts.js";
import { keepPostsTrue, postKey } from "./posts.js";
import { isAlive, successor } from "./rules.js";
import { readCircle, stateOf } from "./stored.js";

/**
 * Somebody always leads a circle that lives: when its facilitator is not in it any more, the deputy does or else whoever has
 * been in it longest, and hears of it. One that nobody is left in is put away. Harmless where all is well.
 */
export async function succeed(parts: CirclesParts, tx: Tx, id: string): Promise<void> {
  const row = await readCircle(tx, id);
  if (!row) return;
  const there = row.members.flatMap(({ memberId, joinedAt }) =>
    memberId === null ? [] : [{ memberId, joinedAt: joinedAt.getTime() }],
  );
  const isIn = (memberId: string | null) => there.some((one) => one.memberId === memberId);
  const deputyId = isIn(row.deputyId) ? row.deputyId : null;
  const isLed = isIn(row.facilitatorId);
  const facilitatorId = isLed ? row.facilitatorId : (successor(deputyId ?? undefined, there) ?? null);
  const isSame = facilitatorId === row.facilitatorId && deputyId === row.deputyId;
  if (!isSame) {
    const data = { facilitatorId, deputyId: deputyId === facilitatorId ? null : deputyId };
    await tx.circle.update({ where: { id }, data });
    await keepPostsTrue(parts, tx, id);
  }
  if (!isAlive(stateOf(row))) return;
  if (there.length === 0) {
    await change(parts, tx, row, { event: "archive", by: "clock" });
    return;
  }
  if (isSame || isLed || facilitatorId === null) return;
  await writeStep(parts, tx, id);
  const key = postKey(parts, id, "successor");
  await tellEach(parts, tx, row, [facilitatorId], { key, notice: "circle.successor", isAwaited: true });
}
