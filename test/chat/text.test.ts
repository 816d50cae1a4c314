import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  channel,
  cleanLine,
  cleanText,
  join,
  listing,
  person,
  plain,
  shorten,
  strong,
  textOf,
} from "../../src/chat/text.js";

const ani = person({ memberId: "m1", name: "Bu Ani" });

/** Text as hostile as it comes: lone surrogates, controls, joiners, marks and pictures among ordinary words. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from(
          "\u0000\u0007\u001B\u0085\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2028\u202A\u202E\u2060\u2066",
        ),
        ...Array.from("\u2069\u2800\u3164\uFE0F\uFEFF\uFFA0\uFFF9\uFFFC\uD83D\uDE00\uE000\uE001\u0301\u0323\r\n\t "),
        ...Array.from("eaK가\u1100\u1161क\u094Dکن*_~`<>@#[]()"),
        "👩🏽‍🏫",
        "👨‍👩‍👧",
        "🏳️‍🌈",
        "🇮🇩",
        "\u{E0041}",
        "می‌خواهم",
        "ක්‍ෂ",
      ),
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

const HALF = /[\uD800-\uDFFF]/u;
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- control characters are among what nobody sees
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFC\u{E0000}-\u{E007F}]/u;

describe("what a person typed", () => {
  it.each([
    ["  Bu Sari \r\n ", "Bu Sari"],
    ["satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"],
    ["\u202Egnirts\u202C", "gnirts"],
    ["S\u200Ba\u200Dr\uFEFFi", "Sari"],
    ["Jeja\u0000ring\u0007", "Jejaring"],
    ["e\u200B\u0301", "é"],
    ["\uD83D broken \uDE00", "broken"],
    ["👩🏽‍🏫 dan 👨‍👩‍👧", "👩🏽‍🏫 dan 👨‍👩‍👧"],
    ["می‌خواهم ක්‍ෂ", "می‌خواهم ක්‍ෂ"],
    ["\u3164\u2800\u200D\uFE0F\u0301", ""],
    ["\u200E", ""],
  ])("%j is kept as %j", (typed, kept) => {
    expect(cleanText(typed)).toBe(kept);
  });

  it("keeps at most four marks on a letter", () => {
    expect(Array.from(cleanText(`Z${"\u0341\u0323\u0330\u031B".repeat(75)}ot`)).length).toBeLessThanOrEqual(7);
  });

  it("keeps nothing that is not seen, and nothing half", () => {
    fc.assert(
      fc.property(nasty, (typed) => {
        const kept = cleanText(typed);
        expect(kept).not.toMatch(INVISIBLE);
        expect(kept).not.toMatch(HALF);
        expect(kept.normalize("NFC")).toBe(kept);
        expect(kept.trim()).toBe(kept);
      }),
      { numRuns: 500 },
    );
  });

  it("is not changed by being cleaned again", () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (typed, length) => {
        const kept = cleanText(typed);
        expect(cleanText(kept)).toBe(kept);
        const line = cleanLine(typed, length);
        expect(cleanLine(line, length)).toBe(line);
        expect(line).not.toMatch(/[\r\n\t]| {2}/);
        expect(line.length).toBeLessThanOrEqual(length);
      }),
      { numRuns: 500 },
    );
  });

  const size = 100_000;
  it.each([
    ["letters", "a".repeat(size)],
    ["one mark", `a${"\u0301".repeat(size)}`],
    ["marks in the worst order", `a${"\u0301\u0323".repeat(size / 2)}`],
    ["marks and joiners", "a\u0301\u200D".repeat(size / 3)],
    ["zero-width spaces", "\u200B".repeat(size)],
    ["joiners", "\u200D".repeat(size)],
    ["pictures and joiners", "👩\u200D".repeat(size / 3)],
    ["spaces", `x${" ".repeat(size)}x`],
    ["half characters", "\uD83D".repeat(size)],
    ["line ends", "\r".repeat(size)],
    ["syllables to be composed", "\u1100\u1161\u11A8".repeat(size / 3)],
  ])("takes no longer than it is long for 100 KB of %s", (_what, typed) => {
    const before = performance.now();
    cleanLine(typed, 80);
    // A few ms; what grows with the square of the length takes ten seconds and more, and a busy computer some tenths of one.
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe("shortening", () => {
  it.each([
    ["short enough", 20, "short enough"],
    ["exactly ten", 11, "exactly ten"],
    ["one too many", 11, "one too ma…"],
    ["cut at a space here", 7, "cut at…"],
    ["👨‍👩‍👧👨‍👩‍👧", 10, "👨‍👩‍👧…"],
    ["👨‍👩‍👧", 5, "…"],
    ["🇮🇩🇮🇩🇮🇩", 8, "🇮🇩…"],
  ])("%j to %i is %j", (text, length, short) => {
    expect(shorten(text, length)).toBe(short);
  });

  it("never cuts through a character and never exceeds the length", () => {
    const segments = (text: string) =>
      [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);
    fc.assert(
      fc.property(nasty.map(cleanText), fc.integer({ min: 1, max: 50 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        if (short === text) return;
        const kept = short.slice(0, -1);
        const whole = segments(text).slice(0, segments(kept).length).join("");
        expect(whole.replace(/[\s\u200C\u200D]+$/, "")).toBe(kept);
      }),
      { numRuns: 500 },
    );
  });
});

describe("text made of pieces", () => {
  it("is read without its look", () => {
    expect(textOf([...plain("Salam, "), ani, ...strong("!")])).toBe("Salam, Bu Ani!");
    expect(textOf([...plain("Ke "), channel("C1", "perkenalan"), ...plain(" "), channel("C2")])).toBe(
      "Ke #perkenalan #C2",
    );
  });

  it("is joined by plain text", () => {
    expect(join([strong("a"), [ani], plain("c")], ", ")).toEqual([
      { kind: "strong", text: "a" },
      { kind: "plain", text: ", " },
      ani,
      { kind: "plain", text: ", " },
      { kind: "plain", text: "c" },
    ]);
  });

  it.each([
    ["id", 0, ""],
    ["id", 1, "a"],
    ["id", 2, "a dan b"],
    ["id", 3, "a, b, dan c"],
    ["en", 2, "a and b"],
    ["en", 3, "a, b and c"],
  ])("is listed in %s with %i parts", (locale, count, expected) => {
    expect(textOf(listing(locale, ["a", "b", "c"].slice(0, count).map(plain)))).toBe(expected);
  });

  it("lists people without losing them, whatever they are called", () => {
    const parts = ["1", "0", "a, b and c"].map((name) => [person({ memberId: name, name })]);
    const list = listing("en", parts);
    expect(list.filter(({ kind }) => kind === "person")).toEqual(parts.flat());
  });
});
