import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extensionOf, ownName } from "../../src/files/name.js";

const HARMLESS = /^[^.\s/\\<>:"|?*\p{C}-][^/\\<>:"|?*\p{C}]*\.pdf$/u;

const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0x2100 }), fc.nat({ max: 0x10ffff })), { maxLength: 30 })
  .map((codes) => String.fromCodePoint(...codes));

describe("the name of a shared file", () => {
  it.each([
    ["Pecahan dengan kertas lipat.pdf", "Pecahan dengan kertas lipat.pdf"],
    ["../../x", "x.pdf"],
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["C:\\Users\\Sari\\Desktop\\Modul 1.pdf", "Modul 1.pdf"],
    ["/sdcard/DCIM/modul.pdf", "modul.pdf"],
    ["CON", "file CON.pdf"],
    ["con.pdf", "file con.pdf"],
    ["Com1.bahan.pdf", "file Com1.bahan.pdf"],
    ["lpt9.pdf", "file lpt9.pdf"],
    ["Console.pdf", "Console.pdf"],
    ["modul\u202efdp.exe", "modulfdp.pdf"],
    ["so\u200bal\u0000\n.pdf", "soal.pdf"],
    ["  . . .htaccess", "file.pdf"],
    ["-rf.pdf", "rf.pdf"],
    ['a<b>c:d"e|f?g*h`i$j;k&l.pdf', "a b c d e f g h i j k l.pdf"],
    ["", "file.pdf"],
    ["...", "file.pdf"],
    [".pdf", "file.pdf"],
    ["\u202e\u2066", "file.pdf"],
    ["Modul v1.2 akhir.pdf", "Modul v1.2 akhir.pdf"],
    ["e\u0301".repeat(10) + ".pdf", "é".repeat(10) + ".pdf"],
    ["ꦲꦏ꧀ꦱꦫ ꦗꦮ.pdf", "ꦲꦏ꧀ꦱꦫ ꦗꦮ.pdf"],
  ])("%j becomes %j", (name, own) => {
    expect(ownName(name, "pdf")).toBe(own);
  });

  it("of 300 characters is cut, never inside a letter", () => {
    expect(ownName("a".repeat(300), "docx")).toBe(`${"a".repeat(80)}.docx`);
    expect(ownName(`${"a".repeat(79)}👩🏽‍🏫.pdf`, "pdf")).toBe(`${"a".repeat(79)}.pdf`);
    expect(ownName(`a${"\u0301".repeat(10_000)}.pdf`, "pdf").length).toBeLessThan(90);
  });

  it("is safe whatever was sent, and made once it stays", () => {
    const part = fc.constantFrom(
      "../",
      "..\\",
      "CON",
      ".",
      " ",
      "\u202e",
      "\0",
      "%2e%2e",
      "nul.",
      "a",
      "é",
      "\ud800",
      "👩‍🏫",
    );
    const name = fc.oneof(
      anyText,
      fc.array(part).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(name, (sent) => {
        const own = ownName(sent, "pdf");
        expect(own).toMatch(HARMLESS);
        expect(own).not.toMatch(/[\s.]\.pdf$|^(con|nul)[. ]*\./i);
        expect(own.length).toBeLessThanOrEqual(90);
        expect(ownName(own, "pdf")).toBe(own);
      }),
      { numRuns: 200 },
    );
  });

  it("of 100,000 characters takes no time to speak of", () => {
    for (const unit of [" ", ".", "\u0301", "a.", "/", "\ud800"])
      expect(ownName(`${unit.repeat(100_000)}x`, "pdf").length).toBeLessThan(95);
  });
});

describe("the extension a name claims", () => {
  it.each([
    ["a.PDF", "pdf"],
    ["a.pdf.exe", "exe"],
    ["a.pdf. ", "pdf"],
    ["gambar\u202egnp.exe", "exe"],
    ["a.p\u200bdf", "pdf"],
    ["a.pdf/b", ""],
    ["x/.pdf", "pdf"],
    ["tanpa", ""],
    ["", ""],
  ])("of %j is %j", (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});
