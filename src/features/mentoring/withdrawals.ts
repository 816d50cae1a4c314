import type { Tx } from "../../storage/database.js";
import { change, tellEach } from "./changes.js";
import { lookAgain } from "./offers.js";
import type { MentoringParts } from "./parts.js";
import { readMentorship } from "./planning.js";
import type { Requests } from "./requests.js";
import { openRequests, seated } from "./rules.js";

/** What follows for mentoring when somebody draws back, in the transaction in which they do. */
export function makeMentoringWithdrawals(parts: MentoringParts, requests: Requests) {
  const { outbox, now } = parts;

  /** Requests that wait for this mentor go on to the next. */
  async function passOn(tx: Tx, where: { mentorId: string; menteeId?: string }): Promise<void> {
    const rows = await tx.mentorRequest.findMany({ where: { ...where, state: "asked" }, orderBy: { id: "asc" } });
    for (const row of rows) await requests.moveOn(tx, row, "declined");
  }

  async function end(tx: Tx, where: object, event: "leave" | "unfit", goneId: string): Promise<void> {
    const rows = await tx.mentorship.findMany({
      where: { ...where, state: { in: [...seated, "archived"] } },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    for (const { id } of rows) {
      const row = await readMentorship(tx, id);
      if (!row) continue;
      const by = event === "leave" ? "clock" : row.mentorId === goneId ? "mentor" : "mentee";
      if (event === "unfit" && row.state === "archived") continue;
      await change(parts, tx, row, { event, by });
      const others = [row.mentorId, row.menteeId].filter((memberId) => memberId !== goneId);
      await tellEach(parts, tx, row, event === "leave" ? "mentor.left" : "mentor.parted", others);
      await lookAgain(tx, row.networkId, now());
    }
  }

  return {
    /** Somebody left the network: nobody waits for them, and whoever was with them hears so. */
    async left(tx: Tx, memberId: string): Promise<void> {
      await tx.mentorOffer.updateMany({ where: { memberId }, data: { isOpen: false } });
      const open = await tx.mentorRequest.findMany({
        where: { menteeId: memberId, state: { in: [...openRequests] } },
      });
      for (const row of open) {
        await requests.write(tx, row, { state: "withdrawn" });
        await outbox.cancel(tx, { startsWith: `mentorRequest:${row.id}:` }, "left");
      }
      await passOn(tx, { mentorId: memberId });
      await end(tx, { OR: [{ mentorId: memberId }, { menteeId: memberId }] }, "leave", memberId);
    },

    /** Somebody said STOP: they are asked for nothing, and nobody waits for their answer. */
    stopped: (tx: Tx, memberId: string) => passOn(tx, { mentorId: memberId }),

    /** Somebody would rather not meet another: neither is asked for the other, and the two part without blame. */
    async keptApart(tx: Tx, askerId: string, otherId: string): Promise<void> {
      const pairs = [
        { mentorId: askerId, menteeId: otherId },
        { mentorId: otherId, menteeId: askerId },
      ];
      for (const pair of pairs) await passOn(tx, pair);
      await end(tx, { OR: pairs }, "unfit", askerId);
    },
  };
}
