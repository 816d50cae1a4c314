import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import type { Answers } from "./answers.js";
import type { Asked, Asks } from "./asks.js";
import { makeDrafts, type Words } from "./drafts.js";
import type { AsksParts, Who } from "./parts.js";
import type { Routing } from "./routing.js";
import { findingsOf, textProblem, type FindingKind } from "./rules.js";

/** What became of words: sent, or held because of what they seem to hold of a pupil. */
export type Sent =
  | {
      readonly kind: "held";
      readonly draftId: string;
      readonly what: Words["for"];
      readonly findings: readonly FindingKind[];
    }
  | { readonly kind: "asked"; readonly asked: Asked }
  | { readonly kind: "answered" | "added"; readonly askId: string };

const PROBLEMS = { onlyLink: "askOnlyLink", noWords: "askNoWords", oneWord: "askOneWord" } as const;

/** Questions, answers and additions pass here on their way. */
export function makeSending(parts: AsksParts, asks: Asks, answers: Answers, routing: Routing) {
  const { db } = parts;
  const drafts = makeDrafts(parts, routing);

  /** Before it is held, so that nobody decides in vain. */
  async function ensure(tx: Tx, who: Who, words: Words): Promise<void> {
    if (words.for === "question") await asks.makeRoom(tx, who);
    else await answers.ensure(tx, words.askId, who, words.for);
  }

  async function send(tx: Tx, who: Who, words: Words, draftId?: string): Promise<Sent> {
    if (words.for === "question") return { kind: "asked", asked: await asks.send(tx, who, words, draftId) };
    const { askId, text } = words;
    const row = await answers.ensure(tx, askId, who, words.for);
    if (words.for === "answer") await answers.answer(tx, row, who, text);
    else await answers.add(tx, row, who, text);
    return { kind: words.for === "answer" ? "answered" : "added", askId };
  }

  return {
    async submit(who: Who, words: Words): Promise<Sent> {
      const problem = words.for === "question" ? textProblem(words.text) : undefined;
      if (problem !== undefined) throw new Refusal(PROBLEMS[problem]);
      const findings = findingsOf(parts.checkText(textOf(words)));
      return db.transaction(async (tx) => {
        await ensure(tx, who, words);
        if (findings.length > 0)
          return { kind: "held", draftId: await drafts.hold(tx, who, words), what: words.for, findings };
        await drafts.remove(tx, who, words);
        return send(tx, who, words);
      });
    },

    /** Its writer has looked at it, and means it. */
    async sendAnyway(draftId: string, who: Who): Promise<Sent> {
      return db.transaction(async (tx) => {
        const words = await drafts.read(tx, draftId, who);
        await ensure(tx, who, words);
        const sent = await send(tx, who, words, draftId);
        if (words.for !== "question") await drafts.remove(tx, who, words);
        return sent;
      });
    },

    /** To be changed. */
    draft: (draftId: string, who: Who) => drafts.read(db.client, draftId, who),
  };
}

/** Topics are told as well. */
function textOf(words: Words): string {
  return words.for === "question" ? `${words.text}\n${words.topics}` : words.text;
}
