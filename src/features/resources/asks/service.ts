import { makeAnswers } from "./answers.js";
import { makeAsks } from "./asks.js";
import { makeClockwork } from "./clockwork.js";
import { askJobs } from "./jobs.js";
import type { AsksParts, Who } from "./parts.js";
import { makeRouting } from "./routing.js";
import { makeSafety } from "./safety.js";
import { makeSending } from "./sending.js";
import { makeViews } from "./views.js";
import { makeAskWithdrawals } from "./withdrawals.js";

export type AskService = ReturnType<typeof makeAskService>;

/** Days for which somebody who wants no questions is not asked. */
const LEFT_ALONE_DAYS = 30;

/** Questions to the network, and their answers. */
export function makeAskService(parts: AsksParts) {
  const { db, now } = parts;
  const routing = makeRouting(parts);
  const asks = makeAsks(parts, routing);
  const answers = makeAnswers(parts, asks, routing);
  const withdrawals = makeAskWithdrawals(parts, asks, answers);
  const { submit, sendAnyway, draft } = makeSending(parts, asks, answers, routing);
  const views = makeViews(parts, asks);
  const { keep, close } = asks;
  const { pass, credits, credit, solveAlone } = answers;
  return {
    ...{ submit, sendAnyway, draft, keep, close, pass, credits, credit, solveAlone },
    ...views,
    safety: makeSafety(parts, asks),
    withdrawals,
    jobs: askJobs(db, makeClockwork(parts, asks, routing)),

    /** A question that can still be written to. @throws Refusal that says what happened since */
    async writable(id: string, who: Who) {
      const thread = await views.thread(id, who);
      asks.afterwards(thread.ask, thread.ask.isMine ? "add" : "answer", thread.ask.isMine ? "asker" : "member");
      return thread;
    },

    /** Wants questions of others again, or none for a month. Answers with the first instant at which they may be asked. */
    async setHelping(memberId: string, isOn: boolean): Promise<Date | undefined> {
      const until = isOn ? null : new Date(now().getTime() + LEFT_ALONE_DAYS * 86_400_000);
      await db.transaction(async (tx) => {
        await tx.member.update({ where: { id: memberId }, data: { noAsksUntil: until } });
        if (!isOn) await withdrawals.letHelpersGo(tx, memberId);
      });
      return until ?? undefined;
    },
  };
}
