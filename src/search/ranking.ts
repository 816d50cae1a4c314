import { weighCounts } from "./entry.js";
import type { Variant } from "./query.js";
import type { Term } from "./terms.js";

/** What ranking has to know of an index. */
export interface Shelf {
  /** The postings of all terms. */
  readonly numbers: Uint32Array;
  /** Entries in the index. */
  readonly size: number;
  /** The words of all entries together. */
  readonly words: number;
  /** All slots are below. */
  readonly slots: number;
  lengthOf(slot: number): number;
  /** From 0 to 1. */
  boostOf(slot: number): number;
}

/** A wanted word with its weight and what it may stand as. */
export interface Asked {
  readonly variants: readonly Variant[];
  /** Variants that count only where there are none of the others. */
  readonly guesses: readonly Variant[];
  /** What an entry has for having the word: the rarer, the more. */
  readonly weight: number;
  readonly besideNext: Term | undefined;
}

/** The entries that have any wanted word, by slot. */
export interface Ranks {
  readonly slots: readonly number[];
  readonly score: Float64Array;
  /** How many of the wanted words an entry has. */
  readonly matched: Uint8Array;
  /** How many of those only by a guess. */
  readonly guessed: Uint8Array;
  /** The weight of the wanted words that it has, a guess for half. */
  readonly coverage: Float64Array;
}

/**
 * BM25F with one length for all fields: S. Robertson, H. Zaragoza and M. Taylor, "Simple BM25 extension to multiple
 * weighted fields", CIKM 2004. `SATURATION` is its k1: how soon saying a word again adds little.
 */
const FIELDS = weighCounts({ title: 4, topics: 2.5, text: 1 });
const SATURATION = 1.6;
/** BM25's b. Descriptions are short, so that a long one says more rather than the same at length. */
const LENGTH_MATTERS = 0.4;
const BESIDE = 0.35;
const MOST_BOOST = 0.15;

/** The weight of a term that `count` of all entries have: BM25's, made positive as Lucene does. */
export function rarity(count: number, size: number): number {
  return Math.log(1 + (size - count + 0.5) / (count + 0.5));
}

/** What an entry gets for a term, from 0 to `SATURATION + 1`. */
export function saturated(posting: number, length: number, meanLength: number): number {
  const weight = (FIELDS[posting & 255] ?? 0) / (1 - LENGTH_MATTERS + (LENGTH_MATTERS * length) / meanLength);
  return (weight * (SATURATION + 1)) / (weight + SATURATION);
}

export function rank(asked: readonly Asked[], shelf: Shelf): Ranks {
  const ranks = {
    slots: [] as number[],
    score: new Float64Array(shelf.slots),
    matched: new Uint8Array(shelf.slots),
    guessed: new Uint8Array(shelf.slots),
    coverage: new Float64Array(shelf.slots),
  };
  const best = new Float64Array(shelf.slots);
  const meanLength = shelf.words / Math.max(1, shelf.size);
  for (const { variants, guesses, weight } of asked) {
    const sure = collect(variants, best, [], shelf, meanLength);
    for (const slot of sure) add(ranks, slot, best[slot] ?? 0, weight, false);
    const unsure = collect(guesses, best, sure, shelf, meanLength);
    for (const slot of unsure) add(ranks, slot, best[slot] ?? 0, weight, true);
    for (const slot of sure) best[slot] = 0;
    for (const slot of unsure) best[slot] = 0;
  }
  for (const [index, { besideNext, weight }] of asked.entries())
    if (besideNext !== undefined)
      favour(ranks, shelf.numbers, besideNext, BESIDE * (weight + (asked[index + 1]?.weight ?? 0)));
  for (const slot of ranks.slots) ranks.score[slot] = (ranks.score[slot] ?? 0) * (1 + MOST_BOOST * shelf.boostOf(slot));
  return ranks;
}

/** The best variant of each entry that has one, but for entries that are `settled`. */
function collect(
  variants: readonly Variant[],
  best: Float64Array,
  settled: readonly number[],
  shelf: Shelf,
  meanLength: number,
): number[] {
  if (variants.length === 0) return [];
  for (const slot of settled) best[slot] = Infinity;
  const found: number[] = [];
  const { numbers } = shelf;
  for (const { term, quality } of variants) {
    const worth = quality * rarity(term.count, shelf.size);
    for (let index = 0; index < term.count; index++) {
      const posting = numbers[term.start + index] ?? 0;
      const slot = posting >>> 8;
      const before = best[slot] ?? 0;
      const value = worth * saturated(posting, shelf.lengthOf(slot), meanLength);
      if (before === 0) found.push(slot);
      if (value > before) best[slot] = value;
    }
  }
  return found;
}

function add(ranks: Ranks & { slots: number[] }, slot: number, value: number, weight: number, isGuess: boolean): void {
  const matched = ranks.matched[slot] ?? 0;
  if (matched === 0) ranks.slots.push(slot);
  ranks.matched[slot] = matched + 1;
  ranks.score[slot] = (ranks.score[slot] ?? 0) + value;
  ranks.coverage[slot] = (ranks.coverage[slot] ?? 0) + (isGuess ? weight / 2 : weight);
  if (isGuess) ranks.guessed[slot] = (ranks.guessed[slot] ?? 0) + 1;
}

function favour(ranks: Ranks, numbers: Uint32Array, term: Term, value: number): void {
  for (let index = 0; index < term.count; index++) {
    const slot = (numbers[term.start + index] ?? 0) >>> 8;
    if ((ranks.matched[slot] ?? 0) > 0) ranks.score[slot] = (ranks.score[slot] ?? 0) + value;
  }
}
