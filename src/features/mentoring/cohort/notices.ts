import { note, paragraph, type Block, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { listing, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/cohort.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { Speaker } from "../../introductions/notices.js";
import type { CohortPreview, CohortPrice } from "../cohorts.js";
import { whyBlocks } from "../reasons/notices.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** Pairs shown with their reasons; the rest is counted. */
const PAIRS_SHOWN = 8;

/** Who would get whom and why, who waits, and how good it is; after an adjustment also what it costs. */
export function cohortCard(
  { say, button, locale }: Pick<Here, "say" | "button" | "locale">,
  { cohort, seats, waiting, totals, best, price }: CohortPreview & { readonly price?: CohortPrice },
  speaker: Speaker,
): Card {
  const people = (mentee: string, mentor: string) => ({
    mentee: speaker.person({ person: mentee }),
    mentor: speaker.person({ person: mentor }),
  });
  const more = seats.length - PAIRS_SHOWN;
  const names = waiting.map(({ menteeId }): Text => [speaker.person({ person: menteeId })]);
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
      ...(names.length > 0 ? [paragraph(say("preview.waiting", { names: listing(locale, names) }))] : []),
      note(say("preview.note")),
    ],
    buttons: [button("buttons.approve", "approve", "", "primary"), button("buttons.preview", "preview")],
  };
}
