/** What bytes 0x80 to 0x9F are in Windows-1252; "\uFFFD" where it has nothing. Not every Node decodes it by itself. */
const WINDOWS = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";
/** Bytes in which to look for UTF-16 without a mark: what the first column is called, in English or Indonesian. */
const LOOKED_AT = 64;

/**
 * The text of a file as spreadsheets save it: UTF-8 or UTF-16, with its mark or without, else Windows-1252. undefined
 * when it is none of these, or no text.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = unicode(bytes) ?? (marked(bytes) === undefined ? windows(bytes) : undefined);
  return text?.includes("\0") === true ? undefined : text;
}

function unicode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(marked(bytes) ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function marked(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  return wideWithoutMark(bytes.subarray(0, LOOKED_AT));
}

function wideWithoutMark(start: Uint8Array): string | undefined {
  if (start.length < 2) return undefined;
  const [even, odd] = [start.filter((_, at) => at % 2 === 0), start.filter((_, at) => at % 2 === 1)];
  if (isZero(odd) && !even.includes(0)) return "utf-16le";
  return isZero(even) && !odd.includes(0) ? "utf-16be" : undefined;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function windows(bytes: Uint8Array): string | undefined {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const text = latin.replace(/[\x80-\x9f]/g, (letter) => WINDOWS.charAt(letter.charCodeAt(0) - 0x80));
  return text.includes("\uFFFD") ? undefined : text;
}
