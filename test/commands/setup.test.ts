import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

async function organised(locale = "en"): Promise<{ world: World; tuti: Speaker; budi: Speaker }> {
  const world = await openWorld();
  const tuti = await world.member("Tuti", { locale, isOrganiser: true });
  const budi = await world.member("Budi", { locale });
  return { world, tuti, budi };
}

describe("/atur", () => {
  it("is for organisers: every verb, button and form refuses others, whatever the platform let through", async () => {
    const { world, budi } = await organised();
    const { bot } = world.program;
    const setup = bot.commands.find(({ id }) => id === "setup");
    const place = { platform: "sandbox", spaceId: "sandbox" };
    const person = { externalId: budi.id, name: "Budi", locale: "en" };
    const deeds = [
      ...Object.keys(setup?.entries ?? {}).map(
        (verb) => ({ kind: "command", command: "setup", verb, options: {} }) as const,
      ),
      ...Object.keys(setup?.entries ?? {}).map(
        (verb) => ({ kind: "form", form: `setup:${verb}`, subject: "", values: {} }) as const,
      ),
      ...Object.keys(setup?.actions ?? {}).map(
        (action) => ({ kind: "action", action: `setup.${action}`, subject: "x" }) as const,
      ),
      ...Object.keys(setup?.forms ?? {}).map(
        (form) => ({ kind: "form", form: `setup.${form}`, subject: "x", values: {} }) as const,
      ),
    ];
    expect(deeds.length).toBeGreaterThan(30);
    for (const deed of deeds) {
      const response = await bot.handle({ ...deed, place, person });
      expect(JSON.stringify(response)).toContain("Only organisers of this network can do that.");
    }
    await budi.says("/atur");
    expect(budi.sees()).toBe("Only organisers of this network can do that.");
  });

  it("shows how the network is set up, and takes what is changed", async () => {
    const { tuti } = await organised("id");
    await tuti.says("/atur");
    expect(tuti.sees()).toContain("Bahasa: Indonesia\nZona waktu: WIB\nPerkenalan tampil di: belum ada kanal");
    expect(tuti.sees()).toContain("Putaran mingguan: setiap Selasa, 15:30 WIB");
    expect(tuti.sees()).toContain("paling banyak 1 sehari dan 3 sepekan; tenang 18:00 sampai 06:30");
    await tuti.says("/atur bahasa Inggris");
    await tuti.says("/atur zona WITA");
    await tuti.says("/atur kanal perkenalan:#perkenalan temu:#temu-mingguan");
    await tuti.says("/atur batas per-hari:2 tenang-dari:17.00");
    await tuti.says("/atur status");
    expect(tuti.sees()).toContain("Bahasa: Inggris\nZona waktu: WITA\nPerkenalan tampil di: #perkenalan");
    // By its name; its id is "temu".
    expect(tuti.sees()).toContain("Hasil temu tampil di: #temu-mingguan\n");
    const facts = (await tuti.reads()).at(-1)?.card.blocks.find((block) => block.kind === "facts");
    expect(facts?.facts.map(({ value }) => value)).toContainEqual([
      { kind: "channel", channelId: "temu", name: "temu-mingguan" },
    ]);
    expect(tuti.sees()).toContain("paling banyak 2 sehari dan 3 sepekan; tenang 17:00 sampai 06:30");
  });

  it("says when nothing was given, and what can't be", async () => {
    const { tuti } = await organised();
    for (const verb of ["channels", "limits"]) {
      await tuti.says(`/setup ${verb}`);
      expect(tuti.sees()).toBe("Nothing was given, so nothing has changed.");
    }
    await tuti.says("/setup channels introductions:#nowhere");
    expect(tuti.sees()).toContain("I can't find this channel. Write # and its name.");
    await tuti.fills({ introductions: "temu-mingguan" });
    expect(tuti.sees()).toBe("Saved.");
    await tuti.says("/setup limits per-day:9");
    expect(tuti.sees()).toContain("Please write a whole number from 1 to 5.");
    await tuti.says("/setup limits per-day:3 per-week:2");
    expect(tuti.sees()).toContain("More messages a day than a week can’t be.");
    await tuti.says("/setup limits quiet-from:06:00 quiet-until:05:59");
    expect(tuti.sees()).toContain("With these hours no message could ever reach you.");
    await tuti.says("/setup language Klingon");
    expect(tuti.sees()).toContain("I don't speak this language yet.");
  });

  it("keeps the calendar: shows it, adds to it, changes it", async () => {
    const { tuti } = await organised();
    await tuti.says('/setup add-days title:"Rapor" kind:exam from:2026-12-07 until:2026-12-11');
    expect(tuti.sees()).toBe("Saved.");
    await tuti.says("/setup calendar");
    expect(tuti.sees()).toContain("Rapor: Monday, 7 December 2026 to Friday, 11 December 2026 (Pauses everything)");
    await tuti.presses("Change: Rapor");
    expect(tuti.sees()).toContain('First day | "2026-12-07"\nLast day | "2026-12-11"\nWhat it does | "pause"');
    await tuti.fills({ until: "2026-12-01" });
    expect(tuti.sees()).toBe("The last day is before the first one. Please look at the dates again.");
    await tuti.presses("Change: Rapor");
    await tuti.fills({ until: "2026-12-07", effect: "No messages from 16:00" });
    await tuti.says("/setup calendar");
    expect(tuti.sees()).toContain("Rapor: Monday, 7 December 2026 (No messages from 16:00)");
    await tuti.says('/setup add "Hari jadi" holiday 2026-12-14');
    await tuti.says("/setup calendar");
    expect(tuti.sees()).toContain("Hari jadi: Monday, 14 December 2026 (Pauses everything)");
    await tuti.says('/setup add "Libur" break from:2026-12-20 until:2026-12-01');
    expect(tuti.sees()).toBe("The last day is before the first one. Please look at the dates again.");
  });

  it("moves rounds: another weekday, another date, right now, and tells of what is over", async () => {
    const { world, tuti, budi } = await organised();
    await budi.says("/meet join");
    await tuti.says("/setup schedule Wednesday 9.00");
    expect(tuti.sees()).toBe("From now on the round is on Wednesdays at 09:00 WIB.");
    await budi.says("/meet");
    expect(budi.sees()).toContain("Next round: Wednesday, 2 December 2026, 09:00 WIB");
    await tuti.says("/setup move 2026-11-24");
    expect(tuti.sees()).toBe("This date has already passed. Please choose a later one.");
    await tuti.says("/setup move 2026-12-10");
    expect(tuti.sees()).toBe("The next round is on Thursday, 10 December 2026 at 09:00.");
    await tuti.says("/setup run-now");
    expect(tuti.sees()).toContain("The round is being put together now.");
    await world.goes("PT1H");
    expect(await budi.hears()).toEqual([expect.stringContaining("You were the only one in this round")]);
  });

  it("previews a round with its reasons, without sending anything", async () => {
    const { world, tuti, budi } = await organised();
    const citra = await world.member("Citra", { locale: "en" });
    await tuti.says("/setup preview");
    expect(tuti.sees()).toBe("No round is planned at the moment. Look at /setup status.");
    for (const who of [budi, citra]) await who.says("/meet join");
    await tuti.says("/setup preview");
    expect(tuti.sees()).toContain("The round of Tuesday, 1 December 2026\nThis is what the round would be");
    expect(tuti.sees()).toMatch(/• (Budi and Citra|Citra and Budi): /);
    expect(await budi.hears()).toEqual([]);
  });

  it("tells how the last round was put together, and who was left without anyone", async () => {
    const { world, tuti, budi } = await organised("id");
    const citra = await world.member("Citra", { locale: "id" });
    const dewi = await world.member("Dewi", { locale: "en" });
    await tuti.says("/atur riwayat");
    expect(tuti.sees()).toBe("Belum ada putaran yang diadakan.");
    for (const who of [budi, citra, dewi]) await who.says("/meet join every:1");
    await world.goes(new Date("2026-12-02T02:00:00Z"));
    await tuti.says("/atur riwayat");
    expect(tuti.sees()).toContain("Putaran Selasa, 1 Desember 2026\nBeginilah putaran itu disusun.");
    expect(tuti.sees()).toContain("Kelompok: 1\nBelum mendapat teman: 1");
    expect(tuti.sees()).toMatch(/Nomor undian: \d+/);
    expect(tuti.sees()).toMatch(/• (Budi dan Citra|Citra dan Budi): /);
    expect(tuti.sees()).toContain("• Dewi: tidak ada yang sebahasa");
    // Whether they met is theirs to tell.
    expect(tuti.sees()).not.toMatch(/bertemu\?|sudah bertemu/);
    await tuti.says("/setup log");
    expect(tuti.sees()).toContain("Putaran Selasa, 1 Desember 2026");
  });

  it("lets an organiser approve a round, and says when none is waiting", async () => {
    const { world, tuti, budi } = await organised();
    const citra = await world.member("Citra", { locale: "en" });
    for (const who of [budi, citra]) await who.says("/meet join every:1");
    await tuti.says("/setup approval rounds:preview");
    expect(tuti.sees()).toBe("From now on each round waits for an organiser.");
    await world.goes(new Date("2026-12-02T02:00:00Z"));
    expect((await tuti.hears()).join("\n")).toContain(
      "A round is waiting for your approval\nI put one group together.",
    );
    expect((await budi.reads()).some(({ where }) => where.kind === "room")).toBe(false);
    await tuti.presses("Approve the round");
    expect(tuti.sees()).toBe("Approved. The messages are on their way.");
    await world.goes("P1D");
    expect((await budi.reads()).some(({ where }) => where.kind === "room")).toBe(true);
    await tuti.presses("Approve the round");
    expect(tuti.sees()).toBe("No round is waiting for your approval.");
    await tuti.says("/setup approval auto");
    expect(tuti.sees()).toBe("Rounds go out automatically from now on.");
  });

  it("keeps evaluators and those whom they assess apart, and makes more organisers", async () => {
    const { tuti, budi } = await organised();
    await tuti.says("/setup evaluator @Budi @Budi");
    expect(tuti.sees()).toBe("Those two are the same person. Please choose two different people.");
    await tuti.says("/setup evaluator @Tuti @Budi");
    expect(tuti.sees()).toBe("Noted. Tuti and Budi will never be matched.");
    await tuti.says("/setup organiser @Budi");
    expect(tuti.sees()).toBe("Budi is an organiser now.");
    await budi.says("/setup");
    expect(budi.sees()).toContain("Weekly round: Tuesdays, 15:30 WIB");
  });
});
