import type { Tx } from "../../../storage/database.js";
import { questionFacts, toMember, type RequestFacts } from "./deliveries.js";
import { paceOf, type AsksParts } from "./parts.js";
import { ASKED, LAST_TURN, nextAskStep, nextMove, type Move } from "./rules.js";
import { fittingFor, listFor, type Candidate } from "./seeking.js";
import { outcomeOf, stateOf } from "./stored.js";

export type AskRow = NonNullable<Awaited<ReturnType<Tx["ask"]["findUnique"]>>>;

/** Whom a question was brought to; "nobody" where there was nobody to ask. */
export interface Routed {
  readonly of: "fitting" | "list" | "nobody" | "wait";
  readonly count: number;
}

export type Routing = ReturnType<typeof makeRouting>;

/** Brings questions to people: never the network, at most three at once. */
export function makeRouting(parts: AsksParts) {
  const { now, outbox } = parts;

  async function bring(tx: Tx, row: AskRow, people: readonly Candidate[], turn: number): Promise<void> {
    const at = now();
    await tx.askHelper.createMany({
      data: people.map(({ memberId }) => ({ askId: row.id, memberId, turn, outcome: "asked", at })),
    });
    await outbox.add(
      tx,
      people.map(({ memberId, why, topics }) => {
        const facts: RequestFacts = { ...questionFacts(row), why, topics };
        const key = `askHelp:${row.id}:${memberId}`;
        return toMember(memberId, { key, networkId: row.networkId, notice: "ask.request", facts, dueAt: at });
      }),
    );
  }

  /** The asker hears, once, that it takes longer or that there is nobody left. */
  async function tell(tx: Tx, row: AskRow, notice: "ask.stillLooking" | "ask.nobody"): Promise<void> {
    if (row.askerId === null) return;
    const letter = { networkId: row.networkId, notice, facts: questionFacts(row), dueAt: now() };
    await outbox.add(tx, [toMember(row.askerId, { ...letter, key: `askNews:${row.id}:${notice}` })]);
  }

  async function moveOf(tx: Tx, row: AskRow): Promise<{ move: Move; people: readonly Candidate[] }> {
    const rows = await tx.askHelper.findMany({ where: { askId: row.id } });
    const helpers = rows.map(({ turn, outcome }) => ({ turn, outcome: outcomeOf(outcome) }));
    const hasAnswer = (await tx.askAnswer.count({ where: { askId: row.id, isAsker: false } })) > 0;
    const fitting = await fittingFor(parts, tx, row, ASKED.atOnce);
    const list = await listFor(parts, tx, row, ASKED.atOnce);
    const move = nextMove(helpers, hasAnswer, { fitting: fitting.length, list: list.length });
    const people = move.kind === "ask" ? (move.of === "fitting" ? fitting : list).slice(0, move.count) : [];
    return { move, people };
  }

  return {
    /**
     * Asks whoever is to be asked now. `isFirst`: its asker is being answered and hears how it went at once; else they are
     * told when it takes longer or came to nothing.
     */
    async route(tx: Tx, row: AskRow, isFirst: boolean): Promise<Routed> {
      const { move, people } = await moveOf(tx, row);
      switch (move.kind) {
        case "wait":
          return { of: "wait", count: 0 };
        case "tell":
          if (!isFirst) await tell(tx, row, "ask.nobody");
          return { of: "nobody", count: 0 };
        case "ask":
          await bring(tx, row, people, move.turn);
          if (move.turn === LAST_TURN && !isFirst) await tell(tx, row, "ask.stillLooking");
          return { of: move.of, count: people.length };
      }
    },

    /** Writes down what the clock does next. `life`: something happened to it just now, so that its days begin anew. */
    async writeStep(tx: Tx, id: string, life: "life" | "keepAsked" | "none"): Promise<void> {
      const row = await tx.ask.findUniqueOrThrow({ where: { id }, include: { helpers: true, answers: true } });
      const at = now().getTime();
      const times = [...row.helpers, ...row.answers].map((one) => one.at.getTime());
      const step = nextAskStep(
        {
          state: stateOf(row),
          createdAt: row.createdAt.getTime(),
          lifeAt: life === "life" ? at : Math.max(row.createdAt.getTime(), ...times),
          keepAskedAt: life === "keepAsked" ? at : undefined,
          hasAnswer: row.answers.some(({ isAsker }) => !isAsker),
          waiting: row.helpers.filter(({ outcome }) => outcome === "asked").map((helper) => helper.at.getTime()),
        },
        await paceOf(parts, tx, row.networkId),
      );
      await tx.ask.update({
        where: { id },
        data: { step: step?.what ?? null, stepAt: step ? new Date(step.at) : null },
      });
    },

    /** What is still on its way and no longer true. News that its asker waits for are not among it. */
    async takeBack(tx: Tx, id: string, memberId?: string): Promise<void> {
      if (memberId !== undefined) return outbox.cancel(tx, [`askHelp:${id}:${memberId}`], "rules");
      for (const kind of ["askHelp", "askPost", "askNews"])
        await outbox.cancel(tx, { startsWith: `${kind}:${id}:` }, "rules");
    },

    /** Whether it is still open is answered by any sign of life. */
    async takeBackQuestion(tx: Tx, id: string): Promise<void> {
      await outbox.cancel(tx, { startsWith: `askNews:${id}:ask.keep` }, "rules");
    },
  };
}
