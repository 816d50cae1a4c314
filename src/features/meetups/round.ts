import type { RoundOutcome } from "../../matching/types.js";
import type { Database, Tx } from "../../storage/database.js";
import { TOO_LATE_BEFORE } from "./rules.js";

/** A round as stored. */
export type Round = NonNullable<Awaited<ReturnType<Database["client"]["round"]["findUnique"]>>>;

/** A decided round as it is kept: the log that tells who, why and why not. */
export type Plan = RoundOutcome;

/** Kept as text: it is only ever written and read whole, and may tell of ten thousand people. */
export function planText(plan: Plan): string {
  return JSON.stringify(plan);
}

/** The decision of a round that was decided. */
export function planOf({ plan }: Pick<Round, "plan">): Plan {
  if (plan === null) throw new Error("a round without a decision");
  return JSON.parse(plan) as Plan;
}

/** The round is still what it was when it was read: nobody decided, moved or cancelled it meanwhile. */
export function unchanged({ id, step, roundAt }: Round) {
  return { id, step, roundAt };
}

/** The round that waits for an organiser goes out. False when none waits (any more). */
export async function approve(tx: Tx, programmeId: string, now: Date): Promise<boolean> {
  const { count } = await tx.round.updateMany({
    where: { programmeId, step: "approve" },
    data: { step: "publish", stepAt: now },
  });
  return count > 0;
}

/** So late that people would hardly have days to meet before they are asked how it went. */
export function isTooLate({ checkInAt }: Pick<Round, "checkInAt">, now: Date): boolean {
  return now.getTime() > checkInAt.getTime() - TOO_LATE_BEFORE;
}

/** The date to which an organiser moved the round; it wins over the schedule as long as the round is not over. */
export function movedTo({ result }: Pick<Round, "result">): string | undefined {
  if (typeof result !== "object" || result === null || !("movedTo" in result)) return undefined;
  return typeof result["movedTo"] === "string" ? result["movedTo"] : undefined;
}
