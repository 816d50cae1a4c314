import { createHmac, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { StorageError } from "./errors.js";

/** Who was forgotten, kept beside the database: nobody can be told from it, only recognised. */
export interface SuppressionList {
  /** False when it was written down before. */
  add(kind: string, id: string): Promise<boolean>;
  takeBack(kind: string, id: string): Promise<void>;
  has(kind: string, id: string): boolean;
  isEmpty(): boolean;
}

const SALT = "salt ";
const ADDED = "+ ";
const TAKEN_BACK = "- ";

/**
 * The list in this file. A line is on the disk before `add` ends: what it stands for is deleted afterwards, so that no
 * older copy of the database brings it back. A line that was not finished when the power went counts for nothing.
 * @throws StorageError when the file can't be read, or is no such list
 */
export function openSuppression(file: string): SuppressionList {
  const { text, lines, salt } = read(file);
  let isTorn = text !== "" && !text.endsWith("\n");
  const known = new Set<string>();
  for (const line of lines.slice(1)) {
    if (line.startsWith(ADDED)) known.add(line.slice(ADDED.length));
    if (line.startsWith(TAKEN_BACK)) known.delete(line.slice(TAKEN_BACK.length));
  }
  let key = salt;
  const markOf = (kind: string, id: string) =>
    key === undefined ? "" : createHmac("sha256", key).update(`${kind} ${id}`).digest("hex");

  function begin(): void {
    if (key !== undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    append(`${SALT}${randomBytes(32).toString("hex")}`);
    // Another program may have begun the same list at this moment: what stands first holds for both.
    key = read(file).salt;
  }

  function append(line: string): void {
    const handle = openSync(file, "a", 0o600);
    try {
      writeSync(handle, `${isTorn ? "\n" : ""}${line}\n`);
      isTorn = false;
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  return {
    async add(kind, id) {
      begin();
      const mark = markOf(kind, id);
      if (known.has(mark)) return false;
      append(`${ADDED}${mark}`);
      known.add(mark);
      return true;
    },
    async takeBack(kind, id) {
      const mark = markOf(kind, id);
      if (!known.delete(mark)) return;
      append(`${TAKEN_BACK}${mark}`);
    },
    has: (kind, id) => known.has(markOf(kind, id)),
    isEmpty: () => known.size === 0,
  };
}

/** @throws StorageError when it is no such list */
function read(file: string) {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split("\n");
  const salt = lines[0]?.startsWith(SALT) ? lines[0].slice(SALT.length) : undefined;
  if (salt === undefined && lines.some((line) => line !== "")) {
    throw new StorageError(
      `${file} is no list of who was forgotten: its first line must be the salt. Put it back from a copy.`,
    );
  }
  return { text, lines, salt };
}
