import type { PriorityName } from "../../../outbox/delivery.js";
import { Refusal } from "../../../refusal.js";
import { areAssessed, type Portrait } from "../../introductions/portraits.js";
import { hiddenFrom, isMuchAsked, requireSettled } from "../../members/approach.js";
import { askableMember } from "../../members/presence.js";
import { outOfReach } from "../../members/reach.js";
import type { Tx } from "../../../storage/database.js";
import { paceOf, type CareParts } from "../parts.js";
import { makeRecalling, overtakeLetter } from "./appointing.js";
import {
  askedAmong,
  buddyFoundKey,
  buddyKey,
  buddyKeys,
  buddyNoneKeys,
  wishKey,
  type BuddyAskFacts,
  type BuddyFoundFacts,
} from "./deliveries.js";
import { BUDDIES_ASKED, companionsFor, NEW_DAYS, type Companion, type Companionship, type Volunteer } from "./rules.js";

/** Open days for which it is worth delivering. */
const WORTH_DAYS = 7;
/** Open days after which whoever wished hears that nobody could, instead of waiting on. */
const WAIT_DAYS = 7;

interface Letter {
  readonly to: string;
  readonly key: string;
  readonly notice: string;
  readonly facts: object;
  readonly priority: PriorityName;
}

/** A companion for the first weeks: whoever is new wishes for one, a volunteer says yes. */
export function makeBuddies(parts: CareParts) {
  const { db, outbox, now } = parts;
  const recall = makeRecalling(parts);

  /** @param after Open days from now */
  async function write(tx: Tx, networkId: string, letters: readonly Letter[], after = 0): Promise<void> {
    const { later } = await paceOf(parts, tx, networkId);
    const dueAt = after === 0 ? now() : new Date(later(now().getTime(), after));
    const expiresAt = new Date(later(dueAt.getTime(), WORTH_DAYS));
    // What came to nothing the last time may be asked anew.
    await outbox.forget(
      tx,
      letters.map(({ key }) => key),
    );
    await outbox.add(
      tx,
      letters.map(({ to: memberId, facts, ...letter }) => ({
        ...{ ...letter, networkId, facts: { ...facts }, to: { kind: "member", memberId } as const },
        ...{ proactive: true, dueAt, expiresAt },
      })),
    );
  }

  /** Who greets here and may be asked on behalf of this member. */
  async function volunteers(tx: Tx, { id, networkId }: { readonly id: string; readonly networkId: string }) {
    const rows = await tx.role.findMany({
      where: { name: "greeter", memberId: { not: id }, member: { networkId, ...askableMember(now()) } },
      select: { memberId: true },
    });
    const ids = rows.map(({ memberId }) => memberId);
    const not = new Set([...(await hiddenFrom(tx, id)), ...(await outOfReach(tx, ids, now()))]);
    return ids.filter((memberId) => !not.has(memberId));
  }

  /** The first of them of whom not much is asked just now, and who have not been asked for this wish before. */
  async function firstFree(
    tx: Tx,
    asked: (one: Companionship) => boolean,
    ranked: readonly Companionship[],
  ): Promise<readonly Companionship[]> {
    const free: Companionship[] = [];
    for (const one of ranked.filter((other) => !asked(other))) {
      if (free.length === BUDDIES_ASKED) break;
      if (!(await isMuchAsked(tx, one.memberId, now()))) free.push(one);
    }
    return free;
  }

  return {
    /** Whether somebody is new and has nobody yet. */
    async mayWish(memberId: string): Promise<boolean> {
      const row = await db.client.welcome.findUnique({ where: { memberId }, include: { member: true } });
      if (row?.buddyId !== null) return false;
      const { later } = await paceOf(parts, db.client, row.member.networkId);
      if (later(row.createdAt.getTime(), NEW_DAYS) <= now().getTime()) return false;
      return (await volunteers(db.client, row.member)).length > 0;
    },

    /**
     * Asks volunteers who share something; "waiting" while those who were asked may still answer.
     * @throws Refusal when there is nobody, or somebody already
     */
    async wish(memberId: string): Promise<"asked" | "waiting"> {
      return db.transaction(async (tx) => {
        const row = await tx.welcome.findUnique({ where: { memberId }, include: { member: true } });
        if (!row) throw new Refusal("noBuddy");
        if (row.buddyId !== null) throw new Refusal("hasCompany");
        await requireSettled(tx, memberId, now());
        const { networkId } = row.member;
        const portraits = await parts.portraits.of([memberId, ...(await volunteers(tx, row.member))], tx);
        const me = portraits.get(memberId);
        if (!me) throw new Refusal("gone");
        const others = [...portraits.values()].filter((one) => !areAssessed(me, one));
        const keyOf = (one: Companionship) => wishKey(memberId, one.memberId, row.buddyAt);
        const volunteering = await withTurns(
          tx,
          others.map((one) => companionOf(one)),
        );
        const ranked = companionsFor(companionOf(me), volunteering);
        const { keys: asked, isFresh } = await askedAmong(tx, ranked.map(keyOf), now());
        if (isFresh) return "waiting";
        const chosen = await firstFree(tx, (one) => asked.has(keyOf(one)), ranked);
        if (chosen.length === 0 && asked.size === 0) throw new Refusal("noBuddy");
        if (chosen.length === 0) return "waiting";
        const topicOf = new Map(me.topics.subject.map((topic) => [topic.key, topic]));
        const letters: Letter[] = [];
        for (const one of chosen) {
          const { memberId: to, subjects, isSameLevel } = one;
          const topics = subjects.flatMap((key) => topicOf.get(key) ?? []);
          const level = isSameLevel ? me.level : undefined;
          const askedBy = await overtakeLetter(outbox, tx, to);
          const facts: BuddyAskFacts = { who: { person: memberId }, memberId, topics, level, askedBy };
          letters.push({ to, key: keyOf(one), notice: "care.buddyAsk", facts, priority: "request" });
        }
        await write(tx, networkId, letters);
        await outbox.cancel(tx, { startsWith: buddyNoneKeys(memberId) }, "rules");
        const key = `${buddyNoneKeys(memberId)}${now().getTime()}`;
        const none: Letter = { to: memberId, key, notice: "care.buddyNone", facts: {}, priority: "request" };
        await write(tx, networkId, [none], WAIT_DAYS);
        return "asked";
      });
    },

    /** Whoever says yes first; "already" for whoever has said so before. @throws Refusal when somebody was faster */
    async accept(memberId: string, volunteerId: string): Promise<"accepted" | "already"> {
      return db.transaction(async (tx) => {
        const isApart = (await hiddenFrom(tx, memberId)).includes(volunteerId);
        const isAsked =
          (await tx.delivery.count({ where: { key: { startsWith: buddyKey(memberId, volunteerId) } } })) > 0;
        const row = await tx.welcome.findUnique({ where: { memberId }, include: { member: true } });
        if (row?.member.leftAt !== null) throw new Refusal("gone");
        if (row.buddyId === volunteerId) return "already";
        if (!isAsked) throw new Refusal("notYours");
        // Nobody learns from the answer who would rather not meet whom.
        if (isApart) throw new Refusal("hasBuddy");
        const { count } = await tx.welcome.updateMany({
          where: { memberId, buddyId: null },
          data: { buddyId: volunteerId, buddyAt: now() },
        });
        if (count === 0) throw new Refusal("hasBuddy");
        await recall(tx, buddyKeys(memberId), "rules");
        await outbox.cancel(tx, { startsWith: buddyNoneKeys(memberId) }, "rules");
        const facts: BuddyFoundFacts = { who: { person: volunteerId }, memberId: volunteerId };
        const key = buddyFoundKey(memberId, volunteerId);
        // They wished for it and wait.
        const found = { to: memberId, key, notice: "care.buddyFound", facts, priority: "match" as const };
        await write(tx, row.member.networkId, [found]);
        return "accepted";
      });
    },
  };
}

function companionOf({ memberId, topics, level, languages }: Portrait): Companion {
  return { memberId, subjects: topics.subject.map(({ key }) => key), level, languages };
}

/** How many newcomers each of them accompanies already. */
async function withTurns(tx: Tx, volunteers: readonly Companion[]): Promise<readonly Volunteer[]> {
  const rows = await tx.welcome.groupBy({
    by: ["buddyId"],
    where: { buddyId: { in: volunteers.map(({ memberId }) => memberId) } },
    _count: true,
  });
  const turns = new Map(rows.map(({ buddyId, _count }) => [buddyId, _count]));
  return volunteers.map((one) => ({ ...one, accompanies: turns.get(one.memberId) ?? 0 }));
}
