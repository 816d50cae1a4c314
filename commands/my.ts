import {
  bareTime,
  fact,
  languageName,
  ownTallyFact,
  paragraph,
  plain,
  practiceFact,
  Refusal,
  reply,
  standingFacts,
  zoneName,
  type Fact,
  type Reply,
} from "../src/kit.js";
import { data } from "./my/data.js";
import { quietTimes } from "./my/quietTimes.js";
import { action, command, entry, form, type Here } from "./my/shared.js";

const quietFields = {
  from: { kind: "time", required: true },
  until: { kind: "time", required: true },
  weekends: { kind: "yesno" },
} as const;

interface Reach {
  readonly isUnreached: boolean;
  readonly isFrozen: boolean;
  readonly isStopped: boolean;
  readonly perDay: number;
  readonly perWeek: number;
  /** How many of a week's messages may be about anything but the weekly meet-up. */
  readonly lesserShare: number;
}

/** Whether messages come, and how many at most; no word of how many while none come. */
function reachOf({ say }: Here, reach: Reach) {
  const { isUnreached, isFrozen, isStopped, perDay: day, perWeek: week, lesserShare } = reach;
  const kept = week - lesserShare;
  const budget = kept > 0 ? say("status.budgetKept", { day, week, count: kept }) : say("status.budget", { day, week });
  return [
    ...(isUnreached ? [say("status.unreached")] : []),
    ...(isFrozen ? [say("data.paused")] : []),
    ...(isStopped ? [say("status.stopped")] : []),
    ...(isFrozen || isStopped ? [] : [budget]),
  ];
}

type Mine = Awaited<ReturnType<Here["services"]["members"]["settingsOf"]>>;

/** What somebody has set, or could. */
function settingFacts({ say, from, locale, now }: Here, mine: Mine): readonly Fact[] {
  const hours = { from: mine.quietFrom, until: mine.quietUntil };
  const hasQuiet = mine.quietFrom !== mine.quietUntil;
  return [
    fact(say("status.language"), plain(languageName(locale))),
    fact(
      say("status.zone"),
      say("status.now", { zone: zoneName(locale, mine.timeZone, now), time: bareTime(mine.timeZone, now) }),
    ),
    fact(say("status.quiet"), hasQuiet ? say("status.quietValue", hours) : say("status.quietNone")),
    fact(say("status.weekends"), say(mine.weekends ? "status.weekendsYes" : "status.weekendsNo")),
    fact(say("status.address"), from("introduce", `fields.address.choices.${mine.address ?? "name"}`)),
  ];
}

async function showStatus(context: Here): Promise<Reply> {
  const { actor, services, say, button } = context;
  const mine = await services.members.settingsOf(actor.memberId);
  const isFrozen = await services.privacy.isFrozen(actor.memberId);
  const lately = await services.tally.ofMember(actor.memberId, mine.perWeek);
  const practice = await services.tips.practice.of(actor.memberId);
  const facts = [
    ...settingFacts(context, mine),
    ...standingFacts(await services.care.standing(actor.memberId), context),
    ...(practice === undefined ? [] : [practiceFact(context, practice)]),
    ...(mine.isStopped ? [] : [ownTallyFact(context, lately, mine.perWeek)]),
  ];
  return {
    kind: "reply",
    card: {
      title: say("status.title"),
      blocks: [
        { kind: "facts", facts },
        ...reachOf(context, { ...mine, ...lately, isFrozen }).map((text) => paragraph(text)),
      ],
      buttons: [
        ...(isFrozen ? [button("buttons.resume", "resume", "", "primary")] : []),
        button("buttons.language", "language"),
        button("buttons.quiet", "quiet"),
        button("buttons.introduce", "introduce.edit"),
        button("buttons.meet", "meet.status"),
        ...(practice === undefined ? [] : [button("buttons.practice", "tips.stop")]),
        button("buttons.data", "data"),
        mine.isStopped ? button("buttons.start", "start", "", "primary") : button("buttons.stop", "stop", "", "danger"),
      ],
    },
  };
}

async function setLanguage({ actor, services }: Here, language: string): Promise<Reply> {
  await services.members.prefer(actor.memberId, { locale: language });
  // In the language that was just chosen: it shows that it worked.
  return reply(paragraph(services.sayIn(language, "my", "language", { language: languageName(language) })));
}

async function setQuiet(
  { actor, services, say }: Here,
  values: { from: string; until: string; weekends?: boolean },
): Promise<Reply> {
  const { from, until, weekends } = values;
  const problem = services.quietProblem(from, until);
  if (problem !== undefined) throw new Refusal(problem === "format" ? "quietFormat" : "quietFullDay");
  await services.members.prefer(actor.memberId, {
    quietFrom: from,
    quietUntil: until,
    ...(weekends === undefined ? {} : { weekends }),
  });
  return reply(paragraph(from === until ? say("quietNone") : say("quiet", { from, until })));
}

async function stop({ actor, services, say, button }: Here): Promise<Reply> {
  await services.members.stop(actor.memberId, true);
  return { kind: "reply", card: { blocks: [paragraph(say("stopped"))], buttons: [button("buttons.start", "start")] } };
}

async function start({ actor, services, say }: Here): Promise<Reply> {
  await services.members.stop(actor.memberId, false);
  return reply(paragraph(say("started")));
}

export default command({
  id: "my",
  verbs: {
    status: entry({ manner: "private", run: showStatus }),
    language: entry({
      manner: "private",
      options: { language: { kind: "language", required: true } },
      run: (context, { language }) => setLanguage(context, language),
    }),
    zone: entry({
      manner: "private",
      options: { zone: { kind: "timeZone", required: true } },
      async run({ actor, services, say, locale, now }, { zone }) {
        await services.members.prefer(actor.memberId, { timeZone: zone });
        return reply(paragraph(say("zone", { zone: zoneName(locale, zone, now), time: bareTime(zone, now) })));
      },
    }),
    quiet: entry({ manner: "private", options: quietFields, run: setQuiet }),
    stop: entry({ manner: "private", run: stop }),
    start: entry({ manner: "private", run: start }),
    ...data.verbs,
  },
  forms: {
    ...quietTimes.forms,
    quiet: form({ manner: "private", fields: quietFields, run: setQuiet }),
    language: form({
      manner: "private",
      fields: { language: { kind: "language", required: true } },
      run: (context, { language }) => setLanguage(context, language),
    }),
  },
  actions: {
    ...quietTimes.actions,
    status: action({ manner: "private", run: showStatus }),
    language: action({
      manner: "form",
      run: ({ locale }) => ({ kind: "form", form: "language", initial: { language: locale } }),
    }),
    quiet: action({
      manner: "form",
      async run({ actor, services }) {
        const { quietFrom: from, quietUntil: until, weekends } = await services.members.settingsOf(actor.memberId);
        return { kind: "form", form: "quiet", initial: { from, until, weekends } };
      },
    }),
    stop: action({ manner: "private", run: stop }),
    start: action({ manner: "private", run: start }),
    ...data.actions,
  },
});
