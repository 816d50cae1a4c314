import { endOf, note, paragraph, type Block, type Button, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { listing, textOf, type Text } from "../../../chat/text.js";
import { localDate } from "../../members/calendar/rules.js";
import { aboutText, type Speaker } from "../../introductions/notices.js";
import type words from "../../../locales/en/mentor.json";
import type { KeyIn } from "../../../outbox/notice.js";
import { certificatePage } from "../certificate/notices.js";

import type { OfferView } from "../offers.js";
import type { MentorshipRow } from "../planning.js";
import type { RequestRow } from "../requests.js";
import { mentorshipStates, seated } from "../rules.js";
import type { Candidate } from "../seeking.js";
import { whyBlocks } from "../reasons/notices.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** Names of everybody who is spoken of. */
type Called = ReadonlyMap<string, string>;

const PAST_SHOWN = 3;

interface Mine {
  readonly mentorships: readonly MentorshipRow[];
  readonly offer: OfferView | undefined;
  readonly toMe: readonly RequestRow[];
  readonly mine: readonly RequestRow[];
}

/** All of a member's mentoring on one card, each mentorship with what can be done about it. */
export function mineCard(context: Here, { mentorships, offer, toMe, mine }: Mine, speaker: Speaker): Card {
  const { say, button } = context;
  const isOpen = ({ state }: MentorshipRow) => seated.some((known) => known === state);
  const shown = [...mentorships.filter(isOpen), ...mentorships.filter((row) => !isOpen(row)).slice(0, PAST_SHOWN)];
  const isNew = shown.length === 0 && !offer && mine.length === 0;
  const requests: Block[] =
    toMe.length > 0
      ? [paragraph(say("mine.toMe", { count: toMe.length })), buttonsOf(button("buttons.requests", "requests"))]
      : [];
  return {
    title: say("mine.title"),
    blocks: [
      ...(isNew ? [paragraph(say("mine.none"))] : []),
      ...requests,
      ...shown.flatMap((row) => mentorshipBlocks(context, row, speaker)),
      ...mine.flatMap((request) => requestBlocks(context, request, speaker)),
      ...(offer ? [paragraph(offerText(context, offer, speaker))] : []),
    ],
    buttons: [
      button("buttons.ask", "ask", "", isNew ? "primary" : undefined),
      offer ? button("buttons.changeOffer", "offer") : button("buttons.offer", "offer"),
      ...(offer?.isOpen === true ? [button("buttons.stop", "withdrawOffer")] : []),
    ],
  };
}

function buttonsOf(...buttons: readonly Button[]): Block {
  return { kind: "buttons", buttons };
}

function mentorshipBlocks(context: Here, row: MentorshipRow, speaker: Speaker): Block[] {
  const { say, actor, day } = context;
  const other = [speaker.person({ person: row.mentorId === actor.memberId ? row.menteeId : row.mentorId })];
  const state = stateText(context, row);
  const last = row.sessions.at(-1);
  const next = row.sessions.findLast(({ nextStep }) => nextStep !== null)?.nextStep;
  const lines: Text[] = [
    say(row.mentorId === actor.memberId ? "mine.menteeIs" : "mine.mentorIs", { other, state }),
    say("mine.goal", { goal: row.goal }),
    ...(last ? [say("mine.last", { day: day(last.date), number: row.sessions.length })] : []),
    ...(next === undefined || next === null ? [] : [say("mine.next", { words: next })]),
    ...(row.agreedAt !== null && row.endsOn !== null ? [say("mine.ends", { day: day(row.endsOn) })] : []),
    ...(row.proposedBy === null ? [] : [say("mine.proposal")]),
  ];
  const [first = [], ...rest] = lines;
  return [
    paragraph(first),
    ...(rest.length > 0 ? [{ kind: "list", items: rest } as const] : []),
    ...rowButtons(context, row),
  ];
}

function stateOf({ state }: MentorshipRow) {
  return mentorshipStates.find((known) => known === state) ?? "ended";
}

function stateText({ say, day }: Here, row: MentorshipRow): Text {
  const state = stateOf(row);
  if (state !== "paused") return say(`states.${state}`);
  return row.pausedUntil === null ? say("states.pausedOpen") : say("states.paused", { day: day(row.pausedUntil) });
}

function rowButtons({ button, actor }: Here, row: MentorshipRow): Block[] {
  const { id } = row;
  const isToConfirm = row.proposedBy !== null && row.proposedBy !== actor.memberId;
  const confirm = isToConfirm ? [button("buttons.confirm", "confirm", id, "primary")] : [];
  switch (stateOf(row)) {
    case "firstTalk":
      return [buttonsOf(button("buttons.talked", "talked", id, "primary"), button("buttons.notFit", "notFit", id))];
    case "fit":
      return [
        buttonsOf(
          button("buttons.good", "good", id, "primary"),
          button("buttons.deciding", "deciding", id),
          button("buttons.notFit", "notFit", id),
        ),
      ];
    case "working":
    case "asked":
      return [
        buttonsOf(
          ...confirm,
          button("buttons.session", "session", id),
          button("buttons.agreement", "agreement", id),
          button("buttons.pause", "pause", id),
          button("buttons.finish", "finish", id),
        ),
      ];
    case "paused":
      return [buttonsOf(button("buttons.reopen", "reopen", id, "primary"), button("buttons.finish", "finish", id))];
    case "archived":
    case "ended":
      return [buttonsOf(button("buttons.reopen", "reopen", id), button("buttons.certificate", "certificate", id))];
    case "parted":
      return [];
  }
}

function requestBlocks({ say, button, day }: Here, row: RequestRow, speaker: Speaker): Block[] {
  const isAsked = row.state === "asked" && row.mentorId !== null && row.askedAt !== null;
  const standing = isAsked
    ? say("requests.asked", { mentor: [speaker.person({ person: row.mentorId ?? "" })], day: day(row.askedAt ?? "") })
    : say(row.state === "enrolled" ? "requests.enrolled" : "requests.waiting");
  const choose = row.state === "waiting" ? [button("buttons.choose", "choices", row.id, "primary")] : [];
  return [
    paragraph(say("requests.mine", { goal: row.goal })),
    paragraph(standing),
    buttonsOf(...choose, button("buttons.withdraw", "withdraw", row.id)),
  ];
}

function offerText({ say, locale, day }: Here, offer: OfferView, speaker: Speaker): Text {
  if (!offer.isOpen) return say("mine.closed");
  if (offer.awayUntil !== undefined) return say("mine.away", { day: day(offer.awayUntil) });
  const { taken, capacity } = offer;
  if (offer.topics.length === 0) return say("mine.offerAll", { taken, capacity });
  return say("mine.offer", { topics: listing(locale, offer.topics.map(speaker.topic)), taken, capacity });
}

/** Requests that wait for this member, and their own. */
export function requestsCard(context: Here, { toMe, mine }: Pick<Mine, "toMe" | "mine">, speaker: Speaker): Card {
  const { say, button } = context;
  const none = toMe.length + mine.length === 0;
  return {
    title: say("requests.title"),
    blocks: [
      ...(none ? [paragraph(say("requests.none"))] : []),
      ...toMe.flatMap((row): Block[] => [
        paragraph(say("requests.toMe", { mentee: [speaker.person({ person: row.menteeId })], goal: row.goal })),
        buttonsOf(button("buttons.accept", "accept", row.id, "primary"), button("buttons.decline", "decline", row.id)),
      ]),
      ...mine.flatMap((row) => requestBlocks(context, row, speaker)),
    ],
    buttons: none ? [button("buttons.ask", "ask", "", "primary")] : [],
  };
}

interface Choices {
  readonly requestId: string;
  readonly candidates: readonly Candidate[];
  /** The one that can be waited for instead. */
  readonly cohort: { readonly name: string; readonly closesOn: string } | undefined;
}

/** Three mentors with reasons, one button each. */
export function choicesCard(
  { say, button, day }: Here,
  { requestId, candidates, cohort }: Choices,
  speaker: Speaker,
): Card {
  const title = say("choices.title");
  const withdraw = button("buttons.withdraw", "withdraw", requestId);
  const joining = cohort
    ? [
        paragraph(say("choices.cohort", { cohort: cohort.name, day: day(cohort.closesOn) })),
        buttonsOf(button("buttons.enrol", "enrol", requestId)),
      ]
    : [];
  if (candidates.length === 0)
    return { title, blocks: [paragraph(say("choices.none")), ...joining], buttons: [withdraw] };
  return {
    title,
    blocks: [
      ...candidates.flatMap(({ mentor, why }): Block[] => {
        const name = mentor.called;
        const about = aboutText(mentor, speaker);
        // Both ids whole are more than a button can carry everywhere.
        const subject = `${requestId}@${endOf(mentor.memberId)}`;
        return [
          paragraph(about === undefined ? say("choices.who", { name }) : say("choices.about", { name, about })),
          ...whyBlocks(why, speaker),
          buttonsOf(button("buttons.askMentor", "askMentor", subject, "primary", { name })),
        ];
      }),
      ...joining,
      note(say("choices.note")),
    ],
    buttons: [
      button("buttons.choose", "choose", requestId),
      withdraw,
      button("buttons.tip", "tips.about", `mentor@${requestId}`),
    ],
  };
}

interface CertificateOf {
  readonly row: MentorshipRow;
  readonly names: Called;
  readonly network: string;
}

/** The hours of a mentorship on a page to print, for one of the two. */
export function certificateBlock(context: Here, { row, names, network }: CertificateOf): Block {
  const { say, actor, day, locale, now } = context;
  const text = (key: Parameters<Here["say"]>[0], facts: Parameters<Here["say"]>[1] = {}) => textOf(say(key, facts));
  const nameOf = (memberId: string) => names.get(memberId) ?? "";
  const isMentor = row.mentorId === actor.memberId;
  const minutes = row.sessions.reduce((sum, session) => sum + session.minutes, 0);
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(minutes / 60);
  const dateOf = (at: Date) => day(localDate(at.getTime(), actor.timeZone));
  const page = certificatePage({
    locale,
    title: text("certificate.title"),
    lines: [text(isMentor ? "certificate.mentor" : "certificate.mentee", { name: nameOf(actor.memberId), network })],
    facts: [
      [text("certificate.with"), nameOf(isMentor ? row.menteeId : row.mentorId)],
      [text("certificate.goal"), row.goal],
      [text("certificate.from"), dateOf(row.startedAt)],
      [text("certificate.until"), dateOf(row.endedAt ?? now)],
      [text("certificate.talks"), String(row.sessions.length)],
      [text("certificate.hours"), hours],
    ],
    footer: text("certificate.footer", { day: dateOf(now) }),
    fileName: text("certificate.file"),
  });
  return { kind: "file", file: page };
}
