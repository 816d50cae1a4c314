import fc from "fast-check";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadCommands } from "../../src/chat/load.js";
import { distance, fold, makeParser, wordList } from "../../src/chat/parse.js";
import { loadWords } from "../../src/chat/words.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const words = loadWords(join(root, "src/locales"));
const commands = await loadCommands(join(root, "commands"), words);
const parser = makeParser(commands, words);

/** "meet pause {until: 2026-12-20}", or "? word → near, near". */
function parsed(line: string): unknown {
  const meant = parser.line(line);
  if (meant.kind === "entry") return [`${meant.command} ${meant.verb}`.trim(), meant.raw];
  return [`? ${meant.word}`, meant.near.map(({ command, verb }) => `${command} ${verb}`.trim())];
}

describe("a typed line", () => {
  it.each<[string, string, Record<string, string>]>([
    ["kenalan", "introduce", {}],
    ["/kenalan", "introduce", {}],
    ["  /Introduce  ", "introduce", {}],
    ["KENALAN", "introduce", {}],
    ["bantuan", "help", {}],
    ["tolong", "help", {}],
    ["?", "help", {}],
    // verbs, in both languages, by alias, with spaces or hyphens
    ["temu", "meet status", {}],
    ["/meet", "meet status", {}],
    ["temu ikut", "meet join", {}],
    ["meetup join", "meet join", {}],
    ["meet-up join", "meet join", {}],
    ["temu-mingguan gabung", "meet join", {}],
    ["temu jangan-temu @x", "meet avoid", { person: "@x" }],
    ["temu jangan temu <@u1>", "meet avoid", { person: "<@u1>" }],
    ["meet do not meet <@u1>", "meet avoid", { person: "<@u1>" }],
    ["meet DO-NOT-MEET <@u1>", "meet avoid", { person: "<@u1>" }],
    ["atur uji coba", "setup preview", {}],
    ["setup dry-run", "setup preview", {}],
    ["saya berhenti", "my stop", {}],
    ["/my time zone", "my zone", {}],
    // named options, in any language and in any order
    ["temu jeda sampai:2026-12-20", "meet pause", { until: "2026-12-20" }],
    ["/meet pause until:2026-12-20", "meet pause", { until: "2026-12-20" }],
    ["/meet pause until: 2026-12-20", "meet pause", { until: "2026-12-20" }],
    ["/meet jeda Sampai:2026-12-20", "meet pause", { until: "2026-12-20" }],
    ["/meet pause 2026-12-20", "meet pause", { until: "2026-12-20" }],
    ["/my quiet until:06:30 from:18:00", "my quiet", { until: "06:30", from: "18:00" }],
    [
      "/saya tenang dari:18.00 sampai:06.30 akhir-pekan:ya",
      "my quiet",
      { from: "18.00", until: "06.30", weekends: "ya" },
    ],
    ["/my quiet 18:00 06:30", "my quiet", { from: "18:00", until: "06:30" }],
    [
      "/meet join every:2 size:Berdua topics:literasi, numerasi",
      "meet join",
      { cadence: "2", size: "Berdua", topics: "literasi, numerasi" },
    ],
    // texts go on until the next option; quotes keep them together
    [
      "/connect <@a> <@b> pembelajaran berdiferensiasi di SD",
      "connect",
      { first: "<@a>", second: "<@b>", topic: "pembelajaran berdiferensiasi di SD" },
    ],
    [
      "/connect topic:lesson study first:<@a> second:<@b>",
      "connect",
      { topic: "lesson study", first: "<@a>", second: "<@b>" },
    ],
    [
      '/connect topic:"lesson study: the start" <@a> <@b>',
      "connect",
      { topic: "lesson study: the start", first: "<@a>", second: "<@b>" },
    ],
    [
      '/atur tambah-hari "Libur semester" break 2026-12-21 2027-01-02',
      "setup add",
      { title: "Libur semester", kind: "break", from: "2026-12-21", until: "2027-01-02" },
    ],
    [
      "/setup add title:“Libur semester” kind:break from:2026-12-21",
      "setup add",
      { title: "Libur semester", kind: "break", from: "2026-12-21" },
    ],
    ["/setup add title:'Libur semester' kind:break", "setup add", { title: "Libur semester", kind: "break" }],
    ["/setup add title:‘Libur semester’ kind:break", "setup add", { title: "Libur semester", kind: "break" }],
    ["/setup add title:„Libur semester“ kind:break", "setup add", { title: "Libur semester", kind: "break" }],
    ["/setup add title:«Libur semester» kind:break", "setup add", { title: "Libur semester", kind: "break" }],
    ['/people "guru fisika', "people", { query: '"guru fisika' }],
    ["/people jum'at", "people", { query: "jum'at" }],
    [
      "/people IPA: energi https://contoh.sch.id/a:b?c=d",
      "people",
      { query: "IPA: energi https://contoh.sch.id/a:b?c=d" },
    ],
    ["/people cari:fisika", "people", { query: "fisika" }],
    ["/people <@u1>", "people", { person: "<@u1>" }],
    ["/people guru <@u1>", "people", { query: "guru <@u1>" }],
    ["/orang orang:@u1", "people", { person: "@u1" }],
    ["/orang constructor:x", "people", { query: "constructor:x" }],
    // a verb's word at the beginning of a question
    ["/ask help me with fractions", "ask new", { question: "help me with fractions" }],
    ["/ask open source or paid?", "ask new", { question: "open source or paid?" }],
    ["/tanya bantu saya mengajar pecahan", "ask new", { question: "bantu saya mengajar pecahan" }],
    ["/ask help on", "ask help", { helping: "on" }],
    ["/ask help helping: on", "ask help", { helping: "on" }],
    ["/ask open", "ask open", {}],
    ["/resources saved games", "resources search", { words: "saved games" }],
    ["/resources digest off", "resources digest", { weekly: "off" }],
    ["/atur kanal perkenalan:<#c1> temu:<#c2>", "setup channels", { introductions: "<#c1>", meetups: "<#c2>" }],
  ])("%s is %s with %j", (line, called, raw) => {
    expect(parsed(line)).toEqual([called, raw]);
  });

  it.each<[string, string, string[]]>([
    ["", "", ["help"]],
    ["/", "", ["help"]],
    ["kenlan", "kenlan", ["introduce"]],
    ["kenal", "kenal", ["introduce"]],
    ["/intorduce", "/intorduce".slice(1), ["introduce"]],
    ["tmu ikut", "tmu", ["meet"]],
    ["halo semua", "halo", []],
    ["ok", "ok", []],
    ["ya", "ya", []],
    ["temu jeada", "jeada", ["meet pause"]],
    ["temu iku", "iku", ["meet join"]],
    ["meet someone nice", "someone", []],
    ["temu sampai:2026-12-20", "sampai:2026-12-20", []],
    ["constructor", "constructor", []],
    ["__proto__ x", "__proto__", []],
  ])("%j is no command we know: %j, near %j", (line, word, near) => {
    expect(parsed(line)).toEqual([`? ${word}`, near]);
  });

  it("never fails, whatever is typed, and is read quickly", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...`/ " ' “ ” „ « » ‘ ’ : , <@u1> <#c1> until: sampai:x topic:" temu meet jeda __proto__`.split(" "),
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const meant = parser.line(pieces.join(" "));
        if (meant.kind === "unknown") return;
        const command = commands.find(({ id }) => id === meant.command);
        const options = command?.entries[meant.verb]?.options ?? {};
        expect(Object.keys(options)).toEqual(expect.arrayContaining(Object.keys(meant.raw)));
      }),
      { numRuns: 1_000 },
    );
    for (const long of ['"', "“ ", "'a ", "a:", "\u0301\u0323", "topic:", "«„", "x "]) {
      const before = performance.now();
      parser.line(`/people ${long.repeat(100_000 / long.length)}`);
      parser.line(long.repeat(100_000 / long.length));
      parser.plain(long.repeat(100_000 / long.length));
      // Far more than it takes, and far less than a way that looks at everything for everything.
      expect(performance.now() - before).toBeLessThan(5_000);
    }
  });

  it("loses nothing of the last text, whatever is in it", () => {
    const word = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .map((text) => text.replace(/["“”„«»'‘’\s]/gu, ""))
      .filter((text) => text !== "" && !/^(query|cari|person|orang):|^<@/i.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (typed) => {
        expect(parsed(`/people ${typed.join(" ")}`)).toEqual(["people", { query: typed.join(" ") }]);
        expect(parsed(`/orang cari:"${typed.join(" ")}"`)).toEqual(["people", { query: typed.join(" ") }]);
      }),
    );
  });
});

describe("a plain message", () => {
  it.each([
    "STOP",
    "stop",
    " Stop. ",
    "STOP!!!",
    "“stop”",
    "/stop",
    "unsubscribe",
    "Stop all",
    "BERHENTI",
    "/berhenti",
    "Berhenti.",
    "stop semua",
  ])("%j stops everything", (text) => {
    expect(parser.plain(text)).toEqual({ kind: "entry", command: "my", verb: "stop", raw: {} });
  });

  it.each(["START", "mulai", "Mulai!"])("%j brings the messages back", (text) => {
    expect(parser.plain(text)).toEqual({ kind: "entry", command: "my", verb: "start", raw: {} });
  });

  it.each([
    "",
    "please stop",
    "stop it",
    "tolong berhenti",
    "Halo",
    "berhenti dulu ya",
    "S T O P",
    "x".repeat(5_000),
    "!".repeat(50),
  ])("%j is ordinary talk", (text) => {
    expect(parser.plain(text)).toBeUndefined();
  });
});

describe("a plain message in a private conversation", () => {
  it.each([
    "tolong berhenti",
    "BERHENTI SEMUA",
    "Stop, please!",
    "please stop",
    "stop it",
    "berhenti dulu ya…",
    "Ok. Stop",
    "tolong hentikan",
    "Tolong hentikan pesannya",
    "jangan kirim pesan lagi",
    "Mohon jangan kirimi saya pesan lagi, ya.",
    "tolong jangan kirim pesan ke saya lagi",
    "saya tidak mau terima pesan lagi",
    "Sudah, berhenti mengirimi saya pesan!",
    "stop sending me messages",
    "Please stop sending me these messages…",
    "no more messages please",
    "No more messages, please!",
    "don't message me",
    "DON’T MESSAGE ME",
    "dont send me messages anymore",
    "I do not want any more messages. Stop messaging me",
  ])("%j stops everything", (text) => {
    expect(parser.plain(text, "alone")).toEqual({ kind: "entry", command: "my", verb: "stop", raw: {} });
    expect(parser.plain(text, "others")).toBeUndefined();
  });

  it.each([
    "Please don't stop!",
    "Jangan berhenti",
    "temu berhenti-ikut",
    "/orang berhenti merokok",
    "kapan kita bisa berhenti",
    "nonstop",
    "tolong",
    "don't stop sending me messages",
    "Please do not stop messaging me",
    "never stop the messages",
    "jangan hentikan pesannya",
    "tolong jangan berhenti kirim pesan ke saya",
    "saya tidak mau hentikan pesan",
    "tidak usah berhenti",
    "Why are there no more messages?",
    "don't send me messages at night",
    "stop messaging me until Monday",
    "jangan kirim pesan malam-malam",
    "jangan kirim pesan di akhir pekan",
    "/connect stop sending me messages",
    `stop sending me messages ${"x".repeat(60)}`,
  ])("%j stops nothing", (text) => {
    expect(parser.plain(text, "alone")).toBeUndefined();
  });

  const listed = (file: string, key: string) =>
    words.locales.flatMap((locale) => wordList(words.label(locale, file, key)));
  const stops = listed("my", "verbs.stop.plainWords");
  const denials = listed("common", "denials");
  /** Words that neither mean nor deny anything by themselves. */
  const meant = [...stops, ...denials, ...listed("common", "conditions")].flatMap((phrase) =>
    phrase.replaceAll("'", "").split(/[ -]/),
  );
  const other = fc.stringMatching(/^[a-z]{1,8}$/).filter((word) => !meant.includes(word));
  const mark = fc.constantFrom("", "!", "…", ".", "?");
  const isStop = (line: string) => parser.plain(line, "alone")?.kind === "entry";

  it("is a stop wherever the word stands among at most two others, whatever is around the words", () => {
    const stopWord = fc.constantFrom("STOP", "Berhenti", ...stops.filter((word) => !word.includes(" ")));
    fc.assert(
      fc.property(fc.array(other, { maxLength: 4 }), fc.nat(4), stopWord, mark, (others, at, word, end) => {
        const line = others.toSpliced(Math.min(at, others.length), 0, word).join(" ") + end;
        expect(isStop(line)).toBe(others.length <= 2);
      }),
    );
  });

  it("is a stop wherever a phrase stands in a short line, unless something denies it", () => {
    const phrase = fc.constantFrom(...stops.filter((word) => word.includes(" ")));
    fc.assert(
      fc.property(fc.array(other, { maxLength: 6 }), fc.nat(6), phrase, mark, (others, at, said, end) => {
        const line = others.toSpliced(Math.min(at, others.length), 0, said).join(" ") + end;
        expect(isStop(line)).toBe(line.length <= 60);
      }),
    );
    fc.assert(
      fc.property(fc.array(other, { maxLength: 2 }), phrase, fc.constantFrom(...denials), (others, said, denial) => {
        // Together they may be a phrase of their own: "jangan" and "kirim pesan".
        fc.pre(!stops.some((stop) => stop !== said && `${denial} ${said}`.includes(stop)));
        expect(isStop([denial, ...others, said].join(" "))).toBe(false);
      }),
    );
  });
});

describe("likeness", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["temu", "tmu", 1],
    ["kitten", "sitting", 3],
    ["x".repeat(41), "x", Infinity],
  ])("of %j and %j is %d", (a, b, away) => {
    expect(distance(a, b)).toBe(away);
    expect(distance(b, a)).toBe(away);
  });

  it("is a distance: never more by way of a third word", () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
        expect(distance(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it("does not see case, accents or spaces around", () => {
    expect(fold("  Á La ÇARTE ")).toBe("a la carte");
  });
});
