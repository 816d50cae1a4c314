import { describe, expect, it } from "vitest";
import { cardText } from "../../../src/chat/card.js";
import { person, plain, textOf } from "../../../src/chat/text.js";
import { introductionNotices, reasonTexts } from "../../../src/features/introductions/notices.js";
import type { ReasonFact } from "../../../src/features/introductions/rules.js";
import { readerFor } from "../../../src/outbox/notice.js";
import { words } from "../../outbox/office.js";

const REASONS: readonly ReasonFact[] = [
  {
    kind: "offerMeetsSeek",
    giver: { person: "Sari" },
    taker: { person: "Bob" },
    topics: [{ key: "praktikum", label: "praktikum" }],
  },
  { kind: "newcomer", newcomer: { person: "Bob" }, connector: { person: "Sari" } },
  { kind: "differentRegion" },
];

/** The reasons as `memberId` alone reads them, or as several people do. */
function told(locale: string, memberId: string | undefined, reasons = REASONS): readonly string[] {
  return reasonTexts(reasons, {
    memberId,
    locale,
    from: (file, key, facts) => words.say(locale, file, key, facts),
    person: (fact) => person({ memberId: fact.person, name: fact.person }),
    topic: ({ label }) => plain(label),
  }).map(textOf);
}

/** One reason in both languages. */
function toldOf(reason: ReasonFact): readonly string[] {
  return ["id", "en"].flatMap((locale) => told(locale, undefined, [reason]));
}

describe("the reasons why people fit", () => {
  it("call the only reader you", () => {
    expect(told("en", "Sari")).toEqual([
      "You can help with what Bob is looking for: praktikum.",
      "Bob is new here, and you know how to make people feel at home.",
      "From different regions.",
    ]);
    expect(told("en", "Bob")).toEqual([
      "Sari can help with what you are looking for: praktikum.",
      "You are new here, and Sari knows how to make people feel at home.",
      "From different regions.",
    ]);
    expect(told("id", "Sari").slice(0, 2)).toEqual([
      "Anda bisa membantu hal yang dicari Bob: praktikum.",
      "Bob baru bergabung, dan Anda pandai membuat orang merasa diterima.",
    ]);
    expect(told("id", "Bob").slice(0, 2)).toEqual([
      "Sari bisa membantu hal yang Anda cari: praktikum.",
      "Anda baru bergabung, dan Sari pandai membuat orang merasa diterima.",
    ]);
  });

  it("name the goals that people have in common", () => {
    expect(toldOf({ kind: "sharedGoals", goals: [{ key: "kelas", label: "kelas terbuka" }] })).toEqual([
      "Sama-sama mencari kelas terbuka.",
      "Looking for the same: kelas terbuka.",
    ]);
  });

  it("say that people were brought together, never that they met, and count as people do", () => {
    expect(toldOf({ kind: "longTime", weeks: 0 })).toEqual([
      "Baru-baru ini dipertemukan.",
      "You were brought together only recently.",
    ]);
    expect(toldOf({ kind: "longTime", weeks: 1 })).toEqual([
      "Terakhir dipertemukan 1 pekan lalu, di luar masa jeda.",
      "You were last brought together one week ago, not counting breaks.",
    ]);
    expect(toldOf({ kind: "longTime", weeks: 14 })[1]).toBe(
      "You were last brought together 14 weeks ago, not counting breaks.",
    );
    expect(toldOf({ kind: "bridge" })).toEqual([
      "Sejauh ini dipertemukan dengan orang-orang yang berbeda, jadi ada yang bisa saling diceritakan.",
      "So far you have been brought together with different people, and can tell each other about them.",
    ]);
    expect(toldOf({ kind: "partlyNew" })).toEqual([
      "Sebagian pernah dipertemukan, sebagian baru kali ini.",
      "Some of you were brought together before, some are new to each other.",
    ]);
  });

  it("name everybody where several read them, or somebody else does", () => {
    for (const reader of [undefined, "Citra"]) {
      expect(told("en", reader).slice(0, 2)).toEqual([
        "Sari can help with what Bob is looking for: praktikum.",
        "Bob is new here, and Sari knows how to make people feel at home.",
      ]);
      expect(told("id", reader).join(" ")).not.toContain("Anda");
    }
  });
});

describe("a hello", () => {
  it("that was stored before it said so counts as one to somebody who had introduced themselves", () => {
    const notice = introductionNotices.get("introduce.hello");
    const reader = readerFor(words, "introduce", { memberId: "b", locale: "en", timeZone: "UTC" }, new Map());
    const told = (more: object) =>
      cardText(notice?.make({ from: { person: "a" }, memberId: "a", ...more } as never, reader) ?? { blocks: [] });
    expect(told({})).toContain("read your introduction");
    expect(told({ isIntroduced: true })).toBe(told({}));
    expect(told({ isIntroduced: false })).not.toContain("introduc");
  });
});
