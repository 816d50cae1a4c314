import { note, paragraph, type Block, type Button, type Card } from "../../../../chat/card.js";
import type { Context } from "../../../../chat/command.js";
import { listing, shorten, type Text } from "../../../../chat/text.js";
import type words from "../../../../locales/en/ask.json";
import type { KeyIn } from "../../../../outbox/notice.js";
import type { Speaker } from "../../../introductions/notices.js";
import type { Asked } from "../asks.js";
import { shownFrom } from "../rules.js";
import type { Sent } from "../sending.js";
import type { AskView, EntryView, Listed, Thread } from "../views.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** So much of a question stands in a list. */
const IN_LIST = 200;
/** Answers that one can choose from. */
const CHOICES = 8;

function buttonsOf(buttons: readonly Button[]): Block[] {
  return buttons.length === 0 ? [] : [{ kind: "buttons", buttons }];
}

/** Where a question went. */
export function askedCard({ say, button, locale }: Here, asked: Asked, speaker: Speaker): Card {
  const { askId, of, count, topics, isPosted, isAnonymous } = asked;
  const about = listing(locale, topics.map(speaker.topic));
  const where =
    of === "fitting"
      ? say("asked.fitting", { count, topics: about })
      : say(`asked.${of === "list" ? "list" : "nobody"}`);
  return {
    title: say("asked.title"),
    blocks: [
      paragraph(where),
      ...(isPosted ? [paragraph(say("asked.posted"))] : []),
      note(say(isAnonymous ? "asked.noteAnonymous" : "asked.note")),
    ],
    buttons: [button("buttons.add", "add", askId), button("buttons.close", "close", askId)],
  };
}

/** What looks like a pupil's data, and that nothing was sent. */
export function heldCard(
  { say, button, locale }: Here,
  { draftId, what, findings }: Extract<Sent, { kind: "held" }>,
): Card {
  const kinds = listing(
    locale,
    findings.map((kind) => say(`findings.${kind}`)),
  );
  const anyway = what === "question" ? "buttons.askAnyway" : "buttons.sendAnyway";
  return {
    title: say("held.title"),
    blocks: [paragraph(say("held.text", { kinds })), note(say("held.note"))],
    buttons: [button("buttons.change", "change", draftId, "primary"), button(anyway, "anyway", draftId)],
  };
}

/** The question with its answers in order, from one on, each with the name of whoever gave it. */
export function threadCard(
  context: Here,
  { ask, entries, isWaitedFor }: Thread,
  speaker: Speaker,
  { from, isSafety }: { readonly from: number; readonly isSafety: boolean },
): Card {
  const { say, button } = context;
  const count = shownFrom(
    entries.map(({ text }) => text.length),
    from,
  );
  const left = entries.length - from - count;
  const shown = entries.slice(from, from + count).map((entry) => paragraph(entryText(context, ask, entry, speaker)));
  return {
    title: titleText(context, ask, speaker),
    blocks: [
      ...(from === 0 ? [paragraph(say("quoted", { text: ask.text }))] : []),
      ...(entries.length === 0 ? [paragraph(say("thread.none"))] : shown),
      note(say(`states.${ask.state}`)),
    ],
    buttons: [
      ...(left > 0 ? [button("buttons.more", "more", `${ask.id}@${from + count}`, undefined, { count: left })] : []),
      ...(ask.state === "open" ? threadButtons(context, ask, isWaitedFor) : []),
      ...(isSafety && ask.isAnonymous && !ask.isMine ? [button("buttons.look", "look", ask.id)] : []),
    ],
  };
}

function threadButtons({ button }: Here, { id, isMine }: AskView, isWaitedFor: boolean): Button[] {
  if (isMine)
    return [
      button("buttons.add", "add", id),
      button("buttons.solved", "solved", id, "primary"),
      button("buttons.close", "close", id),
    ];
  return [
    button("buttons.answer", "answer", id, "primary"),
    ...(isWaitedFor ? [button("buttons.pass", "pass", id)] : []),
  ];
}

function titleText({ say }: Here, { isMine, isAnonymous, askerId }: AskView, speaker: Speaker): Text {
  if (isMine) return say(isAnonymous ? "thread.mineAnonymous" : "thread.mine");
  if (askerId === undefined) return say("thread.anonymous");
  return say("thread.title", { asker: speaker.person({ person: askerId }) });
}

function entryText({ say, from }: Here, ask: AskView, entry: EntryView, speaker: Speaker): Text {
  const { memberId, isAsker, text, isCredited } = entry;
  if (isAsker) return say(ask.isMine ? "thread.youAdded" : "thread.added", { text });
  const who = memberId === undefined ? from("common", "formerMember") : [speaker.person({ person: memberId })];
  return say(isCredited ? "thread.credited" : "thread.answer", { who, text });
}

/** One's own questions. */
export function mineCardOfAsks(context: Here, mine: readonly Listed[]): Card {
  const { say, button } = context;
  return {
    title: say("mine.title"),
    blocks: mine.length === 0 ? [paragraph(say("mine.none"))] : mine.flatMap((listed) => mineBlocks(context, listed)),
    buttons: [button("buttons.new", "new", "", "primary")],
  };
}

function mineBlocks({ say, button }: Here, { ask, answers }: Listed): Block[] {
  const state = ask.state === "open" ? say("mine.answers", { count: answers }) : say(`states.${ask.state}`);
  const { id } = ask;
  return [
    paragraph(say(ask.isAnonymous ? "mine.lineAnonymous" : "mine.line", { text: shorten(ask.text, IN_LIST), state })),
    ...buttonsOf([
      ...(answers > 0 ? [button("buttons.thread", "thread", id)] : []),
      ...(ask.state === "open"
        ? [
            button("buttons.add", "add", id),
            button("buttons.solved", "solved", id),
            button("buttons.close", "close", id),
          ]
        : []),
    ]),
  ];
}

/** Questions that the reader could answer. */
export function openCard(context: Here, open: readonly Listed[], speaker: Speaker): Card {
  const { say, button } = context;
  return {
    title: say("open.title"),
    blocks:
      open.length === 0
        ? [paragraph(say("open.none"))]
        : open.flatMap((listed) => openBlocks(context, listed, speaker)),
    buttons: [button("buttons.notNow", "notNow")],
  };
}

function openBlocks({ say, button }: Here, { ask, answers, isWaitedFor }: Listed, speaker: Speaker): Block[] {
  const text = shorten(ask.text, IN_LIST);
  const line =
    ask.askerId === undefined
      ? say("open.lineAnonymous", { text })
      : say("open.line", { asker: speaker.person({ person: ask.askerId }), text });
  const { id } = ask;
  return [
    paragraph(line),
    ...(isWaitedFor ? [paragraph(say("open.waits"))] : []),
    ...buttonsOf([
      button("buttons.answer", "answer", id, "primary"),
      ...(isWaitedFor ? [button("buttons.pass", "pass", id)] : []),
      ...(answers > 0 || ask.text.length > IN_LIST ? [button("buttons.thread", "thread", id)] : []),
    ]),
  ];
}

/** Which answer helped? */
export function creditCard(
  { say, button }: Here,
  askId: string,
  credits: readonly { readonly answerId: string; readonly called: string }[],
): Card {
  return {
    title: say("credit.title"),
    blocks: [paragraph(say("credit.text"))],
    buttons: [
      ...credits
        .slice(0, CHOICES)
        .map(({ answerId, called }) => button("buttons.creditOf", "credit", answerId, undefined, { name: called })),
      button("buttons.creditNone", "alone", askId),
    ],
  };
}

/** Anonymous questions, for the safety role: without a name until somebody looks with a reason. */
export function safetyCard(
  { say, button, day }: Here,
  asks: readonly { readonly id: string; readonly text: string; readonly createdAt: Date }[],
): Card {
  const blocks = asks.flatMap(({ id, text, createdAt }): Block[] => [
    paragraph(say("safety.line", { day: day(createdAt), text: shorten(text, IN_LIST) })),
    ...buttonsOf([button("buttons.look", "look", id)]),
  ]);
  return {
    title: say("safety.title"),
    blocks: [paragraph(say(asks.length === 0 ? "safety.none" : "safety.text")), ...blocks],
  };
}
