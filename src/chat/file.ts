import { z } from "zod";
import { cleanLine } from "./text.js";

/** A file that a person handed over, as plain data that may be kept; `context.readFile` gets its content. */
export interface FileRef {
  /** Without folders, at most 100 characters. */
  readonly name: string;
  /** What the platform says it is, such as "application/pdf"; nobody has looked inside. */
  readonly mediaType: string;
  /** What the platform says of its size, in bytes. */
  readonly size: number;
  /** What the platform knows it by; it means nothing anywhere else, and not for ever. */
  readonly ref: string;
}

/** Why a file can't be read: a sentence in `common.json` under `problems`. */
export type FileProblem = "fileTooLarge" | "fileGone";

/**
 * Bytes of one file: unless a field says otherwise, and at most. Slack's forms take no more than 10 MB, nor do Discord's
 * servers for most people (docs.slack.dev/reference/block-kit/block-elements/file-input-element).
 */
export const fileBytes = { usual: 5_000_000, most: 10_000_000 } as const;

const MOST = { name: 100, written: 1_000, ending: 12, mediaType: 100, ref: 2_000 };

const handed = z.object({
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int().min(0),
  ref: z.string().min(1).max(MOST.ref),
});

/** What a platform's decoder says of a file, made safe to show and to keep; undefined when it is no file. */
export function fileRefOf(raw: unknown): FileRef | undefined {
  const found = handed.safeParse(raw).data;
  return found && { ...found, name: baseName(found.name), mediaType: mediaTypeOf(found.mediaType) };
}

/** A name as files have it: no folders, nothing unseen, no sign that a system gives a meaning to; its ending stays. */
export function baseName(written: string): string {
  const last = written.slice(-MOST.written).split(/[/\\]/).at(-1) ?? "";
  const name = cleanLine(last, MOST.written)
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (name.length <= MOST.name) return name === "" ? "file" : name;
  const ending = new RegExp(`\\.[^.\\s]{1,${MOST.ending}}$`).exec(name)?.[0] ?? "";
  return `${cleanLine(name.slice(0, -ending.length || undefined), MOST.name - ending.length)}${ending}`;
}

/** In lower case and without its parameters; of what is none, nothing is claimed. */
function mediaTypeOf(written: string): string {
  const [type = ""] = written.toLowerCase().split(";");
  const isOne = type.length <= MOST.mediaType && /^[\w.+-]+\/[\w.+-]+$/.test(type.trim());
  return isOne ? type.trim() : "application/octet-stream";
}

/** "5 MB", "1,5 MB", "200 kB": a size in bytes as the reader's language writes it. */
export function sizeName(locale: string, bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const unit = isLarge ? "megabyte" : "kilobyte";
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 });
  return format.format(isLarge ? bytes / 1_000_000 : bytes / 1_000);
}
