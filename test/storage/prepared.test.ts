import Sqlite from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { keepPrepared } from "../../src/storage/prepared.js";

/** A connection with a table of numbers, and how often SQLite was made to prepare something. */
function open() {
  const connection = new Sqlite(":memory:");
  onTestFinished(() => void connection.close());
  connection.exec("CREATE TABLE numbers (n INTEGER)");
  let prepared = 0;
  const prepare = connection.prepare.bind(connection);
  Object.defineProperty(connection, "prepare", { value: (sql: string) => (prepared++, prepare(sql)), writable: true });
  keepPrepared(connection);
  const bound = (sql: string, ...values: readonly unknown[]) => connection.prepare(sql).bind(values);
  return {
    write: (sql: string, ...values: readonly unknown[]) => bound(sql, ...values).run().changes,
    read: (sql: string, ...values: readonly unknown[]) =>
      bound(sql, ...values)
        .raw()
        .all(),
    prepared: () => prepared,
  };
}

describe("statements that are kept", () => {
  it("run with other values each time, and are prepared once", () => {
    const { write, read, prepared } = open();
    for (const n of [1, 2, 3]) expect(write("INSERT INTO numbers VALUES (?)", n)).toBe(1);
    expect([1, 2].map((n) => read("SELECT n FROM numbers WHERE n > ? ORDER BY n", n))).toEqual([[[2], [3]], [[3]]]);
    expect(prepared()).toBe(2);
  });

  it("run again after they failed", () => {
    const { write, read } = open();
    write("CREATE UNIQUE INDEX one ON numbers (n)");
    write("INSERT INTO numbers VALUES (?)", 1);
    expect(() => write("INSERT INTO numbers VALUES (?)", 1)).toThrow("UNIQUE");
    write("INSERT INTO numbers VALUES (?)", 2);
    expect(read("SELECT n FROM numbers ORDER BY n")).toEqual([[1], [2]]);
  });

  it("make room for others when there are many, those that rest longest first", () => {
    const { read, prepared } = open();
    for (let n = 0; n < 400; n++) {
      expect(read(`SELECT ${n}`)).toEqual([[n]]);
      expect(read("SELECT 'often'")).toEqual([["often"]]);
    }
    expect(prepared()).toBe(401);
    expect(read("SELECT 0")).toEqual([[0]]);
    expect(prepared()).toBe(402);
  });

  it("are not kept when they are long", () => {
    const { read, prepared } = open();
    const many = Array.from({ length: 2_000 }, (_, n) => n);
    const sql = `SELECT count(*) FROM numbers WHERE n IN (${many.map(() => "?").join()})`;
    expect(read(sql, ...many)).toEqual([[0]]);
    expect(read(sql, ...many)).toEqual([[0]]);
    expect(prepared()).toBe(2);
  });
});
