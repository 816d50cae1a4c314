import fc from "fast-check";
import { fileURLToPath } from "node:url";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  maxLength,
  readAtOnce,
  readField,
  type ChannelRef,
  type Directory,
  type Field,
  type MemberRef,
  type Values,
} from "../../src/chat/field.js";
import { kitFor, reply } from "../../src/chat/command.js";
import { vocabularyOf } from "../../src/chat/vocabulary.js";
import { loadWords } from "../../src/chat/words.js";

const words = loadWords(fileURLToPath(new URL("../../src/locales", import.meta.url)));
const vocabulary = vocabularyOf(words, "meet");

const sari: MemberRef = { memberId: "m1", name: "Sari Wulandari" };
const directory: Directory = {
  today: "2026-12-31",
  // Two members are called Budi, so the name alone finds nobody.
  member: (written) => Promise.resolve(["<@u1>", "Sari Wulandari"].includes(written) ? sari : undefined),
  channel: (written) => Promise.resolve(written === "<#c1>" ? { externalId: "c1", name: "perkenalan" } : undefined),
};

const size: Field = { kind: "choice", choices: ["pair", "group", "either"] };
const sizes: Field = { kind: "choices", choices: ["pair", "group", "either"] };

async function read(field: Field, raw: unknown, id = "size"): Promise<unknown> {
  const result = await readField(id, field, raw, vocabulary, directory);
  return result.ok ? result.value : `! ${result.problem}`;
}

describe("a field", () => {
  it.each<[Field, unknown, unknown]>([
    // text
    [{ kind: "text" }, "  Fisika \n SMA ", "Fisika SMA"],
    [{ kind: "text", long: true }, "satu\r\ndua", "satu\ndua"],
    [{ kind: "text" }, "\u202Eabc\u200B", "abc"],
    [{ kind: "text" }, 12, "12"],
    [{ kind: "text" }, { value: "chosen" }, "chosen"],
    [{ kind: "text" }, "\u3164\u200B", undefined],
    [{ kind: "text", required: true }, "\u3164\u200B", "! missing"],
    [{ kind: "text", max: 5 }, "enam..", "! tooLong"],
    [{ kind: "text", max: 5 }, "lima.", "lima."],
    [{ kind: "text" }, "x".repeat(201), "! tooLong"],
    [{ kind: "text", long: true }, "x".repeat(2_001), "! tooLong"],
    [{ kind: "text" }, { deep: { value: "x" } }, undefined],
    [{ kind: "text" }, "dengan <@u1> dan <@!u9>, <@u1>", "dengan Sari Wulandari dan <@!u9>, Sari Wulandari"],
    [{ kind: "text", max: 10 }, "<@u1>", "Sari Wula…"],
    // whole numbers
    [{ kind: "whole", min: 0, max: 5 }, "5", 5],
    [{ kind: "whole", min: 0, max: 5 }, 0, 0],
    [{ kind: "whole", min: -5, max: 5 }, "-3", -3],
    [{ kind: "whole", min: 0, max: 5 }, "6", "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, -1, "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, "2.5", "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, "1e0", "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, "0x1", "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, "9".repeat(400), "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, NaN, "! notWhole"],
    [{ kind: "whole", min: 0, max: 5 }, Infinity, "! notWhole"],
    // dates, the day first where the year is last
    ...["2026-12-02", "2-12-2026", "02/12/2026", "2.12.2026", " 02.12.2026 "].map(
      (written): [Field, unknown, unknown] => [{ kind: "date" }, written, "2026-12-02"],
    ),
    ...["12/20/2026", "30/2/2026", "2-12/2026", "2.12.26", "2/12", "1/2/3/2026"].map(
      (written): [Field, unknown, unknown] => [{ kind: "date" }, written, "! notDate"],
    ),
    [{ kind: "date" }, "hari ini", "2026-12-31"],
    [{ kind: "date" }, "Besok", "2027-01-01"],
    [{ kind: "date" }, "tomorrow", "2027-01-01"],
    [{ kind: "date" }, "lusa", "2027-01-02"],
    [{ kind: "date" }, "kemarin", "2026-12-30"],
    [{ kind: "date" }, "kapan-kapan", "! notDate"],
    // yes and no
    [{ kind: "yesno" }, true, true],
    [{ kind: "yesno" }, false, false],
    [{ kind: "yesno" }, "Ya", true],
    [{ kind: "yesno" }, "yes", true],
    [{ kind: "yesno" }, "tidak", false],
    [{ kind: "yesno" }, "NO", false],
    [{ kind: "yesno" }, "mungkin", "! notYesNo"],
    [{ kind: "yesno" }, 1, "! notYesNo"],
    // dates
    [{ kind: "date" }, "2026-12-20", "2026-12-20"],
    [{ kind: "date" }, " 2028-02-29 ", "2028-02-29"],
    [{ kind: "date" }, "2026-02-30", "! notDate"],
    [{ kind: "date" }, "2027-02-29", "! notDate"],
    [{ kind: "date" }, "2026-13-01", "! notDate"],
    [{ kind: "date" }, "2026-12-20T10:00:00Z", "! notDate"],
    // times
    [{ kind: "time" }, "15:30", "15:30"],
    [{ kind: "time" }, "9.30", "09:30"],
    [{ kind: "time" }, "6:05", "06:05"],
    [{ kind: "time" }, "00:00", "00:00"],
    [{ kind: "time" }, "24:00", "! notTime"],
    [{ kind: "time" }, "12:60", "! notTime"],
    [{ kind: "time" }, ":30", "! notTime"],
    [{ kind: "time" }, "9", "! notTime"],
    [{ kind: "time" }, "930", "! notTime"],
    // links
    [{ kind: "url" }, "https://contoh.sch.id/rpp?a=1#b", "https://contoh.sch.id/rpp?a=1#b"],
    [{ kind: "url" }, "HTTP://Contoh.sch.id", "http://contoh.sch.id/"],
    [{ kind: "url" }, "https://contoh.sch.id/\u202Egpj.exe", "https://contoh.sch.id/%E2%80%AEgpj.exe"],
    [{ kind: "url" }, "https://bank.co.id@evil.example/", "! notUrl"],
    [{ kind: "url" }, "https://user:pass@evil.example", "! notUrl"],
    [{ kind: "url" }, "javascript:alert(1)", "! notUrl"],
    [{ kind: "url" }, "ftp://contoh.sch.id", "! notUrl"],
    [{ kind: "url" }, "file:///etc/passwd", "! notUrl"],
    [{ kind: "url" }, "data:text/html,x", "! notUrl"],
    [{ kind: "url" }, "contoh.sch.id", "! notUrl"],
    [{ kind: "url" }, `https://contoh.sch.id/${"x".repeat(2_000)}`, "! notUrl"],
    // choices, by value or by label in any language
    [size, "pair", "pair"],
    [size, "Berdua", "pair"],
    [size, "with ONE person", "pair"],
    [size, { value: "group" }, "group"],
    [size, "kelompok 3-4 orang", "group"],
    [size, "triple", "! notChoice"],
    [size, "constructor", "! notChoice"],
    [size, "__proto__", "! notChoice"],
    [size, ["pair"], "! notChoice"],
    [sizes, ["pair", "group"], ["pair", "group"]],
    [sizes, "Berdua, Yang mana saja; pair", ["pair", "either"]],
    [sizes, [{ value: "group" }, ""], ["group"]],
    [sizes, "Berdua, bertiga", "! notChoice"],
    [sizes, Array.from({ length: 1_000 }, () => "pair"), "! notChoice"],
    [sizes, ", ;", undefined],
    [{ ...sizes, required: true }, ", ;", "! missing"],
    [{ ...sizes, required: true }, [], "! missing"],
    [{ ...sizes, required: true }, ["", null], "! missing"],
    // languages
    [{ kind: "language" }, "id", "id"],
    [{ kind: "language" }, "Indonesian", "id"],
    [{ kind: "language" }, "bahasa Indonesia", "id"],
    [{ kind: "language" }, "Bahasa Inggris", "en"],
    [{ kind: "language" }, "English", "en"],
    [{ kind: "language" }, "en-AU", "en"],
    [{ kind: "language" }, "Klingon", "! notLanguage"],
    [{ kind: "language" }, "constructor", "! notLanguage"],
    // zones
    [{ kind: "timeZone" }, "WITA", "Asia/Makassar"],
    [{ kind: "timeZone" }, "wib", "Asia/Jakarta"],
    [{ kind: "timeZone" }, "asia/jayapura", "Asia/Jayapura"],
    [{ kind: "timeZone" }, "America/New York", "America/New_York"],
    [{ kind: "timeZone" }, "Tokyo", "Asia/Tokyo"],
    [{ kind: "timeZone" }, "new york", "America/New_York"],
    [{ kind: "timeZone" }, "Atlantis", "! notZone"],
    [{ kind: "timeZone" }, "+07:00", "! notZone"],
    [{ kind: "timeZone" }, "constructor", "! notZone"],
    [{ kind: "timeZone" }, "__proto__", "! notZone"],
    [{ kind: "timeZone" }, "toString", "! notZone"],
    // people and channels
    [{ kind: "member" }, "<@u1>", sari],
    [{ kind: "member" }, " Sari Wulandari ", sari],
    [{ kind: "member" }, "Budi", "! notMember"],
    [{ kind: "member" }, "s".repeat(300), "! notMember"],
    [{ kind: "channel" }, "<#c1>", { externalId: "c1", name: "perkenalan" }],
    [{ kind: "channel" }, "<#nowhere>", "! notChannel"],
    [{ kind: "channel" }, "perkenalan", "! notChannel"],
  ])("%j reads %j as %j", async (field, raw, expected) => {
    expect(await read(field, raw)).toEqual(expected);
  });

  const every: readonly Field[] = [
    { kind: "text" },
    { kind: "text", long: true },
    { kind: "whole", min: 0, max: 9 },
    { kind: "yesno" },
    { kind: "date" },
    { kind: "time" },
    { kind: "url" },
    size,
    sizes,
    { kind: "language" },
    { kind: "timeZone" },
    { kind: "member" },
    { kind: "channel" },
  ];

  it.each(every)("$kind may be left out, unless it is required", async (field) => {
    for (const nothing of [undefined, null, "", "  ", []]) {
      expect(await read(field, nothing)).toBeUndefined();
      expect(await read({ ...field, required: true }, nothing)).toBe("! missing");
    }
  });

  it.each(every)("$kind takes whatever comes, and quickly", async (field) => {
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, maxDepth: 3 }),
      fc.constantFrom<unknown>(
        "\u0301\u0323".repeat(50_000),
        "{".repeat(100_000),
        Array.from({ length: 100_000 }, () => "x"),
        { value: "y".repeat(100_000) },
        JSON.parse('{"__proto__":{"value":"pair"},"constructor":"x"}'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (raw) => {
        const before = performance.now();
        const result = await readField("size", field, raw, vocabulary, directory);
        expect(performance.now() - before).toBeLessThan(2_000);
        if (!result.ok) return;
        const isLong = typeof result.value === "string" && result.value.length > 2_000;
        expect(isLong).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it.each(every)("$kind tells at once what is wrong, but for people and channels", async (field) => {
    const typed = fc.oneof(
      fc.constantFrom("", "pair", "Ya", "2026-12-20", "9.30", "https://a.id/", "WIB", "3"),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (raw) => {
        const atOnce = readAtOnce("size", field, raw, vocabulary);
        const inTheEnd = await readField("size", field, raw, vocabulary, directory);
        if (!atOnce.ok || (field.kind !== "member" && field.kind !== "channel")) expect(inTheEnd).toEqual(atOnce);
      }),
    );
  });

  it("of text says how long it may be", () => {
    expect([{ kind: "text" } as const, { kind: "text", long: true } as const].map(maxLength)).toEqual([200, 2_000]);
    expect(maxLength({ kind: "text", max: 7 })).toBe(7);
  });
});

describe("the values of fields", () => {
  it("are typed by their fields", () => {
    const fields = {
      name: { kind: "text", required: true },
      often: { kind: "whole", min: 0, max: 5 },
      loud: { kind: "yesno" },
      size: { kind: "choice", choices: ["pair", "group"], required: true },
      days: { kind: "choices", choices: ["mon", "tue"] },
      who: { kind: "member", required: true },
      where: { kind: "channel" },
      when: { kind: "date" },
    } as const;
    interface Needed {
      readonly name: string;
      readonly size: "pair" | "group";
      readonly who: MemberRef;
    }
    interface Optional {
      readonly often?: number;
      readonly loud?: boolean;
      readonly days?: readonly ("mon" | "tue")[];
      readonly where?: ChannelRef;
      readonly when?: string;
    }
    const { form } = kitFor<object, string>();
    form({
      manner: "private",
      fields,
      run(_context, values) {
        expectTypeOf(values).toEqualTypeOf<Needed & Optional>();
        return reply();
      },
    });
    expectTypeOf<keyof Values<typeof fields>>().toEqualTypeOf<keyof typeof fields>();
  });
});
