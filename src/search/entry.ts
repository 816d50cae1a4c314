import { mentionsIn } from "./concepts.js";
import type { Word } from "./lexicon.js";
import { termFor } from "./terms.js";
import { tokensOf } from "./tokens.js";

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

/** More topics than these nobody chooses. */
const MOST_TOPICS = 100;
const MOST_REMEMBERED = 1_000;

/** What a text is found by, in order, and how many words it has. */
interface Terms {
  readonly terms: readonly string[];
  readonly length: number;
}

/** Reads entries into what they are found by. */
export function makeEntryReader(lexicon: (word: string) => Word): (entry: SearchEntry) => Analysis {
  const topics = new Map<string, Terms>();
  /** The same few names stand in entry after entry. */
  const topicTerms = (topic: string): Terms => {
    const known = topics.get(topic) ?? termsOfTopic(topic, lexicon);
    if (topics.size >= MOST_REMEMBERED) topics.clear();
    topics.set(topic, known);
    return known;
  };
  return (entry) => {
    const terms = new Map<string, number>();
    const title = termsOf(entry.title, lexicon, { isName: true, language: entry.language });
    const text = termsOf(entry.text, lexicon, { isName: false, language: entry.language });
    count(terms, "title", title);
    let length = title.length + text.length;
    for (const topic of entry.topics.slice(0, MOST_TOPICS)) {
      const named = topicTerms(topic);
      count(terms, "topics", named);
      length += named.length;
    }
    count(terms, "text", text);
    return { terms, length };
  };
}

function count(counts: Map<string, number>, field: Field, { terms }: Terms): void {
  const { shift, most } = PLACES[field];
  for (const term of terms) {
    const packed = counts.get(term) ?? 0;
    if (((packed >> shift) & most) < most) counts.set(term, packed + (1 << shift));
  }
}

function termsOfTopic(topic: string, lexicon: (word: string) => Word): Terms {
  const { terms, length } = termsOf(topic, lexicon, { isName: true, language: undefined });
  return { terms: length === 0 ? [] : [termFor.topic(tokensOf(topic).map(({ text }) => text)), ...terms], length };
}

/** Names are found by their stop words too, and by all that stands side by side in them. */
function termsOf(
  text: string,
  lexicon: (word: string) => Word,
  { isName, language }: { readonly isName: boolean; readonly language: string | undefined },
): Terms {
  const tokens = tokensOf(text);
  const words = tokens.map((token) => lexicon(token.text));
  const terms: string[] = [];
  let length = 0;
  for (let index = 0; index < tokens.length; index++) {
    const word = words[index];
    if (word === undefined || (word.isStop && !isName)) continue;
    length++;
    terms.push(word.text);
    const joined = tokens[index]?.joined;
    if (joined !== undefined && joined !== tokens[index - 1]?.joined) terms.push(joined);
    if (!word.isStop) for (const form of language === "en" ? word.formsInEnglish : word.forms) terms.push(form);
    const next = words[index + 1];
    if (next !== undefined && !next.isStop && (isName || isShort(word.text) || isShort(next.text)))
      terms.push(termFor.neighbours(word.text, next.text));
  }
  for (const { concept } of mentionsIn(tokens, words)) terms.push(termFor.concept(concept));
  return { terms, length };
}

/** The "4" of "kelas 4" and the "D" of "fase D" mean little without their neighbour. */
function isShort(word: string): boolean {
  return word.length <= 2;
}
