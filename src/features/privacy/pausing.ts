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

    async isFrozen(memberId: string): Promise<boolean> {
      return (await db.client.member.count({ where: { id: memberId, frozenAt: { not: null } } })) > 0;
    },
  };
}
