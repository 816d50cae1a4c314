import { editsBetween, lettersOf, mayBeNear } from "./edits.js";
import { makePool } from "./pool.js";
import { isWord, type Name, type Term } from "./terms.js";

/** A word that something typed may have been meant to be. */
export interface Guess {
  readonly term: Term;
  /** 1 or 2. */
  readonly edits: number;
}

export interface Vocabulary {
  /** The postings of all terms: an entry's slot above the 8 bits of how often it has the term. */
  readonly numbers: Uint32Array;
  find(text: string): Term | undefined;
  /** The term of this number, which must be there. */
  at(number: number): Term;
  /** The term of this name, which must be posted at once if it is new. */
  named(name: Name): Term;
  /** Writes down that an entry has a term that it did not have. */
  post(term: Term, posting: number): void;
  /** Takes an entry's posting away; a term that nobody has any more is forgotten. */
  strike(term: Term, slot: number): void;
  /** Words within so many edits, nearest first, then the most frequent. */
  near(word: string, edits: number): Guess[];
  /** Longer words with this start, most frequent first. @param start At least 2 code units */
  startingWith(start: string): Term[];
}

/** So many entries may be in the index. */
export const MOST_SLOTS = 2 ** 24;

export function makeVocabulary(): Vocabulary {
  const terms = new Map<string, Term>();
  const byNumber: (Term | undefined)[] = [];
  const free: number[] = [];
  const pool = makePool();
  const byLength = new Map<number, Set<Term>>();
  const byStart = new Map<string, Set<Term>>();

  const addTerm = (text: string): Term => {
    const { start, count, size } = pool.makeBlock(1);
    const number = free.pop() ?? byNumber.length;
    const term = { number, text, isWord: isWord(text), letters: lettersOf(text), start, count, size, tally: 0 };
    byNumber[number] = term;
    terms.set(text, term);
    if (term.isWord) shelve(byLength, text.length, term);
    if (term.isWord) shelve(byStart, text.slice(0, 2), term);
    return term;
  };

  const named = (name: Name): Term => {
    const { term } = name;
    if (term !== undefined && term.number >= 0) return term;
    return (name.term = terms.get(name.text) ?? addTerm(name.text));
  };

  const strike = (term: Term, slot: number): void => {
    let place = 0;
    while (place < term.count && (pool.numbers[term.start + place] ?? 0) >>> 8 !== slot) place++;
    if (place < term.count) pool.removeAt(term, place);
    if (term.count > 0) return;
    pool.free(term);
    terms.delete(term.text);
    byNumber[term.number] = undefined;
    free.push(term.number);
    term.number = -1;
    if (!term.isWord) return;
    unshelve(byLength, term.text.length, term);
    unshelve(byStart, term.text.slice(0, 2), term);
  };

  const near = (word: string, edits: number): Guess[] => {
    const letters = lettersOf(word);
    const guesses: Guess[] = [];
    for (let length = word.length - edits; length <= word.length + edits; length++)
      for (const term of byLength.get(length) ?? []) {
        if (!mayBeNear(letters, term.letters, edits)) continue;
        const found = editsBetween(word, term.text, edits);
        if (found > 0 && found <= edits) guesses.push({ term, edits: found });
      }
    return guesses.sort((a, b) => a.edits - b.edits || byFrequency(a.term, b.term));
  };

  const startingWith = (start: string): Term[] => {
    const found: Term[] = [];
    for (const term of byStart.get(start.slice(0, 2)) ?? [])
      if (term.text.length > start.length && term.text.startsWith(start)) found.push(term);
    return found.sort(byFrequency);
  };

  return {
    get numbers() {
      return pool.numbers;
    },
    find: (text) => terms.get(text),
    at(number) {
      const term = byNumber[number];
      if (term === undefined) throw new RangeError(`There is no term ${number}.`);
      return term;
    },
    named,
    post: pool.append,
    strike,
    near,
    startingWith,
  };
}

function shelve<Key>(shelves: Map<Key, Set<Term>>, key: Key, term: Term): void {
  const shelf = shelves.get(key);
  if (shelf === undefined) shelves.set(key, new Set([term]));
  else shelf.add(term);
}

function unshelve<Key>(shelves: Map<Key, Set<Term>>, key: Key, term: Term): void {
  const shelf = shelves.get(key);
  shelf?.delete(term);
  if (shelf?.size === 0) shelves.delete(key);
}

function byFrequency(a: Term, b: Term): number {
  return b.count - a.count || (a.text < b.text ? -1 : 1);
}
