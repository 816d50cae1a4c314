import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editsAllowed, editsBetween, lettersOf, mayBeNear } from "../../src/search/edits.js";
import { englishStem } from "../../src/search/english.js";
import { fold } from "../../src/search/fold.js";
import { indonesianRoot, indonesianStem } from "../../src/search/indonesian.js";
import { SYNONYMS } from "../../src/search/synonyms.js";
import { tokensOf } from "../../src/search/tokens.js";

const wordsOf = (text: string) => tokensOf(text).map((token) => token.text);

describe("The root of an Indonesian word", () => {
  it.each([
    ["tulis", "menulis penulis tulisan ditulis penulisan menuliskan tulisannya nulis"],
    ["ajar", "mengajar pengajar pengajaran diajarkan ajarkan ajaran ngajar ngajarin"],
    ["belajar", "belajar pembelajaran pembelajarannya mempelajari dipelajari pembelajar"],
    ["pelajar", "pelajar pelajarnya"],
    ["pelajaran", "pelajaran pelajarannya"],
    ["temu", "bertemu pertemuan menemukan ditemukan penemuan mempertemukan"],
    ["nilai", "menilai penilaian dinilai nilainya"],
    ["baca", "membaca bacaan pembaca dibacakan membacakan terbaca"],
    ["kelola", "mengelola pengelolaan dikelola"],
    ["susun", "menyusun penyusunan disusun susunan"],
    ["pakai", "memakai pemakaian dipakai pake"],
    ["pikir", "berpikir pemikiran memikirkan mikir"],
    ["teliti", "penelitian meneliti peneliti"],
    ["main", "bermain permainan dimainkan mainan"],
    ["hitung", "menghitung berhitung perhitungan"],
    ["kembang", "mengembangkan pengembangan perkembangan"],
    ["ragam", "beragam keberagaman"],
    ["terampil", "keterampilan terampil"],
    ["latih", "melatih pelatihan berlatih latihan"],
    ["dongeng", "mendongeng dongengnya dongengan"],
    ["diferensiasi", "berdiferensiasi diferensiasi"],
    ["pecah", "memecahkan pemecahan"],
    ["pecahan", "pecahan pecahannya"],
    ["buat", "membuat bikin bikinin dibuat"],
    ["damping", "mendampingi pendampingan didampingi"],
  ])("%s is that of %s", (root, words) => {
    for (const word of words.split(" ")) expect([word, indonesianStem(word)]).toEqual([word, root]);
  });

  it("is not looked for in words that only begin or end like others", () => {
    for (const word of "kelas digital sekolah semester media metode disiplin bahan taman teman ilmu guru".split(" "))
      expect([word, indonesianRoot(word) ?? word]).toEqual([word, word]);
  });

  it("leaves what is no Latin word alone", () => {
    for (const word of ["5e", "c++", "日本", "4", "mi"]) expect(indonesianStem(word)).toBe(word);
  });
});

describe("The stem of an English word", () => {
  it.each([
    ["teach teaching teaches taught teacher teachers"],
    ["learn learning learned learnt learners"],
    ["student students"],
    ["child children"],
    ["assess assessed assessing assessment assessments"],
    ["organise organize organised organizing"],
    ["behaviour behavior behaviours"],
    ["counselling counseling counsels"],
    ["programme programmes program programs"],
    ["centre center centres"],
    ["story stories"],
    ["write writing writes written"],
    ["reading reads readers"],
  ])("is one for %s", (words) => {
    expect(new Set(words.split(" ").map(englishStem)).size).toBe(1);
  });

  it("keeps different words apart", () => {
    const words = "reading writing number fraction experiment history garden assessment student".split(" ");
    expect(new Set(words.map(englishStem)).size).toBe(words.length);
  });
});

describe("The words of a text", () => {
  it.each([
    ["SD/MI kelas 4", ["sd", "mi", "kelas", "4"]],
    ["IPA & IPS (fase D)", ["ipa", "ips", "fase", "d"]],
    ["C++, C# dan 5E", ["c++", "c#", "dan", "5e"]],
    ["senang++ #guru", ["senang", "guru"]],
    ["murid-murid", ["murid", "murid"]],
    ["anak2 dan anak2nya", ["anak", "dan", "anaknya"]],
    ["P5, web3, 2024", ["p5", "web3", "2024"]],
    ["Jum'at, Al-Qur’an", ["jumat", "al", "quran"]],
    ["CAFÉ Café cafe\u0301 ｃａｆｅ", ["cafe", "cafe", "cafe", "cafe"]],
    ["STRASSE straße İZMİR", ["strasse", "strasse", "izmir"]],
    ["be\u00adla\u200bjar", ["belajar"]],
    ["日本語", ["日本", "本語"]],
    ["a\0b \ud800c", ["a", "b", "c"]],
    ["\" ' * NEAR OR :* \\ % _ ( ) -- ;", ["near", "or"]],
    ["", []],
  ])("of %j are %j", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("know how those with hyphens are written without", () => {
    expect(tokensOf("e-learning")).toEqual([
      { text: "e", joined: "elearning" },
      { text: "learning", joined: "elearning" },
    ]);
  });

  it("are made of letters and digits, and are the same when read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const words = wordsOf(text);
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}]+(?:\+\+|#)?$/u);
        expect(wordsOf(words.join(" ")).join("")).toBe(fold(words.join("")));
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("Edits", () => {
  it.each([
    ["murid", "murid", 0],
    ["murid", "murd", 1],
    ["murid", "mruid", 1],
    ["murid", "muridd", 1],
    ["murid", "kurid", 1],
    ["asesmen", "assessment", 3],
    ["penilaian", "pnilian", 2],
    ["ca", "abc", 3],
  ])("between %s and %s are %i", (a, b, edits) => {
    expect(editsBetween(a, b, 5)).toBe(edits);
    expect(editsBetween(b, a, 5)).toBe(edits);
  });

  it("are none in short words and in those with digits, one in middling ones and two in long ones", () => {
    expect(["ipa", "buku", "asesmen", "kurikulum", "fase2024"].map(editsAllowed)).toEqual([0, 1, 1, 2, 0]);
  });

  it("within a limit are the same as without, and never more than the letters let expect", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
        const edits = editsBetween(a, b, 9);
        expect(editsBetween(a, b, most)).toBe(Math.min(edits, most + 1));
        if (edits <= most) expect(mayBeNear(lettersOf(a), lettersOf(b), most)).toBe(true);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe("The table of other names", () => {
  it("has at least two names a line, each once in it, and nothing in them that is not looked at", () => {
    for (const line of SYNONYMS) {
      const names = line.map((name) => wordsOf(name).join(" "));
      expect(names).toEqual(line.map((name) => name.toLowerCase()));
      expect(new Set(names).size).toBe(names.length);
      if (!line.includes("bahasa indonesia")) expect(names.length).toBeGreaterThan(1);
    }
  });
});
