import { Refusal, type RefusalCode } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";

/**
 * What is said to somebody whom a thing of this network is not for. Whoever comes from another network learns nothing, not
 * even that there is such a thing.
 * @param toFellows what members of this network are told
 */
export async function refusalFor(
  tx: Tx,
  memberId: string,
  networkId: string,
  toFellows: RefusalCode = "notYours",
): Promise<Refusal> {
  const isFellow = (await tx.member.count({ where: { id: memberId, networkId } })) > 0;
  return new Refusal(isFellow ? toFellows : "gone");
}
