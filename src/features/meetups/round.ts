import type { RoundOutcome } from "../../matching/types.js";
import type { Database, Tx } from "../../storage/database.js";
import { TOO_LATE_BEFORE } from "./rules.js";

/** A round as stored, without its decision, which tells of everybody and is read only where it is needed. */
export type Round = Omit<NonNullable<Awaited<ReturnType<Database["client"]["round"]["findUnique"]>>>, "plan">;

/** For every reading of a round: a decision about ten thousand people takes longer to read than anything else. */
export const withoutPlan = { plan: true } as const;

/** A decided round as it is kept: the log that tells who, why and why not. */
export type Plan = RoundOutcome;

const GROUPS_A_STEP = 250;

/**
 * Kept as text: it is only ever written and read whole, and may tell of ten thousand people. Each line is JSON, the first
 * everything but the groups, the others some groups each, so that it can be written and read with pauses.
 */
export async function planText({ groups, ...rest }: Plan, breathe: () => Promise<void>): Promise<string> {
  const lines = [JSON.stringify(rest)];
  for (let start = 0; start < groups.length; start += GROUPS_A_STEP) {
    lines.push(JSON.stringify(groups.slice(start, start + GROUPS_A_STEP)));
    await breathe();
  }
  return lines.join("\n");
}

/** The decision of a round that was decided. Those of earlier versions are one line. */
export async function planOf(tx: Tx, { id }: Pick<Round, "id">, breathe: () => Promise<void>): Promise<Plan> {
  const { plan } = await tx.round.findUniqueOrThrow({ where: { id }, select: { plan: true } });
  if (plan === null) throw new Error("a round without a decision");
  const [first = "", ...lines] = plan.split("\n");
  const { groups = [], ...rest } = JSON.parse(first) as Omit<Plan, "groups"> & Partial<Pick<Plan, "groups">>;
  const all = [...groups];
  for (const line of lines) {
    all.push(...(JSON.parse(line) as Plan["groups"]));
    await breathe();
  }
  return { ...rest, groups: all };
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
