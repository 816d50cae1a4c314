import { note, paragraph, type Block, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { join, listing, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/cohort.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { PersonFact } from "../../introductions/rules.js";
import type { Speaker } from "../../introductions/notices.js";
import type { CohortPreview, CohortPrice } from "../cohorts.js";
import { whyBlocks } from "../reasons/notices.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** Pairs shown with their reasons, and names of those without anyone; the rest is counted. */
const PAIRS_SHOWN = 8;
const NAMES_SHOWN = 10;

type Shown = CohortPreview & { readonly price?: CohortPrice };

/** Everybody whose name stands on the card. */
export function namedInCohort({ seats, waiting, dropped }: Shown): readonly string[] {
  return [
    ...seats.slice(0, PAIRS_SHOWN).flatMap(({ menteeId, mentorId }) => [menteeId, mentorId]),
    ...[...waiting, ...dropped].map(({ menteeId }) => menteeId),
  ];
}

/** Who would get whom and why, who waits, and how good it is; after an adjustment also what it costs. */
export function cohortCard(
  { say, button, locale }: Pick<Here, "say" | "button" | "locale">,
  { cohort, seats, waiting, dropped, totals, best, price }: Shown,
  speaker: Speaker,
): Card {
  const people = (mentee: string, mentor: string) => ({
    mentee: speaker.person({ person: mentee }),
    mentor: speaker.person({ person: mentor }),
  });
  const more = seats.length - PAIRS_SHOWN;
  const namesOf = (some: readonly { readonly menteeId: string }[]): Text => {
    const names = some.slice(0, NAMES_SHOWN).map(({ menteeId }): Text => [speaker.person({ person: menteeId })]);
    const rest = some.length - names.length;
    const shown = listing(locale, names);
    return rest > 0 ? say("preview.moreNames", { names: join(names, ", "), count: String(rest) }) : shown;
  };
  return {
    title: say("preview.title", { name: cohort.name }),
    blocks: [
      paragraph(say("preview.totals", { seated: totals.seated, fit: totals.fit, best: best.fit })),
      ...(price ? [paragraph(say("preview.price", { before: price.before.fit, after: price.after.fit }))] : []),
      ...seats.slice(0, PAIRS_SHOWN).flatMap((seat): Block[] => [
        {
          kind: "heading",
          text: say(seat.isFixed ? "preview.fixed" : "preview.pair", people(seat.menteeId, seat.mentorId)),
        },
        ...whyBlocks(seat.why, speaker),
      ]),
      ...(more > 0 ? [paragraph(say("preview.more", { count: String(more) }))] : []),
      ...(waiting.length > 0 ? [paragraph(say("preview.waiting", { names: namesOf(waiting) }))] : []),
      ...(dropped.length > 0 ? [paragraph(say("preview.dropped", { names: namesOf(dropped) }))] : []),
      note(say("preview.note")),
    ],
    buttons: [button("buttons.approve", "approve", "", "primary"), button("buttons.preview", "preview")],
  };
}

type R = Reader<KeyIn<typeof words>>;

export const cohortNotices = noticesOf<KeyIn<typeof words>>("cohort", {
  closed: ({ name, mentees }: { name: string; mentees: number }, reader: R): Card => ({
    title: reader.say("closed.title", { name }),
    blocks: [
      paragraph(mentees === 0 ? reader.say("closed.nobody") : reader.say("closed.text", { mentees })),
      note(reader.say("closed.note")),
    ],
    buttons: mentees > 0 ? [reader.button("buttons.preview", "cohort.preview", "", "primary")] : [],
  }),

  concern: ({ who, words: written }: { who: PersonFact; words: string }, reader: R): Card => ({
    title: reader.say("concern.title", { who: reader.person(who) }),
    blocks: [paragraph(reader.say("concern.text", { words: written })), note(reader.say("concern.note"))],
  }),
});
