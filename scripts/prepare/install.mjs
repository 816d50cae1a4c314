// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupProblem } from "./setup-problem.mjs";

/**
 * What node_modules was installed from. Some packages are made for one system and processor; `development` says
 * whether the tools for tests and checks are there as well.
 * @typedef {{ lock: string, system: string, development: boolean }} InstallStamp
 */

const SYSTEM = `${process.platform} ${process.arch}`;

const stampFile = (/** @type {string} */ root) => join(root, "node_modules/.jejaring-stamp");

/**
 * Whether node_modules is what package-lock.json asks for, as far as its stamp knows.
 * @param {string} root
 * @param {{ development: boolean }} want
 */
export function isInstalled(root, want) {
  const stamp = readStamp(root);
  return stamp?.lock === lockHash(root) && stamp.system === SYSTEM && (stamp.development || !want.development);
}

/**
 * Brings node_modules in step with package-lock.json. Packages that somebody installed by hand are taken over when
 * they are the right ones. Throws SetupProblem when npm could not install.
 * @param {string} root
 * @param {{ development: boolean }} want
 * @param {import("./run-quietly.mjs").Run} run
 * @param {(line: string) => void} say
 */
export async function install(root, want, run, say) {
  if (isInstalled(root, want)) return;
  const isOfThisSystem = (readStamp(root)?.system ?? SYSTEM) === SYSTEM;
  if (!isOfThisSystem || !holdsTheLock(root, want)) await installAll(root, run, say);
  const stamp = { lock: lockHash(root), system: SYSTEM, development: holdsTheLock(root, { development: true }) };
  writeFileSync(stampFile(root), JSON.stringify(stamp));
}

/**
 * Everything, also the tools for tests, so that the second command on a new machine need not install again; but no
 * install scripts: the one that is needed, the database driver's, is run by itself and fails with its own words.
 * @param {string} root
 * @param {import("./run-quietly.mjs").Run} run
 * @param {(line: string) => void} say
 */
async function installAll(root, run, say) {
  say("Installing what Jejaring needs. The first time this takes a few minutes at most.");
  const result = await run(npm(root, ["ci", "--include=dev", "--ignore-scripts"]), (seconds) =>
    say(`  still installing, ${seconds} s so far`),
  );
  if (result.ok) return;
  throw new SetupProblem(
    `${result.output}\n\nnpm could not install the packages; its own words are above.\n` +
      "Check the network connection (and the proxy, if there is one), then run the same command again.",
    1,
  );
}

/**
 * npm, started without a shell where its own file is known (it is, whenever npm started this program).
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {import("./run-quietly.mjs").Step}
 */
export function npm(root, args) {
  const env = { ...process.env, ...headersAtHand(process.execPath, process.versions.node) };
  const file = process.env["npm_execpath"];
  if (file?.endsWith(".js")) return { command: process.execPath, args: [file, ...args], cwd: root, env };
  return { command: "npm", args, cwd: root, env, shell: process.platform === "win32" };
}

/**
 * Where a driver has to be compiled, Node's header files are downloaded, unless they came with Node itself. Those are
 * the right ones also where npm was once told to use others.
 * @param {string} execPath
 * @param {string} version
 * @returns {Record<string, string>}
 */
export function headersAtHand(execPath, version) {
  const prefix = dirname(dirname(execPath));
  const header = join(prefix, "include/node/node_version.h");
  if (!existsSync(header)) return {};
  const text = readFileSync(header, "utf8");
  const numbers = ["MAJOR", "MINOR", "PATCH"].map((part) => text.match(`#define NODE_${part}_VERSION (\\d+)`)?.[1]);
  return numbers.join(".") === version ? { npm_config_nodedir: prefix } : {};
}

/**
 * Whether the packages that npm says are there are those of package-lock.json. Optional ones are for other systems.
 * @param {string} root
 * @param {{ development: boolean }} want
 */
function holdsTheLock(root, want) {
  const hidden = join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = packagesIn(join(root, "package-lock.json"));
  const present = packagesIn(hidden);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    if (found !== undefined) return found.version === entry.version;
    return entry.optional === true || (entry.dev === true && !want.development);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, dev?: boolean }>}
 */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/** @param {string} root */
function lockHash(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/**
 * @param {string} root
 * @returns {InstallStamp | undefined}
 */
function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), "utf8"));
  } catch {
    return undefined;
  }
}
