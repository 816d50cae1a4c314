import type { Outbox } from "../../../outbox/delivery.js";
import type { Database, Tx } from "../../../storage/database.js";
import type { Portraits } from "../../introductions/portraits.js";
import { addOpenTime } from "../../members/calendar/rules.js";
import type { Calendar } from "../../members/calendar/service.js";
import { parseSettings } from "../../members/settings.js";
import { workingCalendar, type Later } from "./rules.js";

/** What the pieces of questions and answers share. */
export interface AsksParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
  /** What in a text looks like a pupil's data: kinds of it, none when all is well. */
  readonly checkText: (text: string) => readonly string[];
}

/** Who does something: a member, in their network. */
export interface Who {
  readonly memberId: string;
  readonly networkId: string;
}

const DAY = 86_400_000;

/** The community's own time. */
export async function paceOf(
  parts: AsksParts,
  tx: Tx,
  networkId: string,
): Promise<{ readonly days: Later; readonly workingDays: Later }> {
  const { timeZone, settings } = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
  const calendar = await parts.calendar.entries(networkId, tx);
  const { weekend } = parseSettings(settings).gate;
  return {
    days: (from, days) => addOpenTime(calendar, from, days * DAY, timeZone),
    workingDays: (from, days) =>
      addOpenTime(workingCalendar(calendar, weekend, from, timeZone), from, days * DAY, timeZone),
  };
}
