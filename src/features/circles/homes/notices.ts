import { fact, note, paragraph, type Block, type Card, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import type words from "../../../locales/en/circleHomes.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { CircleHome, Right } from "./rules.js";

const FILE = "circleHomes";

type From = Pick<Context<unknown>, "from">;

/** Where a circle's home is. */
export function homeFact({ from }: From, { space, isApart, forbidden }: CircleHome): Fact {
  const say = (key: KeyIn<typeof words>, facts?: { readonly space: string }) => from(FILE, key, facts);
  const none = forbidden === undefined ? "soon" : "none";
  const where = isApart ? say("apart") : space === undefined ? say(none) : say("at", { space });
  return fact(say("label"), where);
}

/** What the bot may not do there. */
export function homeNotes({ from }: From, { forbidden }: CircleHome): readonly Block[] {
  return forbidden === undefined ? [] : [note(from(FILE, `forbidden.${forbidden}`))];
}

/** Facts of the message that a right is missing. */
interface HomeTroubleFacts {
  /** Of the circle that was the first to lack it. */
  readonly name: string;
  readonly right: Right;
}

export const circleHomeNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  trouble: ({ name, right }: HomeTroubleFacts, reader: Reader<KeyIn<typeof words>>): Card => ({
    title: reader.say("trouble.title"),
    blocks: [
      paragraph(reader.say("trouble.text", { name })),
      paragraph(reader.say(`rights.${right}`)),
      note(reader.say("trouble.note")),
    ],
  }),
});
