import { fact, note, paragraph, type Block, type Card } from "../../chat/card.js";
import { join, listing, plain, textOf, type Text } from "../../chat/text.js";
import { bareTime, shortDay } from "../../chat/when.js";
import type { Facts } from "../../chat/words.js";
import type words from "../../locales/en/meet.json";
import type connectWords from "../../locales/en/connect.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import { aboutText, reasonTexts, type Speaker } from "../introductions/notices.js";
import type { PersonFact } from "../introductions/rules.js";
import type {
  HeadsUpFacts,
  MatchFacts,
  MeetingFacts,
  NudgeFacts,
  OutcomeFacts,
  ParticipantFact,
  ResultFacts,
  RoundShown,
  UnmatchedFacts,
} from "./rules.js";
import { timesNotices } from "./times/notices.js";

type R = Reader<KeyIn<typeof words>>;

export const meetupNotices = new Map([
  ...timesNotices,
  ...noticesOf<KeyIn<typeof words>>("meet", {
    headsUp(facts: HeadsUpFacts, reader: R): Card {
      const at = new Date(facts.roundAt);
      const when = { day: reader.day(at), time: reader.time(at) };
      return {
        title: reader.say("headsUp.title", when),
        blocks: [paragraph(reader.say("headsUp.text", when)), note(reader.say("headsUp.note"))],
        buttons: [
          reader.button("buttons.in", "meet.in", facts.roundId, "primary"),
          {
            ...reader.button("buttons.skip", "meet.skip", facts.roundId),
            label: textOf(reader.say("buttons.skip", { day: shortDay(reader.locale, reader.timeZone, at) })),
          },
          reader.button("buttons.pause", "meet.pause", facts.roundId),
        ],
      };
    },

    match: (facts: MatchFacts, reader: R): Card => matchCard(facts, reader, []),

    matchApart: (facts: MatchFacts, reader: R): Card => ({
      ...matchCard(facts, reader, [paragraph(reader.say("apart.text"))]),
      buttons: [reader.button("buttons.room", "meet.room", facts.meetingId, "primary"), ...metButton(facts, reader)],
    }),

    roomOpened(facts: { by: PersonFact; icebreaker: string; meetingId: string }, reader: R): Card {
      return {
        blocks: [
          paragraph(reader.say("apart.opened", { by: reader.person(facts.by) })),
          paragraph(reader.say("match.icebreaker", { question: icebreaker(facts.icebreaker, reader) })),
        ],
        buttons: [reader.button("buttons.times", "meet.times", facts.meetingId)],
      };
    },

    nudge(facts: NudgeFacts, reader: R): Card {
      return {
        title: reader.say("nudge.title"),
        blocks: [
          paragraph(reader.say("nudge.text", { question: icebreaker(facts.icebreaker, reader) })),
          note(reader.say("nudge.note")),
        ],
        buttons: [
          reader.button("buttons.met", "meet.met", facts.meetingId),
          reader.button("buttons.times", "meet.times", facts.meetingId, "primary"),
        ],
      };
    },

    checkIn: (facts: MeetingFacts, reader: R): Card => questionCard("checkIn", facts, reader),
    askAgain: (facts: MeetingFacts, reader: R): Card => questionCard("askAgain", facts, reader),

    unmatched(facts: UnmatchedFacts, reader: R): Card {
      const whys = ["alone", "language", "rules", "cancelled", "left", "away"] as const;
      const why = whys.find((known) => known === facts.why) ?? "rules";
      const next =
        facts.nextAt === undefined
          ? reader.say("unmatched.later")
          : reader.say("unmatched.next", { day: reader.day(new Date(facts.nextAt)) });
      return {
        title:
          facts.roundAt === undefined
            ? reader.say("unmatched.title")
            : reader.say("unmatched.titleOf", { day: reader.day(new Date(facts.roundAt)) }),
        blocks: [
          paragraph(reader.say(`unmatched.${why}`)),
          ...understoodIn(facts.languages ?? [], reader),
          paragraph(next),
          ...(facts.isAgain === true ? [paragraph(reader.say("unmatched.again"))] : []),
          note(reader.say("unmatched.note")),
        ],
        ...(why === "language"
          ? { buttons: [reader.button("buttons.languages", "introduce.edit", "")] }
          : facts.isAgain === true
            ? { buttons: [reader.button("buttons.pause", "meet.pause", "")] }
            : {}),
      };
    },

    resting(_facts: object, reader: R): Card {
      return {
        title: reader.say("resting.title"),
        blocks: [paragraph(reader.say("resting.text")), note(reader.say("resting.note"))],
        buttons: [reader.button("buttons.resume", "meet.resume", "", "primary")],
      };
    },

    approval(facts: { groups: number; unmatched: number }, reader: R): Card {
      return {
        title: reader.say("approval.title"),
        blocks: [
          paragraph(reader.say("approval.text", { count: facts.groups })),
          ...(facts.unmatched === 0 ? [] : [paragraph(reader.say("approval.unmatched", { count: facts.unmatched }))]),
          paragraph(reader.say("approval.more")),
          note(reader.say("approval.note")),
        ],
        buttons: [reader.button("buttons.approve", "setup.approve", "", "primary")],
      };
    },

    result: (facts: ResultFacts, reader: R): Card => ({
      blocks: [paragraph(reader.say("result.text", { count: facts.met, meetings: facts.meetings }))],
    }),
  }),
  ...noticesOf<KeyIn<typeof connectWords>>("connect", {
    outcome(facts: OutcomeFacts, reader: Reader<KeyIn<typeof connectWords>>): Card {
      const both = { first: reader.person(facts.first), second: reader.person(facts.second) };
      return {
        title: reader.say("outcome.title"),
        blocks: [paragraph(reader.say(`outcome.${facts.outcome}`, both)), note(reader.say("outcome.note"))],
      };
    },
  }),
]);

function matchCard(facts: MatchFacts, reader: R, extra: readonly Block[]): Card {
  // That they were together before is said by itself, with the reason.
  const told = facts.reasons.filter(({ kind }) => !facts.isRepeat || (kind !== "longTime" && kind !== "partlyNew"));
  const reasons = reasonTexts(told, reader);
  const question = icebreaker(facts.icebreaker, reader);
  return {
    title: reader.say("match.title"),
    blocks: [
      paragraph(greeting(facts, reader)),
      ...(facts.topic === undefined ? [] : [paragraph(reader.say("match.topic", { topic: facts.topic }))]),
      { kind: "list", items: othersThan(reader, facts.participants).map((other) => participantText(other, reader)) },
      ...(reasons.length === 0
        ? []
        : [paragraph(reader.say("match.why")), { kind: "list", items: reasons } satisfies Block]),
      ...(facts.isRepeat
        ? [paragraph(reader.say(facts.participants.length > 2 ? "match.againGroup" : "match.again"))]
        : []),
      ...(facts.kind === "late" ? [paragraph(reader.say("match.late"))] : []),
      paragraph(hostText(facts.host, reader)),
      paragraph(reader.say("match.icebreaker", { question })),
      ...windowLine(facts, reader),
      ...extra,
      note(reader.say(whyMatched(facts))),
    ],
    buttons: [
      ...metButton(facts, reader),
      reader.button("buttons.times", "meet.times", facts.meetingId, "primary"),
      reader.button("buttons.tipOpening", "tips.about", `opening@${facts.meetingId}`),
    ],
  };
}

function whyMatched({ kind, connector }: MatchFacts) {
  if (connector !== undefined) return "match.noteConnect";
  return kind === "hello" ? "match.noteHello" : "match.note";
}

function metButton(facts: MatchFacts, reader: R) {
  return [reader.button("buttons.met", "meet.met", facts.meetingId)];
}

/** In a private message the reader is left out: nobody has to be told who they are themselves. */
function othersThan(reader: R, participants: readonly ParticipantFact[]): readonly ParticipantFact[] {
  return participants.filter(({ who }) => who.person !== reader.memberId);
}

function hostText(host: PersonFact, reader: R): Text {
  return host.person === reader.memberId
    ? reader.say("match.youHost")
    : reader.say("match.host", { host: reader.person(host, true) });
}

function greeting(facts: MatchFacts, reader: R): Text {
  return reader.memberId === undefined ? greetingToAll(facts, reader) : greetingToOne(facts, reader);
}

function greetingToOne({ participants, connector }: MatchFacts, reader: R): Text {
  const others = othersThan(reader, participants).map(({ who }) => [reader.person(who, true)]);
  const [other = [], ...more] = others;
  if (more.length > 0) return reader.say("match.youGroup", { others: listing(reader.locale, others) });
  if (connector) return reader.say("match.youConnect", { connector: reader.person(connector), other });
  return reader.say("match.youPair", { other });
}

function greetingToAll(facts: MatchFacts, reader: R): Text {
  const [first, second] = facts.participants;
  const names = facts.participants.map(({ who }) => [reader.person(who, true)]);
  if (first && second && facts.connector) {
    return reader.say("match.connect", {
      connector: reader.person(facts.connector),
      first: reader.person(first.who, true),
      second: reader.person(second.who, true),
    });
  }
  if (first && second && facts.participants.length === 2) {
    return reader.say("match.pair", { first: reader.person(first.who, true), second: reader.person(second.who, true) });
  }
  return reader.say("match.group", { names: listing(reader.locale, names) });
}

/** "Bu Sari Wulandari (Guru, SMAN 2 Kupang) “…”" */
function participantText(participant: ParticipantFact, reader: R): Text {
  const about = aboutText(participant, reader);
  const name = reader.person(participant.who);
  const head = about === undefined ? reader.say("match.plain", { name }) : reader.say("match.person", { name, about });
  return participant.line === undefined
    ? head
    : [...head, ...plain(" "), ...reader.say("match.line", { line: participant.line })];
}

/** The common hours on everybody's own clock, when there is more than one. */
function windowLine(facts: MatchFacts, reader: R): Block[] {
  if (facts.window === undefined) return [];
  const { from, until } = facts.window;
  const zones = [...new Set(facts.participants.map(({ timeZone }) => timeZone))];
  const spans = zones.map((zone) =>
    reader.say("match.span", { from: bareTime(zone, new Date(from)), until: reader.time(new Date(until), zone) }),
  );
  return [
    paragraph(
      reader.say(facts.participants.length === 2 ? "match.windowPair" : "match.window", { zones: join(spans, " = ") }),
    ),
  ];
}

function questionCard(kind: "checkIn" | "askAgain", facts: MeetingFacts, reader: R): Card {
  const names = listing(
    reader.locale,
    facts.others.map((other) => [reader.person(other)]),
  );
  const isPair = facts.others.length === 1;
  const isTalk = kind === "checkIn" && (facts.kind === "hello" || facts.kind === "connect");
  return {
    title: reader.say(`${kind}.title`),
    blocks: [
      paragraph(reader.say(`${kind}.text`, { names })),
      note(reader.say(isTalk ? "checkIn.noteTalk" : `${kind}.note`)),
    ],
    buttons: [
      reader.button(isPair ? "buttons.met" : "buttons.metAll", "meet.met", facts.meetingId, "primary"),
      ...(isPair ? [] : [reader.button("buttons.some", "meet.some", facts.meetingId)]),
      reader.button("buttons.notYet", "meet.notYet", facts.meetingId),
      reader.button("buttons.wontHappen", "meet.wontHappen", facts.meetingId),
    ],
  };
}

function icebreaker(key: string, reader: R): Text {
  return reader.has("icebreakers", key) ? reader.from("icebreakers", key) : [];
}

/** The languages that most others in the round talk in, as far as their names are known. */
function understoodIn(languages: readonly string[], reader: R): readonly Block[] {
  const known = languages
    .map((code) => `fields.languages.choices.${code}`)
    .filter((key) => reader.has("introduce", key));
  if (known.length === 0) return [];
  const names = known.map((key) => reader.from("introduce", key));
  return [paragraph(reader.say("unmatched.languages", { languages: listing(reader.locale, names) }))];
}

/** So many groups, and so many people without one, are shown; the rest is a number. */
const SHOWN = 12;

/** Figures, then who meets whom and why, then who has nobody and why. */
export function roundBlocks(round: RoundShown, speaker: Speaker): readonly Block[] {
  const { groups, unmatched, seed, total, method, names } = round;
  const say = (key: string, facts: Facts = {}) => speaker.from("setup", `preview.${key}`, facts);
  const called = (id: string) => plain(names.get(id) ?? "");
  const together = groups.slice(0, SHOWN).map(({ members, reasons }) =>
    say("why", {
      names: listing(speaker.locale, members.map(called)),
      reasons: reasonTexts(reasons, speaker).flatMap((text, index) => (index === 0 ? text : [...plain(" "), ...text])),
    }),
  );
  const alone = unmatched.slice(0, SHOWN).map(({ id, why }) => say("person", { name: called(id), why: say(why) }));
  const rest = (count: number): Text[] => (count > 0 ? [say("more", { count })] : []);
  const facts = [
    [say("groups"), plain(String(groups.length))],
    [say("unmatched"), plain(String(unmatched.length))],
    [say("total"), plain(String(Math.round(total)))],
    [say("method"), say(method)],
    [say("seed"), plain(String(seed))],
  ] as const;
  return [
    { kind: "facts", facts: facts.map(([label, value]) => fact(label, value)) },
    {
      kind: "list",
      items: [...together, ...rest(groups.length - SHOWN), ...alone, ...rest(unmatched.length - SHOWN)],
    },
  ];
}
