import { expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

onBothDatabases("/orang", (open) => {
  it("finds people by subject in either language, by name and by place, and greets them", async () => {
    const world = await openWorld({ demo: true, database: await open() });
    const ani = await world.member("Ani Lestari", { locale: "id" });
    await ani.says("/orang fisika");
    expect(ani.sees()).toContain("orang yang cocok.");
    expect(ani.sees()).toContain("Bu Sari Wulandari, Guru, SMA Cahaya Merapi");
    expect(ani.buttons()).toContain("Sapa Bu Sari Wulandari");
    const indonesian = ani.sees().split("\n").length;
    await ani.says("/people physics");
    expect(ani.sees().split("\n")).toHaveLength(indonesian);
    await ani.says("/orang merapi");
    expect(ani.sees()).toContain("Ada 1 orang yang cocok.\nBu Sari Wulandari");
    await ani.presses("Sapa Bu Sari Wulandari");
    expect(ani.sees()).toContain("Sapaan Anda sedang menuju Bu Sari Wulandari.");
  });

  it("finds the same people by every name of a topic, with or without hyphens", async () => {
    const world = await openWorld({ database: await open() });
    const ani = await world.member("Ani", { locale: "id" });
    for (const [name, subjects] of [
      ["Budi", "Matematika"],
      ["Citra", "maths, project based learning"],
      ["Dewi", "MTK, Project-Based Learning"],
      ["Eka", "pembelajaran berbasis proyek"],
    ] as const) {
      const who = await world.member(name, { locale: "id" });
      await who.says("/kenalan");
      await who.fills({ role: "teacher", languages: ["id"], subjects });
    }
    const found = async (query: string) => {
      await ani.says(`/orang ${query}`);
      return ani.buttons();
    };
    for (const query of ["maths", "mathematics", "matematika", "mtk"])
      expect(await found(query)).toEqual(["Sapa Budi", "Sapa Citra", "Sapa Dewi"]);
    for (const query of ["project-based learning", "project based learning", "PBL", "pembelajaran berbasis proyek"])
      expect(await found(query)).toEqual(["Sapa Citra", "Sapa Dewi", "Sapa Eka"]);
    expect(await found("maths citra")).toEqual(["Sapa Citra"]);
  });

  it("says so when nobody fits, and takes any sign as nothing but a sign", async () => {
    const world = await openWorld({ demo: true, database: await open() });
    const bob = await world.member("Bob", { locale: "en" });
    for (const query of [
      "zzz",
      "%",
      "_",
      "f_s_ka",
      "' OR 1=1 --",
      "NEAR(x)",
      "*",
      "\\",
      "{{name}}",
      "$t(common.yes)",
    ]) {
      await bob.says(`/people query:${query}`);
      expect(bob.sees()).toContain(`Nobody fits “${query}” yet.`);
    }
    await bob.presses("Introduce myself");
    expect(bob.sees()).toContain("About you");
    expect(world.faults).toEqual([]);
  });

  it("without a word shows the first of all, and how many there are", async () => {
    const world = await openWorld({ demo: true, database: await open() });
    const bob = await world.member("Bob", { locale: "en" });
    await bob.says("/people");
    expect(bob.sees()).toMatch(/^People in this network\n\d\d people fit\./);
    expect(bob.sees()).toContain("These are the first 8. One more word narrows it down.");
    expect(bob.buttons()).toHaveLength(8);
  });

  it("invites to be the first where nobody is", async () => {
    const world = await openWorld({ database: await open() });
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/orang");
    expect(ani.sees()).toContain("Belum ada yang memperkenalkan diri. Anda bisa jadi yang pertama.");
  });

  it.each([
    [
      "en",
      "/people @Citra",
      "Say hello to Bu Citra",
      "Bu Citra\nTeacher, SMPN 4 Ende\nI like maps.\nSubjects: geography",
    ],
    ["id", "/orang @Citra", "Sapa Bu Citra", "Bu Citra\nGuru, SMPN 4 Ende\nI like maps.\nBidang: geografi"],
    ["en", "/people person:@Citra", "Say hello to Bu Citra", "Bu Citra\nTeacher"],
    ["id", "/orang orang:@Citra", "Sapa Bu Citra", "Bu Citra\nGuru"],
  ])("in %s %j shows exactly whom it points at, however they are addressed", async (locale, typed, hello, shows) => {
    const world = await openWorld({ database: await open() });
    for (const [name, address] of [
      ["Citra", "ibu"],
      ["Citra Dewi", "ibu"],
    ] as const) {
      const who = await world.member(name, { locale });
      await who.says("/kenalan");
      const about = { institution: "SMPN 4 Ende", line: "I like maps.", subjects: "Geografi" };
      await who.fills({ role: "teacher", languages: ["id"], address, ...about });
    }
    const ani = await world.member("Ani", { locale });
    await ani.says(typed);
    expect(ani.sees()).toContain(shows);
    expect(ani.buttons()).toEqual([hello]);
  });

  it.each([
    ["en", "Budi has not introduced themselves yet.", "You have not introduced yourself yet.", "Introduce myself"],
    ["id", "Budi belum memperkenalkan diri.", "Anda belum memperkenalkan diri.", "Perkenalkan saya"],
  ])("says so in %s of somebody without an introduction", async (locale, told, toldMe, introduce) => {
    const world = await openWorld({ database: await open() });
    const [ani] = [await world.member("Ani", { locale }), await world.member("Budi", { locale })];
    await ani.says("/people @Budi");
    expect(ani.sees()).toContain(told);
    expect(ani.buttons()).toEqual([expect.stringMatching(/^(Say hello to|Sapa) Budi$/)]);
    await ani.says("/people @Ani");
    expect(ani.sees()).toContain(toldMe);
    expect(ani.buttons()).toEqual([introduce]);
  });

  it("finds people by the name that they are addressed by, and by a form of address alone where it is a word", async () => {
    const world = await openWorld({ database: await open() });
    for (const [name, address] of [
      ["Citra", "ibu"],
      ["Made", "bapak"],
      ["Nyoman", "kak"],
    ] as const) {
      const who = await world.member(name, { locale: "id" });
      await who.says("/kenalan");
      await who.fills({ role: "teacher", languages: ["id"], address, line: name === "Made" ? "Penulis buku" : "" });
    }
    const ani = await world.member("Ani", { locale: "en" });
    const finds = async (query: string) => {
      await ani.says(`/people ${query}`);
      return ani.buttons().map((label) => label.replace("Say hello to ", ""));
    };
    for (const query of ["bu citra", "Ibu Citra", "Ms. Citra", "mrs citra", "citra"])
      expect(await finds(query)).toEqual(["Bu Citra"]);
    for (const query of ["pak made", "Bapak made", "Mr Made"]) expect(await finds(query)).toEqual(["Pak Made"]);
    expect(await finds("kak nyoman")).toEqual(["Kak Nyoman"]);
    expect(await finds("bu")).toEqual(["Pak Made"]);
    expect(await finds("buku @Made")).toEqual(["Pak Made"]);
  });
});
