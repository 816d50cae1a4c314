import type { SearchEntry } from "../../src/search/searchIndex.js";
import { INDONESIAN_ROOTS } from "../../src/search/indonesianRoots.js";
import { seededChance, shuffled, type Chance } from "../../src/matching/chance.js";
import { documents } from "../judged/documents.js";
import { topicNames } from "../judged/topicNames.js";
import { tokensOf } from "../../src/search/tokens.js";

/** An entry, and one of eight groups that it belongs to, so that a search can be for some of all entries. */
export interface MadeUp {
  readonly entry: SearchEntry;
  readonly group: number;
}

export interface MadeUpQuery {
  readonly kind: "exact" | "forms" | "slip" | "words" | "filter" | "nothing";
  readonly text: string;
  /** Only entries of this group are wanted. */
  readonly group?: number;
}

/** Titles as teachers give them; the words in capitals are drawn. */
const TITLES = {
  id: [
    "WORK SUBJECT kelas CLASS: WORD",
    "WORK WORD untuk WORD",
    "WORD dan WORD di kelas CLASS",
    "Belajar SUBJECT lewat WORD",
    "Contoh WORK WORD WORD",
    "WORD WORD: WORK fase PHASE",
    "Cara WORD WORD bersama murid",
    "WORK semester 2 SUBJECT WORD",
  ],
  en: [
    "WORK: WORD and WORD in SUBJECT",
    "Teaching WORD through WORD",
    "WORD WORD for grade CLASS",
    "A WORK on WORD for SUBJECT",
    "How we WORD WORD in large classes",
    "WORD: a SUBJECT WORK",
  ],
} as const;

const WORKS = {
  id: "RPP|Modul ajar|LKPD|Video|Permainan|Bank soal|Asesmen|Proyek|Rubrik|Media ajar|Lembar kerja|Panduan|Kuis|Praktikum".split(
    "|",
  ),
  en: "lesson plan|worksheet|game|project|quiz|rubric|unit|video|set of cards|reading|experiment|guide".split("|"),
} as const;

const SUBJECTS = {
  id: "matematika|IPA|IPS|fisika|kimia|biologi|sejarah|geografi|ekonomi|bahasa Indonesia|bahasa Inggris|PJOK|seni budaya|informatika|PPKn|IPAS".split(
    "|",
  ),
  en: "mathematics|science|physics|chemistry|biology|history|geography|economics|English|art|music|computing|civics|PE".split(
    "|",
  ),
} as const;

const SMALL_WORDS = {
  id: "yang dan di untuk dengan dari ini ada bisa pada dalam saya anak agar juga".split(" "),
  en: "the of and to in a for is with that we on are it this can my".split(" "),
} as const;

/** English words of the trade, which take endings of their own. */
const ENGLISH =
  `lesson plan pupil student teacher learn teach read write count draw play group pair task test mark question answer
  story poem song picture map graph table chart book page board card paper cloth bottle stone leaf seed plant animal insect bird
  river sea island village market farm garden school class room home family friend community history culture language word
  sentence paragraph essay letter sound rhyme number fraction decimal angle shape area volume measure time money weight length
  force energy light heat circuit magnet wave atom acid metal cell blood bone food water soil rock weather climate energy waste
  model drama debate interview survey report poster video podcast game puzzle quiz rubric feedback reflect discuss compare explain
  predict observe record sort match order label solve check improve share support include adapt challenge extend review revise
  project problem inquiry experiment investigation assessment portfolio homework routine rule behaviour emotion motivation goal
  skill strategy concept idea example mistake practice evidence research mentor coach leader parent partner visit exchange`
    .trim()
    .split(/\s+/);

const ENGLISH_ENDINGS = ["", "", "s", "ing", "ed", "er", "ful", "less"];

/** How a root is worn: what stands before and after it. Not each word that comes of it is said, but all are built like words. */
const AFFIXES: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["", "nya"],
  ["", "an"],
  ["ber", ""],
  ["di", ""],
  ["di", "kan"],
  ["ke", "an"],
  ["me", "kan"],
  ["pe", "an"],
];

/** Words of each language, the most frequent first, in an order that is the same for the same chance. */
function wordsOf(chance: Chance): Record<"id" | "en", string[]> {
  const told = { id: new Set<string>(), en: new Set<string>() };
  for (const [, language, title, , text] of documents)
    for (const { text: word } of tokensOf(`${title} ${text}`)) if (word.length > 2) told[language].add(word);
  const rest = (known: Set<string>, others: readonly string[]) => {
    const list = others.filter((word) => !known.has(word));
    return [...known, ...shuffled(list, chance)];
  };
  const worn = [...INDONESIAN_ROOTS].flatMap((root) => AFFIXES.map(([before, after]) => before + root + after));
  const ended = ENGLISH.flatMap((word) => ENGLISH_ENDINGS.map((ending) => word + ending));
  return { id: rest(told.id, worn), en: rest(told.en, ended) };
}

/** Draws words as frequent as Zipf's law has them: the n-th as often as 1/n. */
function zipf(words: readonly string[], chance: Chance): () => string {
  const sums = new Float64Array(words.length);
  let sum = 0;
  for (const index of words.keys()) sums[index] = sum += 1 / (index + 12);
  return () => {
    const at = (chance(1_000_000_000) / 1_000_000_000) * sum;
    let low = 0;
    let high = words.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return words[low] ?? "";
  };
}

function pick<Value>(list: readonly Value[], chance: Chance): Value {
  return list[chance(list.length)] as Value;
}

/** Resources as a network of teachers would have them, two of three in Indonesian; the same for the same seed. */
export function makeUpEntries(count: number, seed: number): MadeUp[] {
  const chance = seededChance(seed);
  const words = wordsOf(seededChance(1));
  const draw = { id: zipf(words.id, chance), en: zipf(words.en, chance) };
  const topics = Object.values(topicNames);
  return Array.from({ length: count }, (_, index) => {
    const language = chance(3) === 0 ? "en" : "id";
    const title = pick(TITLES[language], chance)
      .replace("WORK", () => pick(WORKS[language], chance))
      .replace("SUBJECT", () => pick(SUBJECTS[language], chance))
      .replace("CLASS", () => String(1 + chance(12)))
      .replace("PHASE", () => pick(["A", "B", "C", "D", "E", "F"], chance))
      .replaceAll("WORD", () => draw[language]());
    const text = Array.from({ length: 15 + chance(45) }, () =>
      chance(4) === 0 ? pick(SMALL_WORDS[language], chance) : draw[language](),
    ).join(" ");
    const own = Array.from({ length: 1 + chance(3) }, () => pick(topics, chance)).flat();
    // Every tenth says something that hardly anybody else does: a name, a place.
    const name =
      chance(10) === 0 ? ` Desa ${pick(words.id, chance)}${pick(["sari", "jaya", "asri", "rejo"], chance)}` : "";
    return {
      entry: { id: `r${index}`, title, topics: own, text: text + name, language, boost: chance(100) / 100 },
      group: chance(8),
    };
  });
}

/** What people ask: a sixth of each kind, drawn from titles that are there. */
export function makeUpQueries(entries: readonly MadeUp[], count: number, seed: number): MadeUpQuery[] {
  const chance = seededChance(seed);
  const wordOf = (): string => {
    const words = tokensOf(pick(entries, chance).entry.title).map(({ text }) => text);
    return pick(words.filter(({ length }) => length > 3).concat("kelas"), chance);
  };
  const kinds = {
    exact: () => wordOf(),
    forms: () => pick(AFFIXES.slice(1), chance).join(pick([...INDONESIAN_ROOTS], chance)),
    slip: () => slipIn(wordOf(), chance),
    words: () =>
      tokensOf(pick(entries, chance).entry.title)
        .slice(0, 2 + chance(2))
        .map(({ text }) => text)
        .join(" "),
    filter: () => wordOf(),
    nothing: () => `${pick(["zxq", "qwv", "xjk"], chance)}${chance(1_000_000)} ${slipIn("vvvvqqqq", chance)}`,
  };
  const names = Object.keys(kinds) as MadeUpQuery["kind"][];
  return Array.from({ length: count }, (_, index) => {
    const kind = names[index % names.length] ?? "exact";
    return { kind, text: kinds[kind](), ...(kind === "filter" ? { group: chance(8) } : {}) };
  });
}

/** One letter left out, doubled, replaced, or swapped with the next. */
export function slipIn(word: string, chance: Chance): string {
  const at = chance(Math.max(1, word.length - 1));
  const [before, here = "", next = "", after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const slips = [
    before + next + after,
    before + here + here + next + after,
    `${before}${here}e${after}`,
    before + next + here + after,
  ];
  return pick(slips, chance);
}
