// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupProblem } from "./setup-problem.mjs";

const SCHEMAS = ["prisma/schema.prisma", "prisma/postgresql/schema.prisma"];
const STAMP = "src/storage/generated/.stamp";

/**
 * Whether the database clients in src/storage/generated are those of the schemas and of the installed Prisma.
 * @param {string} root
 */
export function clientsAreFresh(root) {
  const file = join(root, STAMP);
  return existsSync(file) && readFileSync(file, "utf8") === clientsStamp(root);
}

/**
 * Generates the database clients where that is needed; works without a network. Throws SetupProblem.
 * @param {string} root
 * @param {import("./run-quietly.mjs").Run} run
 * @param {(line: string) => void} say
 */
export async function generateClients(root, run, say) {
  if (clientsAreFresh(root)) return;
  say("Generating the database clients.");
  const results = await Promise.all(SCHEMAS.map((schema) => generate(root, schema, run, say)));
  const failed = results.find((result) => !result.ok);
  if (failed) throw new SetupProblem(`${failed.output}\n\nPrisma could not generate the database clients.`, 1);
  mkdirSync(dirname(join(root, STAMP)), { recursive: true });
  writeFileSync(join(root, STAMP), clientsStamp(root));
}

/**
 * @param {string} root
 * @param {string} schema
 * @param {import("./run-quietly.mjs").Run} run
 * @param {(line: string) => void} say
 */
function generate(root, schema, run, say) {
  const args = [join(root, "node_modules/prisma/build/index.js"), "generate", "--schema", schema];
  // Prisma asks its maker for a newer version after each command; nobody here needs to know.
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  return run({ command: process.execPath, args, cwd: root, env }, (seconds) =>
    say(`  still generating, ${seconds} s so far`),
  );
}

/** @param {string} root */
function clientsStamp(root) {
  const hash = createHash("sha256");
  for (const file of [...SCHEMAS, "prisma.config.ts", "node_modules/prisma/package.json"]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}
