import { SYNONYMS } from "./synonyms.js";
import { tokensOf } from "./tokens.js";

/** A word or phrase that names a thing which has other names too. */
interface Name {
  /** The number of the thing. */
  readonly concept: number;
  readonly rest: readonly string[];
}

/** A thing named in a text, and which words name it. */
export interface Mention {
  readonly concept: number;
  readonly from: number;
  readonly until: number;
}

/** What may hang on a word without making it another: owners and particles in Indonesian, the plural in English. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:nya|ku|mu|lah|kah)$/, ""],
  [/ies$/, "y"],
  [/s$/, ""],
  [/es$/, ""],
];

const names = readNames();

function readNames(): ReadonlyMap<string, readonly Name[]> {
  const found = new Map<string, Name[]>();
  for (const [concept, line] of SYNONYMS.entries())
    for (const name of line) {
      const [first = "", ...rest] = tokensOf(name).map(({ text }) => text);
      found.set(first, [...(found.get(first) ?? []), { concept, rest }]);
    }
  return found;
}

/**
 * The names that begin with a word.
 * @param word Folded
 */
export function namesFrom(word: string): readonly Name[] {
  return [...new Set(baresOf(word))].flatMap((bare) => names.get(bare) ?? []);
}

/**
 * The things that a text mentions by any of their names.
 * @param tokens The words of the text, folded
 * @param begin For each of them the names that begin with it, as `namesFrom` has them
 */
export function mentionsIn(
  tokens: readonly { readonly text: string }[],
  begin: readonly { readonly names: readonly Name[] }[],
): Mention[] {
  const mentions: Mention[] = [];
  for (let from = 0; from < begin.length; from++)
    for (const { concept, rest } of begin[from]?.names ?? [])
      if (rest.every((next, index) => baresOf(tokens[from + 1 + index]?.text ?? "").includes(next)))
        mentions.push({ concept, from, until: from + 1 + rest.length });
  return mentions;
}

function baresOf(word: string): string[] {
  const bares = [word];
  if (word.length > 4)
    for (const [ending, instead] of ENDINGS) if (ending.test(word)) bares.push(word.replace(ending, instead));
  return bares;
}
