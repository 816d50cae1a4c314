/** A document to keep or to print, as plain data in its reader's language: the page and the PDF file show the same. */
export interface PrintedDocument {
  /** The language it is written in, as in HTML. */
  readonly locale: string;
  readonly title: string;
  readonly parts: readonly Part[];
  /** Small print of every page. */
  readonly footer: string;
  /** Said at the end of a PDF file in which signs had to be replaced, because no font at hand has them. */
  readonly replacedNote: string;
  /** A local date; the file says that it was made then. */
  readonly madeOn: string;
}

export type Part =
  | { readonly kind: "heading"; readonly text: string; readonly level: 2 | 3 }
  /** Lines are kept. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: "table"; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };

export interface Column {
  readonly label: string;
  /** Its part of the width, beside those of the others. */
  readonly share: number;
  readonly align?: "right";
}

/**
 * Text as it can stand on paper: marks that turn the direction of what follows, and unseen signs of control, are left
 * out; lines stay.
 */
export function printable(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[\p{Cs}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\u00AD]|(?!\n)\p{Cc}/gu, "");
}
