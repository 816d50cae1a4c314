import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/clean.js";
import { readTable, type Table, type TableProblem } from "../../src/tables/read.js";
import { withoutEscape, writeTable } from "../../src/tables/write.js";

const LIMITS = { bytes: 1_000_000, rows: 1_000 };

const utf8 = (text: string) => new TextEncoder().encode(text);
const littleEndian = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const bigEndian = (text: string) => new Uint8Array(Buffer.from(text, "utf16le").swap16());
const bytesOf = (...bytes: readonly number[]) => Uint8Array.from(bytes);

const read = (text: string, limits = LIMITS) => readTable(utf8(text), limits);

/** Line by line: the header, then each row after its number. */
function lines(found: Table | TableProblem): unknown[] {
  if (found.kind === "problem") return [found.why, found.line];
  return [found.columns, ...found.rows.map(({ line, cells }) => [line, ...cells])];
}

describe("the characters of a file", () => {
  const text = "Judul,Jenjang\r\nAksi “P5” – naïf,SD\r\n";
  const plain = "Judul,Jenjang\r\nAksi,SD\r\n";
  const windows = bytesOf(...Buffer.from("Judul,Jenjang\nAksi \x93P5\x94 \x96 na\xefve \x80,SD\n", "latin1"));

  it.each([
    ["UTF-8", utf8(text)],
    ["UTF-8 with its mark", utf8(`\uFEFF${text}`)],
    ["UTF-16, low byte first", littleEndian(`\uFEFF${text}`)],
    ["UTF-16, high byte first", bigEndian(`\uFEFF${text}`)],
    ["UTF-16 without a mark, low byte first", littleEndian(`${" ".repeat(40)}${text}`)],
    ["UTF-16 without a mark, high byte first", bigEndian(`${" ".repeat(40)}${text}`)],
  ])("are read from %s", (_, bytes) => {
    expect(lines(readTable(bytes, LIMITS))).toEqual([
      ["Judul", "Jenjang"],
      [2, "Aksi “P5” – naïf", "SD"],
    ]);
  });

  it.each([
    ["low", littleEndian(plain)],
    ["high", bigEndian(plain)],
  ])("are read from a short file in UTF-16 without a mark, %s byte first", (_, bytes) => {
    expect(lines(readTable(bytes, LIMITS))).toEqual([
      ["Judul", "Jenjang"],
      [2, "Aksi", "SD"],
    ]);
  });

  it("are those of Windows-1252 when they can't be UTF-8", () => {
    expect(lines(readTable(windows, LIMITS))).toEqual([
      ["Judul", "Jenjang"],
      [2, "Aksi “P5” – naïve €", "SD"],
    ]);
  });

  it("are read wherever in a larger buffer the file lies", () => {
    const around = new Uint8Array(windows.length + 10).fill(0x41);
    around.set(windows, 5);
    expect(readTable(around.subarray(5, 5 + windows.length), LIMITS)).toEqual(readTable(windows, LIMITS));
  });

  it("that nobody sees are taken out", () => {
    expect(lines(read("Nama\u200B,\u0007Kota\nBu\u202E Sri\u0001,\u200B\n\u200B,\u0007\n"))).toEqual([
      ["Nama", "Kota"],
      [2, "Bu Sri", ""],
    ]);
  });
});

describe("what is no table", () => {
  it.each<[string, Uint8Array, string]>([
    ["nothing", bytesOf(), "empty"],
    ["a mark alone", utf8("\uFEFF"), "empty"],
    ["empty lines", utf8("\r\n\r\n   \r\n"), "empty"],
    ["separators alone", utf8(",,\n;;\n\t\n"), "empty"],
    ["a workbook called CSV", bytesOf(0x50, 0x4b, 3, 4, 20, 0, 6, 0), "isArchive"],
    ["an empty archive", bytesOf(0x50, 0x4b, 5, 6, ...new Uint8Array(18)), "isArchive"],
    ["an archive in several parts", bytesOf(0x50, 0x4b, 7, 8, 0x50, 0x4b, 3, 4), "isArchive"],
    ["NUL in a cell", utf8("Nama,Kota\nSri\0,Solo\n"), "notText"],
    ["NUL in UTF-16", littleEndian("\uFEFFNama\nSri\0\n"), "notText"],
    ["only NUL", new Uint8Array(64), "notText"],
    ["half a character of UTF-16", littleEndian("\uFEFFNama\n").subarray(0, 11), "notText"],
    ["UTF-8 by its mark but not by its bytes", bytesOf(0xef, 0xbb, 0xbf, 0x41, 0x0a, 0xff), "notText"],
    ["bytes that are no letters in Windows-1252", bytesOf(0x41, 0x0a, 0x81, 0x0a), "notText"],
  ])("%s", (_, bytes, why) => {
    expect(readTable(bytes, LIMITS)).toEqual({ kind: "problem", why });
  });

  it.each<[string, string, number]>([
    ["a quote inside a cell", 'Nama,Kota\nSri,Solo\nBu "Rin"i,Kudus\n', 3],
    ["text after a quote", 'Nama,Kota\nSri,Solo\n"Rini"s,Kudus\nTono,Pati\n', 3],
    ["a quote that stays open", 'Nama,Kota\nSri,Solo\n"Rini,Kudus\nTono,Pati\n', 3],
    ["a quote that another row closes", 'Nama,Kota\nSri,Solo\n"Rini,Kudus\n"Tono",Pati\n', 3],
    ["broken after cells of two lines and empty lines", 'Nama,Kota\r\n"S\r\nri",Solo\r\n\r\n \r\nTo"no,Pati\r\n', 6],
    ["a header that stays open", '\n\n"Nama,Kota\nSri,Solo\n', 3],
    ["a cell that is a book", `Nama,Kota\n\nSri,${"x".repeat(40_000)}\n`, 3],
    ["a tower of accents", `Nama,Kota\n\nSri,x${"\u0301".repeat(900_000 / 2)}\n`, 3],
    ["a header of too many columns", `\n${"a,".repeat(300)}\n1,2\n`, 2],
  ])("%s, and where", (_, text, line) => {
    expect(read(text)).toEqual({ kind: "problem", why: "broken", line });
  });

  it("but a column may be called PK", () => {
    expect(lines(read("PK,Nama\n1,Sri\n"))).toEqual([
      ["PK", "Nama"],
      [2, "1", "Sri"],
    ]);
  });
});

describe("the limits of a file", () => {
  const rows = (count: number) => `Nama,Kota\n${"Sri,Solo\n".repeat(count)}`;

  it("are kept to the byte", () => {
    const text = "Nama\nSri\n";
    expect(read(text, { bytes: text.length, rows: 1 }).kind).toBe("table");
    expect(read(text, { bytes: text.length - 1, rows: 1 })).toEqual({ kind: "problem", why: "tooLarge" });
  });

  it("are kept to the row, and empty ones and the header don't count", () => {
    const text = "\nNama,Kota\n\nSri,Solo\n,\nRini,Kudus\n,\n\n";
    expect(lines(read(text, { bytes: 1_000, rows: 2 }))).toHaveLength(3);
    expect(read(text, { bytes: 1_000, rows: 1 })).toEqual({ kind: "problem", why: "tooManyRows", line: 6 });
  });

  it("are told of 10,000 rows too many", () => {
    const found = read(rows(LIMITS.rows + 10_000));
    expect(found).toEqual({ kind: "problem", why: "tooManyRows", line: LIMITS.rows + 2 });
  });

  it("spare the parser what comes after: nothing is broken there any more", () => {
    expect(read(`${rows(LIMITS.rows + 1)}"open,\n`)).toMatchObject({ why: "tooManyRows" });
  });

  it("are told of 200 MB without a look at them", () => {
    const unread = new Proxy(new Uint8Array(0), {
      get: (target, key) => {
        if (key === "length") return 200_000_000;
        // The first bytes alone tell an archive.
        if (key === Symbol.iterator) return () => [0x4e, 0x61, 0x6d, 0x61][Symbol.iterator]();
        throw new Error(`Read ${String(key)} of ${String(target)}.`);
      },
    });
    expect(readTable(unread, LIMITS)).toEqual({ kind: "problem", why: "tooLarge" });
  });

  it("hold for rows that are empty but not blank", () => {
    const text = `Nama,Kota,Surel\n${",\n".repeat(200_000)}Sri,Solo,x\n`;
    expect(read(text)).toMatchObject({ kind: "problem", why: "tooManyRows" });
  });

  it("let a spreadsheet's empty rows pass, however many", () => {
    const text = `Nama,Kota,Surel\nSri,Solo,x\n${",,\n".repeat(100_000)}\n`;
    expect(lines(read(text))).toHaveLength(2);
  });
});

describe("a table", () => {
  it("may have a cell as long as a spreadsheet's, whatever it is made of", () => {
    for (const letter of ["x", "\u0301", "\u200D", "अ"]) {
      const found = read(`Nama,Kota\nSri,${letter.repeat(32_767)}\n`);
      expect(found.kind === "table" && found.rows[0]?.cells[1]).toBe(cleanText(letter.repeat(32_767)));
    }
  });

  it.each<[string, string, unknown[]]>([
    [
      "commas",
      "a,b;c,d\n1,2;3,4\n",
      [
        ["a", "b;c", "d"],
        [2, "1", "2;3", "4"],
      ],
    ],
    [
      "semicolons",
      "a;b;c,d\n1;2,5;3\n",
      [
        ["a", "b", "c,d"],
        [2, "1", "2,5", "3"],
      ],
    ],
    [
      "semicolons after a mark",
      "\uFEFFa;b\r\n1;2\r\n",
      [
        ["a", "b"],
        [2, "1", "2"],
      ],
    ],
    [
      "tabs",
      "a\tb, c\n1\t2\n",
      [
        ["a", "b, c"],
        [2, "1", "2"],
      ],
    ],
    [
      "tabs, with empty cells",
      "a\tb\tc\n\t2\t\n",
      [
        ["a", "b", "c"],
        [2, "", "2", ""],
      ],
    ],
    [
      "separators in the header's quotes",
      '"a;b;c;d",e\n1;2,3\n',
      [
        ["a;b;c;d", "e"],
        [2, "1;2", "3"],
      ],
    ],
    [
      "a header on two lines",
      '"a;\n""b"";c;d",e\n1,2\n',
      [
        ['a;\n"b";c;d', "e"],
        [3, "1", "2"],
      ],
    ],
    [
      "as many of one as of another",
      "a, b;c\n1;2\n",
      [
        ["a, b", "c"],
        [2, "1", "2"],
      ],
    ],
    ["one column", "a\n1, 2\n", [["a"], [2, "1, 2"]]],
    ["the header alone", "a,b", [["a", "b"]]],
    [
      "no line break at the end",
      "a,b\n1,2",
      [
        ["a", "b"],
        [2, "1", "2"],
      ],
    ],
    [
      "old line breaks",
      "a,b\r1,2\r3,4\r",
      [
        ["a", "b"],
        [2, "1", "2"],
        [3, "3", "4"],
      ],
    ],
    [
      "line breaks of all kinds",
      "a,b\n1,2\r\n3,4\r5,6",
      [
        ["a", "b"],
        [2, "1", "2"],
        [3, "3", "4"],
        [4, "5", "6"],
      ],
    ],
    [
      "line breaks in cells",
      'a,b\r\n"1\r\n\r\n1",2\r\n3,4\r\n',
      [
        ["a", "b"],
        [2, "1\n\n1", "2"],
        [5, "3", "4"],
      ],
    ],
    [
      "empty rows",
      "\n,\na,b\n\n1,2\n,\n \t \n3,4\n\n",
      [
        ["a", "b"],
        [5, "1", "2"],
        [8, "3", "4"],
      ],
    ],
    [
      "short rows and long ones",
      "a,b\n1\n2,3,4,5\n",
      [
        ["a", "b"],
        [2, "1", ""],
        [3, "2", "3"],
      ],
    ],
    [
      "rows with nothing below the header",
      "a,b\n,,x\n1,2\n",
      [
        ["a", "b"],
        [3, "1", "2"],
      ],
    ],
    [
      "columns that are empty or repeat",
      "a,,a,\n1,2,3,4\n",
      [
        ["a", "", "a", ""],
        [2, "1", "2", "3", "4"],
      ],
    ],
    [
      "spaces around",
      ' a , "b" \n 1 , " 2 "\n',
      [
        ["a", "b"],
        [2, "1", "2"],
      ],
    ],
    [
      "quotes in quotes",
      'a,b\n"1 ""x""",""""\n',
      [
        ["a", "b"],
        [2, '1 "x"', '"'],
      ],
    ],
    [
      "names that are no harm here",
      'a,b\n@everyone,"=HYPERLINK(""http://x"")"\n__proto__,<!channel>\n',
      [
        ["a", "b"],
        [2, "@everyone", '=HYPERLINK("http://x")'],
        [3, "__proto__", "<!channel>"],
      ],
    ],
  ])("is read with %s", (_, text, expected) => {
    expect(lines(read(text))).toEqual(expected);
  });
});

describe("a written table", () => {
  it("begins with the mark, and has CRLF and quotes where they are needed", () => {
    const text = writeTable(
      ["Nama", "Kota; desa"],
      [
        ["Bu Sri, S.Pd", 'kata "a"'],
        ["", "dua\nbaris"],
      ],
    );
    expect(text).toBe('\uFEFFNama,"Kota; desa"\r\n"Bu Sri, S.Pd","kata ""a"""\r\n,"dua\nbaris"\r\n');
  });

  it("is no more than its header when there are no rows", () => {
    expect(writeTable(["a", "b"], [])).toBe("\uFEFFa,b\r\n");
  });

  it.each([
    ...["=HYPERLINK(1)", "+62812", "-1", "@SUM(A1)", "\t=1", "\r=1"],
    ...["＝1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x"],
    ...[" =1", "\n=1", "\u00A0@x", "\u200B=1", "\uFEFF+1", " \n -1", "@everyone"],
  ])("has an apostrophe before %j, in the header too", (cell) => {
    const [header, row] = writeTable([cell], [[cell]])
      .slice(1)
      .split("\r\n");
    expect(header).toMatch(/^"?'/);
    expect(row).toBe(header);
  });

  it.each(["a=b", "a-b", "guru@sekolah.id", "'quoted'", "1+1", " x", "–", "5 - 3"])("leaves %j as it is", (cell) => {
    expect(writeTable(["x"], [[cell]])).toBe(`\uFEFFx\r\n${cell}\r\n`);
  });
});

const piece = fc.constantFrom(..."ab 1,;\t\n\r\"'=+-@＝＠|é字😀\u200B\u0301".split(/(?:)/u), "\r\n", '""', "Guru");
const cell = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
);
const FORMULA = /^[\s\p{Cf}]*[-=+@＝＋－＠﹢﹣﹦﹫]|^[\t\r\n]/u;
/** What comes back of a cell: an escaped one with its apostrophe. */
const back = (text: string) => cleanText(FORMULA.test(text) ? `'${text}` : text);

const table = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({
    columns: fc
      .array(cell, { minLength: width, maxLength: width })
      .filter((cells) => cells.some((it) => back(it) !== "")),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }),
  }),
);

describe("whatever is written or read", () => {
  it("reading gives what was written, but for what was escaped", () => {
    fc.assert(
      fc.property(table, ({ columns, rows }) => {
        const found = read(writeTable(columns, rows));
        expect(found).toMatchObject({ kind: "table", columns: columns.map(back) });
        const kept = rows.map((cells) => cells.map(back)).filter((cells) => cells.some((it) => it !== ""));
        expect(found.kind === "table" && found.rows.map(({ cells }) => cells)).toEqual(kept);
      }),
      { seed: 26, numRuns: 500 },
    );
  });

  it("an escape is taken off again, and nothing else", () => {
    fc.assert(
      fc.property(cell.map(cleanText), (text) => {
        const isLikeEscaped = text.startsWith("'") && FORMULA.test(text.slice(1));
        if (!isLikeEscaped) expect(withoutEscape(back(text))).toBe(text);
      }),
      { seed: 26, numRuns: 500 },
    );
  });

  it("a row begins where its number says", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), ({ columns, rows }, lineBreak) => {
        const asLines = (text: string) => text.replace(/\r\n?|\n/g, lineBreak);
        const parts = rows.map((cells) => asLines(writeTable(cells, []).slice(1)));
        const header = asLines(writeTable(["header", ...columns.map(() => "x")], []));
        const before = [header, ...parts].join("");
        const found = read(`${before}end,of it${lineBreak}`);
        const last = found.kind === "table" ? found.rows.at(-1) : undefined;
        expect(last).toMatchObject({ line: before.split(lineBreak).length });
        expect(last?.cells[0]).toBe("end");
      }),
      { seed: 26, numRuns: 300 },
    );
  });

  it("no formula is left at the beginning of a cell", () => {
    fc.assert(
      fc.property(table, ({ columns, rows }) => {
        const found = read(writeTable(columns, rows));
        const cells = found.kind === "table" ? [...found.columns, ...found.rows.flatMap((row) => row.cells)] : ["="];
        expect(cells.filter((text) => FORMULA.test(text))).toEqual([]);
      }),
      { seed: 26, numRuns: 300 },
    );
  });

  it("an answer comes for any bytes, and every row is as wide as the header", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => utf8(pieces.join(""))),
      fc.array(piece, { maxLength: 60 }).map((pieces) => littleEndian(pieces.join(""))),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 5 }), (file, rows) => {
        const found = readTable(file, { bytes: 150, rows });
        if (found.kind === "problem") return;
        expect(found.rows.length).toBeLessThanOrEqual(rows);
        for (const row of found.rows) expect(row.cells).toHaveLength(found.columns.length);
      }),
      { seed: 26, numRuns: 1_000 },
    );
  });
});
