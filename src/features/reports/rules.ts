/** What something that was reported is about. What stands on the shelf has a report of its own, mentoring too. */
export const reportKinds = ["person", "message", "circle", "other"] as const;
export type ReportKind = (typeof reportKinds)[number];

/** So much can one member report in a day: enough for a bad day, and nobody is drowned in it. */
export const MOST_REPORTS = 5;
export const MOST_TEXT = 1_500;

export interface Subject {
  readonly isMessage: boolean;
  readonly personId?: string | undefined;
  readonly circleId?: string | undefined;
  readonly link?: string | undefined;
}

export function kindOf({ isMessage, personId, circleId, link }: Subject): ReportKind {
  if (isMessage || link !== undefined) return "message";
  if (circleId !== undefined) return "circle";
  return personId === undefined ? "other" : "person";
}

/** The same for what is about the same: the person before all, then the circle, then the message; else it stands alone. */
export function caseKeyOf({ personId, circleId, link }: Subject, id: string): string {
  if (personId !== undefined) return `person:${personId}`;
  if (circleId !== undefined) return `circle:${circleId}`;
  return link === undefined ? `report:${id}` : `message:${link}`;
}

export interface Concerned {
  readonly aboutId: string | null;
  /** Who leads the circle that it is about. */
  readonly leaders: readonly string[];
}

/** Whoever it is about, or leads what it is about, never reads it. */
export function mayRead(readerId: string, { aboutId, leaders }: Concerned): boolean {
  return readerId !== aboutId && !leaders.includes(readerId);
}

export interface Reported {
  readonly id: string;
  readonly caseKey: string;
  readonly reporterId: string | null;
  readonly createdAt: Date;
}

export interface Case<R extends Reported> {
  /** The first report: the case is called by its id. */
  readonly first: R;
  /** All of them, the oldest first. */
  readonly reports: readonly R[];
  /** By how many people; of those who were forgotten each report counts as one. */
  readonly reporters: number;
}

/** Reports of the same as one case each, the oldest case first. */
export function casesOf<R extends Reported>(rows: readonly R[]): readonly Case<R>[] {
  const sorted = rows.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  const groups = new Map<string, [R, ...R[]]>();
  for (const row of sorted) {
    const group = groups.get(row.caseKey);
    if (group) group.push(row);
    else groups.set(row.caseKey, [row]);
  }
  return [...groups.values()].map((reports) => ({
    first: reports[0],
    reports,
    reporters: new Set(reports.map(({ reporterId, id }) => reporterId ?? id)).size,
  }));
}

/** A report as organisers hear of it. */
export interface CaseFacts {
  readonly kind: ReportKind;
  readonly about?: { readonly person: string } | undefined;
  readonly circle?: string | undefined;
  readonly link?: string | undefined;
  readonly from: { readonly person: string };
  readonly words: string;
  /** How many there are about the same. */
  readonly count: number;
}
