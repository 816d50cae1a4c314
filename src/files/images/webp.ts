import { bufferOf, type Cleaned, joined, notOne } from "./picture.js";

/** RFC 9649. What the image and its colours need, animations included. */
const KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
const HEADER = 12;

/** Keeps the image data to the byte; leaves out Exif, XMP, unknown chunks and whatever follows the end. */
export function cleanWebp(bytes: Uint8Array): Cleaned {
  const file = bufferOf(bytes);
  if (file.length < HEADER || fourOf(file, 0) !== "RIFF" || fourOf(file, 8) !== "WEBP") return notOne;
  const fileEnd = 8 + file.readUInt32LE(4);
  if (fileEnd > file.length) return notOne;
  const kept: Buffer[] = [];
  let size: readonly [number, number] | undefined;
  for (let at = HEADER; at + 8 <= fileEnd;) {
    const length = file.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > fileEnd) return notOne;
    const chunk = file.subarray(at, end);
    const name = fourOf(chunk, 0);
    size ??= sizeOf(name, chunk.subarray(8));
    if (KEPT.has(name)) kept.push(name === "VP8X" ? withoutFlags(chunk) : chunk);
    at = end;
  }
  const hasImage = kept.some((chunk) => /^(VP8 |VP8L|ANMF)$/.test(fourOf(chunk, 0)));
  if (size === undefined || !hasImage) return notOne;
  const body = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(body.length + 4, 4);
  return joined([head, body], ...size);
}

/** Pixels, as the first chunk that knows them says. */
function sizeOf(name: string, content: Buffer): readonly [number, number] | undefined {
  if (name === "VP8X" && content.length >= 10) return [content.readUIntLE(4, 3) + 1, content.readUIntLE(7, 3) + 1];
  if (name === "VP8L" && content.length >= 5 && content[0] === 0x2f) {
    const bits = content.readUInt32LE(1);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (name === "VP8 " && content.length >= 10 && content.readUIntBE(3, 3) === 0x9d012a)
    return [content.readUInt16LE(6) & 0x3fff, content.readUInt16LE(8) & 0x3fff];
  return undefined;
}

function withoutFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk);
  copy.writeUInt8(copy.readUInt8(8) & ~(HAS_EXIF | HAS_XMP), 8);
  return copy;
}

function fourOf(bytes: Buffer, at: number): string {
  return bytes.subarray(at, at + 4).toString("latin1");
}
