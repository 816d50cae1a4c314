import { CsvError, parse } from "csv-parse/sync";
import { cleanText } from "../clean.js";
import { decodeText } from "./decode.js";
import { separatorOf } from "./separator.js";

export interface Table {
  readonly kind: "table";
  /** As written, each of them cleaned and trimmed; they may be empty, and repeat. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  /** Of the file, from 1, where the row begins. */
  readonly line: number;
  /** One for each column, cleaned; line breaks in a cell are "\n". */
  readonly cells: readonly string[];
}

/**
 * `isArchive`: a ZIP file, as workbooks are. `broken`: quotes that don't match, more than 256 columns, or a cell of more
 * than 32,767 characters.
 */
export interface TableProblem {
  readonly kind: "problem";
  readonly why: "empty" | "tooLarge" | "tooManyRows" | "notText" | "isArchive" | "broken";
  /** Where the row begins that is one too many, or broken. */
  readonly line?: number;
}

export interface TableLimits {
  readonly bytes: number;
  /** With something in them, besides the header. */
  readonly rows: number;
}

/** Every row is filled up to the header's width, so that width must not multiply. It is that of old spreadsheets. */
const MOST_COLUMNS = 256;
/** What a spreadsheet puts into one. */
const LONGEST_CELL = 32_767;
/** Rows without content between others; they are skipped, but cost the parser as much as others. */
const MOST_EMPTY = 10_000;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * The table in a CSV file: separated by comma, semicolon or tab, the first row that isn't empty is the header. Empty
 * rows are left out, short ones filled up with "", long ones cut. Never throws; takes time in proportion to the bytes,
 * none beyond a limit.
 */
export function readTable(bytes: Uint8Array, limits: TableLimits): Table | TableProblem {
  if (isArchive(bytes)) return { kind: "problem", why: "isArchive" };
  if (bytes.length > limits.bytes) return { kind: "problem", why: "tooLarge" };
  const text = decodeText(bytes);
  if (text === undefined) return { kind: "problem", why: "notText" };
  const lines = text.replace(/\r\n?/g, "\n");
  const separator = separatorOf(lines);
  return separator === undefined ? { kind: "problem", why: "empty" } : parsed(lines, separator, limits);
}

/** ZIP: of a file, of nothing, of several volumes. A column may well be called "PK". */
function isArchive([first, second, third, fourth]: Uint8Array): boolean {
  if (first !== 0x50 || second !== 0x4b || third === undefined) return false;
  return [3, 5, 7].includes(third) && fourth === third + 1;
}

function parsed(text: string, delimiter: string, limits: TableLimits): Table | TableProblem {
  let end = { line: 0, empty: 0 };
  const begin = (empty: number) => end.line + 1 + empty - end.empty;
  const table = makeCollector(limits);
  try {
    parse(withoutEmptyEnd(text, delimiter), {
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: readonly string[], info) => {
        const line = begin(info.empty_lines);
        end = { line: info.lines, empty: info.empty_lines };
        // The only way to stop the parser.
        if (!table.take(line, cells)) throw new Error("Stop.");
        return null;
      },
    });
  } catch (error) {
    // An error carries what the parser had counted by then.
    const empty: unknown = error instanceof CsvError ? error["empty_lines"] : undefined;
    return table.problem() ?? { kind: "problem", why: "broken", line: begin(Number(empty ?? end.empty)) };
  }
  return table.done();
}

/** Spreadsheets like to save rows by the hundred thousand that were coloured once. */
function withoutEmptyEnd(text: string, delimiter: string): string {
  let end = text.length;
  while (end > 0 && [" ", "\n", delimiter].includes(text.charAt(end - 1))) end -= 1;
  const lineBreak = text.indexOf("\n", end);
  return lineBreak < 0 ? text : text.slice(0, lineBreak);
}

function makeCollector(limits: TableLimits) {
  let columns: readonly string[] | undefined;
  let problem: TableProblem | undefined;
  let empty = 0;
  const rows: Row[] = [];
  return {
    /** False when there can't be a table any more. */
    take: (line: number, written: readonly string[]): boolean => {
      const kept = written.slice(0, columns?.length ?? MOST_COLUMNS + 1);
      const isBroken = kept.length > MOST_COLUMNS || kept.some((cell) => cell.length > LONGEST_CELL);
      const cells = isBroken ? [] : kept.map(cleanCell);
      if (isBroken) problem = { kind: "problem", why: "broken", line };
      else if (cells.every((cell) => cell === "")) empty += 1;
      else if (columns === undefined) columns = cells;
      else if (rows.length < limits.rows) rows.push({ line, cells: columns.map((_, at) => cells[at] ?? "") });
      else problem = { kind: "problem", why: "tooManyRows", line };
      if (empty > MOST_EMPTY) problem = { kind: "problem", why: "tooManyRows", line };
      return problem === undefined;
    },
    problem: () => problem,
    done: (): Table | TableProblem =>
      columns === undefined ? { kind: "problem", why: "empty" } : { kind: "table", columns, rows },
  };
}

/** Most cells have nothing to clean, and there may be a million. */
function cleanCell(cell: string): string {
  return PRINTABLE_ASCII.test(cell) ? cell.trim() : cleanText(cell);
}
