import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { join } from "node:path";
import { loadWords } from "../../../src/chat/words.js";
import type { Part, PrintedDocument } from "../../../src/documents/document.js";
import { evidenceDocument } from "../../../src/features/circles/evidence/notices.js";
import type { EvidenceFacts } from "../../../src/features/circles/evidence/rules.js";

const words = loadWords(join(process.cwd(), "src/locales"));

export function documentOf(facts: EvidenceFacts, locale = "en"): PrintedDocument {
  return evidenceDocument(facts, { locale, from: (file, key, values) => words.say(locale, file, key, values) });
}

/** Three members, one of them forgotten, and three meetings whose figures can be counted by hand. */
export const small: EvidenceFacts = {
  circle: "Numerasi Pagi",
  question: "Bagaimana murid menjelaskan pecahan?",
  stage: "do",
  startedOn: "2026-09-01",
  endsOn: "2026-10-31",
  ...{ outcome: undefined, words: undefined, weeks: 9 },
  people: [
    { key: "sari", name: "Sari Dewi", periods: [{ from: "2026-09-01", until: undefined }] },
    {
      key: "made",
      name: "I Made Ārya Şükrü Đặng",
      periods: [
        { from: "2026-09-01", until: "2026-09-10" },
        { from: "2026-10-01", until: undefined },
      ],
    },
    { key: "gone", name: undefined, periods: [{ from: "2026-09-01", until: "2026-09-20" }] },
  ],
  products: [
    { stage: "plan", dueOn: "2026-09-20", text: "Lesson plan", link: "https://example.org/plan", doneOn: "2026-09-19" },
    { stage: "reflect", dueOn: "2026-09-08", text: "Three pieces of work", link: undefined, doneOn: undefined },
  ],
  meetings: [
    {
      on: "2026-10-08",
      minutes: 45,
      stage: "do",
      attendance: [
        { key: "sari", state: "absent" },
        { key: "made", state: "present" },
      ],
      notes: undefined,
    },
    {
      on: "2026-09-08",
      minutes: 60,
      stage: "reflect",
      attendance: [
        { key: "sari", state: "present" },
        { key: "made", state: "present" },
        { key: undefined, state: "present" },
      ],
      notes: "We look at three pieces of work.\nNext time: the plan.",
    },
    {
      on: "2026-09-22",
      minutes: 90,
      stage: "plan",
      attendance: [
        { key: "sari", state: "present" },
        { key: "made", state: "present" },
      ],
      notes: "Planned.",
    },
    { on: "2026-10-22", minutes: 30, stage: "do", attendance: [{ key: "sari", state: "expected" }], notes: "" },
  ],
  actions: [
    { text: "Try the task in class 5", owner: "sari", dueOn: "2026-09-22", doneOn: "2026-09-21" },
    { text: "Ask the library", owner: undefined, dueOn: "2026-10-22", doneOn: undefined },
    { text: "Print cards", owner: "made", dueOn: "2026-10-23", doneOn: undefined, droppedOn: "2026-10-20" },
  ],
  madeOn: "2026-11-24",
};

/** As many members and meetings, with long minutes. */
export function large(members: number, meetings: number): EvidenceFacts {
  const key = (place: number) => `m${place}`;
  const dateOf = (place: number) => new Date(Date.UTC(2026, 0, 6 + 7 * place)).toISOString().slice(0, 10);
  return {
    ...small,
    people: Array.from({ length: members }, (_, place) => ({
      key: key(place),
      name: `Anggota Nomor ${place}`,
      periods: [{ from: "2026-01-01", until: undefined }],
    })),
    meetings: Array.from({ length: meetings }, (_, place) => ({
      on: dateOf(place),
      minutes: 60,
      stage: "do",
      attendance: Array.from({ length: members }, (_, who) => ({
        key: key(who),
        state: (who + place) % 4 === 0 ? ("absent" as const) : ("present" as const),
      })),
      notes: `Notula ${place}. ${"Murid menjelaskan jawabannya dengan gambar dan kata sendiri. ".repeat(15)}`,
    })),
    actions: Array.from({ length: meetings * 2 }, (_, place) => ({
      text: `Tindakan ${place}: ${"mencoba tugas terbuka di kelas ".repeat(place % 7)}`,
      owner: key(place % members),
      dueOn: dateOf(place % meetings),
      doneOn: place % 3 === 0 ? undefined : dateOf(place % meetings),
    })),
  };
}

/** Every text of the description, in its order. */
export function textsOf({ title, parts, footer }: PrintedDocument): string[] {
  return [title, ...parts.flatMap(partTexts), footer];
}

function partTexts(part: Part): string[] {
  switch (part.kind) {
    case "heading":
    case "text":
      return [part.text];
    case "list":
      return [...part.items];
    case "facts":
      return part.facts.flatMap((fact) => [...fact]);
    case "table":
      return [...part.columns.map(({ label }) => label), ...part.rows.flatMap((row) => [...row])];
  }
}

/** A text without the places where its lines were broken. */
export function squeezed(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, "");
}

export interface Piece {
  readonly text: string;
  /** Points from the foot of the page. */
  readonly y: number;
}

/** What somebody else's reader finds in a PDF file, page by page. */
export async function readPdf(file: Uint8Array): Promise<Piece[][]> {
  const loading = getDocument({ data: Uint8Array.from(file), verbosity: 0 });
  const pdf = await loading.promise;
  const pages: Piece[][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.flatMap((item) => ("str" in item ? [{ text: item.str, y: Number(item.transform[5]) }] : [])));
  }
  await loading.destroy();
  return pages;
}
