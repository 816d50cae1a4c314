import type { Token } from "../text/rules.js";
import * as words from "../words/rules.js";

/** How far a name reaches, and how far before it one looks for a form of address. */
const CHAIN = 4;
const TIES = 4;
const CLASS_TIES = 7;
const FRAME = 6;
const ROMAN = new Map(
  ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"].map((text, index) => [text, index + 1]),
);
const WRITTEN = /^(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|one|two|three|four|five|six|seven|eight|nine)$/;
/** "4A", "7-F", "6H"; not "3D" and "5G", which are something else. */
const SECTION = /^[a-fhi]$/;
const STREAM = /^(ipa|ips|mipa|bahasa|ipas)$/;

/**
 * For each token that begins or continues a child's name, the token behind that name; 0 for all others.
 * A name counts when it is a well-known one, or stands where only a name can: "anak saya …", "murid bernama …".
 */
export function childrenIn(tokens: readonly Token[]): Int32Array {
  const ends = new Int32Array(tokens.length);
  const mark = (from: number) => {
    const end = nameEnd(tokens, from);
    for (let at = from; end > from && at < end; at += 1) ends[at] = end;
  };
  for (let at = 0; at < ends.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "word" || token.isInLink) continue;
    if (isKnownName(tokens, at, token)) mark(at);
    if (words.childWords.has(token.low) || words.namedBy.has(token.low)) mark(introducedBy(tokens, at, token));
    if (words.nameLabels.has(token.low)) mark(labelledBy(tokens, at));
    if (token.isCapital && isUnknownName(tokens, at)) mark(spokenOf(tokens, at));
  }
  return ends;
}

function isKnownName(tokens: readonly Token[], at: number, { low, isCapital }: Token): boolean {
  if (words.wordNames.has(low) ? !isCapital : !words.names.has(low)) return false;
  if (words.notNames.get(low)?.has(tokens[at + 1]?.low ?? "") === true) return false;
  return words.notNamesAfter.get(low)?.has(tokens[at - 1]?.low ?? "") !== true;
}

function isUnknownName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word" || token.low.length < 3 || token.isInLink) return false;
  const { low } = token;
  const others = [words.lessonWords, words.honorifics, words.placeWords, words.classWords, words.childWords];
  return !others.some((set) => set.has(low)) && !words.months.has(low) && !words.parentWords.has(low);
}

/** "anak saya Rina", "siswi kami bernama Zefanya": where the name begins, or -1. */
function introducedBy(tokens: readonly Token[], at: number, { low }: Token): number {
  let isNamed = words.namedBy.has(low) && hasBefore(tokens, at, words.childWords, FRAME);
  let isOwn = /^(my|our|his|her|their)$/.test(tokens[at - 1]?.low ?? "");
  for (let next = at + 1; next <= at + TIES && next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.isFresh) return -1;
    if (!words.childTies.has(token.low)) {
      const canBeUnknown = isNamed || (isOwn && token.isCapital);
      return isKnownName(tokens, next, token) || (canBeUnknown && isUnknownName(tokens, next)) ? next : -1;
    }
    isNamed ||= words.namedBy.has(token.low);
    isOwn = /^(saya|kami|kita|didik|my|our)$/.test(token.low) || (isOwn && token.kind === "word");
  }
  return -1;
}

/** "Nama: Zefanya", "Nama siswa = Zefanya". */
function labelledBy(tokens: readonly Token[], at: number): number {
  let next = at + 1;
  while (next < at + 3 && words.nameLabelParts.has(tokens[next]?.low ?? "")) next += 1;
  if (!/^[:=]$/.test(tokens[next]?.low ?? "")) return -1;
  return tokens[next + 1]?.isCapital === true && isUnknownName(tokens, next + 1) ? next + 1 : -1;
}

/** "… Zefanya kelas 4A belum …": a name nobody knows, of whom something is told. */
function spokenOf(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.isFresh !== false) return -1;
  const next = tokens[at + 1]?.low === "(" ? at + 2 : at + 1;
  const found = classAt(tokens, next);
  if (found?.hasSection !== true) return -1;
  const after = tokens[found.end]?.low === ")" ? found.end + 1 : found.end;
  return words.predicates.has(tokens[after]?.low ?? "") ? at : -1;
}

/** The token behind the name that begins here; `from` itself where it is a grown-up's, a place's, or none. */
function nameEnd(tokens: readonly Token[], from: number): number {
  if (from < 0 || isAddressed(tokens, from)) return from;
  let end = from + 1;
  while (end < from + CHAIN && continuesName(tokens[end])) end += 1;
  const comma = tokens[end];
  const hasDegree =
    comma?.isFresh === false &&
    comma.low === "," &&
    tokens[end + 2]?.low === "." &&
    words.degrees.has(tokens[end + 1]?.low ?? "");
  return hasDegree ? from : end;
}

function continuesName(token: Token | undefined): boolean {
  if (token?.kind !== "word" || !token.isCapital || token.isFresh) return false;
  if (!token.isApart) return false;
  const { low } = token;
  const others = [words.lessonWords, words.classWords, words.schoolWords, words.honorifics, words.diagnoses];
  return !others.some((set) => set.has(low)) && !ROMAN.has(low) && !words.months.has(low);
}

/** Whether "Bu", "Pak", "Mr", a trade or a place stands before the name, other parts of the name between. */
function isAddressed(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next > 0 && next > at - CHAIN; next -= 1) {
    if (tokens[next]?.isFresh !== false) return false;
    const token = tokens[next - 1];
    if (token === undefined) return false;
    if (token.kind === "mark") {
      const short = tokens[next - 2]?.low ?? "";
      if (token.low !== "." || token.isApart) return false;
      if (words.shortHonorifics.has(short)) return true;
      if (short.length !== 1) return false;
      continue;
    }
    if (words.honorifics.has(token.low) || words.placeWords.has(token.low)) return true;
    if (!token.isCapital && token.low.length > 1) return false;
  }
  return false;
}

export function hasBefore(tokens: readonly Token[], at: number, set: ReadonlySet<string>, steps: number): boolean {
  for (let next = at; next > 0 && next > at - steps; next -= 1) {
    if (tokens[next]?.isFresh !== false) return false;
    if (set.has(tokens[next - 1]?.low ?? "")) return true;
  }
  return false;
}

export interface FoundClass {
  readonly end: number;
  /** "4A", not only "4". */
  readonly hasSection: boolean;
}

/** "kelas 4", "kelas VII-B", "Year 4", "4B", "XII IPA 2", "TK B". */
export function classAt(tokens: readonly Token[], at: number): FoundClass | undefined {
  const token = tokens[at];
  if (token === undefined || token.isInLink || token.kind === "mark") return undefined;
  const found = words.classWords.has(token.low)
    ? classBehind(tokens, at)
    : (kindergarten(tokens, at) ?? code(tokens, at));
  const next = found && tokens[found.end];
  return next?.isFresh === false && words.teaches.has(next.low) ? undefined : found;
}

function classBehind(tokens: readonly Token[], at: number): FoundClass | undefined {
  const colon = /^[:=-]$/.test(tokens[at + 1]?.low ?? "") ? 1 : 0;
  const next = at + 1 + colon;
  const token = tokens[next];
  const isStep = stepOf(token) !== undefined || WRITTEN.test(token?.low ?? "");
  if (!isStep || (token?.low === "i" && tokens[at]?.low.startsWith("k") !== true)) return undefined;
  return streamed(tokens, next + 1) ?? sectioned(tokens, next + 1) ?? { end: next + 1, hasSection: false };
}

/** "XII IPA 2". */
function streamed(tokens: readonly Token[], at: number): FoundClass | undefined {
  const stream = tokens[at];
  const isOne = stream?.isCapital === true && STREAM.test(stream.low) && stepOf(tokens[at + 1]) !== undefined;
  return isOne ? { end: at + 2, hasSection: true } : undefined;
}

function code(tokens: readonly Token[], at: number): FoundClass | undefined {
  const token = tokens[at];
  if (stepOf(token) === undefined || token === undefined) return undefined;
  if (token.kind === "word" && (!token.isCapital || token.low.length < 2)) return undefined;
  const inStream = streamed(tokens, at + 1);
  if (inStream !== undefined) return inStream;
  const found = sectioned(tokens, at + 1);
  if (found === undefined || (token.kind === "digits" && tokens[at + 1]?.isApart !== false)) return undefined;
  return /^[23]$/.test(token.low) && tokens[at + 1]?.low === "d" ? undefined : found;
}

/** The letter of a class, with or without a dash or space before it. */
function sectioned(tokens: readonly Token[], at: number): FoundClass | undefined {
  const dash = /^[-./]$/.test(tokens[at]?.low ?? "") ? 1 : 0;
  const letter = tokens[at + dash];
  if (letter?.kind !== "word" || !SECTION.test(letter.low) || letter.isFresh) return undefined;
  if (letter.isApart && !letter.isCapital) return undefined;
  const next = tokens[at + dash + 1];
  const hasNumber = next?.kind === "digits" && !next.isApart;
  return { end: at + dash + (hasNumber ? 2 : 1), hasSection: true };
}

function kindergarten(tokens: readonly Token[], at: number): FoundClass | undefined {
  const isGroup = /^[ab]$/.test(tokens[at + 1]?.low ?? "") && tokens[at + 1]?.isCapital === true;
  return tokens[at]?.low === "tk" && isGroup ? { end: at + 2, hasSection: true } : undefined;
}

function stepOf(token: Token | undefined): number | undefined {
  if (token === undefined) return undefined;
  if (token.kind === "word") return ROMAN.get(token.low);
  const number = token.low.length <= 2 ? Number(token.low) : 0;
  return token.kind === "digits" && number >= 1 && number <= 12 ? number : undefined;
}

/** The class that follows a name, few words between: "Rina di kelas 7", "Budi, siswa SMP Tunas Rencong kelas 8". */
export function classAfter(tokens: readonly Token[], from: number): FoundClass | undefined {
  let most = from + CLASS_TIES;
  for (let at = from; at <= most && at < tokens.length; at += 1) {
    const token = tokens[at];
    // On a new line only as in a form: "Kelas: 4A".
    if (token?.isFresh === true && !/^[:=]$/.test(tokens[at + 1]?.low ?? "")) return undefined;
    const found = classAt(tokens, at);
    if (found !== undefined) return found;
    if (token === undefined || token.isFresh) return undefined;
    if (words.schoolWords.has(token.low)) most = from + CLASS_TIES + CHAIN;
    else if (!words.classTies.has(token.low) && !(most > from + CLASS_TIES && token.isCapital) && !isAge(token))
      return undefined;
  }
  return undefined;
}

/** "Dewi umur 9 tahun kelas 3". */
function isAge({ kind, low }: Token): boolean {
  return kind === "digits" && low.length <= 2;
}
