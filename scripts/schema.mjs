// @ts-check
// `npm run db:schema`: writes prisma/postgresql/schema.prisma from prisma/schema.prisma: the same models, the other
// provider and folder. A test keeps the two in step.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The schema files, seen from the root. */
export const SCHEMAS = { sqlite: "prisma/schema.prisma", postgresql: "prisma/postgresql/schema.prisma" };

/**
 * The PostgreSQL schema that belongs to a SQLite one.
 * @param {string} source
 */
export function postgresqlSchema(source) {
  return source
    .replace(
      /^\/\/ The one source[\s\S]*?\n\n/,
      "// Generated from prisma/schema.prisma by `npm run db:schema`. Do not edit.\n\n",
    )
    .replace('"../src/storage/generated/sqlite"', '"../../src/storage/generated/postgresql"')
    .replace('provider = "sqlite"', 'provider = "postgresql"');
}

export function writePostgresqlSchema() {
  mkdirSync(join(root, "prisma/postgresql"), { recursive: true });
  const source = readFileSync(join(root, SCHEMAS.sqlite), "utf8");
  writeFileSync(join(root, SCHEMAS.postgresql), postgresqlSchema(source));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePostgresqlSchema();
