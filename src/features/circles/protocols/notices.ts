import { actionButton, fact, note, paragraph, type Button, type Card, type Fact } from "../../../chat/card.js";
import { strong, textOf, type Text } from "../../../chat/text.js";
import { clockTime } from "../../../chat/when.js";
import type { Facts } from "../../../chat/words.js";
import type words from "../../../locales/en/circleProtocols.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import { type ProtocolId, protocolIds, protocols } from "./repertoire/rules.js";
import {
  protocolAt,
  type ProtocolPlace,
  type ProtocolRun,
  type ProtocolTiming,
  protocolsFor,
  protocolSubject,
  type ProtocolSubject,
  stepMinutes,
  stepSubject,
  usualMinutes,
} from "./rules.js";

/** Whoever is spoken to, and the clock of the circle: a command's context or a notice's reader has the first two. */
export interface ProtocolReader {
  readonly locale: string;
  readonly from: (file: string, key: string, facts?: Facts) => Text;
  /** Theirs when nobody else sees the card, else the circle's. */
  readonly timeZone: string;
  /** Nobody else sees the card. */
  readonly isApart?: boolean;
}

/** Facts of a delivery that tells a step: the run as it stands `at` that instant (ISO 8601). */
export interface ProtocolStepFacts {
  readonly meetingId: string;
  readonly timeZone: string;
  readonly run: ProtocolRun;
  readonly at: string;
}

/** Shorter and longer ways to do one, beside its usual time; minutes. */
const OTHER_MINUTES = [30, 45, 60] as const;
const MINUTE = 60_000;

function wordsFor({ from }: ProtocolReader): (key: string, facts?: Facts) => Text {
  return (key, facts) => from("circleProtocols", key, facts);
}

/**
 * The protocols to choose from: those that suit the stage, or all of them. Buttons: circle.protocolShow with
 * "MEETING@protocol", and circle.protocolAll with the meeting's id.
 */
export function protocolsCard(reader: ProtocolReader, meetingId: string, stage?: string): Card {
  const say = wordsFor(reader);
  const suiting = stage === undefined ? protocolIds : protocolsFor(stage);
  const shown = suiting.length === 0 ? protocolIds : suiting;
  const isAll = shown.length === protocolIds.length;
  const show = (id: ProtocolId) =>
    actionButton(textOf(say(`${id}.name`)), "circle.protocolShow", protocolSubject(meetingId, id));
  const all = actionButton(textOf(say("buttons.all")), "circle.protocolAll", meetingId);
  return {
    title: say("choose.title"),
    blocks: [
      paragraph(say(isAll ? "choose.all" : "choose.suiting")),
      { kind: "list", items: shown.map((id) => choiceText(say, id)) },
      note(say("choose.note")),
    ],
    buttons: [...shown.map(show), ...(isAll ? [] : [all])],
  };
}

function choiceText(say: (key: string, facts?: Facts) => Text, id: ProtocolId): Text {
  const name = strong(textOf(say(`${id}.name`)));
  return say("choose.line", { name, purpose: say(`${id}.for`), minutes: usualMinutes(id) });
}

/**
 * What a protocol is for, its roles and its steps. Buttons: circle.protocolStart with "MEETING@protocol@minutes", and
 * circle.protocolAll to choose another.
 */
export function protocolCard(reader: ProtocolReader, meetingId: string, id: ProtocolId): Card {
  const say = wordsFor(reader);
  const { roles, steps } = protocols[id];
  const lengths = stepMinutes(id);
  const usual = usualMinutes(id);
  const start = (minutes: number): Button =>
    actionButton(
      textOf(say("buttons.start", { minutes })),
      "circle.protocolStart",
      protocolSubject(meetingId, id, minutes),
      minutes === usual ? "primary" : undefined,
    );
  return {
    title: say(`${id}.name`),
    blocks: [
      paragraph(say("overview.for", { purpose: say(`${id}.for`) })),
      { kind: "heading", text: say("overview.roles") },
      { kind: "list", items: roles.map((role) => say(`roles.${role}`)) },
      { kind: "heading", text: say("overview.steps", { count: usual }) },
      {
        kind: "list",
        items: steps.map((step, place) =>
          say("overview.step", {
            name: say(`${id}.steps.${step.id}.name`),
            minutes: lengths[place] ?? 0,
            who: say(`who.${step.who}`),
          }),
        ),
      },
      note(say("overview.note")),
    ],
    buttons: [
      start(usual),
      ...OTHER_MINUTES.filter((minutes) => minutes !== usual).map(start),
      actionButton(textOf(say("buttons.other")), "circle.protocolAll", meetingId),
    ],
  };
}

/**
 * Asks before all of a circle are told steps at a time when they don't meet. `when`: the meeting's time, for the reader.
 * Button: circle.protocolSure with the subject of the start.
 */
export function protocolSureCard(
  reader: ProtocolReader,
  subject: ProtocolSubject,
  { timing, when }: { readonly timing: Exclude<ProtocolTiming, "now">; readonly when: string },
): Card {
  const say = wordsFor(reader);
  const { meetingId, protocol = "dilemma", minutes } = subject;
  const sure = protocolSubject(meetingId, protocol, minutes);
  return {
    title: say("sure.title", { protocol: say(`${protocol}.name`) }),
    blocks: [paragraph(say(`sure.${timing}`, { when })), paragraph(say("sure.text"))],
    buttons: [
      actionButton(textOf(say("buttons.sure")), "circle.protocolSure", sure),
      actionButton(textOf(say("buttons.look")), "circle.protocolShow", sure),
    ],
  };
}

/**
 * The step of this instant: what is done, who speaks, how long and until when. Its buttons have
 * a step's subject: circle.protocolPause or protocolResume, protocolNext, protocolMore, protocolBack, protocolEnd.
 */
export function stepCard(reader: ProtocolReader, meetingId: string, run: ProtocolRun, now: Date): Card {
  const say = wordsFor(reader);
  const place = protocolAt(run, now);
  const protocol = say(`${run.protocol}.name`);
  if (place.state === "ended")
    return {
      title: say("step.overTitle", { protocol }),
      blocks: [paragraph(say("step.over"))],
      buttons: [actionButton(textOf(say("buttons.minutes")), "circle.meetMinutes", meetingId)],
    };
  const nameOf = (id: string) => say(`${run.protocol}.steps.${id}.name`);
  return {
    title: say("step.title", {
      protocol,
      number: place.index + 1,
      of: run.lengths.length,
      name: nameOf(place.step.id),
    }),
    blocks: [
      paragraph(say(`${run.protocol}.steps.${place.step.id}.what`)),
      {
        kind: "facts",
        facts: [
          fact(say("step.who"), say(`who.${place.step.who}`)),
          timeFact(reader, place),
          fact(say("step.next"), place.next === undefined ? say("step.last") : nameOf(place.next.id)),
        ],
      },
    ],
    buttons: stepButtons(reader, meetingId, place),
  };
}

type Going = Exclude<ProtocolPlace, { readonly state: "ended" }>;

function timeFact(reader: ProtocolReader, { endsAt, left }: Going): Fact {
  const say = wordsFor(reader);
  // What is left counts as a minute until it is over.
  const count = Math.ceil(left / MINUTE);
  const value =
    endsAt === undefined
      ? say("step.paused", { count })
      : say("step.until", { count, time: clockTime(reader.locale, reader.timeZone, endsAt) });
  return fact(say("step.time"), value);
}

function stepButtons(reader: ProtocolReader, meetingId: string, { state, index, next }: Going): readonly Button[] {
  const say = wordsFor(reader);
  const button = (key: string, action: string, tone?: "primary" | "danger") =>
    actionButton(
      textOf(say(`buttons.${key}`)),
      `circle.${action}`,
      stepSubject(meetingId, reader.isApart === true),
      tone,
    );
  return [
    state === "paused" ? button("resume", "protocolResume", "primary") : button("pause", "protocolPause"),
    ...(next === undefined ? [] : [button("next", "protocolNext")]),
    button("more", "protocolMore"),
    ...(index === 0 ? [] : [button("back", "protocolBack")]),
    button("end", "protocolEnd"),
  ];
}

/** What is told in a circle's room when a step begins. */
export const protocolNotices = noticesOf<KeyIn<typeof words>>("circleProtocols", {
  step({ meetingId, timeZone, run, at }: ProtocolStepFacts, reader: Reader<KeyIn<typeof words>>): Card {
    const { locale, from, memberId } = reader;
    const isApart = memberId !== undefined;
    const clock = isApart ? reader.timeZone : timeZone;
    return stepCard({ locale, from, timeZone: clock, isApart }, meetingId, run, new Date(at));
  },
});
