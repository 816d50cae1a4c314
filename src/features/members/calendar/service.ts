import { z } from "zod";
import { Refusal } from "../../../refusal.js";
import type { Database, Tx } from "../../../storage/database.js";
import { indonesianCalendar } from "./indonesia.js";
import { defaultEffect, entryOf, type CalendarEntry, type CalendarKind } from "./rules.js";

/** By language; what an organiser wrote is the same in each. */
function namesIn(stored: unknown): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).catch({}).parse(stored);
}

export interface CalendarParts {
  readonly db: Database;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Real time, for how long days are remembered. */
  readonly wallClock: () => Date;
  /** What follows from other days, in the transaction that writes them: rounds are planned anew. */
  readonly changed: (tx: Tx, networkId: string) => Promise<void>;
}

const INDONESIAN_ZONES = new Set(["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]);

/** How long, in ms, another program's change to the calendar may go unnoticed here. */
const REMEMBERED = 5_000;

/** How far ahead, in ms, days may be written: five years. */
const FARTHEST = 5 * 366 * 86_400_000;

export type Calendar = ReturnType<typeof makeCalendar>;

export function makeCalendar({ db, newId, now, wallClock, changed }: CalendarParts) {
  const remembered = new Map<string, { readonly entries: readonly CalendarEntry[]; readonly at: number }>();
  let changes = 0;

  /** What was read while it changes is not remembered: it may be the old. */
  async function changing(networkId: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
    try {
      await db.transaction(async (tx) => {
        await work(tx);
        await changed(tx, networkId);
      });
    } finally {
      changes++;
      remembered.delete(networkId);
    }
  }

  /** Days in a far year are a slip of the pen, and a pause without end would never let a round be planned again. */
  function check({ from, until }: { readonly from: string; readonly until: string }): void {
    if (until < from) throw new Refusal("datesReversed");
    const farthest = new Date(now().getTime() + FARTHEST).toISOString().slice(0, 10);
    if (until > farthest) throw new Refusal("dateTooFar");
  }

  return {
    /** The days as the rules see them. Outside a transaction they may be a few seconds old. */
    async entries(networkId: string, tx?: Tx): Promise<readonly CalendarEntry[]> {
      const known = remembered.get(networkId);
      const age = wallClock().getTime() - (known?.at ?? 0);
      if (tx === undefined && known && age >= 0 && age < REMEMBERED) return known.entries;
      const before = changes;
      const rows = await (tx ?? db.client).calendarEntry.findMany({ where: { networkId }, orderBy: { from: "asc" } });
      const entries = rows.map(entryOf);
      if (tx === undefined && changes === before) remembered.set(networkId, { entries, at: wallClock().getTime() });
      return entries;
    },

    /** What is written for these days and later, with names, for people to read. */
    async list(networkId: string, from: string, take = 20) {
      const rows = await db.client.calendarEntry.findMany({
        where: { networkId, until: { gte: from } },
        orderBy: [{ from: "asc" }, { id: "asc" }],
        take,
      });
      return rows.map((row) => ({ ...entryOf(row), id: row.id, names: namesIn(row.name) }));
    },

    async get(networkId: string, id: string): Promise<CalendarEntry> {
      const row = await db.client.calendarEntry.findFirst({ where: { id, networkId } });
      if (!row) throw new Refusal("gone");
      return entryOf(row);
    },

    async add(
      networkId: string,
      entry: { kind: CalendarKind; from: string; until: string; name: string },
    ): Promise<void> {
      check(entry);
      const { name, kind } = entry;
      const row = { id: newId(), networkId, ...entry, name: { en: name, id: name }, effect: defaultEffect[kind] };
      await changing(networkId, (tx) => tx.calendarEntry.create({ data: row }));
    },

    async change(
      networkId: string,
      id: string,
      change: { from?: string; until?: string; effect?: CalendarEntry["effect"] },
    ): Promise<void> {
      await changing(networkId, async (tx) => {
        const row = await tx.calendarEntry.findFirst({ where: { id, networkId } });
        if (!row) throw new Refusal("gone");
        check({ from: row.from, until: row.until, ...change });
        await tx.calendarEntry.update({ where: { id }, data: change });
      });
    },

    async remove(networkId: string, id: string): Promise<void> {
      await changing(networkId, async (tx) => {
        // A shipped day that was removed must not come back at the next start: it stays, without an effect.
        await tx.calendarEntry.deleteMany({ where: { id, networkId, shippedId: null } });
        await tx.calendarEntry.updateMany({ where: { id, networkId }, data: { effect: "none" } });
      });
    },

    /** A network in Indonesia starts with the country's days; others write their own. */
    async furnish(networkId: string, timeZone: string, tx: Tx): Promise<void> {
      if (INDONESIAN_ZONES.has(timeZone)) await shipInto(networkId, tx);
    },

    shipInto,
  };

  /** Writes the shipped Indonesian days that the network doesn't have yet; what organisers changed stays changed. */
  async function shipInto(networkId: string, tx: Tx): Promise<void> {
    const known = await tx.calendarEntry.findMany({
      where: { networkId, shippedId: { not: null } },
      select: { shippedId: true },
    });
    const have = new Set(known.map(({ shippedId }) => shippedId));
    const missing = indonesianCalendar.filter((entry) => !have.has(entry.id));
    if (missing.length === 0) return;
    await tx.calendarEntry.createMany({
      data: missing.map(({ id, kind, from, until, name }) => ({
        id: newId(),
        networkId,
        shippedId: id,
        kind,
        from,
        until,
        name: { ...name },
        effect: defaultEffect[kind],
      })),
    });
  }
}
