import { note, paragraph, type Block, type Card } from "../../chat/card.js";
import { join, listing, plain, textOf, type PersonSpan, type Text } from "../../chat/text.js";
import type { Facts } from "../../chat/words.js";
import type words from "../../locales/en/introduce.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { AnnouncementFacts, HelloFacts, PersonFact, ReasonFact, Topic } from "./rules.js";

/** Whoever puts people and reasons into words: a command's context or the reader of a delivery. */
export interface Speaker {
  /** The only one who reads it, called "you"; undefined where several read it. */
  readonly memberId: string | undefined;
  readonly locale: string;
  readonly from: (file: string, key: string, facts?: Facts) => Text;
  readonly person: (fact: PersonFact) => PersonSpan;
  readonly topic: (topic: Topic) => Text;
}

const FILE = "introduce";

type ReasonKey = ReasonFact["kind"] | "youOffer" | "youSeek" | "youAreNew" | "youConnect" | "recently";

/** Why two people fit, a sentence each. */
export function reasonTexts(reasons: readonly ReasonFact[], speaker: Speaker): Text[] {
  const say = (key: ReasonKey, facts: Facts = {}) => speaker.from(FILE, `reasons.${key}`, facts);
  const isYou = (fact: PersonFact) => fact.person === speaker.memberId;
  const topics = (list: readonly Topic[]) => listing(speaker.locale, list.map(speaker.topic));
  return reasons.map((reason): Text => {
    switch (reason.kind) {
      case "sharedTopics":
        return say(reason.kind, { topics: topics(reason.topics) });
      case "sharedGoals":
        return say(reason.kind, { goals: topics(reason.goals) });
      case "offerMeetsSeek":
        return say(isYou(reason.giver) ? "youOffer" : isYou(reason.taker) ? "youSeek" : reason.kind, {
          giver: speaker.person(reason.giver),
          taker: speaker.person(reason.taker),
          topics: topics(reason.topics),
        });
      case "sameLevel":
        return say(reason.kind, { level: choice(speaker, "level", reason.level) });
      case "newcomer":
        return say(isYou(reason.newcomer) ? "youAreNew" : isYou(reason.connector) ? "youConnect" : reason.kind, {
          newcomer: speaker.person(reason.newcomer),
          connector: speaker.person(reason.connector),
        });
      case "longTime":
        return reason.weeks === 0 ? say("recently") : say(reason.kind, { count: reason.weeks });
      case "differentInstitution":
      case "differentRegion":
      case "overlap":
      case "bridge":
      case "partlyNew":
      case "fresh":
        return say(reason.kind);
    }
  });
}

/** "Teacher, SMAN 2 Kupang", or undefined when nothing is known. */
export function aboutText(
  who: {
    readonly role: string | undefined;
    readonly institution: string | undefined;
    readonly region?: string | undefined;
  },
  speaker: Pick<Speaker, "from">,
): Text | undefined {
  const place = who.institution ?? who.region;
  const role = who.role === undefined ? undefined : choice(speaker, "role", who.role);
  if (role === undefined) return place === undefined ? undefined : plain(place);
  return place === undefined ? role : speaker.from(FILE, "about.roleAt", { role, place });
}

function choice(speaker: Pick<Speaker, "from">, field: "role" | "level", value: string): Text {
  return speaker.from(FILE, `fields.${field}.choices.${value}`);
}

type R = Reader<KeyIn<typeof words>>;

export const introductionNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  announcement(facts: AnnouncementFacts, reader: R): Card {
    const about = aboutText(facts, reader);
    const list = (label: "subjects" | "offers" | "seeks", topics: readonly Topic[]) =>
      topics.length === 0
        ? []
        : [{ label: textOf(reader.say(`announcement.${label}`)), value: join(topics.map(reader.topic), ", ") }];
    const known = [...list("subjects", facts.subjects), ...list("offers", facts.offers), ...list("seeks", facts.seeks)];
    return {
      title: reader.say("announcement.title", { name: reader.person(facts.who) }),
      blocks: [
        ...(about === undefined ? [] : [paragraph(about)]),
        ...(facts.line === undefined ? [] : [paragraph(plain(facts.line))]),
        ...(known.length === 0 ? [] : [{ kind: "facts", facts: known } satisfies Block]),
        note(reader.say("announcement.reply", { name: reader.person(facts.who) })),
      ],
      buttons: [reader.button("buttons.hello", "introduce.hello", facts.memberId, "primary")],
    };
  },

  hello(facts: HelloFacts, reader: R): Card {
    const from = reader.person(facts.from);
    const isIntroduced = facts.isIntroduced ?? true;
    return {
      title: reader.say("hello.title", { from }),
      blocks: [
        paragraph(reader.say(isIntroduced ? "hello.text" : "hello.textNew", { from })),
        note(reader.say(isIntroduced ? "hello.note" : "hello.noteNew")),
      ],
      buttons: [reader.button("buttons.back", "introduce.back", facts.memberId, "primary")],
    };
  },
});
