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
