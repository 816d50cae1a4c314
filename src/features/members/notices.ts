import { note, paragraph, type Card } from "../../chat/card.js";
import type myWords from "../../locales/en/my.json";
import type words from "../../locales/en/setup.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { PersonFact } from "../introductions/rules.js";
import type { RemovalFacts } from "../privacy/removal.js";
import type { ChannelGoneFacts, TroubleFacts } from "./rules.js";

type R = Reader<KeyIn<typeof words>>;

/** What organisers hear of their network and of the places it lives in. */
export const memberNotices = noticesOf<KeyIn<typeof words>>("setup", {
  channelGone: ({ uses, why }: ChannelGoneFacts, reader: R): Card => ({
    title: reader.say("channelGone.title"),
    blocks: [
      paragraph(reader.say(`channelGone.${why}`)),
      ...uses.map((use) => paragraph(reader.say(`channelGone.${use}`))),
      paragraph(reader.say(why === "shared" ? "channelGone.fixShared" : "channelGone.fix")),
      note(reader.say("channelGone.note")),
    ],
  }),

  trouble: ({ what, channel }: TroubleFacts, reader: R): Card => ({
    title: reader.say("trouble.title"),
    blocks: [paragraph(reader.say(`trouble.${what}`, { channel })), note(reader.say("trouble.why"))],
  }),

  networkEnding: ({ by, until }: Required<RemovalFacts>, reader: R): Card => ({
    title: reader.say("networkEnding.title"),
    blocks: [
      paragraph(reader.say("networkEnding.text", { who: [reader.person(by)], day: reader.day(new Date(until)) })),
      note(reader.say("networkEnding.note")),
    ],
    buttons: [reader.button("buttons.keepNetwork", "setup.keep", "")],
  }),

  networkKept: ({ by }: RemovalFacts, reader: R): Card => ({
    title: reader.say("networkKept.title"),
    blocks: [paragraph(reader.say("networkKept.text", { who: [reader.person(by)] }))],
  }),
});

/** What members hear of how they are reached themselves. */
export const personalNotices = noticesOf<KeyIn<typeof myWords>>("my", {
  /** In a channel, for somebody whom no private message reaches: that there is something, not what. */
  called: ({ who }: { who: PersonFact }, reader: Reader<KeyIn<typeof myWords>>): Card => ({
    blocks: [
      paragraph(reader.say("called.text", { person: reader.person(who, true) })),
      note(reader.say("called.note")),
    ],
    buttons: [reader.button("called.button", "meet.status", "", "primary")],
  }),
});
