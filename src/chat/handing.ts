import { fieldsOf, type Target } from "./target.js";
import { maxSize } from "./field.js";
import { fileBytes, fileRefOf, type FileProblem, type FileRef } from "./file.js";
import type { Place } from "./invocation.js";

/** Reads a file through the platform it came by; undefined where that is not running or has no files. */
export type ReadFile = (place: Place, ref: string, maxBytes: number) => Promise<Uint8Array | FileProblem | undefined>;

/** A file could not be read: the person is told, at the field where it was handed over if there is one. */
export class FileFault extends Error {
  override readonly name = "FileFault";
  readonly problem: FileProblem;
  readonly file: FileRef;
  /** In bytes. */
  readonly maxBytes: number;

  constructor(problem: FileProblem, file: FileRef, maxBytes: number) {
    super(`${problem}: a file of ${file.size} bytes`);
    this.problem = problem;
    this.file = file;
    this.maxBytes = maxBytes;
  }
}

/** How a handler reads a file: no more of it than the field takes where it was handed over. Throws FileFault. */
export function fileReader<Services>(
  readFile: ReadFile | undefined,
  place: Place,
  target: Target<Services> | undefined,
): (file: FileRef) => Promise<Uint8Array> {
  return async (file) => {
    const field = target && fieldHolding(target, file);
    const maxBytes = field?.maxBytes ?? fileBytes.usual;
    if (file.size > maxBytes) throw new FileFault("fileTooLarge", file, maxBytes);
    const read = (await readFile?.(place, file.ref, maxBytes)) ?? "fileGone";
    if (typeof read === "string") throw new FileFault(read, file, maxBytes);
    if (read.length > maxBytes) throw new FileFault("fileTooLarge", file, maxBytes);
    return read;
  };
}

/** The field in which a file was handed over. */
export function fieldHolding<Services>(
  target: Target<Services>,
  { ref }: FileRef,
): { readonly id: string; readonly maxBytes: number } | undefined {
  if (target.kind !== "entry" && target.kind !== "form") return undefined;
  for (const [id, field] of Object.entries(fieldsOf(target)))
    if (field.kind === "file" && fileRefOf(target.raw[id])?.ref === ref) return { id, maxBytes: maxSize(field) };
  return undefined;
}
