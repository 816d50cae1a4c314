import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import type { Asks } from "./asks.js";
import { questionFacts, toMember, type AddedFacts, type AnsweredFacts } from "./deliveries.js";
import type { AsksParts, Who } from "./parts.js";
import type { AskRow, Routing } from "./routing.js";
import { MOST_ENTRIES } from "./rules.js";

/** An answer that may have been the one that helped. */
export interface Credit {
  readonly answerId: string;
  readonly memberId: string;
}

export type Answers = ReturnType<typeof makeAnswers>;

/** What comes back to a question: answers, what its asker adds, passing, and thanks. */
export function makeAnswers(parts: AsksParts, asks: Asks, routing: Routing) {
  const { db, now, outbox } = parts;

  async function write(tx: Tx, row: AskRow, memberId: string | null, isAsker: boolean, text: string): Promise<string> {
    const id = parts.newId();
    await tx.askAnswer.create({ data: { id, askId: row.id, memberId, isAsker, text, at: now() } });
    await routing.takeBackQuestion(tx, row.id);
    await routing.writeStep(tx, row.id, "life");
    return id;
  }

  const tell = (tx: Tx, memberId: string, row: AskRow, letter: { key: string; notice: string; facts: object }) =>
    outbox.add(tx, [toMember(memberId, { ...letter, networkId: row.networkId, dueAt: now() })]);

  /** Others whom it is not for any more are left in peace; whoever answered is thanked, once. */
  async function solve(
    tx: Tx,
    row: AskRow,
    answer: { id: string; memberId: string | null } | undefined,
  ): Promise<void> {
    await asks.end(tx, row, asks.afterwards(row, "solve", "asker"));
    if (!answer) return;
    await tx.askAnswer.update({ where: { id: answer.id }, data: { isCredited: true } });
    if (answer.memberId === null) return;
    const facts = questionFacts(row);
    await tell(tx, answer.memberId, row, { key: `askThanks:${row.id}`, notice: "ask.thanked", facts });
  }

  /** Nobody waits for this helper any more. */
  async function release(tx: Tx, row: AskRow, memberId: string, outcome: "passed" | "lapsed"): Promise<void> {
    await tx.askHelper.updateMany({ where: { askId: row.id, memberId, outcome: "asked" }, data: { outcome } });
    await routing.takeBack(tx, row.id, memberId);
    const { of } = await routing.route(tx, row, false);
    if (of !== "wait" || row.step === "next") await routing.writeStep(tx, row.id, "none");
  }

  return {
    release,

    /** @throws Refusal when this member can't say (any more) what they want to say */
    async ensure(tx: Tx, askId: string, who: Who, kind: "answer" | "addition"): Promise<AskRow> {
      const { row, role } = await asks.read(tx, askId, who);
      if (kind === "addition") await asks.ownOnly(tx, row, who);
      asks.afterwards(row, kind === "answer" ? "answer" : "add", role);
      const own = kind === "answer" ? { memberId: who.memberId, isAsker: false } : { isAsker: true };
      const count = await tx.askAnswer.count({ where: { askId, ...own } });
      const most = kind === "answer" ? MOST_ENTRIES.answers : MOST_ENTRIES.additions;
      if (count >= most) throw new Refusal("askEnough", { most });
      return row;
    },

    async answer(tx: Tx, row: AskRow, { memberId }: Who, text: string): Promise<void> {
      const { id: askId } = row;
      await tx.askHelper.updateMany({ where: { askId, memberId }, data: { outcome: "answered" } });
      await routing.takeBack(tx, askId, memberId);
      const answerId = await write(tx, row, memberId, false, text);
      // That others are being asked is no news any more.
      await outbox.cancel(tx, [`askNews:${askId}:ask.stillLooking`, `askNews:${askId}:ask.nobody`], "rules");
      if (row.askerId === null) return;
      const facts: AnsweredFacts = { ...questionFacts(row), answerId, by: { person: memberId }, answer: text };
      await tell(tx, row.askerId, row, { key: `askAnswer:${answerId}`, notice: "ask.answered", facts });
    },

    /** What the asker adds goes to those who answered. It is kept without a name where the question has none. */
    async add(tx: Tx, row: AskRow, { memberId }: Who, text: string): Promise<void> {
      const others = await tx.askAnswer.findMany({
        where: { askId: row.id, isAsker: false, member: { leftAt: null } },
        distinct: ["memberId"],
        select: { memberId: true },
        orderBy: { memberId: "asc" },
      });
      const id = await write(tx, row, row.isAnonymous ? null : memberId, true, text);
      const facts: AddedFacts = { ...questionFacts(row), addition: text };
      for (const { memberId: other } of others)
        if (other !== null) await tell(tx, other, row, { key: `askAdded:${id}:${other}`, notice: "ask.added", facts });
    },

    /** Not this time: no reason is asked for, and the next one is asked. */
    async pass(askId: string, who: Who): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await asks.read(tx, askId, who);
        asks.afterwards(row, "pass", role);
        const where = { askId, memberId: who.memberId };
        const helper = await tx.askHelper.findUniqueOrThrow({ where: { askId_memberId: where } });
        if (helper.outcome === "answered") throw new Refusal("askAnswered");
        if (helper.outcome !== "asked") return;
        await release(tx, row, who.memberId, "passed");
      });
    },

    /** Answers to choose from; where there is none it is solved at once. */
    async credits(askId: string, who: Who): Promise<readonly Credit[]> {
      return db.transaction(async (tx) => {
        const { row, role } = await asks.read(tx, askId, who);
        await asks.ownOnly(tx, row, who);
        asks.afterwards(row, "solve", role);
        const answers = await tx.askAnswer.findMany({
          where: { askId, isAsker: false },
          orderBy: [{ at: "desc" }, { id: "desc" }],
        });
        if (answers.length === 0) await solve(tx, row, undefined);
        return answers.flatMap(({ id: answerId, memberId }) => (memberId === null ? [] : [{ answerId, memberId }]));
      });
    },

    /** Solved by something else than an answer here. */
    async solveAlone(askId: string, who: Who): Promise<void> {
      await db.transaction(async (tx) => {
        const { row } = await asks.read(tx, askId, who);
        await asks.ownOnly(tx, row, who);
        await solve(tx, row, undefined);
      });
    },

    /** This answer solved it. Answers with whose it is, while they are here. */
    async credit(answerId: string, who: Who): Promise<string | undefined> {
      return db.transaction(async (tx) => {
        const answer = await tx.askAnswer.findFirst({
          where: { id: answerId, isAsker: false },
          include: { member: true },
        });
        if (!answer) throw new Refusal("gone");
        const { row } = await asks.read(tx, answer.askId, who);
        await asks.ownOnly(tx, row, who);
        await solve(tx, row, answer);
        return answer.member?.leftAt === null ? answer.member.id : undefined;
      });
    },
  };
}
