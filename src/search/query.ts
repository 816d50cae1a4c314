import { mentionsIn } from "./concepts.js";
import { editsAllowed } from "./edits.js";
import type { Word } from "./lexicon.js";
import { termFor, type Term } from "./terms.js";
import { tokensOf, type Token } from "./tokens.js";
import type { Vocabulary } from "./vocabulary.js";

/** Something that a wanted word may stand as. */
export interface Variant {
  readonly term: Term;
  /** From 0 to 1: how nearly it is what was typed. */
  readonly quality: number;
}

/** A word that is wanted. */
export interface Wanted {
  readonly text: string;
  /** Itself, its forms and its other names. */
  readonly own: readonly Variant[];
  /** Its own, and longer words that begin with it if it is the last. */
  readonly variants: readonly Variant[];
  /** What was typed side by side with the next wanted word, if it stands like that anywhere. */
  readonly besideNext: Term | undefined;
}

/** A word that was perhaps meant. */
export interface Guessed {
  readonly term: Term;
  readonly variants: readonly Variant[];
}

/** How much less than the word as typed its variants count. */
const QUALITY = { form: 0.8, joined: 0.9, otherName: 0.5, longer: 0.5, guess: [1, 0.6, 0.35] } as const;

const LONGEST_QUERY = 400;
const MOST_WORDS = 16;
const MOST_LONGER = 30;
/** More words than these can't be meant at once; the most frequent ones are taken. */
const MOST_GUESSES = 32;
/** A word that few have used is taken for a slip only if what it may have been meant to be is so many times as frequent. */
const TIMES_AS_FREQUENT = 10;

export interface Reader {
  /** The wanted words of a query: all but stop words, or all if there are no others. */
  read(text: string): readonly Wanted[];
  /** @param seen How many entries have the word as it was typed */
  guess(word: string, seen: number): readonly Guessed[];
}

export function makeQueryReader(vocabulary: Vocabulary, lexicon: (word: string) => Word): Reader {
  const variantOf = (text: string, quality: number): Variant[] => {
    const term = vocabulary.find(text);
    return term === undefined ? [] : [{ term, quality }];
  };
  const forms = (text: string, quality: number): Variant[] => {
    const { indonesian, english } = lexicon(text);
    const stems = new Set([indonesian, english].filter((stem) => stem !== text));
    return [
      ...[...stems].flatMap((stem) => variantOf(stem, quality)),
      ...variantOf(termFor.indonesian(indonesian), quality),
      ...variantOf(termFor.english(english), quality),
    ];
  };
  const otherNames = (tokens: readonly Token[], quality: number): Variant[][] => {
    const found = tokens.map((): Variant[] => []);
    const known = tokens.map(({ text }) => lexicon(text));
    for (const { concept, from, until } of mentionsIn(tokens, known))
      for (const variants of found.slice(from, until)) variants.push(...variantOf(termFor.concept(concept), quality));
    return found;
  };
  const longer = (word: string, isKnown: boolean): Variant[] =>
    word.length < (isKnown ? 4 : 2)
      ? []
      : vocabulary
          .startingWith(word)
          .slice(0, MOST_LONGER)
          .map((term) => ({ term, quality: (QUALITY.longer * word.length) / term.text.length }));

  return {
    read(text) {
      const tokens = tokensOf(text.slice(0, LONGEST_QUERY));
      const words = tokens.map((token) => token.text);
      const names = otherNames(tokens, QUALITY.otherName);
      const told = words.map((word, place) => ({ word, place })).filter(({ word }) => !lexicon(word).isStop);
      const chosen = (told.length > 0 ? told : words.map((word, place) => ({ word, place })))
        .filter(({ word, place }) => words.indexOf(word) === place)
        .slice(0, MOST_WORDS);
      return chosen.map(({ word, place }) => {
        const written = [...variantOf(word, 1), ...forms(word, QUALITY.form)];
        const whole = togetherOf(tokens, place).flatMap((together) => variantOf(together, QUALITY.joined));
        const apart = splitsOf(word).flatMap((split) => variantOf(split, QUALITY.joined));
        const isLast = place === words.length - 1;
        const own = [...written, ...whole, ...apart, ...(names[place] ?? [])];
        const next = words[place + 1];
        return {
          text: word,
          own,
          variants: isLast ? [...own, ...longer(word, written.length > 0)] : own,
          besideNext: next === undefined ? undefined : vocabulary.find(termFor.neighbours(word, next)),
        };
      });
    },

    guess(word, seen) {
      const edits = editsAllowed(word);
      if (edits === 0) return [];
      const near = vocabulary.near(word, edits).filter(({ term }) => term.count >= TIMES_AS_FREQUENT * seen);
      const least = near[0]?.edits;
      return near
        .filter((guess) => guess.edits === least)
        .slice(0, MOST_GUESSES)
        .map(({ term, edits: made }) => {
          const quality = QUALITY.guess[made] ?? 0;
          const [names = []] = otherNames([term], quality * QUALITY.otherName);
          return {
            term,
            variants: [{ term, quality }, ...forms(term.text, quality * QUALITY.form), ...names],
          };
        });
    },
  };
}

/** Two neighbours, or the parts of a word with hyphens, written as one: "kerja sama" is "kerjasama" to many. */
function togetherOf(tokens: readonly Token[], place: number): string[] {
  const [before, here, after] = [tokens[place - 1], tokens[place], tokens[place + 1]];
  const found: string[] = [];
  if (here?.joined !== undefined) found.push(here.joined);
  if (before && here) found.push(before.text + here.text);
  if (here && after) found.push(here.text + after.text);
  return found;
}

/** One word written as two, in each way that leaves both of them three letters. */
function splitsOf(word: string): string[] {
  const ways = Math.max(0, word.length - 5);
  return Array.from({ length: ways }, (_, way) => termFor.neighbours(word.slice(0, way + 3), word.slice(way + 3)));
}
