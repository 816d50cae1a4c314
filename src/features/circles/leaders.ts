import { Refusal, type RefusalCode } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { calledName } from "../members/rules.js";

interface Led {
  readonly facilitatorId: string | null;
  readonly deputyId: string | null;
}

async function refusalNaming(tx: Tx, code: RefusalCode, ids: readonly (string | null)[]): Promise<Refusal> {
  const wanted = ids.flatMap((id) => id ?? []);
  const found = await tx.member.findMany({
    where: { id: { in: wanted }, leftAt: null },
    select: { id: true, name: true, address: true },
  });
  const names = wanted.flatMap((id) =>
    found.filter((one) => one.id === id).map((one) => calledName(one.name, one.address)),
  );
  return new Refusal(code, { names: names.join(", ") });
}

/** What is said to somebody in a circle who does not lead it: whom to ask. */
export async function leadersOnly(tx: Tx, { facilitatorId, deputyId }: Led): Promise<Refusal> {
  return refusalNaming(tx, "circleLeadersOnly", [facilitatorId, deputyId]);
}

/** The same to the deputy. */
export async function facilitatorOnly(tx: Tx, { facilitatorId }: Led): Promise<Refusal> {
  return refusalNaming(tx, "circleFacilitatorOnly", [facilitatorId]);
}
