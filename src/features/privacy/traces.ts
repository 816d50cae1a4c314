import type { Tx } from "../../storage/database.js";
import { tableOf } from "../../storage/table.js";
import { renameId, renameWithin, rowsWith } from "../../storage/traces.js";
import { census } from "./census/rules.js";
import type { Use } from "./holdings/rules.js";
import type { PrivacyParts } from "./parts.js";
import { withoutPerson, type Gone } from "./rules.js";

/** The member's row gets another id, and every row that refers to it, wherever it does. */
export async function renameEverywhere({ db: { kind } }: Pick<PrivacyParts, "db">, tx: Tx, gone: Gone): Promise<void> {
  const { before, after } = gone;
  await tx.member.update({ where: { id: before }, data: { id: after } });
  for (const [table, { outside }] of Object.entries(census)) {
    if (outside !== undefined) continue;
    await renameId(tx, { table, columns: columnsOf(table, "member") }, before, after);
    await renameWithin(tx, kind, { table, columns: columnsOf(table, "key") }, before, after);
    if (table === "Delivery") continue;
    for (const column of columnsOf(table, "facts")) {
      const ids = await rowsWith(tx, kind, { table, columns: [column] }, [before]);
      for (const id of ids) await rewrite(tx, table, id, column, gone);
    }
  }
}

/** JSON in which somebody is named, be it in a column of its own or kept as text. */
async function rewrite(tx: Tx, table: string, id: string, column: string, gone: Gone): Promise<void> {
  const [row] = await tableOf(tx, table).findMany({ where: { id }, select: { [column]: true } });
  const value = row?.[column];
  if (value === undefined || value === null) return;
  const data = { [column]: typeof value === "string" ? scrubLines(value, gone) : withoutPerson(value, gone) };
  await tableOf(tx, table).updateMany({ where: { id }, data });
}

/** Text that is JSON in each of its lines, as the decision of a round is. */
function scrubLines(text: string, gone: Gone): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : JSON.stringify(withoutPerson(JSON.parse(line) as unknown, gone))))
    .join("\n");
}

/** Names of the columns of a model that hold such a thing. */
export function columnsOf(model: string, ...uses: readonly Use[]): readonly string[] {
  const fields = census[model]?.fields ?? {};
  return Object.entries(fields).flatMap(([column, use]) => (uses.includes(use) ? [column] : []));
}
