import { fact, paragraph, type Card, type Fact } from "../../chat/card.js";
import type { Context } from "../../chat/command.js";
import { languageName } from "../../chat/form.js";
import { channel as channelSpan, listing, plain } from "../../chat/text.js";
import { weekdayName, zoneName } from "../../chat/when.js";
import type words from "../../locales/en/setup.json";
import type { KeyIn } from "../../outbox/notice.js";
import type { ChannelUse } from "../members/rules.js";

/** An organiser who looks at how the network is set up. */
type Here = Context<unknown, KeyIn<typeof words>>;

interface Network {
  readonly locale: string;
  readonly timeZone: string;
  readonly settings: {
    readonly channels: Readonly<Partial<Record<ChannelUse, string | undefined>>>;
  };
}

/** The language, the zone and the channels of a network. */
export function networkFacts(network: Network, { say, locale, now }: Pick<Here, "say" | "locale" | "now">): Fact[] {
  const { introductions, meetups, asks, shelf } = network.settings.channels;
  const channel = (id: string | undefined) => (id === undefined ? say("status.noChannel") : [channelSpan(id)]);
  return [
    fact(say("status.language"), plain(languageName(network.locale, locale))),
    fact(say("status.zone"), plain(zoneName(locale, network.timeZone, now))),
    fact(say("status.introductions"), channel(introductions)),
    fact(say("status.meetups"), channel(meetups)),
    fact(say("status.asks"), channel(asks)),
    fact(say("status.shelf"), channel(shelf)),
  ];
}

interface Overview {
  readonly programme: {
    readonly approval: string;
    readonly table: { readonly weekday: number; readonly time: string; readonly timeZone: string };
  };
  readonly next: { readonly headsUpAt: Date; readonly roundAt: Date } | null;
  readonly enrolled: number;
}

/** When rounds are, who lets them out, and how many take part. */
export function roundFacts(
  { programme, next, enrolled }: Overview,
  { say, locale, day, time, now }: Pick<Here, "say" | "locale" | "day" | "time" | "now">,
): Fact[] {
  const at = (instant: Date) => `${day(instant)}, ${time(instant)}`;
  const { weekday, time: clock, timeZone } = programme.table;
  // An organiser may live in another zone than the network's, and reads the other times in their own.
  const weekly = { day: weekdayName(locale, weekday), time: `${clock} ${zoneName(locale, timeZone, now)}` };
  const isAhead = next && next.headsUpAt > now && next.headsUpAt < next.roundAt;
  const announced = isAhead
    ? say("status.nextValue", { headsUp: at(next.headsUpAt), round: at(next.roundAt) })
    : undefined;
  const planned = announced ?? (next ? plain(at(next.roundAt)) : say("status.none"));
  const isPreviewed = programme.approval === "preview";
  return [
    fact(say("status.round"), say("status.roundValue", weekly)),
    fact(say("status.next"), planned),
    fact(say("status.approval"), say(isPreviewed ? "status.approvalPreview" : "status.approvalAuto")),
    fact(say("status.enrolled"), plain(String(enrolled))),
  ];
}

interface Limits {
  readonly perDay: number;
  readonly perWeek: number;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

const NAMES_SHOWN = 5;

/** How often members are written to, and who is not reached by it. @param unreached Names */
export function reachFacts(
  { perDay, perWeek, quietFrom, quietUntil }: Limits,
  unreached: readonly string[],
  { say, locale }: Pick<Here, "say" | "locale">,
): Fact[] {
  const limits = { day: perDay, week: perWeek, from: quietFrom, until: quietUntil };
  const more = unreached.length - NAMES_SHOWN;
  const shown = unreached.slice(0, NAMES_SHOWN).map((name) => plain(name));
  const names = listing(locale, more > 0 ? [...shown, say("status.more", { count: more })] : shown);
  return [
    fact(say("status.limits"), say("status.limitsValue", limits)),
    ...(unreached.length > 0 ? [fact(say("status.unreached"), names)] : []),
  ];
}

/** Days in the calendar, a line each. */
interface CalendarLine {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  readonly from: string;
  readonly until: string;
  readonly effect: "pause" | "gentle" | "none";
}

/** So many of the days have a button that changes them. */
const CHANGED_HERE = 5;

/** The days that are still to come, each with what it does. */
export function calendarCard(
  lines: readonly CalendarLine[],
  { say, button, locale, day }: Pick<Here, "say" | "button" | "locale" | "day">,
): Card {
  const nameOf = ({ names }: CalendarLine) => names[locale] ?? names["en"] ?? "";
  const items = lines.map((line) => {
    const { from, until, effect } = line;
    const facts = {
      name: nameOf(line),
      from: day(from),
      until: day(until),
      effect: say(`fields.effect.choices.${effect}`),
    };
    return say(from === until ? "calendar.day" : "calendar.line", facts);
  });
  return {
    title: say("calendar.title"),
    blocks: [
      paragraph(say("calendar.text")),
      items.length === 0 ? paragraph(say("calendar.none")) : { kind: "list", items },
    ],
    buttons: lines
      .slice(0, CHANGED_HERE)
      .map((line) => button("buttons.change", "days", line.id, undefined, { name: nameOf(line) })),
  };
}
