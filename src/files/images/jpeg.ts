import { bufferOf, type Cleaned, joined, notOne } from "./picture.js";

/** ITU-T T.81: markers, each 0xFF and one of these. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

interface Parts {
  readonly kept: Uint8Array[];
  orientation: number;
  width: number;
  height: number;
  hasScan: boolean;
}

/**
 * Keeps the image data to the byte, the colour profile, Adobe's colour transform and how the picture is to be turned.
 * Exif with its place, time and thumbnail, XMP, IPTC, comments and whatever follows the end of the image are left out.
 */
export function cleanJpeg(bytes: Uint8Array): Cleaned {
  const file = bufferOf(bytes);
  if (file.length < 4 || file.readUInt16BE(0) !== (0xff00 | SOI)) return notOne;
  const parts: Parts = { kept: [], orientation: 1, width: 0, height: 0, hasScan: false };
  let at = 2;
  for (;;) {
    const marker = markerAt(file, at);
    if (marker === undefined) return notOne;
    if (marker.code === EOI) break;
    const end = segmentEnd(file, marker);
    if (end === undefined) return notOne;
    take(parts, marker.code, file.subarray(marker.from, end));
    at = marker.code === SOS ? scanEnd(file, end) : end;
    if (marker.code === SOS) parts.kept.push(file.subarray(end, at));
  }
  return parts.hasScan ? assembled(parts) : notOne;
}

interface Marker {
  readonly code: number;
  /** Where its 0xFF stands. */
  readonly from: number;
}

/** A marker may be preceded by any number of fill bytes 0xFF. */
function markerAt(file: Buffer, at: number): Marker | undefined {
  let next = at;
  if (file[next] !== 0xff) return undefined;
  while (file[next + 1] === 0xff) next += 1;
  const code = file[next + 1];
  return code === undefined || code === 0 ? undefined : { code, from: next };
}

function segmentEnd(file: Buffer, { code, from }: Marker): number | undefined {
  if (code === TEM || (code >= 0xd0 && code <= SOI)) return undefined;
  if (from + 4 > file.length) return undefined;
  const length = file.readUInt16BE(from + 2);
  const end = from + 2 + length;
  return length < 2 || end > file.length ? undefined : end;
}

/** Where the entropy-coded data ends: at the first marker that is neither a stuffed zero nor a restart. */
function scanEnd(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at >= 0) {
    const code = file[at + 1];
    if (code === 0 || (code !== undefined && code >= 0xd0 && code <= 0xd7)) at = file.indexOf(0xff, at + 2);
    else return at;
  }
  return file.length;
}

function take(parts: Parts, code: number, segment: Buffer): void {
  if (code === APP1 && parts.orientation === 1) parts.orientation = orientationIn(segment.subarray(4));
  if (code === SOS) parts.hasScan = parts.width > 0;
  if (isFrame(code) && segment.length >= 9) {
    parts.height = segment.readUInt16BE(5);
    parts.width = segment.readUInt16BE(7);
  }
  if (isKept(code, segment.subarray(4))) parts.kept.push(segment);
}

function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function isKept(code: number, content: Buffer): boolean {
  const starts = (text: string) => content.subarray(0, text.length).toString("latin1") === text;
  if (code === APP0) return starts("JFIF\0") && content.length === 14;
  if (code === APP2) return starts("ICC_PROFILE\0");
  if (code === APP14) return starts("Adobe");
  return !(code >= APP0 && code <= APP15) && code !== COMMENT && !(code >= 0xf0 && code <= 0xfd);
}

function assembled({ kept, orientation, width, height }: Parts): Cleaned {
  const isJfif = kept[0]?.[1] === APP0;
  const head = isJfif ? kept.slice(0, 1) : [];
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  const rest = kept.slice(head.length).filter((segment) => segment[1] !== APP0 || segment[0] !== 0xff);
  return joined([Buffer.from([0xff, SOI]), ...head, ...turned, ...rest, Buffer.from([0xff, EOI])], width, height);
}

/** Exif 2.32, tag 0x0112 of the first directory: 1 (upright) to 8; 1 where there is none or it can't be read. */
function orientationIn(content: Buffer): number {
  if (content.length < 20 || content.subarray(0, 6).toString("latin1") !== "Exif\0\0") return 1;
  const tiff = content.subarray(6);
  const order = tiff.subarray(0, 4).toString("latin1");
  if (order !== "II*\0" && order !== "MM\0*") return 1;
  const isLittle = order === "II*\0";
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return 1;
  const count = short(directory);
  for (let index = 0, at = directory + 2; index < count && at + 12 <= tiff.length; index += 1, at += 12) {
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return short(at + 2) === 3 && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The smallest Exif there is: one directory with this one tag. */
function orientationSegment(orientation: number): Buffer {
  const exif = Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", "latin1");
  exif.writeUInt16BE(orientation, 24);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([head, exif]);
}
