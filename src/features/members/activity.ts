import type { Database, Tx } from "../../storage/database.js";
import { insertMany } from "../../storage/insert.js";
import { localDate } from "./calendar/rules.js";

export type ActivityKind = "messages" | "reactions" | "buttons" | "commands";

export interface ActivityParts {
  readonly db: Database;
  readonly now: () => Date;
  /** Signs of life, in the transaction that writes them down: whoever was quiet is back. */
  readonly seen?: (tx: Tx, signs: readonly Sign[]) => Promise<void>;
  /** Told of a return that could not be carried out; counting goes on without it. */
  readonly unseen?: (error: unknown) => void;
}

interface Sign {
  readonly memberId: string;
  readonly at: Date;
}

interface Tally {
  readonly memberId: string;
  readonly date: string;
  readonly counts: Record<ActivityKind, number>;
  lastActiveAt: Date;
}

const KINDS = ["messages", "reactions", "buttons", "commands"] as const satisfies readonly ActivityKind[];
const NOTHING: Readonly<Record<ActivityKind, number>> = { messages: 0, reactions: 0, buttons: 0, commands: 0 };

const MINUTE = 60_000;

/** Written when so many members' days have gathered, if nobody flushed before. */
const MOST_TALLIES = 200;

/**
 * How much members do: counts, never contents. Gathered in memory and written together, since a busy hour would
 * otherwise be mostly counting; a crash loses a second of counts, and nothing that anybody was told.
 */
export function makeActivity({ db, now, seen, unseen }: ActivityParts) {
  let tallies = new Map<string, Tally>();
  let writing: Promise<void> = Promise.resolve();

  async function write(batch: readonly Tally[]): Promise<void> {
    // Without watching what is read: nothing is decided here, and nobody has to wait for it.
    const loosely = { isolation: "readCommitted" } as const;
    let fault: unknown;
    const noted = async (tx: Tx, signs: readonly Sign[]) => {
      await seen?.(tx, signs).catch((error: unknown) => {
        fault = error;
        throw error;
      });
    };
    try {
      await db.transaction((tx) => writeTallies(tx, batch, noted), loosely);
    } catch (error) {
      if (fault === undefined) throw error;
      // Nobody's count waits because one return can't be carried out.
      unseen?.(fault);
      await db.transaction((tx) => writeTallies(tx, batch, undefined), loosely);
    }
  }

  function add({ memberId, date, counts, lastActiveAt }: Tally): Tally {
    const key = keyOf({ memberId, date });
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

/** All members' days in a handful of statements, however many there are: those with the same increments together. */
async function writeTallies(tx: Tx, batch: readonly Tally[], seen: ActivityParts["seen"]): Promise<void> {
  const ids = [...new Set(batch.map(({ memberId }) => memberId))].toSorted();
  const known = await tx.member.findMany({
    where: { id: { in: ids }, frozenAt: null },
    select: { id: true, careStage: true },
  });
  const knownIds = new Set(known.map(({ id }) => id));
  // Who was forgotten in the meantime doesn't come back, and who paused all processing isn't counted.
  const tallies = batch
    .filter(({ memberId }) => knownIds.has(memberId))
    .toSorted((a, b) => a.lastActiveAt.getTime() - b.lastActiveAt.getTime());
  const asked = new Set(known.filter(({ careStage }) => careStage > 0).map(({ id }) => id));
  const signs = tallies.filter(({ memberId }) => asked.has(memberId)).map(signOf);
  if (signs.length > 0) await seen?.(tx, signs);
  for (const group of groupsBy(tallies, ({ lastActiveAt }) => String(Math.floor(lastActiveAt.getTime() / MINUTE)))) {
    const memberIds = group.map(({ memberId }) => memberId);
    const lastActiveAt = new Date(Math.max(...group.map((tally) => tally.lastActiveAt.getTime())));
    await tx.member.updateMany({ where: { id: { in: memberIds } }, data: { lastActiveAt } });
  }
  const dates = [...new Set(tallies.map(({ date }) => date))];
  const begun = await tx.activityDay.findMany({
    where: { memberId: { in: ids }, date: { in: dates } },
    select: { memberId: true, date: true },
  });
  const begunKeys = new Set(begun.map(keyOf));
  const fresh = tallies.filter((tally) => !begunKeys.has(keyOf(tally)));
  await insertMany(
    tx,
    "ActivityDay",
    fresh.map(({ memberId, date, counts }) => ({ memberId, date, ...counts })),
  );
  const more = tallies.filter((tally) => begunKeys.has(keyOf(tally)));
  for (const group of groupsBy(more, ({ date, counts }) => JSON.stringify([date, counts]))) {
    const [{ date, counts }] = group;
    await tx.activityDay.updateMany({
      where: { date, memberId: { in: group.map(({ memberId }) => memberId) } },
      data: Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, { increment: count }])),
    });
  }
}

const signOf = ({ memberId, lastActiveAt: at }: Tally) => ({ memberId, at });

function keyOf({ memberId, date }: Pick<Tally, "memberId" | "date">): string {
  return `${memberId} ${date}`;
}

function groupsBy<T>(all: readonly T[], keyOf: (each: T) => string): Iterable<[T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups.values();
}
