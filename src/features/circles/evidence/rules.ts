// What a circle did, in figures. Pure: everything is counted from one plain object, and dates are local ("2026-11-24").

/** All that an evidence pack tells of a circle. */
export interface EvidenceFacts {
  readonly circle: string;
  readonly question: string;
  /** reflect | plan | do | evaluate */
  readonly stage: string;
  readonly startedOn: string;
  /** The last day that was planned or, of a circle that is over, was. */
  readonly endsOn: string | undefined;
  /** How it ended; undefined while it goes on. */
  readonly outcome: "finished" | "archived" | "merged" | undefined;
  /** What the circle takes with it, in the words of whoever finished it. */
  readonly words: string | undefined;
  /** How long it has lasted, in whole weeks. */
  readonly weeks: number;
  readonly people: readonly EvidencePerson[];
  readonly products: readonly EvidenceProduct[];
  /** Those that were held. */
  readonly meetings: readonly EvidenceMeeting[];
  readonly actions: readonly EvidenceAction[];
  /** What this was made on. */
  readonly madeOn: string;
}

export interface EvidencePerson {
  /** What attendance and actions know the person by. */
  readonly key: string;
  /** Undefined for somebody who has been forgotten: counted among the members, and told nothing else of. */
  readonly name: string | undefined;
  /** Each time that the person was a member: both days belong to it; without a last day it goes on. */
  readonly periods: readonly { readonly from: string; readonly until: string | undefined }[];
}

export interface EvidenceProduct {
  readonly stage: string;
  readonly dueOn: string;
  readonly text: string;
  readonly link: string | undefined;
  readonly doneOn: string | undefined;
}

export interface EvidenceMeeting {
  readonly on: string;
  readonly minutes: number;
  readonly stage: string;
  /** One for a person; without a key it is of somebody who has been forgotten. */
  readonly attendance: readonly {
    readonly key: string | undefined;
    readonly state: "expected" | "present" | "absent";
  }[];
  /** What was decided, as the circle wrote it. */
  readonly notes: string | undefined;
}

export interface EvidenceAction {
  readonly text: string;
  /** Undefined where nobody said that they would, or the person has been forgotten. */
  readonly owner: string | undefined;
  readonly dueOn: string;
  readonly doneOn: string | undefined;
  /** Since when it is no longer needed; then it is counted apart. */
  readonly droppedOn?: string | undefined;
}

/** Meetings at which somebody was expected: what they, or somebody for them, said of those. */
export interface Attendance {
  /** Of how many it was said whether they were there. */
  readonly said: number;
  readonly attended: number;
  /** Of how many nothing was said: perhaps they were there, and perhaps not. */
  readonly unsaid: number;
  /** Attended of those said: 0 to 100, rounded to whole ones; undefined when nothing was said. */
  readonly percent: number | undefined;
}

export interface EvidenceFigures {
  readonly meetings: number;
  /** Of all meetings. */
  readonly minutes: number;
  /** By key; nobody who has been forgotten. */
  readonly people: ReadonlyMap<string, Attendance>;
  readonly overall: Attendance;
  /** Those that are done or still needed. */
  readonly actions: number;
  readonly actionsDone: number;
  readonly actionsDropped: number;
  readonly products: number;
  readonly productsDone: number;
}

/**
 * Attendance is that of meetings at which anybody's was noted. A person is expected at those on days of their membership,
 * whatever else was noted; somebody who came as a guest, before joining or after leaving, was not expected. Whoever did
 * not say is counted apart: silence is no absence.
 */
export function figuresOf({ people, meetings, actions, products }: EvidenceFacts): EvidenceFigures {
  const noted = meetings.filter(isNoted);
  const each = new Map(
    people.flatMap((person) => (person.name === undefined ? [] : [[person.key, attendanceOf(person, noted)] as const])),
  );
  const all = [...each.values()];
  return {
    meetings: meetings.length,
    minutes: sum(meetings.map(({ minutes }) => minutes)),
    people: each,
    overall: attendance(
      sum(all.map(({ said }) => said)),
      sum(all.map(({ attended }) => attended)),
      sum(all.map(({ unsaid }) => unsaid)),
    ),
    actions: actions.filter(({ droppedOn }) => droppedOn === undefined).length,
    actionsDropped: actions.filter(({ droppedOn }) => droppedOn !== undefined).length,
    actionsDone: actions.filter(({ doneOn }) => doneOn !== undefined).length,
    products: products.length,
    productsDone: products.filter(({ doneOn }) => doneOn !== undefined).length,
  };
}

/** Whether anybody said who was there. */
export function isNoted({ attendance: states }: EvidenceMeeting): boolean {
  return states.some(({ state }) => state !== "expected");
}

export function isExpected({ periods }: EvidencePerson, on: string): boolean {
  return periods.some(({ from, until }) => from <= on && (until === undefined || on <= until));
}

/** Whether the person was there. */
export function isPresent({ attendance: states }: EvidenceMeeting, key: string): boolean {
  return states.some((one) => one.key === key && one.state === "present");
}

/** Whether the person, or somebody for them, said that they were not. */
export function isAbsent({ attendance: states }: EvidenceMeeting, key: string): boolean {
  return states.some((one) => one.key === key && one.state === "absent");
}

function attendanceOf(person: EvidencePerson, noted: readonly EvidenceMeeting[]): Attendance {
  const own = noted.filter(({ on }) => isExpected(person, on));
  const attended = own.filter((meeting) => isPresent(meeting, person.key)).length;
  const said = attended + own.filter((meeting) => isAbsent(meeting, person.key)).length;
  return attendance(said, attended, own.length - said);
}

function attendance(said: number, attended: number, unsaid: number): Attendance {
  return { said, attended, unsaid, percent: said === 0 ? undefined : Math.round((100 * attended) / said) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
