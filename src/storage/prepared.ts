import type Sqlite from "better-sqlite3";

/** So many statements are kept on a connection; those that rest longest go first. A few kilobytes each. */
const MOST = 300;
/** Longer ones, in characters, write many rows at once: they hardly come again, and would take the room of many. */
const LONGEST = 4_000;

/** What Prisma's adapter asks of a statement. */
interface Prepared {
  bind(values: readonly unknown[]): {
    readonly reader: boolean;
    columns(): Sqlite.ColumnDefinition[];
    run(): Sqlite.RunResult;
    raw(): { all(): unknown[] };
  };
}

/**
 * Keeps the statements of a connection ready to be run again. The adapter prepares each anew every time, which for the
 * short ones that a command is made of takes SQLite about as long as to run them; and it binds values for good, so that
 * it could not use one twice. Only for a connection on which tables stay as they are.
 */
export function keepPrepared(connection: Sqlite.Database): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, Prepared>();

  function prepared(sql: string): Prepared {
    const known = kept.get(sql);
    const statement = known ?? ready(prepare(sql));
    if (sql.length > LONGEST) return statement;
    // Behind all others: a map keeps the order in which its entries came.
    if (known) kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return statement;
  }

  Object.defineProperty(connection, "prepare", { value: prepared });
}

function ready(statement: Sqlite.Statement): Prepared {
  // As long as tables stay as they are, so does what a statement answers with.
  let columns: Sqlite.ColumnDefinition[] | undefined;
  return {
    bind: (values) => ({
      reader: statement.reader,
      columns: () => (columns ??= statement.columns()),
      run: () => statement.run(values),
      raw: () => ({ all: () => statement.raw().all(values) }),
    }),
  };
}
