import { stemmer } from "@orama/stemmers/english";

/** British spellings that American ones differ from at the end of the word. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/is(e|ed|er|ers|es|ing|ation|ations)$/, "iz$1"],
  [/our(s|al|ed|ing|ful|ite|ites)?$/, "or$1"],
  [/ll(ed|ing|or|ors)$/, "l$1"],
  [/ogue(s)?$/, "og$1"],
  [/amme(s)?$/, "am$1"],
  [/(t|b)re(s)?$/, "$1er$2"],
];

/** Irregular plurals and pasts of words that teachers use. */
const IRREGULAR: Readonly<Record<string, string>> = {
  children: "child",
  men: "man",
  women: "woman",
  people: "person",
  taught: "teach",
  teacher: "teach",
  teachers: "teach",
  learnt: "learn",
  learner: "learn",
  learners: "learn",
  wrote: "write",
  written: "write",
  writer: "write",
  writers: "write",
  writing: "write",
  reader: "read",
  readers: "read",
  thought: "think",
  built: "build",
  made: "make",
  making: "make",
  criteria: "criterion",
  phenomena: "phenomenon",
  analyses: "analysis",
  stories: "story",
};

const LATIN = /^[a-z]{3,}$/;

/** What forms of an English word have in common, by Porter's rules, British and American alike. */
export function englishStem(word: string): string {
  if (!LATIN.test(word)) return word;
  if (Object.hasOwn(IRREGULAR, word)) return stemmer(IRREGULAR[word] ?? word);
  const ending = word.length > 5 ? SPELLINGS.find(([british]) => british.test(word)) : undefined;
  return stemmer(ending === undefined ? word : word.replace(ending[0], ending[1]));
}
