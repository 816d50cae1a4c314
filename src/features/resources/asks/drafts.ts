import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import type { AsksParts, Who } from "./parts.js";
import type { Routing, AskRow } from "./routing.js";
import { purposeOf, type Purpose } from "./stored.js";

/** What somebody wants to send. `topics` as they typed them. */
export type Words =
  | { readonly for: "question"; readonly text: string; readonly topics: string; readonly isAnonymous: boolean }
  | { readonly for: "answer" | "addition"; readonly text: string; readonly askId: string };

/**
 * Words that hold what looks like a pupil's data wait here, as a question in the state "draft", until their writer decides
 * or a day is over. There is one draft of a kind at a time: a new one takes the place of the one before.
 */
export function makeDrafts(parts: AsksParts, routing: Routing) {
  async function of(tx: Tx, { memberId }: Who, wanted: Purpose): Promise<readonly AskRow[]> {
    const rows = await tx.ask.findMany({ where: { askerId: memberId, state: "draft" } });
    return rows.filter(({ topics }) => isSame(purposeOf(topics), wanted));
  }

  /** Something of the kind is being sent, so the draft of it has had its use. */
  async function remove(tx: Tx, who: Who, words: Words): Promise<void> {
    const rows = await of(tx, who, purposeFor(words));
    await tx.ask.deleteMany({ where: { id: { in: rows.map(({ id }) => id) }, state: "draft" } });
  }

  return {
    remove,

    async hold(tx: Tx, who: Who, words: Words): Promise<string> {
      await remove(tx, who, words);
      const { networkId, memberId: askerId } = who;
      const row = await tx.ask.create({
        data: {
          id: parts.newId(),
          ...{ networkId, askerId, text: words.text, state: "draft", createdAt: parts.now() },
          isAnonymous: words.for === "question" && words.isAnonymous,
          topics: { ...purposeFor(words) },
        },
      });
      await routing.writeStep(tx, row.id, "life");
      return row.id;
    },

    /** The words of a draft, for the one who wrote it. */
    async read(tx: Tx, id: string, { memberId }: Who): Promise<Words> {
      const row = await tx.ask.findFirst({ where: { id, askerId: memberId } });
      const purpose = row?.state === "draft" ? purposeOf(row.topics) : undefined;
      if (row && row.state !== "draft") throw new Refusal("askSent");
      if (!row || !purpose) throw new Refusal("gone");
      const { text, isAnonymous } = row;
      return purpose.for === "question" ? { ...purpose, text, isAnonymous } : { ...purpose, text };
    },
  };
}

function purposeFor(words: Words): Purpose {
  return words.for === "question" ? { for: words.for, topics: words.topics } : { for: words.for, askId: words.askId };
}

function isSame(a: Purpose | undefined, b: Purpose): boolean {
  if (a?.for !== b.for) return false;
  return a.for === "question" || (b.for !== "question" && a.askId === b.askId);
}
