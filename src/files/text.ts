/** Beginnings of what a browser or a system would run or draw, after spaces and a byte order mark. */
const ACTIVE =
  /^(<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|%|!--)|#!|mz|@echo|<\w+[^>]*\son\w+=|%pdf|\{\\rtf|content-type:)/i;
const LOOKED_AT = 1024;
const UTF16 = /^(\xff\xfe|\xfe\xff)/;

/**
 * Plain text in UTF-8, in UTF-16 with its mark, or in one of the older sets of characters: no control characters but
 * those of lines and tabs, and no beginning that says it is something else.
 */
export function isText(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWide = UTF16.test(file.subarray(0, 2).toString("latin1"));
  const text = isWide ? wideText(file) : plainText(file);
  return text !== undefined && !ACTIVE.test(text.slice(0, LOOKED_AT).replace(/^[\s\ufeff\u200b]+/, ""));
}

function plainText(file: Buffer): string | undefined {
  return file.some(isControl) ? undefined : file.subarray(0, LOOKED_AT).toString("utf8");
}

function wideText(file: Buffer): string | undefined {
  if (file.length % 2 !== 0) return undefined;
  const text = new TextDecoder(file[0] === 0xff ? "utf-16le" : "utf-16be").decode(file);
  for (let at = 0; at < text.length; at += 1) if (isControl(text.charCodeAt(at))) return undefined;
  return text.slice(0, LOOKED_AT);
}

function isControl(code: number): boolean {
  return (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) || code === 127;
}
