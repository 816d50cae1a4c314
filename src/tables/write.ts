import { stringify } from "csv-stringify/sync";

/**
 * Formulas that the escaping of csv-stringify lets pass because something stands before the sign, and the small forms of
 * the signs, which a spreadsheet may normalise. It does see the signs themselves, their full-width forms, tab and CR.
 */
const HIDDEN_FORMULA = /^(?=[\s\p{Cf}]+[-=+@＝＋－＠﹢﹣﹦﹫]|\n|[﹢﹣﹦﹫])/u;

/** An apostrophe that `writeTable` has put before what looks like a formula. */
const ESCAPED = /^'(?=[\s\p{Cf}]*[-=+@＝＋－＠﹢﹣﹦﹫])/u;

/** A cell as it was before `writeTable` made it harmless. */
export function withoutEscape(cell: string): string {
  return cell.replace(ESCAPED, "");
}

/**
 * A CSV file that spreadsheets open as it is meant: UTF-8 with its mark, commas, CRLF. What they would take for a formula
 * gets an apostrophe in front, a negative number and "+62…" too.
 */
export function writeTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => cell.replace(HIDDEN_FORMULA, "'")));
  return stringify(lines, {
    bom: true,
    record_delimiter: "windows",
    escape_formulas: true,
    // Spreadsheets begin a row at any line break, and where the comma is part of numbers, a cell at a semicolon.
    quoted_match: /[;\t\r\n]/,
  });
}
