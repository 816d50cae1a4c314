import { fold, wordList } from "./chat/parse.js";
import type { Words } from "./chat/words.js";

// Topics are the same in every language: what they are kept by, and what they are called.

/**
 * The same key for the same topic in any language and by any name we know, with or without hyphens; other topics are
 * their own key.
 */
export function topicKeys(words: Words): (label: string) => string {
  const written = (label: string) => fold(label).replace(/[\s\-‐‑–]+/gu, " ");
  const known = new Map(
    words.locales.flatMap((locale) => [
      ...words
        .keys(locale, "topicAliases")
        .flatMap((key) =>
          wordList(words.label(locale, "topicAliases", key)).map((name) => [written(name), key] as const),
        ),
      ...words.keys(locale, "topics").map((key) => [written(words.label(locale, "topics", key)), key] as const),
    ]),
  );
  return (label) => known.get(written(label)) ?? written(label);
}

/** A topic's names in all languages we speak, and how its owner wrote it. */
export function topicNames(
  words: Words,
): (topic: { readonly key: string; readonly label: string }) => readonly string[] {
  return ({ key, label }) => {
    const known = words.locales.filter((locale) => words.has(locale, "topics", key));
    return [...new Set([...known.map((locale) => words.label(locale, "topics", key)), label])];
  };
}

/** What a label of a file means, in any language: "SD" in the group `levels` is "primary", and so is "primary". */
export function choicesIn(words: Words, file: string): (group: string, written: string) => string | undefined {
  const known = new Map(
    words.locales.flatMap((locale) =>
      words.keys(locale, file).flatMap((key) => {
        const [group = "", value = "", more] = key.split(".");
        if (value === "" || more !== undefined) return [];
        const labels = [value, words.written(locale, file, key)];
        return labels.map((label) => [`${group} ${fold(label)}`, value] as const);
      }),
    ),
  );
  return (group, written) => known.get(`${group} ${fold(written.trim())}`);
}
