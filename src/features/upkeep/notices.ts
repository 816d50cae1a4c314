import { note, paragraph, type Card } from "../../chat/card.js";
import type { Text } from "../../chat/text.js";
import type { Facts } from "../../chat/words.js";
import type words from "../../locales/en/upkeep.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { TroubleFacts } from "./rules.js";

const FILE = "upkeep";

/** "the weekly round (incident 123456)", for lists of what needs a look. */
export function troubleText(
  { task, incident }: TroubleFacts,
  from: (file: string, key: string, facts?: Facts) => Text,
): Text {
  return from(FILE, "line", { task: from(FILE, `tasks.${task}`), incident });
}

export const upkeepNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  trouble({ task, incident }: TroubleFacts, reader: Reader<KeyIn<typeof words>>): Card {
    const canBeHeld = task === "round" || task === "headsUp";
    return {
      title: reader.say("trouble.title"),
      blocks: [
        paragraph(reader.say("trouble.text", { task: reader.say(`tasks.${task}`) })),
        paragraph(reader.say("trouble.ask", { incident })),
        ...(canBeHeld ? [paragraph(reader.say("trouble.round"))] : []),
        note(reader.say("trouble.note")),
      ],
    };
  },
});
