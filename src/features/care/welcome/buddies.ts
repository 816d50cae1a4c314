import { Refusal } from "../../../refusal.js";
import type { Portrait } from "../../introductions/portraits.js";
import { DAY, paceOf, type CareParts } from "../parts.js";
import { buddyKey, type BuddyAskFacts, type BuddyFoundFacts } from "./deliveries.js";
import { companionsFor, NEW_DAYS, type Companion } from "./rules.js";

/** Days for which it is worth delivering. */
const WORTH_DAYS = 7;

/** A companion for the first weeks: whoever is new wishes for one, a volunteer says yes. */
export function makeBuddies(parts: CareParts) {
  const { db, outbox, now } = parts;

  function letter(networkId: string, to: string, notice: string, key: string, facts: object) {
    const dueAt = now();
    return {
      ...{ key, networkId, notice, facts: { ...facts }, to: { kind: "member", memberId: to } as const },
      ...{ priority: "request" as const, proactive: true, dueAt },
      expiresAt: new Date(dueAt.getTime() + WORTH_DAYS * DAY),
    };
  }

  return {
    /** Whether somebody is new and has nobody yet. */
    async mayWish(memberId: string): Promise<boolean> {
      const row = await db.client.welcome.findUnique({ where: { memberId }, include: { member: true } });
      if (row?.buddyId !== null) return false;
      const { later } = await paceOf(parts, db.client, row.member.networkId);
      if (later(row.createdAt.getTime(), NEW_DAYS) <= now().getTime()) return false;
      const { networkId } = row.member;
      const where = { name: "greeter", memberId: { not: memberId }, member: { networkId, leftAt: null } };
      return (await db.client.role.count({ where })) > 0;
    },

    /** Asks volunteers who share something. @throws Refusal when there is nobody, or somebody already */
    async wish(memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await tx.welcome.findUnique({ where: { memberId }, include: { member: true } });
        if (!row) throw new Refusal("noBuddy");
        if (row.buddyId !== null) throw new Refusal("hasBuddy");
        const { networkId } = row.member;
        const volunteers = await tx.role.findMany({
          where: { name: "greeter", member: { networkId, leftAt: null, stoppedAt: null, frozenAt: null } },
          select: { memberId: true },
        });
        const portraits = await parts.portraits.of([memberId, ...volunteers.map((one) => one.memberId)], tx);
        const me = portraits.get(memberId);
        if (!me) throw new Refusal("gone");
        const avoided = await tx.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
        const apart = new Set(avoided.flatMap((one) => [one.memberId, one.otherId]));
        const others = [...portraits.values()].filter((one) => !apart.has(one.memberId));
        const chosen = companionsFor(companionOf(me), others.map(companionOf));
        if (chosen.length === 0) throw new Refusal("noBuddy");
        const topicOf = new Map(me.topics.subject.map((topic) => [topic.key, topic]));
        await outbox.add(
          tx,
          chosen.map(({ memberId: volunteerId, subjects, isSameLevel }) => {
            const topics = subjects.flatMap((key) => topicOf.get(key) ?? []);
            const level = isSameLevel ? me.level : undefined;
            const facts: BuddyAskFacts = { who: { person: memberId }, memberId, topics, level };
            return letter(networkId, volunteerId, "care.buddyAsk", buddyKey(memberId, volunteerId), facts);
          }),
        );
      });
    },

    /** Whoever says yes first. @throws Refusal when somebody was faster */
    async accept(memberId: string, volunteerId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const isAsked = (await tx.delivery.count({ where: { key: buddyKey(memberId, volunteerId) } })) > 0;
        const row = await tx.welcome.findUnique({ where: { memberId }, include: { member: true } });
        if (row?.member.leftAt !== null) throw new Refusal("gone");
        if (!isAsked) throw new Refusal("notYours");
        const { count } = await tx.welcome.updateMany({
          where: { memberId, buddyId: null },
          data: { buddyId: volunteerId, buddyAt: now() },
        });
        if (count === 0) throw new Refusal("hasBuddy");
        await outbox.cancel(tx, { startsWith: `buddy:${memberId}:` }, "rules");
        const facts: BuddyFoundFacts = { who: { person: volunteerId }, memberId: volunteerId };
        const key = `buddyFound:${memberId}`;
        await outbox.add(tx, [letter(row.member.networkId, memberId, "care.buddyFound", key, facts)]);
      });
    },
  };
}

function companionOf({ memberId, topics, level }: Portrait): Companion {
  return { memberId, subjects: topics.subject.map(({ key }) => key), level };
}
