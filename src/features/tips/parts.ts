import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import type { Calendar } from "../members/calendar/service.js";
import { parseSettings } from "../members/settings.js";
import type { OpenDays } from "./practice/rules.js";

/** What the pieces of tips share. */
export interface TipsParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly calendar: Pick<Calendar, "entries">;
  readonly now: () => Date;
}

export async function openDaysOf(parts: Pick<TipsParts, "calendar">, tx: Tx, networkId: string): Promise<OpenDays> {
  const { settings, timeZone } = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
  const entries = await parts.calendar.entries(networkId, tx);
  return { entries, weekend: parseSettings(settings).gate.weekend, timeZone };
}
