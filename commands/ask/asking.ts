import { additionFields, answerFields, questionFields } from "../../src/features/resources/asks/forms/rules.js";
import { askedCard, heldCard, paragraph, type Answer, type Reply } from "../../src/kit.js";
import { action, entry, form, speakerOf, type Here } from "./shared.js";

// Writing a question, an answer, or what the asker adds; and what is said when it is on its way.

type Sent = Awaited<ReturnType<Here["services"]["asks"]["submit"]>>;

async function shown(context: Here, sent: Sent): Promise<Reply> {
  const { say, button } = context;
  switch (sent.kind) {
    case "held":
      return { kind: "reply", card: heldCard(context, sent) };
    case "asked":
      return { kind: "reply", card: askedCard(context, sent.asked, await speakerOf(context, [])) };
    case "answered":
    case "added":
      return {
        kind: "reply",
        card: {
          blocks: [paragraph(say(`sent.${sent.kind}`))],
          buttons: [button("buttons.thread", "thread", sent.askId)],
        },
      };
  }
}

interface Typed {
  readonly question: string;
  readonly topics?: string;
  readonly anonymous?: boolean;
}

async function ask(context: Here, { question: text, topics = "", anonymous = false }: Typed): Promise<Reply> {
  const words = { for: "question", text, topics, isAnonymous: anonymous } as const;
  return shown(context, await context.services.asks.submit(context.actor, words));
}

/** The form of an answer; the asker's own question they can only add to. */
async function answerForm({ actor, services }: Here, id: string): Promise<Answer> {
  const { ask: view } = await services.asks.writable(id, actor);
  return { kind: "form", form: view.isMine ? "addition" : "answer", subject: id };
}

async function additionForm({ actor, services }: Here, id: string): Promise<Answer> {
  await services.asks.writable(id, actor);
  return { kind: "form", form: "addition", subject: id };
}

async function changeForm({ actor, services }: Here, draftId: string): Promise<Answer> {
  const words = await services.asks.draft(draftId, actor);
  switch (words.for) {
    case "question": {
      const { text: question, topics, isAnonymous: anonymous } = words;
      return { kind: "form", form: "question", initial: { question, topics, anonymous } };
    }
    case "answer":
      return { kind: "form", form: "answer", subject: words.askId, initial: { answer: words.text } };
    case "addition":
      return { kind: "form", form: "addition", subject: words.askId, initial: { addition: words.text } };
  }
}

export const asking = {
  verbs: { new: entry({ manner: "private", options: questionFields, run: ask }) },
  forms: {
    question: form({ manner: "private", fields: questionFields, run: ask }),
    answer: form({
      manner: "private",
      fields: answerFields,
      async run(context, { answer: text }, askId) {
        return shown(context, await context.services.asks.submit(context.actor, { for: "answer", text, askId }));
      },
    }),
    addition: form({
      manner: "private",
      fields: additionFields,
      async run(context, { addition: text }, askId) {
        return shown(context, await context.services.asks.submit(context.actor, { for: "addition", text, askId }));
      },
    }),
  },
  actions: {
    new: action({ manner: "form", run: () => ({ kind: "form", form: "question" }) }),
    answer: action({ manner: "form", run: answerForm }),
    add: action({ manner: "form", run: additionForm }),
    /** On a draft: change it, or send it as it is. */
    change: action({ manner: "form", run: changeForm }),
    anyway: action({
      manner: "private",
      run: async (context, id) => shown(context, await context.services.asks.sendAnyway(id, context.actor)),
    }),
  },
};
