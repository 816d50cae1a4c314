import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const languages = ["en", "id"] as const;
type Language = (typeof languages)[number];

const words = z.record(z.string(), z.string());

function sourceOf(language: Language, file: string): string {
  return readFileSync(new URL(`../../src/locales/${language}/${file}.json`, import.meta.url), "utf8");
}

function wordsOf(language: Language, file: string): Record<string, string> {
  return words.parse(JSON.parse(sourceOf(language, file)));
}

/** Every key as written: `JSON.parse` would silently keep only the last of two alike. */
function writtenKeys(language: Language, file: string): string[] {
  return [...sourceOf(language, file).matchAll(/^\s*"([^"]+)":/gm)].map((match) => match[1] ?? "");
}

function repeated(values: readonly string[]): string[] {
  const plain = values.map((value) => value.toLowerCase());
  return plain.filter((value, index) => plain.indexOf(value) !== index);
}

function valuesThat(file: string, isWrong: (value: string) => boolean): string[] {
  return languages.flatMap((language) => Object.values(wordsOf(language, file)).filter(isWrong));
}

describe.each(["icebreakers", "topics"])("%s", (file) => {
  it("have the same keys, in the same order, in both languages", () => {
    expect(writtenKeys("id", file)).toEqual(writtenKeys("en", file));
  });

  it.each(languages)("never use a key or say a thing twice in %s", (language) => {
    expect(repeated(writtenKeys(language, file))).toEqual([]);
    expect(repeated(Object.values(wordsOf(language, file)))).toEqual([]);
  });

  it("are clean: no stray spaces, placeholders, markup or emoji", () => {
    expect(valuesThat(file, (value) => value !== value.trim() || /\s{2}|[\n\t]/.test(value))).toEqual([]);
    expect(valuesThat(file, (value) => /[{}<>*_`@#]|\p{Extended_Pictographic}/u.test(value))).toEqual([]);
  });
});

describe("icebreakers", () => {
  it("are plenty, so that a year of weekly rounds seldom repeats one", () => {
    expect(Object.keys(wordsOf("en", "icebreakers")).length).toBeGreaterThanOrEqual(72);
  });

  it("have numbered keys", () => {
    expect(Object.keys(wordsOf("en", "icebreakers")).filter((key) => !/^i\d{2}$/.test(key))).toEqual([]);
  });

  it("are one short question or invitation each", () => {
    expect(valuesThat("icebreakers", (value) => value.length < 20 || value.length > 140)).toEqual([]);
    expect(valuesThat("icebreakers", (value) => !/^\p{Lu}.*[?.]$/u.test(value))).toEqual([]);
  });

  it("are worded anew in Indonesian", () => {
    const english = Object.values(wordsOf("en", "icebreakers"));
    expect(Object.values(wordsOf("id", "icebreakers")).filter((value) => english.includes(value))).toEqual([]);
  });

  it("ask nothing that two strangers would rather not tell", () => {
    const prying =
      /\b(salary|wage|religio|god|faith|politic|vote|party|husband|wife|married|old are you|gaji|honor|agama|iman|politik|partai|pemilu|suami|istri|menikah|usia|umur)/i;
    expect(valuesThat("icebreakers", (value) => prying.test(value))).toEqual([]);
  });
});

describe("other names of topics", () => {
  const folded = (name: string) => name.trim().toLowerCase();

  it("belong to a topic each, and one name never to two, across the languages", () => {
    const owners = new Map<string, string>();
    for (const language of languages) {
      const topics = wordsOf(language, "topics");
      for (const [key, name] of Object.entries(topics)) owners.set(folded(name), key);
    }
    const wrong = languages.flatMap((language) =>
      Object.entries(wordsOf(language, "topicAliases")).flatMap(([key, names]) =>
        names.split(",").filter((name) => {
          const owner = owners.get(folded(name));
          owners.set(folded(name), key);
          return folded(name) === "" || !(key in wordsOf(language, "topics")) || (owner ?? key) !== key;
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe("topics", () => {
  it("cover school subjects and professional topics", () => {
    const keys = Object.keys(wordsOf("en", "topics"));
    expect(keys.length).toBeGreaterThanOrEqual(70);
    expect(keys).toEqual(expect.arrayContaining(["physics", "civics", "formativeAssessment", "grantWriting"]));
  });

  it("are short enough for a choice in a menu", () => {
    expect(valuesThat("topics", (value) => value.length < 2 || value.length > 40)).toEqual([]);
  });

  it("never give one wording two meanings across the languages", () => {
    const english = Object.entries(wordsOf("en", "topics"));
    const indonesian = wordsOf("id", "topics");
    const byWording = new Map(english.map(([key, value]) => [value.toLowerCase(), key]));
    const confused = Object.entries(indonesian).filter(
      ([key, value]) => (byWording.get(value.toLowerCase()) ?? key) !== key,
    );
    expect(confused).toEqual([]);
  });
});
