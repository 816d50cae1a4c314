import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import type { Portraits } from "../introductions/portraits.js";
import { addOpenTime, localDate } from "../members/calendar/rules.js";
import type { Calendar } from "../members/calendar/service.js";
import type { Later } from "./rules.js";

/** What the pieces of mentoring share. */
export interface MentoringParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Lets other work go first; called often during long work. */
  readonly breathe: () => Promise<void>;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
}

/** The community's own time. */
export interface Pace {
  readonly timeZone: string;
  /** Today's date in the community's zone. */
  readonly today: string;
  readonly later: Later;
}

const DAY = 86_400_000;

export async function paceOf(parts: MentoringParts, tx: Tx, networkId: string): Promise<Pace> {
  const { timeZone } = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { timeZone: true } });
  const calendar = await parts.calendar.entries(networkId, tx);
  return {
    timeZone,
    today: localDate(parts.now().getTime(), timeZone),
    later: (from, days) => addOpenTime(calendar, from, days * DAY, timeZone),
  };
}
