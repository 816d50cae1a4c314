/** The one import of a command file. See commands/README.md. */
import type { Card } from "./chat/card.js";
import { kitFor, type Context, type Kit } from "./chat/command.js";
import { person, plain } from "./chat/text.js";
import type { Text } from "./chat/text.js";
import type { Facts, KeysOf } from "./chat/words.js";
import type { Care } from "./features/care/service.js";
import type { Speaker } from "./features/introductions/notices.js";
import type { Introductions } from "./features/introductions/service.js";
import type { Calendar } from "./features/members/calendar/service.js";
import type { Members } from "./features/members/service.js";
import type { Mentoring } from "./features/mentoring/service.js";
import type { Meetups } from "./features/meetups/service.js";
import type { ShelfSpeaker } from "./features/resources/cards/notices.js";
import type { Resources } from "./features/resources/service.js";
import type { AskService } from "./features/resources/asks/service.js";
import type { Reports } from "./features/reports/service.js";
import type { PrintedDocument } from "./documents/document.js";
import type { Circles } from "./features/circles/service.js";
import type { Tallies } from "./features/nudges/tally/service.js";
import type { Tips } from "./features/tips/service.js";
import type { Privacy } from "./features/privacy/service.js";
import type { Upkeep } from "./features/upkeep/service.js";

export {
  endOf,
  fact,
  MOST_SUBJECT,
  note,
  paragraph,
  type Block,
  type Button,
  type Card,
  type Fact,
} from "./chat/card.js";
export { reply, type Answer, type Context, type Reply } from "./chat/command.js";
export { languageName } from "./chat/form.js";
export type { MemberRef } from "./chat/field.js";
export type { FileRef } from "./chat/file.js";
export type { MessageSeen } from "./chat/message.js";
export { channel, join, listing, plain, strong, textOf, type Text } from "./chat/text.js";
export { bareTime, dateName, shortDay, weekdayName, zoneName } from "./chat/when.js";
export { aboutText, reasonTexts, type Speaker } from "./features/introductions/notices.js";
export { roundBlocks } from "./features/meetups/notices.js";
export { calendarBlock, takenCard, timesCard, type Proposer } from "./features/meetups/times/notices.js";
export { criterionText, weightsBlock, whyNotBlocks } from "./features/meetups/weighing/notices.js";
export { certificateBlock, choicesCard, mineCard, requestsCard } from "./features/mentoring/standing/notices.js";
export { cohortCard, namedInCohort } from "./features/mentoring/cohort/notices.js";
export { reportCard } from "./features/mentoring/report/notices.js";
export { agreementBlock, fitButtons } from "./features/mentoring/notices.js";
export { resourceBlocks, resourceCard, shelfButton, type ShelfSpeaker } from "./features/resources/cards/notices.js";
export { importedBlocks, queueCard } from "./features/resources/organising/notices.js";
export { draftCard } from "./features/resources/drafts/notices.js";
export {
  askedCard,
  creditCard,
  heldCard,
  mineCardOfAsks,
  openCard,
  safetyCard,
  threadCard,
} from "./features/resources/asks/shown/notices.js";
export { protocolCard, protocolSureCard, protocolsCard, stepCard } from "./features/circles/protocols/notices.js";
export { evidenceDocument } from "./features/circles/evidence/notices.js";
export { overseenCard } from "./features/circles/overseen/notices.js";
export { browseCard, statusCard } from "./features/circles/shown/notices.js";
export {
  attendanceCard,
  meetingsCard,
  minutesCard,
  proposedCard,
  settledCard,
  standingCard,
  timesCard as pollTimesCard,
  toDoCard,
} from "./features/circles/meetings/shown/notices.js";
export { standingFacts } from "./features/care/standing/notices.js";
export { ownTallyFact, tallyCard } from "./features/nudges/tally/notices.js";
export { casesCard } from "./features/reports/notices.js";
export { calendarCard, networkFacts, reachFacts, roundFacts } from "./features/setup/notices.js";
export { factsFor, practiceFact, themesCard, tipCard, triedCard } from "./features/tips/notices.js";
export { dataDocument } from "./features/privacy/notices.js";
export { troubleText } from "./features/upkeep/notices.js";
export { Refusal } from "./refusal.js";

/** What a command may ask of the features. */
export interface Services {
  readonly members: Members;
  readonly calendar: Calendar;
  readonly introductions: Introductions;
  readonly meetups: Meetups;
  readonly mentoring: Mentoring;
  readonly resources: Resources;
  readonly asks: AskService;
  readonly circles: Circles;
  readonly tips: Tips;
  readonly reports: Reports;
  readonly care: Care;
  /** A document as a page of its own, and as a PDF file. */
  readonly print: { page(document: PrintedDocument): string; pdf(document: PrintedDocument): Promise<Uint8Array> };
  /** The account of what was sent by itself. */
  readonly tally: Tallies;
  readonly privacy: Privacy;
  readonly upkeep: Upkeep;
  /** A topic's name in the reader's language, or as its owner wrote it. */
  readonly topicName: (locale: string, topic: { readonly key: string; readonly label: string }) => string;
  /** "15:30 WIB" on the clock of that zone. */
  readonly clockIn: (locale: string, timeZone: string, at: Date) => string;
  /** The instant at which that zone's clock shows this date and time. */
  readonly instantOf: (date: string, time: string, timeZone: string) => Date;
  /** A sentence in another language than the reader's. */
  readonly sayIn: (locale: string, file: string, key: string, facts: Facts) => Text;
  /** A card that all of these members read in the place where it stands: once in each of their languages. */
  readonly forRoom: (
    spaceId: string,
    memberIds: readonly string[],
    make: (reader: Pick<Context<unknown>, "locale" | "from">) => Card,
  ) => Promise<Card>;
  readonly quietProblem: (from: string, until: string) => "format" | "fullDay" | undefined;
  /** Every command with its name and what it is for, in this language. */
  readonly commandList: (locale: string) => readonly CommandLine[];
}

/** What a handler of the command with these words is given. */
export type ContextOf<Catalogue> = Context<Services, KeysOf<Catalogue>>;

export interface CommandLine {
  readonly name: string;
  readonly summary: string;
  /** Every word that it goes by, in all languages, in lower case. */
  readonly called: readonly string[];
  readonly verbs: readonly VerbLine[];
  /** All verbs once more, where the command tells them in groups. */
  readonly groups: readonly { readonly title: string; readonly verbs: readonly VerbLine[] }[];
  readonly organisersOnly: boolean;
}

export interface VerbLine {
  readonly name: string;
  readonly summary: string;
}

/**
 * The pieces of a command file, typed by its words: `const { command, entry } = kit(words)`, where `words` is
 * `src/locales/en/<command>.json`.
 */
export const kit: <Catalogue>(words: Catalogue) => Kit<Services, KeysOf<Catalogue>> = () => kitFor();

/**
 * A command's context as whoever words reasons and people wants it; `called` are names already known. With "you" the
 * words are about the actor, who is the only one to read them; without, about everybody alike.
 */
export function speakerIn(
  context: Pick<Context<Services>, "locale" | "from" | "services" | "actor">,
  called: ReadonlyMap<string, string>,
  about?: "you",
): Speaker {
  const { locale, from, services, actor } = context;
  return {
    memberId: about === "you" ? actor.memberId : undefined,
    locale,
    from,
    person: ({ person: memberId }) =>
      person({ memberId, name: called.get(memberId) ?? (memberId === actor.memberId ? actor.name : "") }),
    topic: (topic) => plain(services.topicName(locale, topic)),
  };
}

/** A command's context as what stands on the shelf is put into words; `names` are those of the people concerned. */
export function shelfSpeakerIn(
  {
    locale,
    from,
    services,
    actor,
    now,
    day,
    time,
  }: Pick<Context<Services>, "locale" | "from" | "services" | "actor" | "now" | "day" | "time">,
  names: ReadonlyMap<string, string>,
): ShelfSpeaker {
  const topic: ShelfSpeaker["topic"] = (one) => plain(services.topicName(locale, one));
  return { locale, timeZone: actor.timeZone, now, from, day, time, topic, names };
}
