import type { SearchEntry } from "./entry.js";
import { makeLexicon } from "./lexicon.js";
import { likenesses } from "./likeness.js";
import { makeQueryReader } from "./query.js";
import { searchIn, type Hit, type SearchQuery, type SearchResult } from "./search.js";
import { makeShelves } from "./shelf.js";

export type { SearchEntry } from "./entry.js";
export type { Hit, SearchQuery, SearchResult } from "./search.js";

/** Entries that are found by their words, in memory. */
export interface SearchIndex {
  readonly size: number;
  /** Adds an entry, or puts it in the place of the one with its id. Some tenths of a millisecond: fill an index in pieces. */
  put(entry: SearchEntry): void;
  /** It is found by nothing any more, and nothing of it is kept. Answers whether it was there. */
  remove(id: string): boolean;
  search(query: SearchQuery): SearchResult;
  /** Entries that have topics and rare words in common with this one, which is not among them. */
  like(id: string, among: Pick<SearchQuery, "where" | "most">): readonly Hit[];
}

/**
 * An index without entries. It works at once and without timers; what it answers depends on the entries in it alone, not
 * on the order in which they came and went.
 */
export function makeSearchIndex(): SearchIndex {
  const lexicon = makeLexicon();
  const shelves = makeShelves(lexicon);
  const reader = makeQueryReader(shelves.vocabulary, lexicon);
  return {
    get size() {
      return shelves.size;
    },
    put: shelves.put,
    remove: shelves.remove,
    search: (query) => searchIn(shelves, reader, query),
    like: (id, among) => likenesses(id, shelves, among),
  };
}
