import { rhythmNames, rhythms, type StepAnswer } from "../src/features/tips/practice/rules.js";
import {
  aboutFor,
  momentOf,
  themeIn,
  themeOf,
  themes,
  tipAfter,
  tipAt,
  tipIn,
  tipsOf,
  type Theme,
  type TipKey,
} from "../src/features/tips/rules.js";
import {
  factsFor,
  kit,
  note,
  paragraph,
  plain,
  Refusal,
  reply,
  themesCard,
  tipCard,
  triedCard,
  type ContextOf,
  type Reply,
  type Text,
} from "../src/kit.js";
import words from "../src/locales/en/tips.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

const DAY = 86_400_000;

/** What a button names: a tip or a theme, and the meeting, request or circle that it is about. */
function partsOf(subject: string): { readonly what: string; readonly id: string | undefined } {
  const [what = "", id] = subject.split("@");
  return { what, id };
}

/** The names and the topic that belong into a tip. */
async function factsIn({ actor, services, locale }: Here, tip: TipKey, id: string | undefined) {
  const situation = await services.tips.situation(actor.memberId);
  const about = aboutFor(themeOf(tip), situation.ties, id);
  const people = [actor.memberId, ...[about.who, about.other].flatMap((one) => one ?? [])];
  const names = await services.members.calledNames(people);
  const topic = about.topic && plain(services.topicName(locale, about.topic));
  return { situation, facts: factsFor(names.get(actor.memberId) ?? actor.name, about, names, topic) };
}

async function show(context: Here, tip: TipKey, id?: string, why: readonly Text[] = []): Promise<Reply> {
  const { actor, services, say, day } = context;
  const { facts } = await factsIn(context, tip, id);
  const practice = await services.tips.practice.of(actor.memberId);
  const isOn = practice !== undefined && !practice.isResting;
  const after = isOn ? [say("shown.practising", { day: day(practice.nextAt) })] : [];
  const subject = id === undefined ? tip : `${tip}@${id}`;
  return { kind: "reply", card: tipCard(context, { tip, subject, why, facts, after }) };
}

/** The tip of the day, for where this member is. */
async function showNow(context: Here): Promise<Reply> {
  const { actor, services, say, now } = context;
  const moment = momentOf(await services.tips.situation(actor.memberId));
  const tip = tipAt(moment, Math.floor(now.getTime() / DAY));
  return show(context, tip, undefined, [say(`moments.${moment}`)]);
}

function showTheme(context: Here, theme: Theme, id?: string): Promise<Reply> {
  const ofTheme = tipsOf[theme];
  const day = Math.floor(context.now.getTime() / DAY);
  return show(context, ofTheme[day % ofTheme.length] ?? ofTheme[0], id);
}

/** @throws Refusal "outdated" for a tip that there is no more */
function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Refusal("outdated");
  return found;
}

async function tryIt(context: Here, subject: string): Promise<Reply> {
  const { actor, services, day } = context;
  const { what, id } = partsOf(subject);
  const tip = known(tipIn(what));
  const { facts } = await factsIn(context, tip, id);
  const practice = await services.tips.practice.take(actor.memberId, tip);
  return { kind: "reply", card: triedCard(context, tip, facts, practice && day(practice.nextAt)) };
}

async function practise({ actor, services, say, day }: Here, weeks: number): Promise<Reply> {
  const { nextAt } = await services.tips.practice.begin(actor.memberId, weeks);
  const first = day(nextAt);
  const text =
    weeks === 1 ? say("practice.beganWeek", { day: first }) : say("practice.began", { count: weeks, day: first });
  return reply(paragraph(text), note(say("practice.pauses")));
}

async function stop({ actor, services, say }: Here): Promise<Reply> {
  const was = await services.tips.practice.stop(actor.memberId);
  return reply(paragraph(say(was ? "practice.stopped" : "practice.none")));
}

function answering(answer: StepAnswer) {
  return action({
    manner: "private",
    async run({ actor, services, say, day, button }, subject) {
      const { done, isResting, nextAt } = await services.tips.practice.answer(actor.memberId, tipIn(subject), answer);
      const next = { day: day(nextAt) };
      if (!isResting)
        return reply(
          paragraph(answer === "done" ? say("practice.done", { count: done, ...next }) : say("practice.notNow", next)),
        );
      const text = answer === "done" ? say("practice.doneResting", { count: done }) : say("practice.notNowResting");
      return { kind: "reply", card: { blocks: [paragraph(text)], buttons: [button("buttons.goOn", "practise", "2")] } };
    },
  });
}

/** The skill of networking, in small steps. */
export default command({
  id: "tips",
  verbs: {
    show: entry({ manner: "private", run: showNow }),
    browse: entry({
      manner: "private",
      options: { theme: { kind: "choice", choices: themes } },
      run: (context, { theme }): Reply | Promise<Reply> =>
        theme === undefined ? { kind: "reply", card: themesCard(context) } : showTheme(context, theme),
    }),
    practise: entry({
      manner: "private",
      options: { every: { kind: "choice", choices: rhythmNames, required: true } },
      run: (context, { every }) => practise(context, rhythms[every]),
    }),
    stop: entry({ manner: "private", run: stop }),
  },
  actions: {
    browse: action({ manner: "private", run: (context) => ({ kind: "reply", card: themesCard(context) }) }),
    /** On the cards of the flow too; the subject is a theme, and what it is about. */
    about: action({
      manner: "private",
      run(context, subject) {
        const { what, id } = partsOf(subject);
        return showTheme(context, known(themeIn(what)), id);
      },
    }),
    next: action({
      manner: "private",
      run(context, subject) {
        const { what, id } = partsOf(subject);
        return show(context, tipAfter(known(tipIn(what))), id);
      },
    }),
    try: action({ manner: "private", run: tryIt }),
    /** The subject is the weeks between two steps. */
    practise: action({
      manner: "private",
      run: (context, subject) => practise(context, known([1, 2, 4].find((weeks) => String(weeks) === subject))),
    }),
    done: answering("done"),
    notNow: answering("notNow"),
    less: action({
      manner: "private",
      async run({ actor, services, say, day }, subject) {
        const from = known([1, 2, 4].find((weeks) => String(weeks) === subject));
        const { weeks, nextAt, wasRarest } = await services.tips.practice.slowDown(actor.memberId, from);
        return reply(
          paragraph(say(wasRarest ? "practice.rarest" : "practice.less", { count: weeks, day: day(nextAt) })),
        );
      },
    }),
    stop: action({ manner: "private", run: stop }),
  },
});
