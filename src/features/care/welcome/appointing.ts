import { Refusal } from "../../../refusal.js";
import type { Outbox } from "../../../outbox/delivery.js";
import type { Tx } from "../../../storage/database.js";
import type { PersonFact } from "../../introductions/rules.js";
import type { RoleChange } from "../../members/withdrawals.js";
import { openDaysOf } from "../../tips/parts.js";
import { paceOf, type CareParts } from "../parts.js";
import { APPOINTED, appointedKeys, type AppointedFacts } from "./deliveries.js";
import { appointedAt } from "./rules.js";

/** Open days for which it is worth delivering. */
const WORTH_DAYS = 7;
/** Who greets newcomers. */
const GREETER = "greeter";

type Parts = Pick<CareParts, "outbox" | "calendar" | "now">;

/** Whoever was to be greeted by them is greeted by somebody else. */
export async function handBack(tx: Tx, greeterId: string, now: Date, where: { readonly memberId?: string } = {}) {
  await tx.welcome.updateMany({
    where: { ...where, greeterId, step: "told", greetedAt: null },
    data: { greeterId: null, step: "greet", stepAt: now },
  });
}

/** They greet no more: nobody waits for them, and nothing of it comes to them. Whom they accompany they go on with. */
async function dismiss(tx: Tx, { outbox, now }: Pick<Parts, "outbox" | "now">, memberId: string): Promise<void> {
  await outbox.cancel(tx, { memberIds: [memberId], notices: [APPOINTED, "care.greet", "care.buddyAsk"] }, "cancelled");
  await handBack(tx, memberId, now());
}

/** Whoever is asked to greet newcomers hears so once: by whom, and what it means. */
export function makeAppointing(parts: Parts) {
  const { outbox, now } = parts;

  return async function appointed(tx: Tx, { networkId, memberId, by, role, isGiven }: RoleChange): Promise<void> {
    if (role !== GREETER) return;
    if (!isGiven) return dismiss(tx, parts, memberId);
    // Who took it upon themselves knows.
    if (by === memberId) return;
    const dueAt = new Date(appointedAt(await openDaysOf(parts, tx, networkId), now().getTime()));
    const { later } = await paceOf(parts, tx, networkId);
    const facts: AppointedFacts = { by: { person: by } };
    const key = `${appointedKeys(memberId)}${now().getTime()}`;
    await outbox.forget(tx, [key]);
    await outbox.add(tx, [
      {
        ...{ key, networkId, notice: APPOINTED, facts: { ...facts } },
        // The little that a week has room for besides the meet-up is for newcomers and their questions.
        ...{ to: { kind: "member", memberId }, priority: "match", proactive: true, dueAt },
        expiresAt: new Date(later(dueAt.getTime(), WORTH_DAYS)),
      },
    ]);
  };
}

/**
 * A question of a newcomer goes before the letter, and tells what it would have told: by whom this member was asked to
 * greet. Undefined where no letter waits.
 */
export async function overtakeLetter(
  outbox: Pick<Outbox, "cancel">,
  tx: Tx,
  memberId: string,
): Promise<PersonFact | undefined> {
  const waiting = await tx.delivery.findFirst({
    where: { key: { startsWith: appointedKeys(memberId) }, status: { in: ["pending", "leased"] }, attempts: 0 },
    select: { facts: true },
  });
  if (!waiting) return undefined;
  await outbox.cancel(tx, { startsWith: appointedKeys(memberId) }, "moved");
  return (waiting.facts as { readonly by?: PersonFact }).by;
}

/**
 * Nothing is asked of greeters for a newcomer any more: their questions, by how their keys begin, are taken back. Whoever
 * was to hear with one that they greet hears it in a letter after all.
 */
export function makeRecalling(parts: Parts) {
  const appointed = makeAppointing(parts);

  return async function recall(tx: Tx, startsWith: string, why: string): Promise<void> {
    const waiting = await tx.delivery.findMany({
      where: { key: { startsWith }, status: { in: ["pending", "leased"] }, attempts: 0 },
      select: { networkId: true, recipient: true, facts: true },
    });
    await parts.outbox.cancel(tx, { startsWith }, why);
    for (const { networkId, recipient, facts } of waiting) {
      const { askedBy } = facts as { readonly askedBy?: PersonFact };
      const memberId = recipient.slice("member:".length);
      if (askedBy) await appointed(tx, { networkId, memberId, by: askedBy.person, role: GREETER, isGiven: true });
    }
  };
}

/** What greeters themselves, and organisers, can do about it. */
export function makeGreeters(parts: Pick<CareParts, "db" | "outbox" | "newId" | "now">) {
  const { db, newId, now } = parts;
  return {
    /** Gives the role back. @throws Refusal "notGreeter" */
    async resign(memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const { count } = await tx.role.deleteMany({ where: { memberId, name: GREETER } });
        if (count === 0) throw new Refusal("notGreeter");
        const { networkId } = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
        const facts = { memberId, role: GREETER };
        const entry = { id: newId(), networkId, memberId, action: "role.resign", facts, at: now() };
        await tx.auditEntry.create({ data: entry });
        await dismiss(tx, parts, memberId);
      });
    },

    /** Who greets newcomers here, by name, and how many names each was told within the week. */
    async greeters(networkId: string) {
      const rows = await db.client.role.findMany({
        where: { name: GREETER, member: { networkId, leftAt: null } },
        select: { member: { select: { id: true } } },
        orderBy: [{ member: { name: "asc" } }, { memberId: "asc" }],
      });
      const told = await db.client.welcome.groupBy({
        by: ["greeterId"],
        where: { greeterId: { in: rows.map(({ member }) => member.id) }, step: "told" },
        _count: true,
      });
      const names = new Map(told.map(({ greeterId, _count }) => [greeterId, _count]));
      return rows.map(({ member: { id } }) => ({ memberId: id, names: names.get(id) ?? 0 }));
    },
  };
}
