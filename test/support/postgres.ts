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

/** A new database on the server of this run: a copy of the migrated one, or an empty one. */
export async function createPostgresqlDatabase(
  like: "migrated" | "empty",
): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await testServer();
  count++;
  const name = `test_${process.pid}_${count}`;
  await sql(server.url, `CREATE DATABASE ${name} TEMPLATE ${like === "migrated" ? server.template : "template0"}`);
  const url = new URL(server.url);
  url.pathname = name;
  return { url: url.href, drop: () => sql(server.url, `DROP DATABASE ${name} WITH (FORCE)`) };
}

let count = 0;

/** One statement on a connection of its own. */
export async function sql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
