import { note, paragraph, type Card } from "../../../chat/card.js";
import { channel } from "../../../chat/text.js";
import type words from "../../../locales/en/care.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { QuietChannelFacts } from "./deliveries.js";

type R = Reader<KeyIn<typeof words>>;

/** What organisers hear of the channels they watch. */
export const channelNotices = noticesOf<KeyIn<typeof words>>("care", {
  quietChannel: ({ channelId, name, days, starter }: QuietChannelFacts, reader: R): Card => ({
    title: reader.say("quietChannel.title", { name }),
    blocks: [
      paragraph(reader.say("quietChannel.text", { channel: [channel(channelId)], count: days })),
      paragraph(reader.say("quietChannel.idea", { idea: reader.say(`starters.${starter}`) })),
      note(reader.say("quietChannel.note")),
    ],
  }),
});
