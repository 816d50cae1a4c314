/** The encoding standard looks no further for a `<meta charset>`: in bytes. https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding */
export const PRESCAN = 1_024;

/** Reads the next bytes of a page. */
export type Decode = (piece: Uint8Array) => string;

/**
 * Reads the bytes of a page: by its byte order mark, else by what the header says, else by what the page says of
 * itself in its first bytes, else as UTF-8. Never throws; what can't be read becomes U+FFFD.
 */
export function decoderFor(first: Uint8Array, contentType: string): Decode {
  const decode = makeDecoder(markIn(first)) ?? makeDecoder(labelIn(contentType)) ?? makeDecoder(metaIn(first));
  return decode ?? decodeWith(new TextDecoder());
}

function decodeWith(decoder: InstanceType<typeof TextDecoder>): Decode {
  return (piece) => decoder.decode(piece, { stream: true });
}

function makeDecoder(label: string | undefined): Decode | undefined {
  if (label === undefined) return undefined;
  try {
    return decodeWith(new TextDecoder(label));
  } catch {
    // A name that nobody knows.
    return undefined;
  }
}

function markIn([one, two, three]: Uint8Array): string | undefined {
  if (one === 0xef && two === 0xbb && three === 0xbf) return "utf-8";
  if (one === 0xfe && two === 0xff) return "utf-16be";
  return one === 0xff && two === 0xfe ? "utf-16le" : undefined;
}

function labelIn(contentType: string): string | undefined {
  return /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1];
}

function metaIn(first: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(first.subarray(0, PRESCAN));
  const label = labelIn(/<meta\s[^>]*charset[^>]*/i.exec(text)?.[0] ?? "");
  // Read byte by byte, it can't be.
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}
