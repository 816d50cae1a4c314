/**
 * Does a text hold what looks like a pupil's data? Before it is posted its writer is warned and decides; nothing is
 * kept and nobody else learns of it. What is looked for is written plainly; this is no means against those who hide it.
 */
import { contactsAt } from "./contacts/rules.js";
import { healthAt, marksIn } from "./facts/rules.js";
import { birthDateAt, numberAt } from "./identity/rules.js";
import { childrenIn, classAfter, classAt, type FoundClass, hasBefore } from "./people/rules.js";
import type { PupilDatum, Stretch } from "./stretch/rules.js";
import { type Token, tokensOf } from "./text/rules.js";
import { childWords, namedBy, teaches } from "./words/rules.js";

export type { PupilDatum } from "./stretch/rules.js";

/** Where it is: in characters (UTF-16 units) from the beginning of the text. */
export interface Finding {
  readonly kind: PupilDatum;
  readonly start: number;
  readonly length: number;
}

/**
 * In the order of the text, without overlaps. The time is proportional to the length of the text.
 * `thisYear`: a date beside a name counts as a birth date when somebody born then is 3 to 20 years old.
 */
export function pupilData(text: string, thisYear = 2026): readonly Finding[] {
  const tokens = tokensOf(text);
  return stretchesIn(tokens, thisYear).flatMap(({ kind, from, end }) => {
    const start = tokens[from]?.start ?? 0;
    return { kind, start, length: (tokens[end - 1]?.end ?? start) - start };
  });
}

/** The same in tokens; it reads each of them at most a fixed number of times. */
export function stretchesIn(tokens: readonly Token[], thisYear: number): Stretch[] {
  const children = childrenIn(tokens);
  const found: Stretch[] = [...marksIn(tokens, children)];
  const add = (stretch: Stretch | undefined) => {
    if (stretch !== undefined) found.push(stretch);
  };
  for (let at = 0; at < children.length; at += 1) {
    const token = tokens[at];
    // Of the marks only the plus begins anything: a telephone number.
    if (token === undefined || (token.kind === "mark" && token.low !== "+")) continue;
    if (token.kind === "digits") add(numberAt(tokens, at, token));
    add(nameWithClassAt(tokens, at, children));
    if (token.isInLink) continue;
    if (token.kind === "word") add(healthAt(tokens, at, children));
    if (token.kind !== "mark") add(birthDateAt(tokens, at, token, children, thisYear));
    add(contactsAt(tokens, at, token, children));
  }
  return apart(found);
}

function nameWithClassAt(tokens: readonly Token[], at: number, children: Int32Array): Stretch | undefined {
  const nameEnd = children[at] ?? 0;
  if (nameEnd > 0) {
    if (children[at - 1] === nameEnd) return undefined;
    const found = classAfter(tokens, nameEnd);
    return found && { kind: "nameWithClass", from: at, end: found.end };
  }
  const found = classAt(tokens, at);
  if (found === undefined || hasBefore(tokens, at, teaches, 3)) return undefined;
  const name = nameBehindClass(tokens, found, children);
  return name === undefined ? undefined : { kind: "nameWithClass", from: at, end: name };
}

/** "Kelas 4A: Budi", "siswa kelas 4 bernama Budi", "a Year 4 pupil called Tom", "Kelas 4A" and a numbered list. */
function nameBehindClass(tokens: readonly Token[], found: FoundClass, children: Int32Array): number | undefined {
  let isTied = false;
  for (let at = found.end; at < found.end + 5 && at < children.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    isTied ||= found.hasSection && (token.low === ":" || isListNumber(tokens, at, token));
    if (token.isFresh && !isTied) return undefined;
    const nameEnd = children[at] ?? 0;
    if (nameEnd > 0) return isTied ? nameEnd : undefined;
    isTied ||= namedBy.has(token.low);
    const isTie = isTied || childWords.has(token.low) || /^[,(-]$|^(saya|kami|yang|di|my|our)$/.test(token.low);
    if (!isTie) return undefined;
  }
  return undefined;
}

function isListNumber(tokens: readonly Token[], at: number, { kind, isFresh }: Token): boolean {
  return kind === "digits" && isFresh && /^[.)]$/.test(tokens[at + 1]?.low ?? "");
}

/** The weightier first where two overlap, so that a name never hides a number. */
const WEIGHT: readonly PupilDatum[] = [
  "nationalId",
  "pupilNumber",
  "health",
  "contact",
  "birthDate",
  "grades",
  "nameWithClass",
];

function apart(found: readonly Stretch[]): Stretch[] {
  const inOrder = [...found].sort((a, b) => a.from - b.from || WEIGHT.indexOf(a.kind) - WEIGHT.indexOf(b.kind));
  const kept: Stretch[] = [];
  for (const stretch of inOrder) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= stretch.from) kept.push(stretch);
    else if (WEIGHT.indexOf(stretch.kind) < WEIGHT.indexOf(last.kind)) kept[kept.length - 1] = stretch;
  }
  return kept;
}

/** What is seen in pictures nobody can look into here, so whoever shares one is reminded of pupils' faces. */
export function needsFaceReminder(mediaType: string): boolean {
  return /^\s*(image|video)\//i.test(mediaType);
}
