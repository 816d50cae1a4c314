// Writes prisma/postgresql/schema.prisma from prisma/schema.prisma: the same models, the other provider and folder.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export function postgresqlSchema(source) {
  return source
    .replace(/^\/\/ The one source[\s\S]*?\n\n/, "// Generated from prisma/schema.prisma by `npm run db:schema`. Do not edit.\n\n")
    .replace('"../src/storage/generated/sqlite"', '"../../src/storage/generated/postgresql"')
    .replace('provider = "sqlite"', 'provider = "postgresql"');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(`${root}/prisma/postgresql`, { recursive: true });
  writeFileSync(
    `${root}/prisma/postgresql/schema.prisma`,
    postgresqlSchema(readFileSync(`${root}/prisma/schema.prisma`, "utf8")),
  );
}
