import type { Tx } from "../../storage/database.js";
import { topicsIn } from "../introductions/rules.js";
import { told } from "./changes.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { memberIdsOf, type CircleRow } from "./stored.js";

/** People to whom a new circle is offered; who gets it is who shares most with it. */
const OFFERED = 5;
const OFFER_DAYS = 14;

/** Offers a circle that has just begun to members in none who share its topics, each at most one circle a month. */
export async function suggest(parts: CirclesParts, tx: Tx, row: CircleRow): Promise<void> {
  const topics = topicsIn(row.topics);
  if (!row.isListed || topics.length === 0) return;
  const found = await tx.profileTopic.findMany({
    where: {
      key: { in: topics.map(({ key }) => key) },
      member: {
        ...{ networkId: row.networkId, leftAt: null, stoppedAt: null, id: { notIn: [...memberIdsOf(row)] } },
        circles: { none: { leftAt: null, circle: { state: { in: ["active", "paused"] } } } },
      },
    },
    orderBy: [{ memberId: "asc" }, { key: "asc" }],
    select: { memberId: true, key: true },
  });
  const shared = new Map<string, Set<string>>();
  for (const { memberId, key } of found) shared.set(memberId, (shared.get(memberId) ?? new Set()).add(key));
  const apart = await apartFrom(tx, memberIdsOf(row));
  const chosen = [...shared]
    .filter(([id]) => !apart.has(id))
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .slice(0, OFFERED);
  const { today } = await paceOf(parts, tx, row.networkId);
  const dueAt = parts.now();
  await parts.outbox.add(
    tx,
    chosen.map(([memberId, keys]) => ({
      ...{ key: `circleSuggest:${memberId}:${today.slice(0, 7)}`, networkId: row.networkId },
      ...{ to: { kind: "member", memberId } as const, notice: "circle.suggested", priority: "digest" as const },
      facts: { ...told(row), topics: topics.filter(({ key }) => keys.has(key)) },
      ...{ proactive: true, dueAt, expiresAt: new Date(dueAt.getTime() + OFFER_DAYS * 86_400_000) },
    })),
  );
}

/** Nobody is offered a circle in which there is somebody whom one of the two would rather not meet. */
async function apartFrom(tx: Tx, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = { in: [...memberIds] };
  const rows = await tx.avoidance.findMany({
    where: { kind: "doNotMeet", OR: [{ memberId: ids }, { otherId: ids }] },
    select: { memberId: true, otherId: true },
  });
  return new Set(rows.flatMap(({ memberId, otherId }) => [memberId, otherId]));
}
