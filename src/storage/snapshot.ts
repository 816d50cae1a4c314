import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { StorageError } from "./errors.js";

/** A copy that is not finished yet has this at the end of its name, and counts for nothing. */
const PARTIAL = ".partial";

/**
 * Copies a SQLite database that is in use to `target`: as of one moment, checked, safely on the disk before it gets
 * its name. The copying happens in another thread, so the event loop goes on. When it fails (the disk is full, say)
 * nothing new has the target's name and an older copy of that name is still there.
 * @throws StorageError
 */
export async function snapshot(file: string, target: string): Promise<void> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  await removePartials(folder);
  const partial = `${target}${PARTIAL}`;
  try {
    await copy(file, partial);
    await sync(partial);
    await rename(partial, target);
    await sync(folder);
  } catch (error) {
    await rm(partial, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError(`${basename(file)} could not be copied to ${target}: ${why}`, { cause: error });
  }
}

/** What a copy that was killed half-way left behind. */
async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith(PARTIAL)) await rm(join(folder, name), { force: true });
}

/** Onto the disk itself; a folder must be written out too, or a power cut undoes the renaming. */
async function sync(path: string): Promise<void> {
  // Windows can't open a folder, and needn't.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function copy(file: string, target: string): Promise<void> {
  const driver = createRequire(import.meta.url).resolve("better-sqlite3");
  const worker = new Worker(COPYING, { eval: true, workerData: { driver, file, target } });
  return new Promise((resolve, reject) => {
    worker.once("message", (fault: unknown) => (fault === "" ? resolve() : reject(new Error(String(fault)))));
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the copying thread stopped (${code})`)));
  });
}

/** Plain JavaScript in a string: a thread can't be started from TypeScript, and tests run the sources as they are. */
const COPYING = `
  const { parentPort, workerData } = require("node:worker_threads");
  const Sqlite = require(workerData.driver);
  function attempt() {
    const source = new Sqlite(workerData.file, { fileMustExist: true, timeout: 5000 });
    try {
      source.prepare("VACUUM INTO ?").run(workerData.target);
    } finally {
      source.close();
    }
    const copy = new Sqlite(workerData.target, { readonly: true });
    try {
      const verdict = copy.pragma("quick_check(1)", { simple: true });
      return verdict === "ok" ? "" : "the copy is damaged: " + verdict;
    } finally {
      copy.close();
    }
  }
  try {
    parentPort.postMessage(attempt());
  } catch (error) {
    parentPort.postMessage(error.message);
  }
`;
