import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

const FOUR = [
  ["Ani", "Fisika", ["id"]],
  ["Budi", "Fisika", ["id"]],
  ["Citra", "Sejarah", ["id"]],
  ["Dewi", "Sejarah", ["id"]],
] as const;

/** Teachers in the weekly meet-up, by their names; those with the same subject go together best. */
async function teachers(
  locale: string,
  about: readonly (readonly [name: string, subjects: string, languages: readonly string[]])[] = FOUR,
): Promise<{ world: World; tuti: Speaker; people: ReadonlyMap<string, Speaker> }> {
  const world = await openWorld();
  const tuti = await world.member("Tuti", { locale, isOrganiser: true });
  const people = new Map<string, Speaker>();
  for (const [name, subjects, languages] of about) {
    const who = await world.member(name, { locale: "id" });
    await who.says("/introduce");
    await who.fills({ role: "teacher", subjects, languages });
    await who.says("/meet join every:1");
    people.set(name, who);
  }
  return { world, tuti, people };
}

const RULE = {
  en:
    "Ani and Citra in the round of Tuesday, 1 December 2026\nA rule keeps them apart this time: they have no language " +
    "in common, met a short while ago, one assesses the other, or one of them asked for it.",
  id:
    "Ani dan Citra di putaran Selasa, 1 Desember 2026\nKali ini ada aturan yang memisahkan mereka: tidak ada bahasa " +
    "yang sama, belum lama bertemu, yang satu menilai yang lain, atau salah satu memintanya.",
} as const;

/** What keeps Ani and Citra apart, in every way in which a rule can. */
const RULES = {
  "one asked for it": async () => {
    const made = await teachers("en");
    await made.people.get("Ani")?.says("/meet do-not-meet @Citra");
    return made;
  },
  "the other asked for it": async () => {
    const made = await teachers("en");
    await made.people.get("Citra")?.says("/meet do-not-meet @Ani");
    return made;
  },
  "one assesses the other": async () => {
    const made = await teachers("en");
    await made.tuti.says("/setup evaluator @Citra @Ani");
    return made;
  },
  "they have no language in common": () =>
    teachers("en", [
      ["Ani", "Fisika", ["id"]],
      ["Budi", "Fisika", ["id"]],
      ["Citra", "Sejarah", ["jv"]],
      ["Dewi", "Sejarah", ["jv"]],
    ]),
  "they met a short while ago": async () => {
    const made = await teachers("en");
    await made.tuti.says("/connect @Ani @Citra");
    return made;
  },
};

describe("why not these two", () => {
  it.each(Object.entries(RULES))("says one and the same when %s", async (_why, make) => {
    const { tuti } = await make();
    await tuti.says("/setup why-not @Ani @Citra");
    expect(tuti.sees()).toBe(RULE.en);
    await tuti.says("/my language Indonesian");
    await tuti.says("/atur mengapa-tidak @Ani @Citra");
    expect(tuti.sees()).toBe(RULE.id);
  });

  it("shows what counts for them, what they have instead, and what an exchange would cost", async () => {
    const { world, tuti } = await teachers("en");
    await tuti.says("/setup preview");
    await tuti.presses("Why not these two?");
    await tuti.fills({ first: "@Ani", second: "@Citra" });
    expect(tuti.sees().split("\n")).toEqual([
      "Ani and Citra in the round of Tuesday, 1 December 2026",
      "They may meet, but the round fits better otherwise. What they have in common counts 100 points.",
      "Free at the same hours: 40",
      "New to each other, or long apart: 30",
      "Both at ease in one language: 15",
      "Met different people so far: 15",
      "What each of them has instead:",
      "• Ani and Budi: 141 points",
      "• Citra and Dewi: 141 points",
      "The nearest exchange would cost the round 82 points: Budi and Dewi; Ani and Citra.",
    ]);
    await tuti.says("/setup why-not @Ani @Budi");
    expect(tuti.sees()).toContain(
      "They are together. What they have in common counts 141 points.\nShared topics: 41\n",
    );
    await tuti.says("/my language Indonesian");
    await tuti.says("/atur mengapa @Ani @Citra");
    expect(tuti.sees()).toContain(
      "Mereka boleh bertemu, tetapi susunan lain lebih cocok. Kecocokannya bernilai 100 poin.",
    );
    expect(tuti.sees()).toContain("• Ani dan Budi: 141 poin\n");
    expect(tuti.sees()).toContain("Pertukaran terdekat mengurangi 82 poin dari putaran: ");
    await tuti.says("/atur mengapa @Ani @Budi");
    expect(tuti.sees()).toContain("Mereka bersama. Kecocokannya bernilai 141 poin.\nTopik yang sama: 41\n");
    expect(world.faults).toEqual([]);
  });

  it("says who does not take part", async () => {
    const { world, tuti } = await teachers("en");
    for (const name of ["Eka", "Fitri"]) await world.member(name, { locale: "id" });
    await tuti.says("/setup why-not @Ani @Eka");
    expect(tuti.sees()).toContain("Eka does not take part in this round.");
    await tuti.says("/setup why-not @Fitri @Eka");
    expect(tuti.sees()).toMatch(/(Eka and Fitri|Fitri and Eka) do not take part in this round\.$/);
  });

  it("is asked of two people, of others, and of a round", async () => {
    const { tuti } = await teachers("en");
    await tuti.says("/setup why-not @Ani @Ani");
    expect(tuti.sees()).toBe("Those two are the same person. Please choose two different people.");
    await tuti.says("/setup why-not @Ani @Tuti");
    expect(tuti.sees()).toBe("That is you yourself. Please choose somebody else.");
    const alone = await openWorld();
    const organiser = await alone.member("Tuti", { locale: "en", isOrganiser: true });
    for (const name of ["Ani", "Budi"]) await alone.member(name);
    await organiser.says("/setup why-not @Ani @Budi");
    expect(organiser.sees()).toBe("No round is planned at the moment. Look at /setup status.");
  });

  it("is for organisers only", async () => {
    const { people } = await teachers("en");
    const ani = people.get("Ani");
    await ani?.says("/atur mengapa-tidak @Budi @Citra");
    expect(ani?.sees()).toBe("Hanya pengurus jejaring ini yang bisa melakukannya.");
  });

  it("is told of the decision that waits for approval, and of nobody who came after it", async () => {
    const { world, tuti } = await teachers("en");
    await tuti.says("/setup approval preview");
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    const eka = await world.member("Eka", { locale: "id" });
    await eka.says("/meet join every:1");
    await tuti.says("/setup weigh sharedTopics 0");
    await tuti.says("/setup why-not @Ani @Budi");
    expect(tuti.sees()).toContain("They are together.");
    await tuti.says("/setup why-not @Ani @Eka");
    expect(tuti.sees()).toContain("Eka does not take part in this round.");
  });
});
