import { textOf } from "../../chat/text.js";
import { dateName } from "../../chat/when.js";
import type { Part, PrintedDocument } from "../../documents/document.js";
import type words from "../../locales/en/privacy.json";
import type { KeyIn, Reader } from "../../outbox/notice.js";
import { costs, efforts, licences } from "../resources/rules.js";
import { census, models, type HeldModel } from "./census/rules.js";
import type { Section } from "./holdings/rules.js";
import type { ExportedData, ExportedRow } from "./portrait/rules.js";

type Key = KeyIn<typeof words>;

export type DataReader = Pick<Reader, "locale" | "from">;

/** In the order of the page. */
const SECTIONS = [
  ...(["about", "introduction", "meetups", "mentoring", "shelf", "asks", "circles", "care"] as const),
  ...(["messages", "organising"] as const),
] satisfies readonly Section[];

/** What the page shows of a row, in this order; the file has everything. */
const COLUMNS = [
  ...(["name", "title", "label", "institution", "region", "line", "goal", "question", "text", "about"] as const),
  ...(["topic", "topics", "author", "link", "licence", "cost", "effort", "group", "change", "words"] as const),
  ...(["channel", "nextStep", "thanks", "agreements", "summary", "externalId"] as const),
];

/** Where a row says when. */
const WHEN = ["date", "dueOn", "createdAt", "at", "sharedAt", "joinedAt", "startedAt", "answeredAt", "week"];

/** Stored as a code of the shelf, which has a word for each. */
const CODES = new Map<string, readonly [list: string, codes: readonly string[]]>([
  ["licence", ["licences", licences]],
  ["cost", ["costs", costs]],
  ["effort", ["efforts", efforts]],
]);

/** So many rows of a kind are shown; a page is to be read. */
const MOST_ROWS = 100;

/** What is kept about somebody, ready to become a page. @param data as it stands in the file that comes with it */
export function dataDocument(data: ExportedData, reader: DataReader): PrintedDocument {
  const { locale, from } = reader;
  const say = (key: Key, facts?: Parameters<Reader["from"]>[2]) => textOf(from("privacy", key, facts));
  const madeOn = data.madeAt.slice(0, 10);
  const parts = SECTIONS.flatMap((section): Part[] => {
    const own = models.filter((model) => census[model]?.shown === section && data.tables[model] !== undefined);
    if (own.length === 0) return [];
    const heading: Part = { kind: "heading", level: 2, text: say(`sections.${section}`) };
    return [heading, ...own.flatMap((model) => modelParts(model as ShownModel, data.tables[model] ?? [], reader, say))];
  });
  return {
    locale,
    title: say("title"),
    parts: [{ kind: "text", text: say("intro") }, ...parts, { kind: "text", text: say("kept") }],
    footer: say("footer", { day: dateName(locale, madeOn) }),
    replacedNote: "",
    madeOn,
  };
}

type ShownModel = HeldModel & keyof (typeof words)["models"];

type Say = (key: Key, facts?: Parameters<Reader["from"]>[2]) => string;

function modelParts(model: ShownModel, rows: readonly ExportedRow[], reader: DataReader, say: Say): Part[] {
  const latest = rows.toSorted((a, b) => (whenOf(a) < whenOf(b) ? 1 : whenOf(a) > whenOf(b) ? -1 : 0));
  const lines = latest.slice(0, MOST_ROWS).flatMap((row) => lineOf(model, row, reader, say) ?? []);
  const more = rows.length > MOST_ROWS ? [say("more", { count: rows.length - MOST_ROWS })] : [];
  const heading: Part = { kind: "heading", level: 3, text: `${say(`models.${model}`)} (${rows.length})` };
  const items = [...lines, ...more];
  return items.length === 0 ? [heading] : [heading, { kind: "list", items }];
}

/** When it was, as text that sorts; "" where the row does not say. */
function whenOf(row: ExportedRow): string {
  const at = WHEN.map((column) => row[column]).find((value) => typeof value === "string");
  return typeof at === "string" ? at : "";
}

/** "24 November 2026 · Goal: …", or nothing where a row says no more than that it is there. */
function lineOf(model: HeldModel, row: ExportedRow, reader: DataReader, say: Say): string | undefined {
  const uses = census[model]?.fields ?? {};
  const told = COLUMNS.flatMap((column) => {
    const use = uses[column];
    const isShown = use === "text" || use === "given" || use === "group";
    const text = isShown ? wordOf(column, row[column], reader) : "";
    return text === "" ? [] : [`${say(`columns.${column}`)}: ${text}`];
  });
  const at = whenOf(row);
  const day = at === "" ? [] : [dateName(reader.locale, at.slice(0, 10))];
  return told.length === 0 && day.length === 0 ? undefined : [...day, ...told].join(" · ");
}

function wordOf(column: string, value: unknown, { from }: DataReader): string {
  const [list, codes] = CODES.get(column) ?? ["", []];
  const code = codes.find((known) => known === value);
  return code === undefined ? shown(value) : textOf(from("resources", `${list}.${code}`));
}

/** A text as it is, topics by what their owner called them. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  const labels = value.map((one: unknown) =>
    typeof one === "object" && one !== null && "label" in one ? String(one.label) : "",
  );
  return labels.filter((label) => label !== "").join(", ");
}
