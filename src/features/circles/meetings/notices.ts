import { note, paragraph, type Block, type Card } from "../../../chat/card.js";
import { plain, shorten, type Text } from "../../../chat/text.js";
import { clockTime, dayName } from "../../../chat/when.js";
import type words from "../../../locales/en/circleMeetings.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import { calendarBlock } from "../../meetups/times/notices.js";
import type {
  ActionFact,
  ActionFacts,
  AssignedFacts,
  ChangedFacts,
  FixedFacts,
  MeetingFactsTold,
  MinutesFacts,
  NoTimeFacts,
  PollFacts,
} from "./deliveries.js";

type R = Reader<KeyIn<typeof words>>;

/** Characters of the minutes that a message shows; the rest is behind a button. */
const SHOWN_NOTES = 600;

/**
 * An instant on the clocks of all: "Tuesday, 1 December 2026, 15:30 WIB = 17:30 WIT", with the day again where it is another
 * one there. Clocks that show the same are named once.
 */
export function whenText(locale: string, zones: readonly string[], at: Date): string {
  const clocks = zones.map((zone) => ({ day: dayName(locale, zone, at), time: clockTime(locale, zone, at) }));
  const shown = new Set<string>();
  let last = "";
  for (const { day, time } of clocks) {
    shown.add(day === last ? time : `${day}, ${time}`);
    last = day;
  }
  return [...shown].join(" = ");
}

/** For a room one text for all its clocks; for somebody alone their own. */
function whenFor(reader: R, { zones }: MeetingFactsTold, at: string): string {
  const isAlone = reader.memberId !== undefined;
  return whenText(reader.locale, isAlone || zones.length === 0 ? [reader.timeZone] : zones, new Date(at));
}

function when(reader: R, facts: MeetingFactsTold): string {
  return facts.at === null ? "" : whenFor(reader, facts, facts.at);
}

/** How long it lasts, where it is and what it is about, as far as it is known. */
function aboutBlock(reader: R, { minutes, place, agenda }: MeetingFactsTold): Block {
  const lines: readonly Text[] = [
    reader.say("about.minutes", { count: minutes }),
    ...(place === "" ? [] : [reader.say("about.place", { place })]),
    ...(agenda === "" ? [] : [reader.say("about.agenda", { agenda })]),
  ];
  return { kind: "list", items: lines };
}

function entry({ calendar }: FixedFacts): readonly Block[] {
  return calendar === undefined ? [] : [calendarBlock(calendar)];
}

function whyNote(reader: R, { circle }: { readonly circle: string }): Block {
  return note(reader.say("why", { circle }));
}

function comingButtons(reader: R, meetingId: string) {
  return [
    reader.button("buttons.coming", "circle.meetHere", meetingId, "primary"),
    reader.button("buttons.notComing", "circle.meetAway", meetingId),
  ];
}

function actionLine(reader: R, { owner, text, dueOn }: ActionFact): Text {
  return reader.say("minutes.action", { owner: reader.person(owner), text, day: reader.day(dueOn) });
}

const ofMeetings = noticesOf<KeyIn<typeof words>>("circleMeetings", {
  poll(facts: PollFacts, reader: R): Card {
    const { circle, meetingId } = facts;
    const items = facts.options.map((at) => plain(whenFor(reader, facts, at)));
    return {
      title: reader.say("poll.title", { circle }),
      blocks: [
        paragraph(reader.say("poll.text")),
        { kind: "list", items },
        aboutBlock(reader, facts),
        note(reader.say("poll.note", { when: whenFor(reader, facts, facts.closesAt) })),
      ],
      buttons: [reader.button("buttons.times", "circle.meetTimes", meetingId, "primary")],
    };
  },

  fixed(facts: ChangedFacts, reader: R): Card {
    const { circle, meetingId } = facts;
    return {
      title: reader.say("fixed.title", { circle }),
      blocks: [
        paragraph(reader.say("fixed.text", { when: when(reader, facts) })),
        aboutBlock(reader, facts),
        whyNote(reader, facts),
        ...entry(facts),
      ],
      buttons: comingButtons(reader, meetingId),
    };
  },

  moved(facts: ChangedFacts, reader: R): Card {
    const { circle, meetingId, by, before } = facts;
    const isMoved = before !== undefined && before !== facts.at;
    const told = { when: when(reader, facts), before: before === undefined ? "" : whenFor(reader, facts, before) };
    return {
      title: reader.say(isMoved ? "moved.title" : "moved.place", { circle }),
      blocks: [
        ...(by === undefined ? [] : [paragraph(reader.say("moved.by", { who: reader.person(by) }))]),
        paragraph(reader.say(isMoved ? "moved.text" : "fixed.text", told)),
        aboutBlock(reader, facts),
        note(reader.say("moved.note")),
        ...entry(facts),
      ],
      buttons: comingButtons(reader, meetingId),
    };
  },

  cancelled(facts: ChangedFacts, reader: R): Card {
    const { circle, by } = facts;
    const told = { when: when(reader, facts) };
    return {
      title: reader.say("cancelled.title", { circle }),
      blocks: [
        paragraph(facts.at === null ? reader.say("cancelled.poll") : reader.say("cancelled.text", told)),
        ...(by === undefined ? [] : [paragraph(reader.say("cancelled.by", { who: reader.person(by) }))]),
        ...(facts.calendar === undefined ? [] : [note(reader.say("cancelled.note"))]),
        ...entry(facts),
      ],
    };
  },

  noTime: ({ circle, circleId, lead }: NoTimeFacts, reader: R): Card => ({
    title: reader.say("noTime.title", { circle }),
    blocks: [
      paragraph(reader.say("noTime.text")),
      ...(lead === undefined ? [] : [paragraph(reader.say("noTime.lead", { who: reader.person(lead, true) }))]),
    ],
    buttons: [reader.button("buttons.propose", "circle.meetPropose", circleId, "primary")],
  }),

  reminder(facts: MeetingFactsTold, reader: R): Card {
    const { circle, meetingId } = facts;
    return {
      title: reader.say("reminder.title", { circle }),
      blocks: [
        paragraph(reader.say("reminder.text", { when: when(reader, facts) })),
        aboutBlock(reader, facts),
        whyNote(reader, facts),
      ],
      buttons: comingButtons(reader, meetingId),
    };
  },

  soon(facts: MeetingFactsTold, reader: R): Card {
    const { circle, meetingId } = facts;
    const time = facts.at === null ? "" : reader.time(new Date(facts.at));
    return {
      title: reader.say("soon.title", { circle, time }),
      blocks: [aboutBlock(reader, facts), whyNote(reader, facts)],
      buttons: [reader.button("buttons.notComing", "circle.meetAway", meetingId)],
    };
  },

  attendance(facts: MeetingFactsTold, reader: R): Card {
    const { circle, meetingId } = facts;
    return {
      title: reader.say("attendance.title", { circle }),
      blocks: [
        paragraph(reader.say("attendance.text", { when: when(reader, facts) })),
        note(reader.say("attendance.note")),
      ],
      buttons: [
        reader.button("buttons.here", "circle.meetHere", meetingId, "primary"),
        reader.button("buttons.away", "circle.meetAway", meetingId),
        reader.button("buttons.minutes", "circle.meetMinutes", meetingId),
      ],
    };
  },

  minutes(facts: MinutesFacts, reader: R): Card {
    const { circle, meetingId, notes, actions } = facts;
    const items = actions.map((action) => actionLine(reader, action));
    return {
      title: reader.say("minutes.title", { circle }),
      blocks: [
        paragraph(reader.say("minutes.text", { when: when(reader, facts) })),
        paragraph(plain(shorten(notes, SHOWN_NOTES))),
        ...(items.length === 0 ? [] : [paragraph(reader.say("minutes.actions")), { kind: "list", items } as const]),
      ],
      buttons: [reader.button("buttons.read", "circle.meetRead", meetingId)],
    };
  },
});

const ofActions = noticesOf<KeyIn<typeof words>>("circleMeetings", {
  assigned: ({ actionId, by, circle, text, dueOn }: AssignedFacts, reader: R): Card => ({
    title: reader.say("assigned.title", { circle }),
    blocks: [
      paragraph(reader.say("assigned.text", { who: reader.person(by), text, day: reader.day(dueOn) })),
      whyNote(reader, { circle }),
    ],
    buttons: [reader.button("buttons.done", "circle.todoDone", actionId)],
  }),

  due: ({ actionId, circle, text, dueOn }: ActionFacts, reader: R): Card => ({
    title: reader.say("due.title", { circle }),
    blocks: [
      paragraph(reader.say("due.text", { text })),
      paragraph(reader.say("due.day", { day: reader.day(dueOn) })),
      note(reader.say("due.note", { circle })),
    ],
    buttons: [
      reader.button("buttons.done", "circle.todoDone", actionId, "primary"),
      reader.button("buttons.drop", "circle.todoDrop", actionId),
    ],
  }),
});

/** Everything that is sent later about a circle's meetings. */
export const circleMeetingNotices = new Map([...ofMeetings, ...ofActions]);
