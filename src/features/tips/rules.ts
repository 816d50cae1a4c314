import type { Topic } from "../introductions/rules.js";

/** What tips are about; the order in which they are browsed. */
export const themes = [
  "introducing",
  "opening",
  "mentor",
  "thanking",
  "followUp",
  "disagreeing",
  "bridging",
  "ending",
  "sayingNo",
  "touch",
  "groupHelp",
  "address",
  "indirect",
] as const;

export type Theme = (typeof themes)[number];

/** Every tip by its key in the catalogue (`all.<key>`), those of a theme in the order in which they are shown. */
export const tipsOf = {
  introducing: ["introOneLine", "introGiveSeek", "introSmallStory"],
  opening: ["openDetail", "openOneQuestion", "openTwoTimes", "openFollowQuestion"],
  mentor: ["mentorOneAsk", "mentorTried", "mentorWayOut", "mentorPrepare"],
  thanking: ["thankSpecific", "thankResult", "thankCredit"],
  followUp: ["followNextDay", "followPromise", "followSilence", "followSecondTalk"],
  disagreeing: ["disagreeAskFirst", "disagreeBoth", "disagreePrivate", "disagreeWritten"],
  bridging: ["bridgeAskBoth", "bridgeWhy", "bridgeAfter"],
  ending: ["endSayIt", "endHarvest", "endDoor"],
  sayingNo: ["noShort", "noOther", "noTime"],
  touch: ["touchSmall", "touchOld", "touchRhythm", "touchWide"],
  groupHelp: ["groupClear", "groupNamed", "groupReport"],
  address: ["addressStart", "addressKak", "addressTitle", "addressDrop"],
  indirect: ["softLater", "softInsyaallah", "softSilence", "softDirectNo"],
} as const satisfies Readonly<Record<Theme, readonly string[]>>;

export type TipKey = (typeof tipsOf)[Theme][number];

export const tips: readonly TipKey[] = themes.flatMap((theme) => [...tipsOf[theme]]);

export function themeOf(tip: TipKey): Theme {
  return themes.find((theme) => tipsIn(theme).includes(tip)) ?? "touch";
}

/** A tip as a button or a row names it; undefined for what is none, or no more. */
export function tipIn(written: string | null): TipKey | undefined {
  return tips.find((known) => known === written);
}

export function themeIn(written: string): Theme | undefined {
  return themes.find((known) => known === written);
}

function tipsIn(theme: Theme): readonly TipKey[] {
  return tipsOf[theme];
}

/** How somebody knows the people that a tip may speak of. */
export const bonds = ["match", "asking", "met", "over", "mentoring", "circle"] as const;
export type Bond = (typeof bonds)[number];

/** People with whom somebody has to do just now. */
export interface Tie {
  readonly bond: Bond;
  /** Of the meeting, request, mentorship or circle. */
  readonly id: string;
  /** Members' ids, the one to write to first; nobody where it is not decided yet. */
  readonly people: readonly string[];
  readonly topic?: Topic | undefined;
}

/** Where a member is just now; the latest tie of each bond first. */
export interface Situation {
  readonly isIntroduced: boolean;
  readonly ties: readonly Tie[];
}

export type Moment = "new" | "settled" | Bond;

/** What helps at which moment, the nearest first. */
const MOMENT_THEMES: Readonly<Record<Moment, readonly Theme[]>> = {
  new: ["introducing", "address"],
  match: ["opening", "address", "indirect"],
  asking: ["mentor", "indirect"],
  met: ["thanking", "followUp"],
  over: ["ending", "touch", "thanking"],
  mentoring: ["mentor", "thanking", "followUp"],
  circle: ["disagreeing", "groupHelp", "ending"],
  settled: ["touch", "bridging", "groupHelp", "sayingNo", "address", "indirect"],
};

/** Of whom a theme speaks, the likeliest first; other ties are no help to it. */
const THEME_BONDS: Readonly<Record<Theme, readonly Bond[]>> = {
  introducing: ["match"],
  opening: ["match"],
  mentor: ["asking", "mentoring"],
  thanking: ["met", "over", "mentoring"],
  followUp: ["met", "mentoring", "match"],
  disagreeing: ["circle", "mentoring", "met"],
  bridging: ["met", "match", "circle"],
  ending: ["over", "circle", "mentoring"],
  sayingNo: ["match", "circle", "met"],
  touch: ["over", "met"],
  groupHelp: ["circle"],
  address: ["match", "asking", "mentoring", "met"],
  indirect: ["match", "asking", "mentoring", "circle"],
};

export function momentOf({ isIntroduced, ties }: Situation): Moment {
  if (!isIntroduced) return "new";
  return bonds.find((bond) => ties.some((tie) => tie.bond === bond)) ?? "settled";
}

export function themesAt(moment: Moment): readonly Theme[] {
  return MOMENT_THEMES[moment];
}

/**
 * The tip to show at a moment: one of those that help there, another each day.
 * @param day Days since any fixed one
 */
export function tipAt(moment: Moment, day: number): TipKey {
  const fitting = themesAt(moment).flatMap(tipsIn);
  return fitting[((day % fitting.length) + fitting.length) % fitting.length] ?? "touchSmall";
}

/** The one after it in its theme, and after the last the first of the next theme. */
export function tipAfter(tip: TipKey): TipKey {
  return tips[(tips.indexOf(tip) + 1) % tips.length] ?? tip;
}

/** As somebody says it of themselves: nobody is "Pak" to themselves. */
export function ownName(called: string): string {
  return called.replace(/^(Pak|Bu|Kak) (?=\S)/, "");
}

/** Whom and what a tip of this theme may name. */
export interface About {
  readonly who?: string;
  /** A second person, where the theme is about two. */
  readonly other?: string;
  readonly topic?: Topic;
}

/**
 * The people and the topic that fit a theme: those of the tie with that id, if there is one, or else of the likeliest.
 * The two are never the same person.
 */
export function aboutFor(theme: Theme, ties: readonly Tie[], id?: string): About {
  const fitting = THEME_BONDS[theme].flatMap((bond) => ties.filter((tie) => tie.bond === bond));
  const tie = ties.find((one) => one.id === id) ?? fitting[0];
  if (!tie) return {};
  const [who] = tie.people;
  const second = [tie, ...fitting].flatMap(({ people }) => people).find((person) => person !== who);
  return {
    ...(who === undefined ? {} : { who }),
    ...(who === undefined || second === undefined ? {} : { other: second }),
    ...(tie.topic === undefined ? {} : { topic: tie.topic }),
  };
}
