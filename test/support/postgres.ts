import pg from "pg";
import { inject } from "vitest";
import { z } from "zod";

const answer = z.object({ url: z.string(), template: z.string() });
let asked: Promise<z.infer<typeof answer>> | undefined;

/** Whether there is a PostgreSQL server for the tests of this run. */
export const hasPostgresql = Boolean(inject("postgresqlDoor"));

/** The server of this run: its address, and the name of a migrated database to copy. */
export function testServer(): Promise<z.infer<typeof answer>> {
  asked ??= fetch(inject("postgresqlDoor")).then(async (response) => {
    if (!response.ok) throw new Error(await response.text());
    return answer.parse(await response.json());
  });
  return asked;
}

/** A place on the server of this run: where it is, and how to give it back. */
interface Place {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Migrated databases that a test has given back, empty again. Copying one takes 30 times as long as emptying it. */
const spare: string[] = [];
let count = 0;

/** A database for one test: migrated and without rows, or with nothing in it at all. */
export async function createPostgresqlDatabase(like: "migrated" | "empty"): Promise<Place> {
  const server = await testServer();
  const used = like === "migrated" ? spare.pop() : undefined;
  const name = used ?? `test_${process.pid}_${++count}`;
  if (used === undefined) {
    await sql(server.url, `CREATE DATABASE ${name} TEMPLATE ${like === "migrated" ? server.template : "template0"}`);
  }
  const url = new URL(server.url);
  url.pathname = name;
  return { url: url.href, drop: () => (like === "migrated" ? empty(url.href, name) : remove(server.url, name)) };
}

/** Empties a migrated database for the next test, or removes it when the test has changed its tables. */
async function empty(url: string, name: string): Promise<void> {
  try {
    await sql(url, `${END_OTHERS}; ${await emptying()}`);
    spare.push(name);
  } catch {
    await remove((await testServer()).url, name);
  }
}

/** Programs that a test has killed, or left open, keep nothing locked. */
const END_OTHERS =
  "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

let emptyingStatement: Promise<string> | undefined;

/** One statement that deletes every row of every table, whatever refers to what. It fails when a table is gone. */
function emptying(): Promise<string> {
  emptyingStatement ??= testServer().then(async (server) => {
    const url = new URL(server.url);
    url.pathname = server.template;
    const tables = await sql(
      url.href,
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_migrations'",
    );
    const deletes = tables.map(({ name }) => `DELETE FROM "${name}"`).join("; ");
    return `SET session_replication_role = replica; ${deletes}`;
  });
  return emptyingStatement;
}

async function remove(server: string, name: string): Promise<void> {
  await sql(server, `DROP DATABASE ${name} WITH (FORCE)`);
}

/** One statement on a connection of its own; answers with the rows. */
export async function sql(url: string, statement: string): Promise<readonly Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}
