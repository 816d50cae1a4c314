import type { Tx } from "../../storage/database.js";
import { change, tellCircle, tellEach, writeStep } from "./changes.js";
import { hasHome } from "./homes.js";
import type { CirclesParts } from "./parts.js";
import { keepPostsTrue, postKey, type Unheard } from "./posts.js";
import { isAlive, successor } from "./rules.js";
import { readCircle, stateOf } from "./stored.js";

/**
 * Somebody always leads a circle that lives: when its facilitator is not in it any more, the deputy does or else whoever has
 * been in it longest, and hears of it; so do all of them, where they have a home. One that nobody is left in is put away. Harmless where all is well.
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
  let unheard: Unheard | undefined;
  if (!isSame) {
    const data = { facilitatorId, deputyId: deputyId === facilitatorId ? null : deputyId };
    await tx.circle.update({ where: { id }, data });
    unheard = await keepPostsTrue(parts, tx, id);
  }
  if (!isAlive(stateOf(row))) return;
  if (there.length === 0) {
    await change(parts, tx, row, { event: "archive", by: "clock" });
    return;
  }
  if (isSame || isLed || facilitatorId === null) return;
  await writeStep(parts, tx, id);
  const facts = { who: { person: facilitatorId }, post: "facilitator" };
  if (unheard?.isTold("facilitator") !== true && (await hasHome(tx, row)))
    await tellCircle(parts, tx, row, { key: postKey(parts, id, "changed"), notice: "circle.post", facts });
  // They have never heard that it was another's for a night.
  if (unheard?.lost("facilitator").has(facilitatorId) === true) return;
  const key = postKey(parts, id, "successor");
  await tellEach(parts, tx, row, [facilitatorId], { key, notice: "circle.successor", isAwaited: true });
}
