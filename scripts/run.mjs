// @ts-check
// `node scripts/run.mjs FILE.ts ARGUMENTS`: runs one of the project's own programs, such as bench/main.ts.
import { resolve, relative, join } from "node:path";
import { pathToFileURL } from "node:url";
import { refuseOldNode } from "./prepare/node-version.mjs";

refuseOldNode();
const { prepare, root } = await import("./prepare.mjs");
const { compiledPath } = await import("./prepare/compile.mjs");

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  console.error("Say which file to run: node scripts/run.mjs bench/main.ts");
  process.exit(64);
}
const file = join(root, compiledPath(relative(root, resolve(entry))));
// What it prints is the program's alone: some print JSON for other programs.
await prepare({ again: `node scripts/run.mjs ${entry}`, development: true, tell: (line) => console.error(line) });
process.setSourceMapsEnabled(true);
// The program sees its own arguments, as if Node had been started with it.
process.argv.splice(1, process.argv.length, file, ...rest);
await import(pathToFileURL(file).href);
