import type { Outbox } from "../../../outbox/delivery.js";
import type { Database, Tx } from "../../../storage/database.js";
import type { Portraits } from "../../introductions/portraits.js";
import { addOpenTime, localDate, type CalendarEntry } from "../../members/calendar/rules.js";
import type { Calendar } from "../../members/calendar/service.js";
import { parseSettings } from "../../members/settings.js";
import type { Later } from "./rules.js";
import { calmInstant, reminderInstant } from "./calm/rules.js";

/** What the pieces of meetings share: of what circles have, and two things that only circles know. */
export interface MeetingsParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** A sign of life of a circle. */
  readonly touch: (tx: Tx, circleId: string) => Promise<void>;
  /** Who is in a circle now; nobody who left it. */
  readonly membersOf: (tx: Tx, circleId: string) => Promise<readonly string[]>;
}

/** The community's own time. */
export interface Pace {
  readonly timeZone: string;
  readonly calendar: readonly CalendarEntry[];
  readonly weekend: readonly number[];
  /** Today's date in the community's zone. */
  readonly today: string;
  readonly later: Later;
  /** When news goes to a circle's home, if it need not be there before `latest` (ms). */
  readonly calm: (latest: number) => Date;
  /** When a circle is reminded of a meeting at that instant. Both in ms. */
  readonly reminder: (at: number) => number;
}

export async function paceOf(parts: MeetingsParts, tx: Tx, networkId: string): Promise<Pace> {
  const { timeZone, settings } = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
  const calendar = await parts.calendar.entries(networkId, tx);
  const { weekend, quietUntil: from, quietFrom: until, fridayFrom, fridayUntil } = parseSettings(settings).gate;
  const open = { timeZone, calendar, weekend, from, until, fridayFrom, fridayUntil };
  const now = parts.now().getTime();
  return {
    timeZone,
    calendar,
    weekend,
    today: localDate(now, timeZone),
    calm: (latest) => new Date(calmInstant(now, latest, open)),
    reminder: (at) => reminderInstant(at, open),
    later: (from, ms) => addOpenTime(calendar, from, ms, timeZone),
  };
}
