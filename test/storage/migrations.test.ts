import Sqlite from "better-sqlite3";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, it } from "vitest";
import type { DatabaseAddress } from "../../src/storage/database.js";
import { MigrationError, StorageError } from "../../src/storage/errors.js";
import { migrate } from "../../src/storage/migrations.js";
import { spawnFixture } from "../support/child.js";
import {
  freshAddress,
  freshDatabase,
  migrationsFolder,
  onBothDatabases,
  temporaryFolder,
  type DatabaseKind,
} from "../support/database.js";

const migrateFixture = fileURLToPath(new URL("fixtures/migrate.ts", import.meta.url));

/** A folder of migrations that work on both databases. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const kind of ["sqlite", "postgresql"]) {
    mkdirSync(join(folder, kind));
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, kind, `${name}.sql`), sql);
  }
  return folder;
}

/** What a query answers, without Prisma and its schema. */
async function ask(address: DatabaseAddress, query: string): Promise<readonly unknown[]> {
  if (address.kind === "sqlite") {
    const db = new Sqlite(address.file);
    try {
      return db.prepare(query).raw().all();
    } finally {
      db.close();
    }
  }
  const client = new pg.Client({ connectionString: address.url });
  await client.connect();
  try {
    return (await client.query({ text: query, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

const whereOf = (address: DatabaseAddress) => (address.kind === "sqlite" ? address.file : address.url);
const FIRST = {
  "0001_first": "CREATE TABLE a (id INTEGER PRIMARY KEY, word TEXT);\nINSERT INTO a VALUES (1, 'one; two');",
};
const SECOND = { "0002_second": "CREATE TABLE b (id INTEGER PRIMARY KEY);\nINSERT INTO b VALUES (1);" };
const FAILING = { "0002_second": `${SECOND["0002_second"]}\nCREATE TABLE a (id INTEGER);` };

onBothDatabases("migrate", (_open, kind) => {
  it("applies what is missing, in order, once", async () => {
    const address = await freshAddress(kind, "empty");
    expect(await migrate(address, folderOf(FIRST))).toEqual({ applied: ["0001_first"] });
    const both = folderOf({ ...SECOND, ...FIRST });
    expect(await migrate(address, both)).toEqual({ applied: ["0002_second"] });
    expect(await migrate(address, both)).toEqual({ applied: [] });
    expect(await ask(address, "SELECT id, word FROM a")).toEqual([[1, "one; two"]]);
    expect(await ask(address, "SELECT name FROM _migrations ORDER BY name")).toEqual([["0001_first"], ["0002_second"]]);
  });

  it("keeps nothing of a migration that fails, and says which statement it was; the version before still starts", async () => {
    const address = await freshAddress(kind, "empty");
    await migrate(address, folderOf(FIRST));
    const failed = migrate(address, folderOf({ ...FIRST, ...FAILING }));
    await expect(failed).rejects.toThrow(MigrationError);
    await expect(failed).rejects.toThrow(
      /0002_second failed at statement 3 of 3 \(CREATE TABLE a \(id INTEGER\)\): .*already exists/,
    );
    await expect(ask(address, "SELECT * FROM b")).rejects.toThrow(/b/);
    expect(await migrate(address, folderOf(FIRST))).toEqual({ applied: [] });
    expect(await migrate(address, folderOf({ ...FIRST, ...SECOND }))).toEqual({ applied: ["0002_second"] });
  });

  it("refuses a database that is newer than the program, and says what to do", async () => {
    const address = await freshAddress(kind, "empty");
    await migrate(address, folderOf({ ...FIRST, ...SECOND }));
    const refused = migrate(address, folderOf(FIRST));
    await expect(refused).rejects.toThrow(
      /newer than this version.*0002_second.*Install the newer version again, or restore/s,
    );
    await expect(refused).rejects.toThrow(MigrationError);
  });

  it("refuses a migration that was changed after it was applied, but not for its line ends", async () => {
    const address = await freshAddress(kind, "empty");
    await migrate(address, folderOf(FIRST));
    const windows = { "0001_first": FIRST["0001_first"].replaceAll("\n", "\r\n") };
    expect(await migrate(address, folderOf(windows))).toEqual({ applied: [] });
    const changed = migrate(address, folderOf({ "0001_first": "CREATE TABLE c (id INTEGER)" }));
    await expect(changed).rejects.toThrow(/0001_first has been changed/);
  });

  it("lets one of several programs do the work while the others wait", async () => {
    const address = await freshAddress(kind, "empty");
    // So slow that the others come in between.
    const pause = kind === "postgresql" ? "SELECT pg_sleep(0.5);" : "";
    const folder = folderOf({ "0001_first": `${pause} ${FIRST["0001_first"]}`, ...SECOND });
    const programs = [1, 2, 3].map(() => spawnFixture(migrateFixture, [kind, whereOf(address), folder]));
    const ends = await Promise.all(programs.map((program) => program.ended()));
    const results = ends.flatMap(({ output }) => /^applied: (.*)$/m.exec(output)?.[1] ?? output);
    const names = results.flatMap((result) => (result === "nothing" ? [] : result.split(", "))).sort();
    expect(names).toEqual(["0001_first", "0002_second"]);
    expect(results).toHaveLength(3);
  });

  it("starts again cleanly after it was killed half-way", async () => {
    const address = await freshAddress(kind, "empty");
    await migrate(address, folderOf(FIRST));
    const folder = folderOf({
      ...FIRST,
      "0002_second": `CREATE TABLE b (id INTEGER);\n${SLOW[kind]};\nINSERT INTO b VALUES (1);`,
    });
    const program = spawnFixture(migrateFixture, [kind, whereOf(address), folder]);
    await program.line("Changing the database: migration 0002_second.");
    await program.kill();
    const { output } = await program.ended();
    expect(output).not.toContain("applied:");
    expect(await migrate(address, folderOf(FIRST))).toEqual({ applied: [] });
    expect(await migrate(address, folderOf({ ...FIRST, ...SECOND }))).toEqual({ applied: ["0002_second"] });
  });
});

/** Some seconds on SQLite; on PostgreSQL as long as the server takes to notice that its client is gone. */
const SLOW: Readonly<Record<DatabaseKind, string>> = {
  sqlite:
    "CREATE TABLE c AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT i FROM n",
  postgresql: "SELECT pg_sleep(1)",
};

describe("migrate on SQLite", () => {
  const fileIn = (folder: string) => ({ kind: "sqlite", file: join(folder, "new", "jejaring.db") }) as const;

  it("makes the folder of the data, and copies nothing when there is nothing to lose", async () => {
    const address = fileIn(temporaryFolder());
    await migrate(address, folderOf({ ...FIRST, ...SECOND }));
    expect(readdirSync(dirname(address.file))).not.toContain("backups");
  });

  it("copies the database before it changes it, and names the copy when the change fails", async () => {
    const address = fileIn(temporaryFolder());
    await migrate(address, folderOf(FIRST));
    const backups = join(dirname(address.file), "backups");
    const failed = migrate(address, folderOf({ ...FIRST, ...FAILING }));
    await expect(failed).rejects.toThrow(join(backups, "before-0002_second-"));
    const [copy = ""] = readdirSync(backups);
    expect(copy).toMatch(/^before-0002_second-\d{4}-\d\d-\d\d\.db$/);
    expect(await ask({ kind: "sqlite", file: join(backups, copy) }, "SELECT word FROM a")).toEqual([["one; two"]]);
  });

  it("makes a table anew without losing what refers to it, also with 100,000 rows", async () => {
    const address = fileIn(temporaryFolder());
    const parents = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)";
    const first = `CREATE TABLE p (id INTEGER PRIMARY KEY, word TEXT);
      CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER NOT NULL REFERENCES p(id) ON DELETE CASCADE);
      INSERT INTO p ${parents} SELECT i, 'word' FROM n; INSERT INTO c ${parents} SELECT i, i FROM n;`;
    const anew = `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
      CREATE TABLE new_p (id INTEGER PRIMARY KEY, word TEXT NOT NULL); INSERT INTO new_p SELECT id, word FROM p;
      DROP TABLE p; ALTER TABLE new_p RENAME TO p; PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`;
    await migrate(address, folderOf({ "0001_first": first }));
    await migrate(address, folderOf({ "0001_first": first, "0002_anew": anew }));
    expect(await ask(address, "SELECT count(*) FROM c JOIN p ON p.id = c.pid")).toEqual([[100_000]]);
  });

  it("refuses a migration that leaves rows pointing at nothing", async () => {
    const address = fileIn(temporaryFolder());
    const first =
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (pid INTEGER REFERENCES p(id)); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);";
    await migrate(address, folderOf({ "0001_first": first }));
    const failed = migrate(address, folderOf({ "0001_first": first, "0002_drop": "DELETE FROM p;" }));
    await expect(failed).rejects.toThrow(/0002_drop failed: rows in c would refer to rows of p/);
    expect(await ask(address, "SELECT id FROM p")).toEqual([[1]]);
  });

  it.each([0o777, 0o555])("says why it can't start on a file that may only be read (folder %i)", async (folderMode) => {
    const { address, close } = await freshDatabase("sqlite");
    const file = whereOf(address);
    await migrate(address, migrationsFolder);
    await close();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), folderMode);
    // Root may write everything; so the program runs as somebody else then.
    const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { output } = await spawnFixture(migrateFixture, ["sqlite", file, migrationsFolder], user).ended();
    chmodSync(dirname(file), 0o755);
    expect(output).toContain(`StorageError: Jejaring cannot use its database ${file}: it may not be written. Give`);
  });

  it("says what is wrong with a file that is no database", async () => {
    const address = { kind: "sqlite", file: join(temporaryFolder(), "jejaring.db") } as const;
    writeFileSync(address.file, "Dear diary, this is not a database at all.\n".repeat(100));
    const failed = migrate(address, migrationsFolder);
    await expect(failed).rejects.toThrow(StorageError);
    await expect(failed).rejects.toThrow(/not a SQLite database/);
  });
});

describe("migrate on PostgreSQL", () => {
  it("says where it looked when nobody answers, without the password", async () => {
    const failed = migrate(
      { kind: "postgresql", url: "postgresql://user:secret@127.0.0.1:1/community" },
      migrationsFolder,
    );
    await expect(failed).rejects.toThrow(
      /cannot reach its PostgreSQL database "community" at 127.0.0.1:1: .*DATABASE_URL/,
    );
    await expect(failed).rejects.not.toThrow(/secret/);
  });
});

describe("a folder of migrations", () => {
  it("that is empty or has a file with another kind of name is refused", async () => {
    const address = await freshAddress("sqlite", "empty");
    await expect(migrate(address, temporaryFolder())).rejects.toThrow("the installation is incomplete");
    await expect(migrate(address, folderOf({ first: "" }))).rejects.toThrow("not named like a migration");
  });
});
