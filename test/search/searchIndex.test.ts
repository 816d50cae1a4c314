import { describe, expect, it } from "vitest";
import { makeSearchIndex, type SearchEntry } from "../../src/search/searchIndex.js";

const entry = (id: string, title: string, rest: Partial<SearchEntry> = {}): SearchEntry => ({
  id,
  title,
  topics: [],
  text: "",
  ...rest,
});

function indexOf(...entries: readonly SearchEntry[]) {
  const index = makeSearchIndex();
  for (const one of entries) index.put(one);
  return index;
}

const SHELF = [
  entry("pecahan", "Mengenalkan pecahan dengan kertas lipat", { topics: ["matematika", "mathematics"] }),
  entry("puisi", "Nulis puisi bareng murid-murid kelas 4 SD/MI", {
    topics: ["pembelajaran menulis", "teaching writing"],
  }),
  entry("rubrik", "Rubrik penilaian presentasi", { topics: ["asesmen", "assessment"], text: "Siap cetak." }),
  entry("modul", "Modul ajar IPA fase D", { text: "Tiga pertemuan tentang ekosistem." }),
  entry("cpp", "Latihan C++ untuk olimpiade", { topics: ["koding", "coding"] }),
  entry("5e", "The 5E model in science lessons", { language: "en", text: "Pupils explain what they observed." }),
  entry("kebun", "Kebun sekolah", { text: "Anak2 menanam cabai; kerjasama dengan orang tua." }),
];

const idsFor = (text: string, ...entries: readonly SearchEntry[]) =>
  indexOf(...(entries.length > 0 ? entries : SHELF))
    .search({ text, most: 10 })
    .hits.map(({ id }) => id);

describe("A search", () => {
  it.each([
    ["as it stands", "pecahan kertas", "pecahan"],
    ["in capitals and with an accent", "PÉCAHAN", "pecahan"],
    ["by another form", "menuliskan", "puisi"],
    ["by its root", "tulis", "puisi"],
    ["in a hurry", "murid2", "puisi"],
    ["by a single one of two parts", "MI", "puisi"],
    ["by a number", "kelas 4", "puisi"],
    ["by a phase", "fase d", "modul"],
    ["by signs", "c++", "cpp"],
    ["by digit and letter", "5e", "5e"],
    ["by another name", "asesmen presentasi", "rubrik"],
    ["by another name of several words", "lesson plan", "modul"],
    ["in the other language", "poem", "puisi"],
    ["in English, for children by another word", "students observing", "5e"],
    ["with a letter left out", "pecahn", "pecahan"],
    ["with letters swapped", "pceahan", "pecahan"],
    ["with two slips in a long word", "presntasii", "rubrik"],
    ["by the beginning of its last word", "rubrik pres", "rubrik"],
    ["as two words, written as one", "kerja sama", "kebun"],
    ["as one word, written as two", "kebunsekolah", "kebun"],
    ["through words that say nothing", "bagaimana cara untuk pecahan dengan kertas", "pecahan"],
  ])("finds %s: %s", (_, text, id) => {
    expect(idsFor(text)[0]).toBe(id);
  });

  it("puts title before topics before text", () => {
    const found = idsFor(
      "debat",
      entry("text", "Satu", { text: "debat" }),
      entry("topics", "Dua", { topics: ["debat"] }),
      entry("title", "Debat"),
    );
    expect(found).toEqual(["title", "topics", "text"]);
  });

  it("puts the word before its forms, and those before other names", () => {
    const found = idsFor(
      "penilaian",
      entry("name", "Asesmen kelas"),
      entry("form", "Menilai kelas"),
      entry("word", "Penilaian kelas"),
    );
    expect(found).toEqual(["word", "form", "name"]);
    const slip = entry("slip", "Asesmn", { boost: 1 });
    expect(idsFor("asesmn", ...["a", "b", "c"].map((id) => entry(id, "Asesmen asesmen")), slip)[0]).toBe("slip");
  });

  it("lets a guess in the title come after the word in the text, however useful people found it", () => {
    const far = entry("far", "Lain", { text: `${"kata ".repeat(200)} gempa` });
    const others = Array.from({ length: 12 }, (_, at) => entry(`near${at}`, "Gempi Gempi", { boost: 1 }));
    const found = idsFor("gempa", far, ...others);
    expect(found[0]).toBe("far");
  });

  it("says what was probably meant, in words of the best hit", () => {
    const index = indexOf(...SHELF);
    expect(index.search({ text: "Pecahn kertas!", most: 5 }).corrected).toBe("pecahan kertas");
    expect(index.search({ text: "pecahan", most: 5 })).not.toHaveProperty("corrected");
  });

  it("tells no word of what may not be found", () => {
    const index = indexOf(entry("open", "Asesmen"), entry("closed", "Rahasia"));
    const result = index.search({ text: "rahsia", most: 5, where: (id) => id === "open" });
    expect(result).toEqual({ hits: [], total: 0, partial: false });
  });

  it("guesses for who may not find what has the word as typed", () => {
    const index = indexOf(entry("closed", "Asesmn"), entry("open", "Asesmen"));
    const { hits } = index.search({ text: "asesmn", most: 5, where: (id) => id === "open" });
    expect(hits.map(({ id }) => id)).toEqual(["open"]);
  });

  it("wants all words, and says so when it has the best of those with some", () => {
    const index = indexOf(...SHELF);
    expect(index.search({ text: "rubrik presentasi", most: 5 })).toMatchObject({ total: 1, partial: false });
    const some = index.search({ text: "rubrik rendang", most: 5 });
    expect(some).toMatchObject({ total: 1, partial: true });
    expect(some.hits[0]?.id).toBe("rubrik");
  });

  it("doesn't answer with what shares only a common word", () => {
    const many = Array.from({ length: 30 }, (_, at) => entry(`k${at}`, `Kelas ${at + 20}`));
    expect(indexOf(...many).search({ text: "resep rendang padang kelas", most: 5 }).total).toBe(0);
  });

  it("lets usefulness decide between equals, and ids where nothing else does", () => {
    const [a, b, c] = [entry("a", "Kuis"), entry("b", "Kuis", { boost: 0.5 }), entry("c", "Kuis")];
    expect(idsFor("kuis", c, a, b)).toEqual(["b", "a", "c"]);
  });

  it("takes a boost that is no number from 0 to 1 for the nearest that is", () => {
    const odd = [NaN, -1, Infinity].map((boost, at) => entry(`${at}`, "Kuis", { boost }));
    const scores = indexOf(...odd, entry("one", "Kuis", { boost: 1 })).search({ text: "kuis", most: 9 }).hits;
    expect(new Map(scores.map(({ id, score }) => [id, score])).get("2")).toBe(
      scores.find(({ id }) => id === "one")?.score,
    );
    for (const { score } of scores) expect(score).toBeGreaterThan(0);
  });

  it("gives pages that fit together", () => {
    const index = indexOf(...Array.from({ length: 25 }, (_, at) => entry(`e${at}`, `Kuis ${"seru ".repeat(at % 5)}`)));
    const all = index.search({ text: "kuis", most: 25 }).hits;
    const pages = [0, 10, 20].flatMap((offset) => index.search({ text: "kuis", most: 10, offset }).hits);
    expect(pages).toEqual(all);
    expect(index.search({ text: "kuis", most: 10, offset: 40 })).toMatchObject({ hits: [], total: 25 });
    expect(index.search({ text: "kuis", most: 0 })).toMatchObject({ hits: [], total: 25 });
    expect(index.search({ text: "kuis", most: NaN, offset: -3 })).toMatchObject({ hits: [], total: 25 });
  });

  it("asks once at most whether an entry may be found", () => {
    const asked: string[] = [];
    const where = (id: string) => asked.push(id) < 0;
    indexOf(...SHELF).search({ text: "kelas pecahn murid", most: 5, where });
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("finds stop words in titles when nothing else is asked for", () => {
    expect(idsFor("apa itu", entry("what", "Apa itu kombel?"), entry("other", "Kombel"))).toEqual(["what"]);
  });
});

describe("An index", () => {
  it("has an entry once, as it was put last", () => {
    const index = indexOf(entry("a", "Debat"), entry("a", "Puisi"));
    expect(index.size).toBe(1);
    expect(index.search({ text: "debat", most: 5 }).total).toBe(0);
    expect(index.search({ text: "puisi", most: 5 }).total).toBe(1);
  });

  it("forgets what is removed", () => {
    const index = indexOf(...SHELF);
    expect(index.remove("puisi")).toBe(true);
    expect(index.remove("puisi")).toBe(false);
    expect(index.size).toBe(SHELF.length - 1);
    for (const text of ["puisi", "menulis", "teaching writing", "4", "poem", "puisii"])
      expect(index.search({ text, most: 10 }).hits.map(({ id }) => id)).not.toContain("puisi");
  });
});

describe("What is like an entry", () => {
  const shelf = [
    ...SHELF,
    entry("pantun", "Berbalas pantun", { topics: ["pembelajaran menulis", "teaching writing"], text: "menulis rima" }),
    entry("pizza", "Pizza pecahan", { topics: ["matematika", "mathematics"] }),
    ...Array.from({ length: 12 }, (_, at) => entry(`other${at}`, `Lain ${at + 50}`, { text: "kelas murid" })),
  ];

  it("shares topics or rare words with it, and is never itself", () => {
    const index = indexOf(...shelf);
    expect(index.like("puisi", { most: 3 })[0]?.id).toBe("pantun");
    expect(index.like("pecahan", { most: 3 }).map(({ id }) => id)).toEqual(["pizza"]);
    expect(index.like("puisi", { most: 9, where: (id) => id !== "pantun" }).map(({ id }) => id)).not.toContain(
      "pantun",
    );
  });

  it("is nothing for an entry that is not there or stands alone", () => {
    const index = indexOf(...shelf, entry("alone", "Xylofon"));
    expect(index.like("nobody", { most: 3 })).toEqual([]);
    expect(index.like("alone", { most: 3 })).toEqual([]);
  });
});
