import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import { Prisma } from "./generated/sqlite/client.js";

/** What the database driver said, wherever Prisma keeps it. */
function causeOf(error: unknown): DriverAdapterError["cause"] | undefined {
  if (error instanceof DriverAdapterError) return error.cause;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const inner = error.meta?.["driverAdapterError"];
  return inner instanceof DriverAdapterError ? inner.cause : undefined;
}

/** Two transactions were in each other's way (PostgreSQL's 40001 and 40P01), and this one lost: it can be tried again. */
export function isCollision(error: unknown): boolean {
  return causeOf(error)?.kind === "TransactionWriteConflict";
}

/** SQLite stayed locked by another process, or so many wait that a transaction could not even begin. */
export function isBusy(error: unknown): boolean {
  if (causeOf(error)?.kind === "SocketTimeout") return true;
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    error.code === "P2028" &&
    /unable to start a transaction|expired transaction/i.test(error.message)
  );
}

/** There is no room, or no permission, to write more: a full disk, a quota. 53100 is PostgreSQL's disk_full. */
export function isStorageFull(error: unknown): boolean {
  const code = causeOf(error)?.originalCode;
  return code !== undefined && STORAGE_FULL.has(code);
}

const STORAGE_FULL = new Set(["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100"]);

/** A unique key was there already: somebody decided the same thing first. */
export function isDuplicate(error: unknown): boolean {
  return causeOf(error)?.kind === "UniqueConstraintViolation";
}
