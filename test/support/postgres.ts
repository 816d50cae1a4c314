import pg from "pg";
import { inject } from "vitest";
import { z } from "zod";
import { onPool } from "../../src/storage/database.js";
import { openPool } from "../../src/storage/postgresql.js";

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

/** Connections to a database that tests use one after the other. */
interface Kept {
  readonly pool: pg.Pool;
  readonly connection: ReturnType<typeof onPool>;
}

/** A migrated database that a test has given back, empty again. Copying one takes 30 times as long as emptying it. */
interface Spare {
  readonly name: string;
  /** A connection takes a server as long to open as five hundred statements, and it knows no table yet. */
  readonly kept: Kept[];
}

const spares: Spare[] = [];
/** Connections that nobody uses at the moment, of each database in use. */
const idle = new Map<string, Kept[]>();
let count = 0;

/** What tells kept connections from those of programs that a test has killed, or left open. */
const KEPT = "kept";

/** A database for one test: migrated and without rows, or with nothing in it at all. */
export async function createPostgresqlDatabase(like: "migrated" | "empty"): Promise<Place> {
  const server = await testServer();
  const spare = like === "migrated" ? spares.pop() : undefined;
  const name = spare?.name ?? `test_${process.pid}_${++count}`;
  if (spare === undefined) {
    await sql(server.url, `CREATE DATABASE ${name} TEMPLATE ${like === "migrated" ? server.template : "template0"}`);
  }
  const url = new URL(server.url);
  url.pathname = name;
  if (like === "empty") return { url: url.href, drop: () => remove(server.url, name) };
  idle.set(url.href, spare?.kept ?? []);
  return { url: url.href, drop: () => empty(url.href, name) };
}

/** A way to a migrated database of this run; given back instead of ended, the next test has it. */
export function keptConnection(url: string): Kept["connection"] | undefined {
  const waiting = idle.get(url);
  if (waiting === undefined) return undefined;
  const kept = waiting.pop() ?? openKept(url);
  const { pool, connection } = kept;
  const end = async () => {
    const isQuiet = pool.idleCount === pool.totalCount && pool.waitingCount === 0;
    if (isQuiet) waiting.push(kept);
    else await connection.end();
  };
  return { ...connection, end };
}

function openKept(url: string): Kept {
  const named = new URL(url);
  named.searchParams.set("application_name", KEPT);
  // A test seldom wants more at once.
  const pool = openPool(named.href, 3);
  return { pool, connection: onPool(pool) };
}

/** Empties a migrated database for the next test, or removes it when the test has changed its tables. */
async function empty(url: string, name: string): Promise<void> {
  const kept = idle.get(url) ?? [];
  idle.delete(url);
  const [first = openKept(url), ...others] = kept;
  try {
    await first.pool.query(`BEGIN; ${END_OTHERS}; ${await emptying()}; COMMIT`);
    spares.push({ name, kept: [first, ...others] });
  } catch {
    await Promise.all([first, ...others].map(({ connection }) => connection.end()));
    await remove((await testServer()).url, name);
  }
}

/** Nobody keeps anything locked. */
const END_OTHERS = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name <> '${KEPT}'`;

let emptyingStatement: Promise<string> | undefined;

/** Deletes every row of every table, whatever refers to what, within a transaction. It fails when a table is gone. */
function emptying(): Promise<string> {
  emptyingStatement ??= testServer().then(async (server) => {
    const url = new URL(server.url);
    url.pathname = server.template;
    const tables = await sql(
      url.href,
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_migrations'",
    );
    const deletes = tables.map(({ name }) => `DELETE FROM "${name}"`).join("; ");
    return `SET LOCAL session_replication_role = replica; ${deletes}`;
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
