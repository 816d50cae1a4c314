import { languagesIn } from "../src/features/introductions/rules.js";
import { cadenceOf, checkInAnswers, sizes, type CheckInAnswer } from "../src/features/meetups/rules.js";
import type { TimesNews } from "../src/features/meetups/times/rules.js";
import {
  calendarBlock,
  fact,
  kit,
  listing,
  note,
  paragraph,
  plain,
  Refusal,
  reply,
  shortDay,
  takenCard,
  textOf,
  timesCard,
  type Answer,
  type Block,
  type Button,
  type ContextOf,
  type Fact,
  type Proposer,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/meet.json" with { type: "json" };
import { preferences, wishes, wishesFrom, type Wishes } from "./meet/wishes.js";

const { command, entry, action, form } = kit(words);

const untilDay = { until: { kind: "date", required: true } } as const;

type Here = ContextOf<typeof words>;

async function showStatus(context: Here): Promise<Reply> {
  const { actor, services, say, button, day, today } = context;
  const status = await services.meetups.enrolments.status(actor.networkId, actor.memberId);
  const enrolment = status?.enrolment;
  const title = say("status.title");
  if (!enrolment || enrolment.status === "left" || enrolment.status === "done") {
    const buttons = [button("buttons.join", "join", "", "primary")];
    return {
      kind: "reply",
      card: { title, blocks: [paragraph(say("status.out")), ...(await endingBlocks(context))], buttons },
    };
  }
  const pausedUntil =
    enrolment.pausedUntil !== null && enrolment.pausedUntil > today ? enrolment.pausedUntil : undefined;
  const { isStopped } = await services.members.settingsOf(actor.memberId);
  const isSkipping = enrolment.skipWeek !== null && enrolment.skipWeek === status.nextRound?.week;
  const isResting = enrolment.status === "resting";
  const awake = pausedUntil === undefined ? say("status.active") : say("status.paused", { day: day(pausedUntil) });
  const standing = isStopped ? say("status.stopped") : isResting ? say("status.resting") : awake;
  const isAway = isStopped || isResting || pausedUntil !== undefined;
  const buttons: Button[] = [
    ...(isSkipping && !isAway ? [button("buttons.unskip", "unskip", "", "primary")] : []),
    isAway ? button("buttons.resume", "resume", "", "primary") : button("buttons.pause", "pause"),
    button("buttons.preferences", "preferences"),
  ];
  const facts = await statusFacts(context, { ...status, enrolment });
  const blocks = [paragraph(standing), ...(isSkipping ? [paragraph(say("status.skipping"))] : [])];
  blocks.push(...(await endingBlocks(context)));
  return { kind: "reply", card: { title, blocks: [...blocks, { kind: "facts", facts }], buttons } };
}

/** That the network is to be deleted, which is why no round comes. */
async function endingBlocks({ actor, services, say, day }: Here): Promise<Block[]> {
  const until = await services.privacy.network.removedUntil(actor.networkId);
  return until === undefined ? [] : [paragraph(say("status.ending", { day: day(until) }))];
}

type Status = NonNullable<Awaited<ReturnType<Here["services"]["meetups"]["enrolments"]["status"]>>>;

async function statusFacts(
  context: Here,
  { enrolment, nextRound, partners }: Status & { readonly enrolment: NonNullable<Status["enrolment"]> },
): Promise<Fact[]> {
  const { services, say, day, time, locale } = context;
  const names = await services.members.calledNames(partners.flatMap(({ others }) => others));
  const size = sizes.find((known) => known === enrolment.size) ?? "either";
  const called = (ids: readonly string[]) => ids.map((id) => plain(names.get(id) ?? ""));
  const topics = services.meetups.topicLabels(enrolment.topics);
  const next = nextRound ? plain(`${day(nextRound.at)}, ${time(nextRound.at)}`) : say("status.none");
  return [
    fact(say("status.next"), next),
    fact(say("status.every"), say(`fields.cadence.choices.${cadenceOf(enrolment.cadenceWeeks)}`)),
    fact(say("status.with"), say(`fields.size.choices.${size}`)),
    ...(topics === "" ? [] : [fact(say("status.topics"), plain(topics))]),
    ...partners.map(({ others }) => fact(say("status.open"), listing(locale, called(others)))),
  ];
}

/** When the next round is, or why none is to come. */
async function nextBlocks(context: Here, at: Date | undefined): Promise<Block[]> {
  const { say, day, time } = context;
  if (at !== undefined) return [paragraph(say("joined.next", { day: day(at), time: time(at) }))];
  const ending = await endingBlocks(context);
  return ending.length > 0 ? ending : [paragraph(say("joined.none"))];
}

const skipButton = ({ button, locale, actor }: Here, at: Date): Button =>
  button("buttons.skip", "skipNext", "", undefined, { day: shortDay(locale, actor.timeZone, at) });

async function join(context: Here, given: Wishes): Promise<Reply> {
  const { actor, services, say, button } = context;
  const outcome = await services.meetups.enrolments.join(actor.networkId, actor.memberId, wishesFrom(given));
  const status = await services.meetups.enrolments.status(actor.networkId, actor.memberId);
  const rhythm = say(`rhythm.${cadenceOf(status?.enrolment?.cadenceWeeks)}`);
  const again = Object.keys(given).length > 0 ? say("joined.changed") : say("joined.again");
  return {
    kind: "reply",
    card: {
      title: outcome.wasIn ? say("status.title") : say("joined.title"),
      blocks: [
        paragraph(outcome.wasIn ? again : say("joined.text", { rhythm })),
        ...(outcome.matched ? [paragraph(say("joined.matched"))] : []),
        ...(await nextBlocks(context, outcome.nextAt)),
        ...heardAgain(context, outcome.wasStopped),
      ],
      buttons: [
        button("buttons.preferences", "preferences"),
        ...(outcome.nextAt === undefined ? [] : [skipButton(context, outcome.nextAt)]),
      ],
    },
  };
}

/** That a STOP is over is not left to be found out. */
const heardAgain = ({ say }: Here, isSo: boolean): Block[] => (isSo ? [note(say("joined.heard"))] : []);

async function resume(context: Here): Promise<Reply> {
  const { actor, services, say } = context;
  const outcome = await services.meetups.enrolments.resume(actor.networkId, actor.memberId);
  const next = outcome.matched ? [paragraph(say("joined.matched"))] : await nextBlocks(context, outcome.nextAt);
  return reply(paragraph(say("resumed")), ...next, ...heardAgain(context, outcome.wasStopped));
}

/** The round that was to be skipped counts again. */
async function unskip(context: Here): Promise<Reply> {
  const nextAt = await context.services.meetups.enrolments.unskip(context.actor.networkId, context.actor.memberId);
  return reply(paragraph(context.say("unskipped")), ...(await nextBlocks(context, nextAt)));
}

async function skipNext({ actor, services, say, day }: Here): Promise<Reply> {
  const at = await services.meetups.enrolments.skip(actor.networkId, actor.memberId);
  return reply(paragraph(at === undefined ? say("skippedNone") : say("skipped", { day: day(at) })));
}

async function pause({ actor, services, say, day }: Here, until: string): Promise<Reply> {
  await services.meetups.enrolments.pause(actor.networkId, actor.memberId, until);
  return reply(paragraph(say("paused", { day: day(until) })));
}

async function preferencesForm({ actor, services }: Here): Promise<Answer> {
  const enrolment = (await services.meetups.enrolments.status(actor.networkId, actor.memberId))?.enrolment;
  const initial = enrolment && {
    size: enrolment.size,
    cadence: String(enrolment.cadenceWeeks),
    topics: services.meetups.topicLabels(enrolment.topics),
    willing: languagesIn(enrolment.willing),
  };
  return { kind: "form", form: "preferences", ...(initial ? { initial } : {}) };
}

function answering(answer: CheckInAnswer) {
  return action({
    manner: "private",
    async run({ actor, services, say, button }, meetingId) {
      const { before, willAsk } = await services.meetups.followups.answer(meetingId, actor.memberId, answer);
      if (before !== undefined && before !== answer) return reply(paragraph(say("answered.changed")));
      const text = say(answer === "notYet" && !willAsk ? "answered.notYetLast" : `answered.${answer}`);
      if (answer === "notYet" || answer === "wontHappen") return reply(paragraph(text));
      const tip = button("buttons.tipThanks", "tips.about", `thanking@${meetingId}`);
      return { kind: "reply", card: { blocks: [paragraph(text)], buttons: [tip] } };
    },
  });
}

/** The chosen time, for everybody in the room, with the calendar file. */
async function take(context: Here, meetingId: string, at: Date): Promise<Reply> {
  if (Number.isNaN(at.getTime())) throw new Refusal("outdated");
  const { actor, services, say } = context;
  const { people, file } = await services.meetups.followups.takeTime(meetingId, actor.memberId, at);
  const names = people.map(({ called }) => called).join(", ");
  const content = file(textOf(say("times.event", { names })), textOf(say("times.description")));
  await passOn(context, meetingId, { kind: "taken", at, calendar: content });
  const card = takenCard(proposerIn(context), people, meetingId, at);
  return { kind: "reply", card: { ...card, blocks: [...card.blocks, calendarBlock(content)] } };
}

/** In a private conversation nobody else sees the answer, so that the others are told. */
async function passOn({ channelId, actor, services }: Here, meetingId: string, news: TimesNews): Promise<void> {
  if (channelId === undefined) await services.meetups.followups.tellOthers(meetingId, actor.memberId, news);
}

function proposerIn({ actor, services, locale }: Here): Proposer {
  const { memberId, name, timeZone } = actor;
  return { memberId, name, timeZone, locale, say: (tag, key, facts = {}) => services.sayIn(tag, "meet", key, facts) };
}

export default command({
  id: "meet",
  verbs: {
    status: entry({ manner: "private", run: showStatus }),
    join: entry({ manner: "private", options: wishes, run: join }),
    skip: entry({ manner: "private", run: skipNext }),
    pause: entry({ manner: "private", options: untilDay, run: (context, { until }) => pause(context, until) }),
    resume: entry({ manner: "private", run: resume }),
    preferences: entry({ manner: "form", run: preferencesForm }),
    avoid: entry({
      manner: "private",
      options: { person: { kind: "member", required: true } },
      async run({ actor, services, say, person }, options) {
        await services.members.keepApart(actor.networkId, actor.memberId, options.person.memberId, "doNotMeet");
        const few = await services.members.isSmall(actor.networkId);
        return reply(
          paragraph(say("avoided", { name: person(options.person) })),
          ...(few ? [note(say("avoidedFew"))] : []),
        );
      },
    }),
    allow: entry({
      manner: "private",
      options: { person: { kind: "member", required: true } },
      async run({ actor, services, say, person }, options) {
        const wasListed = await services.members.allowAgain(actor.memberId, options.person.memberId);
        return reply(paragraph(say(wasListed ? "allowed" : "notAvoided", { name: person(options.person) })));
      },
    }),
    now: entry({
      manner: "private",
      async run(context) {
        const { actor, services } = context;
        const outcome = await services.meetups.enrolments.meetNow(actor.networkId, actor.memberId);
        return reply(
          paragraph(context.say(outcome.matched ? "joined.matched" : "nowWaiting")),
          ...heardAgain(context, outcome.wasStopped),
        );
      },
    }),
    leave: entry({
      manner: "private",
      async run({ actor, services, say, button }) {
        await services.meetups.enrolments.leave(actor.networkId, actor.memberId);
        return { kind: "reply", card: { blocks: [paragraph(say("left"))], buttons: [button("buttons.join", "join")] } };
      },
    }),
  },
  forms: {
    preferences: form({
      manner: "private",
      fields: preferences,
      async run({ actor, services, say }, values) {
        await services.meetups.enrolments.prefer(
          actor.networkId,
          actor.memberId,
          wishesFrom({ topics: "", willing: [], ...values }),
        );
        return reply(paragraph(say("preferred")));
      },
    }),
    pause: form({ manner: "private", fields: untilDay, run: (context, { until }) => pause(context, until) }),
    time: form({
      manner: "public",
      fields: { date: { kind: "date", required: true }, time: { kind: "time", required: true } },
      run: (context, { date, time }, meetingId) =>
        take(context, meetingId, context.services.instantOf(date, time, context.actor.timeZone)),
    }),
  },
  actions: {
    status: action({ manner: "private", run: showStatus }),
    join: action({ manner: "private", run: (context) => join(context, {}) }),
    resume: action({ manner: "private", run: resume }),
    unskip: action({ manner: "private", run: unskip }),
    skipNext: action({ manner: "private", run: skipNext }),
    preferences: action({ manner: "form", run: preferencesForm }),
    pause: action({ manner: "form", run: () => ({ kind: "form", form: "pause" }) }),
    /** On a heads-up; the subject is the round. */
    in: action({
      manner: "private",
      async run(context, roundId) {
        const { at, wasStopped } = await context.services.meetups.enrolments.confirm(roundId, context.actor.memberId);
        return reply(paragraph(context.say("confirmed", { day: context.day(at) })), ...heardAgain(context, wasStopped));
      },
    }),
    skip: action({
      manner: "private",
      async run({ actor, services, say, day }, roundId) {
        const at = await services.meetups.enrolments.skipRound(roundId, actor.memberId);
        return reply(paragraph(say("skipped", { day: day(at) })));
      },
    }),
    /** On a match or a check-in; the subject is the meeting. */
    ...Object.fromEntries(checkInAnswers.map((answer) => [answer, answering(answer)])),
    times: action({
      manner: "public",
      async run(context, meetingId) {
        const { slots, people } = await context.services.meetups.followups.proposeTimes(
          meetingId,
          context.actor.memberId,
        );
        await passOn(context, meetingId, { kind: "proposed", slots });
        return { kind: "reply", card: timesCard(proposerIn(context), people, meetingId, slots) };
      },
    }),
    take: action({
      manner: "public",
      run(context, subject) {
        const [meetingId = "", at = ""] = subject.split("@");
        return take(context, meetingId, new Date(Number(at)));
      },
    }),
    otherTime: action({
      manner: "form",
      run: (_context, meetingId) => ({ kind: "form", form: "time", subject: meetingId }),
    }),
    room: action({
      manner: "private",
      async run({ actor, services, say }, meetingId) {
        await services.meetups.followups.openRoom(meetingId, actor.memberId);
        return reply(paragraph(say("apart.opening")));
      },
    }),
  },
});
