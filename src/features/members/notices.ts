import { note, paragraph, type Card } from "../../chat/card.js";
import type words from "../../locales/en/setup.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { ChannelGoneFacts } from "./rules.js";

/** What organisers hear of the network itself. */
export const memberNotices = noticesOf<KeyIn<typeof words>>("setup", {
  channelGone({ uses, why }: ChannelGoneFacts, reader: Reader<KeyIn<typeof words>>): Card {
    return {
      title: reader.say("channelGone.title"),
      blocks: [
        paragraph(reader.say(`channelGone.${why}`)),
        ...uses.map((use) => paragraph(reader.say(`channelGone.${use}`))),
        paragraph(reader.say(why === "shared" ? "channelGone.fixShared" : "channelGone.fix")),
        note(reader.say("channelGone.note")),
      ],
    };
  },
});
