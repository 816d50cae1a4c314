import type { Database } from "../../storage/database.js";
import { localDate } from "./calendar/rules.js";

export type ActivityKind = "messages" | "reactions" | "buttons" | "commands";

export interface ActivityParts {
  readonly db: Database;
  readonly now: () => Date;
}

interface Tally {
  readonly memberId: string;
  readonly date: string;
  readonly counts: Record<ActivityKind, number>;
  lastActiveAt: Date;
}

/** Written when so many members' days have gathered, if nobody flushed before. */
const MOST_TALLIES = 200;

export type Activity = ReturnType<typeof makeActivity>;

/**
 * How much members do: counts, never contents. Gathered in memory and written together, since a busy hour would
 * otherwise be mostly counting; a crash loses a second of counts, and nothing that anybody was told.
 */
export function makeActivity({ db, now }: ActivityParts) {
  let tallies = new Map<string, Tally>();
  let writing: Promise<void> = Promise.resolve();

  async function write(batch: readonly Tally[]): Promise<void> {
    await db.transaction(async (tx) => {
      for (const { memberId, date, counts, lastActiveAt } of batch) {
        const increments = Object.fromEntries(
          Object.entries(counts).map(([kind, count]) => [kind, { increment: count }]),
        );
        const { count } = await tx.member.updateMany({ where: { id: memberId }, data: { lastActiveAt } });
        // Forgotten in the meantime: nothing may come back.
        if (count === 0) continue;
        await tx.activityDay.upsert({
          where: { memberId_date: { memberId, date } },
          create: { memberId, date, ...counts },
          update: increments,
        });
      }
    });
  }

  async function flush(): Promise<void> {
    const batch = [...tallies.values()];
    tallies = new Map();
    writing = writing.catch(() => undefined).then(() => (batch.length === 0 ? undefined : write(batch)));
    await writing;
  }

  return {
    /** Adds one to what the member did on the own local day. */
    async count(memberId: string, timeZone: string, kind: ActivityKind): Promise<void> {
      const at = now();
      const date = localDate(at.getTime(), timeZone);
      const key = `${memberId} ${date}`;
      const tally = tallies.get(key) ?? {
        memberId,
        date,
        counts: { messages: 0, reactions: 0, buttons: 0, commands: 0 },
        lastActiveAt: at,
      };
      tally.counts[kind]++;
      tally.lastActiveAt = at;
      tallies.set(key, tally);
      if (tallies.size >= MOST_TALLIES) await flush();
    },
    flush,
  };
}
