import {
  criteria,
  usualWeights,
  weightRange,
  type ChangedWeights,
  type Criterion,
} from "../src/features/meetups/weighing/rules.js";
import {
  calendarCard,
  criterionText,
  fact,
  join,
  kit,
  networkFacts,
  paragraph,
  reachFacts,
  Refusal,
  reply,
  roundBlocks,
  roundFacts,
  speakerIn,
  troubleText,
  weekdayName,
  weightsBlock,
  whyNotBlocks,
  zoneName,
  type ContextOf,
  type MemberRef,
  type Reply,
  type Text,
} from "../src/kit.js";
import words from "../src/locales/en/setup.json" with { type: "json" };
import { ending, removalFacts } from "./setup/ending.js";
import { people } from "./setup/people.js";
import { sent } from "./setup/sent.js";
import { reports } from "./setup/reports.js";

const { command, entry, action, form } = kit(words);

type Here = ContextOf<typeof words>;

const calendarKinds = ["term", "break", "exam", "holiday", "jointLeave", "ramadan", "lebaran"] as const;
const effects = ["pause", "gentle", "none"] as const;
const weekdays = ["1", "2", "3", "4", "5"] as const;

const weighing = {
  criterion: { kind: "choice", choices: criteria, required: true },
  weight: { kind: "whole", ...weightRange, required: true },
} as const;

const two = { first: { kind: "member", required: true }, second: { kind: "member", required: true } } as const;

const CALENDAR_LINES = 12;

async function showStatus(context: Here): Promise<Reply> {
  const { actor, services, say, button } = context;
  const network = await services.members.network(actor.networkId);
  const facts = [
    ...networkFacts(network, context),
    ...(await removalFacts(context)),
    ...roundFacts(await services.meetups.overview(actor.networkId), context),
    ...reachFacts(network.settings.gate, await services.members.unreached(actor.networkId), context),
  ];
  const troubles = await services.upkeep.troubles(actor.networkId);
  const lines = troubles.map((trouble) => troubleText(trouble, context.from));
  if (lines.length > 0) facts.push(fact(say("status.needsLook"), join(lines, "; ")));
  return {
    kind: "reply",
    card: {
      title: say("status.title", { name: network.name }),
      blocks: [{ kind: "facts", facts }],
      buttons: [button("buttons.preview", "preview", "", "primary"), button("buttons.calendar", "calendar")],
    },
  };
}

async function showCalendar(context: Here): Promise<Reply> {
  const entries = await context.services.calendar.list(context.actor.networkId, context.today, CALENDAR_LINES);
  return { kind: "reply", card: calendarCard(entries, context) };
}

async function showPreview(context: Here): Promise<Reply> {
  const { actor, services, say, button, day } = context;
  const preview = await services.meetups.preview(actor.networkId);
  if (!preview) throw new Refusal("noRound");
  const title = say("preview.title", { day: day(preview.roundAt) });
  const blocks = [paragraph(say("preview.text")), ...roundBlocks(preview, speakerIn(context, preview.names))];
  const buttons = [
    ...(preview.isWaiting ? [button("buttons.approve", "approve", "", "primary")] : []),
    button("buttons.why", "why"),
  ];
  return { kind: "reply", card: { title, blocks, buttons } };
}

type Two = Readonly<Record<keyof typeof two, MemberRef>>;

async function showWhyNot(context: Here, { first, second }: Two): Promise<Reply> {
  const { actor, services, say, day } = context;
  if (first.memberId === second.memberId) throw new Refusal("samePerson");
  // Whoever asks about themselves could tell from the answer who asked not to meet them.
  if ([first, second].some(({ memberId }) => memberId === actor.memberId)) throw new Refusal("notYourself");
  const answer = await services.meetups.whyNot(actor.networkId, first.memberId, second.memberId);
  if (!answer) throw new Refusal("noRound");
  const { why, names, roundAt } = answer;
  const called = ({ memberId, name }: MemberRef) => names.get(memberId) ?? name;
  const title = say("whyNot.title", { first: called(first), second: called(second), day: day(roundAt) });
  return { kind: "reply", card: { title, blocks: whyNotBlocks(why, names, speakerIn(context, names)) } };
}

async function showLog(context: Here): Promise<Reply> {
  const { actor, services, say, day } = context;
  const log = await services.meetups.log(actor.networkId);
  if (!log) return reply(paragraph(say("log.none")));
  const title = say("log.title", { day: day(log.roundAt) });
  const blocks = [paragraph(say("log.text")), ...roundBlocks(log, speakerIn(context, log.names))];
  return { kind: "reply", card: { title, blocks } };
}

async function showWeights({ actor, services, say, from, button }: Here): Promise<Reply> {
  const { weights } = (await services.members.network(actor.networkId)).settings;
  const isUsual = Object.keys(weights).length === 0;
  const buttons = [button("buttons.weigh", "weigh"), ...(isUsual ? [] : [button("buttons.usual", "usual")])];
  const blocks = [paragraph(say("weights.text")), weightsBlock(weights, from)];
  return { kind: "reply", card: { title: say("weights.title"), blocks, buttons } };
}

async function weigh({ actor, services, say }: Here, change: ChangedWeights, saved: Text): Promise<Reply> {
  await services.members.changeNetwork(actor.networkId, actor.memberId, { settings: { weights: change } });
  const { next } = await services.meetups.overview(actor.networkId);
  const isWaiting = next?.step === "approve";
  return reply(paragraph(saved), paragraph(say(isWaiting ? "weights.waiting" : "weights.next")));
}

interface Weighed {
  readonly criterion: Criterion;
  readonly weight: number;
}

async function weighOne(context: Here, { criterion, weight }: Weighed): Promise<Reply> {
  const facts = { criterion: criterionText(criterion, context.from), weight };
  return weigh(context, { [criterion]: weight }, context.say("weights.saved", facts));
}

/** One criterion counts what it usually does again, or all of them do. */
async function weighAsUsual(context: Here, criterion?: Criterion): Promise<Reply> {
  if (criterion !== undefined) return weighOne(context, { criterion, weight: usualWeights[criterion] });
  return weigh(context, usualWeights, context.say("weights.usual"));
}

async function approve({ actor, services, say }: Here): Promise<Reply> {
  if (!(await services.meetups.rounds.approve(actor.networkId))) throw new Refusal("nothingToApprove");
  return reply(paragraph(say("approved")));
}

export default command({
  id: "setup",
  organisersOnly: true,
  verbs: {
    status: entry({ manner: "private", run: showStatus }),
    channels: entry({
      manner: "private",
      options: {
        ...{ introductions: { kind: "channel" }, meetups: { kind: "channel" } },
        ...{ asks: { kind: "channel" }, shelf: { kind: "channel" } },
      },
      async run({ actor, services, say }, { introductions, meetups, asks, shelf }) {
        if (!introductions && !meetups && !asks && !shelf) return reply(paragraph(say("nothing")));
        const channels = {
          ...(introductions ? { introductions: introductions.externalId } : {}),
          ...(meetups ? { meetups: meetups.externalId } : {}),
          ...(asks ? { asks: asks.externalId } : {}),
          ...(shelf ? { shelf: shelf.externalId } : {}),
        };
        await services.members.changeNetwork(actor.networkId, actor.memberId, { settings: { channels } });
        return reply(paragraph(say("saved")));
      },
    }),
    language: entry({
      manner: "private",
      options: { language: { kind: "language", required: true } },
      async run({ actor, services, say }, { language }) {
        await services.members.changeNetwork(actor.networkId, actor.memberId, { locale: language });
        return reply(paragraph(say("saved")));
      },
    }),
    zone: entry({
      manner: "private",
      options: { zone: { kind: "timeZone", required: true } },
      async run({ actor, services, say }, { zone }) {
        await services.members.changeNetwork(actor.networkId, actor.memberId, { timeZone: zone });
        return reply(paragraph(say("saved")));
      },
    }),
    calendar: entry({ manner: "private", run: showCalendar }),
    add: entry({
      manner: "private",
      options: {
        title: { kind: "text", max: 80, required: true },
        kind: { kind: "choice", choices: calendarKinds, required: true },
        from: { kind: "date", required: true },
        until: { kind: "date" },
      },
      async run({ actor, services, say }, { title, kind, from, until = from }) {
        await services.calendar.add(actor.networkId, { name: title, kind, from, until });
        return reply(paragraph(say("saved")));
      },
    }),
    schedule: entry({
      manner: "private",
      options: {
        weekday: { kind: "choice", choices: weekdays, required: true },
        time: { kind: "time", required: true },
      },
      async run({ actor, services, say, locale, now }, { weekday, time }) {
        await services.meetups.programmes.change(actor.networkId, { weekday: Number(weekday), time });
        const { timeZone } = await services.members.network(actor.networkId);
        const when = `${time} ${zoneName(locale, timeZone, now)}`;
        return reply(paragraph(say("scheduled", { day: weekdayName(locale, Number(weekday)), time: when })));
      },
    }),
    limits: entry({
      manner: "private",
      options: {
        perDay: { kind: "whole", min: 1, max: 5 },
        perWeek: { kind: "whole", min: 1, max: 14 },
        quietFrom: { kind: "time" },
        quietUntil: { kind: "time" },
      },
      async run({ actor, services, say }, limits) {
        if (Object.keys(limits).length === 0) return reply(paragraph(say("nothing")));
        const { gate } = (await services.members.network(actor.networkId)).settings;
        const problem = services.quietProblem(limits.quietFrom ?? gate.quietFrom, limits.quietUntil ?? gate.quietUntil);
        if ((limits.perDay ?? gate.perDay) > (limits.perWeek ?? gate.perWeek)) throw new Refusal("limitsReversed");
        if (problem !== undefined) throw new Refusal(problem === "format" ? "quietFormat" : "quietFullDay");
        await services.members.changeNetwork(actor.networkId, actor.memberId, { settings: { gate: limits } });
        return reply(paragraph(say("saved")));
      },
    }),
    preview: entry({ manner: "private", run: showPreview }),
    why: entry({ manner: "private", options: two, run: showWhyNot }),
    log: entry({ manner: "private", run: showLog }),
    weights: entry({ manner: "private", run: showWeights }),
    weigh: entry({ manner: "private", options: weighing, run: weighOne }),
    usual: entry({
      manner: "private",
      options: { criterion: { ...weighing.criterion, required: false } },
      run: (context, { criterion }) => weighAsUsual(context, criterion),
    }),
    approval: entry({
      manner: "private",
      options: { approval: { kind: "choice", choices: ["auto", "preview"], required: true } },
      async run({ actor, services, say }, { approval }) {
        await services.meetups.programmes.change(actor.networkId, { approval });
        return reply(paragraph(say(`approvalSaved.${approval}`)));
      },
    }),
    run: entry({
      manner: "private",
      async run({ actor, services, say }) {
        if (!(await services.meetups.programmes.runNow(actor.networkId))) throw new Refusal("noRound");
        return reply(paragraph(say("running")));
      },
    }),
    move: entry({
      manner: "private",
      options: { date: { kind: "date", required: true } },
      async run({ actor, services, say, day, today }, { date }) {
        if (date <= today) throw new Refusal("dateInPast");
        const times = await services.meetups.programmes.moveNext(actor.networkId, date);
        if (!times) throw new Refusal("noRound");
        const { programme } = await services.meetups.overview(actor.networkId);
        return reply(paragraph(say("moved", { day: day(date), time: programme.table.time })));
      },
    }),
    ...people,
    ...sent,
    ...ending.verbs,
    ...reports.verbs,
  },
  forms: {
    ...reports.forms,
    days: form({
      manner: "private",
      fields: {
        from: { kind: "date", required: true },
        until: { kind: "date", required: true },
        effect: { kind: "choice", choices: effects, required: true },
      },
      async run({ actor, services, say }, change, id) {
        if (change.until < change.from) throw new Refusal("datesReversed");
        await services.calendar.change(actor.networkId, id, change);
        return reply(paragraph(say("saved")));
      },
    }),
    why: form({ manner: "private", fields: two, run: showWhyNot }),
    weigh: form({ manner: "private", fields: weighing, run: weighOne }),
  },
  actions: {
    ...reports.actions,
    preview: action({ manner: "private", run: showPreview }),
    calendar: action({ manner: "private", run: showCalendar }),
    ...ending.actions,
    approve: action({ manner: "private", run: approve }),
    why: action({ manner: "form", run: () => ({ kind: "form", form: "why" }) }),
    weigh: action({ manner: "form", run: () => ({ kind: "form", form: "weigh" }) }),
    usual: action({ manner: "private", run: (context) => weighAsUsual(context) }),
    /** Change one entry of the calendar; the subject is the entry. */
    days: action({
      manner: "form",
      async run({ actor, services }, id) {
        const row = await services.calendar.get(actor.networkId, id);
        return {
          kind: "form",
          form: "days",
          subject: id,
          initial: { from: row.from, until: row.until, effect: row.effect },
        };
      },
    }),
  },
});
