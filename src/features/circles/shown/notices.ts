import { fact, note, paragraph, type Block, type Button, type Card, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { join, listing, plain, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/circle.json";
import { noticesOf, type KeyIn, type PersonFact, type Reader } from "../../../outbox/notice.js";
import type { Speaker } from "../../introductions/notices.js";
import type { Topic } from "../../introductions/rules.js";
import type { CircleFacts } from "../changes.js";
import { stageKey, stepButtons, stepText } from "../cycle/notices.js";
import type { SmallStep, Stage } from "../cycle/rules.js";
import { homeFact, homeNotes } from "../homes/notices.js";
import type { CircleLine, CircleStatus } from "../lists.js";
import { lastDay, recordBlock } from "../overseen/notices.js";
import { size, type Access, type CircleRecord, type TermName } from "../rules.js";

type Key = KeyIn<typeof words>;
type Here = Context<unknown, Key>;
type R = Reader<Key>;

const FILE = "circle";
/** Circles on one card: each takes a good part of a message. */
export const CIRCLES_A_PAGE = 5;

/** What one can join, page by page. */
export function browseCard(
  { say, button, locale }: Here,
  lines: readonly CircleLine[],
  offset: number,
  { topic }: Pick<Speaker, "topic">,
): Card {
  const shown = lines.slice(offset, offset + CIRCLES_A_PAGE);
  const until = offset + shown.length;
  const blocks = shown.flatMap((line, place): Block[] => {
    const { id, name, question, stage, access, members, shared } = line;
    const about = say("browse.about", {
      stage: say(stageKey(stage)),
      access: say(`fields.access.choices.${access}`),
      count: members,
      most: size.most,
    });
    return [
      paragraph(say("browse.line", { name, question })),
      note(about),
      ...(shared.length === 0 ? [] : [note(say("browse.shared", { topics: listing(locale, shared.map(topic)) }))]),
      ...stands(line, say),
      ...way(line, button, id, offset + place + 1),
    ];
  });
  const more = until < lines.length ? [button("buttons.more", "page", String(until))] : [];
  const page =
    lines.length > CIRCLES_A_PAGE ? [note(say("browse.page", { from: offset + 1, until, count: lines.length }))] : [];
  return {
    title: say("browse.title"),
    blocks: lines.length === 0 ? [paragraph(say("browse.none"))] : [...page, ...blocks],
    buttons: [...more, button("buttons.start", "start")],
  };
}

function stands({ isIn, isInvited, hasAsked }: CircleLine, say: Here["say"]): Block[] {
  const key = isIn ? "browse.isIn" : isInvited ? "browse.invited" : hasAsked ? "browse.asked" : undefined;
  return key === undefined ? [] : [note(say(key))];
}

function way(line: CircleLine, button: Here["button"], id: string, number: number): Block[] {
  const { isIn, isInvited, hasAsked, access, members } = line;
  const facts = { number };
  if (isIn) return [{ kind: "buttons", buttons: [button("buttons.openOne", "status", id, undefined, facts)] }];
  if (hasAsked) return [{ kind: "buttons", buttons: [button("buttons.withdraw", "withdraw", id)] }];
  if (members >= size.most) return [];
  const isAtOnce = isInvited || access === "open";
  const key = isAtOnce ? "buttons.join" : "buttons.ask";
  return [{ kind: "buttons", buttons: [button(key, "enter", id, undefined, facts)] }];
}

/** How a circle stands, for somebody in it, with its next small step and the buttons for that. */
export function statusCard(context: Here, status: CircleStatus, speaker: Speaker): Card {
  const { say, locale } = context;
  const { row, alike, waiting, record, mergedInto } = status;
  const isOver = row.state !== "active" && row.state !== "paused";
  const over = mergedInto === undefined ? say("status.over") : say("status.merged", { other: mergedInto });
  const step = isOver ? over : say("status.step", { step: stepText(context, status) });
  const names = listing(
    locale,
    alike.map(({ name }) => plain(name)),
  );
  return {
    title: plain(row.name),
    blocks: [
      { kind: "facts", facts: factsOf(context, status, isOver, speaker) },
      paragraph(step),
      ...(isOver ? [] : homeNotes(context, status.home)),
      ...(record ? [recordBlock(say, record)] : []),
      ...(isOver && row.summary !== null && row.summary !== "" ? [paragraph(plain(row.summary))] : []),
      ...(isOver ? [] : [note(say(`stageWork.${row.stage as Stage}`))]),
      ...(alike.length === 0 || isOver ? [] : [note(say("status.alike", { names }))]),
      ...waiting.flatMap(({ id, memberId }) => waitingBlocks(context, id, speaker.person({ person: memberId }))),
    ],
    buttons: deeds(context, status, isOver),
  };
}

function factsOf(context: Here, { row, home }: CircleStatus, isOver: boolean, speaker: Speaker): Fact[] {
  const { say, day, locale } = context;
  const person = (memberId: string): Text => [speaker.person({ person: memberId })];
  const people = row.members.flatMap(({ memberId }) => (memberId === null ? [] : [person(memberId)]));
  const named = (key: Key, memberId: string | null) => (memberId === null ? [] : [fact(say(key), person(memberId))]);
  const product = row.products.find(({ stage }) => stage === row.stage);
  const until =
    product && (product.doneAt === null ? say("status.until", { day: day(product.dueOn) }) : say("status.done"));
  return [
    fact(say("status.question"), plain(row.question)),
    fact(say("status.stage"), join([say(stageKey(row.stage)), ...(until === undefined ? [] : [until])], ", ")),
    fact(say("status.people"), listing(locale, people)),
    ...named("status.facilitator", row.facilitatorId),
    ...named("status.deputy", row.deputyId),
    ...(isOver ? [] : [fact(say("fields.access.label"), say(`fields.access.choices.${row.access as Access}`))]),
    fact(say("status.rhythm"), say(`fields.rhythm.choices.${row.rhythm as 7 | 14 | 28}`)),
    ...lastDay(context, row),
    ...(isOver ? [] : [homeFact(context, home)]),
    ...(row.agreements === "" ? [] : [fact(say("status.agreements"), plain(row.agreements))]),
  ];
}

function waitingBlocks({ say, button }: Here, id: string, who: ReturnType<Speaker["person"]>): Block[] {
  const buttons = [button("buttons.accept", "accept", id, "primary"), button("buttons.decline", "decline", id)];
  return [paragraph(say("status.waiting", { who: [who] })), { kind: "buttons", buttons }];
}

/** What this member can do just now; what fits the next step first. */
function deeds(context: Here, status: CircleStatus, isOver: boolean): Button[] {
  const { button } = context;
  const { row, role, step } = status;
  const leads = role !== "member";
  const evidence = button("buttons.evidence", "evidence", row.id);
  if (isOver)
    return [...(leads && row.state !== "merged" ? [button("buttons.reopen", "reopen", row.id)] : []), evidence];
  if (row.state === "paused") return [...(leads ? [button("buttons.resume", "resume", row.id)] : []), evidence];
  const isFirst = (...kinds: readonly SmallStep["kind"][]) => (kinds.includes(step.kind) ? "primary" : undefined);
  return [
    ...stepButtons(context, status, leads),
    button("buttons.meetings", "meetings", row.id, isFirst("meeting", "meet")),
    button("buttons.product", "product", row.id, isFirst("product")),
    evidence,
  ];
}

interface Told extends CircleFacts {
  readonly who: PersonFact;
  readonly requestId: string;
  readonly stage: Stage;
  readonly until: string;
  readonly other: string;
  /** Who has come with it. */
  readonly newcomers: readonly PersonFact[];
  /** They were in both. */
  readonly wasIn?: boolean;
  readonly topics: readonly Topic[];
  /** What the circle takes with it, in its facilitator's words. */
  readonly summary?: string;
  /** Of one that is over. */
  readonly record?: CircleRecord;
  /** What is another now. */
  readonly changed: readonly TermName[];
  /** The new last day, a local date. */
  readonly endsOn?: string;
  /** A break ended the search for a time. */
  readonly endsPoll?: boolean;
}

type Simple = "accepted" | "successor" | "finished" | "archived" | "merged" | "reopened";

/** Title, a sentence, why, and the way to the circle. */
function simple(key: Simple, hasStatus = true) {
  return ({ circleId, name, question, ...rest }: Told, reader: R): Card => {
    const who = "who" in rest ? [reader.person(rest.who)] : "";
    const facts = { name, question, who, other: rest.other };
    const isOver = key === "finished" || key === "archived";
    const status = reader.button("buttons.status", "circle.status", circleId);
    const evidence = isOver ? [reader.button("buttons.evidence", "circle.evidence", circleId)] : [];
    const buttons = hasStatus ? { buttons: [status, ...evidence] } : {};
    return {
      title: reader.say(`${key}.title`, facts),
      blocks: [
        paragraph(reader.say(key === "merged" && rest.wasIn === true ? "merged.both" : `${key}.text`, facts)),
        ...(key === "finished" && rest.summary ? [paragraph(rest.summary)] : []),
        ...(isOver && rest.record ? [recordBlock(reader.say, rest.record)] : []),
        note(reader.say(`${key}.note`)),
      ],
      ...buttons,
    };
  };
}

/** Not a word on why: it is the circle's own. */
const declined = ({ name }: Told, reader: R): Card => ({
  title: reader.say("declined.title", { name }),
  blocks: [paragraph(reader.say("declined.text")), note(reader.say("declined.note"))],
  buttons: [reader.button("buttons.look", "circle.browse", "")],
});

export const circleNotices = noticesOf<Key>(FILE, {
  accepted: simple("accepted"),
  declined,
  successor: simple("successor"),
  finished: simple("finished"),
  archived: simple("archived"),
  merged: simple("merged", false),
  /** To whoever was in the other circle before. */
  welcomed: ({ circleId, name, other, newcomers }: Told, reader: R): Card => {
    const names = listing(
      reader.locale,
      newcomers.map((one) => [reader.person(one)]),
    );
    return {
      title: reader.say("merged.title", { name, other }),
      blocks: [paragraph(reader.say("welcomed.text", { names })), note(reader.say("welcomed.note"))],
      buttons: [reader.button("buttons.status", "circle.status", circleId)],
    };
  },
  reopened: simple("reopened"),

  asked: ({ name, who, requestId }: Told, reader: R): Card => ({
    title: reader.say("asked.title", { who: [reader.person(who)], name }),
    blocks: [note(reader.say("asked.note"))],
    buttons: [
      reader.button("buttons.accept", "circle.accept", requestId, "primary"),
      reader.button("buttons.decline", "circle.decline", requestId),
    ],
  }),

  invited: ({ circleId, name, question, who }: Told, reader: R): Card => ({
    title: reader.say("invited.title", { who: [reader.person(who)], name }),
    blocks: [paragraph(reader.say("invited.text", { question })), note(reader.say("invited.note"))],
    buttons: [
      reader.button("buttons.joinOne", "circle.enter", circleId, "primary"),
      reader.button("buttons.no", "circle.withdraw", circleId),
    ],
  }),

  suggested: ({ circleId, name, question, topics }: Told, reader: R): Card => ({
    title: reader.say("suggested.title", { name }),
    blocks: [
      paragraph(reader.say("suggested.text", { question })),
      note(reader.say("suggested.shared", { topics: listing(reader.locale, topics.map(reader.topic)) })),
      note(reader.say("suggested.note")),
    ],
    buttons: [
      reader.button("buttons.joinOne", "circle.enter", circleId, "primary"),
      reader.button("buttons.look", "circle.browse", ""),
    ],
  }),

  stage: ({ circleId, name, stage }: Told, reader: R): Card => ({
    title: reader.say("stage.title", { name, stage: reader.say(stageKey(stage)) }),
    blocks: [paragraph(reader.say(`stageWork.${stage}`))],
    buttons: [reader.button("buttons.status", "circle.status", circleId)],
  }),

  opened: ({ circleId, name, question, stage }: Told, reader: R): Card => ({
    title: reader.say("opened.title", { name }),
    blocks: [paragraph(question), paragraph(reader.say(`stageWork.${stage}`)), note(reader.say("opened.note"))],
    buttons: [
      reader.button("buttons.meetings", "circle.meetings", circleId, "primary"),
      reader.button("buttons.status", "circle.status", circleId),
    ],
  }),

  changed: ({ name, question, who, changed, endsOn }: Told, reader: R): Card => {
    const what = listing(
      reader.locale,
      changed.map((term) => reader.say(`changed.what.${term}`)),
    );
    const isAsked = changed.includes("question");
    return {
      title: reader.say("changed.title", { who: [reader.person(who)], name, what }),
      blocks: [
        ...(endsOn === undefined ? [] : [paragraph(reader.say("changed.until", { day: reader.day(endsOn) }))]),
        isAsked ? paragraph(question) : note(reader.say("changed.note")),
      ],
    };
  },

  paused: ({ name, until, endsPoll }: Told, reader: R): Card => ({
    title: reader.say("paused.title", { name }),
    blocks: [
      paragraph(reader.say("paused.text", { day: reader.day(until) })),
      ...(endsPoll === true ? [note(reader.say("paused.poll"))] : []),
    ],
  }),
  resumed: ({ name }: Told, reader: R): Card => ({
    title: reader.say("resumed.title", { name }),
    blocks: [paragraph(reader.say("resumed.text"))],
  }),
  kept: ({ name }: Told, reader: R): Card => ({
    title: reader.say("kept.title", { name }),
    blocks: [paragraph(reader.say("kept.text"))],
  }),
  toMerge: ({ circleId, name }: Told, reader: R): Card => ({
    title: reader.say("toMerge.title", { name }),
    blocks: [paragraph(reader.say("toMerge.text"))],
    buttons: [reader.button("buttons.merge", "circle.mergeWays", circleId)],
  }),
});
