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

const KINDS = ["messages", "reactions", "buttons", "commands"] as const satisfies readonly ActivityKind[];
const NOTHING: Readonly<Record<ActivityKind, number>> = { messages: 0, reactions: 0, buttons: 0, commands: 0 };

/** Written when so many members' days have gathered, if nobody flushed before. */
const MOST_TALLIES = 200;

/**
 * How much members do: counts, never contents. Gathered in memory and written together, since a busy hour would
 * otherwise be mostly counting; a crash loses a second of counts, and nothing that anybody was told.
 */
export function makeActivity({ db, now }: ActivityParts) {
  let tallies = new Map<string, Tally>();
  let writing: Promise<void> = Promise.resolve();

  async function write(batch: readonly Tally[]): Promise<void> {
    // In a fixed order and without watching what is read: nothing is decided here, and nobody has to wait for it.
    const inOrder = batch.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
    await db.transaction(
      async (tx) => {
        for (const { memberId, date, counts, lastActiveAt } of inOrder) {
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
      },
      { isolation: "readCommitted" },
    );
  }

  function add({ memberId, date, counts, lastActiveAt }: Tally): Tally {
    const key = `${memberId} ${date}`;
    const tally = tallies.get(key) ?? { memberId, date, counts: { ...NOTHING }, lastActiveAt };
    for (const kind of KINDS) tally.counts[kind] += counts[kind];
    if (lastActiveAt > tally.lastActiveAt) tally.lastActiveAt = lastActiveAt;
    tallies.set(key, tally);
    return tally;
  }

  async function flush(): Promise<void> {
    const batch = [...tallies.values()];
    tallies = new Map();
    writing = writing.catch(() => undefined).then(() => (batch.length === 0 ? undefined : write(batch)));
    try {
      await writing;
    } catch (error) {
      // A database that is busy at the moment gets them with the next ones.
      batch.forEach(add);
      throw error;
    }
  }

  return {
    /** Adds one to what the member did on the own local day. */
    async count(memberId: string, timeZone: string, kind: ActivityKind): Promise<void> {
      const at = now();
      const date = localDate(at.getTime(), timeZone);
      add({ memberId, date, counts: { ...NOTHING, [kind]: 1 }, lastActiveAt: at });
      if (tallies.size >= MOST_TALLIES) await flush();
    },
    flush,
  };
}
