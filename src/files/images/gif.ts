import { bufferOf, type Cleaned, joined, notOne } from "./picture.js";

/** GIF89a, and the two extensions by which animations repeat. */
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const REPEATING = /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/;
const HEADER = 13;

/** Keeps the frames to the byte; leaves out comments, texts, XMP and whatever follows the end. */
export function cleanGif(bytes: Uint8Array): Cleaned {
  const file = bufferOf(bytes);
  if (file.length < HEADER || !/^GIF8[79]a$/.test(file.subarray(0, 6).toString("latin1"))) return notOne;
  let at = HEADER + paletteLength(file.readUInt8(10));
  const kept: Uint8Array[] = [file.subarray(0, at)];
  let hasImage = false;
  while (file[at] === EXTENSION || file[at] === IMAGE) {
    const isImage = file[at] === IMAGE;
    const end = blocksEnd(file, isImage ? imageDataAt(file, at) : at + 2);
    if (end === undefined) return notOne;
    if (isImage || isKept(file, at)) kept.push(file.subarray(at, end));
    hasImage ||= isImage;
    at = end;
  }
  if (file[at] !== TRAILER || !hasImage) return notOne;
  return joined([...kept, Buffer.from([TRAILER])], file.readUInt16LE(6), file.readUInt16LE(8));
}

function paletteLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Behind the descriptor, the frame's palette and the one byte that says how its data is packed. */
function imageDataAt(file: Buffer, at: number): number {
  return at + 10 + paletteLength(file[at + 9] ?? 0) + 1;
}

/** Behind the chain of blocks that begins here, each led by its length, a zero the last. */
function blocksEnd(file: Buffer, from: number): number | undefined {
  let at = from;
  for (let length = file[at]; length !== undefined; length = file[at]) {
    if (length === 0) return at + 1;
    at += 1 + length;
  }
  return undefined;
}

function isKept(file: Buffer, at: number): boolean {
  if (file[at + 1] === GRAPHIC_CONTROL) return true;
  return file[at + 1] === APPLICATION && REPEATING.test(file.subarray(at + 3, at + 14).toString("latin1"));
}
