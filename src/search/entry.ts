import { mentionsIn } from "./concepts.js";
import type { Word } from "./lexicon.js";
import { nameOf, termFor, type Name } from "./terms.js";
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

/** What a text is found by, in order, and how many words it has. */
interface Terms {
  readonly terms: readonly Name[];
  readonly length: number;
}

/** What an entry is found by. */
export interface Analysis {
  readonly title: Terms;
  readonly topics: readonly Terms[];
  readonly text: Terms;
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

/** Reads entries into what they are found by. */
export function makeEntryReader(lexicon: (word: string) => Word): (entry: SearchEntry) => Analysis {
  const concepts: Name[] = [];
  const conceptName = (concept: number): Name => (concepts[concept] ??= nameOf(termFor.concept(concept)));
  const read = (text: string, isName: boolean, language?: string): Terms => {
    const tokens = tokensOf(text);
    const words = tokens.map((token) => lexicon(token.text));
    const { terms, length } = termsOf(tokens, words, isName, language === "en");
    for (const { concept } of mentionsIn(tokens, words)) terms.push(conceptName(concept));
    return { terms, length };
  };
  const topics = new Map<string, Terms>();
  /** The same few names stand in entry after entry. */
  const readTopic = (topic: string): Terms => {
    const known = topics.get(topic);
    if (known !== undefined) return known;
    const { terms, length } = read(topic, true);
    const whole = length === 0 ? [] : [nameOf(termFor.topic(tokensOf(topic).map(({ text }) => text)))];
    if (topics.size >= MOST_REMEMBERED) topics.clear();
    const found = { terms: [...whole, ...terms], length };
    topics.set(topic, found);
    return found;
  };
  return ({ title, topics: named, text, language }) => ({
    title: read(title, true, language),
    topics: named.slice(0, MOST_TOPICS).map(readTopic),
    text: read(text, false, language),
  });
}

/** Counts one more time that a field has a term, as far as that is counted. */
export function tallied(packed: number, field: Field): number {
  const { shift, most } = PLACES[field];
  return ((packed >> shift) & most) < most ? packed + (1 << shift) : packed;
}

/** Whether title or topics have a term. */
export function isNaming(packed: number): boolean {
  return packed >> PLACES.topics.shift !== 0;
}

/** Names are found by their stop words too, and by all that stands side by side in them. */
function termsOf(
  tokens: readonly Token[],
  words: readonly Word[],
  isName: boolean,
  isEnglish: boolean,
): { terms: Name[]; length: number } {
  const terms: Name[] = [];
  let length = 0;
  for (let index = 0; index < tokens.length; index++) {
    const word = words[index];
    if (word === undefined || (word.isStop && !isName)) continue;
    length++;
    terms.push(word.name);
    const joined = tokens[index]?.joined;
    if (joined !== undefined && joined !== tokens[index - 1]?.joined) terms.push(nameOf(joined));
    if (!word.isStop) for (const form of isEnglish ? word.formsInEnglish : word.forms) terms.push(form);
    const next = words[index + 1];
    if (next !== undefined && !next.isStop && (isName || isShort(word) || isShort(next)))
      terms.push(nameOf(termFor.neighbours(word.name.text, next.name.text)));
  }
  return { terms, length };
}

/** The "4" of "kelas 4" and the "D" of "fase D" mean little without their neighbour. */
function isShort({ name }: Word): boolean {
  return name.text.length <= 2;
}
