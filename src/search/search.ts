import { bestOf } from "./best.js";
import type { Guessed, Reader, Wanted } from "./query.js";
import { rank, rarity, type Asked, type Ranks } from "./ranking.js";
import type { Shelves } from "./shelf.js";
import { tokensOf } from "./tokens.js";
import type { Term } from "./terms.js";

export interface Hit {
  readonly id: string;
  /** Comparable within one answer only. */
  readonly score: number;
}

export interface SearchQuery {
  /** Whatever was typed: no sign in it has a meaning. The first 400 code units and 16 words count. */
  readonly text: string;
  /** Whether an entry may be found; asked once at most for each entry that has a wanted word. */
  readonly where?: ((id: string) => boolean) | undefined;
  /** So many hits at most. */
  readonly most: number;
  /** So many of the best are left out. */
  readonly offset?: number;
}

export interface SearchResult {
  /** Best first. Entries that have a word only as a guess at what was meant come after those that have it. */
  readonly hits: readonly Hit[];
  /** Everything found, whatever `most` and `offset` are. */
  readonly total: number;
  /** No entry has all the words: these have most of what is rare among them. */
  readonly partial: boolean;
  /** The query as it was probably meant, folded, if the best hit is for that. Its new words stand in the best hit. */
  readonly corrected?: string;
}

/** With so many hits that have all words as they were typed, nobody asks what else may have been meant. */
const ENOUGH = 5;
/** Of what the best partial match has, by the weight of the words, others must have so much to be shown. */
const NEARLY_AS_MUCH = 0.7;
/** Partial matches with less of what was asked for are no answer. */
const TOO_LITTLE = 0.25;
/** So often is enough to know that somebody has a word. */
const OFTEN = 50;

/** A wanted word, what it may have been meant to be, and its weight. */
type Read = Wanted & Asked & { readonly meant: readonly Guessed[] };

/** The slots found, in no order yet. */
interface Found {
  readonly read: readonly Read[];
  readonly ranks: Ranks;
  readonly slots: readonly number[];
}

export function searchIn(shelves: Shelves, reader: Reader, query: SearchQuery): SearchResult {
  const isVisible = sightOf(shelves, query.where);
  const wanted = reader.read(query.text);
  const found = findAll(wanted, shelves, reader, isVisible);
  const isPartial = found.slots.length === 0;
  const slots = isPartial ? withMost(found, shelves, isVisible) : found.slots;
  const from = wholeFrom(query.offset ?? 0);
  const best = bestOf(slots, from + wholeFrom(query.most), orderOf(found.ranks, shelves, isPartial));
  const corrected = correctionOf(query.text, found.read, best[0] === undefined ? [] : shelves.termsAt(best[0]));
  return {
    hits: best.slice(from).map((slot) => ({ id: shelves.idAt(slot), score: found.ranks.score[slot] ?? 0 })),
    total: slots.length,
    partial: isPartial && slots.length > 0,
    ...(corrected === undefined ? {} : { corrected }),
  };
}

/** What has all words; where that is little, also what has them by a guess. */
function findAll(wanted: readonly Wanted[], shelves: Shelves, reader: Reader, isVisible: Sight): Found {
  const typed = rankRead(
    wanted.map((word) => readOf(word, [], shelves.size)),
    shelves,
    isVisible,
  );
  if (typed.slots.length >= ENOUGH) return typed;
  const read = wanted.map((word) =>
    readOf(word, reader.guess(word.text, timesSeen(word, shelves.numbers, isVisible)), shelves.size),
  );
  return read.some(({ meant }) => meant.length > 0) ? rankRead(read, shelves, isVisible) : typed;
}

function rankRead(read: readonly Read[], shelves: Shelves, isVisible: Sight): Found {
  const ranks = rank(read, shelves);
  const slots = ranks.slots.filter((slot) => ranks.matched[slot] === read.length && isVisible(slot));
  return { read, ranks, slots };
}

function readOf(word: Wanted, meant: readonly Guessed[], size: number): Read {
  const guesses = meant.flatMap(({ variants }) => variants);
  const known = word.variants.length > 0 ? word.variants : guesses;
  const most = known.reduce((sum, { term }) => Math.max(sum, term.count), 0);
  return { ...word, meant, guesses, weight: rarity(most, size) };
}

function withMost({ read, ranks }: Found, { size }: Shelves, isVisible: Sight): number[] {
  const wanted = read.reduce((sum, { weight }) => sum + weight, 0);
  const seen = size === 0 ? [] : ranks.slots.filter(isVisible);
  const most = seen.reduce((sum, slot) => Math.max(sum, ranks.coverage[slot] ?? 0), 0);
  const least = Math.max(NEARLY_AS_MUCH * most, TOO_LITTLE * wanted);
  return seen.filter((slot) => (ranks.coverage[slot] ?? 0) >= least);
}

function orderOf(ranks: Ranks, shelves: Shelves, isPartial: boolean): (a: number, b: number) => number {
  const { score, guessed, coverage } = ranks;
  const at = (list: Float64Array | Uint8Array, slot: number) => list[slot] ?? 0;
  return (a, b) =>
    (isPartial ? at(coverage, b) - at(coverage, a) : at(guessed, a) - at(guessed, b)) ||
    at(score, b) - at(score, a) ||
    (shelves.idAt(a) < shelves.idAt(b) ? -1 : 1);
}

type Sight = (slot: number) => boolean;

/** `where` by slot; it may look things up that take a while, so that it is asked once. */
function sightOf(shelves: Shelves, where: SearchQuery["where"]): Sight {
  if (where === undefined) return () => true;
  const known = new Int8Array(shelves.slots);
  return (slot) => {
    known[slot] ||= where(shelves.idAt(slot)) ? 1 : -1;
    return known[slot] === 1;
  };
}

/** How many have a word in the way in which most of them have it. */
function timesSeen({ own }: Wanted, numbers: Uint32Array, isVisible: Sight): number {
  const times = own.map(({ term }) => {
    let seen = 0;
    for (let index = 0; index < term.count && seen < OFTEN; index++)
      if (isVisible((numbers[term.start + index] ?? 0) >>> 8)) seen++;
    return seen;
  });
  return Math.max(0, ...times);
}

/** The words as they stand in an entry that was found by them; only an entry that may be seen tells a word. */
function correctionOf(text: string, read: readonly Read[], terms: readonly Term[]): string | undefined {
  const has = new Set(terms);
  const instead = new Map<string, string>();
  for (const { text: word, variants, meant } of read) {
    if (variants.some(({ term }) => has.has(term))) continue;
    const found = meant.find(({ term }) => has.has(term));
    if (found !== undefined) instead.set(word, found.term.text);
  }
  if (instead.size === 0) return undefined;
  return tokensOf(text)
    .map((token) => instead.get(token.text) ?? token.text)
    .join(" ");
}

function wholeFrom(number: number): number {
  return number > 0 ? Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER / 2) : 0;
}
