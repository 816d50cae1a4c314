import { fold } from "./fold.js";

/** A word of a text. */
export interface Token {
  /** Folded; it consists of letters and digits, but for the signs of "c++" and "c#". */
  readonly text: string;
  /** What it is written as without hyphens, together with its neighbours: "elearning" for both words of "e-learning". */
  readonly joined?: string;
}

/** Longer words are cut: they are no words but addresses and the like. */
const LONGEST = 40;

/** Words with their hyphens and the signs of programming languages. */
const COMPOUNDS = /[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*(?:\+\+|#)?/gu;
const NO_LETTERS = /[^\p{L}\p{N}]+/gu;
const HYPHENS = /[-‐]/;
/** Signs belong to the short names of programming languages alone. */
const SIGNS = /(?<=..)(?:\+\+|#)$/u;
/** Scripts that are written without spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** "anak2" and "anak2nya": how plurals are written in a hurry. */
const TWICE = /^(\p{L}{3,})2(nya)?$/u;

/** The words of a text, in order. A query language it has none: all signs but those of words part words. */
export function tokensOf(text: string): Token[] {
  const folded = fold(text);
  const isSpaced = !UNSPACED.test(folded);
  const tokens: Token[] = [];
  for (const compound of folded.match(COMPOUNDS) ?? []) {
    if (!isSpaced && UNSPACED.test(compound)) for (const pair of pairsOf(compound)) tokens.push({ text: pair });
    else if (HYPHENS.test(compound)) addParts(tokens, compound);
    else tokens.push({ text: plainOf(compound) });
  }
  return tokens;
}

function addParts(tokens: Token[], compound: string): void {
  const parts = compound.split(HYPHENS).map(plainOf);
  const isOneWord = parts.length <= 4 && new Set(parts).size > 1;
  const joined = parts.join("").slice(0, LONGEST);
  for (const text of parts) tokens.push(isOneWord ? { text, joined } : { text });
}

function plainOf(written: string): string {
  const last = written.at(-1);
  const word = last === "+" || last === "#" ? written.replace(SIGNS, "") : written;
  return (word.includes("2") ? word.replace(TWICE, "$1$2") : word).slice(0, LONGEST);
}

/** Each two neighbours, for want of a dictionary that knew where words end. */
function pairsOf(word: string): string[] {
  const letters = Array.from(word.replace(NO_LETTERS, "").slice(0, 10 * LONGEST));
  if (letters.length < 3) return [letters.join("")];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ""}${letter}`);
}
