import { openDaysBefore, WEEK } from "./calendar.js";
import { judge, type Verdict } from "./judge.js";
import { pairKey, pairsOf, type Deed, type YearRecord } from "./record.js";

/** A year in numbers. Shares are from 0 to 1. */
export interface Figures {
  readonly members: number;
  readonly came: number;
  readonly left: number;
  readonly introduced: number;
  /** In the meet-up at any time. */
  readonly took: number;
  readonly matchedPeople: number;
  /** Of those in the meet-up for three weeks or longer, never with anybody. */
  readonly neverMatched: number;
  readonly metAnybody: number;
  readonly matches: number;
  readonly meetings: number;
  /** Different people whom somebody who came met in the year: on average, and the half of them at most. */
  readonly othersMet: number;
  readonly othersMetHalf: number;
  /** Pairs of different institutions, of all pairs that met. */
  readonly acrossInstitutions: number;
  readonly repeatedPairs: number;
  /** People who were silent for four open weeks or longer, and of them those who did something again. */
  readonly fellSilent: number;
  readonly reactivated: number;
  /** How often somebody who had drifted away was there again, whether or not they then did something. */
  readonly returns: { readonly all: number; readonly byMessage: number };
  /** Did something in the last four open weeks. */
  readonly active: number;
  readonly circles: { readonly begun: number; readonly alive: number; readonly people: number };
  /** Unasked messages to a person in a week, over all weeks that somebody was there. */
  readonly weekly: { readonly mean: number; readonly p50: number; readonly p95: number; readonly most: number };
  readonly verdict: Verdict;
}

/** Days that are not closed without any deed, after which somebody counts as silent; and the window of "active". */
const SILENT_DAYS = 28;
const SETTLED_WEEKS = 3;

export function figuresOf(record: YearRecord): Figures {
  const { people, deeds, matched, met, circles, until } = record;
  const deedsOf = groupBy(deeds, ({ who }) => who);
  const did = (what: RegExp) => [...deedsOf].filter(([, mine]) => mine.some((deed) => what.test(deed.what)));
  const others = othersMet(record);
  const came = did(/^joined$/).length;
  const left = did(/^left$/).length;
  const silences = [...deedsOf.values()].map((mine) => silenceOf(mine, record));
  const since = openDaysBefore(until, SILENT_DAYS);
  const isMatched = new Set(matched.flatMap(({ members }) => members));
  const enrolled = did(/^(meet join|meet\.join)$/);
  const settled = enrolled.filter(([, mine]) => joinedAt(mine) + SETTLED_WEEKS * WEEK < until && !leftEarly(mine));
  const active = new Set(deeds.filter(({ at, what }) => at >= since && what !== "left").map(({ who }) => who));
  for (const { members, at } of met) if (at >= since) for (const id of members) active.add(id);
  const counts = [...deedsOf.keys()].map((id) => others.get(id)?.size ?? 0);
  return {
    ...{ members: people.length, came, left, introduced: did(/^introduce\.profile$/).length },
    ...{ took: enrolled.length, matchedPeople: isMatched.size, matches: matched.length, meetings: met.length },
    neverMatched: settled.filter(([id]) => !isMatched.has(id)).length,
    metAnybody: [...others.values()].filter((some) => some.size > 0).length,
    othersMet: mean(counts),
    othersMetHalf: percentile(counts, 0.5),
    ...pairsMet(record),
    fellSilent: silences.filter(({ wasSilent }) => wasSilent).length,
    returns: {
      all: record.returned.length,
      byMessage: record.returned.filter(({ notice }) => notice !== undefined).length,
    },
    reactivated: silences.filter(({ cameBack }) => cameBack).length,
    active: [...active].filter((id) => deedsOf.get(id)?.some(({ what }) => what === "left") !== true).length,
    circles: {
      begun: circles.length,
      alive: circles.filter(({ state, lifeAt }) => state === "active" && lifeAt >= since).length,
      people: circles.filter(({ state }) => state === "active").reduce((sum, circle) => sum + circle.members, 0),
    },
    weekly: weeklyMessages(record),
    verdict: judge(record),
  };
}

function pairsMet({ people, met }: YearRecord): Pick<Figures, "acrossInstitutions" | "repeatedPairs"> {
  const institution = new Map(people.map((who) => [who.id, who.institution]));
  const meetings = met.flatMap(({ members }) => pairsOf(members));
  const pairs = new Map(meetings.map(([a, b]) => [pairKey(a, b), institution.get(a) !== institution.get(b)]));
  const across = [...pairs.values()].filter(Boolean).length;
  return { acrossInstitutions: across / Math.max(1, pairs.size), repeatedPairs: meetings.length - pairs.size };
}

function joinedAt(mine: readonly Deed[]): number {
  return mine.find(({ what }) => /^(meet join|meet\.join)$/.test(what))?.at ?? Infinity;
}

/** Said STOP, paused or left before their third week was over: nobody could be brought together with them. */
function leftEarly(mine: readonly Deed[]): boolean {
  const until = joinedAt(mine) + SETTLED_WEEKS * WEEK;
  return mine.some(({ what, at }) => /^(left|stop|meet\.pause)$/.test(what) && at < until);
}

function othersMet({ met }: YearRecord): ReadonlyMap<string, ReadonlySet<string>> {
  const others = new Map<string, Set<string>>();
  for (const { members } of met) {
    for (const id of members) {
      const mine = others.get(id) ?? new Set<string>();
      for (const other of members) if (other !== id) mine.add(other);
      others.set(id, mine);
    }
  }
  return others;
}

/** Whether somebody did nothing for four open weeks before the end or before the next deed, and came back. */
function silenceOf(mine: readonly Deed[], { until }: YearRecord) {
  const instants = mine.map(({ at }) => at);
  const gaps = instants.map((at, place) => {
    const next = instants[place + 1] ?? until;
    return openDaysBefore(next, SILENT_DAYS) > at;
  });
  const hasLeft = mine.some(({ what }) => what === "left");
  const cameBack = gaps.slice(0, -1).some((isLong, place) => isLong && mine[place + 1]?.what !== "left");
  return { wasSilent: cameBack || (gaps.at(-1) === true && !hasLeft), cameBack };
}

/** Of each person and each week from their coming to their going. */
function weeklyMessages({ from, until, told, deeds }: YearRecord): Figures["weekly"] {
  const weekOf = (at: number) => Math.floor((at - from) / WEEK);
  const counts = new Map<string, number>();
  for (const { to, proactive, at, place } of told) {
    for (const id of proactive && place !== "channel" ? to : []) {
      const key = `${id} ${weekOf(at)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const leftIn = new Map(deeds.flatMap(({ who, what, at }) => (what === "left" ? [[who, weekOf(at)] as const] : [])));
  const all = deeds.flatMap(({ who, what, at }) => {
    if (what !== "joined") return [];
    const [first, last] = [weekOf(at), leftIn.get(who) ?? weekOf(until) - 1];
    return Array.from({ length: last - first + 1 }, (_, place) => counts.get(`${who} ${first + place}`) ?? 0);
  });
  return {
    mean: mean(all),
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    most: all.reduce((most, count) => Math.max(most, count), 0),
  };
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which this share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
