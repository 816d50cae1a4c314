import { note, paragraph, type Block, type Button, type Card } from "../../chat/card.js";
import { plain, type Text } from "../../chat/text.js";
import type words from "../../locales/en/mentor.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { PersonFact } from "../introductions/rules.js";
import type { MentorshipFactsTold, ReminderFacts, RequestFactsTold, RequestNewsFacts } from "./deliveries.js";
import type { Agreement } from "./stored.js";
import { rhythmText, whyBlocks } from "./reasons/notices.js";

type R = Reader<KeyIn<typeof words>>;

const FILE = "mentor";

/** The other one of the two, as the reader sees them. */
function otherIn({ mentor, mentee }: MentorshipFactsTold, reader: R): Text {
  return [reader.person(reader.memberId === mentor.person ? mentee : mentor)];
}

/** What the two agreed on, line by line. */
export function agreementBlock(agreement: Agreement, reader: Pick<R, "say" | "from" | "day">): Block {
  const { goal, rhythm, channel, endsOn } = agreement;
  const label = (key: "goal" | "rhythm" | "channel" | "ends") => reader.say(`agreement.${key}`);
  const facts: (readonly [Text, Text])[] = [
    [label("goal"), plain(goal)],
    [label("rhythm"), rhythmText(reader, rhythm)],
    ...(channel === undefined ? [] : [[label("channel"), plain(channel)] as const]),
    [label("ends"), plain(reader.day(endsOn))],
  ];
  return { kind: "list", items: facts.map(([name, value]) => reader.say("agreement.line", { name, value })) };
}

/** A question or news of a mentorship: one sentence about the other one, why it came, and what can be done. */
function letter(
  reader: R,
  key: "askTalked" | "askFit" | "askAgreement" | "askPulse" | "nudge" | "ending" | "askKeep" | "archived" | "resumed",
  facts: MentorshipFactsTold,
  buttons: readonly Button[],
): Card {
  const other = otherIn(facts, reader);
  return {
    title: reader.say(`${key}.title`, { other }),
    blocks: [paragraph(reader.say(`${key}.text`, { other })), note(reader.say("note"))],
    buttons,
  };
}

export const mentoringNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  request(facts: RequestFactsTold, reader: R): Card {
    const mentee = reader.person(facts.mentee);
    const { requestId } = facts;
    return {
      title: reader.say("request.title", { mentee }),
      blocks: [
        paragraph(reader.say("request.goal", { goal: facts.goal })),
        paragraph(reader.say("request.why")),
        ...whyBlocks(facts, reader),
        note(reader.say("request.note", { rhythm: rhythmText(reader, facts.rhythm) })),
      ],
      buttons: [
        reader.button("buttons.accept", "mentor.accept", requestId, "primary"),
        reader.button("buttons.decline", "mentor.decline", requestId),
      ],
    };
  },

  reminder({ requests }: ReminderFacts, reader: R): Card {
    const lines = requests.map(({ mentee, goal }) =>
      reader.say("reminder.line", { mentee: reader.person(mentee), goal }),
    );
    return {
      title: reader.say("reminder.title"),
      blocks: [
        paragraph(reader.say("reminder.text")),
        { kind: "list", items: lines },
        note(reader.say("reminder.note")),
      ],
      buttons: [reader.button("buttons.requests", "mentor.requests", "", "primary")],
    };
  },

  nowAsked({ requestId, why, isNext }: RequestNewsFacts, reader: R): Card {
    if (!why) throw new Error("nobody was asked");
    const mentor = reader.person(why.mentor);
    return {
      title: reader.say(isNext ? "nowAsked.next" : "nowAsked.first", { mentor }),
      blocks: [...whyBlocks(why, reader), note(reader.say("nowAsked.note"))],
      buttons: [reader.button("buttons.withdraw", "mentor.withdraw", requestId)],
    };
  },

  noneFree: ({ requestId }: RequestNewsFacts, reader: R): Card => ({
    title: reader.say("noneFree.title"),
    blocks: [paragraph(reader.say("noneFree.text")), note(reader.say("noneFree.note"))],
    buttons: [reader.button("buttons.withdraw", "mentor.withdraw", requestId)],
  }),

  givenUp: (_facts: RequestNewsFacts, reader: R): Card => ({
    title: reader.say("givenUp.title"),
    blocks: [paragraph(reader.say("givenUp.text")), note(reader.say("note"))],
    buttons: [reader.button("buttons.ask", "mentor.ask", "", "primary")],
  }),

  cohortWaiting: ({ requestId, cohort }: { requestId: string; cohort: string }, reader: R): Card => ({
    title: reader.say("cohortWaiting.title", { cohort }),
    blocks: [paragraph(reader.say("cohortWaiting.text")), note(reader.say("cohortWaiting.note"))],
    buttons: [reader.button("buttons.withdraw", "mentor.withdraw", requestId)],
  }),

  start(facts: MentorshipFactsTold, reader: R): Card {
    const people = { mentor: reader.person(facts.mentor, true), mentee: reader.person(facts.mentee, true) };
    return {
      title: reader.say("start.title"),
      blocks: [
        paragraph(reader.say("start.text", people)),
        paragraph(reader.say("start.goal", { goal: facts.goal })),
        paragraph(reader.say("start.how", { rhythm: rhythmText(reader, facts.rhythm) })),
        note(reader.say("start.note")),
      ],
      buttons: [reader.button("buttons.talked", "mentor.talked", facts.mentorshipId, "primary")],
    };
  },

  askTalked: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "askTalked", facts, [
      reader.button("buttons.talked", "mentor.talked", facts.mentorshipId, "primary"),
      reader.button("buttons.notYet", "mentor.notYet", facts.mentorshipId),
      reader.button("buttons.notFit", "mentor.notFit", facts.mentorshipId),
    ]),

  askFit: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "askFit", facts, fitButtons(reader, facts.mentorshipId)),

  askAgreement: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "askAgreement", facts, [
      reader.button("buttons.agreement", "mentor.agreement", facts.mentorshipId, "primary"),
    ]),

  askPulse: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "askPulse", facts, [
      reader.button("buttons.well", "mentor.well", facts.mentorshipId, "primary"),
      reader.button("buttons.unsure", "mentor.unsure", facts.mentorshipId),
      reader.button("buttons.stuck", "mentor.stuck", facts.mentorshipId),
    ]),

  nudge: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "nudge", facts, [
      reader.button("buttons.session", "mentor.session", facts.mentorshipId, "primary"),
      reader.button("buttons.keep", "mentor.keep", facts.mentorshipId),
    ]),

  askKeep: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "askKeep", facts, [
      reader.button("buttons.keep", "mentor.keep", facts.mentorshipId, "primary"),
      reader.button("buttons.pause", "mentor.pause", facts.mentorshipId),
      reader.button("buttons.finish", "mentor.finish", facts.mentorshipId),
    ]),

  ending: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "ending", facts, [
      reader.button("buttons.finish", "mentor.finish", facts.mentorshipId, "primary"),
      reader.button("buttons.extend", "mentor.agreement", facts.mentorshipId),
    ]),

  archived: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "archived", facts, [reader.button("buttons.reopen", "mentor.reopen", facts.mentorshipId)]),

  resumed: (facts: MentorshipFactsTold, reader: R): Card =>
    letter(reader, "resumed", facts, [
      reader.button("buttons.session", "mentor.session", facts.mentorshipId, "primary"),
    ]),

  proposed(facts: MentorshipFactsTold & { agreement: Agreement; by: PersonFact }, reader: R): Card {
    return {
      title: reader.say("proposed.title", { by: reader.person(facts.by) }),
      blocks: [
        agreementBlock(facts.agreement, reader),
        paragraph(reader.say("agreement.confidential")),
        note(reader.say("note")),
      ],
      buttons: [
        reader.button("buttons.confirm", "mentor.confirm", facts.mentorshipId, "primary"),
        reader.button("buttons.change", "mentor.agreement", facts.mentorshipId),
      ],
    };
  },

  agreed: (facts: MentorshipFactsTold & { agreement: Agreement }, reader: R): Card => ({
    title: reader.say("agreed.title", { other: otherIn(facts, reader) }),
    blocks: [agreementBlock(facts.agreement, reader), note(reader.say("note"))],
  }),

  paused: (facts: MentorshipFactsTold & { until: string; by: PersonFact }, reader: R): Card => ({
    title: reader.say("pausedNews.title"),
    blocks: [
      paragraph(reader.say("pausedNews.text", { by: reader.person(facts.by), day: reader.day(facts.until) })),
      note(reader.say("note")),
    ],
    buttons: [reader.button("buttons.reopen", "mentor.reopen", facts.mentorshipId)],
  }),

  ended(facts: MentorshipFactsTold & { by?: PersonFact; thanks?: string }, reader: R): Card {
    const other = otherIn(facts, reader);
    return {
      title: reader.say("endedNews.title"),
      blocks: [
        paragraph(reader.say("endedNews.text", { other })),
        ...(facts.thanks === undefined
          ? []
          : [paragraph(reader.say("endedNews.thanks", { other, words: facts.thanks }))]),
        note(reader.say("note")),
      ],
      buttons: [
        reader.button("buttons.certificate", "mentor.certificate", facts.mentorshipId, "primary"),
        reader.button("buttons.thank", "mentor.thank", facts.mentorshipId),
      ],
    };
  },

  thanked: (facts: MentorshipFactsTold & { by: PersonFact; words: string }, reader: R): Card => ({
    title: reader.say("thankedNews.title", { by: reader.person(facts.by) }),
    blocks: [paragraph(reader.say("thankedNews.text", { words: facts.words })), note(reader.say("note"))],
  }),

  parted: (facts: MentorshipFactsTold, reader: R): Card => ({
    title: reader.say("partedNews.title"),
    blocks: [paragraph(reader.say("partedNews.text", { other: otherIn(facts, reader) })), note(reader.say("note"))],
    buttons: reader.memberId === facts.mentee.person ? [reader.button("buttons.ask", "mentor.ask", "", "primary")] : [],
  }),

  left: (facts: MentorshipFactsTold, reader: R): Card => ({
    title: reader.say("leftNews.title"),
    blocks: [paragraph(reader.say("leftNews.text")), note(reader.say("note"))],
    buttons: reader.memberId === facts.mentee.person ? [reader.button("buttons.ask", "mentor.ask", "", "primary")] : [],
  }),

  reopened: (facts: MentorshipFactsTold & { by: PersonFact }, reader: R): Card => ({
    title: reader.say("reopenedNews.title", { by: reader.person(facts.by) }),
    blocks: [paragraph(reader.say("reopenedNews.text")), note(reader.say("note"))],
    buttons: [reader.button("buttons.session", "mentor.session", facts.mentorshipId)],
  }),
});

/** Good, still deciding, not a fit: the last one without blame. */
export function fitButtons(reader: Pick<R, "button">, mentorshipId: string): readonly Button[] {
  return [
    reader.button("buttons.good", "mentor.good", mentorshipId, "primary"),
    reader.button("buttons.deciding", "mentor.deciding", mentorshipId),
    reader.button("buttons.notFit", "mentor.notFit", mentorshipId),
  ];
}
