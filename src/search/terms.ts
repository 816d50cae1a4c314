import type { Block } from "./pool.js";

/** Something that entries can be found by, and where it stands: its block has a posting for each entry, in no order. */
export interface Term extends Block {
  /** No other term has this number until it is forgotten; then it is -1. */
  number: number;
  readonly text: string;
  /** It is a word as people type it, and so can be guessed from another or completed. */
  readonly isWord: boolean;
  readonly letters: number;
  /** How often the entry that is being put has it, packed. */
  tally: number;
}

/** What a term is called. It remembers the term, because looking up millions of names is what filling an index takes time for. */
export interface Name {
  readonly text: string;
  term: Term | undefined;
}

export function nameOf(text: string): Name {
  return { text, term: undefined };
}

/** The kinds of terms besides words: their signs are in no word. */
export const termFor = {
  indonesian: (stem: string) => `<${stem}`,
  english: (stem: string) => `>${stem}`,
  concept: (concept: number) => `&${concept}`,
  topic: (words: readonly string[]) => `@${words.join(" ")}`,
  neighbours: (first: string, second: string) => `_${first} ${second}`,
};

const SIGNS = /^[<>&@_]/;

export function isWord(term: string): boolean {
  return !SIGNS.test(term);
}

export function isTopic(term: string): boolean {
  return term.startsWith("@");
}

export function isStem(term: string): boolean {
  return term.startsWith("<") || term.startsWith(">");
}
