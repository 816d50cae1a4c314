import type { Tx } from "../../../storage/database.js";
import { topicsIn, type Topic } from "../../introductions/rules.js";
import type { Asks } from "./asks.js";
import type { AsksParts, Who } from "./parts.js";
import type { AskRow } from "./routing.js";
import type { AskState } from "./rules.js";
import { apartFrom, mayTalk } from "./seeking.js";
import { stateOf } from "./stored.js";

/** A question as this reader may see it: `askerId` only where it is told. */
export interface AskView {
  readonly id: string;
  readonly text: string;
  readonly state: AskState;
  readonly topics: readonly Topic[];
  readonly isAnonymous: boolean;
  readonly isMine: boolean;
  readonly askerId: string | undefined;
  readonly createdAt: Date;
}

/** An answer, or what the asker added; without a member where they are not told or no longer here. */
export interface EntryView {
  readonly id: string;
  readonly memberId: string | undefined;
  readonly isAsker: boolean;
  readonly text: string;
  readonly isCredited: boolean;
}

export interface Thread {
  readonly ask: AskView;
  readonly entries: readonly EntryView[];
  /** They were asked for it and have not said yes or no. */
  readonly isWaitedFor: boolean;
}

export interface Listed {
  readonly ask: AskView;
  readonly answers: number;
  readonly isWaitedFor: boolean;
}

/** Ended questions that are still shown to the asker, questions that others see, and among how many they are looked for. */
const SHOWN = { ended: 3, open: 5, lookedAt: 60 } as const;

/** What members see of questions when they look. */
export function makeViews(parts: AsksParts, asks: Asks) {
  const { db } = parts;

  function viewOf(row: AskRow, { memberId }: Who): AskView {
    const { id, text, isAnonymous, askerId, createdAt } = row;
    const told = isAnonymous ? undefined : (askerId ?? undefined);
    const isMine = askerId === memberId;
    return {
      id,
      text,
      isAnonymous,
      createdAt,
      isMine,
      askerId: told,
      state: stateOf(row),
      topics: topicsIn(row.topics),
    };
  }

  async function listed(tx: Tx, rows: readonly AskRow[], who: Who, waiting: ReadonlySet<string>): Promise<Listed[]> {
    const counts = await tx.askAnswer.groupBy({
      by: ["askId"],
      where: { askId: { in: rows.map(({ id }) => id) }, isAsker: false },
      _count: { _all: true },
    });
    const countOf = new Map(counts.map(({ askId, _count }) => [askId, _count._all]));
    return rows.map((row) => ({
      ask: viewOf(row, who),
      answers: countOf.get(row.id) ?? 0,
      isWaitedFor: waiting.has(row.id),
    }));
  }

  /** Open questions of others about what this member knows, in a language they have; the latest first. */
  async function knownTo(tx: Tx, { memberId, networkId }: Who, but: ReadonlySet<string>): Promise<AskRow[]> {
    const me = (await parts.portraits.of([memberId], tx)).get(memberId);
    const keys = new Set([...(me?.topics.offer ?? []), ...(me?.topics.subject ?? [])].map(({ key }) => key));
    if (!me || keys.size === 0) return [];
    const rows = await tx.ask.findMany({
      where: { networkId, state: "open", askerId: { notIn: [memberId, ...(await apartFrom(tx, memberId))] } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: SHOWN.lookedAt,
    });
    const near = rows.filter(({ id, topics }) => !but.has(id) && topicsIn(topics).some(({ key }) => keys.has(key)));
    const askers = await parts.portraits.of(
      near.flatMap(({ askerId }) => askerId ?? []),
      tx,
    );
    return near.filter(({ askerId }) => {
      const asker = askers.get(askerId ?? "");
      return asker !== undefined && mayTalk(me, asker);
    });
  }

  return {
    /** The question with all that came of it, in order; whom the reader is kept apart from is not named. */
    async thread(id: string, who: Who): Promise<Thread> {
      const { row } = await asks.read(db.client, id, who);
      const isHere = (await db.client.member.count({ where: { id: row.askerId ?? "", leftAt: null } })) > 0;
      const rows = await db.client.askAnswer.findMany({
        where: { askId: id },
        orderBy: [{ at: "asc" }, { id: "asc" }],
        include: { member: { select: { leftAt: true } } },
      });
      const apart = new Set(await apartFrom(db.client, who.memberId));
      const where = { askId: id, memberId: who.memberId, outcome: "asked" };
      const entries = rows.map(({ id: answerId, memberId, member, isAsker, text, isCredited }): EntryView => {
        const isTold = member?.leftAt === null && !(isAsker && row.isAnonymous) && !apart.has(memberId ?? "");
        return { id: answerId, memberId: isTold ? (memberId ?? undefined) : undefined, isAsker, text, isCredited };
      });
      const isWaitedFor = (await db.client.askHelper.count({ where })) > 0;
      const ask = viewOf(row, who);
      const isNamed = isHere && !apart.has(row.askerId ?? "");
      return { ask: isNamed ? ask : { ...ask, askerId: undefined }, entries, isWaitedFor };
    },

    /** This member's own questions: the open ones, and the latest of those that have ended. */
    async mine(who: Who): Promise<readonly Listed[]> {
      const { client } = db;
      const own = { askerId: who.memberId };
      const open = await client.ask.findMany({
        where: { ...own, state: "open" },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      const ended = await client.ask.findMany({
        where: { ...own, state: { in: ["solved", "closed"] } },
        orderBy: [{ endedAt: "desc" }, { id: "desc" }],
        take: SHOWN.ended,
      });
      return listed(client, [...open, ...ended], who, new Set());
    },

    /** Questions that this member could answer: first those for which they were asked. */
    async open(who: Who): Promise<readonly Listed[]> {
      const { client } = db;
      const { memberId } = who;
      const asked = await client.ask.findMany({
        where: { state: "open", helpers: { some: { memberId, outcome: "asked" } } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      const done = await client.askHelper.findMany({
        where: { memberId, ask: { state: "open" } },
        select: { askId: true },
      });
      const others = await knownTo(client, who, new Set(done.map(({ askId }) => askId)));
      const rows = [...asked, ...others].slice(0, SHOWN.open);
      return listed(client, rows, who, new Set(asked.map(({ id }) => id)));
    },
  };
}
