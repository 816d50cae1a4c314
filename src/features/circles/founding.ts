import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { topicsFrom } from "../introductions/rules.js";
import { addDays } from "../members/calendar/rules.js";
import { touch } from "./changes.js";
import { productDates, stages, type Stage } from "./cycle/rules.js";
import { suggest } from "./suggesting.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { CIRCLES_EACH, weeks, type Access, type Rhythm } from "./rules.js";
import { readCircle, type CircleRow } from "./stored.js";

/** What somebody says of a circle they begin. */
export interface CircleDraft {
  readonly name: string;
  readonly question: string;
  readonly topics: string;
  readonly access: Access;
  readonly rhythm: Rhythm;
  readonly agreements: string;
  /** A local date; eight weeks from today where it isn't said. */
  readonly endsOn: string | undefined;
}

const DAYS_A_WEEK = 7;

/** The days of its cycle. @throws Refusal for one that is too short or too long */
export function cycleDays(today: string, endsOn: string | undefined): number {
  if (endsOn === undefined) return weeks.usual * DAYS_A_WEEK;
  const days = Math.round((Date.parse(endsOn) - Date.parse(today)) / 86_400_000);
  if (days < 0) throw new Refusal("dateInPast", {}, "endsOn");
  if (days < weeks.least * DAYS_A_WEEK || days > weeks.most * DAYS_A_WEEK)
    throw new Refusal("circleEndRange", { least: weeks.least, most: weeks.most }, "endsOn");
  return days;
}

/** Names tell circles of a network apart while they live, whatever the capitals. */
export async function requireFreeName(tx: Tx, networkId: string, name: string, except?: string): Promise<void> {
  const alive = await tx.circle.findMany({
    where: { networkId, state: { in: ["active", "paused"] } },
    select: { id: true, name: true },
  });
  const key = name.toLowerCase();
  if (alive.some((other) => other.id !== except && other.name.toLowerCase() === key))
    throw new Refusal("circleNameTaken", { name }, "name");
}

export async function circlesOf(tx: Tx, memberId: string): Promise<number> {
  return tx.circleMember.count({
    where: { memberId, leftAt: null, circle: { state: { in: ["active", "paused"] } } },
  });
}

/** Begins a circle, with whoever begins it as its facilitator. */
export function makeFounding(parts: CirclesParts) {
  const { db, now, newId } = parts;
  return async function start(networkId: string, memberId: string, draft: CircleDraft): Promise<CircleRow> {
    return db.transaction(async (tx) => {
      const count = await circlesOf(tx, memberId);
      if (count >= CIRCLES_EACH) throw new Refusal("circleTooMany", { count });
      await requireFreeName(tx, networkId, draft.name);
      const { today } = await paceOf(parts, tx, networkId);
      const days = cycleDays(today, draft.endsOn);
      const id = newId();
      const at = now();
      const dates = productDates(today, days);
      await tx.circle.create({
        data: {
          ...{ id, networkId, name: draft.name, question: draft.question, access: draft.access },
          topics: topicsFrom(draft.topics, parts.topicKey).map((topic) => ({ ...topic })),
          ...{ isListed: draft.access !== "private", state: "active", stage: "reflect", stageAt: at },
          ...{ rhythm: draft.rhythm, agreements: draft.agreements, endsOn: addDays(today, days) },
          ...{ facilitatorId: memberId, startedAt: at, lifeAt: at, quiet: "none", homeAt: at },
          members: { create: { id: newId(), memberId, joinedAt: at } },
          products: { create: stages.map((stage: Stage) => ({ stage, dueOn: dates[stage], text: "" })) },
        },
      });
      await touch(parts, tx, id);
      const row = await readCircle(tx, id);
      if (!row) throw new Error("a circle that was just begun is gone");
      await suggest(parts, tx, row);
      return row;
    });
  };
}
