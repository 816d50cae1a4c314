/**
 * The table of contents of a ZIP file (PKWARE APPNOTE 6.3.10), read and checked without unpacking anything. Only plain
 * archives pass, as office programs write them: one disk, no encryption, no gaps in which something else could hide.
 */

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  /** Bytes as stored, and as declared after unpacking. */
  readonly packed: number;
  readonly unpacked: number;
  /** Where its own header begins, and where its data does. */
  readonly offset: number;
  readonly dataFrom: number;
}

export type ZipReading =
  | { readonly kind: "read"; readonly entries: readonly ZipEntry[] }
  | { readonly kind: "refused"; readonly why: "mismatch" | "bomb" };

const MEGABYTE = 1024 * 1024;
/** The largest office files have some thousand parts. */
const MOST_ENTRIES = 4_096;
const MOST_UNPACKED = 200 * MEGABYTE;
/** Text in tables shrinks to a fiftieth; a bomb to a thousandth, which is all that deflate can do. */
const MOST_RATIO = 200;
/** Below this a ratio says nothing: an empty sheet shrinks well. */
const RATIO_FROM = MEGABYTE;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_DESCRIPTOR = 24;
const ENCRYPTED = 0x2041;
const SIZES_FOLLOW = 0x0008;
const STORED = 0;
const DEFLATED = 8;

const mismatch: ZipReading = { kind: "refused", why: "mismatch" };
const bomb: ZipReading = { kind: "refused", why: "bomb" };

export function readZip(bytes: Uint8Array): ZipReading {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(file);
  if (end === undefined) return mismatch;
  if (end.count > MOST_ENTRIES) return bomb;
  const entries: ZipEntry[] = [];
  let at = end.from;
  for (let index = 0; index < end.count; index += 1) {
    const found = entryAt(file, at, end.from, end.at);
    if (found === undefined) return mismatch;
    entries.push(found.entry);
    at = found.next;
  }
  if (at !== end.at || !haveOwnNames(entries)) return mismatch;
  if (isBomb(entries)) return bomb;
  return areClose(entries, end.from) ? { kind: "read", entries } : mismatch;
}

/** Where the table begins and ends; undefined unless the record that says so is the very end of the file. */
function endRecord(file: Buffer): { from: number; at: number; count: number } | undefined {
  const first = Math.max(0, file.length - END_LENGTH - 0xffff);
  for (let at = file.length - END_LENGTH; at >= first; at -= 1) {
    if (file.readUInt32LE(at) !== END || at + END_LENGTH + file.readUInt16LE(at + 20) !== file.length) continue;
    const [disk, tableDisk, here, count] = [4, 6, 8, 10].map((field) => file.readUInt16LE(at + field));
    const [size, from] = [12, 16].map((field) => file.readUInt32LE(at + field));
    if (disk !== 0 || tableDisk !== 0 || here !== count || count === undefined) return undefined;
    if (size === undefined || from === undefined || from + size !== at) return undefined;
    return { from, at, count };
  }
  return undefined;
}

function entryAt(
  file: Buffer,
  at: number,
  tableFrom: number,
  tableEnd: number,
): { entry: ZipEntry; next: number } | undefined {
  if (at + CENTRAL_LENGTH > tableEnd || file.readUInt32LE(at) !== CENTRAL) return undefined;
  const nameLength = file.readUInt16LE(at + 28);
  const nameEnd = at + CENTRAL_LENGTH + nameLength;
  const next = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  if (next > tableEnd) return undefined;
  const name = nameIn(file.subarray(at + CENTRAL_LENGTH, nameEnd));
  const flags = file.readUInt16LE(at + 8);
  const method = file.readUInt16LE(at + 10);
  const [packed, unpacked] = [file.readUInt32LE(at + 20), file.readUInt32LE(at + 24)];
  const offset = file.readUInt32LE(at + 42);
  const isPlain = method === DEFLATED || (method === STORED && packed === unpacked);
  if (name === undefined || (flags & ENCRYPTED) !== 0 || !isPlain) return undefined;
  const dataFrom = dataAt(file, offset, { method, packed, unpacked, nameLength, nameAt: at + CENTRAL_LENGTH });
  if (dataFrom === undefined || dataFrom + packed > tableFrom) return undefined;
  return { entry: { name, method, packed, unpacked, offset, dataFrom }, next };
}

/** The entry's own header must say the same as the table, so that no two programs read two different files. */
function dataAt(
  file: Buffer,
  offset: number,
  central: { method: number; packed: number; unpacked: number; nameLength: number; nameAt: number },
): number | undefined {
  if (offset + LOCAL_LENGTH > file.length || file.readUInt32LE(offset) !== LOCAL) return undefined;
  const flags = file.readUInt16LE(offset + 6);
  const method = file.readUInt16LE(offset + 8);
  const [packed, unpacked] = [file.readUInt32LE(offset + 18), file.readUInt32LE(offset + 22)];
  const nameLength = file.readUInt16LE(offset + 26);
  const nameFrom = offset + LOCAL_LENGTH;
  const sameSizes = packed === central.packed && unpacked === central.unpacked;
  const sizesFollow = (flags & SIZES_FOLLOW) !== 0 && packed === 0 && unpacked === 0;
  if ((flags & ENCRYPTED) !== 0 || method !== central.method) return undefined;
  if (!(sameSizes || sizesFollow) || nameLength !== central.nameLength) return undefined;
  const name = file.subarray(nameFrom, nameFrom + nameLength);
  if (!name.equals(file.subarray(central.nameAt, central.nameAt + nameLength))) return undefined;
  return nameFrom + nameLength + file.readUInt16LE(offset + 28);
}

/** A path that stays inside the archive on every system; undefined for any other. */
function nameIn(bytes: Uint8Array): string | undefined {
  const name = Buffer.from(bytes).toString("utf8");
  const isPlain = name !== "" && !/[\p{Cc}\p{Cf}\\:\ufffd]/u.test(name) && !name.startsWith("/");
  return isPlain && !name.split("/").includes("..") ? name : undefined;
}

function haveOwnNames(entries: readonly ZipEntry[]): boolean {
  return new Set(entries.map(({ name }) => name.toLowerCase())).size === entries.length;
}

/** Declared to be too much, packed too well, or several entries out of the same bytes. */
function isBomb(entries: readonly ZipEntry[]): boolean {
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > MOST_UNPACKED) return true;
  if (entries.some(({ packed, unpacked }) => unpacked > RATIO_FROM && unpacked > MOST_RATIO * packed)) return true;
  const inOrder = byOffset(entries);
  return inOrder.some(({ dataFrom, packed }, index) => dataFrom + packed > (inOrder[index + 1]?.offset ?? Infinity));
}

/** Nothing before the first entry, and behind each no more than the sizes that may follow it. */
function areClose(entries: readonly ZipEntry[], tableFrom: number): boolean {
  const inOrder = byOffset(entries);
  const isClose = ({ dataFrom, packed }: ZipEntry, index: number) =>
    (inOrder[index + 1]?.offset ?? tableFrom) - dataFrom - packed <= LONGEST_DESCRIPTOR;
  return inOrder[0]?.offset === 0 && inOrder.every(isClose);
}

function byOffset(entries: readonly ZipEntry[]): ZipEntry[] {
  return [...entries].sort((a, b) => a.offset - b.offset);
}
