// What became of the messages that nobody asked for, in counts. Pure.

/** What a message is about, as words of the catalogue, by the file of its words. */
export const subjects = [
  "introduce",
  "connect",
  "meet",
  "mentor",
  "cohort",
  "circle",
  "ask",
  "shelf",
  "care",
  "organisers",
  "other",
] as const;
export type Subject = (typeof subjects)[number];

const OTHER_NAMES: Readonly<Record<string, Subject>> = {
  circleMeetings: "circle",
  circleProtocols: "circle",
  circleEvidence: "circle",
  resources: "shelf",
  opportunities: "shelf",
  setup: "organisers",
  upkeep: "organisers",
  my: "meet",
};

/** @param notice "<file>.<notice>" */
export function subjectOf(notice: string): Subject {
  const [file = ""] = notice.split(".");
  return subjects.find((known) => known === file) ?? OTHER_NAMES[file] ?? "other";
}

export const fates = ["sent", "merged", "waiting", "dropped", "failed"] as const;
export type Fate = (typeof fates)[number];

const FATES: Readonly<Record<string, Fate>> = {
  sent: "sent",
  maybeSent: "sent",
  merged: "merged",
  pending: "waiting",
  leased: "waiting",
  merging: "waiting",
  dropped: "dropped",
  dead: "failed",
};

/** Why one waits, was dropped or came to nothing, as words of the catalogue. */
export const causes = [
  "quietHours",
  "weekend",
  "fridayMidday",
  "calendar",
  "gentle",
  "dayBudget",
  "weekBudget",
  "paused",
  "stopped",
  "inPeace",
  "stale",
  "overtaken",
  "left",
  "closed",
  "platform",
  "other",
] as const;
export type Cause = (typeof causes)[number];

/** What is taken back since it is true no longer has many names: all mean the same to organisers. */
const OVERTAKEN = new Set(["rules", "returned", "away", "channelShared", "changed"]);
const AT_FAULT = new Set(["platformAway", "refused", "fault", "unsure", "platform"]);

function causeOf(reason: string | null): Cause | undefined {
  if (reason === null || reason === "sending") return undefined;
  if (reason === "gone") return "left";
  if (OVERTAKEN.has(reason)) return "overtaken";
  if (AT_FAULT.has(reason)) return "platform";
  return causes.find((known) => known === reason) ?? "other";
}

/** So many deliveries with the same status, reason and notice. */
export interface Counted {
  readonly status: string;
  readonly reason: string | null;
  readonly notice: string;
  readonly count: number;
}

export interface Summary {
  readonly total: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** Of those that wait, were dropped or failed; most first, only what there is. */
  readonly causes: readonly { readonly fate: Fate; readonly cause: Cause; readonly count: number }[];
  readonly subjects: readonly { readonly subject: Subject; readonly count: number; readonly sent: number }[];
}

/** All of it added up: each message counts once in each of the three lists in which it belongs. */
export function summed(rows: readonly Counted[]): Summary {
  const totals: Record<Fate, number> = { sent: 0, merged: 0, waiting: 0, dropped: 0, failed: 0 };
  const byCause = new Map<string, { fate: Fate; cause: Cause; count: number }>();
  const bySubject = new Map<Subject, { subject: Subject; count: number; sent: number }>();
  for (const { status, reason, notice, count } of rows) {
    const fate = FATES[status] ?? "failed";
    totals[fate] += count;
    const subject = subjectOf(notice);
    const about = bySubject.get(subject) ?? { subject, count: 0, sent: 0 };
    about.count += count;
    if (fate === "sent" || fate === "merged") about.sent += count;
    bySubject.set(subject, about);
    const cause = causeOf(reason);
    if (cause === undefined || fate === "sent" || fate === "merged") continue;
    const key = `${fate} ${cause}`;
    const known = byCause.get(key) ?? { fate, cause, count: 0 };
    known.count += count;
    byCause.set(key, known);
  }
  const most = <T extends { count: number }>(all: Iterable<T>) => [...all].sort((a, b) => b.count - a.count);
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    fates: totals,
    causes: most(byCause.values()),
    subjects: most(bySubject.values()),
  };
}
