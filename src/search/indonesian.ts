import { stemmer } from "@orama/stemmers/indonesian";
import { INDONESIAN_ROOTS } from "./indonesianRoots.js";

/** Words whose root can't be seen from their affixes, and everyday spellings. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  pelajari: "belajar",
  mempelajari: "belajar",
  dipelajari: "belajar",
  pembelajar: "belajar",
  pemecahan: "pecah",
  mengalikan: "kali",
  dikalikan: "kali",
  pengali: "kali",
  ngajar: "ajar",
  bikin: "buat",
  bikinan: "buat",
  bikinin: "buat",
  ngomong: "bicara",
  pake: "pakai",
  pakek: "pakai",
  gampang: "mudah",
  ortu: "orang",
  temen: "teman",
  bener: "benar",
  pinter: "pintar",
  seneng: "senang",
  kerjaan: "kerja",
  mikir: "pikir",
  mikirin: "pikir",
  nyari: "cari",
  nyoba: "coba",
  projek: "proyek",
  analisa: "analisis",
  praktek: "praktik",
  karir: "karier",
  raport: "rapor",
  disain: "desain",
};

const PARTICLES = /(?:lah|kah|pun|tah)$/;
const OWNERS = /(?:nya|ku|mu)$/;
/** "-in" is what people say for "-kan" and "-i". */
const SUFFIXES = ["kan", "an", "i", "in"] as const;
/** Prefixes come at most three at a time: "memperbelajarkan", "keberhasilan" and "mempertanggungjawabkan". */
const MOST_PREFIXES = 3;

/** A prefix, and the letters that it may have swallowed: "menulis" is "me" and "tulis". */
interface Prefix {
  readonly written: string;
  readonly swallowed: readonly string[];
}

const PREFIXES: readonly Prefix[] = [
  ...["di", "ke", "se", "ku", "ber", "be", "ter", "te", "per", "pe", "me"].map((written) => ({
    written,
    swallowed: [""],
  })),
  ...["me", "pe"].flatMap((start) => [
    { written: `${start}m`, swallowed: ["", "p"] },
    { written: `${start}n`, swallowed: ["", "t"] },
    { written: `${start}ng`, swallowed: ["", "k"] },
    { written: `${start}nge`, swallowed: [""] },
    { written: `${start}ny`, swallowed: ["s"] },
  ]),
];

/** How people say "me-" to each other. Too short to be taken off unless nothing else leads to a root. */
const SAID: readonly Prefix[] = [
  { written: "nge", swallowed: [""] },
  { written: "ng", swallowed: ["", "k"] },
  { written: "ny", swallowed: ["s"] },
  { written: "n", swallowed: ["t"] },
  { written: "m", swallowed: ["p"] },
];

const BY_LETTER = new Map(
  [...new Set(PREFIXES.map(({ written }) => written.charAt(0)))].map((letter) => [
    letter,
    PREFIXES.filter(({ written }) => written.startsWith(letter)),
  ]),
);

const LATIN = /^[a-z]{4,}$/;

/**
 * The root of an Indonesian word if it is one of those known by name, found by taking off affixes as Nazief and Adriani
 * do ("Confix stripping", 1996); otherwise undefined.
 */
export function indonesianRoot(word: string): string | undefined {
  if (Object.hasOwn(EXCEPTIONS, word)) return EXCEPTIONS[word];
  if (INDONESIAN_ROOTS.has(word)) return word;
  if (!LATIN.test(word)) return undefined;
  const bodies = bodiesOf(word);
  return (
    bodies.find(isRoot) ??
    firstOf(bodies, (body) => withoutPrefixes(body, MOST_PREFIXES)) ??
    firstOf(bodies, (body) => restsOf(body, SAID).find(isRoot))
  );
}

/** What forms of an Indonesian word have in common: its root, or for want of one what Tala's rules (2003) leave of it. */
export function indonesianStem(word: string, root = indonesianRoot(word)): string {
  return root ?? (LATIN.test(word) ? stemmer(word) : word);
}

/** The word itself and without its endings, least taken off first. */
function bodiesOf(word: string): string[] {
  const bodies = new Set([word]);
  bodies.add(word.replace(PARTICLES, ""));
  for (const body of [...bodies]) bodies.add(body.replace(OWNERS, ""));
  for (const suffix of SUFFIXES)
    for (const body of [...bodies]) if (body.endsWith(suffix)) bodies.add(body.slice(0, -suffix.length));
  return [...bodies].filter(({ length }) => length >= 2);
}

function isRoot(word: string): boolean {
  return word.length >= 3 && INDONESIAN_ROOTS.has(word);
}

function withoutPrefixes(body: string, most: number): string | undefined {
  const rests = restsOf(body, BY_LETTER.get(body.charAt(0)) ?? []);
  const root = rests.find(isRoot);
  if (root !== undefined || most === 1) return root;
  return firstOf(rests, (rest) => (rest.length > 4 ? withoutPrefixes(rest, most - 1) : undefined));
}

function restsOf(body: string, prefixes: readonly Prefix[]): string[] {
  const rests: string[] = [];
  for (const { written, swallowed } of prefixes)
    if (body.startsWith(written)) for (const letter of swallowed) rests.push(letter + body.slice(written.length));
  return rests;
}

function firstOf(words: readonly string[], rootOf: (word: string) => string | undefined): string | undefined {
  for (const word of words) {
    const root = rootOf(word);
    if (root !== undefined) return root;
  }
  return undefined;
}
