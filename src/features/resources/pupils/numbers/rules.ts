import type { Token } from "../text/rules.js";
import { months } from "../words/rules.js";

/** Provinces in the code of regions that begins an NIK (Ministry of Home Affairs, Kepmendagri 300.2.2-2138/2025). */
const PROVINCES = new Set([
  ...[11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53],
  ...[61, 62, 63, 64, 65, 71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97],
]);
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How people part the sixteen digits of an NIK when they write it in groups. */
const NIK_GROUPS = new Set(["4-4-4-4", "6-6-4", "2-2-2-6-4", "2-2-2-2-2-2-4", "6-10", "12-4", "2-2-2-10", "6-2-2-2-4"]);
const MOST_GROUPS = 7;
export const NIK_LENGTH = 16;
export const NISN_LENGTH = 10;

/**
 * Is it built like an NIK: province, regency, district, a date of birth (day + 40 for women), a serial number?
 * `digits`: 16 of them. The structure is that of Government Regulation 40/2019, population administration.
 */
export function isNik(digits: string): boolean {
  const part = (from: number, length = 2) => Number(digits.slice(from, from + length));
  const day = part(6) > 40 ? part(6) - 40 : part(6);
  return (
    digits.length === NIK_LENGTH &&
    PROVINCES.has(part(0)) &&
    part(2) > 0 &&
    part(4) > 0 &&
    isDay(day, part(8)) &&
    part(12, 4) > 0
  );
}

/** NISN: the last three digits of the year of birth, then seven more. Pupils of 1990 to 2029. */
export function isNisn(digits: string): boolean {
  return digits.length === NISN_LENGTH && /^(99[0-9]|0[0-2][0-9])/.test(digits) && !/^(.)\1+$/.test(digits.slice(3));
}

/** Digits in one run or several; `end` is the first token behind them. */
export interface Run {
  readonly digits: string;
  /** How many digits each group has: "6-6-4". */
  readonly shape: string;
  readonly end: number;
}

/** The digits at `at` with the groups that follow, the same separator between all, once they are `length` together. */
export function runAt(tokens: readonly Token[], at: number, length: number): Run | undefined {
  let count = 0;
  let separator: string | undefined;
  for (let groups = 0, next = at; groups < MOST_GROUPS; groups += 1) {
    const token = tokens[next];
    if (token?.kind !== "digits" || token.low === "") return undefined;
    count += token.low.length;
    if (count >= length) return count === length ? written(tokens, at, next + 1) : undefined;
    const found = separatorAt(tokens, next + 1);
    separator ??= found;
    if (found === undefined || separator !== found) return undefined;
    next += found === " " ? 1 : 2;
  }
  return undefined;
}

function written(tokens: readonly Token[], from: number, end: number): Run {
  const groups = tokens.slice(from, end).flatMap(({ kind, low }) => (kind === "digits" ? [low] : []));
  return { digits: groups.join(""), shape: groups.map(({ length }) => length).join("-"), end };
}

export function isNikRun({ digits, shape }: Run): boolean {
  return isNik(digits) && (shape === "16" || NIK_GROUPS.has(shape));
}

function separatorAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  if (token === undefined || token.isFresh) return undefined;
  if (token.kind === "digits") return token.isApart ? " " : undefined;
  if (token.isApart || tokens[at + 1]?.isApart !== false) return undefined;
  return token.low === "-" || token.low === "." || token.low === "/" ? token.low : undefined;
}

/** Telephone numbers: from the plus, bracket or first digit on, nine to fifteen digits. The end, or undefined. */
export function phoneAt(tokens: readonly Token[], at: number): number | undefined {
  const hasPlus = tokens[at]?.low === "+";
  let next = hasPlus ? at + 1 : at;
  let count = 0;
  let end = next;
  const first = tokens[next];
  if (first?.kind !== "digits") return undefined;
  if (!hasPlus && (first.low.length < 2 || !/^(0[2-9]|62)/.test(first.low))) return undefined;
  for (let steps = 0; steps < 12; steps += 1, next += 1) {
    const token = tokens[next];
    if (token === undefined || (steps > 0 && token.isFresh)) break;
    if (token.kind === "digits") {
      if (token.low === "") return undefined;
      count += token.low.length;
      end = next + 1;
    } else if (!"-. ()".includes(token.low)) break;
  }
  return count >= 9 && count <= 15 ? end : undefined;
}

export interface FoundDate {
  readonly end: number;
  /** Four digits; two are understood as 1961 to 2060. */
  readonly year: number;
}

/** "12 Maret 2014", "March 12th, 2014", "12/3/2014", "12-03-14", "2014-03-12". */
export function dateAt(tokens: readonly Token[], at: number): FoundDate | undefined {
  const first = tokens[at];
  if (first?.kind === "word") return wordedDate(tokens, at, at + 1);
  const second = tokens[at + 1];
  if (first?.kind !== "digits" || first.low.length > 4 || second === undefined || second.kind === "digits")
    return undefined;
  return numericDate(tokens, at) ?? wordedDate(tokens, at + afterDay(tokens, at + 1), at);
}

/** With the month at `month` and the day at `day`, whichever comes first. */
function wordedDate(tokens: readonly Token[], month: number, day: number): FoundDate | undefined {
  const monthNumber = months.get(tokens[month]?.low ?? "");
  const dayToken = tokens[day];
  if (monthNumber === undefined || dayToken?.kind !== "digits" || dayToken.low.length > 2) return undefined;
  const after = month > day ? month + 1 : day + afterDay(tokens, day + 1);
  const yearAt = tokens[after]?.low === "," || tokens[after]?.low === "." ? after + 1 : after;
  return dated(tokens, yearAt, Number(dayToken.low), monthNumber, false);
}

/** How far it is from a day to what follows it: over "th", "st" and "of". */
function afterDay(tokens: readonly Token[], at: number): number {
  const isSuffix = /^(st|nd|rd|th)$/.test(tokens[at]?.low ?? "") && tokens[at]?.isApart === false;
  const steps = isSuffix ? 2 : 1;
  return tokens[at + steps - 1]?.low === "of" ? steps + 1 : steps;
}

function numericDate(tokens: readonly Token[], at: number): FoundDate | undefined {
  const separator = tokens[at + 1];
  if (separator === undefined || separator.low !== tokens[at + 3]?.low || !/^[-/.]$/.test(separator.low))
    return undefined;
  const [first, second, third] = [tokens[at], tokens[at + 2], tokens[at + 4]];
  if (first?.kind !== "digits" || second?.kind !== "digits" || third?.kind !== "digits") return undefined;
  if (tokens[at + 5]?.kind === "digits" && tokens[at + 5]?.isApart === false) return undefined;
  const [a, b] = [Number(first.low), Number(second.low)];
  if (first.low.length === 4) return isDay(Number(third.low), b) ? { end: at + 5, year: a } : undefined;
  if (isDay(a, b)) return dated(tokens, at + 4, a, b, true);
  return isDay(b, a) ? dated(tokens, at + 4, b, a, true) : undefined;
}

function dated(
  tokens: readonly Token[],
  yearAt: number,
  day: number,
  month: number,
  mayBeShort: boolean,
): FoundDate | undefined {
  const token = tokens[yearAt];
  if (token?.kind !== "digits" || !isDay(day, month)) return undefined;
  if (token.low.length === 4) return { end: yearAt + 1, year: Number(token.low) };
  if (!mayBeShort || token.low.length !== 2) return undefined;
  const short = Number(token.low);
  return { end: yearAt + 1, year: short > 60 ? 1900 + short : 2000 + short };
}

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0);
}
