// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How often, in ms, whoever holds the lock shows that it is alive, and looks whether the lock is free. */
const PULSE = 500;
/** After this long, in ms, without a sign of life the holder counts as dead. */
const SILENCE = 10_000;

/**
 * Does the work while nobody else in this folder does: `npm start` and `npm test` typed at the same time must not
 * install over each other. The lock of a process that died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(line: string) => void} say
 * @returns {Promise<T>}
 */
export async function alone(file, work, say) {
  mkdirSync(dirname(file), { recursive: true });
  for (let round = 0; !tryToHold(file); round++) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else if (round === 0) say("Another start in this folder is setting things up. Waiting for it.");
    await pause(PULSE);
  }
  const release = () => rmSync(file, { force: true });
  const pulse = setInterval(() => showLife(file), PULSE);
  process.on("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(pulse);
    process.off("exit", release);
    release();
  }
}

/** @param {string} file */
function tryToHold(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function showLife(file) {
  // Somebody may take the folder away while the work goes on: no reason to fail.
  if (existsSync(file)) utimesSync(file, new Date(), new Date());
}

/** @param {string} file */
function isAbandoned(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > SILENCE || !isAlive(Number(readFileSync(file, "utf8")));
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // Not written yet: whoever holds the lock has just begun.
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH";
  }
}
