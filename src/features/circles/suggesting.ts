import type { Tx } from "../../storage/database.js";
import { topicsIn } from "../introductions/rules.js";
import { addDays } from "../members/calendar/rules.js";
import { offerNoMore, told } from "./changes.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { size } from "./rules.js";
import { memberIdsOf, readCircle, WITH_MEMBERS, type CircleRow } from "./stored.js";
import { openMember } from "../members/presence.js";

const DAY = 86_400_000;
/** People to whom a new circle is offered; who gets it is who shares most with it. */
const OFFERED = 5;
const OFFER_DAYS = 14;
/** Days from one offer to the next for the same person, whichever circle it was. */
const APART = 30;
/** A circle that ends within so many days is offered to nobody. */
const LEAST_LEFT = 14;
const NOTICE = "circle.suggested";

/** Who may be offered a circle: those in none, who are there and want to hear from the bot. */
const FREE = {
  ...openMember,
  circles: { none: { leftAt: null, circle: { state: { in: ["active", "paused"] } } } },
};

/** Whether somebody was offered a circle lately; what never reached them doesn't count. */
async function wasOffered({ now }: CirclesParts, tx: Tx, memberId: string): Promise<boolean> {
  const lately = {
    ...{ recipient: `member:${memberId}`, notice: NOTICE, status: { notIn: ["dropped", "dead"] } },
    createdAt: { gt: new Date(now().getTime() - APART * DAY) },
  };
  return (await tx.delivery.count({ where: lately })) > 0;
}

/** Whoever was in it, asked or was invited has made up their mind about it. */
async function knows(tx: Tx, circleId: string, memberId: string): Promise<boolean> {
  const where = { circleId, memberId };
  return (await tx.circleMember.count({ where })) > 0 || (await tx.circleRequest.count({ where })) > 0;
}

async function offer(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  memberId: string,
  keys: ReadonlySet<string>,
): Promise<void> {
  const key = `circleSuggest:${row.id}:${memberId}`;
  await parts.outbox.forget(tx, [key]);
  const dueAt = parts.now();
  await parts.outbox.add(tx, [
    {
      ...{ key, networkId: row.networkId, notice: NOTICE, priority: "digest", proactive: true, dueAt },
      to: { kind: "member", memberId },
      facts: { ...told(row), topics: topicsIn(row.topics).filter((topic) => keys.has(topic.key)) },
      expiresAt: new Date(dueAt.getTime() + OFFER_DAYS * DAY),
    },
  ]);
}

/** Offers a circle that has just begun to members in none who share its topics, each at most one circle a month. */
export async function suggest(parts: CirclesParts, tx: Tx, row: CircleRow): Promise<void> {
  const topics = topicsIn(row.topics);
  if (!row.isListed || topics.length === 0) return;
  const found = await tx.profileTopic.findMany({
    where: {
      key: { in: topics.map(({ key }) => key) },
      member: { ...FREE, networkId: row.networkId, id: { notIn: [...memberIdsOf(row)] } },
    },
    orderBy: [{ memberId: "asc" }, { key: "asc" }],
    select: { memberId: true, key: true },
  });
  const shared = new Map<string, Set<string>>();
  for (const { memberId, key } of found) shared.set(memberId, (shared.get(memberId) ?? new Set()).add(key));
  const apart = await apartFrom(tx, memberIdsOf(row));
  const near = [...shared].filter(([id]) => !apart.has(id));
  const ranked = near.sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1));
  let offered = 0;
  for (const [memberId, keys] of ranked) {
    if (offered === OFFERED) return;
    if (await wasOffered(parts, tx, memberId)) continue;
    await offer(parts, tx, row, memberId, keys);
    offered++;
  }
}

/**
 * Offers somebody who has just said what they look for, or has just met others, the circle with room that shares most with
 * them, if they are in none; at most one a month, and none that is just deciding whether it goes on.
 */
export async function suggestTo(parts: CirclesParts, tx: Tx, memberId: string): Promise<void> {
  const member = await tx.member.findFirst({ where: { ...FREE, id: memberId }, include: { topics: true } });
  if (!member || (await wasOffered(parts, tx, memberId))) return;
  const own = new Set(member.topics.map(({ key }) => key));
  if (own.size === 0) return;
  const { today } = await paceOf(parts, tx, member.networkId);
  const soon = addDays(today, LEAST_LEFT);
  const rows = await tx.circle.findMany({
    where: { networkId: member.networkId, state: "active", isListed: true, quiet: { not: "vote" } },
    orderBy: [{ startedAt: "desc" }, { id: "asc" }],
    include: WITH_MEMBERS,
  });
  const sharedWith = (row: CircleRow) => topicsIn(row.topics).filter(({ key }) => own.has(key)).length;
  const fitting = rows
    .filter(({ endsOn }) => endsOn === null || endsOn >= soon)
    .filter((row) => sharedWith(row) > 0 && memberIdsOf(row).length > 0 && memberIdsOf(row).length < size.most)
    .sort((a, b) => sharedWith(b) - sharedWith(a) || memberIdsOf(a).length - memberIdsOf(b).length);
  for (const row of fitting) {
    if (await knows(tx, row.id, memberId)) continue;
    if ((await apartFrom(tx, memberIdsOf(row))).has(memberId)) continue;
    return offer(parts, tx, row, memberId, own);
  }
}

/** Somebody is in a circle now: no circle is offered to them any more, nor is this one to anybody when it is full. */
export async function settled(parts: CirclesParts, tx: Tx, id: string, memberId: string): Promise<void> {
  const waiting = await tx.delivery.findMany({
    where: { recipient: `member:${memberId}`, notice: NOTICE, status: { in: ["pending", "leased"] } },
    select: { key: true },
  });
  await parts.outbox.cancel(
    tx,
    waiting.map(({ key }) => key),
    "rules",
  );
  const row = await readCircle(tx, id);
  if (row && memberIdsOf(row).length >= size.most) await offerNoMore(parts, tx, id);
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
