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

/** Words with their hyphens. Signs belong to the short names of programming languages alone. */
const COMPOUNDS = /(?<![\p{L}\p{N}])\p{L}(?:\+\+|#)|[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*/gu;
/** Scripts that are written without spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** "anak2" and "anak2nya": how plurals are written in a hurry. */
const TWICE = /^(\p{L}{3,})2(nya)?$/u;

/** The words of a text, in order. A query language it has none: all signs but those of words part words. */
export function tokensOf(text: string): Token[] {
  return (fold(text).match(COMPOUNDS) ?? []).flatMap(tokensOfCompound);
}

function tokensOfCompound(compound: string): Token[] {
  const parts = compound.split(/[-‐]/).flatMap(partsOf);
  if (parts.length === 1 || parts.length > 4 || new Set(parts).size === 1) return parts.map((text) => ({ text }));
  const joined = compound.replaceAll(/[-‐]/g, "").slice(0, LONGEST);
  return UNSPACED.test(joined) ? parts.map((text) => ({ text })) : parts.map((text) => ({ text, joined }));
}

function partsOf(word: string): string[] {
  if (UNSPACED.test(word)) return pairsOf(word);
  return [word.replace(TWICE, "$1$2").slice(0, LONGEST)];
}

/** Each two neighbours, for want of a dictionary that knew where words end. */
function pairsOf(word: string): string[] {
  const letters = Array.from(word.slice(0, 10 * LONGEST));
  if (letters.length < 3) return [word];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ""}${letter}`);
}
