import { dateAt, isNik, isNikRun, isNisn, NIK_LENGTH, NISN_LENGTH, runAt } from "../numbers/rules.js";
import { hasBefore } from "../people/rules.js";
import type { Token } from "../text/rules.js";
import type { Stretch } from "../stretch/rules.js";
import * as words from "../words/rules.js";

/** How many tokens before a number its label may stand: "NISN siswa : 005…". */
const LABEL = 4;
const BIRTH = 8;
/** Whoever was born earlier is no pupil, and most dates of birth in lessons are older still. */
const OLDEST = 1995;
const YOUNGEST_AGE = 3;
const OLDEST_AGE = 20;

/** An NIK, NISN or NIS that begins here. */
export function numberAt(tokens: readonly Token[], at: number, token: Token): Stretch | undefined {
  if (token.kind !== "digits" || token.low === "") return undefined;
  if (token.isInLink) return keyed(tokens, at, token.low);
  return nikHere(tokens, at) ?? nisnHere(tokens, at, token.low) ?? nisHere(tokens, at);
}

/** In a web address only what is called so: "?nik=3201…". */
function keyed(tokens: readonly Token[], at: number, digits: string): Stretch | undefined {
  if (!/^[=:/]$/.test(tokens[at - 1]?.low ?? "")) return undefined;
  const key = tokens[at - 2]?.low ?? "";
  if (words.nikLabels.has(key) && isNik(digits)) return { kind: "nationalId", from: at, end: at + 1 };
  if (words.nisnLabels.has(key) && digits.length === NISN_LENGTH) return { kind: "pupilNumber", from: at, end: at + 1 };
  return undefined;
}

function nikHere(tokens: readonly Token[], at: number): Stretch | undefined {
  // No group of an NIK is a single digit; most numbers in a text are settled here.
  if (tokens[at]?.low.length === 1) return undefined;
  const run = runAt(tokens, at, NIK_LENGTH);
  if (run === undefined || hasBefore(tokens, at, words.otherNumbers, LABEL)) return undefined;
  const isOne = isNikRun(run) || isLabelled(tokens, at, words.nikLabels);
  return isOne ? { kind: "nationalId", from: at, end: run.end } : undefined;
}

function nisnHere(tokens: readonly Token[], at: number, digits: string): Stretch | undefined {
  if (isLabelled(tokens, at, words.nisnLabels)) {
    const run = runAt(tokens, at, NISN_LENGTH);
    if (run !== undefined) return { kind: "pupilNumber", from: at, end: run.end };
  }
  if (!isNisn(digits) || continuesNumber(tokens, at)) return undefined;
  return hasBefore(tokens, at, words.otherNumbers, LABEL) ? undefined : { kind: "pupilNumber", from: at, end: at + 1 };
}

/** "978-0131103628", "3.0123456789": the end of something longer. */
function continuesNumber(tokens: readonly Token[], at: number): boolean {
  const isJoined = tokens[at]?.isApart === false && /^[-.,+]$/.test(tokens[at - 1]?.low ?? "");
  return isJoined && (tokens[at - 1]?.low === "+" || tokens[at - 2]?.kind === "digits");
}

/** A school's own number has no form of its own: only its label tells. */
function nisHere(tokens: readonly Token[], at: number): Stretch | undefined {
  const length = tokens[at]?.low.length ?? 0;
  if (length < 4 || length > NISN_LENGTH || !isLabelled(tokens, at, words.nisLabels)) return undefined;
  return { kind: "pupilNumber", from: at, end: at + 1 };
}

/** Only marks, "siswa", "no" and other labels may stand between a label and its number; a new line may begin. */
function isLabelled(tokens: readonly Token[], at: number, labels: ReadonlySet<string>): boolean {
  for (let next = at - 1; next >= 0 && next >= at - LABEL; next -= 1) {
    const token = tokens[next];
    if (token === undefined) return false;
    if (labels.has(token.low)) return true;
    const isBetween =
      token.kind === "mark" || /^(siswa|murid|anak|no|nomor|saya|is|nya|s|dan|and|nis)$/.test(token.low);
    if (!isBetween) return isStudentId(tokens, next, token.low) && labels === words.nisLabels;
  }
  return false;
}

/** "student ID 20231", "pupil number: 4471". */
function isStudentId(tokens: readonly Token[], at: number, low: string): boolean {
  return /^(id|number)$/.test(low) && /^(student|pupil)$/.test(tokens[at - 1]?.low ?? "");
}

/** A pupil's date of birth that begins here: with a word of birth near it, or right beside a child's name. */
export function birthDateAt(
  tokens: readonly Token[],
  at: number,
  token: Token,
  children: Int32Array,
  thisYear: number,
): Stretch | undefined {
  if (token.kind === "word" && !words.months.has(token.low)) return undefined;
  const date = dateAt(tokens, at);
  if (date === undefined || date.year < OLDEST) return undefined;
  const age = thisYear - date.year;
  const before = /^[,(:–-]$/.test(tokens[at - 1]?.low ?? "") ? at - 2 : at - 1;
  const isBesideName = (children[before] ?? 0) > 0 && age >= YOUNGEST_AGE && age <= OLDEST_AGE;
  const isBirth = isBesideName || isBornBefore(tokens, at, children) || isBornAfter(tokens, date.end);
  return isBirth ? { kind: "birthDate", from: at, end: date.end } : undefined;
}

function isBornBefore(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  let isSameSentence = tokens[at]?.isFresh !== true;
  for (let next = at - 1; next >= 0 && next >= at - BIRTH; next -= 1) {
    const token = tokens[next];
    if (token === undefined) return false;
    if (words.birthLabels.has(token.low)) return true;
    if (words.birthWords.has(token.low)) {
      if (hasLabelPart(tokens, next)) return true;
      if (isSameSentence) return isBornPerson(tokens, next, children);
    }
    // "12/3/2014, 5/6/2015": the label of the date before is not that of this one.
    if (token.isFresh) isSameSentence = false;
  }
  return false;
}

function hasLabelPart(tokens: readonly Token[], at: number): boolean {
  return [1, 2, 3].some((steps) => words.birthLabelParts.has(tokens[at - steps]?.low ?? ""));
}

/** Schools, ideas and laws are born too: then there is no child in the sentence. */
function isBornPerson(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  if (!hasBefore(tokens, at, words.bornThings, BIRTH)) return true;
  for (let next = at; next > 0 && next > at - BIRTH && tokens[next]?.isFresh === false; next -= 1)
    if ((children[next - 1] ?? 0) > 0 || words.childWords.has(tokens[next - 1]?.low ?? "")) return true;
  return false;
}

function isBornAfter(tokens: readonly Token[], end: number): boolean {
  return [0, 1, 2, 3].some(
    (steps) => words.birthLabels.has(tokens[end + steps]?.low ?? "") || isBirthLabel(tokens, end + steps),
  );
}

function isBirthLabel(tokens: readonly Token[], at: number): boolean {
  return words.birthWords.has(tokens[at]?.low ?? "") && tokens[at]?.isFresh === false && hasLabelPart(tokens, at);
}
