import { PLURAL_FORMS, SOURCE, type Words } from "./words.js";

/** Each language has the same files, keys and placeholders as English. Plural forms may differ; their base may not. */
export function parityFaults(words: Words): string[] {
  const source = words.files(SOURCE);
  return words.locales
    .filter((locale) => locale !== SOURCE)
    .flatMap((locale) => [
      ...source
        .filter((file) => !words.files(locale).includes(file))
        .map((file) => `src/locales/${locale}/${file}.json is missing`),
      ...words
        .files(locale)
        .filter((file) => !source.includes(file))
        .map((file) => `src/locales/${locale}/${file}.json has no English file`),
      ...source.filter((file) => words.files(locale).includes(file)).flatMap((file) => fileParity(words, locale, file)),
    ]);
}

const PLURAL = new RegExp(`_(${PLURAL_FORMS.join("|")})$`);

/** Every plural form that the language has is there, and no other: i18next would never say it. */
export function pluralFaults(words: Words): string[] {
  return words.locales.flatMap((locale) => {
    const wanted: readonly string[] = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    return words.files(locale).flatMap((file) => {
      const plurals = words.keys(locale, file).filter((key) => PLURAL.test(key));
      const bases = new Set(plurals.map((key) => key.replace(PLURAL, "")));
      const path = `src/locales/${locale}/${file}.json`;
      return [
        ...[...bases]
          .flatMap((base) => wanted.map((form) => `${base}_${form}`))
          .filter((key) => !plurals.includes(key))
          .map((key) => `${path}: "${key}" is missing`),
        ...plurals
          .filter((key) => !wanted.includes(PLURAL.exec(key)?.[1] ?? ""))
          .map((key) => `${path}: "${key}" is never said, since the language has no such form`),
      ];
    });
  });
}

const PLACEHOLDER = /\{\{\w+\}\}/g;

/** Each sentence says something, and its placeholders are written so that they are filled. */
export function sentenceFaults(words: Words): string[] {
  return words.locales.flatMap((locale) =>
    words.files(locale).flatMap((file) =>
      words.keys(locale, file).flatMap((key) => {
        const sentence = words.written(locale, file, key);
        const name = `src/locales/${locale}/${file}.json: "${key}"`;
        if (sentence.trim() === "") return [`${name} is empty`];
        const rest = sentence.replace(PLACEHOLDER, "");
        return /\{\{|\}\}|\$t\(/.test(rest) ? [`${name} has a placeholder that is not written {{name}}`] : [];
      }),
    ),
  );
}

function fileParity(words: Words, locale: string, file: string): string[] {
  // A language has as many second words for a command as its speakers use.
  const isOwn = (key: string) => file === "topicAliases" || /(^|\.)(aliases|plain|plainWords)$/.test(key);
  const base = (keys: readonly string[]) =>
    new Set(keys.filter((key) => !isOwn(key)).map((key) => key.replace(PLURAL, "")));
  const source = base(words.keys(SOURCE, file));
  const here = base(words.keys(locale, file));
  return [
    ...[...source]
      .filter((key) => !here.has(key))
      .map((key) => `src/locales/${locale}/${file}.json: "${key}" is missing`),
    ...[...here]
      .filter((key) => !source.has(key))
      .map((key) => `src/locales/${locale}/${file}.json: "${key}" is not in the English file`),
    ...[...source].filter((key) => here.has(key)).flatMap((key) => placeholderFaults(words, locale, file, key)),
  ];
}

function placeholderFaults(words: Words, locale: string, file: string, key: string): string[] {
  const source = words.placeholders(SOURCE, file, key);
  const here = words.placeholders(locale, file, key);
  const missing = [...source].filter((name) => !here.has(name));
  const extra = [...here].filter((name) => !source.has(name));
  return [
    ...missing.map((name) => `src/locales/${locale}/${file}.json: "${key}" lacks {{${name}}}`),
    ...extra.map(
      (name) => `src/locales/${locale}/${file}.json: "${key}" has {{${name}}}, which the English sentence does not`,
    ),
  ];
}
