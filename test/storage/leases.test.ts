import fc from "fast-check";
import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/refusal.js";
import type { Database } from "../../src/storage/database.js";
import { databaseNow, selectDue } from "../../src/storage/leases.js";
import { freshDatabase, onBothDatabases, openAt, type TestDatabase } from "../support/database.js";

const NOW = new Date("2026-11-24T08:30:00Z");
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

interface Waiting {
  readonly network?: string;
  readonly recipient?: string;
  readonly priority?: number;
  readonly minutes?: number;
  readonly status?: string;
  /** How long ago, in minutes, its lease ended. */
  readonly leaseEnded?: number;
}

function delivery(id: string, waiting: Waiting) {
  const { network = "n", recipient = id, priority = 1, minutes = 0, status = "pending", leaseEnded } = waiting;
  return {
    id,
    key: id,
    networkId: network,
    recipient,
    to: {},
    notice: "meetups.match",
    facts: {},
    priority,
    proactive: true,
    status,
    dueAt: minutesAgo(minutes),
    nextAt: minutesAgo(minutes),
    createdAt: NOW,
    ...(leaseEnded === undefined ? {} : { leaseUntil: minutesAgo(leaseEnded), leaseToken: "gone" }),
  };
}

async function write(database: Database, rows: Readonly<Record<string, Waiting>>): Promise<void> {
  await database.client.delivery.createMany({ data: Object.entries(rows).map(([id, row]) => delivery(id, row)) });
}

function due(database: Database, limit = 40): Promise<readonly string[]> {
  return database.transaction(
    async (tx) => (await selectDue(tx, database.kind, { now: NOW, wall: NOW, limit })).map(({ id }) => id),
    { isolation: "readCommitted" },
  );
}

onBothDatabases("what is due", (open) => {
  it("is what has its time behind it and is pending, higher priority first, then the longer due", async () => {
    const database = await open();
    await write(database, {
      later: { minutes: -1 },
      sent: { minutes: 5, status: "sent" },
      digest: { minutes: 60, priority: 4 },
      newer: { minutes: 1 },
      older: { minutes: 2 },
      match: { minutes: 0, priority: 0 },
    });
    expect(await due(database)).toEqual(["match", "older", "newer", "digest"]);
    expect(await due(database, 2)).toEqual(["match", "older"]);
  });

  it("is one delivery a recipient, the first one, and none while another is under way", async () => {
    const database = await open();
    await write(database, {
      second: { recipient: "member:a", minutes: 1 },
      first: { recipient: "member:a", minutes: 2 },
      waits: { recipient: "member:b", minutes: 9 },
      underWay: { recipient: "member:b", status: "leased", leaseEnded: -1 },
    });
    expect(await due(database)).toEqual(["first"]);
  });

  it("is also what a courier that vanished had taken, before the rest of its recipient", async () => {
    const database = await open();
    await write(database, {
      abandoned: { recipient: "member:a", minutes: 3, status: "leased", leaseEnded: 1 },
      next: { recipient: "member:a", minutes: 2 },
      busy: { recipient: "member:b", minutes: 3, status: "leased", leaseEnded: -1 },
    });
    expect(await due(database)).toEqual(["abandoned"]);
  });

  it("gives every network its turn, however many wait in another one", async () => {
    const database = await open();
    const crowd = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`crowd${index}`, { network: "large", minutes: 100, priority: 0 }]),
    );
    await write(database, {
      ...crowd,
      a: { network: "small" },
      b: { network: "other", priority: 3 },
      c: { network: "small" },
    });
    const first = await due(database, 6);
    expect(first).toHaveLength(6);
    expect(first).toEqual(expect.arrayContaining(["a", "b", "c"]));
  });

  it("is nothing when nothing waits", async () => {
    expect(await due(await open())).toEqual([]);
  });

  it("is chosen by one courier at a time, so that a recipient's newer message can't slip past one just claimed", async () => {
    const database = await open();
    await write(database, { claimed: { recipient: "member:a", minutes: 5 } });
    let urgent: Promise<void> | undefined;
    let second: Promise<readonly string[]> | undefined;
    await database.transaction(
      async (tx) => {
        const [row] = await selectDue(tx, database.kind, { now: NOW, wall: NOW, limit: 1 });
        expect(row).toEqual({ id: "claimed" });
        const lease = { status: "leased", leaseToken: "first", leaseUntil: minutesAgo(-1) };
        await tx.delivery.updateMany({ where: { id: "claimed" }, data: lease });
        urgent = write(database, { urgent: { recipient: "member:a", priority: 0 } });
        // SQLite writes it after this transaction.
        if (database.kind === "postgresql") await urgent;
        second = due(database);
        for (let look = 0; look < 10; look++) await tx.delivery.count();
      },
      { isolation: "readCommitted" },
    );
    await urgent;
    expect(await second).toEqual([]);
  });

  it("goes out completely, each once and in its recipient's order, when eight couriers in two programs claim it", async () => {
    const database = await open();
    const programs = [database, openAt(database.address)];
    const rows = Array.from({ length: 240 }, (_, index) => ({
      network: `n${index % 3}`,
      recipient: `member:${index % 40}`,
      minutes: 300 - index,
    }));
    await write(database, Object.fromEntries(rows.map((row, index) => [`d${index}`, row])));
    const sent: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, worker) => courier(programs[worker % 2] ?? database, `w${worker}`, sent)),
    );
    expect(sent).toHaveLength(240);
    expect(new Set(sent).size).toBe(240);
    for (let recipient = 0; recipient < 40; recipient++) {
      const theirs = sent.map((id) => Number(id.slice(1))).filter((number) => number % 40 === recipient);
      expect(theirs).toEqual([...theirs].sort((a, b) => a - b));
    }
  });
});

/** Claims, notes what it carries, and settles, until nothing is left for anybody. */
async function courier(database: TestDatabase, token: string, sent: string[]): Promise<void> {
  for (;;) {
    const claimed = await insisting(() =>
      database.transaction(
        async (tx) => {
          const ids = (await selectDue(tx, database.kind, { now: NOW, wall: NOW, limit: 7 })).map(({ id }) => id);
          await tx.delivery.updateMany({
            where: { id: { in: ids } },
            data: { status: "leased", leaseToken: token, leaseUntil: minutesAgo(-1) },
          });
          return ids;
        },
        { isolation: "readCommitted" },
      ),
    );
    sent.push(...claimed);
    const delivered = { where: { id: { in: claimed } }, data: { status: "sent" } };
    await insisting(() => database.transaction((tx) => tx.delivery.updateMany(delivered)));
    if (claimed.length === 0 && (await database.client.delivery.count({ where: { status: { not: "sent" } } })) === 0)
      return;
  }
}

/** As the pump does: what is told that the database is busy comes again, with nothing written. */
async function insisting<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "busy") throw error;
    }
  }
}

describe("what is due, for any deliveries", () => {
  it("is what a plain look at all of them finds", async () => {
    const database = await freshDatabase("sqlite");
    const waiting = fc.record({
      network: fc.constantFrom("a", "b", "c"),
      recipient: fc.constantFrom("u", "v", "w", "x", "y", "z"),
      priority: fc.nat(2),
      minutes: fc.integer({ min: -2, max: 3 }),
      status: fc.constantFrom("pending", "pending", "pending", "sent", "leased"),
      leaseEnded: fc.constantFrom(-1, 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(waiting, { maxLength: 25 }), async (rows) => {
        await database.client.delivery.deleteMany();
        const all = rows.map((row, index) => delivery(String(index).padStart(2, "0"), row));
        await database.client.delivery.createMany({ data: all });
        expect([...(await due(database))].sort()).toEqual(dueAmong(all));
      }),
      { numRuns: 60 },
    );
  });
});

function dueAmong(all: readonly ReturnType<typeof delivery>[]): readonly string[] {
  const isDue = (row: (typeof all)[number]) => row.status === "pending" && row.nextAt <= NOW;
  const order = (row: (typeof all)[number]) => `${row.priority} ${row.nextAt.toISOString()} ${row.id}`;
  const heads = all.filter(
    (row) =>
      isDue(row) &&
      all.every((other) => {
        if (other === row || other.recipient !== row.recipient) return true;
        return other.status !== "leased" && !(isDue(other) && order(other) < order(row));
      }),
  );
  const abandoned = all.filter(
    (row) => row.status === "leased" && row.leaseUntil !== undefined && row.leaseUntil < NOW,
  );
  return [...heads, ...abandoned].map(({ id }) => id).sort();
}

/** Without these the choice looks at everything again and again, for minutes. */
const NEEDED_INDEXES = [
  "Delivery_status_networkId_priority_nextAt_id_idx",
  "Delivery_recipient_status_priority_nextAt_id_idx",
];

async function indexesOf({ kind, client }: Database): Promise<readonly string[]> {
  const rows = await client.$queryRawUnsafe<{ name: string }[]>(
    kind === "sqlite"
      ? "SELECT name FROM sqlite_schema WHERE type = 'index'"
      : "SELECT indexname::text AS name FROM pg_indexes WHERE tablename = 'Delivery'",
  );
  return rows.map(({ name }) => name);
}

/** Half of them in 50 networks for 15,000 people, half of them in one network for one channel. */
async function fill({ kind, client }: Database): Promise<void> {
  const time = kind === "sqlite" ? "'2026-11-24T08:00:00.000+00:00'" : "timestamp '2026-11-24 08:00'";
  await client.$executeRawUnsafe(`
    INSERT INTO "Delivery" ("id", "key", "networkId", "recipient", "to", "notice", "facts", "priority", "proactive",
      "status", "dueAt", "nextAt", "createdAt")
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    SELECT 'd' || i, 'd' || i,
      CASE WHEN i % 2 = 0 THEN 'n' || (i % 50) ELSE 'large' END,
      CASE WHEN i % 2 = 0 THEN 'member:' || (i % 30000) ELSE 'channel:x' END,
      '{}', 'x', '{}', i % 4, ${kind === "sqlite" ? "1" : "true"}, 'pending', t, t, t
    FROM n, (SELECT ${time} AS t) AS times`);
  if (kind === "postgresql") await client.$executeRaw`ANALYZE "Delivery"`;
}

onBothDatabases("choosing among 100,000 that wait", (open) => {
  it("takes less than 100 ms, even on a busy computer", async () => {
    const database = await open();
    expect(await indexesOf(database)).toEqual(expect.arrayContaining(NEEDED_INDEXES));
    await fill(database);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      await database.transaction(
        async (tx) => {
          const start = performance.now();
          expect(await selectDue(tx, database.kind, { now: NOW, wall: NOW, limit: 40 })).toHaveLength(40);
          times.push(performance.now() - start);
        },
        { isolation: "readCommitted" },
      );
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

onBothDatabases("the database's time", (open) => {
  it("is the program's on SQLite, the server's on PostgreSQL", async () => {
    const database = await open();
    const past = new Date("2001-01-01T00:00:00Z");
    const now = await database.transaction((tx) => databaseNow(tx, database.kind, past));
    if (database.kind === "sqlite") expect(now).toEqual(past);
    else expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(60_000);
  });
});
