import { fact, note, paragraph, type Button, type Card, type Fact } from "../../chat/card.js";
import type { Context } from "../../chat/command.js";
import { plain, type Text } from "../../chat/text.js";
import type { Facts } from "../../chat/words.js";
import type words from "../../locales/en/tips.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import { RAREST, type PracticeView, type RestFacts, type StepFacts } from "./practice/rules.js";
import { ownName, themeOf, themes, type About, type TipKey } from "./rules.js";

type Key = KeyIn<typeof words>;
type Here = Context<unknown, Key>;
type R = Reader<Key>;

type Say = (key: Key, facts?: Facts) => Text;

/** The people and the topic of a tip, in words; what is missing stays open. */
export interface TipFacts {
  readonly me: string;
  readonly name?: string | undefined;
  readonly other?: string | undefined;
  readonly topic?: Text | undefined;
}

/** The sentence to copy, with the facts of those concerned. */
export function templateOf(say: Say, tip: TipKey, { me, name, other, topic }: TipFacts): Text {
  return say(`all.${tip}.example`, {
    me: me === "" ? say("blank.me") : ownName(me),
    name: name ?? say("blank.name"),
    other: other ?? say("blank.other"),
    topic: topic ?? say("blank.topic"),
  });
}

export function factsFor(me: string, about: About, names: ReadonlyMap<string, string>, topic?: Text): TipFacts {
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : names.get(id));
  return { me, name: nameOf(about.who), other: nameOf(about.other), topic };
}

interface Shown {
  readonly tip: TipKey;
  /** With the tie that it is about, for the buttons. */
  readonly subject: string;
  /** Why this one; empty where it was asked for. */
  readonly why: readonly Text[];
  readonly facts: TipFacts;
  readonly after: readonly Text[];
}

/** One tip: why, how, and a sentence to begin with. */
export function tipCard({ say, button }: Here, { tip, subject, why, facts, after }: Shown): Card {
  const theme = say("shown.theme", { theme: say(`fields.theme.choices.${themeOf(tip)}`) });
  return {
    title: say(`all.${tip}.title`),
    blocks: [
      ...why.map(paragraph),
      paragraph(say(`all.${tip}.why`)),
      paragraph(say(`all.${tip}.how`)),
      paragraph(say("shown.example", { words: templateOf(say, tip, facts) })),
      ...[theme, ...after].map(note),
    ],
    buttons: [
      button("buttons.try", "try", subject, "primary"),
      button("buttons.next", "next", subject),
      button("buttons.browse", "browse"),
    ],
  };
}

/** All themes, a button each. */
export function themesCard({ say, button }: Here): Card {
  return {
    title: say("browse.title"),
    blocks: [paragraph(say("browse.text"))],
    buttons: themes.map((theme) => button(`fields.theme.choices.${theme}`, "about", theme)),
  };
}

/** About oneself: how one's practice stands. */
export function practiceFact(
  { from, day }: Pick<Context<unknown>, "from" | "day">,
  { weeks, isResting, nextAt }: PracticeView,
): Fact {
  const say: Say = (key, facts) => from("tips", key, facts);
  const next = { day: day(nextAt) };
  if (isResting) return fact(say("standing.label"), say("standing.resting"));
  return fact(
    say("standing.label"),
    weeks === 1 ? say("standing.weekly", next) : say("standing.every", { count: weeks, ...next }),
  );
}

/** The buttons of a step: what one can say to it. */
function answerButtons({ button }: Pick<R, "button">, { tip, weeks }: StepFacts): readonly Button[] {
  return [
    button("buttons.done", "tips.done", tip, "primary"),
    button("buttons.notNow", "tips.notNow", tip),
    ...(weeks < RAREST ? [button("buttons.less", "tips.less", String(weeks))] : []),
    button("buttons.stop", "tips.stop", ""),
  ];
}

export const tipsNotices = noticesOf<Key>("tips", {
  step(facts: StepFacts, reader: R): Card {
    const { tip, weeks, isAgain, me, who, other, topic } = facts;
    const { say, person } = reader;
    const theme = say(`fields.theme.choices.${themeOf(tip)}`);
    const spoken = (fact: StepFacts["who"]) => (fact === undefined ? undefined : person(fact).name);
    const filled = {
      me: person(me).name,
      name: spoken(who),
      other: spoken(other),
      topic: topic && reader.topic(topic),
    };
    return {
      title: say(isAgain ? "step.againTitle" : "step.title", { theme }),
      blocks: [
        ...(isAgain ? [paragraph(say("step.again"))] : []),
        paragraph(say(`steps.${themeOf(tip)}`, { name: who === undefined ? say("blank.somebody") : person(who) })),
        paragraph(say(`all.${tip}.how`)),
        paragraph(say("shown.example", { words: templateOf(say, tip, filled) })),
        note(weeks === 1 ? say("step.noteWeek") : say("step.note", { count: weeks })),
      ],
      buttons: answerButtons(reader, facts),
    };
  },

  resting({ weeks }: RestFacts, reader: R): Card {
    return {
      title: reader.say("resting.title"),
      blocks: [paragraph(reader.say("resting.text")), note(reader.say("resting.note"))],
      buttons: [reader.button("buttons.goOn", "tips.practise", String(weeks), "primary")],
    };
  },
});

/** The sentence of a tip, ready to be copied, and what happens next. */
export function triedCard({ say, button }: Here, tip: TipKey, facts: TipFacts, nextOn: string | undefined): Card {
  return {
    blocks: [
      paragraph(say("tried.text")),
      paragraph(say("tried.words", { words: templateOf(say, tip, facts) })),
      note(nextOn === undefined ? say("tried.offer") : say("tried.noted", { day: plain(nextOn) })),
    ],
    buttons: nextOn === undefined ? [button("buttons.practise", "practise", "2")] : [],
  };
}
