import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { addDays } from "../members/calendar/rules.js";
import { led, offerNoMore, overRefusal, tellCircle, touch } from "./changes.js";
import { datesUntil } from "./cycle/rules.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { changedTerms, isAlive, weeks, type TermName, type Terms } from "./rules.js";
import { accessOf, stageOf, stateOf, type CircleRow } from "./stored.js";

const DAYS_A_WEEK = 7;

function termsOf(row: CircleRow): Terms {
  const { question, rhythm, endsOn, agreements } = row;
  return { question, rhythm, access: accessOf(row), endsOn: endsOn ?? undefined, agreements };
}

/** What of a new last day follows for what the stages are to bring. */
export async function moveDates(tx: Tx, row: CircleRow, endsOn: string, today: string): Promise<void> {
  for (const { stage, dueOn } of datesUntil(endsOn, today, stageOf(row)))
    await tx.circleProduct.updateMany({ where: { circleId: row.id, stage, doneAt: null }, data: { dueOn } });
}

/** What is another now, for all of them, with the last day where it is that. */
export async function tellTerms(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  byId: string,
  changed: readonly TermName[],
): Promise<void> {
  const day = changed.includes("endsOn") && row.endsOn !== null ? { endsOn: row.endsOn } : {};
  const key = `circleChanged:${row.id}:${parts.now().getTime()}`;
  const facts = { who: { person: byId }, changed, ...day };
  await tellCircle(parts, tx, row, { key, notice: "circle.changed", facts });
}

/** What a circle has agreed on, and how it agrees anew. */
export function makeTerms(parts: CirclesParts) {
  const { db } = parts;

  async function leading(tx: Tx, id: string, memberId: string): Promise<CircleRow> {
    const { row } = await led(tx, id, memberId);
    if (!isAlive(stateOf(row))) throw overRefusal(row);
    return row;
  }

  /** From tomorrow to as far as a whole cycle reaches. @throws Refusal */
  function requireNear(today: string, endsOn: string): void {
    if (endsOn <= today) throw new Refusal("dateInPast", {}, "lastDay");
    if (endsOn > addDays(today, weeks.most * DAYS_A_WEEK))
      throw new Refusal("circleEndFar", { most: weeks.most }, "lastDay");
  }

  return {
    /** What holds now, for whoever can change it. */
    held: async (id: string, memberId: string): Promise<Terms> => termsOf(await leading(db.client, id, memberId)),

    /** The facilitator or the deputy writes down what holds from now on; what is another is told in the home. */
    async change(
      id: string,
      memberId: string,
      terms: Terms,
    ): Promise<{ row: CircleRow; changed: readonly TermName[] }> {
      return db.transaction(async (tx) => {
        const row = await leading(tx, id, memberId);
        const changed = changedTerms(termsOf(row), terms);
        if (changed.length === 0) return { row, changed };
        const { today } = await paceOf(parts, tx, row.networkId);
        const { question, rhythm, access, endsOn, agreements } = terms;
        const isLonger = changed.includes("endsOn") && endsOn !== undefined;
        if (isLonger) requireNear(today, endsOn);
        await tx.circle.update({
          where: { id },
          data: {
            ...{ question, rhythm, agreements, access, isListed: access !== "private", endsOn: endsOn ?? null },
            ...(isLonger ? { endAskedAt: null } : {}),
          },
        });
        if (access === "private") await offerNoMore(parts, tx, id);
        if (isLonger) await moveDates(tx, row, endsOn, today);
        await touch(parts, tx, id);
        await tellTerms(parts, tx, { ...row, question, endsOn: endsOn ?? null }, memberId, changed);
        return { row, changed };
      });
    },
  };
}
