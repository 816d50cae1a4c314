import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import pg from "pg";
import {
  findPostgresql,
  HOW_TO_GET_POSTGRESQL,
  startThrowawayPostgresql,
  type ThrowawayPostgresql,
} from "../../scripts/throwaway-postgresql.mjs";
import { migrate } from "../../src/storage/migrations.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Where to ask for the PostgreSQL server of this run (it starts when the first test asks); "" when it is missing. */
    readonly postgresqlDoor: string;
  }
}

/** The name of the migrated database that tests copy. */
const TEMPLATE = "template_jejaring";

/** One throwaway PostgreSQL server for a whole run of vitest, started only if a test wants it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (findPostgresql() === undefined) {
    const missing = `PostgreSQL is not installed: ${HOW_TO_GET_POSTGRESQL}`;
    if (process.env["CI"] === "true") throw new Error(missing);
    console.log(`${missing}. Tests on PostgreSQL are left out and reported as skipped.`);
    project.provide("postgresqlDoor", "");
    return () => Promise.resolve();
  }
  let starting: Promise<ThrowawayPostgresql> | undefined;
  const door = createServer((_request, response) => {
    starting ??= startWithTemplate();
    starting.then(
      ({ url }) => response.end(JSON.stringify({ url, template: TEMPLATE })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  project.provide("postgresqlDoor", `http://127.0.0.1:${port}/`);
  return async () => {
    door.closeAllConnections();
    door.close();
    await (await starting?.catch(() => undefined))?.stop();
  };
}

async function startWithTemplate(): Promise<ThrowawayPostgresql> {
  const server = await startThrowawayPostgresql();
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = TEMPLATE;
  await migrate(
    { kind: "postgresql", url: url.href },
    fileURLToPath(new URL("../../prisma/migrations", import.meta.url)),
  );
  return server;
}
