import { describe, expect, it } from "vitest";
import { person, plain, textOf } from "../../../src/chat/text.js";
import { reasonTexts } from "../../../src/features/introductions/notices.js";
import type { ReasonFact } from "../../../src/features/introductions/rules.js";
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
function told(locale: string, memberId: string | undefined): readonly string[] {
  return reasonTexts(REASONS, {
    memberId,
    locale,
    from: (file, key, facts) => words.say(locale, file, key, facts),
    person: (fact) => person({ memberId: fact.person, name: fact.person }),
    topic: ({ label }) => plain(label),
  }).map(textOf);
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
