import { labelAsWritten } from "./punycode.js";

/** Scripts that read from left to right, with those together that one language mixes. */
const SCRIPTS: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /[\p{Script=Hangul}]/u,
  /\p{Script=Thai}/u,
  /\p{Script=Devanagari}/u,
  /\p{Script=Tamil}/u,
  /\p{Script=Javanese}/u,
  /\p{Script=Balinese}/u,
  /\p{Script=Sundanese}/u,
];

/** Letters that the alphabets of Europe add to a–z; rarer Latin letters (ɡ, ɑ, ı) are mostly used to imitate others. */
const FAMILIAR_LATIN = /^[a-z\u00DF-\u0130\u0132-\u017E]$/u;

/** From Unicode's table of confusables (UTS #39): letters that look like a–z in most fonts. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аɑα",
    b: "ЬЪƅв",
    c: "сϲᴄ",
    d: "ԁɗ",
    e: "еєҽ",
    g: "ɡցɢ",
    h: "һհ",
    i: "іɪıɩι",
    j: "јϳ",
    k: "кκ",
    l: "ӏǀ",
    m: "мᴍ",
    n: "ոпɴ",
    o: "оοօσᴏ",
    p: "рρ",
    q: "ԛգ",
    r: "гᴦ",
    s: "ѕꜱ",
    t: "тτ",
    u: "υսʋᴜ",
    v: "ѵνᴠ",
    w: "ԝѡωᴡ",
    x: "хχ",
    y: "уүγ",
    z: "ᴢ",
  }).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)),
);

/** What digits and letters are taken for at a glance; i and l can't be told apart in capitals. */
const GLANCE: readonly (readonly [RegExp, string])[] = [
  [/0/g, "o"],
  [/[1i]/g, "l"],
  [/3/g, "e"],
  [/4/g, "a"],
  [/5/g, "s"],
  [/7/g, "t"],
  [/rn/g, "m"],
  [/vv/g, "w"],
];

/** A host name with its international labels as people wrote them. */
export function hostAsWritten(host: string): string {
  return host.split(".").map(labelAsWritten).join(".");
}

/** What is left of a text at a glance: two texts with the same can be taken for each other. */
export function glance(text: string): string {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "");
  const letters = Array.from(bare, (letter) => ALIKE.get(letter) ?? letter);
  return GLANCE.reduce((seen, [pattern, letter]) => seen.replace(pattern, letter), letters.join(""));
}

/**
 * Whether a host name with letters beyond a–z can be read without doubt: each label in one script, and not made of
 * letters that only look like a–z.
 */
export function isReadable(host: string): boolean {
  return hostAsWritten(host).split(".").every(isReadableLabel);
}

function isReadableLabel(label: string): boolean {
  if (label.startsWith("xn--")) return false;
  const letters = Array.from(label).filter((character) => !/[0-9_\p{M}-]/u.test(character));
  const script = SCRIPTS.find((candidate) => letters.every((letter) => candidate.test(letter)));
  if (script === undefined) return false;
  if (script === SCRIPTS[0]) return letters.every((letter) => FAMILIAR_LATIN.test(letter));
  return !letters.every((letter) => ALIKE.has(letter));
}
