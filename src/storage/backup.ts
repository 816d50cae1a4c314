import Sqlite from "better-sqlite3";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { explainFile, StorageError } from "./errors.js";
import { snapshot } from "./snapshot.js";

const DAILY = /^jejaring-(\d{4}-\d{2}-\d{2})\.db$/;
const BEFORE_MIGRATION = /^before-.+-(\d{4}-\d{2}-\d{2})\.db$/;
/** How long, in days, a copy made before a migration is kept: people who asked to be forgotten are still in it. */
const KEEP_BEFORE_MIGRATION = 30;
const DAY = 86_400_000;

/**
 * Copies the database while it is in use to `folder`/jejaring-YYYY-MM-DD.db (the date of `now` in UTC) and removes
 * the oldest of more than `keep`. Nothing old is removed when the new copy could not be made.
 * @returns where the copy is
 * @throws StorageError when there is no room, or the database is damaged
 */
export async function backUp(file: string, folder: string, now: Date, keep = 7): Promise<string> {
  const target = join(folder, `jejaring-${dateOf(now)}.db`);
  await snapshot(file, target);
  const stale = dateOf(new Date(now.getTime() - KEEP_BEFORE_MIGRATION * DAY));
  const names = readdirSync(folder);
  const tooOld = names.filter((name) => (BEFORE_MIGRATION.exec(name)?.[1] ?? stale) < stale);
  for (const name of [...dailies(names).slice(keep), ...tooOld]) rmSync(join(folder, name), { force: true });
  return target;
}

/** The newest copy of a folder, or undefined. A copy that was not finished has another name. */
export function newestBackup(folder: string): string | undefined {
  const newest = existsSync(folder) ? dailies(readdirSync(folder))[0] : undefined;
  return newest === undefined ? undefined : join(folder, newest);
}

/**
 * Looks through a database file for damage, before anything is read from it or written to it; a file that is not there
 * yet is fine. Reads the whole file: about a second a gigabyte on a fast disk.
 * @throws StorageError when it is damaged, naming the newest copy in `backups`
 */
export function checkIntegrity(file: string, backups: string): void {
  const fault = faultIn(file);
  if (fault === undefined) return;
  const copy = newestBackup(backups);
  throw new StorageError(
    `The database ${file} is damaged (${fault}). Jejaring does not run on it, so as not to make it worse. ` +
      (copy === undefined
        ? `There is no copy in ${backups}. Move the damaged file away to start anew, and keep it: parts can often be saved.`
        : `The newest copy is ${copy}: docs/decisions/0002-two-databases-one-schema.md says how to put it in its place.`),
  );
}

function faultIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file);
    const verdict = String(db.pragma("quick_check(1)", { simple: true }));
    return verdict === "ok" ? undefined : verdict.replaceAll("\n", " ");
  } catch (error) {
    const code = error instanceof Sqlite.SqliteError ? error.code : "";
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return error instanceof Error ? error.message : code;
    throw explainFile(error, file);
  } finally {
    db?.close();
  }
}

/** Newest first. */
function dailies(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => DAILY.test(name))
    .sort()
    .reverse();
}

function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
