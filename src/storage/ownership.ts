import Sqlite from "better-sqlite3";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { explainFile, isSqliteBusy, OwnershipError } from "./errors.js";

export interface Ownership {
  release(): void;
}

/**
 * Makes sure that this is the only program on a SQLite file: two would answer everybody twice. The claim is the
 * system's lock on a second, empty database beside the first; it ends with the process, however that ends, so there
 * is nothing to clean up. Not to be trusted on network drives, where such locks often do nothing.
 * @throws OwnershipError when another program has it
 */
export function claimOwnership(file: string): Ownership {
  const real = existsSync(file) ? realpathSync(file) : resolve(file);
  let db: Sqlite.Database | undefined;
  try {
    mkdirSync(dirname(real), { recursive: true });
    db = new Sqlite(`${real}.owner`, { timeout: 0 });
    // Kept open as long as the program runs, and never committed.
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    if (!isSqliteBusy(error)) throw explainFile(error, real);
    throw new OwnershipError(
      `Another Jejaring is already running with the database ${real}. Stop it first, or give this one a database of its own.`,
      { cause: error },
    );
  }
  const claim = db;
  held.add(claim);
  return {
    release() {
      held.delete(claim);
      claim.close();
    },
  };
}

/** A connection that nothing refers to is closed by the garbage collector, and the claim would be gone. */
const held = new Set<Sqlite.Database>();
