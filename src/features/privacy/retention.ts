import type { Tx } from "../../storage/database.js";
import type { Forgetting } from "./forgetting.js";
import type { PrivacyParts } from "./parts.js";
import {
  AUDIT_KEPT_DAYS,
  CONTACTS_KEPT_DAYS,
  daysBefore,
  DELIVERIES_KEPT_DAYS,
  firstDayKept,
  LEFT_KEPT_DAYS,
  monthOf,
  PLANS_KEPT_DAYS,
  REPORTS_KEPT_DAYS,
  WORDS_KEPT_DAYS,
} from "./rules.js";

/** So many are read at once; each is forgotten in a transaction of its own. */
const AT_ONCE = 100;

const SETTLED = ["sent", "merged", "dropped", "dead", "maybeSent"];

/** Lets go of what has been kept long enough. */
export function makeRetention({ db, now }: PrivacyParts, forgetting: Forgetting) {
  const { client } = db;

  /** The oldest month that is folded next, of any network. */
  async function foldMonth(): Promise<number> {
    const before = firstDayKept(now());
    const oldest = await client.activityDay.findFirst({
      where: { date: { lt: before } },
      orderBy: { date: "asc" },
      select: { date: true, member: { select: { networkId: true } } },
    });
    if (!oldest) return 0;
    const { networkId } = oldest.member;
    const month = monthOf(oldest.date);
    return db.transaction(async (tx) => {
      const where = { date: { startsWith: month }, member: { networkId } };
      const { _sum } = await tx.activityDay.aggregate({
        where,
        _sum: { messages: true, reactions: true, buttons: true, commands: true },
      });
      const people = await tx.activityDay.groupBy({ by: ["memberId"], where });
      const counts = {
        messages: _sum.messages ?? 0,
        reactions: _sum.reactions ?? 0,
        buttons: _sum.buttons ?? 0,
        commands: _sum.commands ?? 0,
      };
      await addMonth(tx, networkId, month, people.length, counts);
      return (await tx.activityDay.deleteMany({ where })).count;
    });
  }

  return {
    /** Whoever left so long ago that they hardly come back. */
    async forgetLeft(): Promise<number> {
      let count = 0;
      for (;;) {
        const rows = await client.member.findMany({
          where: { leftAt: { lte: daysBefore(now(), LEFT_KEPT_DAYS) }, forgottenAt: null },
          orderBy: [{ leftAt: "asc" }, { id: "asc" }],
          take: AT_ONCE,
          select: { id: true },
        });
        for (const { id } of rows) await forgetting.forget(id, "left", "rest");
        count += rows.length;
        if (rows.length < AT_ONCE) return count;
      }
    },

    /** When the next one is to be forgotten. */
    async nextLeft(): Promise<{ readonly at: Date } | undefined> {
      const row = await client.member.findFirst({
        where: { leftAt: { not: null }, forgottenAt: null },
        orderBy: [{ leftAt: "asc" }, { id: "asc" }],
        select: { leftAt: true },
      });
      return row?.leftAt ? { at: daysBefore(row.leftAt, -LEFT_KEPT_DAYS) } : undefined;
    },

    /** What is older than it may be kept. Answers how many rows of which kind. */
    async letGo(): Promise<string> {
      const before = (days: number) => ({ lt: daysBefore(now(), days) });
      let days = 0;
      for (let folded = await foldMonth(); folded > 0; folded = await foldMonth()) days += folded;
      const contacts = await client.contact.deleteMany({ where: { at: before(CONTACTS_KEPT_DAYS) } });
      const settled = { status: { in: SETTLED } };
      const old = { ...settled, settledAt: before(DELIVERIES_KEPT_DAYS) };
      const deliveries = await client.delivery.deleteMany({ where: old });
      const words = await client.delivery.updateMany({
        where: { ...settled, settledAt: before(WORDS_KEPT_DAYS), NOT: { facts: { equals: {} } } },
        data: { facts: {} },
      });
      const plans = await client.round.updateMany({
        where: { step: "done", roundAt: before(PLANS_KEPT_DAYS), plan: { not: null } },
        data: { plan: null },
      });
      const closed = { status: "closed", closedAt: before(REPORTS_KEPT_DAYS) };
      const reports = await client.report.deleteMany({ where: closed });
      const audit = await client.auditEntry.deleteMany({ where: { at: before(AUDIT_KEPT_DAYS) } });
      return [
        `${days} days folded`,
        `${contacts.count} contacts, ${deliveries.count} deliveries, ${reports.count} reports and ${audit.count} entries deleted`,
        `${words.count} deliveries and ${plans.count} plans emptied`,
      ].join("; ");
    },
  };
}

type Counts = Record<"messages" | "reactions" | "buttons" | "commands", number>;

/** @param people how many they were */
async function addMonth(tx: Tx, networkId: string, month: string, people: number, counts: Counts): Promise<void> {
  await tx.activityMonth.upsert({
    where: { networkId_month: { networkId, month } },
    create: { networkId, month, members: people, ...counts },
    // A day that came late: the same people, most likely.
    update: Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, { increment: count }])),
  });
}
