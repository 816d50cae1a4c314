// The whole life of a question as tables: what can happen to it, who may do it, whom it goes to next, and when the clock
// does what by itself. Pure: nothing here knows of storage, words or the time. Instants are ms since 1970.
import { TOPICS_PER_KIND, type Topic } from "../../introductions/rules.js";
import { addDays, isoWeekday, localDate, type CalendarEntry } from "../../members/calendar/rules.js";

/** Characters of a question, of an answer and of the reason for which somebody looks who asked. */
export const MOST_TEXT = { question: 1_000, answer: 1_500, reason: 300 } as const;
/** Questions of one member that are open at a time. */
export const OPEN_ASKS = 3;
/** Answers of one member to one question, and what its asker may add to it. */
export const MOST_ENTRIES = { answers: 3, additions: 5 } as const;

/** draft: it holds what looks like a pupil's data, and waits for its writer to decide. Nobody else sees it. */
export const askStates = ["draft", "open", "solved", "closed"] as const;
export type AskState = (typeof askStates)[number];

/** ask: it is sent. discard: a draft is removed. next: others are asked. lapse: it ends without a word of its asker. */
export type AskEvent =
  "ask" | "discard" | "answer" | "pass" | "add" | "keep" | "solve" | "close" | "next" | "askKeep" | "lapse";

/** Who may make something happen: any member of the network, one who was asked, and the clock, the bot itself. */
export type AskRole = "asker" | "member" | "helper" | "clock";

interface Change {
  readonly by: readonly AskRole[];
  readonly to: AskState;
}

export const askTable: Readonly<Record<AskState, Readonly<Partial<Record<AskEvent, Change>>>>> = {
  draft: {
    ask: { by: ["asker"], to: "open" },
    // Whatever ends before it was sent is not kept at all.
    discard: { by: ["clock"], to: "closed" },
  },
  open: {
    answer: { by: ["member", "helper"], to: "open" },
    pass: { by: ["helper"], to: "open" },
    add: { by: ["asker"], to: "open" },
    keep: { by: ["asker"], to: "open" },
    solve: { by: ["asker"], to: "solved" },
    close: { by: ["asker"], to: "closed" },
    next: { by: ["clock"], to: "open" },
    askKeep: { by: ["clock"], to: "open" },
    lapse: { by: ["clock"], to: "closed" },
  },
  solved: {},
  closed: {},
};

/** Where a question is after something happened; undefined when it can't happen now, or not by this one. */
export function askAfter(state: AskState, event: AskEvent, by: AskRole): AskState | undefined {
  const change = askTable[state][event];
  return change?.by.includes(by) === true ? change.to : undefined;
}

/** lapsed: they had their time, or nobody waits for them any more. Only "asked" is waited for. */
export const outcomes = ["asked", "answered", "passed", "lapsed"] as const;
export type Outcome = (typeof outcomes)[number];

/** People who are asked at once, in all, and how often a seat is filled before the list of helpers has its turn. */
export const ASKED = { atOnce: 3, most: 9 } as const;
/** Turn 1 goes to whom the question fits, turn 2 to others like them, turn 3 to the list of helpers. */
export const LAST_TURN = 3;

/** Somebody who was asked for this question. */
export interface AskedHelper {
  readonly turn: number;
  readonly outcome: Outcome;
}

/** How many could still be asked: whom it fits, and of the list of helpers. */
export interface Available {
  readonly fitting: number;
  readonly list: number;
}

/** wait: nothing to do. tell: there is nobody left to ask. */
export type Move =
  | { readonly kind: "wait" | "tell" }
  | { readonly kind: "ask"; readonly of: keyof Available; readonly count: number; readonly turn: number };

/**
 * Who is asked next. Whoever passes or stays silent in the first turn is followed by another one whom it fits; once nobody
 * is waited for and there is no answer, the list of helpers is asked, and after it there is nobody.
 */
export function nextMove(helpers: readonly AskedHelper[], hasAnswer: boolean, available: Available): Move {
  if (hasAnswer) return { kind: "wait" };
  const waiting = helpers.filter(({ outcome }) => outcome === "asked").length;
  const free = Math.min(ASKED.atOnce - waiting, ASKED.most - helpers.length);
  const isEscalated = helpers.some(({ turn }) => turn >= LAST_TURN);
  if (!isEscalated) {
    const seats = Math.min(free, helpers.length === 0 ? ASKED.atOnce : vacant(helpers), available.fitting);
    if (seats > 0) return { kind: "ask", of: "fitting", count: seats, turn: helpers.length === 0 ? 1 : 2 };
    if (waiting > 0) return { kind: "wait" };
  }
  const seats = Math.min(free, available.list);
  if (seats > 0) return { kind: "ask", of: "list", count: seats, turn: LAST_TURN };
  return { kind: waiting > 0 ? "wait" : "tell" };
}

/** Seats of the first turn whose people are done without an answer, and that nobody took in the second. */
function vacant(helpers: readonly AskedHelper[]): number {
  const isDone = ({ turn, outcome }: AskedHelper) => turn === 1 && (outcome === "passed" || outcome === "lapsed");
  return helpers.filter(isDone).length - helpers.filter(({ turn }) => turn === 2).length;
}

const DAY = 86_400_000;
/** Days of the load that is spread, between two questions to one person, and for which somebody is left alone. */
export const LOAD_DAYS = { spread: 30, between: 7, alone: 30 } as const;
/** Whoever passed on so many in a row is left alone for a while. */
export const PASSES = 2;

/** That somebody was asked, for any question. */
export interface AskedOnce {
  readonly at: number;
  readonly outcome: Outcome;
}

/** At most one question a week, and none for a while after passing on the last two. */
export function mayBeAsked(history: readonly AskedOnce[], now: number): boolean {
  const [last, ...before] = history.toSorted((a, b) => b.at - a.at);
  if (last === undefined) return true;
  if (now - last.at < LOAD_DAYS.between * DAY) return false;
  const lately = [last, ...before].slice(0, PASSES);
  const isTired = lately.length === PASSES && lately.every(({ outcome }) => outcome === "passed");
  return !isTired || now - last.at >= LOAD_DAYS.alone * DAY;
}

/** Why somebody is asked; the earlier is the better fit. */
export const fits = ["offer", "subject"] as const;
export type Fit = (typeof fits)[number];

/** How often somebody was asked lately, and when last: -Infinity for never. */
export interface Load {
  readonly load: number;
  readonly lastAt: number;
}

export function loadOf(history: readonly AskedOnce[], now: number): Load {
  return {
    load: history.filter(({ at }) => now - at < LOAD_DAYS.spread * DAY).length,
    lastAt: Math.max(-Infinity, ...history.map(({ at }) => at)),
  };
}

/** Whoever was asked less comes first, then whoever was not asked for longer. */
export function byLoad(a: Load, b: Load): number {
  return a.load - b.load || (a.lastAt < b.lastAt ? -1 : Number(a.lastAt > b.lastAt));
}

/** Somebody who may know. */
export interface Knower extends Load {
  readonly memberId: string;
  readonly offers: readonly string[];
  readonly subjects: readonly string[];
}

export interface Ranked extends Knower {
  readonly fit: Fit;
  /** Keys of the topics that they know. */
  readonly known: readonly string[];
}

/**
 * Those whom a question about these topics fits: who offers one of them before who merely teaches it, then who was asked
 * least and longest ago, then who knows more of them. The same people in any order give the same answer.
 */
export function rank(people: readonly Knower[], topics: readonly string[]): readonly Ranked[] {
  const ranked = people.flatMap((person): Ranked[] => {
    const offered = topics.filter((key) => person.offers.includes(key));
    const taught = topics.filter((key) => person.subjects.includes(key));
    const fit = offered.length > 0 ? "offer" : taught.length > 0 ? "subject" : undefined;
    return fit === undefined ? [] : [{ ...person, fit, known: fit === "offer" ? offered : taught }];
  });
  return ranked.sort(
    (a, b) =>
      fits.indexOf(a.fit) - fits.indexOf(b.fit) ||
      byLoad(a, b) ||
      b.known.length - a.known.length ||
      (a.memberId < b.memberId ? -1 : 1),
  );
}

/** So many of the community's days later: breaks don't count, or weekends neither. */
export type Later = (from: number, days: number) => number;

/** Working days until the next are asked; days until the asker is asked whether it is still open, and until it is closed. */
export const ASK_DAYS = { turn: 2, askKeep: 14, lapse: 7 } as const;
/** How long a draft waits, in ms. */
export const DRAFT_KEPT = DAY;

/** What the clock has to know of a question. */
export interface AskFacts {
  readonly state: AskState;
  readonly createdAt: number;
  /** When anything happened to it last. */
  readonly lifeAt: number;
  /** When the asker was asked whether it is still open, without an answer yet. */
  readonly keepAskedAt: number | undefined;
  readonly hasAnswer: boolean;
  /** When each of those who are waited for was asked. */
  readonly waiting: readonly number[];
}

export type AskStep = "discard" | "next" | "askKeep" | "lapse";

/** The next thing that the clock does, and when. Once there is an answer nobody else is asked. */
export function nextAskStep(
  { state, createdAt, lifeAt, keepAskedAt, hasAnswer, waiting }: AskFacts,
  later: { readonly days: Later; readonly workingDays: Later },
): { readonly what: AskStep; readonly at: number } | undefined {
  if (state === "draft") return { what: "discard", at: createdAt + DRAFT_KEPT };
  if (state !== "open") return undefined;
  const end =
    keepAskedAt === undefined
      ? ({ what: "askKeep", at: later.days(lifeAt, ASK_DAYS.askKeep) } as const)
      : ({ what: "lapse", at: later.days(keepAskedAt, ASK_DAYS.lapse) } as const);
  if (hasAnswer || waiting.length === 0) return end;
  const next = Math.min(...waiting.map((at) => later.workingDays(at, ASK_DAYS.turn)));
  return next <= end.at ? { what: "next", at: next } : end;
}

/** Those whose time to answer is over. */
export function isOverdue(askedAt: number, now: number, workingDays: Later): boolean {
  return workingDays(askedAt, ASK_DAYS.turn) <= now;
}

/** No break is longer than so many weeks beyond the working days that are counted. */
const WEEKENDS = 26;

/** The calendar with the weekends (ISO weekdays) after an instant as pauses: only working days are left. */
export function workingCalendar(
  calendar: readonly CalendarEntry[],
  weekend: readonly number[],
  from: number,
  timeZone: string,
): readonly CalendarEntry[] {
  const first = localDate(from, timeZone);
  const dates = Array.from({ length: WEEKENDS * 7 }, (_, days) => addDays(first, days));
  const off = dates.filter((date) => weekend.includes(isoWeekday(date)));
  return [...calendar, ...off.map((date) => ({ kind: "break", effect: "pause", from: date, until: date }) as const)];
}

/** Words of a topic's name at most, and of a text that are looked at. */
const MOST_WORDS = { topic: 4, text: 300 } as const;

/** Runs of up to four words of a text as they stand in it, the longest first, each with where it is. */
export function phrasesOf(
  text: string,
): readonly { readonly words: string; readonly from: number; readonly length: number }[] {
  const words = (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu) ?? []).slice(0, MOST_WORDS.text);
  const lengths = Array.from({ length: MOST_WORDS.topic }, (_, index) => MOST_WORDS.topic - index);
  return lengths.flatMap((length) =>
    words.slice(length - 1).map((_, from) => ({ words: words.slice(from, from + length).join(" "), from, length })),
  );
}

/**
 * Topics that a text names, in its order: of those that overlap the longest, so that "formative assessment" is not also
 * "assessment". @param known Keys of topics that somebody in the network has
 */
export function topicsNamedIn(
  text: string,
  keyOf: (label: string) => string,
  known: ReadonlySet<string>,
): readonly Topic[] {
  const taken = new Set<number>();
  const found = new Map<string, Topic & { readonly from: number }>();
  for (const { words, from, length } of phrasesOf(text)) {
    const key = keyOf(words);
    const places = Array.from({ length }, (_, index) => from + index);
    if (key.length < 2 || !known.has(key) || places.some((place) => taken.has(place))) continue;
    for (const place of places) taken.add(place);
    const before = found.get(key);
    if (before === undefined || from < before.from) found.set(key, { key, label: words, from });
  }
  return [...found.values()]
    .sort((a, b) => a.from - b.from)
    .slice(0, TOPICS_PER_KIND)
    .map(({ key, label }) => ({ key, label }));
}

const LINK = /(?:https?:\/\/|www\.)\S+/giu;

/** Why nobody could answer a text: it says nothing, or nothing but a link. */
export function textProblem(text: string): "noWords" | "onlyLink" | "oneWord" | undefined {
  const words = text.replace(LINK, " ").trim();
  // A single word is most likely a slip of the command, and nobody could answer it.
  if (/\p{L}/u.test(words)) return /\s/.test(words) ? undefined : "oneWord";
  return text.search(LINK) >= 0 ? "onlyLink" : "noWords";
}

/** Answers on one card, and their characters together, so that it fits on every platform. */
const SHOWN = { entries: 3, characters: 2_400 } as const;

/** How many of these texts, from one on, stand on one card: at least one where there is any. */
export function shownFrom(lengths: readonly number[], from: number): number {
  let characters = 0;
  let count = 0;
  for (const length of lengths.slice(from, from + SHOWN.entries)) {
    characters += length;
    if (count > 0 && characters > SHOWN.characters) break;
    count++;
  }
  return count;
}

/** What a text may hold of a pupil, as it is told; what is found besides is "other". */
export const findingKinds = [
  "nationalId",
  "pupilNumber",
  "birthDate",
  "nameWithClass",
  "grades",
  "contact",
  "health",
  "other",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Each kind once. */
export function findingsOf(kinds: readonly string[]): readonly FindingKind[] {
  const known = kinds.map((kind): FindingKind => findingKinds.find((one) => one === kind) ?? "other");
  return [...new Set(known)];
}
