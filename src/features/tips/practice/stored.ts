import { z } from "zod";
import type { Tx } from "../../../storage/database.js";
import { tipIn } from "../rules.js";
import type { PracticeState, Told } from "./rules.js";

const told = z.array(
  z.object({ tip: z.string(), shown: z.number(), answer: z.enum(["done", "notNow"]).optional().catch(undefined) }),
);

type Row = NonNullable<Awaited<ReturnType<Tx["practice"]["findUnique"]>>>;

/** A row as the rules see it; a tip that the catalogue has no more was never told. */
export function stateIn(row: Row): PracticeState {
  const known = told.safeParse(row.told).data ?? [];
  return {
    weeks: row.everyWeeks,
    current: tipIn(row.current),
    told: known.flatMap(({ tip, shown, answer }): Told[] => {
      const key = tipIn(tip);
      return key === undefined ? [] : [{ tip: key, shown, ...(answer === undefined ? {} : { answer }) }];
    }),
    done: row.done,
  };
}

export function columnsOf({ weeks, current, told: list, done }: PracticeState) {
  return {
    everyWeeks: weeks,
    current: current ?? null,
    told: list.map((one) => ({ ...one })),
    done,
  };
}
