import { basename } from "node:path";

/** Something is wrong with where the data lives. The message is for the operator: what, where, and what to do now. */
export class StorageError extends Error {
  override readonly name: string = "StorageError";
}

/** Another program has the database file. */
export class OwnershipError extends StorageError {
  override readonly name = "OwnershipError";
}

/** The database could not be brought to what this version of the program needs. It is as it was before. */
export class MigrationError extends StorageError {
  override readonly name = "MigrationError";
}

/** SQLite's name for what went wrong ("SQLITE_BUSY"), or Node's ("EACCES"). */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export function isSqliteBusy(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_BUSY");
}

/** What the driver says about a database file, as a StorageError that names the cure; other errors stay as they are. */
export function explainFile(error: unknown, file: string): unknown {
  const cure = CURES.find(([codes]) => codes.test(codeOf(error)))?.[1];
  if (cure === undefined) return error;
  return new StorageError(`Jejaring cannot use its database ${file}: ${cure(basename(file))}`, { cause: error });
}

const CURES: readonly (readonly [RegExp, (name: string) => string])[] = [
  [
    /^SQLITE_BUSY/,
    (name) => `another program has locked ${name}. Close it (a database browser? a backup?) and start again.`,
  ],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/,
    (name) =>
      `it may not be written. Give the user that runs Jejaring the right to read and write ${name} and its folder.`,
  ],
  [
    /^(ENOTDIR|EEXIST|EISDIR)/,
    () => "something that is not a folder is in its place. Choose another file, or move that away.",
  ],
  [/^SQLITE_NOTADB/, () => "it is not a SQLite database. Choose another file, or put the right one in its place."],
  [
    /^SQLITE_CORRUPT/,
    () =>
      "it is damaged. Put the newest copy from the folder backups in its place (docs/decisions/0002-two-databases-one-schema.md says how).",
  ],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, () => "the disk is full. Make room and start again."],
  [/^SQLITE_IOERR/, () => "the disk reports an error. Check the disk and how much room is left, then start again."],
];
