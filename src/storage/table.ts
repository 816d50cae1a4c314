import type { Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

type Row = Readonly<Record<string, unknown>>;

/** A table by the name of its model, for what is done with all of them alike. Features that know their tables use those. */
export interface Table {
  findMany(args: {
    readonly where?: Row;
    readonly select?: Row;
    readonly orderBy?: Row;
    readonly take?: number;
  }): Promise<Row[]>;
  count(args: { readonly where: Row }): Promise<number>;
  updateMany(args: { readonly where: Row; readonly data: Row }): Promise<{ readonly count: number }>;
  deleteMany(args: { readonly where: Row }): Promise<{ readonly count: number }>;
}

/** @throws Error for a name that is no model */
export function tableOf(tx: Tx, model: string): Table {
  const tables = tx as unknown as Readonly<Record<string, Table | undefined>>;
  const table = tables[`${model.slice(0, 1).toLowerCase()}${model.slice(1)}`];
  if (table === undefined) throw new Error(`there is no model ${model}`);
  return table;
}

/** What a JSON column that may be empty is set to. */
export const NO_JSON: unknown = Prisma.DbNull;
