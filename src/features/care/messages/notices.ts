import { fact, paragraph, type Block, type Card, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { join, listing, plain, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type { Standing } from "./reading.js";
import { fates, type Summary } from "./rules.js";

type Here = Pick<Context<unknown, never>, "from" | "locale" | "day">;

const FILE = "care";

function say({ from }: Pick<Here, "from">, key: string, facts: Facts = {}): Text {
  return from(FILE, key, facts);
}

const numbered = (count: number, of: Text): Text => join([plain(String(count)), of], " ");

/** What organisers see of the messages that nobody asked for: numbers and why, nobody's name. */
export function messagesCard(week: Summary, month: Summary, here: Here): Card {
  if (month.total === 0) return { title: say(here, "messages.title"), blocks: [paragraph(say(here, "messages.none"))] };
  const spans = [
    { key: "messages.week", summary: week },
    { key: "messages.month", summary: month },
  ];
  const block = ({ key, summary }: (typeof spans)[number]): Block[] => {
    const counts = fates.flatMap((fate) =>
      summary.fates[fate] === 0 ? [] : [numbered(summary.fates[fate], say(here, `messages.fates.${fate}`))],
    );
    const why = summary.causes.map(({ fate, cause, count }) =>
      join([numbered(count, say(here, `messages.fates.${fate}`)), say(here, `messages.causes.${cause}`)], ": "),
    );
    const about = summary.subjects.map(({ subject, count, sent }) =>
      say(here, "messages.about", { subject: say(here, `messages.subjects.${subject}`), total: count, sent }),
    );
    return [
      { kind: "heading", text: say(here, key) },
      paragraph(counts.length === 0 ? say(here, "messages.none") : listing(here.locale, counts)),
      ...(why.length === 0 ? [] : [{ kind: "list", items: why } as const]),
      ...(about.length === 0 ? [] : [{ kind: "list", items: about } as const]),
    ];
  };
  return {
    title: say(here, "messages.title"),
    blocks: [paragraph(say(here, "messages.text")), ...spans.flatMap(block)],
  };
}

/** The same about oneself: when I was last seen, what rests, and what was sent to me unasked this week. */
export function standingFacts(standing: Standing, here: Here): Fact[] {
  const { lastActiveAt, isDigestMonthly, isDigestOff, noAsksUntil, pausedUntil, isInPeace, messages } = standing;
  const label = (key: string) => say(here, `standing.${key}`);
  const digest = isDigestOff ? "digestOff" : isDigestMonthly ? "digestMonthly" : "digestWeekly";
  const sent = messages.map(({ at, subjects }) => {
    const about = subjects.map((subject) => say(here, `messages.subjects.${subject}`));
    return say(here, "standing.message", { day: here.day(at), about: listing(here.locale, about) });
  });
  return [
    ...(lastActiveAt === undefined ? [] : [fact(label("seen"), plain(here.day(lastActiveAt)))]),
    ...(pausedUntil === undefined
      ? []
      : [fact(label("meetups"), say(here, "standing.until", { day: here.day(pausedUntil) }))]),
    ...(noAsksUntil === undefined
      ? []
      : [fact(label("asks"), say(here, "standing.until", { day: here.day(noAsksUntil) }))]),
    fact(label("digest"), label(digest)),
    ...(isInPeace ? [fact(label("peace"), label("peaceValue"))] : []),
    fact(label("messages"), sent.length === 0 ? label("noMessages") : join(sent, "; ")),
  ];
}
