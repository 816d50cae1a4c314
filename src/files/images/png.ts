import { crc32 } from "node:zlib";
import { bufferOf, type Cleaned, joined, notOne } from "./picture.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
/** PNG, third edition: what the image and its colours need, animations included. Texts, time and Exif are not. */
const KEPT = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"],
  ...["bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT"],
]);
const AROUND = 12;

/** Keeps the image data to the byte; leaves out texts, time, Exif, unknown chunks and whatever follows the end. */
export function cleanPng(bytes: Uint8Array): Cleaned {
  const file = bufferOf(bytes);
  if (file.subarray(0, 8).toString("latin1") !== SIGNATURE) return notOne;
  const kept: Uint8Array[] = [file.subarray(0, 8)];
  let hasData = false;
  for (let at = 8; at + AROUND <= file.length;) {
    const end = at + AROUND + file.readUInt32BE(at);
    const type = file.subarray(at + 4, at + 8).toString("latin1");
    if (end > file.length || (at === 8) !== (type === "IHDR")) return notOne;
    if (at === 8 && end !== at + AROUND + 13) return notOne;
    if (KEPT.has(type)) {
      if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return notOne;
      kept.push(file.subarray(at, end));
    }
    hasData ||= type === "IDAT";
    if (type === "IEND") return hasData ? joined(kept, file.readUInt32BE(16), file.readUInt32BE(20)) : notOne;
    at = end;
  }
  return notOne;
}
