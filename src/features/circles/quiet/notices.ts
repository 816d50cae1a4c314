import { note, paragraph, type Card } from "../../../chat/card.js";
import { textOf } from "../../../chat/text.js";
import type words from "../../../locales/en/circle.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { CircleFacts } from "../changes.js";
import type { Stage } from "../cycle/rules.js";

type R = Reader<KeyIn<typeof words>>;
interface Told extends CircleFacts {
  readonly stage: Stage;
  /** There is one person in it. */
  readonly isAlone?: boolean;
}

/** What a circle hears when it has grown quiet, or its time is over. */
export const quietNotices = noticesOf<KeyIn<typeof words>>("circle", {
  /** Three ways on, the first of them for the stage it is in. */
  quietFacilitator: ({ circleId, name, stage }: Told, reader: R): Card => ({
    title: reader.say("quietFacilitator.title", { name }),
    blocks: [
      paragraph(reader.say("quietFacilitator.text")),
      note(reader.say(`starters.${stage}`)),
      note(reader.say("quietFacilitator.note")),
    ],
    buttons: [
      reader.button("buttons.starter", "circle.starter", circleId, "primary"),
      reader.button("buttons.propose", "circle.meetPropose", circleId),
      reader.button("buttons.pause", "circle.pause", circleId),
    ],
  }),
  quietCircle: ({ name, stage }: Told, reader: R): Card => ({
    title: reader.say("quietCircle.title", { name }),
    blocks: [paragraph(reader.say("quietCircle.text", { starter: textOf(reader.say(`starters.${stage}`)) }))],
  }),
  quietVote: ({ circleId, name, isAlone }: Told, reader: R): Card => ({
    title: reader.say("quietVote.title", { name }),
    blocks: [
      paragraph(reader.say(isAlone === true ? "quietVote.alone" : "quietVote.text")),
      note(reader.say("quietVote.note")),
    ],
    buttons: [
      reader.button("buttons.keep", "circle.voteKeep", circleId),
      reader.button("buttons.merge", "circle.voteMerge", circleId),
      reader.button("buttons.end", "circle.voteFinish", circleId),
    ],
  }),
  ending: ({ circleId, name }: Told, reader: R): Card => ({
    title: reader.say("ending.title", { name }),
    blocks: [paragraph(reader.say("ending.text")), note(reader.say("ending.note"))],
    buttons: [
      reader.button("buttons.finish", "circle.finish", circleId),
      reader.button("buttons.another", "circle.extend", circleId),
    ],
  }),
});
