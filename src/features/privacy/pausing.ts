import type { PrivacyParts } from "./parts.js";

/** Nothing is computed about members, nor sent to them by itself, from when they say so until they say otherwise. */
export function makePausing({ db, now, withdrawals, changed }: PrivacyParts) {
  return {
    /** False when it was so already. */
    async freeze(memberId: string, isFrozen: boolean): Promise<boolean> {
      const done = await db.transaction(async (tx) => {
        const where = { id: memberId, frozenAt: isFrozen ? null : { not: null } };
        const { count } = await tx.member.updateMany({ where, data: { frozenAt: isFrozen ? now() : null } });
        if (count > 0 && isFrozen) await withdrawals.stopped(tx, memberId);
        return count > 0;
      });
      changed();
      return done;
    },

    /** Tells one who was forgotten from whoever they are when they come again. */
    async since(memberId: string): Promise<string> {
      const row = await db.client.member.findUnique({ where: { id: memberId }, select: { createdAt: true } });
      return row?.createdAt.getTime().toString(36) ?? "";
    },

    async isFrozen(memberId: string): Promise<boolean> {
      return (await db.client.member.count({ where: { id: memberId, frozenAt: { not: null } } })) > 0;
    },
  };
}
