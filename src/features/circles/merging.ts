import type { Tx } from "../../storage/database.js";
import { change, tellEach, touch } from "./changes.js";
import type { CirclesParts } from "./parts.js";
import type { CircleRole } from "./rules.js";
import { memberIdsOf, stateOf, type CircleRow } from "./stored.js";
import { isAlive } from "./rules.js";
import { settled } from "./suggesting.js";
import { overRefusal } from "./changes.js";

/** All people of one circle go on in another; what the first one did stays its own. */
export async function mergeInto(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  other: CircleRow,
  by: CircleRole,
): Promise<void> {
  if (!isAlive(stateOf(other))) throw overRefusal(other);
  const there = memberIdsOf(other);
  const newcomers = memberIdsOf(row).filter((memberId) => !there.includes(memberId));
  for (const memberId of newcomers)
    await tx.circleMember.create({
      data: { id: parts.newId(), circleId: other.id, memberId, joinedAt: parts.now() },
    });
  // Whoever waited to be let in is in now.
  const open = { circleId: other.id, memberId: { in: newcomers }, state: "open" };
  await tx.circleRequest.updateMany({ where: open, data: { state: "accepted", openKey: null, doneAt: parts.now() } });
  for (const memberId of newcomers) await settled(parts, tx, other.id, memberId);
  await change(parts, tx, row, { event: "merge", by, patch: { mergedIntoId: other.id } });
  await tx.circle.update({ where: { id: other.id }, data: { homeAt: parts.now() } });
  await touch(parts, tx, other.id);
  const facts = { other: other.name, otherId: other.id };
  const key = `circleMerged:${row.id}:${parts.now().getTime()}`;
  await tellEach(parts, tx, row, memberIdsOf(row), { key, notice: "circle.merged", facts });
}
