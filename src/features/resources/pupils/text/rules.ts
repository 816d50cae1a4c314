/**
 * A text as words, runs of digits and single marks, read once from left to right. Everything that looks for pupils'
 * data looks at these, never further than a fixed number of them, so that no text makes it slow.
 */

export interface Token {
  readonly kind: "word" | "digits" | "mark";
  /** In characters (UTF-16 units) from the beginning of the text; `end` is the first one that is not part of it. */
  readonly start: number;
  readonly end: number;
  /** The word in small letters, the digits or the mark; empty where it is longer than any word or number looked for. */
  readonly low: string;
  /** A word that begins with a capital letter. */
  readonly isCapital: boolean;
  /** White space stands before it, or it begins the text. */
  readonly isApart: boolean;
  /** It begins a line, or follows the full stop of the sentence before. */
  readonly isFresh: boolean;
  /** Part of a web address, of a mail address or of a DOI: the digits of these say nothing about people. */
  readonly isInLink: boolean;
}

const LONGEST = 40;
const LINK = /[a-z]{2,8}:\/\/|www\.|doi:|\b10\.[0-9]{4,9}\/|@/i;
/** What every link holds one of. */
const LINKING = /[@/]|www|doi:/i;
/** Where what stands between two spaces is longer, only this much is searched for the beginning of a link. */
const LINK_WITHIN = 400;
/** "Jl. Melati", "No. 5", "Dr. Rina": what is no longer than this before a full stop is an abbreviation. */
const ABBREVIATION = 3;

const SPACE = 0;
const BREAK = 1;
const DIGIT = 2;
const LETTER = 3;
const MARK = 4;
const KINDS: Readonly<Record<number, Token["kind"]>> = { [DIGIT]: "digits", [LETTER]: "word", [MARK]: "mark" };
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let isApart = true;
  let isFresh = true;
  let linkFrom = -1;
  for (let at = 0; at < text.length;) {
    const found = classAt(text, at);
    if (found <= BREAK) {
      isFresh ||= found === BREAK || (!isApart && endsSentence(tokens));
      isApart = true;
      at += 1;
      continue;
    }
    if (isApart) linkFrom = linkIn(text, at);
    const end = pieceEnd(text, at, found);
    const isInLink = linkFrom >= 0 && at >= linkFrom;
    tokens.push(tokenFor(text, at, end, KINDS[found] ?? "mark", isApart, isFresh, isInLink));
    isApart = isFresh = false;
    at = end;
  }
  return tokens;
}

function tokenFor(
  text: string,
  start: number,
  end: number,
  kind: Token["kind"],
  isApart: boolean,
  isFresh: boolean,
  isInLink: boolean,
): Token {
  const found = end - start > LONGEST ? "" : text.slice(start, end);
  const low = kind === "word" ? found.toLowerCase() : found;
  const isCapital = kind === "word" && low !== "" && low.charCodeAt(0) !== found.charCodeAt(0);
  return { kind, start, end, low, isCapital, isApart, isFresh, isInLink };
}

function pieceEnd(text: string, from: number, found: number): number {
  let at = from + widthAt(text, from);
  if (found !== MARK) while (at < text.length && classAt(text, at) === found) at += widthAt(text, at);
  return at;
}

function widthAt(text: string, at: number): number {
  return text.charCodeAt(at) < 0xd800 || (text.codePointAt(at) ?? 0) <= 0xffff ? 1 : 2;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (ASCII[code] ?? MARK) : classOf(String.fromCodePoint(text.codePointAt(at) ?? code));
}

function classOf(character: string): number {
  if (/[\n\r\u2028\u2029]/.test(character)) return BREAK;
  if (/\s/.test(character)) return SPACE;
  if (/[0-9]/.test(character)) return DIGIT;
  return /[\p{L}\p{M}]/u.test(character) ? LETTER : MARK;
}

/** Where in what stands between two spaces a link begins, or -1; a mail address is one as a whole. */
function linkIn(text: string, from: number): number {
  let end = from;
  while (end < text.length && end < from + LINK_WITHIN && classAt(text, end) > BREAK) end += 1;
  if (end - from < 5) return -1;
  const chunk = text.slice(from, end);
  const found = LINKING.test(chunk) ? LINK.exec(chunk) : null;
  if (found === null) return -1;
  return found[0] === "@" ? from : from + found.index;
}

function endsSentence(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last?.kind !== "mark") return false;
  if (last.low === "!" || last.low === "?") return true;
  const before = tokens.at(-2);
  return last.low === "." && before !== undefined && before.end - before.start > ABBREVIATION;
}
