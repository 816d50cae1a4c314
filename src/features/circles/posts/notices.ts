import { note, paragraph, type Card } from "../../../chat/card.js";
import type words from "../../../locales/en/circle.json";
import { noticesOf, type KeyIn, type PersonFact, type Reader } from "../../../outbox/notice.js";
import type { CircleFacts } from "../changes.js";
import type { Post } from "../posts.js";

type R = Reader<KeyIn<typeof words>>;

interface Named extends CircleFacts {
  /** Whose hand it was; of a loss and in the home, who has the post now. */
  readonly who: PersonFact;
  readonly isByOrganiser?: boolean;
}

interface Changed extends Named {
  readonly post: Post;
  readonly before: PersonFact;
}

const toCircle = ({ circleId }: CircleFacts, reader: R) => [reader.button("buttons.status", "circle.status", circleId)];

/** Who leads a circle, told to whoever does now, to whoever did, and in its home. */
export const postNotices = noticesOf<KeyIn<typeof words>>("circle", {
  facilitator: (told: Named, reader: R): Card => ({
    title: reader.say("facilitator.title", { name: told.name }),
    blocks: [
      paragraph(
        reader.say(told.isByOrganiser === true ? "facilitator.organiser" : "facilitator.text", {
          who: [reader.person(told.who)],
        }),
      ),
      note(reader.say("facilitator.note")),
    ],
    buttons: toCircle(told, reader),
  }),
  deputy: (told: Named, reader: R): Card => ({
    title: reader.say("deputy.title", { name: told.name }),
    blocks: [paragraph(reader.say("deputy.text", { who: [reader.person(told.who)] })), note(reader.say("deputy.note"))],
    buttons: toCircle(told, reader),
  }),
  relieved: (told: Named, reader: R): Card => ({
    title: reader.say("posts.facilitator", { who: [reader.person(told.who)], name: told.name }),
    blocks: [paragraph(reader.say("relieved.text")), note(reader.say("relieved.note"))],
    buttons: toCircle(told, reader),
  }),
  relievedDeputy: (told: Named, reader: R): Card => ({
    title: reader.say("posts.deputy", { who: [reader.person(told.who)], name: told.name }),
    blocks: [
      ...(told.isByOrganiser === true ? [paragraph(reader.say("relievedDeputy.organiser"))] : []),
      paragraph(reader.say("relievedDeputy.text")),
      note(reader.say("relievedDeputy.note")),
    ],
    buttons: toCircle(told, reader),
  }),
  /** In its home one line for all of them; where there is none, to whoever leads it. */
  post: ({ name, who, before, post }: Changed, reader: R): Card => ({
    title: reader.say(`posts.${post}`, { who: [reader.person(who)], name }),
    blocks: [note(reader.say("posts.before", { before: [reader.person(before)] }))],
  }),
});
