import { mentionsIn } from "./concepts.js";
import type { Word } from "./lexicon.js";
import { tokensOf, type Token } from "./tokens.js";

/** Something that can be found. */
export interface SearchEntry {
  readonly id: string;
  readonly title: string;
  /** The names of its topics, in all languages that people may search in. */
  readonly topics: readonly string[];
  /** Everything else: description, title of the linked page, words of its author. The first 20,000 code units count. */
  readonly text: string;
  /** ISO 639-1 code of the language of title and text; for want of it words are taken for Indonesian and for English. */
  readonly language?: string;
  /** From 0 to 1: how useful people found it and how new it is. It decides between entries that fit about equally. */
  readonly boost?: number;
}

/** What an entry is found by. */
export interface Analysis {
  /** How often it has each term, as `packed` has it. */
  readonly terms: ReadonlyMap<string, number>;
  /** Words in title, topics and text. */
  readonly length: number;
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

type Field = "title" | "topics" | "text";

/** How often each field has a term, in 8 bits: up to 3 times in the title, 3 in the topics, 15 in the text. */
const PLACES: Readonly<Record<Field, { readonly shift: number; readonly most: number }>> = {
  title: { shift: 6, most: 3 },
  topics: { shift: 4, most: 3 },
  text: { shift: 0, most: 15 },
};

/** How much a word weighs by where it stands; 256 sums, by the packed counts. */
export function weighCounts(weights: Readonly<Record<Field, number>>): Float64Array {
  const fields = Object.keys(PLACES) as Field[];
  return Float64Array.from({ length: 256 }, (_, packed) =>
    fields.reduce((sum, field) => {
      const { shift, most } = PLACES[field];
      return sum + weights[field] * ((packed >> shift) & most);
    }, 0),
  );
}

/** Topics are names already; a title is the author's own name for the whole. */
const MOST_TOPICS = 100;

export function analyse(entry: SearchEntry, lexicon: (word: string) => Word): Analysis {
  const terms = new Map<string, number>();
  let length = 0;
  const read = (field: Field, text: string): readonly Token[] => {
    const tokens = tokensOf(text);
    const { shift, most } = PLACES[field];
    const count = (term: string): void => {
      const packed = terms.get(term) ?? 0;
      if (((packed >> shift) & most) < most) terms.set(term, packed + (1 << shift));
    };
    for (const [index, token] of tokens.entries()) {
      if (token.joined !== undefined && token.joined !== tokens[index - 1]?.joined) count(token.joined);
      const word = lexicon(token.text);
      if (word.isStop && field === "text") continue;
      length++;
      count(token.text);
      if (!word.isStop) for (const form of formsOf(token.text, word, entry.language)) count(form);
      const next = tokens[index + 1];
      if (next !== undefined && (field !== "text" || isShort(token.text) || isShort(next.text)))
        count(termFor.neighbours(token.text, next.text));
    }
    const words = tokens.map((token) => token.text);
    for (const { concept } of mentionsIn(words, (text) => lexicon(text).names)) count(termFor.concept(concept));
    return tokens;
  };
  read("title", entry.title);
  for (const topic of entry.topics.slice(0, MOST_TOPICS)) {
    const words = read("topics", topic).map(({ text }) => text);
    if (words.length > 0) terms.set(termFor.topic(words), 1 << PLACES.topics.shift);
  }
  read("text", entry.text);
  return { terms, length };
}

/** The "4" of "kelas 4" and the "D" of "fase D" mean little without their neighbour. */
function isShort(word: string): boolean {
  return word.length <= 2;
}

/** Stems, where they differ from the word. English words have no Indonesian affixes, and the other way round. */
function formsOf(text: string, word: Word, language: string | undefined): string[] {
  const forms: string[] = [];
  if (word.indonesian !== text && (word.isIndonesian || language !== "en"))
    forms.push(termFor.indonesian(word.indonesian));
  if (word.english !== text && (!word.isIndonesian || language === "en")) forms.push(termFor.english(word.english));
  return forms;
}
