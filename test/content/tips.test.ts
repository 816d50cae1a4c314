import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { themes, tips, tipsOf } from "../../src/features/tips/rules.js";

const languages = ["en", "id"] as const;
type Language = (typeof languages)[number];

const tip = z.strictObject({ title: z.string(), why: z.string(), how: z.string(), example: z.string() });
const catalogue = z.object({
  fields: z.object({ theme: z.object({ choices: z.record(z.string(), z.string()) }) }),
  steps: z.record(z.string(), z.string()),
  blank: z.record(z.string(), z.string()),
  all: z.record(z.string(), tip),
});

type Tip = z.infer<typeof tip>;
type Part = keyof Tip;

function wordsOf(language: Language) {
  const source = readFileSync(new URL(`../../src/locales/${language}/tips.json`, import.meta.url), "utf8");
  return catalogue.parse(JSON.parse(source));
}

const parts = ["title", "why", "how", "example"] as const satisfies readonly Part[];

/** Characters: a card has all four, and Discord's narrowest place for a text takes 1,024. */
const MOST: Readonly<Record<Part, number>> = { title: 60, why: 240, how: 330, example: 260 };

/** "id thankResult.how" of every text that is wrong. */
function partsThat(isWrong: (text: string, part: Part) => boolean): string[] {
  return languages.flatMap((language) =>
    Object.entries(wordsOf(language).all).flatMap(([key, texts]) =>
      parts.filter((part) => isWrong(texts[part], part)).map((part) => `${language} ${key}.${part}`),
    ),
  );
}

const placeholdersIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "");

/** Titles before names end in a full stop too. */
function sentencesIn(text: string): number {
  return text.replace(/\b(Prof|Dr)\./g, "$1").match(/[.?](?=[\s”]|$)/g)?.length ?? 0;
}

describe("tips", () => {
  it("are at least forty, three or more a theme, each told in both languages", () => {
    expect(tips.length).toBeGreaterThanOrEqual(40);
    expect(new Set(tips).size).toBe(tips.length);
    expect(themes.filter((theme) => tipsOf[theme].length < 3)).toEqual([]);
    for (const language of languages) {
      const { all, fields, steps } = wordsOf(language);
      expect(Object.keys(all)).toEqual(tips);
      expect(Object.keys(fields.theme.choices)).toEqual([...themes]);
      expect(Object.keys(steps)).toEqual([...themes]);
    }
  });

  it("fit on a card of every platform, and theme names on a button", () => {
    expect(partsThat((text, part) => text.length < 8 || text.length > MOST[part])).toEqual([]);
    const names = languages.flatMap((language) => Object.values(wordsOf(language).fields.theme.choices));
    expect(names.filter((name) => name.length > 36)).toEqual([]);
  });

  it("say why in one or two sentences, and how in two to four", () => {
    const bounds: Partial<Record<Part, readonly [number, number]>> = { why: [1, 2], how: [2, 4] };
    const isOut = (text: string, part: Part) => {
      const [least, most] = bounds[part] ?? [0, Infinity];
      return sentencesIn(text) < least || sentencesIn(text) > most;
    };
    expect(partsThat(isOut)).toEqual([]);
  });

  it("name people and topics only in the example, the same in both languages", () => {
    expect(partsThat((text, part) => part !== "example" && text.includes("{"))).toEqual([]);
    const known = ["name", "other", "topic", "me"];
    expect(partsThat((text) => placeholdersIn(text).some((name) => !known.includes(name)))).toEqual([]);
    const sets = (language: Language) =>
      Object.entries(wordsOf(language).all).map(([key, { example }]) => [
        key,
        [...new Set(placeholdersIn(example))].sort(),
      ]);
    expect(sets("id")).toEqual(sets("en"));
    for (const language of languages) expect(Object.keys(wordsOf(language).blank)).toEqual([...known, "somebody"]);
  });

  it("have an example that names somebody or something", () => {
    const isBare = (text: string, part: Part) => part === "example" && placeholdersIn(text).length === 0;
    expect(partsThat(isBare)).toEqual([]);
  });

  it("put no form of address before a name, which has the one that its owner chose", () => {
    expect(partsThat((text) => /\b(Pak|Bapak|Bu|Ibu|Kak|Mas|Mbak|Mr|Mrs|Ms)\.?\s+\{\{/i.test(text))).toEqual([]);
    const steps = languages.flatMap((language) => Object.values(wordsOf(language).steps));
    expect(steps.filter((text) => placeholdersIn(text).join() !== "name")).toEqual([]);
  });

  it("speak to readers in Indonesian as “Anda”, and to colleagues with a name rather than a pronoun", () => {
    const { all, steps } = wordsOf("id");
    const texts = [...Object.values(all).flatMap((one) => Object.values(one)), ...Object.values(steps)];
    expect(texts.filter((text) => /\b(kamu|kalian|lo|gue|elo|anda)\b/.test(text))).toEqual([]);
    expect(Object.values(all).filter(({ example }) => /\bAnda\b/.test(example))).toEqual([]);
  });

  it("teach the forms of address that are used, and what is meant by what is said", () => {
    for (const language of languages) {
      const { all } = wordsOf(language);
      const said = Object.values(all)
        .flatMap((one) => Object.values(one))
        .join(" ");
      for (const word of ["Bapak", "Ibu", "Kak", "Mas", "Mbak", "Prof", "Nanti saya kabari", "Insyaallah"])
        expect([language, word, said.toLowerCase().includes(word.toLowerCase())]).toEqual([language, word, true]);
    }
  });

  it("are calm and kind: nobody is blamed, nothing is shouted, nothing is a must", () => {
    expect(partsThat((text) => text.includes("!") || /\p{Extended_Pictographic}/u.test(text))).toEqual([]);
    expect(partsThat((text) => /[*_`#@<>]/.test(text))).toEqual([]);
    const harsh =
      /\b(must|should have|your fault|failed to|never forget|wajib|harus|salah Anda|gagal total|malas|lazy|rude)\b/i;
    // "Harus" is how a question may begin: where to begin.
    expect(partsThat((text) => harsh.test(text.replace("harus mulai dari mana", "")))).toEqual([]);
    const jargon = /\b(synerg|stakeholder|leverage|touchpoint|sinergi|networking event|personal branding)/i;
    expect(partsThat((text) => jargon.test(text))).toEqual([]);
  });

  it("are clean, and worded anew in each language", () => {
    expect(partsThat((text) => text !== text.trim() || /\s{2}|[\n\t]/.test(text))).toEqual([]);
    for (const language of languages) {
      const texts = Object.values(wordsOf(language).all).flatMap((one) => Object.values(one));
      expect(new Set(texts).size).toBe(texts.length);
    }
    const english = new Set(Object.values(wordsOf("en").all).flatMap((one) => Object.values(one)));
    const same = Object.values(wordsOf("id").all).flatMap((one) =>
      Object.values(one).filter((text) => english.has(text)),
    );
    expect(same).toEqual([]);
  });
});
