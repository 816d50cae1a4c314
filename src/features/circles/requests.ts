import type { Tx } from "../../storage/database.js";
import type { CirclesParts } from "./parts.js";

interface Which {
  readonly id?: string;
  readonly circleId?: string;
  readonly memberId?: string | { readonly in: string[] };
}

/** These requests and invitations wait no more, and whoever was still to be asked about them need not be. */
export async function closeRequests(
  { outbox, now }: Pick<CirclesParts, "outbox" | "now">,
  tx: Tx,
  which: Which,
  state: "accepted" | "declined" | "withdrawn",
): Promise<void> {
  const open = await tx.circleRequest.findMany({ where: { ...which, state: "open" }, select: { id: true } });
  for (const { id } of open) {
    await tx.circleRequest.update({ where: { id }, data: { state, openKey: null, doneAt: now() } });
    for (const kind of ["circleAsk", "circleInvite"])
      await outbox.cancel(tx, { startsWith: `${kind}:${id}:` }, "rules");
  }
}
