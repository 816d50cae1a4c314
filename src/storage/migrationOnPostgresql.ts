import pg from "pg";
import { codeOf, StorageError } from "./errors.js";
import type { MigrationSession } from "./migrationSession.js";

/** In ms: how long to try to reach the server, and how long to wait for others who use or migrate the tables. */
const LIMITS = { connect: 10_000, lock: 60_000 };
/** Any number, the same for all programs that migrate a database and for nothing else. */
const MIGRATION_LOCK = 7_170_000;

export async function openMigrationOnPostgresql(url: string): Promise<MigrationSession> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: LIMITS.connect,
    application_name: "jejaring",
  });
  // Told by the query that is running then.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const why = error instanceof Error ? error.message || codeOf(error) : String(error);
    throw new StorageError(
      `Jejaring cannot reach its PostgreSQL database "${client.database}" at ${client.host}:${client.port}: ${why}. ` +
        "Check that the server runs and that DATABASE_URL is right.",
      { cause: error },
    );
  }
  return sessionOn(client);
}

function sessionOn(client: pg.Client): MigrationSession {
  const run = async (statement: string): Promise<void> => {
    await client.query(statement);
  };
  return {
    async begin() {
      await run(`BEGIN; SET LOCAL lock_timeout = ${LIMITS.lock}`);
      await run(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    },
    async applied() {
      const { rows: tables } = await client.query<{ name: string | null }>(
        `SELECT to_regclass('"_migrations"') AS name`,
      );
      if (!tables[0]?.name) return [];
      return (await client.query<{ name: string; checksum: string }>('SELECT "name", "checksum" FROM "_migrations"'))
        .rows;
    },
    // Copying a server is its operator's work.
    keepCopy: async () => undefined,
    run,
    // Foreign keys are checked with every statement.
    verify: async () => undefined,
    async record({ name, checksum }) {
      await client.query('INSERT INTO "_migrations" ("name", "checksum") VALUES ($1, $2)', [name, checksum]);
    },
    commit: () => run("COMMIT"),
    rollback: () => run("ROLLBACK"),
    close: () => client.end(),
  };
}
