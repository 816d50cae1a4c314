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
const HYPHENS = /[-‐]/;
/** Signs belong to the short names of programming languages alone. */
const SIGNS = /(?<=..)(?:\+\+|#)$/u;
/** Scripts that are written without spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** "anak2" and "anak2nya": how plurals are written in a hurry. */
const TWICE = /^(\p{L}{3,})2(nya)?$/u;

/** The words of a text, in order. A query language it has none: all signs but those of words part words. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const compound of fold(text).match(COMPOUNDS) ?? []) {
    if (HYPHENS.test(compound)) addCompound(tokens, compound);
    else addWord(tokens, compound, undefined);
  }
  return tokens;
}

function addCompound(tokens: Token[], compound: string): void {
  const parts = compound.split(HYPHENS);
  const isOneWord = parts.length <= 4 && new Set(parts).size > 1 && !UNSPACED.test(compound);
  const joined = isOneWord ? parts.join("").slice(0, LONGEST) : undefined;
  for (const part of parts) addWord(tokens, part, joined);
}

function addWord(tokens: Token[], written: string, joined: string | undefined): void {
  const word = written.replace(SIGNS, "");
  if (UNSPACED.test(word)) for (const text of pairsOf(word)) tokens.push({ text });
  else {
    const text = word.replace(TWICE, "$1$2").slice(0, LONGEST);
    tokens.push(joined === undefined ? { text } : { text, joined });
  }
}

/** Each two neighbours, for want of a dictionary that knew where words end. */
function pairsOf(word: string): string[] {
  const letters = Array.from(word.slice(0, 10 * LONGEST));
  if (letters.length < 3) return [word];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ""}${letter}`);
}
