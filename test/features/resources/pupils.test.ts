import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needsFaceReminder, pupilData, stretchesIn } from "../../../src/features/resources/pupils/rules.js";
import { type Token, tokensOf } from "../../../src/features/resources/pupils/text/rules.js";

const kindsIn = (text: string) => pupilData(text).map(({ kind }) => kind);
const quotesIn = (text: string) => pupilData(text).map(({ start, length }) => text.slice(start, start + length));

/** All numbers and people are invented. */
const alarms: readonly (readonly [text: string, ...kinds: string[]])[] = [
  ["NIK anaknya 3204116505130002, mohon dibantu.", "nationalId"],
  ["3204112505130002", "nationalId"],
  ["3204 1125 0513 0002", "nationalId"],
  ["KTP: 320411-250513-0002", "nationalId"],
  ["Nomornya 32.04.11.250513.0002 ya Bu", "nationalId"],
  ["No. KK 3204119905130002", "nationalId"],
  ["Lihat https://contoh.example/siswa?nik=3204112505130002", "nationalId"],
  ["NISN 0123456789", "pupilNumber"],
  ["nisn siswa: 0098765432", "pupilNumber"],
  ["Rapor 0131234567 belum terisi", "pupilNumber"],
  ["NISN: 4123456789", "pupilNumber"],
  ["NISN 012 345 6789", "pupilNumber"],
  ["NIS 20417 belum membayar", "pupilNumber"],
  ["Nomor induk siswa: 11873", "pupilNumber"],
  ["Student ID 48213 keeps missing class", "pupilNumber"],
  ["NISN/NIS: 0123456789/2041", "pupilNumber"],
  ["Tgl lahir 12-03-2014", "birthDate"],
  ["TTL: Bandung, 12 Maret 2014", "birthDate"],
  ["Tempat, tanggal lahir: Kupang, 3 Mei 2012", "birthDate"],
  ["Anaknya lahir di Medan pada 7 Agustus 2015.", "birthDate"],
  ["Zefanya lahir 07/08/15", "birthDate"],
  ["DOB 2013-11-02", "birthDate"],
  ["She was born on March 12th, 2014.", "birthDate"],
  ["Tom, born 3rd of May 2012", "birthDate"],
  ["Budi, 12-03-2014", "birthDate"],
  ["Siti (5 Juni 2013)", "birthDate"],
  ["Budi kelas 4A sering terlambat", "nameWithClass"],
  ["budi kelas 4a sering terlambat", "nameWithClass"],
  ["Siti (4B) dan Rina (5C)", "nameWithClass", "nameWithClass"],
  ["anak saya Rina di kelas 7", "nameWithClass"],
  ["Murid saya Zefanya di kelas VII-B", "nameWithClass"],
  ["siswa kelas 9 bernama Melkianus", "nameWithClass"],
  ["Kemarin Zefanya kelas 4A belum mengumpulkan tugas", "nameWithClass"],
  ["Nama: Oktovina\nKelas: 6B", "nameWithClass"],
  ["Rizki, siswa SMP Tunas Rencong kelas 8", "nameWithClass"],
  ["Ayu XII IPA 2 tidak masuk", "nameWithClass"],
  ["Kelas 4A: Budi, Siti, dan Made", "nameWithClass"],
  ["Ananda Kadek, TK B, masih menangis", "nameWithClass"],
  ["Tom in Year 4 cannot read yet", "nameWithClass"],
  ["My pupil Liam, grade 5, hits others", "nameWithClass"],
  ["Emma (5A) cried again", "nameWithClass"],
  ["a Year 4 pupil called Oliver", "nameWithClass"],
  ["My son Jürgen is in class 3B", "nameWithClass"],
  ["Dewi umur 9 tahun kelas 3 SD", "nameWithClass"],
  ["Ahmad kelas empat", "nameWithClass"],
  ["Kelas 5A\n1. Andi\n2. Siti", "nameWithClass"],
  ["siswa atas nama Bagas kelas XI IPS 1", "nameWithClass"],
  ["Andi 75, Budi 80", "grades"],
  ["Andi: 75\nZefanya: 60\nSiti: 90", "grades"],
  ["1. Andi 75\n2. Budi 80\n3. Melki 55", "grades"],
  ["nilai matematika Budi 45", "grades"],
  ["Budi mendapat nilai 60.", "grades"],
  ["Nilai ulangan: Zefanya 75, Melki 80, Oktovina 55", "grades"],
  ["Emma 82%, Liam 47%", "grades"],
  ["Emma scored 45", "grades"],
  ["Rina | 78,5 | Dewi | 90", "grades"],
  ["HP orang tua Rina: 0812-0000-1234", "contact"],
  ["nomor WA ibunya 081200001234", "contact"],
  ["Wali murid: +62 812 0000 1234", "contact"],
  ["Nomor HP siswa: 0857 0000 111", "contact"],
  ["Call Emma's mother on +61 400 000 123", "contact"],
  ["Anak saya Rina tinggal di Jalan Melati 5", "contact"],
  ["Alamat rumah Budi: Jl. Mawar No. 3", "contact"],
  ["Emma lives at 12 Oak Street", "contact"],
  ["Rina didiagnosis autis sejak kecil", "health"],
  ["Anak didik saya Zefanya menderita epilepsi", "health"],
  ["ADHD pada Budi makin terlihat", "health"],
  ["Liam has dyslexia and ADHD", "health", "health"],
  ["Budi slow learner", "health"],
  ["Rina kelas 7 hamil", "nameWithClass", "health"],
];

const innocent: readonly string[] = [
  "Ide pelajaran untuk kelas 4 SD: pecahan dengan kertas lipat.",
  "Bahan ajar kelas 4 Fisika dan kelas 7 IPA",
  "Bu Sari kelas 4 punya ide bagus.",
  "Terima kasih, Pak Budi kelas 5A!",
  "Ibu Rina (4B) dan Pak Andi (4A) memandu sesi.",
  "Mrs Emma, Year 4, will host.",
  "Budi, guru kelas 4A, berbagi rubrik.",
  "Rina Kurnia, S.Pd. kelas 4A",
  "Jadwal kelas 4A: Senin, Rabu, Jumat",
  "LKPD Pecahan (4A)",
  "Pendidikan Agama Islam dan Budi Pekerti kelas 4",
  "SD Santa Maria kelas 6A menang lomba.",
  "Wali kelas 4A dan 4B bertemu hari Sabtu.",
  "Wali kelas 4A: Siti Aminah",
  "Guru kelas 3: Rina",
  "Kak Rina, fasilitator kelas 4A",
  "Perkenalkan, saya Rina, mengajar kelas 4A",
  "Dan kelas 4A menjawab bersama-sama.",
  "Tim kelas 7B dan Hari Guru",
  "ISBN 979-8888-12-3 dan ISBN 0131103628",
  "ISBN: 978-0131103628",
  "doi:10.1000/0012345678 dan 10.1234/abc.0012345678",
  "https://contoh.example/arsip/3204112505130002/0123456789",
  "https://contoh.example/budi/kelas4a?x=0812000012345",
  "NIP 19850312 201001 1 001",
  "NIP. 198503122010011001",
  "NUPTK 3204112505130002",
  "NPSN 20403112",
  "No. rekening 0123456789 a.n. panitia",
  "Telp 0224567890 untuk pemesanan",
  "Hubungi sekolah kami di 0271-123456.",
  "Pendaftaran siswa: WA 0812-0000-1234 (Pak Budi)",
  "Webinar untuk orang tua, info 0812-0000-1234",
  "Narahubung: Rina 0812 0000 1234",
  "Untuk orang tua murid, hubungi panitia 0812-0000-1234",
  "Alamat sekolah: Jl. Melati No. 5",
  "Jarak rumah anak ke sekolah: jalan 5 menit",
  "Pelatihan 12 Maret 2026 di Bandung",
  "Rapat, 12-03-2026, bersama Bu Sari",
  "Sleman, 12 Maret 2026\nSari Wulandari",
  "Kartini lahir di Jepara, 21 April 1879.",
  "Pancasila lahir 1 Juni 1945",
  "Komunitas kami lahir 12 Maret 2016.",
  "Our network was born on 3 May 2019.",
  "Hari lahir sekolah 12 Juli 2001",
  "Generasi Alfa lahir antara 2010 dan 2024.",
  "Tahun ajaran 2025/2026, semester 2",
  "Januari 75, Februari 80, Maret 90",
  "Jakarta 30, Bandung 25, Surabaya 28",
  "Bab 1, Bab 2, Tabel 3, Gambar 4",
  "Budi membeli 3 apel dan Siti 5 jeruk.",
  "Usia Andi 7, Budi 8 tahun. Berapa selisihnya?",
  "QS Yusuf 12, Ibrahim 24",
  "Daniel 3:16, Yohanes 4:2",
  "Nilai KKM 75 untuk semua kelas",
  "Buku tentang autisme dan disleksia",
  "Rina Kurnia menulis buku tentang disleksia",
  "Bu Rina melatih guru tentang ADHD",
  "Pak Agus: strategi untuk murid autis",
  "Teaching aids for Year 4: Sam can add fractions.",
  "Epilepsy first aid poster for the staff room",
  "Puisi Chairil Anwar kelas 9",
  "Surya panel kelas 8, energi bintang kelas 9",
  "Kode rapat 012 3456 7890",
  "4 5 6 7 8 9 10 11 12 1 2 3 4 5 6 7",
  "Nilai: 75 80 90 85 70 60 75 80",
  "Volume 12, nomor 3, halaman 45-67, 2019",
  "Grade 5 fractions: 3D shapes and 2D nets",
  "Rumus luas: 12 x 3 = 36; 7B adalah nama soal",
  "www.contoh.example/3204112505130002",
  "Kakak kelas 6 membacakan cerita untuk adik kelas 1.",
  "Year 5 science: the boy and the girl in class 5",
  "",
];

describe("what looks like a pupil's data", () => {
  it.each(alarms)("is noticed in %j", (text, ...kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  it.each(innocent)("is not seen in %j", (text) => {
    expect(quotesIn(text)).toEqual([]);
  });

  it("is quoted to the letter", () => {
    expect(quotesIn("Tolong: Budi Santoso kelas 4A, lahir 3 Mei 2014, NISN 0141234567.")).toEqual([
      "Budi Santoso kelas 4A",
      "3 Mei 2014",
      "0141234567",
    ]);
    expect(quotesIn("Hasil: Andi 75, Budi 80.")).toEqual(["Andi 75, Budi 80"]);
    expect(quotesIn("WA ibunya +62 812-0000-1234 ya")).toEqual(["+62 812-0000-1234"]);
    expect(quotesIn("🙂 Siti (4B)")).toEqual(["Siti (4B"]);
  });

  it("knows a birth date beside a name by the age in the year at hand", () => {
    expect(pupilData("Budi, 12-03-2026", 2026)).toEqual([]);
    expect(pupilData("Budi, 12-03-2026", 2033)).toHaveLength(1);
  });
});

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(""));
const two = (min: number, max: number) => fc.integer({ min, max }).map((value) => String(value).padStart(2, "0"));
const nik = fc
  .tuple(
    fc.constantFrom("11", "21", "32", "35", "51", "53", "64", "73", "81", "94", "97"),
    two(1, 79),
    two(1, 40),
    fc.oneof(two(1, 28), two(41, 68)),
    two(1, 12),
    two(0, 99),
    fc.integer({ min: 1, max: 9999 }).map((value) => String(value).padStart(4, "0")),
  )
  .map((parts) => parts.join(""));
const nisn = fc
  .tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 1_000_001, max: 9_999_998 }))
  .map(([year, rest]) => String(year).padStart(3, "0") + String(rest))
  .filter((number) => !/^(.)\1+$/.test(number.slice(3)));
const prose = fc
  .array(
    fc.constantFrom(
      ...["Ide pelajaran untuk kelas 4 SD.", "Murid menyusun kartu,", "lalu berdiskusi;", "hasilnya 3 poster."],
      ...["We folded paper in 2024", "— it took 40 minutes!", "Bu Sari kelas 5", "(lihat bab 7)", "\n", "Untuk guru:"],
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(" "));
/** Text that is nothing but trouble. */
const noise = fc
  .array(fc.oneof(fc.nat({ max: 0x2100 }), fc.nat({ max: 0x10ffff })), { maxLength: 60 })
  .map((codes) => String.fromCodePoint(...codes));

describe("looking for pupils' data", () => {
  it("finds an NIK planted anywhere, in one piece or in the usual groups", () => {
    const grouped = (number: string, separator: string) => number.replace(/(....)(?=.)/g, `$1${separator}`);
    fc.assert(
      fc.property(prose, nik, fc.constantFrom("", " ", "-", "."), prose, (before, number, separator, after) => {
        const written = separator === "" ? number : grouped(number, separator);
        expect(quotesIn(`${before} ~ ${written} ~ ${after}`)).toContain(written);
      }),
    );
  });

  it("finds an NISN planted anywhere", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          prose,
          noise.map((text) => `${text} ok ok ok ok`),
        ),
        nisn,
        prose,
        (before, number, after) => {
          const text = `${before} ${number} ${after}`;
          expect(quotesIn(text)).toContain(number);
        },
      ),
    );
  });

  it("takes numbers of other lengths for neither", () => {
    const length = fc.integer({ min: 1, max: 24 }).filter((value) => value !== 10 && value !== 16);
    fc.assert(
      fc.property(prose, length.chain(digits), prose, (before, number, after) => {
        const kinds = kindsIn(`${before} ~ ${number} ~ ${after}`);
        expect(kinds.filter((kind) => kind === "nationalId" || kind === "pupilNumber")).toEqual([]);
      }),
    );
  });

  it("takes no sixteen digits for an NIK whose region or day cannot be", () => {
    fc.assert(
      fc.property(nik, fc.constantFrom("00", "20", "41", "50", "88"), two(32, 40), (number, region, day) => {
        expect(kindsIn(region + number.slice(2))).toEqual([]);
        expect(kindsIn(number.slice(0, 6) + day + number.slice(8))).toEqual([]);
      }),
    );
  });

  it("answers whatever it is given with findings in order, inside the text, not empty and apart", () => {
    const any = fc.array(fc.oneof(noise, prose, nik, nisn, fc.constantFrom(...alarms.map(([text]) => text))), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(any, fc.constantFrom("", " ", "\n"), (parts, between) => {
        const text = parts.join(between);
        let from = 0;
        for (const { start, length } of pupilData(text)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(length).toBeGreaterThan(0);
          from = start + length;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("loses no finding to innocent text before or after it", () => {
    const lost = alarms.flatMap(([text]) =>
      innocent
        .flatMap((other) => [`${other}\n${text}`, `${text}\n${other}`])
        // A list may go on with what follows it.
        .filter((whole) => quotesIn(text).some((quote) => !quotesIn(whole).some((found) => found.includes(quote)))),
    );
    expect(lost).toEqual([]);
  });

  it("reads each word a limited number of times, whatever is written", () => {
    const stepsFor = (unit: string, size: number) => {
      const tokens = tokensOf(unit.repeat(Math.ceil(size / unit.length)));
      let steps = 0;
      const counted = new Proxy(tokens, {
        get: (target, property, receiver) => {
          steps += 1;
          return Reflect.get(target, property, receiver) as Token;
        },
      });
      stretchesIn(counted, 2026);
      return steps / Math.max(tokens.length, 1);
    };
    for (const unit of [...hostile, ...alarms.map(([text]) => `${text} `)]) {
      expect(stepsFor(unit, 1_500), unit).toBeLessThan(120);
    }
  });

  it("needs time in proportion to the length, the cutting into words included", () => {
    const best = (text: string) => Math.min(...[1, 2, 3].map(() => busy(() => pupilData(text))));
    for (const unit of ["0-", "Budi, ", "http://", "@", "e\u0301\u0301", "a1"]) {
      const [small, large] = [best(unit.repeat(10_000 / unit.length)), best(unit.repeat(80_000 / unit.length))];
      // Eight times the text: a quadratic search would need 64 times as long.
      expect(large, unit).toBeLessThan(32 * Math.max(small, 5));
    }
  });
});

const hostile = [
  "0",
  "0 ",
  "0-",
  "08-",
  "1.",
  "a",
  "A ",
  "Budi ",
  "Budi, ",
  "Budi 75, ",
  "anak saya ",
  "kelas ",
  "lahir ",
  "12-03-2014 ",
  "12 Maret ",
  "autis ",
  "rumah Jl. ",
  "ibunya ",
  "NIK NISN ",
  "://",
  "http://",
  "@",
  "10.1234/",
  "e\u0301\u0301\u0301",
  "\ud800",
  "\u0000",
  "\u202e(",
  ". ",
  "\n",
  "Nama: ",
];

/** Milliseconds of this process alone, whatever else the machine does. */
function busy(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("the reminder of faces", () => {
  it("comes with pictures and films, and with nothing else", () => {
    for (const type of ["image/jpeg", "IMAGE/PNG", "image/webp; q=1", "video/mp4"])
      expect(needsFaceReminder(type)).toBe(true);
    for (const type of ["application/pdf", "text/image/", "audio/mpeg", ""])
      expect(needsFaceReminder(type)).toBe(false);
  });
});
