import { levels, roles } from "../../introductions/rules.js";
import {
  costs,
  efforts,
  isOpportunity,
  lengths,
  licences,
  resourceKinds,
  resourceLanguages,
  type ResourceKind,
} from "../rules.js";

// What a row of a table says of a resource. Pure: whether a link or a file is what it says is seen elsewhere.

/** Bytes and rows of one table. */
export const tableLimits = { bytes: 5_000_000, rows: 2_000 } as const;

/** The columns of a table, each by the names that people give it. */
const COLUMNS = {
  title: ["title", "judul"],
  about: ["about", "description", "tentang", "deskripsi", "keterangan"],
  kind: ["kind", "type", "jenis"],
  link: ["link", "url", "tautan"],
  topics: ["topics", "topic", "subjects", "topik", "mata pelajaran"],
  levels: ["levels", "level", "jenjang"],
  audience: ["audience", "for", "untuk"],
  language: ["language", "bahasa"],
  licence: ["licence", "license", "lisensi"],
  cost: ["cost", "biaya"],
  effort: ["effort", "waktu"],
  author: ["author", "by", "karya", "pembuat"],
  deadline: ["deadline", "until", "sampai", "batas"],
} as const;

export type Column = keyof typeof COLUMNS;
export const columns = Object.keys(COLUMNS) as readonly Column[];

/** Why a row is not taken. Each has its sentence in the catalogue. */
export const rowProblems = [
  "noTitle",
  "titleTooLong",
  "aboutTooLong",
  "kind",
  "choice",
  "link",
  "deadline",
  "deadlineOver",
  "noDeadline",
  "pupils",
  "known",
  "removed",
] as const;
export type RowProblem = (typeof rowProblems)[number];

export interface ImportRow {
  readonly title: string;
  readonly about: string;
  readonly kind: ResourceKind;
  readonly link: string | undefined;
  readonly topics: string;
  readonly levels: readonly string[];
  readonly audience: readonly string[];
  readonly language: string;
  readonly licence: string | undefined;
  readonly cost: string | undefined;
  readonly effort: string | undefined;
  readonly author: string | undefined;
  readonly deadline: string | undefined;
}

export type RowRead =
  { readonly kind: "row"; readonly row: ImportRow } | { readonly kind: "refused"; readonly why: RowProblem };

/** Which column is which; a table without a title column is none of ours. */
export function columnsIn(header: readonly string[]): ReadonlyMap<Column, number> | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  const found = new Map(
    columns.flatMap((column): (readonly [Column, number])[] => {
      const place = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
      return place < 0 ? [] : [[column, place]];
    }),
  );
  return found.has("title") ? found : undefined;
}

/** The value that a label means, in any language. */
export type ChoiceOf = (
  group: "kinds" | "levels" | "audience" | "languages" | "licences" | "costs" | "efforts",
  written: string,
) => string | undefined;

/** @param today A local date; what ended before it is over */
export function rowFrom(cellOf: (column: Column) => string, choiceOf: ChoiceOf, today: string): RowRead {
  const refused = (why: RowProblem): RowRead => ({ kind: "refused", why });
  const text = (column: Column) => cellOf(column).trim();
  const line = (column: Column) => text(column).replace(/\s+/g, " ");
  const title = line("title");
  if (title === "") return refused("noTitle");
  if (title.length > lengths.title) return refused("titleTooLong");
  const about = text("about");
  if (about.length > lengths.about) return refused("aboutTooLong");
  const kind = text("kind") === "" ? "material" : resourceKinds.find((one) => one === choiceOf("kinds", text("kind")));
  if (kind === undefined) return refused("kind");
  const chosen = choicesOf(text, choiceOf);
  if (chosen === undefined) return refused("choice");
  const deadline = dateIn(text("deadline"));
  if (deadline === undefined) return refused("deadline");
  if (deadline === "" && isOpportunity(kind)) return refused("noDeadline");
  if (deadline !== "" && deadline < today) return refused("deadlineOver");
  return {
    kind: "row",
    row: {
      ...{ title, about, kind, topics: text("topics") },
      link: text("link") === "" ? undefined : text("link"),
      ...chosen,
      author: line("author") === "" ? undefined : line("author").slice(0, lengths.author),
      deadline: deadline === "" ? undefined : deadline,
    },
  };
}

type Chosen = Pick<ImportRow, "levels" | "audience" | "language" | "licence" | "cost" | "effort">;

/** What is chosen from a list; undefined when something of it is in none. */
function choicesOf(text: (column: Column) => string, choiceOf: ChoiceOf): Chosen | undefined {
  const one = (group: Parameters<ChoiceOf>[0], column: Column) =>
    text(column) === "" ? "" : choiceOf(group, text(column));
  const many = (group: Parameters<ChoiceOf>[0], column: Column) =>
    text(column)
      .split(/[,;]/)
      .filter((part) => part.trim() !== "")
      .map((part) => choiceOf(group, part));
  const [language, licence, cost, effort] = [
    one("languages", "language"),
    one("licences", "licence"),
    one("costs", "cost"),
    one("efforts", "effort"),
  ];
  const [forLevels, audience] = [many("levels", "levels"), many("audience", "audience")];
  if ([language, licence, cost, effort, ...forLevels, ...audience].includes(undefined)) return undefined;
  const known = <T extends string>(all: readonly T[], value: string | undefined) => all.find((each) => each === value);
  return {
    levels: levels.filter((level) => forLevels.includes(level)),
    audience: roles.filter((role) => audience.includes(role)),
    language: known(resourceLanguages, language) ?? "other",
    licence: known(licences, licence),
    cost: known(costs, cost),
    effort: known(efforts, effort),
  };
}

/** "2026-12-20" or "20/12/2026"; "" where there is none, undefined where it is no date. */
function dateIn(written: string): string | undefined {
  if (written === "") return "";
  const iso = written.replace(
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/,
    (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
  const at = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso)
    ? iso
    : undefined;
}
