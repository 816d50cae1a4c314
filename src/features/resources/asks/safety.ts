import { Refusal } from "../../../refusal.js";
import { questionFacts, toMember, type LookedFacts } from "./deliveries.js";
import type { Asks } from "./asks.js";
import type { AsksParts, Who } from "./parts.js";

/** Anonymous questions that are shown to whoever has the safety role. */
const SHOWN = 5;

/** Who asked an anonymous question is for the safety role alone, with a reason, and never unnoticed. */
export function makeSafety(parts: AsksParts, asks: Asks) {
  const { db, now, outbox } = parts;

  const isSafety = async (memberId: string) =>
    (await db.client.role.count({ where: { memberId, name: "safety" } })) > 0;

  return {
    isSafety,

    /** The latest anonymous questions, without a name. */
    async anonymous({ memberId, networkId }: Who) {
      if (!(await isSafety(memberId))) throw new Refusal("safetyOnly");
      return db.client.ask.findMany({
        where: { networkId, isAnonymous: true, state: { not: "draft" } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: SHOWN,
        select: { id: true, text: true, createdAt: true },
      });
    },

    /** Who asked. That somebody looked, and why, is written down without the name and told to the one who asked. */
    async look(askId: string, who: Who, reason: string): Promise<string> {
      return db.transaction(async (tx) => {
        const isAllowed = (await tx.role.count({ where: { memberId: who.memberId, name: "safety" } })) > 0;
        if (!isAllowed) throw new Refusal("safetyOnly");
        const { row } = await asks.read(tx, askId, who);
        if (!row.isAnonymous) throw new Refusal("askNamed");
        if (row.askerId === null) throw new Refusal("gone");
        if (row.askerId === who.memberId) throw new Refusal("askOwn");
        const { networkId, memberId } = who;
        const id = parts.newId();
        const entry = { id, networkId, memberId, action: "ask.look", facts: { askId, reason }, at: now() };
        await tx.auditEntry.create({ data: entry });
        const facts: LookedFacts = { ...questionFacts(row), reason };
        const letter = { key: `askLook:${id}`, networkId, notice: "ask.looked", facts, dueAt: now() };
        await outbox.add(tx, [toMember(row.askerId, letter)]);
        return row.askerId;
      });
    },
  };
}
