import type { Tx } from "../../storage/database.js";
import { parseSettings } from "../members/settings.js";
import { nextReminder, type OpenDays } from "./deadlines/rules.js";
import { toMember, type DeadlineFacts } from "./deliveries.js";
import type { ResourcesParts } from "./parts.js";
import { kindOf, type ResourceRow } from "./stored.js";
import { openMember } from "../members/presence.js";

/** Members to whom a reminder is written at once. */
const CHUNK = 500;

/** The days on which a network's members are written to. */
export async function openDaysOf(
  parts: Pick<ResourcesParts, "calendar">,
  tx: Tx,
  networkId: string,
): Promise<OpenDays> {
  const network = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
  const entries = await parts.calendar.entries(networkId, tx);
  return { entries, weekend: parseSettings(network.settings).gate.weekend, timeZone: network.timeZone };
}

/** The columns that say when those who saved something are reminded of its last day. */
export async function reminderColumns(
  parts: Pick<ResourcesParts, "calendar" | "now">,
  tx: Tx,
  { networkId, deadline }: Pick<ResourceRow, "networkId" | "deadline">,
): Promise<{ remindAt: Date | null; remindDays: number | null }> {
  if (deadline === null) return { remindAt: null, remindDays: null };
  const days = await openDaysOf(parts, tx, networkId);
  const next = nextReminder(deadline, parts.now().getTime(), days);
  return { remindAt: next ? new Date(next.at) : null, remindDays: next?.days ?? null };
}

/** Tells those who saved it that its last day comes near; the next reminder is planned. */
export function makeCalling(parts: ResourcesParts) {
  const { db, now, outbox } = parts;

  async function tell(tx: Tx, row: ResourceRow, days: number): Promise<number> {
    if (row.deadlineAt === null || row.deadlineAt <= now()) return 0;
    const facts: DeadlineFacts = {
      ...{ resourceId: row.id, title: row.title, kind: kindOf(row.kind), days },
      deadlineAt: row.deadlineAt.toISOString(),
    };
    const saved = await tx.resourceMark.findMany({
      where: { resourceId: row.id, kind: "save", member: openMember },
      orderBy: { memberId: "asc" },
      select: { memberId: true },
    });
    const { networkId, deadlineAt: expiresAt } = row;
    for (let start = 0; start < saved.length; start += CHUNK)
      await outbox.add(
        tx,
        saved.slice(start, start + CHUNK).map(({ memberId }) => ({
          ...toMember(memberId, {
            ...{
              key: `deadline:${row.id}:${row.deadline}:${days}:${memberId}`,
              networkId,
              notice: "shelf.deadline",
              facts,
            },
            ...{ dueAt: now(), days, priority: "match" },
          }),
          expiresAt,
        })),
      );
    return saved.length;
  }

  return {
    /** What is due for one opportunity; harmless when it was done, moved or taken back since. */
    async remind(id: string, at: Date): Promise<string> {
      return db.transaction(async (tx) => {
        const row = await tx.resource.findUnique({ where: { id } });
        const { remindAt, remindDays } = row ?? { remindAt: null, remindDays: null };
        if (!row || remindAt === null || remindDays === null || remindAt > at) return "nothing to do";
        const count = row.state === "shown" ? await tell(tx, row, remindDays) : 0;
        await tx.resource.update({ where: { id }, data: await reminderColumns(parts, tx, row) });
        return `${count} reminded`;
      });
    },
  };
}
