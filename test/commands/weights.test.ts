import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

/** Four teachers: Ani and Budi share a subject, Citra and Dewi another; Ani and Citra a level, Budi and Dewi another. */
async function four(locale = "en"): Promise<{ world: World; tuti: Speaker; people: readonly Speaker[] }> {
  const world = await openWorld();
  const tuti = await world.member("Tuti", { locale, isOrganiser: true });
  const people: Speaker[] = [];
  for (const [name, subjects, level] of [
    ["Ani", "Fisika", "primary"],
    ["Budi", "Fisika", "upperSecondary"],
    ["Citra", "Sejarah", "primary"],
    ["Dewi", "Sejarah", "upperSecondary"],
  ] as const) {
    const who = await world.member(name, { locale: "id" });
    await who.says("/introduce");
    await who.fills({ role: "teacher", subjects, level, languages: ["id"] });
    await who.says("/meet join every:1");
    people.push(who);
  }
  return { world, tuti, people };
}

describe("what counts in meet-ups", () => {
  it("is shown in plain words, changed, and put back, one or all", async () => {
    const { tuti } = await four();
    await tuti.says("/setup weights");
    expect(tuti.sees()).toMatch(/^What counts when people are put together\n/);
    expect(tuti.sees()).toContain(
      "Shared topics: 60\nBoth look for the same: 50\nOne offers what the other looks for: 80\nSame level: 30\n",
    );
    expect(tuti.buttons()).toEqual(["Change what counts"]);
    await tuti.says('/setup weigh "Same level" 500');
    expect(tuti.sees()).toBe(
      "“Same level” counts 500 from now on.\nIt holds from the next round on. “/setup preview” shows what that would be.",
    );
    await tuti.says("/setup weights");
    expect(tuti.sees()).toContain("Same level: 500 (usually 30)\n");
    await tuti.presses("Change what counts");
    await tuti.fills({ criterion: "sharedTopics", weight: "0" });
    expect(tuti.sees()).toContain("“Shared topics” counts 0 from now on.");
    await tuti.says('/setup usual-weights "Same level"');
    expect(tuti.sees()).toContain("“Same level” counts 30 from now on.");
    await tuti.says("/setup weights");
    expect(tuti.sees()).toContain("Shared topics: 0 (usually 60)\n");
    expect(tuti.sees()).toContain("Same level: 30\n");
    await tuti.presses("All as usual again");
    expect(tuti.sees()).toContain("Everything counts as usual again.");
    await tuti.says("/setup weights");
    expect(tuti.sees()).not.toContain("usually");
  });

  it.each([
    ["en", "Please write a whole number from 0 to 1000.", "Please choose from the list."],
    ["id", "Mohon tulis bilangan bulat dari 0 sampai 1000.", "Mohon pilih dari daftar."],
  ])("says in %s what can't be, and changes nothing", async (locale, notWhole, notChoice) => {
    const { world, tuti } = await four(locale);
    for (const weight of ["-1", "1001", "NaN", "1e3", "banyak"]) {
      await tuti.says(`/setup weigh sameLevel ${weight}`);
      expect(tuti.sees()).toContain(notWhole);
    }
    for (const criterion of ["sharedTies", "zodiac", "constructor"]) {
      await tuti.says(`/setup weigh ${criterion} 10`);
      expect(tuti.sees()).toContain(notChoice);
    }
    expect((await world.db.client.network.findFirstOrThrow()).settings).not.toHaveProperty("weights");
  });

  it("is what the next round obeys, also after a restart", async () => {
    const { world, tuti } = await four("id");
    await tuti.says("/atur pratinjau");
    expect(tuti.sees()).toMatch(/• (Ani dan Budi|Budi dan Ani): [^]*• (Citra dan Dewi|Dewi dan Citra): /);
    await tuti.says('/atur timbang "Topik yang sama" 0');
    await tuti.says('/atur timbang hal:"Jenjang yang sama" bobot:500');
    expect(tuti.sees()).toBe(
      "Mulai sekarang “Jenjang yang sama” bernilai 500.\nBerlaku mulai putaran berikutnya. “/atur pratinjau” menunjukkan hasilnya.",
    );
    const restarted = await openWorld({ database: world.db, start: world.clock.now() });
    const again = restarted.known(tuti.id);
    await again.says("/atur bobot");
    expect(again.sees()).toContain("Topik yang sama: 0 (biasanya 60)\n");
    for (const verb of ["pratinjau", "riwayat"]) {
      await again.says(`/atur ${verb}`);
      expect(again.sees()).toMatch(/• (Ani dan Citra|Citra dan Ani): [^]*• (Budi dan Dewi|Dewi dan Budi): /);
      await world.goes(new Date("2026-12-02T02:00:00Z"));
    }
  });

  it.each([
    [["Ani", "Budi"], []],
    [
      ["Ani", "Citra"],
      ["sharedTopics 0", "sameLevel 500"],
    ],
  ])("brings %j together at once when the changes are %j", async (together, changes) => {
    const { world, tuti, people } = await four();
    for (const change of changes) await tuti.says(`/setup weigh ${change}`);
    const [ani, budi, citra] = people;
    await budi?.says("/temu jangan-temu @Citra");
    for (const who of [budi, citra, ani]) await who?.says("/meet now");
    const members = await world.db.client.meetingMember.findMany({ select: { member: { select: { name: true } } } });
    expect(members.map(({ member }) => member.name).sort()).toEqual(together);
  });

  it("leaves a round alone that waits for approval, and says how it is put together anew", async () => {
    const { world, tuti } = await four();
    await tuti.says("/setup approval preview");
    await world.goes(new Date("2026-12-02T02:00:00Z"));
    await tuti.says("/setup weigh sameLevel 1000");
    expect(tuti.sees()).toContain(
      "The round that waits for approval stays as it is; “/setup run-now” puts it together anew.",
    );
    await tuti.says("/setup preview");
    expect(tuti.sees()).toMatch(/• (Ani and Budi|Budi and Ani): /);
    await tuti.says("/setup run-now");
    await world.goes("PT1H");
    await tuti.says("/setup preview");
    expect(tuti.sees()).toMatch(/• (Ani and Citra|Citra and Ani): /);
    expect(tuti.buttons()).toContain("Approve and send");
  });
});
