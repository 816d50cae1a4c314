import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { topicsFrom, type Topic } from "../../introductions/rules.js";
import { refusalFor } from "../../members/fellows.js";
import { parseSettings } from "../../members/settings.js";
import { questionFacts, written, type PostedFacts } from "./deliveries.js";
import type { AsksParts, Who } from "./parts.js";
import type { AskRow, Routed, Routing } from "./routing.js";
import { askAfter, OPEN_ASKS, phrasesOf, topicsNamedIn, type AskEvent, type AskRole, type AskState } from "./rules.js";
import { stateOf } from "./stored.js";
import { shownMember } from "../../members/presence.js";

export interface Question {
  readonly text: string;
  /** As they were typed, separated by commas. */
  readonly topics: string;
  readonly isAnonymous: boolean;
}

/** A question that was sent, and where it went. */
export interface Asked extends Routed {
  readonly askId: string;
  readonly isAnonymous: boolean;
  readonly topics: readonly Topic[];
  readonly isPosted: boolean;
}

/** What is said to whoever presses an old button. */
const BY_STATE = {
  draft: "gone",
  solved: "askSolved",
  closed: "askClosed",
} as const satisfies Record<Exclude<AskState, "open">, string>;

export type Asks = ReturnType<typeof makeAsks>;

/** Questions, from being asked to their end. */
export function makeAsks(parts: AsksParts, routing: Routing) {
  const { db, now, outbox } = parts;

  /** A question of this network that was sent; who this member is to it. */
  async function read(tx: Tx, id: string, { memberId, networkId }: Who): Promise<{ row: AskRow; role: AskRole }> {
    const row = await tx.ask.findUnique({ where: { id } });
    if (row?.networkId !== networkId || row.state === "draft") throw new Refusal("gone");
    if (row.askerId === memberId) return { row, role: "asker" };
    const asked = await tx.askHelper.count({ where: { askId: id, memberId } });
    return { row, role: asked > 0 ? "helper" : "member" };
  }

  async function ownOnly(tx: Tx, row: AskRow, { memberId }: Who): Promise<void> {
    if (row.askerId !== memberId) throw await refusalFor(tx, memberId, row.networkId);
  }

  /** @throws Refusal that says what happened since, when it can't happen any more, or not by this one */
  function afterwards(row: Pick<AskRow, "state">, event: AskEvent, by: AskRole): AskState {
    const state = stateOf(row);
    const next = askAfter(state, event, by);
    if (next !== undefined) return next;
    if (state !== "open") throw new Refusal(BY_STATE[state]);
    throw new Refusal(by === "asker" ? "askOwn" : "notYours");
  }

  /** The end of a question: nobody is asked for it any more. */
  async function end(tx: Tx, row: AskRow, state: AskState): Promise<void> {
    await tx.ask.update({ where: { id: row.id }, data: { state, endedAt: now(), step: null, stepAt: null } });
    await routing.takeBack(tx, row.id);
  }

  /** What was named, or else the topics of people here that the text names. */
  async function topicsOf(tx: Tx, networkId: string, { text, topics }: Question): Promise<readonly Topic[]> {
    const named = topicsFrom(topics, parts.topicKey);
    if (named.length > 0) return named;
    const keys = [...new Set(phrasesOf(text).map(({ words }) => parts.topicKey(words)))];
    const known = await tx.profileTopic.findMany({
      where: { key: { in: keys }, kind: { in: ["offer", "subject"] }, member: { networkId, ...shownMember } },
      distinct: ["key"],
      select: { key: true },
    });
    return topicsNamedIn(text, parts.topicKey, new Set(known.map(({ key }) => key)));
  }

  /** Once in the channel of questions, where the organisers chose one. */
  async function post(tx: Tx, row: AskRow, topics: readonly Topic[]): Promise<boolean> {
    const { settings, spaces } = await tx.network.findUniqueOrThrow({
      where: { id: row.networkId },
      include: { spaces: { where: { removedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: 1 } },
    });
    const channelId = parseSettings(settings).channels.asks;
    const [space] = spaces;
    if (channelId === undefined || !space) return false;
    const facts: PostedFacts = { ...questionFacts(row), topics };
    const letter = { key: `askPost:${row.id}:`, networkId: row.networkId, notice: "ask.posted", facts, dueAt: now() };
    await outbox.add(tx, [written({ kind: "channel", spaceId: space.id, channelId }, letter)]);
    return true;
  }

  return {
    read,
    ownOnly,
    afterwards,
    end,

    /** @throws Refusal when this member has as many questions open as one may have */
    async makeRoom(tx: Tx, { memberId: askerId }: Who): Promise<void> {
      const open = await tx.ask.count({ where: { askerId, state: "open" } });
      if (open >= OPEN_ASKS) throw new Refusal("tooManyAsks", { most: OPEN_ASKS });
    },

    /** Sends a question, or the draft of one. */
    async send(tx: Tx, { networkId, memberId: askerId }: Who, question: Question, draftId?: string): Promise<Asked> {
      const { text, isAnonymous } = question;
      const topics = await topicsOf(tx, networkId, question);
      const data = { topics: topics.map((topic) => ({ ...topic })), state: "open", createdAt: now() };
      const row =
        draftId === undefined
          ? await tx.ask.create({ data: { id: parts.newId(), networkId, askerId, text, isAnonymous, ...data } })
          : await tx.ask.update({ where: { id: draftId }, data });
      const routed = await routing.route(tx, row, true);
      const isPosted = await post(tx, row, topics);
      await routing.writeStep(tx, row.id, "life");
      return { askId: row.id, isAnonymous, topics, isPosted, ...routed };
    },

    /** It is not solved yet. */
    async keep(id: string, who: Who): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await read(tx, id, who);
        await ownOnly(tx, row, who);
        afterwards(row, "keep", role);
        await routing.takeBackQuestion(tx, id);
        await routing.writeStep(tx, id, "life");
      });
    },

    /** The asker takes it back, at any time. */
    async close(id: string, who: Who): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await read(tx, id, who);
        await ownOnly(tx, row, who);
        await end(tx, row, afterwards(row, "close", role));
      });
    },
  };
}
