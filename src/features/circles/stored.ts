import type { Tx } from "../../storage/database.js";
import { stages, type Stage } from "./cycle/rules.js";
import { quiets, type Quiet } from "./quiet/rules.js";
import { accesses, circleStates, type Access, type CircleState } from "./rules.js";

export type CircleRow = NonNullable<Awaited<ReturnType<typeof readCircle>>>;

/** A circle with those who are in it, the longest first. Whoever left the network is in no circle. */
export async function readCircle(tx: Tx, id: string) {
  return tx.circle.findUnique({ where: { id }, include: WITH_MEMBERS });
}

export const WITH_MEMBERS = {
  members: {
    where: { leftAt: null, member: { leftAt: null } },
    orderBy: [{ joinedAt: "asc" }, { id: "asc" }],
  },
  products: true,
} satisfies NonNullable<Parameters<Tx["circle"]["findUnique"]>[0]["include"]>;

export function memberIdsOf({ members }: Pick<CircleRow, "members">): readonly string[] {
  return [...new Set(members.flatMap(({ memberId }) => memberId ?? []))];
}

/** A state that nobody knows must stop whatever was about to happen. */
export function stateOf({ state }: { readonly state: string }): CircleState {
  const known = circleStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a circle in the unknown state ${state}`);
  return known;
}

export function stageOf({ stage }: { readonly stage: string }): Stage {
  return stages.find((known) => known === stage) ?? "reflect";
}

export function accessOf({ access }: { readonly access: string }): Access {
  return accesses.find((known) => known === access) ?? "private";
}

export function quietOf({ quiet }: { readonly quiet: string }): Quiet {
  return quiets.find((known) => known === quiet) ?? "none";
}
