import type { Tx } from "../../../storage/database.js";
import type { Answers } from "./answers.js";
import type { Asks } from "./asks.js";
import type { AsksParts } from "./parts.js";

/** What follows for questions when somebody draws back, in the transaction in which they do. */
export function makeAskWithdrawals(parts: AsksParts, asks: Asks, answers: Answers) {
  /** Nobody waits for an answer of theirs. */
  async function letHelpersGo(tx: Tx, where: { memberId: string; ask?: { askerId: string } }): Promise<void> {
    const rows = await tx.askHelper.findMany({
      where: { memberId: where.memberId, outcome: "asked", ask: { state: "open", ...where.ask } },
      include: { ask: true },
      orderBy: { askId: "asc" },
    });
    for (const { ask, memberId } of rows) await answers.release(tx, ask, memberId, "lapsed");
  }

  /** Their questions end, since no answer would reach them; what was never sent is gone. */
  async function endOwn(tx: Tx, askerId: string): Promise<void> {
    await tx.ask.deleteMany({ where: { askerId, state: "draft" } });
    const open = await tx.ask.findMany({ where: { askerId, state: "open" }, orderBy: { id: "asc" } });
    for (const row of open) {
      await asks.end(tx, row, "closed");
      const given = await tx.askAnswer.findMany({ where: { askId: row.id }, select: { id: true } });
      await parts.outbox.cancel(
        tx,
        given.map(({ id }) => `askAnswer:${id}`),
        "left",
      );
    }
  }

  async function drawBack(tx: Tx, memberId: string): Promise<void> {
    await endOwn(tx, memberId);
    await letHelpersGo(tx, { memberId });
  }

  return {
    letHelpersGo: (tx: Tx, memberId: string) => letHelpersGo(tx, { memberId }),
    /** Somebody left the network. */
    left: drawBack,
    /** Somebody said STOP: no answer would come through, and nobody waits for theirs. */
    stopped: drawBack,
    /** Somebody would rather not meet another: neither is waited for by the other, and neither learns why. */
    async keptApart(tx: Tx, askerId: string, otherId: string): Promise<void> {
      await letHelpersGo(tx, { memberId: otherId, ask: { askerId } });
      await letHelpersGo(tx, { memberId: askerId, ask: { askerId: otherId } });
    },
  };
}
