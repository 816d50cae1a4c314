import type { Tx } from "../../storage/database.js";
import { localDate } from "../members/calendar/rules.js";
import { organisersIn } from "../members/organisers.js";
import { toMember } from "./deliveries.js";
import { paceOf, type ResourcesParts } from "./parts.js";

const NEWS_DAYS = 7;

/** Organisers hear that something waits for them, once a day however much it is. */
export async function tellWaiting(
  parts: Pick<ResourcesParts, "calendar" | "now" | "outbox">,
  tx: Tx,
  networkId: string,
): Promise<void> {
  const { timeZone } = await paceOf(parts, tx, networkId);
  const dueAt = parts.now();
  const date = localDate(dueAt.getTime(), timeZone);
  const organisers = await organisersIn(tx, networkId);
  await parts.outbox.add(
    tx,
    organisers.map(({ memberId }) =>
      toMember(memberId, {
        ...{ key: `shelfWaiting:${networkId}:${date}:${memberId}`, networkId, notice: "shelf.waiting", facts: {} },
        ...{ dueAt, days: NEWS_DAYS, priority: "request" },
      }),
    ),
  );
}
