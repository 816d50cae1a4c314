/**
 * Is an uploaded file what it says? Nothing is unpacked or run; whatever the bytes are, an answer comes, in time
 * proportional to their number. A file that is declared in one way and built in another is refused, never repaired.
 */
import { fileTypeFromBuffer } from "file-type";
import { cleanGif } from "./images/gif.js";
import { cleanJpeg } from "./images/jpeg.js";
import { type Cleaned, notOne } from "./images/picture.js";
import { cleanPng } from "./images/png.js";
import { cleanWebp } from "./images/webp.js";
import { extensionOf, ownName } from "./name.js";
import { officeFault } from "./office.js";
import { isText } from "./text.js";
import { agrees, type FileType, typeByExtension } from "./type.js";

export interface UploadedFile {
  /** As its sender calls it; only the extension is believed, and only when the content agrees. */
  readonly name: string;
  /** As its sender says; may be empty. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** `type`: nothing that is shared here. `macro`: it holds a program. `bomb`: unpacked it would be far too much. */
export type FileRefusal = "type" | "size" | "mismatch" | "bomb" | "macro";

export type Inspection =
  | {
      readonly kind: "taken";
      /** Of our own: safe as a file's name on every system. */
      readonly name: string;
      readonly mediaType: string;
      /** Pictures come without what they told about place, time, camera and author. */
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "refused"; readonly why: FileRefusal };

/** Bytes: what teachers' documents need, and both platforms let pass. */
export const LARGEST_FILE = 5 * 1024 * 1024;

const WITH_MACROS = /^(doc|dot|xls|xlt|xla|ppt|pot|pps|ppa)m$|^xlsb$/;

/** `largest`: bytes. Never rejects, whatever it is given. */
export async function inspectFile(
  { name, mediaType, bytes }: UploadedFile,
  largest = LARGEST_FILE,
): Promise<Inspection> {
  const extension = extensionOf(name);
  if (WITH_MACROS.test(extension)) return { kind: "refused", why: "macro" };
  const type = typeByExtension(extension);
  if (type === undefined) return { kind: "refused", why: "type" };
  if (bytes.length === 0 || bytes.length > largest) return { kind: "refused", why: "size" };
  if (!agrees(type, mediaType)) return { kind: "refused", why: "mismatch" };
  const checked = await checkedContent(type, bytes);
  if (checked.kind === "refused") return checked;
  return { kind: "taken", name: ownName(name, type.extension), mediaType: type.mediaType, bytes: checked.bytes };
}

type Checked = Cleaned | { readonly kind: "refused"; readonly why: FileRefusal };

async function checkedContent(type: FileType, bytes: Uint8Array): Promise<Checked> {
  switch (type.content) {
    case "jpeg":
      return cleanJpeg(bytes);
    case "png":
      return cleanPng(bytes);
    case "webp":
      return cleanWebp(bytes);
    case "gif":
      return cleanGif(bytes);
    case "ooxml":
    case "odf": {
      const why = officeFault(type, bytes);
      return why === undefined ? { kind: "cleaned", bytes } : { kind: "refused", why };
    }
    case "pdf":
      return (await foundType(bytes)) === "application/pdf" && isWholePdf(bytes) ? { kind: "cleaned", bytes } : notOne;
    case "mp3":
      return (await foundType(bytes)) === "audio/mpeg" ? { kind: "cleaned", bytes } : notOne;
    case "text":
      return isText(bytes) && !(await isKnown(bytes)) ? { kind: "cleaned", bytes } : notOne;
  }
}

/** The mark of UTF-16 looks like the beginning of sound. */
async function isKnown(bytes: Uint8Array): Promise<boolean> {
  const found = await foundType(bytes);
  return found !== undefined && found !== "audio/mpeg";
}

async function foundType(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    // What ends in the middle of its own header is of no type.
    return undefined;
  }
}

/** ISO 32000: a header in the first bytes, objects, and the mark of the end, where only little may follow. */
function isWholePdf(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf("%%EOF");
  return (
    /^%PDF-[12]\.\d/.test(file.subarray(0, 8).toString("latin1")) &&
    file.includes(" obj") &&
    end >= Math.max(0, file.length - 2048)
  );
}
