import { isNaming, makeEntryReader, tallied, type SearchEntry } from "./entry.js";
import type { Word } from "./lexicon.js";
import { makePool, type Block } from "./pool.js";
import type { Shelf } from "./ranking.js";
import type { Name, Term } from "./terms.js";
import { makeVocabulary, MOST_SLOTS, type Vocabulary } from "./vocabulary.js";

/** An entry as it is kept. */
export interface Filed {
  readonly slot: number;
  /** By which it is found: those that stand in title or topics first. */
  readonly terms: readonly Term[];
  /** So many of the terms stand in title or topics. */
  readonly named: number;
}

/** The numbers of its terms. A pool has them, because the collector of garbage would follow references to terms each time. */
interface Kept {
  readonly slot: number;
  readonly named: number;
  readonly block: Block;
}

export interface Shelves extends Shelf {
  readonly vocabulary: Vocabulary;
  put(entry: SearchEntry): void;
  remove(id: string): boolean;
  find(id: string): Filed | undefined;
  idAt(slot: number): string;
  termsAt(slot: number): readonly Term[];
}

/** Keeps entries in numbered slots, which are used again after a removal. */
export function makeShelves(lexicon: (word: string) => Word): Shelves {
  const vocabulary = makeVocabulary();
  const readEntry = makeEntryReader(lexicon);
  const kept = new Map<string, Kept>();
  const pool = makePool();
  const ids: string[] = [];
  const lengths: number[] = [];
  const boosts: number[] = [];
  const free: number[] = [];
  let words = 0;

  const termsOf = ({ block }: Kept): Term[] =>
    Array.from(pool.numbers.subarray(block.start, block.start + block.count), vocabulary.at);

  const remove = (id: string): boolean => {
    const known = kept.get(id);
    if (known === undefined) return false;
    kept.delete(id);
    for (const term of termsOf(known)) vocabulary.strike(term, known.slot);
    pool.free(known.block);
    words -= lengths[known.slot] ?? 0;
    ids[known.slot] = "";
    free.push(known.slot);
    return true;
  };

  /** Counts on the terms themselves, which saves looking each up in a table of counts. */
  const tally = (names: readonly Name[], field: Parameters<typeof tallied>[1], found: Term[]): void => {
    for (const name of names) {
      const term = vocabulary.named(name);
      if (term.tally === 0) found.push(term);
      term.tally = tallied(term.tally, field);
    }
  };

  const put = (entry: SearchEntry): void => {
    const { title, topics, text } = readEntry(entry);
    remove(entry.id);
    const slot = free.pop() ?? ids.length;
    if (slot >= MOST_SLOTS) throw new RangeError(`No more than ${MOST_SLOTS} entries fit into the index.`);
    const length = topics.reduce((sum, topic) => sum + topic.length, title.length + text.length);
    ids[slot] = entry.id;
    lengths[slot] = length;
    boosts[slot] = Math.min(1, Math.max(0, entry.boost ?? 0)) || 0;
    words += length;
    const found: Term[] = [];
    tally(title.terms, "title", found);
    for (const { terms } of topics) tally(terms, "topics", found);
    tally(text.terms, "text", found);
    const block = pool.makeBlock(found.length + 1);
    let named = 0;
    for (const term of found) {
      pool.append(block, term.number);
      if (isNaming(term.tally)) named++;
      vocabulary.post(term, slot * 256 + term.tally);
      term.tally = 0;
    }
    kept.set(entry.id, { slot, named, block });
  };

  return {
    vocabulary,
    put,
    remove,
    find(id) {
      const known = kept.get(id);
      return known === undefined ? undefined : { slot: known.slot, named: known.named, terms: termsOf(known) };
    },
    idAt: (slot) => ids[slot] ?? "",
    termsAt(slot) {
      const known = kept.get(ids[slot] ?? "");
      return known === undefined ? [] : termsOf(known);
    },
    lengthOf: (slot) => lengths[slot] ?? 0,
    boostOf: (slot) => boosts[slot] ?? 0,
    get numbers() {
      return vocabulary.numbers;
    },
    get size() {
      return kept.size;
    },
    get words() {
      return words;
    },
    get slots() {
      return ids.length;
    },
  };
}
