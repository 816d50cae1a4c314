import { PAUSE_DAYS } from "./behaviour.js";
import { isClosed, isFasting, WEEK } from "./calendar.js";
import type { Someone } from "./population.js";
import { pairKey, pairsOf, type Deed, type Matched, type Told, type YearRecord } from "./record.js";
import { wallIn, type Wall } from "./time.js";

/** How often each promise was broken; all of it has to be 0. */
export interface Verdict {
  readonly twiceADay: number;
  readonly moreThanThreeAWeek: number;
  readonly atQuietTimes: number;
  readonly onClosedDays: number;
  readonly afterStop: number;
  readonly repeats: number;
  readonly leftOver: number;
  readonly keptApart: number;
  readonly evaluators: number;
  readonly withoutLanguage: number;
  readonly whileAbsent: number;
  readonly faults: number;
}

const DAY = 86_400_000;
const PER_WEEK = 3;
const REST_WEEKS = 12;
/** So long after the question whether it suits, in ms, everybody has heard who it is, or why nobody. */
const TOLD_WITHIN = 15 * DAY;

/**
 * Holds what people saw and did against what was promised to them. It knows the calendar and the people, and nothing of
 * how the program decides: no code of the gate or of the matching is asked.
 */
export function judge(record: YearRecord): Verdict {
  const byId = new Map(record.people.map((who) => [who.id, who]));
  const answered = deedsByInstant(record);
  const disturbing = new Map<string, Told[]>();
  for (const told of record.told) {
    // What stands in a group's own place is read by who looks there, as in a channel.
    if (!told.proactive || told.place === "channel") continue;
    for (const id of told.to) {
      // Who pressed a button at that very moment had asked for it.
      if (answered.has(`${id} ${told.at}`)) continue;
      const mine = disturbing.get(id);
      if (mine) mine.push(told);
      else disturbing.set(id, [told]);
    }
  }
  const each = [...disturbing].flatMap(([id, told]) => {
    const who = byId.get(id);
    return who ? [disturbances(who, told, stopsOf(record, id))] : [];
  });
  const sum = (of: (one: Disturbances) => number) => each.reduce((total, one) => total + of(one), 0);
  return {
    twiceADay: sum((one) => one.twiceADay),
    moreThanThreeAWeek: sum((one) => one.moreThanThreeAWeek),
    atQuietTimes: sum((one) => one.atQuietTimes),
    onClosedDays: sum((one) => one.onClosedDays),
    afterStop: sum((one) => one.afterStop),
    repeats: repeatsIn(record),
    leftOver: leftOverIn(record),
    keptApart: keptApartIn(record),
    evaluators: countPairs(record, byId, isEvaluated),
    withoutLanguage: countPairs(record, byId, isMute),
    whileAbsent: matchedWhileAbsent(record),
    faults: record.faults.length,
  };
}

type Disturbances = Pick<Verdict, "twiceADay" | "moreThanThreeAWeek" | "atQuietTimes" | "onClosedDays" | "afterStop">;

function disturbances({ timeZone }: Someone, told: readonly Told[], stops: readonly Stop[]): Disturbances {
  const walls = told.map(({ at }) => wallIn(timeZone, at));
  const instants = told.map(({ at }) => at);
  return {
    twiceADay: walls.length - new Set(walls.map(({ date }) => date)).size,
    moreThanThreeAWeek: instants.filter((at, place) => at - (instants[place - PER_WEEK] ?? -Infinity) < WEEK).length,
    atQuietTimes: walls.filter(isQuiet).length,
    onClosedDays: walls.filter(({ date }) => isClosed(date)).length,
    afterStop: instants.filter((at) => stops.some(({ from, until }) => from < at && at < until)).length,
  };
}

/** 18:00 to 06:30, weekends, Friday 11:00 to 13:00, and from 16:00 on in Ramadan; on the reader's own clock. */
export function isQuiet({ hour, weekday, date }: Wall): boolean {
  if (hour < 6.5 || hour >= 18 || weekday > 5) return true;
  if (weekday === 5 && hour >= 11 && hour < 13) return true;
  return isFasting(date) && hour >= 16;
}

/** What is written in a room asks the bot for nothing. */
function deedsByInstant({ deeds }: YearRecord): ReadonlySet<string> {
  return new Set(deeds.flatMap(({ who, what, at }) => (what === "write" ? [] : [`${who} ${at}`])));
}

interface Stop {
  readonly from: number;
  readonly until: number;
}

/** From STOP until they next take part in something by themselves. */
function stopsOf({ deeds }: YearRecord, id: string): readonly Stop[] {
  const mine = deeds.filter(({ who }) => who === id);
  return mine.flatMap(({ what, at }, place) => {
    if (what !== "stop") return [];
    return [{ from: at, until: mine.slice(place + 1).find((deed) => deed.what !== "write")?.at ?? Infinity }];
  });
}

/** Whether it was known at an instant that a meeting came to nothing, which doesn't count as having met. */
function nothingKnown({ deeds }: YearRecord): (meetingId: string, at: number) => boolean {
  const said = new Map<string, Deed[]>();
  for (const deed of deeds) {
    if (deed.about === undefined || !/^meet\.(met|some|notYet|wontHappen)$/.test(deed.what)) continue;
    said.set(deed.about, [...(said.get(deed.about) ?? []), deed]);
  }
  return (meetingId, at) => {
    const answers = (said.get(meetingId) ?? []).filter((deed) => deed.at <= at).map(({ what }) => what);
    return answers.length > 0 && !answers.includes("meet.met") && !answers.includes("meet.some");
  };
}

/** Pairs who were matched again within twelve weeks although each could have met somebody new in that round. */
function repeatsIn(record: YearRecord): number {
  const isNothing = nothingKnown(record);
  const before = new Map<string, Matched[]>();
  let repeats = 0;
  for (const round of roundsOf(record.matched)) {
    const there = round.flatMap(({ members }) => members);
    const rested = (a: string, b: string, at: number) =>
      !(before.get(pairKey(a, b)) ?? []).some(
        (earlier) => at - earlier.at < REST_WEEKS * WEEK && !isNothing(earlier.meetingId, at),
      );
    for (const { at, members } of round) {
      for (const [a, b] of pairsOf(members)) {
        const hasChoice = [a, b].every((one) => there.some((other) => other !== one && rested(one, other, at)));
        if (!rested(a, b, at) && hasChoice) repeats++;
      }
    }
    for (const match of round)
      for (const [a, b] of pairsOf(match.members))
        before.set(pairKey(a, b), [...(before.get(pairKey(a, b)) ?? []), match]);
  }
  return repeats;
}

/** The matches of rounds, those of a week together. A match may reach people in other zones a day or two later. */
function roundsOf(matched: readonly Matched[]): readonly (readonly Matched[])[] {
  const rounds = new Map<number, Matched[]>();
  for (const match of matched) {
    if (match.kind !== "round") continue;
    // Weeks begin on Monday in Jakarta: seven hours before they do in UTC, and day 0 was a Thursday.
    const week = Math.floor((match.at + 7 * 3_600_000 + 3 * DAY) / WEEK);
    rounds.set(week, [...(rounds.get(week) ?? []), match]);
  }
  return [...rounds.values()];
}

/** Also that their name rests now: whoever is told so knows why there is nobody this time. */
const HEARD = new Set(["meet.match", "meet.matchApart", "meet.unmatched", "meet.resting"]);
const DECLINED = new Set(["meet.skip", "meet.pause", "meet pause", "left", "stop", "meet skip", "meet leave"]);

/** Heads-ups after which somebody who stayed in heard neither of a partner nor of a reason why there is none. */
function leftOverIn(record: YearRecord): number {
  const settled = new Map<string, number[]>();
  const settle = (id: string, at: number) => void settled.set(id, [...(settled.get(id) ?? []), at]);
  for (const { who, what, at } of record.deeds) if (DECLINED.has(what)) settle(who, at);
  for (const { members, at } of record.matched) for (const id of members) settle(id, at);
  for (const { to, notices, at } of record.told)
    if (notices.some((notice) => HEARD.has(notice))) for (const id of to) settle(id, at);
  const isSettled = (id: string, from: number) =>
    settled.get(id)?.some((at) => at >= from && at <= from + TOLD_WITHIN) === true;
  const asked = record.told.filter(
    ({ notices, at }) => notices.includes("meet.headsUp") && at + TOLD_WITHIN <= record.until,
  );
  return asked.reduce((sum, { to, at }) => sum + to.filter((id) => !isSettled(id, at)).length, 0);
}

/** Whom the bot brought together by itself, not people who looked for each other. */
function chosenIn({ matched }: YearRecord): readonly Matched[] {
  return matched.filter(({ kind }) => kind === "round" || kind === "late" || kind === "now");
}

function keptApartIn(record: YearRecord): number {
  return chosenIn(record).filter(({ at, members }) =>
    record.apart.some((pair) => pair.at < at && members.includes(pair.who) && members.includes(pair.other)),
  ).length;
}

/** Whoever goes away while a message to several people waits for all of them may still be in it. */
const UNDER_WAY = 3 * DAY;

/** People who had left, had paused, or rested, and were matched all the same before they did anything again. */
function matchedWhileAbsent(record: YearRecord): number {
  const absences = new Map<string, Stop[]>();
  const deeds = record.deeds.filter(({ what }) => what !== "write");
  const absent = (id: string, from: number, most: number) => {
    const back = deeds.find(({ who, at }) => who === id && at > from)?.at ?? Infinity;
    absences.set(id, [...(absences.get(id) ?? []), { from: from + UNDER_WAY, until: Math.min(back, from + most) }]);
  };
  for (const { who, what, at } of deeds) {
    if (what === "left") absent(who, at, Infinity);
    // The last day of a pause is not one any more in every zone.
    if (what === "meet.pause") absent(who, at, (PAUSE_DAYS - 1) * DAY);
  }
  for (const { notices, to, at } of record.told)
    if (notices.includes("meet.resting")) for (const id of to) absent(id, at, Infinity);
  const isAbsent = (id: string, at: number) => absences.get(id)?.some(({ from, until }) => from < at && at < until);
  return chosenIn(record).reduce((sum, { members, at }) => sum + members.filter((id) => isAbsent(id, at)).length, 0);
}

function countPairs(
  record: YearRecord,
  byId: ReadonlyMap<string, Someone>,
  isWrong: (a: Someone, b: Someone) => boolean,
): number {
  return chosenIn(record).reduce((sum, { members }) => {
    const people = members.flatMap((id) => byId.get(id) ?? []);
    return sum + pairsOf(people).filter(([a, b]) => isWrong(a, b)).length;
  }, 0);
}

/** One of them leads or supervises the other's institution. */
function isEvaluated(a: Someone, b: Someone): boolean {
  return a.institution === b.institution && (a.role === "teacher") !== (b.role === "teacher");
}

function isMute(a: Someone, b: Someone): boolean {
  return !a.languages.some((language) => b.languages.includes(language));
}
