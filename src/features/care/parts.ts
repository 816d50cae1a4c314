import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import type { Portraits } from "../introductions/portraits.js";
import { addOpenTime, isPaused, isTimeZone, localDate } from "../members/calendar/rules.js";
import type { Calendar } from "../members/calendar/service.js";
import type { Withdrawals } from "../members/withdrawals.js";
import type { Later } from "./dormant/rules.js";

/** What the pieces of care share. */
export interface CareParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Lets other work go first; called often during long work. */
  readonly breathe: () => Promise<void>;
  /** Out of everything they take part in. */
  readonly withdrawals: Pick<Withdrawals, "left">;
  /** Writes down who was active a moment ago, before anybody is taken for quiet. */
  readonly flush: () => Promise<void>;
}

/** The community's own time. */
export interface Pace {
  readonly timeZone: string;
  readonly today: string;
  /** Today the community's calendar has a pause. */
  readonly isPaused: boolean;
  readonly later: Later;
}

export const DAY = 86_400_000;

export async function paceOf(parts: Pick<CareParts, "calendar" | "now">, tx: Tx, networkId: string): Promise<Pace> {
  const network = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { timeZone: true } });
  // Should this machine not know it, the days of the world do.
  const timeZone = isTimeZone(network.timeZone) ? network.timeZone : "UTC";
  const entries = await parts.calendar.entries(networkId, tx);
  const today = localDate(parts.now().getTime(), timeZone);
  return {
    ...{ timeZone, today, isPaused: isPaused(entries, today) },
    later: (from, days) => addOpenTime(entries, from, days * DAY, timeZone),
  };
}
