import type { Stretch } from "../stretch/rules.js";
import type { Token } from "../text/rules.js";
import * as words from "../words/rules.js";

const NEAR = 10;
const TIES = 3;
const CONTEXT = 12;

/** Children's names with their marks: "Andi 75, Budi 80", or one of them where marks are spoken of. */
export function* marksIn(tokens: readonly Token[], children: Int32Array): Generator<Stretch> {
  for (let at = 0; at < children.length; at += 1) {
    if (pairAt(tokens, at, children) === undefined) continue;
    const areVerses = isScripture(tokens, at);
    const pairs = pairsFrom(tokens, at, children, areVerses);
    const last = pairs.at(-1);
    if (last === undefined) continue;
    const known = pairs.filter(({ isKnown }) => isKnown);
    const areMarks =
      pairs.some(({ isMark }) => isMark) || speaksOfMarks(tokens, at, known.length === 1 ? TIES : CONTEXT);
    const isList = known.length === 0 ? pairs.length >= 3 && areMarks : pairs.length >= 2 || areMarks;
    // Whatever stands at either end and may be no name is left out.
    const [first] = known.length === 0 ? pairs : known;
    const end = known.at(-1)?.end ?? last.end;
    if (first !== undefined && isList && !areVerses) yield { kind: "grades", from: first.from, end };
    at = last.end - 1;
  }
}

function pairsFrom(tokens: readonly Token[], from: number, children: Int32Array, onOneLine: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let next = from; ;) {
    const pair = pairAt(tokens, next, children);
    if (pair === undefined) return pairs;
    pairs.push(pair);
    next = afterPair(tokens, pair.end);
    if (onOneLine && tokens.slice(pair.end, next + 1).some(({ isFresh }) => isFresh)) return pairs;
  }
}

interface Pair {
  readonly from: number;
  readonly end: number;
  /** The name is a child's beyond doubt, not merely a word with a capital letter. */
  readonly isKnown: boolean;
  /** A word for marks joins the two. */
  readonly isMark: boolean;
}

function pairAt(tokens: readonly Token[], at: number, children: Int32Array): Pair | undefined {
  const token = tokens[at];
  if (token?.kind !== "word" || token.isInLink) return undefined;
  const nameEnd = children[at] ?? 0;
  const isKnown = nameEnd > 0;
  if (!isKnown && !(token.isCapital && token.low.length > 2 && !isOrdinary(token.low))) return undefined;
  let isMark = false;
  let next = isKnown ? nameEnd : at + 1;
  for (let ties = 0; ties <= TIES; ties += 1, next += 1) {
    const tie = tokens[next];
    if (tie === undefined || tie.isFresh) return undefined;
    if (tie.kind === "digits") break;
    if (!words.markTies.has(tie.low)) return undefined;
    isMark ||= words.markWords.has(tie.low);
  }
  const end = markEnd(tokens, next);
  return end === undefined ? undefined : { from: at, end, isKnown, isMark };
}

/** The words that begin lists of anything but pupils, and forms of address. */
function isOrdinary(low: string): boolean {
  return words.lessonWords.has(low) || words.honorifics.has(low) || words.placeWords.has(low);
}

/** A mark from 0 to 100 with nothing behind it that would make it a number of something; "78,5" and "80%" too. */
function markEnd(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.kind !== "digits" || token.low.length > 3 || Number(token.low) > 100) return undefined;
  const isDecimal = /^[.,]$/.test(tokens[at + 1]?.low ?? "") && isJoined(tokens[at + 2]);
  let end = isDecimal ? at + 3 : at + 1;
  if (tokens[end]?.low === "%") end += 1;
  const after = tokens[end];
  if (after === undefined || after.isFresh) return end;
  if (after.kind === "word") return /^(dan|and|serta)$/.test(after.low) ? end : undefined;
  const isDelimiter = /^[,;.|)&!?]$/.test(after.low) || (after.isApart && /^[-–—/]$/.test(after.low));
  return isDelimiter && !(after.low === "." && isJoined(tokens[end + 1])) ? end : undefined;
}

function isJoined(token: Token | undefined): boolean {
  return token?.kind === "digits" && !token.isApart;
}

/** Over commas, "dan", the number of the next line. */
function afterPair(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < from + TIES && /^([,;.|)&-]|dan|and|serta)$/.test(tokens[at]?.low ?? "")) at += 1;
  const isNumbered =
    tokens[at]?.kind === "digits" && tokens[at]?.isFresh === true && /^[.)]$/.test(tokens[at + 1]?.low ?? "");
  return isNumbered ? at + 2 : at;
}

function speaksOfMarks(tokens: readonly Token[], at: number, steps: number): boolean {
  for (let next = at - 1; next >= 0 && next >= at - steps; next -= 1)
    if (words.markWords.has(tokens[next]?.low ?? "")) return true;
  return false;
}

function isScripture(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next > 0 && next > at - TIES - 1; next -= 1) {
    if (words.scripture.has(tokens[next - 1]?.low ?? "")) return true;
    if (tokens[next]?.isFresh !== false) return false;
  }
  return false;
}

/** A diagnosis here with a child's name near it. */
export function healthAt(tokens: readonly Token[], at: number, children: Int32Array): Stretch | undefined {
  const low = tokens[at]?.low ?? "";
  const isPair = words.diagnosisPairs.get(low) === tokens[at + 1]?.low && words.diagnosisPairs.has(low);
  if (!words.diagnoses.has(low) && !isPair) return undefined;
  if ((children[at] ?? 0) > 0 && words.names.has(low)) return undefined;
  const end = at + (isPair ? 2 : 1);
  const isNamed = isNamedBefore(tokens, at, children) || isNamedBehind(tokens, end, children);
  return isNamed ? { kind: "health", from: at, end } : undefined;
}

function isNamedBefore(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  for (let next = at; next > 0 && next > at - NEAR; next -= 1) {
    if (tokens[next]?.isFresh !== false || words.about.has(tokens[next - 1]?.low ?? "")) return false;
    if ((children[next - 1] ?? 0) > 0) return true;
  }
  return false;
}

function isNamedBehind(tokens: readonly Token[], from: number, children: Int32Array): boolean {
  for (let next = from; next <= from + TIES; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.isFresh) return false;
    if ((children[next] ?? 0) > 0) return next > from;
    if (!words.diagnosedTies.has(token.low)) return false;
  }
  return false;
}
