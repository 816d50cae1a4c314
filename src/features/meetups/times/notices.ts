import { note, paragraph, type Block, type Button, type Card } from "../../../chat/card.js";
import { join, textOf, type Text } from "../../../chat/text.js";
import { clockTime, dayName } from "../../../chat/when.js";
import type { Facts } from "../../../chat/words.js";
import type words from "../../../locales/en/meet.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import type { ProposedFacts, TakenFacts } from "./rules.js";

/** Somebody in the room of a meeting. */
export interface Guest {
  readonly memberId: string;
  readonly called: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** Whoever proposes or chooses a time, and the words of the meet-up in any language. */
export interface Proposer {
  readonly memberId: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly say: (locale: string, key: string, facts?: Facts) => Text;
}

/** Times to choose from, or that there is no hour in common: once in each language of the room, the proposer's first. */
export function timesCard(by: Proposer, people: readonly Guest[], meetingId: string, slots: readonly Date[]): Card {
  const facts = { name: calledIn(people, by) };
  const card = cardOf(by, people, (locale) => by.say(locale, slots.length === 0 ? "times.none" : "times.text", facts));
  const choices = slots.map((at): Button => {
    const label = textOf(by.say(by.locale, "times.choice", slotFacts(by.locale, by, people, at)));
    return { kind: "action", label, action: "meet.take", subject: `${meetingId}@${at.getTime()}` };
  });
  return { ...card, buttons: [...choices, button(by, people, "buttons.otherTime", "meet.otherTime", meetingId)] };
}

/** The entry of a chosen time, for everybody's own calendar. */
export function calendarBlock(content: string): Block {
  return { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content } };
}

/** That a time was chosen. */
export function takenCard(by: Proposer, people: readonly Guest[], meetingId: string, at: Date): Card {
  const card = cardOf(by, people, (locale) =>
    by.say(locale, "times.taken", { name: calledIn(people, by), ...slotFacts(locale, by, people, at) }),
  );
  return { ...card, buttons: [button(by, people, "buttons.times", "meet.times", meetingId)] };
}

type R = Reader<KeyIn<typeof words>>;

/** For each of the others alone, where there is no room in which all see it. */
export const timesNotices = noticesOf<KeyIn<typeof words>>("meet", {
  timesProposed(facts: ProposedFacts, reader: R): Card {
    const slots = facts.slots.map((at) => new Date(at));
    return withReason(timesCard(proposerFor(facts, reader), guestsOf(facts, reader), facts.meetingId, slots), reader);
  },

  timeTaken(facts: TakenFacts, reader: R): Card {
    const at = new Date(facts.at);
    const card = takenCard(proposerFor(facts, reader), guestsOf(facts, reader), facts.meetingId, at);
    return withReason({ ...card, blocks: [...card.blocks, calendarBlock(facts.calendar)] }, reader);
  },
});

function withReason(card: Card, reader: R): Card {
  return { ...card, blocks: [...card.blocks, note(reader.say("times.note"))] };
}

/** Whoever proposed it, in the reader's words and on the reader's clock. */
function proposerFor({ by }: ProposedFacts | TakenFacts, reader: R): Proposer {
  const { locale, timeZone } = reader;
  const say: Proposer["say"] = (_locale, key, facts) => reader.from("meet", key, facts);
  return { memberId: by.person, name: reader.person(by).name, locale, timeZone, say };
}

/** All that is said of the others is what their clocks show. */
function guestsOf({ zones }: ProposedFacts | TakenFacts, { locale }: R): readonly Guest[] {
  return zones.map((timeZone) => ({ memberId: "", called: "", locale, timeZone }));
}

function cardOf(by: Proposer, people: readonly Guest[], text: (locale: string) => Text): Card {
  return {
    title: inAll(by, people, "times.title"),
    blocks: localesOf(by, people).map((locale) => paragraph(text(locale))),
  };
}

function button(by: Proposer, people: readonly Guest[], key: string, action: string, subject: string): Button {
  return { kind: "action", label: textOf(inAll(by, people, key)), action, subject };
}

function localesOf(by: Proposer, people: readonly Guest[]): readonly string[] {
  return [...new Set([by.locale, ...people.map(({ locale }) => locale)])];
}

/** "Waktu lain · Another time" */
function inAll(by: Proposer, people: readonly Guest[], key: string): Text {
  const said = localesOf(by, people).map((locale) => by.say(locale, key));
  return join(said, " · ");
}

/** The proposer as the others in the room know them. */
function calledIn(people: readonly Guest[], { memberId, name }: Proposer): string {
  return people.find((person) => person.memberId === memberId)?.called ?? name;
}

function slotFacts(locale: string, by: Proposer, people: readonly Guest[], at: Date) {
  const zones = [...new Set(people.map(({ timeZone }) => timeZone))];
  return {
    day: dayName(locale, by.timeZone, at),
    times: zones.map((zone) => clockTime(locale, zone, at)).join(" = "),
  };
}
