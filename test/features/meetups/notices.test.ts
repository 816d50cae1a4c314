import { describe, expect, it } from "vitest";
import { cardText } from "../../../src/chat/card.js";
import { textOf } from "../../../src/chat/text.js";
import { meetupNotices } from "../../../src/features/meetups/notices.js";
import type { MatchFacts, UnmatchedFacts } from "../../../src/features/meetups/rules.js";
import { readerFor } from "../../../src/outbox/notice.js";
import { words } from "../../outbox/office.js";

const NAMES = new Map([
  ["ani", "Bu Ani"],
  ["bob", "Pak Bob"],
  ["citra", "Kak Citra"],
  ["dewi", "Bu Dewi"],
]);

function facts(people: readonly string[], more: Partial<MatchFacts> = {}): MatchFacts {
  return {
    meetingId: "meeting",
    participants: people.map((id) => ({
      who: { person: id },
      role: undefined,
      institution: undefined,
      line: undefined,
      timeZone: "Asia/Jakarta",
    })),
    reasons: [{ kind: "newcomer", newcomer: { person: "bob" }, connector: { person: "ani" } }],
    host: { person: "ani" },
    icebreaker: "i01",
    isRepeat: false,
    kind: "round",
    window: undefined,
    connector: undefined,
    topic: undefined,
    ...more,
  };
}

/** What one person reads in a private message, or everybody in a room. */
function read(name: "match" | "matchApart", told: MatchFacts, locale: string, memberId?: string): string {
  return written(name, told, locale, memberId);
}

function written(name: string, told: object, locale: string, memberId?: string): string {
  const notice = meetupNotices.get(`meet.${name}`);
  if (!notice) throw new Error("there is no such notice");
  const reader = readerFor(words, notice.file, { memberId, locale, timeZone: "Asia/Jakarta" }, NAMES);
  const card = notice.make(told as never, reader);
  const title = card.title === undefined ? "" : textOf(card.title);
  return [title, cardText(card), ...(card.buttons ?? []).map(({ label }) => `[${label}]`)].join("\n");
}

describe("a match told to one person", () => {
  it("calls that person you, and names only the others", () => {
    const host = read("matchApart", facts(["ani", "bob"]), "en", "ani");
    expect(host).toContain("Meet Pak Bob.\n• Pak Bob\n");
    expect(host).toContain("This week you write first.");
    expect(host).toContain("Pak Bob is new here, and you know how");
    expect(host).not.toContain("Bu Ani");
    const guest = read("matchApart", facts(["ani", "bob"]), "id", "bob");
    expect(guest).toContain("Kenalkan, ini Bu Ani.\n• Bu Ani\n");
    expect(guest).toContain("Pekan ini Bu Ani yang membuka obrolan.");
    expect(guest).toContain("Anda baru bergabung, dan Bu Ani pandai");
    expect(guest).not.toContain("Pak Bob");
    expect(read("matchApart", facts(["ani", "bob"]), "id", "ani")).toContain("Pekan ini Anda yang membuka obrolan.");
  });

  it("names all others of a group", () => {
    expect(read("matchApart", facts(["ani", "bob", "citra"]), "en", "bob")).toContain("Meet Bu Ani and Kak Citra.");
    expect(read("matchApart", facts(["ani", "bob", "citra"]), "id", "bob")).toContain(
      "Kenalkan, ini Bu Ani dan Kak Citra.",
    );
  });

  it("says once that they were together before, and claims no meeting", () => {
    const again = facts(["ani", "bob"], { isRepeat: true, reasons: [{ kind: "longTime", weeks: 1 }] });
    const told = read("matchApart", again, "en", "bob");
    expect(told).toContain("You were brought together before; this time nobody new was free.");
    expect(told).not.toMatch(/weeks? ago|have met|Why you/);
    const group = { ...again, participants: facts(["ani", "bob", "citra"]).participants };
    expect(read("matchApart", group, "id", "bob")).toContain("Sebagian sudah pernah dipertemukan; kali ini");
  });

  it("says who brought the two together", () => {
    const connected = facts(["ani", "bob"], { kind: "connect", connector: { person: "dewi" } });
    expect(read("matchApart", connected, "en", "bob")).toContain(
      "Bu Dewi thinks that you and Bu Ani should know each other.",
    );
    expect(read("matchApart", connected, "id", "ani")).toContain(
      "Menurut Bu Dewi, Anda dan Pak Bob perlu saling kenal.",
    );
  });
});

describe("why somebody gets a match", () => {
  it("is what brought them together", () => {
    const whys = (kind: string, connector?: string) =>
      ["en", "id"].map((locale) => {
        const told = facts(["ani", "bob"], {
          kind,
          ...(connector === undefined ? {} : { connector: { person: connector } }),
        });
        return read("match", told, locale)
          .split("\n")
          .findLast((line) => !line.startsWith("["));
      });
    expect(whys("round")).toEqual([
      "You get this because you take part in the weekly meet-up. A break: /meet pause.",
      "Anda menerima ini karena ikut temu mingguan. Ingin istirahat: /temu jeda.",
    ]);
    expect(whys("hello")).toEqual([
      "You get this because you said hello to each other. Not now? Simply leave it.",
      "Anda menerima ini karena saling menyapa. Belum sempat? Biarkan saja.",
    ]);
    expect(whys("connect", "dewi")).toEqual([
      "You get this because a member brought you together. Not now? Simply leave it.",
      "Anda menerima ini karena seorang anggota mempertemukan Anda. Belum sempat? Biarkan saja.",
    ]);
  });

  it("of somebody left over by the round and somebody who came late is true of both", () => {
    const late = facts(["ani", "bob"], { kind: "late" });
    expect(read("match", late, "en")).toContain("You were both free after the round");
    expect(read("match", late, "id")).toContain("Anda berdua sama-sama luang setelah putaran");
  });
});

describe("a round without a partner", () => {
  const told = (facts: UnmatchedFacts, locale: string) => written("unmatched", facts, locale, "ani");
  const roundAt = "2026-12-01T08:30:00Z";

  it("is named by its day, since it may be told the week after", () => {
    for (const why of ["alone", "language", "rules", "cancelled", "left"]) {
      const english = told({ why, roundAt, nextAt: "2026-12-08T08:30:00Z" }, "en");
      expect(english).toContain("No meet-up for you on Tuesday, 1 December 2026");
      expect(english).not.toMatch(/week\b/);
      expect(told({ why, roundAt, nextAt: undefined }, "id")).not.toContain("pekan");
    }
    expect(told({ why: "left", nextAt: undefined }, "id")).toContain("Kali ini belum ada teman temu");
  });

  it("suggests another language where none was shared", () => {
    expect(told({ why: "language", roundAt, nextAt: undefined }, "en")).toMatch(
      /add it to your introduction[^]*\[Add a language\]/,
    );
    expect(told({ why: "language", roundAt, nextAt: undefined }, "id")).toMatch(
      /tambahkan di perkenalan[^]*\[Tambah bahasa\]/,
    );
    expect(told({ why: "rules", roundAt, nextAt: undefined }, "id")).not.toContain("bahasa");
  });

  it("names the languages that would have helped, as far as they have names", () => {
    const facts = { why: "language", languages: ["id", "en", "tlh"], roundAt, nextAt: undefined };
    expect(told(facts, "en")).toContain("Most of the others talk in Indonesian and English.");
    expect(told(facts, "id")).toMatch(/Kebanyakan peserta lain berbahasa \S+ dan \S+\./);
    expect(told({ ...facts, languages: [] }, "en")).not.toContain("Most of the others");
  });
});

describe("a name that rests", () => {
  it("hears of no more rounds, and is promised nothing that is not so", () => {
    expect(written("resting", {}, "en", "ani")).toMatch(/no more rounds for you until you come back/);
    expect(written("resting", {}, "id", "ani")).toMatch(/Tidak ada putaran lagi untuk Anda sampai Anda kembali/);
  });
});

describe("a match told to a room", () => {
  it("names everybody, in each language", () => {
    const english = read("match", facts(["ani", "bob"]), "en");
    expect(english).toContain("Bu Ani, meet Pak Bob.\n• Bu Ani\n• Pak Bob\n");
    expect(english).toContain("This week Bu Ani writes first.");
    expect(english).toContain("Pak Bob is new here, and Bu Ani knows how");
    const connected = facts(["ani", "bob"], { kind: "connect", connector: { person: "dewi" } });
    expect(read("match", connected, "id")).toContain("Menurut Bu Dewi, Bu Ani dan Pak Bob perlu saling kenal.");
    expect(read("match", facts(["ani", "bob", "citra"]), "id")).toContain("Bu Ani, Pak Bob, dan Kak Citra, silakan");
  });
});
