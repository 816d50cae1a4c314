import { stages } from "../cycle/rules.js";
import { styleOf, textOf } from "../../../chat/text.js";
import { columnDate, dateName } from "../../../chat/when.js";
import type { Facts } from "../../../chat/words.js";
import type { Part, PrintedDocument } from "../../../documents/document.js";
import type words from "../../../locales/en/circleEvidence.json";
import type { KeyIn, Reader } from "../../../outbox/notice.js";
import {
  type Attendance,
  type EvidenceFacts,
  type EvidenceFigures,
  type EvidenceMeeting,
  type EvidencePerson,
  figuresOf,
  isExpected,
  isNoted,
  isAbsent,
  isPresent,
} from "./rules.js";

type Key = KeyIn<typeof words>;

/** Who wants the document: a command's context or a notice's reader. */
export type EvidenceReader = Pick<Reader, "locale" | "from">;

interface Writer {
  readonly facts: EvidenceFacts;
  readonly figures: EvidenceFigures;
  readonly locale: string;
  readonly say: (key: Key, facts?: Facts) => string;
  readonly day: (date: string) => string;
  /** The same in a column, where there is little room. */
  readonly date: (date: string) => string;
  /** So many of so many, where there were any. */
  readonly ofAll: (done: number, all: number) => string;
  readonly number: (value: number) => string;
  readonly nameOf: (person: EvidencePerson) => string;
}

/** What a circle can show for its work, ready to become a page or a PDF file. */
export function evidenceDocument(facts: EvidenceFacts, reader: EvidenceReader): PrintedDocument {
  const { locale, from } = reader;
  const say: Writer["say"] = (key, values) => textOf(from("circleEvidence", key, values));
  const formerMember = say("formerMember");
  const format = new Intl.NumberFormat(styleOf(locale), { maximumFractionDigits: 1 });
  const writer: Writer = {
    facts,
    figures: figuresOf(facts),
    locale,
    say,
    day: (date) => dateName(locale, date),
    date: (date) => columnDate(locale, date),
    ofAll: (done, all) => (all === 0 ? say("none") : say("ofValue", { done, all })),
    number: (value) => format.format(value),
    nameOf: ({ name }) => name ?? formerMember,
  };
  return {
    locale,
    title: say("title", { circle: facts.circle }),
    parts: [
      ...summaryParts(writer),
      ...productParts(writer),
      ...memberParts(writer),
      ...meetingParts(writer),
      ...actionParts(writer),
    ],
    footer: say("footer", { circle: facts.circle, day: writer.day(facts.madeOn) }),
    replacedNote: say("replaced"),
    madeOn: facts.madeOn,
  };
}

function summaryParts({ facts, figures, say, day, number, ofAll }: Writer): Part[] {
  const { overall, actions, actionsDone: done, actionsDropped: dropped } = figures;
  const until = facts.endsOn === undefined ? say("openEnd") : day(facts.endsOn);
  return [
    {
      kind: "facts",
      facts: [
        [say("summary.question"), facts.question],
        [say("summary.stage"), stageName(say, facts.stage)],
        [say("summary.from"), day(facts.startedOn)],
        [say("summary.until"), until],
        [say("summary.weeks"), number(facts.weeks)],
        ...(facts.outcome === undefined ? [] : [[say("summary.outcome"), say(`outcomes.${facts.outcome}`)] as const]),
        [say("summary.members"), number(facts.people.length)],
        [say("summary.meetings"), number(figures.meetings)],
        [say("summary.hours"), number(figures.minutes / 60)],
        [say("summary.attendance"), attendanceText(say, overall)],
        [say("summary.products"), ofAll(figures.productsDone, figures.products)],
        [
          say("summary.actions"),
          dropped === 0 ? ofAll(done, actions) : say("summary.actionsValue", { done, all: actions, dropped }),
        ],
        [say("summary.open"), number(actions - done)],
      ],
    },
    ...(facts.words === undefined
      ? []
      : [{ kind: "heading", level: 2, text: say("words") } as const, { kind: "text", text: facts.words } as const]),
  ];
}

function attendanceText(say: Writer["say"], { percent, attended, said, unsaid }: Attendance): string {
  if (percent === undefined) return say("none");
  const facts = { percent, attended, said };
  return unsaid === 0
    ? say("summary.attendanceValue", facts)
    : say("summary.attendanceUnsaid", { ...facts, count: unsaid });
}

/** In the order of the stages. */
function productParts({ facts, say, date }: Writer): Part[] {
  const rank = (stage: string) => stages.findIndex((known) => known === stage);
  const rows = [...facts.products]
    .sort((a, b) => rank(a.stage) - rank(b.stage))
    .map(({ stage, text, link, dueOn, doneOn }) => [
      stageName(say, stage),
      [text, link ?? ""].filter((words) => words !== "").join(" · ") || say("none"),
      date(dueOn),
      doneOn === undefined ? say("notYet") : date(doneOn),
    ]);
  return section(say("products.title"), say("products.none"), rows, [
    { label: say("products.stage"), share: 2 },
    { label: say("products.what"), share: 6 },
    { label: say("products.due"), share: 2 },
    { label: say("products.done"), share: 2 },
  ]);
}

function memberParts({ facts, figures, say, date, ofAll, nameOf, number }: Writer): Part[] {
  const rows = facts.people.map((person) => {
    const own = figures.people.get(person.key);
    const joined = person.periods.map(({ from }) => date(from)).join("; ");
    const left = person.periods.flatMap(({ until }) => (until === undefined ? [] : [date(until)])).join("; ");
    return [
      nameOf(person),
      joined,
      left === "" ? say("none") : left,
      own === undefined ? say("none") : ofAll(own.attended, own.said),
      own === undefined ? say("none") : number(own.unsaid),
      own?.percent === undefined ? say("none") : say("percent", { percent: number(own.percent) }),
    ];
  });
  const parts = section(say("members.title"), say("members.none"), rows, [
    { label: say("members.name"), share: 5 },
    { label: say("members.joined"), share: 3 },
    { label: say("members.left"), share: 3 },
    { label: say("members.there"), share: 2, align: "right" },
    { label: say("members.unsaid"), share: 3.5, align: "right" },
    { label: say("members.share"), share: 3, align: "right" },
  ]);
  return [...parts, { kind: "text", text: say("members.note") }];
}

/** From the first to the last, each with who was there and what was decided. */
function meetingParts(writer: Writer): Part[] {
  const { facts, say } = writer;
  const meetings = [...facts.meetings].sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
  const none: Part[] = meetings.length === 0 ? [{ kind: "text", text: say("meetings.none") }] : [];
  return [
    { kind: "heading", level: 2, text: say("meetings.title") },
    ...none,
    ...meetings.flatMap((meeting, place) => meetingPart(writer, meeting, place + 1)),
  ];
}

function meetingPart(writer: Writer, meeting: EvidenceMeeting, number: number): Part[] {
  const { facts, say, day, locale, nameOf } = writer;
  const names = (people: readonly EvidencePerson[], others = 0): string => {
    const known = people.map(nameOf);
    const all = others === 0 ? known : [...known, say("meetings.former", { count: others })];
    return all.length === 0 ? say("none") : new Intl.ListFormat(styleOf(locale), { type: "conjunction" }).format(all);
  };
  const present = facts.people.filter(({ key }) => isPresent(meeting, key));
  const forgotten = meeting.attendance.filter(({ key, state }) => key === undefined && state === "present").length;
  // Whoever said nothing may have been there: nothing is claimed of them.
  const others = facts.people.filter(
    (person) => person.name !== undefined && isExpected(person, meeting.on) && !isPresent(meeting, person.key),
  );
  const absent = others.filter(({ key }) => isAbsent(meeting, key));
  const unsaid = others.filter(({ key }) => !isAbsent(meeting, key));
  const who: (readonly [string, string])[] = isNoted(meeting)
    ? [
        [say("meetings.present"), names(present, forgotten)],
        [say("meetings.absent"), names(absent)],
        ...(unsaid.length === 0 ? [] : [[say("meetings.unsaid"), names(unsaid)] as const]),
      ]
    : [[say("meetings.present"), say("meetings.notNoted")]];
  return [
    { kind: "heading", level: 3, text: say("meetings.heading", { number, day: day(meeting.on) }) },
    {
      kind: "facts",
      facts: [
        [say("summary.stage"), stageName(say, meeting.stage)],
        [say("meetings.length"), say("meetings.minutes", { count: meeting.minutes })],
        ...who,
      ],
    },
    {
      kind: "text",
      text: meeting.notes === undefined || meeting.notes === "" ? say("meetings.noNotes") : meeting.notes,
    },
  ];
}

function actionParts({ facts, say, date, nameOf }: Writer): Part[] {
  const people = new Map(facts.people.map((person) => [person.key, person]));
  const rows = [...facts.actions]
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)))
    .map(({ text, owner, dueOn, doneOn, droppedOn }) => {
      const person = owner === undefined ? undefined : people.get(owner);
      const who = person === undefined ? say("none") : nameOf(person);
      const settled = droppedOn === undefined ? say("notYet") : say("actions.dropped");
      return [text, who, date(dueOn), doneOn === undefined ? settled : date(doneOn)];
    });
  return section(say("actions.title"), say("actions.none"), rows, [
    { label: say("actions.what"), share: 5 },
    { label: say("actions.who"), share: 3 },
    { label: say("products.due"), share: 2 },
    { label: say("products.done"), share: 2 },
  ]);
}

type Table = Extract<Part, { kind: "table" }>;

function section(title: string, none: string, rows: Table["rows"], columns: Table["columns"]): Part[] {
  const body: Part = rows.length === 0 ? { kind: "text", text: none } : { kind: "table", columns, rows };
  return [{ kind: "heading", level: 2, text: title }, body];
}

function stageName(say: Writer["say"], stage: string): string {
  const known = stages.find((one) => one === stage);
  return known === undefined ? stage : say(`stages.${known}`);
}
