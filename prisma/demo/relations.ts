/** Someone who assesses the work of another; both are keys of people. The bot never matches the two. */
interface DemoEvaluation {
  readonly evaluator: string;
  readonly evaluated: string;
}

/** A private wish of `member`, never shown to `other`; both are keys of people. */
interface DemoDoNotMeet {
  readonly member: string;
  readonly other: string;
}

/** A meet-up of the past. */
interface DemoMeeting {
  /** Rounds ago: 1 is the latest round before the first start. */
  readonly weeksAgo: number;
  /** Keys of two or three people. */
  readonly members: readonly string[];
  /** The answer at the check-in; "some" is said of a group that met without one of its members. */
  readonly outcome: "met" | "some" | "wontHappen";
}

/** A principal and a teacher of his school; a lecturer and the student teacher whose practice he marks. */
export const demoEvaluations: readonly DemoEvaluation[] = [
  { evaluator: "hendra", evaluated: "dewi" },
  { evaluator: "irwan", evaluated: "nadia" },
];

export const demoDoNotMeet: readonly DemoDoNotMeet[] = [{ member: "wahyu", other: "lestari" }];

/** Two months of meet-ups, oldest first. */
export const demoHistory: readonly DemoMeeting[] = [
  { weeksAgo: 9, members: ["sari", "made"], outcome: "met" },
  { weeksAgo: 9, members: ["andi", "haruka"], outcome: "met" },
  { weeksAgo: 8, members: ["cut", "yulia"], outcome: "met" },
  { weeksAgo: 8, members: ["claire", "nadia"], outcome: "met" },
  { weeksAgo: 7, members: ["sari", "andi", "maria"], outcome: "met" },
  { weeksAgo: 7, members: ["wahyu", "rizal"], outcome: "wontHappen" },
  { weeksAgo: 7, members: ["made", "meera"], outcome: "met" },
  { weeksAgo: 6, members: ["lestari", "irwan"], outcome: "met" },
  { weeksAgo: 6, members: ["hendra", "bayu"], outcome: "met" },
  { weeksAgo: 5, members: ["agus", "yohanes", "dewi"], outcome: "met" },
  { weeksAgo: 5, members: ["sari", "claire"], outcome: "met" },
  { weeksAgo: 5, members: ["lalu", "farah"], outcome: "met" },
  { weeksAgo: 4, members: ["elsina", "yulianus", "wahyu"], outcome: "some" },
  { weeksAgo: 4, members: ["marites", "andi"], outcome: "met" },
  { weeksAgo: 3, members: ["nadia", "sari"], outcome: "met" },
  { weeksAgo: 3, members: ["cut", "maria"], outcome: "wontHappen" },
  { weeksAgo: 3, members: ["jonas", "bayu"], outcome: "met" },
  { weeksAgo: 2, members: ["zeferino", "farah", "irwan"], outcome: "some" },
  { weeksAgo: 2, members: ["selvina", "lestari"], outcome: "met" },
  { weeksAgo: 1, members: ["sari", "lalu"], outcome: "met" },
  { weeksAgo: 1, members: ["fitri", "made"], outcome: "met" },
  { weeksAgo: 1, members: ["meera", "jonas"], outcome: "met" },
  { weeksAgo: 1, members: ["elsina", "yohanes", "maria"], outcome: "met" },
];
