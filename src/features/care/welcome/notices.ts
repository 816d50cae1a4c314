import { note, paragraph, type Block, type Card } from "../../../chat/card.js";
import { listing, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/care.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type {
  AppointedFacts,
  BuddyAskFacts,
  BuddyFoundFacts,
  GreetFacts,
  HelloFacts,
  RaidFacts,
} from "./deliveries.js";
import { NAMES_A_WEEK } from "./rules.js";

type R = Reader<KeyIn<typeof words>>;

function sharedText(reader: R, { topics, level }: BuddyAskFacts): Text {
  if (topics.length > 0)
    return reader.say("buddyAsk.topics", { topics: listing(reader.locale, topics.map(reader.topic)) });
  return reader.say("buddyAsk.level", { level: reader.from("introduce", `fields.level.choices.${level ?? "adult"}`) });
}

/** Of whoever has not heard of it yet: who asked them to greet, and how to give it back. */
function askedText(reader: R, { askedBy }: Pick<GreetFacts, "askedBy">): readonly Block[] {
  return askedBy === undefined ? [] : [note(reader.say("appointed.inPassing", { by: reader.person(askedBy) }))];
}

/** What is written to and about somebody new. */
export const welcomeNotices = noticesOf<KeyIn<typeof words>>("care", {
  hello: ({ you }: HelloFacts, reader: R): Card => ({
    title: reader.say("hello.title", { name: reader.person(you) }),
    blocks: [paragraph(reader.say("hello.text")), note(reader.say("hello.note"))],
    buttons: [reader.button("buttons.introduce", "introduce.edit", "", "primary")],
  }),

  again: ({ you }: HelloFacts, reader: R): Card => ({
    title: reader.say("again.title", { name: reader.person(you) }),
    blocks: [paragraph(reader.say("again.text")), note(reader.say("again.note"))],
    buttons: [reader.button("buttons.introduce", "introduce.edit", "", "primary")],
  }),

  greet: ({ who, memberId, isIntroduced, isStandIn, askedBy }: GreetFacts, reader: R): Card => ({
    title: reader.say("greet.title", { who: reader.person(who) }),
    blocks: [
      paragraph(reader.say(isIntroduced ? "greet.introduced" : "greet.text", { who: reader.person(who) })),
      ...askedText(reader, { askedBy }),
      note(reader.say(isStandIn ? "greet.noteStandIn" : "greet.note")),
    ],
    buttons: [
      reader.button("buttons.hello", "greet.hello", memberId, "primary"),
      reader.button("buttons.greeted", "greet.greeted", memberId),
    ],
  }),

  buddyAsk: (facts: BuddyAskFacts, reader: R): Card => ({
    title: reader.say("buddyAsk.title", { who: reader.person(facts.who) }),
    blocks: [
      paragraph(reader.say("buddyAsk.text", { who: reader.person(facts.who) })),
      paragraph(sharedText(reader, facts)),
      ...askedText(reader, facts),
      note(reader.say("buddyAsk.note")),
    ],
    buttons: [reader.button("buttons.accompany", "greet.accompany", facts.memberId, "primary")],
  }),

  buddyFound: ({ who, memberId }: BuddyFoundFacts, reader: R): Card => ({
    title: reader.say("buddyFound.title", { who: reader.person(who) }),
    blocks: [
      paragraph(reader.say("buddyFound.text", { who: reader.person(who) })),
      note(reader.say("buddyFound.note")),
    ],
    buttons: [reader.button("buttons.hello", "introduce.hello", memberId, "primary")],
  }),

  buddyNone: (_: object, reader: R): Card => ({
    title: reader.say("buddyNone.title"),
    blocks: [paragraph(reader.say("buddyNone.text")), note(reader.say("buddyNone.note"))],
  }),

  appointed: ({ by }: AppointedFacts, reader: R): Card => ({
    title: reader.say("appointed.title"),
    blocks: [
      paragraph(reader.say("appointed.by", { by: reader.person(by) })),
      paragraph(reader.say("appointed.text", { most: NAMES_A_WEEK })),
      note(reader.say("appointed.note")),
    ],
    buttons: [reader.button("buttons.resign", "greet.resign", "")],
  }),

  raid({ count, until }: RaidFacts, reader: R): Card {
    const ends = new Date(until);
    const text = reader.say("raid.text", { count, day: reader.day(ends), time: reader.time(ends) });
    return {
      title: reader.say("raid.title"),
      blocks: [paragraph(text), note(reader.say("raid.note"))],
      buttons: [reader.button("buttons.admit", "care.admit", "")],
    };
  },
});
