import type { Block } from "../../../chat/card.js";
import { languageName } from "../../../chat/form.js";
import { join, listing, plain, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type { Speaker } from "../../introductions/notices.js";
import type { Topic } from "../../introductions/rules.js";
import type { WhyFacts } from "../deliveries.js";
import type { FitFact, ShortFact } from "../fit.js";

const FILE = "mentor";

/** Why two fit, a sentence each, best first: to one of them as "you", to anybody else about both. */
export function whyTexts(why: WhyFacts, speaker: Speaker): Text[] {
  const isMentee = why.mentee.person === speaker.memberId;
  const isMentor = why.mentor.person === speaker.memberId;
  const voice = isMentee || isMentor ? "you" : "they";
  const say = (key: string, facts: Facts = {}) => speaker.from(FILE, `fit.${key}`, facts);
  const people = { mentor: speaker.person(why.mentor), mentee: speaker.person(why.mentee) };
  const topics = (list: readonly Topic[]) => listing(speaker.locale, list.map(speaker.topic));
  return why.met.map((fact: FitFact): Text => {
    switch (fact.kind) {
      case "topics":
        return say(`topics.${isMentee ? "mentee" : isMentor ? "mentor" : "they"}`, {
          ...people,
          topics: topics(fact.topics),
        });
      case "subject":
        return say(`subject.${voice}`, { topics: topics(fact.topics) });
      case "level":
        return say(`level.${voice}`, { level: levelText(speaker, fact.level) });
      case "language":
        return say(`language.${voice}`, { language: plain(languageName(fact.language, speaker.locale)) });
      case "rhythm":
        return say(`rhythm.${voice}`, { rhythm: rhythmText(speaker, fact.rhythm) });
      case "mode":
        return say(`mode.${voice}`, { mode: say(`modes.${fact.mode}`) });
      case "hours":
        return say(`hours.${voice}`, { hours: String(fact.hours) });
      case "otherSchool":
        return say(`otherSchool.${voice}`);
    }
  });
}

/** What is only partly met, in one sentence; undefined when all is. */
export function shortText(why: WhyFacts, speaker: Speaker): Text | undefined {
  if (why.short.length === 0) return undefined;
  const say = (key: string, facts: Facts = {}) => speaker.from(FILE, `short.${key}`, facts);
  const texts = why.short.map((fact: ShortFact): Text => {
    switch (fact.kind) {
      case "noTopics":
        return say(fact.kind, { topics: listing(speaker.locale, fact.topics.map(speaker.topic)) });
      case "otherLevel":
        return say(fact.kind);
      case "otherRhythm":
        return say(fact.kind, { rhythm: rhythmText(speaker, fact.rhythm) });
      case "fewHours":
        return say(fact.kind, { hours: String(fact.hours) });
    }
  });
  return say("all", { list: join(texts, "; ") });
}

/** The reasons as a list, and below it what is only partly met. */
export function whyBlocks(why: WhyFacts, speaker: Speaker): Block[] {
  const short = shortText(why, speaker);
  const items = whyTexts(why, speaker);
  return [
    ...(items.length > 0 ? [{ kind: "list", items } as const] : []),
    ...(short === undefined ? [] : [{ kind: "text", text: short } as const]),
  ];
}

export function levelText(speaker: Pick<Speaker, "from">, level: string): Text {
  return speaker.from("introduce", `fields.level.choices.${level}`);
}

export function rhythmText(speaker: Pick<Speaker, "from">, rhythm: string): Text {
  return speaker.from(FILE, `rhythms.${rhythm}`);
}
