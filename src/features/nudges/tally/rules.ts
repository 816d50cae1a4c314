// What became of the messages that nobody asked for, in counts: pure.

/** What a message was about, as people know it; a word of `messages.about` in the catalogue. */
export const subjects = [
  "meetups",
  "introductions",
  "mentoring",
  "circles",
  "asks",
  "shelf",
  "care",
  "tips",
  "organising",
] as const;
export type Subject = (typeof subjects)[number];

/** The file of a notice's words → what it is about; those of `organising` are for whoever runs the community. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  meet: "meetups",
  introduce: "introductions",
  connect: "introductions",
  mentor: "mentoring",
  cohort: "mentoring",
  circle: "circles",
  circleMeetings: "circles",
  circleProtocols: "circles",
  ask: "asks",
  resources: "shelf",
  shelf: "shelf",
  tips: "tips",
  my: "care",
  care: "care",
  circleHomes: "organising",
  report: "organising",
  setup: "organising",
  upkeep: "organising",
};

/** What a notice such as "meet.match" is about; undefined for one that nobody has said it of. */
export function subjectOf(notice: string): Subject | undefined {
  return SUBJECTS[notice.split(".")[0] ?? ""];
}

/** Why a message had to wait. */
export const waits = [
  "quietHours",
  "weekend",
  "fridayMidday",
  "calendar",
  "gentle",
  "dayBudget",
  "weekBudget",
  "paused",
] as const;
export type Wait = (typeof waits)[number];

/** Why a message was let go. "inPeace": news for all, and they grew quiet; "outdated": it was no longer true; "failed": the platform did not take it. */
export const losses = ["stopped", "inPeace", "stale", "outdated", "unreached", "failed"] as const;
export type Loss = (typeof losses)[number];

const OUTDATED = ["rules", "away", "cancelled", "late", "left", "moved", "returned"];

function lossOf(status: string, reason: string | null): Loss {
  if (reason === "stopped" || reason === "inPeace" || reason === "stale") return reason;
  if (reason !== null && OUTDATED.includes(reason)) return "outdated";
  return status === "dead" && reason !== "closed" ? "failed" : "unreached";
}

/** So many messages of a kind came to this. */
export interface Row {
  readonly notice: string;
  readonly status: string;
  readonly reason: string | null;
  readonly heldWhy: string | null;
  readonly count: number;
}

export interface Tally {
  /** Messages that went out, and what went out inside another one. */
  readonly sent: number;
  readonly merged: number;
  readonly waiting: number;
  readonly dropped: number;
  /** Of all of them: those that the gate let wait, by what kept them last. */
  readonly waits: readonly (readonly [Wait, number])[];
  readonly losses: readonly (readonly [Loss, number])[];
  /** What went out, alone or inside another one, by what it was about. */
  readonly about: readonly (readonly [Subject, number])[];
}

type Fate = "sent" | "merged" | "waiting" | "dropped";

function fateOf(status: string): Fate {
  switch (status) {
    case "sent":
    case "maybeSent":
      return "sent";
    case "merged":
      return "merged";
    case "dropped":
    case "dead":
      return "dropped";
    default:
      return "waiting";
  }
}

/** What was for a room that could not be is counted where it went: to each of its people alone. */
const SPREAD = "apart";

/** Every message is in one of the four counts; lists hold what is not zero, the greatest first. */
export function tallyOf(rows: readonly Row[]): Tally {
  const fates: Record<Fate, number> = { sent: 0, merged: 0, waiting: 0, dropped: 0 };
  const byWait = new Map<Wait, number>();
  const byLoss = new Map<Loss, number>();
  const bySubject = new Map<Subject, number>();
  const add = <Key>(counts: Map<Key, number>, key: Key, count: number) =>
    counts.set(key, (counts.get(key) ?? 0) + count);
  for (const { notice, status, reason, heldWhy, count } of rows) {
    if (reason === SPREAD) continue;
    const fate = fateOf(status);
    fates[fate] += count;
    const wait = waits.find((known) => known === heldWhy);
    if (wait !== undefined) add(byWait, wait, count);
    if (fate === "dropped") add(byLoss, lossOf(status, reason), count);
    if (fate === "sent" || fate === "merged") add(bySubject, subjectOf(notice) ?? "organising", count);
  }
  return {
    ...fates,
    waits: ranked(byWait, waits),
    losses: ranked(byLoss, losses),
    about: ranked(bySubject, subjects),
  };
}

function ranked<Key>(counts: ReadonlyMap<Key, number>, order: readonly Key[]): readonly (readonly [Key, number])[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort(([a, many], [b, more]) => more - many || order.indexOf(a) - order.indexOf(b));
}
