import type { Figures } from "./figures.js";
import type { Verdict } from "./judge.js";

/** A year and what to call it. */
export interface Year {
  readonly name: string;
  readonly figures: Figures;
}

type Line = readonly [label: string, value: (figures: Figures) => string];

const whole = (value: number) => String(value);
const decimal = (value: number) => value.toFixed(1);
const share = (part: number, of: number) => (of === 0 ? "–" : `${Math.round((100 * part) / of)} %`);

const LINES: readonly Line[] = [
  ["people who came", ({ came }) => whole(came)],
  ["  and left for good", ({ left }) => whole(left)],
  ["introduced", ({ introduced, came }) => `${introduced} (${share(introduced, came)})`],
  ["in the meet-up", ({ took, came }) => `${took} (${share(took, came)})`],
  ["met somebody", ({ metAnybody, came }) => `${metAnybody} (${share(metAnybody, came)})`],
  ["  in the meet-up for 3 weeks, never matched", ({ neverMatched }) => whole(neverMatched)],
  ["matches", ({ matches }) => whole(matches)],
  ["  that led to a meeting", ({ meetings, matches }) => `${meetings} (${share(meetings, matches)})`],
  ["  of pairs who had met before", ({ repeatedPairs }) => whole(repeatedPairs)],
  ["different people met, a person: mean", ({ othersMet }) => decimal(othersMet)],
  ["  median", ({ othersMetHalf }) => whole(othersMetHalf)],
  ["pairs of two institutions", ({ acrossInstitutions }) => share(acrossInstitutions, 1)],
  ["fell silent for 4 open weeks", ({ fellSilent }) => whole(fellSilent)],
  ["  and did something again", ({ reactivated, fellSilent }) => `${reactivated} (${share(reactivated, fellSilent)})`],
  ["returns of people who had drifted away", ({ returns }) => whole(returns.all)],
  ["  on account of a message", ({ returns }) => whole(returns.byMessage)],
  ["active in the last 4 open weeks", ({ active, came }) => `${active} (${share(active, came)})`],
  ["circles begun", ({ circles }) => whole(circles.begun)],
  ["  alive at the end", ({ circles }) => whole(circles.alive)],
  ["  people in circles that go on", ({ circles }) => whole(circles.people)],
  ["messages to a person in a week: mean", ({ weekly }) => weekly.mean.toFixed(2)],
  ["  median / 95 of 100 at most", ({ weekly }) => `${weekly.p50} / ${weekly.p95}`],
  ["  most", ({ weekly }) => whole(weekly.most)],
];

const PROMISES: Readonly<Record<keyof Verdict, string>> = {
  twiceADay: "more than one message in a day",
  moreThanThreeAWeek: "more than three in seven days",
  atQuietTimes: "in quiet hours, at weekends, Friday midday",
  onClosedDays: "in breaks, exams and holidays",
  afterStop: "after STOP",
  repeats: "the same two within 12 weeks, others being free",
  leftOver: "left over without a word",
  keptApart: "two of whom one asked not to",
  evaluators: "somebody and who evaluates them",
  withoutLanguage: "two without a common language",
  whileAbsent: "somebody who had left, paused or rests",
  faults: "faults in the program's log",
};

/** How often promises were broken in all. */
export function broken(verdict: Verdict): number {
  return Object.values<number>({ ...verdict }).reduce((sum, count) => sum + count, 0);
}

/** The years side by side, in words and numbers, a line each. */
export function reportOf(title: string, years: readonly Year[]): string {
  const rows: (readonly string[])[] = [
    ["", ...years.map(({ name }) => name)],
    ...LINES.map(([label, value]) => [label, ...years.map(({ figures }) => value(figures))]),
    [],
    ["Promises broken", ...years.map(({ figures }) => whole(broken(figures.verdict)))],
    ...promises().map(([key, label]) => [`  ${label}`, ...years.map(({ figures }) => whole(figures.verdict[key]))]),
  ];
  const widths = rows.reduce<readonly number[]>(
    (widest, row) =>
      row.map((cell, place) => Math.max(cell.length, widest[place] ?? 0)).concat(widest.slice(row.length)),
    [],
  );
  const lines = rows.map((row) =>
    row
      .map((cell, place) => (place === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[place] ?? 0) + 2)))
      .join(""),
  );
  return [title, "", ...lines.map((line) => line.trimEnd())].join("\n");
}

function promises(): readonly (readonly [keyof Verdict, string])[] {
  return Object.entries(PROMISES).map(([key, label]) => [key as keyof Verdict, label]);
}
