import type { Holding } from "../holdings/rules.js";

/** One row as the member gets it: plain JSON. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** Everything of one member, by the names of the models. */
export interface ExportedData {
  readonly madeAt: string;
  readonly tables: Readonly<Record<string, readonly ExportedRow[]>>;
}

const ME = "me";
const OTHER = "another member";

/**
 * A row for the member whose data it is: other members are not named, and what may tell of others is left out, since that
 * is theirs.
 */
export function exportedRow(
  row: ExportedRow,
  { fields, withheld = [] }: Pick<Holding, "fields" | "withheld">,
  memberId: string,
): ExportedRow {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
      const use = fields[column];
      if (use === "key" || use === "facts" || withheld.includes(column)) return [];
      if (use === "member" && value !== null) return [[column, value === memberId ? ME : OTHER]];
      return [[column, value instanceof Date ? value.toISOString() : value]];
    }),
  );
}

/** The file that is handed over. */
export function exportText(data: ExportedData): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
