import fc from "fast-check";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parityFaults, pluralFaults, sentenceFaults } from "../../src/chat/parity.js";
import { person, plain, textOf, type Span } from "../../src/chat/text.js";
import { loadWords, PLURAL_FORMS, type Facts } from "../../src/chat/words.js";
import { wordsOf } from "../support/catalogue.js";

const words = wordsOf({
  en: {
    talk: {
      hello: "Hello **{{name}}**, about {{topic}}: {{name}}.",
      people_one: "One person, {{name}}.",
      people_other: "{{count}} people, {{name}}.",
      nested: { deep: "deep" },
      bold: "**All of it**",
      odd: "2 * 3 ** 4 {{name}}",
    },
    other: { secret: "secret", only: "only in English" },
  },
  id: {
    talk: {
      hello: "Halo **{{name}}**, tentang {{topic}}: {{name}}.",
      people_other: "{{count}} orang, {{name}}.",
      nested: { deep: "dalam" },
      bold: "**Semuanya**",
      odd: "2 * 3 ** 4 {{name}}",
    },
    other: { secret: "rahasia" },
  },
});

const real = loadWords(fileURLToPath(new URL("../../src/locales", import.meta.url)));
const plainly = (text: string): Span => ({ kind: "plain", text });
const strongly = (text: string): Span => ({ kind: "strong", text });

const hostile = fc.oneof(
  fc.constantFrom(
    "{{topic}}",
    "{{name}}",
    "**b**",
    "**",
    "$t(nested.deep)",
    "$t(other:secret)",
    "\uE000topic\uE001",
    "\uE000",
    "\uE001",
    "<@U1>",
    "__proto__",
    "$&$1",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);

describe("a sentence", () => {
  it("is said in the reader's language with its facts, bold where it is bold", () => {
    expect(words.say("id", "talk", "hello", { name: "Ani", topic: plain("literasi") })).toEqual([
      plainly("Halo "),
      strongly("Ani"),
      plainly(", tentang "),
      plainly("literasi"),
      plainly(": "),
      plainly("Ani"),
      plainly("."),
    ]);
    expect(words.say("en", "talk", "bold")).toEqual([strongly("All of it")]);
  });

  it("keeps a person a person, also where it is bold", () => {
    const ani = person({ memberId: "m1", name: "Ani" }, true);
    const said = words.say("en", "talk", "hello", { name: ani, topic: [ani] });
    expect(said.filter(({ kind }) => kind === "person")).toEqual([ani, ani, ani]);
    expect(textOf(said)).toBe("Hello Ani, about Ani: Ani.");
  });

  it("takes what members typed as nothing but text", () => {
    fc.assert(
      fc.property(hostile, hostile, (name, topic) => {
        expect(words.say("en", "talk", "hello", { name, topic })).toEqual([
          plainly("Hello "),
          strongly(name),
          plainly(", about "),
          plainly(topic),
          plainly(": "),
          plainly(name),
          plainly("."),
        ]);
        expect(textOf(words.say("en", "talk", "odd", { name }))).toBe(`2 * 3 ** 4 ${name}`);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["en", 1, "One person, x."],
    ["en", 0, "0 people, x."],
    ["en", 2, "2 people, x."],
    ["id", 1, "1 orang, x."],
    ["id", 5, "5 orang, x."],
  ])("in %s for %i is: %s", (locale, count, sentence) => {
    expect(textOf(words.say(locale, "talk", "people", { count, name: "x" }))).toBe(sentence);
  });

  it("takes facts of any name, also of those that the template engine knows", () => {
    const said = wordsOf({ en: { talk: { all: "{{lng}} {{ns}} {{context}} {{defaultValue}} {{replace}}" } } });
    const facts = { lng: "a", ns: "b", context: "c", defaultValue: "d", replace: "e" };
    expect(textOf(said.say("en", "talk", "all", facts))).toBe("a b c d e");
  });

  it("that is missing in the language is said in English, and one that is nowhere is a fault naming file and key", () => {
    expect(words.label("id", "other", "only")).toBe("only in English");
    expect(() => words.say("id", "talk", "nowhere")).toThrow('talk.json has no sentence "nowhere"');
    expect(() => words.say("id", "talk", "other:secret")).toThrow('talk.json has no sentence "other:secret"');
    expect(() => words.say("id", "nofile", "hello")).toThrow('nofile.json has no sentence "hello"');
  });
});

describe("the catalogue", () => {
  it("has its own keys and no others, whatever they are called", () => {
    expect(words.has("en", "talk", "nested.deep")).toBe(true);
    expect(words.has("id", "other", "only")).toBe(false);
    const strange = fc.oneof(
      fc.constantFrom("other:secret", "talk:hello", "nested", "people", "__proto__", "constructor", "hello.length", ""),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(strange, (key) => {
        expect(words.has("en", "talk", key)).toBe(words.keys("en", "talk").includes(key));
      }),
    );
  });

  it("knows the placeholders of a sentence over all its forms", () => {
    expect([...words.placeholders("en", "talk", "people")].sort()).toEqual(["count", "name"]);
    expect([...words.placeholders("en", "talk", "nested.deep")]).toEqual([]);
  });

  it.each([
    ["id", "id"],
    ["id-ID", "id"],
    ["ID_id", "id"],
    ["en-GB", "en"],
    ["EN", "en"],
    ["jv", undefined],
    ["indonesia", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("for %j the nearest language is %j", (tag, locale) => {
    expect(words.nearest(tag)).toBe(locale);
  });

  it("that is not valid JSON is named", () => {
    const folder = mkdtempSync(join(tmpdir(), "jejaring-words-"));
    mkdirSync(join(folder, "en"));
    writeFileSync(join(folder, "en", "broken.json"), '{ "a": "b", }');
    expect(() => loadWords(folder)).toThrow(/en[/\\]broken\.json is not valid JSON/);
    rmSync(folder, { recursive: true });
  });
});

describe("the shipped languages", () => {
  it("are Indonesian and English at least", () => {
    expect(real.locales).toEqual(expect.arrayContaining(["en", "id"]));
  });

  it("say the same, with the same placeholders, in every form that numbers take", () => {
    expect([...parityFaults(real), ...pluralFaults(real), ...sentenceFaults(real)]).toEqual([]);
  });

  it("leave nothing unfilled when a sentence gets all its facts", () => {
    const base = (key: string) => key.replace(new RegExp(`_(${PLURAL_FORMS.join("|")})$`), "");
    const said = real.locales.flatMap((locale) =>
      real.files(locale).flatMap((file) =>
        [...new Set(real.keys(locale, file).map(base))].flatMap((key) =>
          [1, 2].map((count) => {
            const facts: Facts = Object.fromEntries(
              [...real.placeholders(locale, file, key)].map((name) => [name, name === "count" ? count : `‹${name}›`]),
            );
            return { where: `${locale}/${file}: ${key}`, text: textOf(real.say(locale, file, key, facts)), facts };
          }),
        ),
      ),
    );
    expect(said.filter(({ text }) => /\{\{|\}\}|\$t\(|\*\*|[\uE000-\uE001]/.test(text) || text === "")).toEqual([]);
    const unused = said.filter(({ text, facts }) =>
      Object.values(facts).some((fact) => typeof fact === "string" && !text.includes(fact)),
    );
    // "One person", "1 of 5": a form for one may leave a fact out.
    expect(unused.filter(({ facts }) => facts["count"] !== 1)).toEqual([]);
    expect(said.length).toBeGreaterThan(800);
  });
});
