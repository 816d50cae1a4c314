import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import type { Portraits } from "../introductions/portraits.js";
import { addOpenTime, atLocal, localDate } from "../members/calendar/rules.js";
import type { Calendar } from "../members/calendar/service.js";
import type { makeBreaks } from "./meetings/breaks.js";
import type { Later } from "./quiet/rules.js";

/** What a break means for its meetings, in the same transaction. */
type MeetingBreaks = ReturnType<typeof makeBreaks>;

/** What the pieces of circles share. */
export interface CirclesParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
  /** What follows for its meetings, in the same transaction. */
  readonly meetings: {
    /** Somebody has left the circle. */
    left(tx: Tx, circleId: string, memberId: string): Promise<void>;
    /** It is over; its members are still known. */
    ended(tx: Tx, circleId: string): Promise<void>;
  } & MeetingBreaks;
}

/** The community's own time. */
export interface Pace {
  readonly timeZone: string;
  readonly today: string;
  readonly later: Later;
  /** The instant at which a local date begins, in ms since 1970. */
  readonly startOf: (date: string) => number;
}

const DAY = 86_400_000;

export async function paceOf(parts: Pick<CirclesParts, "calendar" | "now">, tx: Tx, networkId: string): Promise<Pace> {
  const { timeZone } = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { timeZone: true } });
  const calendar = await parts.calendar.entries(networkId, tx);
  return {
    timeZone,
    today: localDate(parts.now().getTime(), timeZone),
    later: (from, days) => addOpenTime(calendar, from, days * DAY, timeZone),
    startOf: (date) => atLocal(date, "00:00", timeZone),
  };
}
