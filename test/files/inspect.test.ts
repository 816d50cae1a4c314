import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Inspection, inspectFile } from "../../src/files/inspect.js";
import { officeFile, openDocument, type Part, zipOf } from "./archive.js";
import { gif, jpeg, png, webp } from "./pictures.js";

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const pdf = bytesOf("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n");
const mp3 = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]));
const exe = bytesOf("MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0");
const html = bytesOf("<!doctype html><script>alert(1)</script>");
const svg = bytesOf(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`);

const answerOf = (found: Inspection) => (found.kind === "refused" ? found.why : found.name);
const inspected = async (name: string, bytes: Uint8Array, mediaType = "") =>
  answerOf(await inspectFile({ name, mediaType, bytes }));

describe("an uploaded file", () => {
  it.each([
    ["Modul.pdf", pdf, "application/pdf", "Modul.pdf"],
    ["Modul.PDF", pdf, "", "Modul.pdf"],
    ["LKPD.docx", officeFile("docx"), "application/zip", "LKPD.docx"],
    ["Salindia.pptx", officeFile("pptx"), "application/octet-stream", "Salindia.pptx"],
    ["Nilai.xlsx", officeFile("xlsx"), "", "Nilai.xlsx"],
    ["Rencana.odt", openDocument("text"), "application/vnd.oasis.opendocument.text", "Rencana.odt"],
    ["Salindia.odp", openDocument("presentation"), "", "Salindia.odp"],
    ["Tabel.ods", openDocument("spreadsheet"), "", "Tabel.ods"],
    ["catatan.txt", bytesOf("Halo, Bu.\r\n\tSatu"), "text/plain; charset=utf-8", "catatan.txt"],
    ["catatan.txt", bytesOf("\xff\xfeH\0a\0l\0o\0"), "text/plain", "catatan.txt"],
    ["lama.txt", bytesOf("caf\xe9"), "", "lama.txt"],
    ["bahan.markdown", bytesOf("# Pecahan\n\n<b>lipat</b>"), "text/x-markdown", "bahan.md"],
    ["soal.csv", bytesOf("soal;jawab\n1+1;2\n"), "application/vnd.ms-excel", "soal.csv"],
    ["papan.jpeg", jpeg, "image/jpeg", "papan.jpg"],
    ["papan.png", png, "image/png", "papan.png"],
    ["papan.webp", webp, "image/webp", "papan.webp"],
    ["papan.gif", gif, "image/gif", "papan.gif"],
    ["lagu.mp3", mp3, "audio/mp3", "lagu.mp3"],
  ])("%s is taken when it is what it says", async (name, bytes, mediaType, ownName) => {
    const found = await inspectFile({ name, mediaType, bytes });
    expect(answerOf(found)).toBe(ownName);
    if (found.kind === "taken" && !found.mediaType.startsWith("image/")) expect(found.bytes).toEqual(bytes);
  });

  it.each([
    ["a page", html],
    ["a drawing with a script", svg],
    ["a program", exe],
    ["a picture", png],
    ["text", bytesOf("halo")],
    ["half of itself", pdf.subarray(0, 20)],
    ["a page behind its first line", bytesOf("%PDF-1.4\n<html><script></script></html>")],
    ["an office file", officeFile("docx")],
  ])("is refused when its PDF is %s", async (_, bytes) => {
    expect(await inspected("Modul.pdf", bytes, "application/pdf")).toBe("mismatch");
  });

  it.each([
    ["txt", html],
    ["csv", svg],
    ["md", bytesOf("  \n<ScRiPt>")],
    ["txt", new Uint8Array(Buffer.from("\ufeff<svg onload=x>"))],
    ["txt", new Uint8Array(Buffer.from("\ufeff<html>", "utf16le"))],
    ["txt", exe],
    ["txt", pdf],
    ["txt", bytesOf("a\0b")],
    ["txt", bytesOf("#!/bin/sh")],
    ["mp3", html],
    ["mp3", exe],
    ["jpg", png],
    ["png", jpeg],
    ["webp", gif],
    ["gif", bytesOf("GIF89a<script>alert(1)</script>")],
    ["docx", officeFile("pptx")],
    ["xlsx", openDocument("spreadsheet")],
    ["odt", openDocument("presentation")],
    ["docx", pdf],
    ["odt", zipOf([{ name: "content.xml" }, { name: "mimetype", content: "application/vnd.oasis.opendocument.text" }])],
  ])("is refused as .%s when its content is another (%#)", async (extension, bytes) => {
    expect(await inspected(`bahan.${extension}`, bytes)).toBe("mismatch");
  });

  it.each(["html", "htm", "svg", "exe", "js", "zip", "doc", "rtf", "mp4", "pdf.exe", "", "apk", "xml", "__proto__"])(
    "of the kind %j is not shared here",
    async (extension) => {
      expect(await inspected(`bahan.${extension}`, pdf, "application/pdf")).toBe("type");
    },
  );

  it("is refused when its media type speaks of something else", async () => {
    for (const mediaType of ["text/html", "image/svg+xml", "image/png", "application/x-msdownload"])
      expect(await inspected("Modul.pdf", pdf, mediaType)).toBe("mismatch");
  });

  it("is measured in bytes, and an empty one is none", async () => {
    const file = { name: "a.txt", mediaType: "", bytes: bytesOf("12345") };
    expect(answerOf(await inspectFile(file, 5))).toBe("a.txt");
    expect(answerOf(await inspectFile(file, 4))).toBe("size");
    expect(await inspected("a.txt", new Uint8Array(5 * 1024 * 1024).fill(97))).toBe("a.txt");
    expect(await inspected("a.txt", new Uint8Array(5 * 1024 * 1024 + 1).fill(97))).toBe("size");
    expect(await inspected("a.txt", new Uint8Array(0))).toBe("size");
  });

  it("is looked into where it lies, also in the middle of other bytes", async () => {
    const around = new Uint8Array(pdf.length + 20).fill(60);
    around.set(pdf, 10);
    expect(await inspected("Modul.pdf", around.subarray(10, 10 + pdf.length))).toBe("Modul.pdf");
    expect(await inspected("Modul.pdf", around)).toBe("mismatch");
  });
});

const docx = (...more: readonly Part[]) => inspected("a.docx", officeFile("docx", more));
const MEGABYTE = 1024 * 1024;

describe("an office file", () => {
  it.each([
    ["word/vbaProject.bin"],
    ["WORD/VBAPROJECT.BIN"],
    ["xl/macrosheets/sheet1.xml"],
    ["word/activeX/activeX1.xml"],
    ["word/embeddings/setup.exe"],
    ["word/media/picture.svg.html"],
  ])("with %s holds a program", async (name) => {
    expect(await docx({ name })).toBe("macro");
    expect(await inspected("a.docm", officeFile("docx"))).toBe("macro");
    expect(await inspected("a.ods", openDocument("spreadsheet", [{ name: "Basic/Standard/Module1.xml" }]))).toBe(
      "macro",
    );
  });

  it("of a thousandth of its size is a bomb", async () => {
    expect(await docx({ name: "word/a.xml", content: new Uint8Array(2 * MEGABYTE) })).toBe("bomb");
    expect(await docx({ name: "word/a.xml", content: "x", declared: 4_000_000_000 })).toBe("bomb");
    const many = Array.from({ length: 250 }, (_, index) => ({
      name: `word/${index}.xml`,
      content: "x",
      declared: MEGABYTE,
    }));
    expect(await docx(...many)).toBe("bomb");
    expect(await docx(...Array.from({ length: 5_000 }, (_, index) => ({ name: `word/${index}.xml` })))).toBe("bomb");
  });

  it("whose parts share their bytes is a bomb", async () => {
    const bytes = officeFile("docx", [
      { name: "word/a.xml", content: "aaaa", isStored: true },
      { name: "word/b.xml", content: "bbbb", isStored: true },
    ]);
    const file = Buffer.from(bytes);
    const inner = file.indexOf("aaaa");
    const [first, second] = [file.indexOf("word/a.xml") - 30, file.indexOf("word/b.xml") - 30];
    const table = file.indexOf("PK\x01\x02");
    // The first part is made to reach over the header of the second.
    const length = second + 30 - inner;
    for (const at of [first + 18, first + 22]) file.writeUInt32LE(length, at);
    const central = file.indexOf("word/a.xml", table) - 46;
    for (const at of [central + 20, central + 24]) file.writeUInt32LE(length, at);
    expect(await inspected("a.docx", new Uint8Array(file))).toBe("bomb");
  });

  it("of ordinary size is none, however well its text packs", async () => {
    expect(await docx({ name: "word/a.xml", content: "<row><c>1</c></row>".repeat(20_000) })).toBe("a.docx");
    expect(await docx({ name: "word/media/image1.png", content: png, isStored: true })).toBe("a.docx");
  });

  it.each([
    "../../x",
    "word/../../x.xml",
    "/etc/passwd",
    "C:\\x.xml",
    "word\\x.xml",
    "C:x.xml",
    "word/a\u202eb.xml",
    "a\0b",
  ])("with a part called %j is refused", async (name) => {
    expect(await docx({ name })).toBe("mismatch");
  });

  it("is refused when it has two parts of one name, a locked part, or more before, between or behind", async () => {
    expect(await docx({ name: "word/document.xml" })).toBe("mismatch");
    expect(await docx({ name: "WORD/document.xml" })).toBe("mismatch");
    expect(await docx({ name: "word/a.xml", content: "x", flags: 1 })).toBe("mismatch");
    const plain = Buffer.from(officeFile("docx"));
    for (const whole of [Buffer.concat([exe, plain]), Buffer.concat([plain, exe]), Buffer.concat([plain, plain])])
      expect(await inspected("a.docx", new Uint8Array(whole))).toBe("mismatch");
  });

  it("may end with a remark, as ZIP allows", async () => {
    const parts = [{ name: "mimetype", content: "application/vnd.oasis.opendocument.text", isStored: true }];
    expect(await inspected("a.odt", zipOf([...parts, { name: "content.xml" }], "PK\x05\x06 dibuat di sekolah"))).toBe(
      "a.odt",
    );
  });
});

const samples: readonly (readonly [string, Uint8Array])[] = [
  ["a.pdf", pdf],
  ["a.docx", officeFile("docx")],
  ["a.odt", openDocument("text")],
  ["a.txt", bytesOf("halo")],
  ["a.csv", bytesOf("a;b")],
  ["a.jpg", jpeg],
  ["a.png", png],
  ["a.webp", webp],
  ["a.gif", gif],
  ["a.mp3", mp3],
];

describe("whatever is uploaded", () => {
  it("is answered: cut, changed or random bytes under any name", async () => {
    const sample = fc.constantFrom(...samples);
    const change = fc.record({ at: fc.nat(), value: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        sample,
        sample,
        fc.nat(),
        fc.array(change, { maxLength: 6 }),
        async (one, other, cut, changes) => {
          const bytes = one[1].slice(0, one[1].length - (cut % 3 === 0 ? cut % one[1].length : 0));
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          for (const name of [one[0], other[0]]) {
            const found = await inspectFile({ name, mediaType: "", bytes });
            if (found.kind === "taken") expect(found.bytes.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), sample, fc.string(), async (bytes, [name], mediaType) => {
        expect(["taken", "refused"]).toContain((await inspectFile({ name, mediaType, bytes })).kind);
      }),
      { numRuns: 150 },
    );
  });
});
