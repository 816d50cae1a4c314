import type { Tx } from "../../storage/database.js";
import type { Withdrawals } from "../members/withdrawals.js";
import { unpropose } from "./dormant/proposed.js";
import type { CareParts } from "./parts.js";
import { handBack, makeRecalling } from "./welcome/appointing.js";
import {
  appointedKeys,
  buddyFoundKey,
  buddyKey,
  buddyKeys,
  buddyNoneKeys,
  greetKey,
  greetKeys,
} from "./welcome/deliveries.js";

/** What follows for the care of others when somebody draws back, in the transaction in which they do. */
export function makeCareWithdrawals(parts: Pick<CareParts, "outbox" | "calendar" | "now">): Withdrawals {
  const { outbox, now } = parts;
  const recall = makeRecalling(parts);

  /** They accompany these newcomers no more, who may wish for somebody else. */
  async function endCompany(tx: Tx, buddyId: string, where: { readonly memberId?: string }): Promise<void> {
    const rows = await tx.welcome.findMany({ where: { ...where, buddyId }, select: { memberId: true } });
    const memberIds = rows.map(({ memberId }) => memberId);
    const keys = memberIds.map((memberId) => buddyFoundKey(memberId, buddyId));
    await outbox.cancel(tx, keys, "left");
    await tx.welcome.updateMany({
      where: { memberId: { in: memberIds }, buddyId },
      // When it began stays: by that the next wish is told from this one.
      data: { buddyId: null },
    });
  }

  async function drawnBack(tx: Tx, memberId: string, why: "left" | "stopped"): Promise<void> {
    await unpropose(outbox, tx, `dormant:person:${memberId}:`);
    await recall(tx, greetKeys(memberId), why);
    await recall(tx, buddyKeys(memberId), why);
    for (const startsWith of [appointedKeys(memberId), buddyNoneKeys(memberId)])
      await outbox.cancel(tx, { startsWith }, why);
    await tx.welcome.updateMany({ where: { memberId }, data: { step: "done", stepAt: null } });
    await handBack(tx, memberId, now());
    if (why === "left") await endCompany(tx, memberId, {});
  }

  return {
    left: (tx, memberId) => drawnBack(tx, memberId, "left"),
    stopped: (tx, memberId) => drawnBack(tx, memberId, "stopped"),

    async keptApart(tx, askerId, otherId) {
      for (const [one, other] of [
        [askerId, otherId],
        [otherId, askerId],
      ] as const) {
        await unpropose(outbox, tx, `dormant:person:${one}:${other}:`);
        await recall(tx, greetKey(one, other), "rules");
        await recall(tx, buddyKey(one, other), "rules");
        await handBack(tx, other, now(), { memberId: one });
        await endCompany(tx, other, { memberId: one });
      }
    },
  };
}
