import { note, paragraph, type Button, type Card } from "../../../chat/card.js";
import { listing, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/care.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { LastFacts, ProposedFacts, RejoinedFacts, ReturnedFacts, StillFacts } from "./deliveries.js";

type R = Reader<KeyIn<typeof words>>;

function proposedText(reader: R, proposed: ProposedFacts): Text {
  switch (proposed.kind) {
    case "circle": {
      const at = new Date(proposed.meetsAt);
      return reader.say("still.circle", { name: proposed.name, day: reader.day(at), time: reader.time(at) });
    }
    case "person":
      return reader.say("still.person", { who: reader.person(proposed.who) });
    case "resource": {
      const kind = reader.from("share", `fields.kind.choices.${proposed.resource}`);
      return reader.say("still.resource", { title: proposed.title, kind });
    }
  }
}

function proposedButton(reader: R, proposed: ProposedFacts): Button {
  switch (proposed.kind) {
    case "circle":
      return reader.button("buttons.circle", "circle.enter", proposed.circleId, "primary");
    case "person":
      return reader.button("buttons.hello", "introduce.hello", proposed.memberId, "primary");
    case "resource":
      return reader.button("buttons.resource", "resources.open", proposed.resourceId, "primary");
  }
}

/** The one thing to do next: what they were in every week, or what others find them by. */
function rejoinedButtons(reader: R, { isIntroduced, ended }: RejoinedFacts): readonly Button[] {
  if (ended.includes("meetup")) return [reader.button("buttons.meetAgain", "meet.join", "", "primary")];
  return isIntroduced ? [] : [reader.button("buttons.introduce", "introduce.edit", "", "primary")];
}

/** What somebody who grew quiet hears, and whoever comes back. */
export const dormantNotices = noticesOf<KeyIn<typeof words>>("care", {
  still({ you, proposed }: StillFacts, reader: R): Card {
    const title = reader.say("still.title", { name: reader.person(you) });
    const last = note(reader.say("still.note"));
    const here = reader.button("buttons.here", "my.here", "");
    if (!proposed) return { title, blocks: [paragraph(reader.say("still.nothing")), last], buttons: [here] };
    const topics = listing(reader.locale, proposed.topics.map(reader.topic));
    return {
      title,
      blocks: [
        paragraph(proposedText(reader, proposed)),
        paragraph(reader.say(proposed.because === "seek" ? "still.seek" : "still.share", { topics })),
        last,
      ],
      buttons: [proposedButton(reader, proposed), here],
    };
  },

  last: ({ you }: LastFacts, reader: R): Card => ({
    title: reader.say("last.title", { name: reader.person(you) }),
    blocks: [paragraph(reader.say("last.text")), note(reader.say("last.note"))],
    buttons: [
      reader.button("buttons.quiet", "my.stayQuiet", "", "primary"),
      reader.button("buttons.monthly", "my.monthly", ""),
      reader.button("buttons.pause", "my.away", ""),
      reader.button("buttons.leave", "my.leave", ""),
    ],
  }),

  returned: ({ you, wasMonthly, hasLeft = false, rests = false }: ReturnedFacts, reader: R): Card => ({
    title: reader.say("returned.title", { name: reader.person(you) }),
    blocks: [
      paragraph(reader.say(hasLeft ? "returned.left" : rests ? "returned.rests" : "returned.text")),
      ...(wasMonthly ? [paragraph(reader.say("returned.weekly"))] : []),
      note(reader.say("returned.note")),
    ],
    buttons: rests ? [reader.button("buttons.meetAgain", "meet.join", "", "primary")] : [],
  }),

  rejoined(facts: RejoinedFacts, reader: R): Card {
    const { you, isIntroduced, ended } = facts;
    const ways = listing(
      reader.locale,
      ended.map((what) => reader.say(`rejoined.ways.${what}`)),
    );
    return {
      title: reader.say("rejoined.title", { name: reader.person(you) }),
      blocks: [
        paragraph(reader.say(isIntroduced ? "rejoined.introduced" : "rejoined.settings")),
        paragraph(ended.length === 0 ? reader.say("rejoined.nothing") : reader.say("rejoined.again", { ways })),
        note(reader.say("rejoined.note")),
      ],
      buttons: rejoinedButtons(reader, facts),
    };
  },
});
