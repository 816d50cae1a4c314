import Sqlite from "better-sqlite3";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { backUp, checkIntegrity, newestBackup } from "../../src/storage/backup.js";
import { StorageError } from "../../src/storage/errors.js";
import { migrate } from "../../src/storage/migrations.js";
import { spawnFixture } from "../support/child.js";
import { freshDatabase, migrationsFolder, openAt, temporaryFolder } from "../support/database.js";

const backUpFixture = fileURLToPath(new URL("fixtures/backUp.ts", import.meta.url));
const MONDAY = "2026-11-23T18:00:00Z";
const TUESDAY = "2026-11-24T18:00:00Z";
const place = (id: string) => ({ id, kind: "room", name: "room", members: [], createdAt: new Date(0) });

/** A database with one table that fills so many MB. */
function bigDatabase(megabytes: number): { file: string; folder: string; rows: number } {
  const file = join(temporaryFolder(), "jejaring.db");
  const rows = megabytes * 16;
  const db = new Sqlite(file);
  db.exec(`PRAGMA journal_mode=WAL; CREATE TABLE big (id INTEGER PRIMARY KEY, data BLOB);
    INSERT INTO big WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    SELECT i, randomblob(64000) FROM n;`);
  db.close();
  return { file, folder: join(dirname(file), "backups"), rows };
}

function countIn(file: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.prepare("SELECT count(*) FROM big").pluck().get();
  } finally {
    db.close();
  }
}

describe("backUp", () => {
  it("copies a database that is being written to, as of one moment", async () => {
    const database = await freshDatabase("sqlite");
    const file = database.address.kind === "sqlite" ? database.address.file : "";
    const copying = new AbortController();
    const writing = (async () => {
      for (let pair = 0; !copying.signal.aborted; pair++) {
        await database.transaction(async (tx) => {
          await tx.sandboxPlace.createMany({ data: [place(`${pair}a`), place(`${pair}b`)] });
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const copy = await backUp(file, join(dirname(file), "backups"), new Date(MONDAY));
    copying.abort();
    await writing;
    expect(copy).toBe(join(dirname(file), "backups", "jejaring-2026-11-23.db"));
    const copied = await openAt({ kind: "sqlite", file: copy }).client.sandboxPlace.count();
    expect(copied % 2).toBe(0);
    expect(copied).toBeLessThan(await database.client.sandboxPlace.count());
  });

  it("does not hold up the event loop", async () => {
    const { file, folder } = bigDatabase(40);
    let last = performance.now();
    let longest = 0;
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 2);
    await backUp(file, folder, new Date(MONDAY));
    clearInterval(timer);
    // What is left is the fsync; the copying itself would take longer.
    expect(longest).toBeLessThan(150);
  });

  it("keeps the newest seven, and what was copied before a migration for thirty days", async () => {
    const { file, folder } = bigDatabase(0);
    mkdirSync(folder);
    const kept = ["before-0002_circles-2026-10-25.db", "notes.txt", "jejaring-2026-11-18.db"];
    const dropped = ["before-0001_first-2026-10-24.db", "jejaring-2026-11-17.db", "jejaring-2026-11-16.db"];
    const between = [19, 20, 21, 22, 23].map((day) => `jejaring-2026-11-${day}.db`);
    for (const name of [...kept, ...dropped, ...between]) writeFileSync(join(folder, name), "");
    await backUp(file, folder, new Date(TUESDAY));
    expect(readdirSync(folder).sort()).toEqual([...kept, ...between, "jejaring-2026-11-24.db"].sort());
  });

  it("never counts a copy that was killed half-way, and clears it away the next time", async () => {
    const { file, folder, rows } = bigDatabase(60);
    const yesterday = await backUp(file, folder, new Date(MONDAY));
    const partial = join(folder, "jejaring-2026-11-24.db.partial");
    const program = spawnFixture(backUpFixture, [file, folder, TUESDAY]);
    await vi.waitUntil(() => existsSync(partial) && statSync(partial).size > 0, { interval: 1, timeout: 10_000 });
    await program.kill();
    expect(readdirSync(folder)).toContain("jejaring-2026-11-24.db.partial");
    expect(newestBackup(folder)).toBe(yesterday);
    checkIntegrity(file, folder);
    const today = await backUp(file, folder, new Date(TUESDAY));
    expect(newestBackup(folder)).toBe(today);
    expect(countIn(today)).toBe(rows);
    expect(readdirSync(folder)).toEqual(["jejaring-2026-11-23.db", "jejaring-2026-11-24.db"]);
  });

  it("leaves the old copies alone when there is no room for a new one", async () => {
    const { file, folder, rows } = bigDatabase(4);
    const yesterday = await backUp(file, folder, new Date(MONDAY), 1);
    const { output } = await spawnFixture(backUpFixture, [file, folder, TUESDAY], { fileSizeLimit: 2_000 }).ended();
    expect(output).toMatch(
      /StorageError: jejaring.db could not be copied to .*jejaring-2026-11-24.db: (disk I\/O error|database or disk is full)/,
    );
    expect(readdirSync(folder)).toEqual(["jejaring-2026-11-23.db"]);
    expect(countIn(yesterday)).toBe(rows);
  });
});

describe("restoring", () => {
  it("is stopping, putting the copy in the database's place, removing its log, and starting", async () => {
    const database = await freshDatabase("sqlite");
    const file = database.address.kind === "sqlite" ? database.address.file : "";
    await migrate(database.address, migrationsFolder);
    await database.client.sandboxPlace.create({ data: place("before") });
    const copy = await backUp(file, join(dirname(file), "backups"), new Date(MONDAY));
    await database.client.sandboxPlace.create({ data: place("after") });
    await database.close();

    copyFileSync(copy, file);
    for (const log of ["-wal", "-shm"]) rmSync(`${file}${log}`, { force: true });

    checkIntegrity(file, dirname(copy));
    expect(await migrate(database.address, migrationsFolder)).toEqual({ applied: [] });
    const restored = openAt(database.address);
    expect(await restored.client.sandboxPlace.findMany({ select: { id: true } })).toEqual([{ id: "before" }]);
  });
});

describe("checkIntegrity", () => {
  it("is content with a good file and with none", () => {
    const { file, folder } = bigDatabase(1);
    expect(() => checkIntegrity(file, folder)).not.toThrow();
    expect(() => checkIntegrity(`${file}.none`, folder)).not.toThrow();
    expect(existsSync(`${file}.none`)).toBe(false);
  });

  it("finds flipped bytes, wherever they are in the tables, and names the newest copy", async () => {
    const { file, folder } = bigDatabase(1);
    const db = new Sqlite(file);
    db.exec("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT); INSERT INTO words SELECT id, 'word' FROM big");
    db.close();
    const copy = await backUp(file, folder, new Date(MONDAY));
    const pages = statSync(file).size / 4_096;
    // The first bytes of a page say what it holds: page 1 is the file's own, the last one belongs to the newest table.
    for (const page of [1, pages]) {
      const damaged = `${file}.${page}`;
      copyFileSync(file, damaged);
      flip(damaged, (page - 1) * 4_096 + (page === 1 ? 100 : 0), 8);
      expect(() => checkIntegrity(damaged, folder)).toThrow(StorageError);
      expect(() => checkIntegrity(damaged, folder)).toThrow(copy);
    }
  });

  it("says so when there is no copy", () => {
    const { file, folder } = bigDatabase(1);
    flip(file, 0, 16);
    expect(() => checkIntegrity(file, folder)).toThrow(/is damaged .*There is no copy/);
  });
});

function flip(file: string, position: number, length: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, position);
  closeSync(handle);
}
