import { namesFrom } from "./concepts.js";
import { englishStem } from "./english.js";
import { indonesianRoot, indonesianStem } from "./indonesian.js";
import { isStopWord } from "./stopWords.js";
import { nameOf, termFor, type Name } from "./terms.js";

/** What is known of a word, whatever text it stands in. */
export interface Word {
  /** Itself, as a term. */
  readonly name: Name;
  readonly isStop: boolean;
  readonly indonesian: string;
  readonly english: string;
  /** Names of things with several names that begin with it. */
  readonly names: ReturnType<typeof namesFrom>;
  /** The terms for its stems where those differ from it, in an English text and in others. */
  readonly forms: readonly Name[];
  readonly formsInEnglish: readonly Name[];
}

/** Texts have few words again and again: looking one up takes a hundredth of working it out. */
const MOST_REMEMBERED = 20_000;

/** Looks words up, and remembers the last ones. */
export function makeLexicon(): (word: string) => Word {
  let recent = new Map<string, Word>();
  let older = new Map<string, Word>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const word = older.get(text) ?? wordOf(text);
    if (recent.size >= MOST_REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, word);
    return word;
  };
}

/** English words have no Indonesian affixes, and the other way round; of what is neither for sure, both are tried. */
function wordOf(text: string): Word {
  const root = indonesianRoot(text);
  const isIndonesian = root !== undefined;
  const indonesian = indonesianStem(text, root);
  const english = englishStem(text);
  const ofIndonesian = indonesian === text ? [] : [nameOf(termFor.indonesian(indonesian))];
  const ofEnglish = english === text ? [] : [nameOf(termFor.english(english))];
  return {
    name: nameOf(text),
    isStop: isStopWord(text),
    indonesian,
    english,
    names: namesFrom(text),
    forms: isIndonesian ? ofIndonesian : [...ofIndonesian, ...ofEnglish],
    formsInEnglish: isIndonesian ? [...ofIndonesian, ...ofEnglish] : ofEnglish,
  };
}
