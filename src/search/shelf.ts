import { makeEntryReader, type SearchEntry } from "./entry.js";
import type { Word } from "./lexicon.js";
import type { Shelf } from "./ranking.js";
import { isWord } from "./terms.js";
import { makeVocabulary, MOST_SLOTS, type Term, type Vocabulary } from "./vocabulary.js";

/** An entry as it is kept: where, and by which terms it is found. */
export interface Filed {
  readonly slot: number;
  readonly terms: readonly Term[];
  /** So many of the terms, from the first, stand in title or topics. */
  readonly named: number;
}

export interface Shelves extends Shelf {
  readonly vocabulary: Vocabulary;
  put(entry: SearchEntry): void;
  remove(id: string): boolean;
  find(id: string): Filed | undefined;
  idAt(slot: number): string;
  termsAt(slot: number): readonly Term[];
}

const FIELDS_OF_NAMES = 0b1111_0000;

/** Keeps entries in numbered slots, which are used again after a removal. */
export function makeShelves(lexicon: (word: string) => Word): Shelves {
  const vocabulary = makeVocabulary();
  const readEntry = makeEntryReader(lexicon);
  const filed = new Map<string, Filed>();
  const ids: string[] = [];
  const lengths: number[] = [];
  const boosts: number[] = [];
  const free: number[] = [];
  let words = 0;

  const remove = (id: string): boolean => {
    const known = filed.get(id);
    if (known === undefined) return false;
    filed.delete(id);
    for (const term of known.terms) vocabulary.strike(term, known.slot);
    words -= lengths[known.slot] ?? 0;
    ids[known.slot] = "";
    free.push(known.slot);
    return true;
  };

  const put = (entry: SearchEntry): void => {
    const { terms, length } = readEntry(entry);
    remove(entry.id);
    const slot = free.pop() ?? ids.length;
    if (slot >= MOST_SLOTS) throw new RangeError(`No more than ${MOST_SLOTS} entries fit into the index.`);
    ids[slot] = entry.id;
    lengths[slot] = length;
    boosts[slot] = Math.min(1, Math.max(0, entry.boost ?? 0)) || 0;
    words += length;
    const posted: Term[] = [];
    let named = 0;
    for (const [text, counts] of terms) {
      posted.push(vocabulary.post(text, isWord(text), slot * 256 + counts));
      if ((counts & FIELDS_OF_NAMES) !== 0) named++;
    }
    // A copy has no room to grow.
    filed.set(entry.id, { slot, terms: posted.slice(), named });
  };

  return {
    vocabulary,
    put,
    remove,
    find: (id) => filed.get(id),
    idAt: (slot) => ids[slot] ?? "",
    termsAt: (slot) => filed.get(ids[slot] ?? "")?.terms ?? [],
    lengthOf: (slot) => lengths[slot] ?? 0,
    boostOf: (slot) => boosts[slot] ?? 0,
    get numbers() {
      return vocabulary.numbers;
    },
    get size() {
      return filed.size;
    },
    get words() {
      return words;
    },
    get slots() {
      return ids.length;
    },
  };
}
