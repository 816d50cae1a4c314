// @ts-check
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { SetupProblem } from "./setup-problem.mjs";

/** The folders that `dist` mirrors. A folder that is not there is left out. */
const FOLDERS = ["src", "commands", "prisma", "bench", "simulate", "scripts", "test/support"];
const STAMP = "dist/.stamp.json";

/**
 * What dist was made from: each source's path with its time of change and size, and the maker that made it.
 * @typedef {{ maker: string, sources: Record<string, string> }} CompileStamp
 */

/**
 * Whether dist is what the sources say.
 * @param {string} root
 */
export function distIsFresh(root) {
  return JSON.stringify(readStamp(root)) === JSON.stringify(stampOf(root));
}

/**
 * Compiles what changed since the last time: TypeScript to JavaScript file by file (types are erased, nothing is
 * bundled), everything else that the program reads is copied. `dist` has the tree of the repository, so what is found
 * relative to a source file is found relative to the compiled one. Throws SetupProblem when a source has a fault.
 * @param {string} root
 */
export function compile(root) {
  const stamp = stampOf(root);
  const past = readStamp(root);
  const known = past?.maker === stamp.maker ? past.sources : {};
  const changed = Object.keys(stamp.sources).filter((path) => known[path] !== stamp.sources[path]);
  const gone = Object.keys(past?.sources ?? {}).filter((path) => stamp.sources[path] === undefined);
  // Without a stamp an interrupted run starts again with everything.
  rmSync(join(root, STAMP), { force: true });
  for (const path of gone) for (const file of outputsOf(path)) rmSync(join(root, file), { force: true });
  for (const path of changed.filter((path) => !isTypeScript(path))) copy(root, path);
  transpile(root, changed.filter(isTypeScript));
  writeFileSync(join(root, STAMP), JSON.stringify(stamp));
}

/**
 * The compiled file of a TypeScript source, both relative to the root.
 * @param {string} path
 */
export function compiledPath(path) {
  return join("dist", path.replace(/\.tsx?$/, ".js"));
}

/**
 * @param {string} root
 * @param {readonly string[]} paths
 */
function transpile(root, paths) {
  mkdirSync(join(root, "dist"), { recursive: true });
  if (paths.length === 0) return;
  // Loaded only when there is something to do: a second start should not wait for it.
  const esbuild = /** @type {typeof import("esbuild")} */ (createRequire(join(root, "package.json"))("esbuild"));
  try {
    esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: [...paths],
      outdir: "dist",
      outbase: ".",
      format: "esm",
      platform: "node",
      target: "node20.19",
      sourcemap: true,
      sourcesContent: false,
      logLevel: "silent",
    });
  } catch (error) {
    const failure = /** @type {import("esbuild").BuildFailure} */ (error);
    if (!Array.isArray(failure.errors)) throw error;
    const told = esbuild.formatMessagesSync(failure.errors, { kind: "error", color: false });
    throw new SetupProblem(`${told.join("")}The sources have a fault, so nothing was started.`, 1);
  }
}

/**
 * @param {string} root
 * @param {string} path
 */
function copy(root, path) {
  const target = join(root, "dist", path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, path), target);
}

/**
 * @param {string} root
 * @returns {CompileStamp}
 */
function stampOf(root) {
  /** @type {Record<string, string>} */
  const sources = {};
  for (const path of sourcesIn(root)) {
    const { mtimeMs, size } = statSync(join(root, path));
    sources[path] = `${mtimeMs}:${size}`;
  }
  return { maker: makerOf(root), sources };
}

/** @param {string} root */
function makerOf(root) {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of ["tsconfig.json", "node_modules/esbuild/package.json"])
    hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @returns {CompileStamp | undefined}
 */
function readStamp(root) {
  const file = join(root, STAMP);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** @param {string} root */
function sourcesIn(root) {
  return ["package.json", ...FOLDERS.flatMap((folder) => filesIn(root, folder).filter(isSource))];
}

/**
 * In alphabetical order, so that two stamps can be compared as they are.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(root, path) : [path];
    })
    .sort();
}

/** @param {string} path */
function isSource(path) {
  if (path.endsWith(".d.ts")) return false;
  if (isTypeScript(path)) return true;
  return (
    !path.startsWith("scripts/") && ![".md", ".prisma"].includes(extname(path)) && basename(path) !== "tsconfig.json"
  );
}

/** @param {string} path */
function isTypeScript(path) {
  return /\.tsx?$/.test(path);
}

/** @param {string} path */
function outputsOf(path) {
  if (!isTypeScript(path)) return [join("dist", path)];
  const compiled = compiledPath(path);
  return [compiled, `${compiled}.map`];
}
