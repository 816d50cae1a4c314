// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./install.mjs";
import { SetupProblem } from "./setup-problem.mjs";

const NATIVE = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
const STAMP = "node_modules/.jejaring-driver";

const PROBE = `
try {
  new (require("better-sqlite3"))(":memory:").close();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}`;

/**
 * Whether the SQLite driver's native part was seen working with this Node.js, and has not changed since.
 * @param {string} root
 */
export function driverIsProven(root) {
  if (!existsSync(join(root, NATIVE)) || !existsSync(join(root, STAMP))) return false;
  return readFileSync(join(root, STAMP), "utf8") === stampOf(root);
}

/**
 * Makes sure that the driver works: after an installation its native part is missing, after a change of Node.js it is
 * the wrong one. npm fetches or compiles it; when that fails, a SetupProblem says which two commands to run.
 * @param {string} root
 * @param {string} again the command that the person typed
 * @param {import("./run-quietly.mjs").Run} run
 * @param {(line: string) => void} say
 */
export async function proveDriver(root, again, run, say) {
  if (driverIsProven(root)) return;
  if (driverProblem(root) !== undefined) {
    say(`Setting up the database driver for Node.js ${process.versions.node}; compiling it may take a minute or two.`);
    // Whether npm was content is of no interest: what counts is that the driver works.
    await run(npm(root, ["rebuild", "better-sqlite3"]), (seconds) => say(`  still at the driver, ${seconds} s so far`));
    const problem = driverProblem(root);
    if (problem !== undefined) throw new SetupProblem(driverAdvice(problem, again));
  }
  writeFileSync(join(root, STAMP), stampOf(root));
}

/**
 * Why the driver cannot be used, or undefined when it can. Tried in a process of its own: a Node.js that once failed
 * to load a native part says "did not self-register" ever after, also when the part has been put right.
 * @param {string} root
 */
function driverProblem(root) {
  const result = spawnSync(process.execPath, ["-e", PROBE], { cwd: root, encoding: "utf8" });
  if (result.status === 0) return undefined;
  return cause(result.stderr) || `Node.js ended with ${result.signal ?? result.status} while loading it.`;
}

/**
 * The message without the places that were searched and without advice for programmers.
 * @param {string} message
 */
function cause(message) {
  const [sentence = ""] = message.split(/Tried:|Please try/);
  return sentence.trim().replace(/\s*\n\s*/g, " ");
}

/**
 * @param {string} problem
 * @param {string} again
 */
function driverAdvice(problem, again) {
  return `Jejaring cannot use its database driver (better-sqlite3) with this Node.js (${process.version}):
${problem}

These two commands put it right:

  npm rebuild better-sqlite3 --ignore-scripts=false
  ${again}

If the first one fails, use a Node.js for which the driver comes ready built (20, 22 or 24), or install a C++ compiler
and Python 3 (on Debian and Ubuntu: apt-get install build-essential python3) and run the two again.`;
}

/** @param {string} root */
function stampOf(root) {
  const { mtimeMs, size } = statSync(join(root, NATIVE));
  return `${process.versions.modules} ${mtimeMs}:${size}`;
}
