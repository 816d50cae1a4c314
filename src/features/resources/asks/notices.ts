import { note, paragraph, type Block, type Button, type Card } from "../../../chat/card.js";
import { listing, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/ask.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { Topic } from "../../introductions/rules.js";
import type {
  AddedFacts,
  AnsweredFacts,
  LookedFacts,
  PostedFacts,
  QuestionFacts,
  RequestFacts,
  Why,
} from "./deliveries.js";

type R = Reader<KeyIn<typeof words>>;

const FILE = "ask";

/** A title that names the asker, or nobody where the question has no name. */
function titled(reader: R, key: "request" | "posted" | "added" | "thanked", { asker }: QuestionFacts): Text {
  return asker ? reader.say(`${key}.title`, { asker: reader.person(asker) }) : reader.say(`${key}.titleAnonymous`);
}

function quoted(reader: R, { text }: QuestionFacts): Block {
  return paragraph(reader.say("quoted", { text }));
}

function whyText(reader: R, why: Why, topics: readonly Topic[]): Text {
  return reader.say(`request.${why}`, { topics: listing(reader.locale, topics.map(reader.topic)) });
}

/** News for the asker: what it is about, and what can be done. */
function news(
  reader: R,
  key: "stillLooking" | "nobody" | "keep",
  facts: QuestionFacts,
  buttons: readonly Button[],
): Card {
  return {
    title: reader.say(`${key}.title`),
    blocks: [paragraph(reader.say(`${key}.text`)), quoted(reader, facts), note(reader.say("noteMine"))],
    buttons,
  };
}

export const askNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  request(facts: RequestFacts, reader: R): Card {
    const { askId, why, topics } = facts;
    return {
      title: titled(reader, "request", facts),
      blocks: [
        quoted(reader, facts),
        paragraph(whyText(reader, why, topics)),
        note(reader.say(facts.asker ? "request.note" : "request.noteAnonymous")),
      ],
      buttons: [
        reader.button("buttons.answer", "ask.answer", askId, "primary"),
        reader.button("buttons.pass", "ask.pass", askId),
        reader.button("buttons.notNow", "ask.notNow", ""),
      ],
    };
  },

  posted(facts: PostedFacts, reader: R): Card {
    const { askId, topics } = facts;
    const about =
      topics.length === 0
        ? []
        : [paragraph(reader.say("posted.about", { topics: listing(reader.locale, topics.map(reader.topic)) }))];
    return {
      title: titled(reader, "posted", facts),
      blocks: [quoted(reader, facts), ...about, note(reader.say("posted.note"))],
      buttons: [
        reader.button("buttons.answer", "ask.answer", askId, "primary"),
        reader.button("buttons.thread", "ask.thread", askId),
      ],
    };
  },

  answered(facts: AnsweredFacts, reader: R): Card {
    const { askId, answerId, answer } = facts;
    return {
      title: reader.say("answered.title", { by: reader.person(facts.by) }),
      blocks: [
        paragraph(reader.say("answered.question", { text: facts.text })),
        paragraph(reader.say("quoted", { text: answer })),
        note(reader.say(facts.asker ? "noteMine" : "answered.noteAnonymous")),
      ],
      buttons: [
        reader.button("buttons.helped", "ask.credit", answerId, "primary"),
        reader.button("buttons.add", "ask.add", askId),
        reader.button("buttons.thread", "ask.thread", askId),
      ],
    };
  },

  added: (facts: AddedFacts, reader: R): Card => ({
    title: titled(reader, "added", facts),
    blocks: [
      paragraph(reader.say("quoted", { text: facts.addition })),
      paragraph(reader.say("added.question", { text: facts.text })),
      note(reader.say("added.note")),
    ],
    buttons: [
      reader.button("buttons.answer", "ask.answer", facts.askId, "primary"),
      reader.button("buttons.thread", "ask.thread", facts.askId),
    ],
  }),

  stillLooking: (facts: QuestionFacts, reader: R): Card =>
    news(reader, "stillLooking", facts, [reader.button("buttons.close", "ask.close", facts.askId)]),

  nobody: (facts: QuestionFacts, reader: R): Card =>
    news(reader, "nobody", facts, [
      reader.button("buttons.new", "ask.new", "", "primary"),
      reader.button("buttons.close", "ask.close", facts.askId),
    ]),

  keep: (facts: QuestionFacts, reader: R): Card =>
    news(reader, "keep", facts, [
      reader.button("buttons.keep", "ask.keep", facts.askId, "primary"),
      reader.button("buttons.solved", "ask.solved", facts.askId),
      reader.button("buttons.close", "ask.close", facts.askId),
    ]),

  thanked: (facts: QuestionFacts, reader: R): Card => ({
    title: titled(reader, "thanked", facts),
    blocks: [paragraph(reader.say("thanked.text")), quoted(reader, facts), note(reader.say("thanked.note"))],
  }),

  looked: (facts: LookedFacts, reader: R): Card => ({
    title: reader.say("looked.title"),
    blocks: [
      paragraph(reader.say("looked.text", { reason: facts.reason })),
      quoted(reader, facts),
      note(reader.say("looked.note")),
    ],
  }),
});
