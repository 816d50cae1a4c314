import { describe, expect, it } from "vitest";
import { cardText } from "../../../src/chat/card.js";
import { meetupNotices } from "../../../src/features/meetups/notices.js";
import type { MatchFacts } from "../../../src/features/meetups/rules.js";
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
  const notice = meetupNotices.get(`meet.${name}`);
  if (!notice) throw new Error("there is no such notice");
  const reader = readerFor(words, notice.file, { memberId, locale, timeZone: "Asia/Jakarta" }, NAMES);
  return cardText(notice.make(told as never, reader));
}

describe("a match told to one person", () => {
  it("calls that person you, and names only the others", () => {
    const host = read("matchApart", facts(["ani", "bob"]), "en", "ani");
    expect(host).toContain("Meet Pak Bob.\n• Pak Bob\n");
    expect(host).toContain("This week you write first.");
    expect(host).toContain("Pak Bob is new here, and you know how");
    expect(host).not.toContain("Bu Ani");
    const guest = read("matchApart", facts(["ani", "bob"]), "id", "bob");
    expect(guest).toContain("Kenalkan Bu Ani.\n• Bu Ani\n");
    expect(guest).toContain("Pekan ini Bu Ani yang membuka obrolan.");
    expect(guest).toContain("Anda baru bergabung, dan Bu Ani pandai");
    expect(guest).not.toContain("Pak Bob");
    expect(read("matchApart", facts(["ani", "bob"]), "id", "ani")).toContain("Pekan ini Anda yang membuka obrolan.");
  });

  it("names all others of a group", () => {
    expect(read("matchApart", facts(["ani", "bob", "citra"]), "en", "bob")).toContain("Meet Bu Ani and Kak Citra.");
    expect(read("matchApart", facts(["ani", "bob", "citra"]), "id", "bob")).toContain("Kenalkan Bu Ani dan Kak Citra.");
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
