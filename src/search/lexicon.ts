import { namesFrom } from "./concepts.js";
import { englishStem } from "./english.js";
import { indonesianRoot, indonesianStem } from "./indonesian.js";
import { isStopWord } from "./stopWords.js";

/** What is known of a word, whatever text it stands in. */
export interface Word {
  readonly isStop: boolean;
  /** Its Indonesian root is known by name. */
  readonly isIndonesian: boolean;
  readonly indonesian: string;
  readonly english: string;
  readonly names: ReturnType<typeof namesFrom>;
}

/** Texts have few words again and again: looking one up takes a hundredth of working it out. */
const MOST_REMEMBERED = 20_000;

/** Looks words up, and remembers the last ones. */
export function makeLexicon(): (word: string) => Word {
  let recent = new Map<string, Word>();
  let older = new Map<string, Word>();
  return (text) => {
    const known = recent.get(text) ?? older.get(text);
    const word = known ?? wordOf(text);
    if (recent.size >= MOST_REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, word);
    return word;
  };
}

function wordOf(text: string): Word {
  return {
    isStop: isStopWord(text),
    isIndonesian: indonesianRoot(text) !== undefined,
    indonesian: indonesianStem(text),
    english: englishStem(text),
    names: namesFrom(text),
  };
}
