import Sqlite from "better-sqlite3";
import { existsSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { Refusal } from "../../src/refusal.js";
import { checkIntegrity } from "../../src/storage/backup.js";
import { sqliteAdapter } from "../../src/storage/sqlite.js";
import { spawnFixture } from "../support/child.js";
import { freshAddress, freshDatabase, openAt, type TestDatabase } from "../support/database.js";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url));
const fileOf = ({ address }: TestDatabase) => (address.kind === "sqlite" ? address.file : "");
const place = (id: string, name = "room") => ({ id, kind: "room", name, members: [], createdAt: new Date(0) });

/** How often timers had their turn, and the longest time, in ms, in which none had. */
function watchLoop(): () => { turns: number; longest: number } {
  let last = performance.now();
  let longest = 0;
  let turns = 0;
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(() => {
    turns++;
    look();
  }, 1);
  onTestFinished(() => clearInterval(timer));
  return () => {
    look();
    return { turns, longest };
  };
}

describe("a write outside a transaction", () => {
  it("waits for the transaction that is open, and is not undone with it", async () => {
    const database = await freshDatabase("sqlite");
    let outside: Promise<unknown> | undefined;
    await expect(
      database.transaction(async (tx) => {
        await tx.sandboxPlace.create({ data: place("inside") });
        // Prisma begins when somebody waits.
        outside = Promise.all([
          database.client.sandboxPlace.create({ data: place("outside") }),
          database.client.sandboxPlace.updateMany({ data: { name: "renamed" } }),
        ]);
        for (let look = 0; look < 20; look++) await tx.sandboxPlace.count();
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    await outside;
    expect(await database.client.sandboxPlace.findMany()).toMatchObject([{ id: "outside", name: "renamed" }]);
  });
});

describe("a read outside a transaction", () => {
  it("does not wait, and sees only what is committed", async () => {
    const database = await freshDatabase("sqlite");
    await database.transaction(async (tx) => {
      await tx.sandboxPlace.create({ data: place("a") });
      expect(await database.client.sandboxPlace.count()).toBe(0);
      expect(await tx.sandboxPlace.count()).toBe(1);
    });
    expect(await database.client.sandboxPlace.count()).toBe(1);
  });
});

describe("a transaction", () => {
  it("that takes too long is rolled back, and its late statements touch nobody else's transaction", async () => {
    const database = await freshDatabase("sqlite");
    let expired: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (expired = resolve));
    const slow = database.client.$transaction(
      async (tx) => {
        await tx.sandboxPlace.create({ data: place("early") });
        await later;
        await tx.sandboxPlace.create({ data: place("late") });
      },
      { timeout: 50 },
    );
    const refused = expect(slow).rejects.toThrow("expired transaction");
    await database.transaction(async (tx) => {
      expired();
      await refused;
      await tx.sandboxPlace.create({ data: place("other") });
    });
    expect(await database.client.sandboxPlace.findMany({ select: { id: true } })).toEqual([{ id: "other" }]);
  });

  it("that SQLite itself rolled back writes nothing more", async () => {
    const database = await freshDatabase("sqlite");
    const broken = database.transaction(async (tx) => {
      await tx.sandboxPlace.create({ data: place("before") });
      // What a full disk makes SQLite do by itself.
      await tx.$executeRaw`ROLLBACK`;
      await tx.sandboxPlace.create({ data: place("after") });
    });
    await expect(broken).rejects.toThrow("rolled back before");
    expect(await database.client.sandboxPlace.count()).toBe(0);
  });

  it("lets timers have their turn while it writes a lot", async () => {
    const database = await freshDatabase("sqlite");
    const loop = watchLoop();
    await database.transaction(async (tx) => {
      for (let number = 0; number < 1_000; number++) await tx.sandboxPlace.create({ data: place(String(number)) });
    });
    // A loop that is held has one or two; how many there are else depends on how quick the computer is.
    expect(loop().turns).toBeGreaterThan(5);
  });
});

describe("the adapter's transaction", () => {
  it("takes no statement after its end, which would run inside somebody else's", async () => {
    const address = await freshAddress("sqlite", "migrated");
    const connection = await sqliteAdapter(address.kind === "sqlite" ? address.file : "").connect();
    const first = await connection.startTransaction();
    await first.rollback();
    const second = await connection.startTransaction();
    const late = { sql: "DELETE FROM SandboxPlace", args: [], argTypes: [] };
    await expect(first.executeRaw(late)).rejects.toThrow();
    await expect(first.queryRaw(late)).rejects.toThrow();
    await expect(first.commit()).rejects.toThrow();
    await second.commit();
    await connection.dispose();
  });
});

describe("another process", () => {
  it("that holds the write lock makes writes say that they are busy, and holds up neither reads nor the loop", async () => {
    const database = await freshDatabase("sqlite");
    const holder = spawnFixture(fixture("holdLock"), [fileOf(database), "3000"]);
    await holder.line("locked");
    const loop = watchLoop();
    const start = performance.now();
    const writes = Array.from({ length: 10 }, (_, number) =>
      database
        .transaction((tx) => tx.sandboxPlace.create({ data: place(String(number)) }))
        .then(
          () => "written",
          (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
        ),
    );
    expect(await database.client.sandboxPlace.count()).toBe(0);
    expect(performance.now() - start).toBeLessThan(500);
    expect(new Set(await Promise.all(writes))).toEqual(new Set(["busy"]));
    expect(performance.now() - start).toBeLessThan(3_000);
    await holder.line("free");
    await database.transaction((tx) => tx.sandboxPlace.create({ data: place("after") }));
    expect(await database.client.sandboxPlace.count()).toBe(1);
    expect(loop().longest).toBeLessThan(300);
  });

  it("may read and then write on the same file: nobody fails and nothing is lost", async () => {
    const database = await freshDatabase("sqlite");
    await database.client.sandboxClock.create({ data: { id: 1, offsetMs: 0 } });
    const programs = [1, 2, 3].map(() => spawnFixture(fixture("readThenWrite"), [fileOf(database), "60"]));
    for (const program of programs) expect(await program.ended()).toEqual({ code: 0, output: "done\n" });
    expect(await database.client.sandboxClock.findUnique({ where: { id: 1 } })).toEqual({ id: 1, offsetMs: 180 });
  });
});

describe("when there is no more room", () => {
  it("a transaction is refused as a whole, and the next one works when room returns", async () => {
    const database = await freshDatabase("sqlite");
    const pages = await database.client.$queryRaw<{ page_count: number }[]>`PRAGMA page_count`;
    await database.client.$queryRawUnsafe(`PRAGMA max_page_count = ${Number(pages[0]?.page_count) + 2}`);
    const write = (prefix: string) =>
      database.transaction(async (tx) => {
        await tx.sandboxPlace.create({ data: place(`${prefix}1`) });
        await tx.sandboxPlace.create({ data: place(`${prefix}2`, "x".repeat(100_000)) });
      });
    await expect(write("a")).rejects.toMatchObject({ name: "Refusal", code: "storageFull" });
    expect(await database.client.sandboxPlace.count()).toBe(0);
    await database.client.$queryRaw`PRAGMA max_page_count = 1000000`;
    await write("b");
    expect(await database.client.sandboxPlace.count()).toBe(2);
  });

  it("at the commit, nothing that was acknowledged is lost and nothing is half there", async () => {
    const address = await freshAddress("sqlite", "migrated");
    if (address.kind !== "sqlite") throw new Error("no file");
    const program = spawnFixture(fixture("fillDisk"), [address.file], { fileSizeLimit: 1_500 });
    const { code, output } = await program.ended();
    const told: unknown = JSON.parse(output);
    expect(code).toBe(0);
    expect(told).toMatchObject({ codes: ["storageFull"] });
    checkIntegrity(address.file, "no backups");
    const places = await openAt(address).client.sandboxPlace.count();
    expect(places).toBeGreaterThan(10);
    expect(told).toMatchObject({ acknowledged: places / 2, readable: places });
    await openAt(address).transaction((tx) => tx.sandboxPlace.create({ data: place("after") }));
  });
});

describe("the connections", () => {
  it("write safely to the disk, keep references whole, and use the write-ahead log", async () => {
    const database = await freshDatabase("sqlite");
    const ask = async (pragma: string) =>
      Object.values((await database.client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${pragma}`))[0] ?? {})[0];
    expect(await ask("journal_mode")).toBe("wal");
    expect(Number(await ask("synchronous"))).toBe(2);
    expect(Number(await ask("foreign_keys"))).toBe(1);
  });

  it("leave no log file behind when they are closed", async () => {
    const database = await freshDatabase("sqlite");
    await database.client.sandboxPlace.create({ data: place("a") });
    await database.close();
    expect(existsSync(`${fileOf(database)}-wal`)).toBe(false);
    const raw = new Sqlite(fileOf(database), { readonly: true, fileMustExist: true });
    expect(raw.prepare("SELECT count(*) FROM SandboxPlace").pluck().get()).toBe(1);
    raw.close();
  });
});
