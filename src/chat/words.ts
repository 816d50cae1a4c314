import i18next, { type i18n } from "i18next";
import { readdirSync, readFileSync } from "node:fs";
import { join as path } from "node:path";
import { textOf, type PersonSpan, type Span, type Text } from "./text.js";

/** A language tag that has a folder in src/locales, such as "id". */
export type Locale = string;

/** The language a sentence falls back to, and the one that types the keys. */
export const SOURCE: Locale = "en";

/** What a sentence's {{placeholders}} may be filled with. Strings stay plain text whatever they hold. */
export type FactValue = string | number | Text | PersonSpan;
export type Facts = Readonly<Record<string, FactValue>>;

/** What i18next puts behind a key for the forms that languages have for numbers. */
export const PLURAL_FORMS = ["zero", "one", "two", "few", "many", "other"] as const;

/** The keys of a JSON catalogue: "a.b.c" for each sentence; plural forms count as one key. */
export type KeysOf<Catalogue> = {
  [Key in keyof Catalogue & string]: Catalogue[Key] extends string
    ? Key extends `${infer Base}_${(typeof PLURAL_FORMS)[number]}`
      ? Base
      : Key
    : `${Key}.${KeysOf<Catalogue[Key]>}`;
}[keyof Catalogue & string];

/** Says a sentence of one file in one language. */
export type Say<Key extends string = string> = (key: Key, facts?: Facts) => Text;

export interface Words {
  readonly locales: readonly Locale[];
  /** The nearest language we speak: "id-ID" → "id", unknown → the source language. */
  nearest(tag: string | null | undefined): Locale | undefined;
  say(locale: Locale, file: string, key: string, facts?: Facts): Text;
  /** A sentence without facts, as a string: labels, names. Throws when it is missing. */
  label(locale: Locale, file: string, key: string): string;
  /** Whether the language itself has this very key. */
  has(locale: Locale, file: string, key: string): boolean;
  /** Every key of a file in a language, plural forms as written. */
  keys(locale: Locale, file: string): readonly string[];
  files(locale: Locale): readonly string[];
  /** A sentence as its file has it, by its very key; "" when there is none. */
  written(locale: Locale, file: string, key: string): string;
  /** The names of the {{placeholders}} of a sentence, over all its plural forms. */
  placeholders(locale: Locale, file: string, key: string): ReadonlySet<string>;
}

interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

// Facts travel through the template as private-use marks and are put in afterwards as spans, so that nothing in them
// is ever read as a template or as markup.
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARK = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`);

/** Reads every language folder below `folder`: src/locales/<language>/<file>.json. */
export function loadWords(folder: string): Words {
  const resources = Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => [entry.name, readLanguage(path(folder, entry.name))]),
  );
  const engine = i18next.createInstance();
  void engine.init({
    resources,
    lng: SOURCE,
    fallbackLng: SOURCE,
    ns: Object.keys(resources[SOURCE] ?? {}),
    initAsync: false,
    // A key may be what a member typed (a topic), so nothing in it may point into another file.
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return wordsFrom(engine, resources);
}

function readLanguage(folder: string): Record<string, Catalogue> {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => [file.slice(0, -".json".length), readCatalogue(path(folder, file))]),
  );
}

function readCatalogue(file: string): Catalogue {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function wordsFrom(engine: i18n, resources: Readonly<Record<string, Record<string, Catalogue>>>): Words {
  const locales = Object.keys(resources).sort();
  const files = new Map(
    locales.map((locale) => [
      locale,
      new Map(
        Object.entries(resources[locale] ?? {}).map(([file, catalogue]) => [file, new Map(leafEntries(catalogue))]),
      ),
    ]),
  );
  const sentences = (locale: Locale, file: string): ReadonlyMap<string, string> =>
    files.get(locale)?.get(file) ?? new Map<string, string>();
  return {
    locales,
    nearest(tag) {
      const base = tag?.toLowerCase().split(/[-_]/)[0];
      return locales.find((locale) => locale.toLowerCase() === base);
    },
    say(locale, file, key, facts = {}) {
      return fill(translate(engine, locale, file, key, facts), facts);
    },
    label: (locale, file, key) => textOf(fill(translate(engine, locale, file, key, {}), {})),
    has: (locale, file, key) => sentences(locale, file).has(key),
    written: (locale, file, key) => sentences(locale, file).get(key) ?? "",
    keys: (locale, file) => [...sentences(locale, file).keys()],
    files: (locale) => [...(files.get(locale)?.keys() ?? [])],
    placeholders(locale, file, key) {
      const known = sentences(locale, file);
      const forms = ["", ...PLURAL_FORMS.map((form) => `_${form}`)].flatMap((form) => known.get(`${key}${form}`) ?? []);
      return new Set(forms.flatMap((form) => [...form.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "")));
    },
  };
}

function translate(engine: i18n, locale: Locale, file: string, key: string, facts: Facts): string {
  const marks = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      // A number decides the plural form, so it goes in as it is.
      typeof value === "number" ? value : `${OPEN}${name}${CLOSE}`,
    ]),
  );
  const count = typeof facts["count"] === "number" ? { count: facts["count"] } : {};
  const options = { replace: marks, ...count, lng: locale, ns: file };
  if (!engine.exists(key, options)) throw new Error(`src/locales: ${file}.json has no sentence "${key}"`);
  return engine.t(key, options);
}

/** **bold** in the sentence becomes strong; marks become the facts they stand for. */
function fill(sentence: string, facts: Facts): Text {
  return sentence
    .split(/(\*\*.+?\*\*)/)
    .flatMap((piece) =>
      piece.startsWith("**") && piece.length > 4
        ? fillPiece(piece.slice(2, -2), "strong", facts)
        : fillPiece(piece, "plain", facts),
    );
}

function fillPiece(piece: string, kind: "plain" | "strong", facts: Facts): Text {
  return piece.split(MARK).flatMap((part, index): Text => {
    if (index % 2 === 0) return part === "" ? [] : [{ kind, text: part }];
    return factSpans(facts[part], kind);
  });
}

function factSpans(value: FactValue | undefined, kind: "plain" | "strong"): Text {
  if (value === undefined) return [];
  if (typeof value === "string" || typeof value === "number") return [{ kind, text: String(value) }];
  const spans: readonly Span[] = isSpan(value) ? [value] : value;
  return kind === "strong" ? spans.map((span) => (span.kind === "plain" ? { ...span, kind } : span)) : spans;
}

function isSpan(value: Text | PersonSpan): value is PersonSpan {
  return !Array.isArray(value);
}

function leafEntries(catalogue: Catalogue, before = ""): [key: string, sentence: string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${before}${key}`, value]] : leafEntries(value, `${before}${key}.`),
  );
}
