import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

describe("/bantuan", () => {
  it.each([
    ["en", "/?", "/setup"],
    ["id", "tolong", "/atur"],
  ])("names in %s every command that the person can use", async (locale, asked, forOrganisers) => {
    const world = await openWorld();
    const [ani, tuti] = [
      await world.member("Ani", { locale }),
      await world.member("Tuti", { locale, isOrganiser: true }),
    ];
    await ani.says(asked);
    await tuti.says(asked);
    for (const { id, organisersOnly } of world.program.bot.commands) {
      const name = `/${world.program.words.label(locale, id, "name")}:`;
      expect(tuti.sees()).toContain(name);
      expect(ani.sees().includes(name)).toBe(!organisersOnly);
    }
    expect(tuti.sees()).toContain(forOrganisers);
    expect(ani.sees()).toMatch(/STOP|BERHENTI/);
  });

  it.each([
    ["en", "/help circle", "/circle\nLearn together", "/circle minutes: ", "For whoever leads it", "I know no command"],
    [
      "id",
      "/bantuan /Kombel",
      "/kombel\nBelajar bersama",
      "/kombel notula: ",
      "Untuk yang memimpin",
      "Saya belum mengenal",
    ],
  ])(
    "names in %s the first few things a command can do, and all of them when asked",
    async (locale, asked, ...told) => {
      const world = await openWorld();
      const ani = await world.member("Ani", { locale });
      await ani.says("/help");
      expect(ani.sees()).toMatch(/\((browse, join, start, status|lihat, gabung, mulai, status) …\)/);
      await ani.says(asked);
      const [head, minutes, leading, unknown] = told;
      for (const words of [head, minutes, leading]) expect(ani.sees()).toContain(words);
      const circle = world.program.bot.commands.find(({ id }) => id === "circle");
      for (const verb of Object.keys(circle?.entries ?? {}).filter((id) => id !== ""))
        expect(ani.sees()).toContain(` ${world.program.words.label(locale, "circle", `verbs.${verb}.name`)}: `);
      await ani.says("/help mentor");
      expect(ani.sees()).toContain("/mentor ");
      for (const word of ["setup", "nonsense"]) {
        await ani.says(`/help ${word}`);
        expect(ani.sees()).toContain(unknown);
      }
    },
  );

  it("has buttons for the first steps", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/bantuan");
    await ani.presses("Pengaturan saya");
    expect(ani.sees()).toContain("Pengaturan saya\nBahasa: Indonesia");
    await ani.says("/bantuan");
    await ani.presses("Ikut temu mingguan");
    expect(ani.sees()).toContain("Selamat datang di temu mingguan");
    await ani.says("/bantuan");
    await ani.presses("Perkenalkan saya");
    expect(ani.sees()).toContain("Tentang Anda");
  });

  it("does not ask those for an introduction who have given one", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/kenalan");
    await ani.fills({ role: "teacher", languages: ["id"] });
    await ani.says("/bantuan");
    expect(ani.buttons()).toEqual(["Ikut temu mingguan", "Pengaturan saya"]);
    await ani.says("/temu ikut");
    await ani.says("/bantuan");
    expect(ani.buttons()).toEqual(["Pengaturan saya"]);
    await ani.says("/temu keluar");
    await ani.says("/bantuan");
    expect(ani.buttons()).toEqual(["Ikut temu mingguan", "Pengaturan saya"]);
    await ani.says("/orang zzz");
    expect(ani.buttons()).toEqual([]);
  });

  it("is offered to whoever says hello, and a thank-you is answered", async () => {
    const world = await openWorld();
    const [ani, bob] = [await world.member("Ani", { locale: "id" }), await world.member("Bob", { locale: "en" })];
    for (const said of ["Halo", "hai!", "Selamat pagi", "Halo Jejaring"]) {
      await ani.says(said);
      expect(ani.sees()).toBe(
        "Halo! Saya mempertemukan orang-orang di jejaring ini. Tombol di bawah menampilkan semua yang bisa ditanyakan.\n[Bisa tanya apa saja?]",
      );
    }
    await bob.says("hi");
    expect(bob.sees()).toContain("Hello! I bring people of this network together.");
    await ani.says("Terima kasih banyak ya");
    expect(ani.sees()).toBe("Sama-sama!");
    await bob.says("Thanks.");
    expect(bob.sees()).toBe("You're welcome!");
  });

  it("does not say a long unknown word back in full, and knows swapped letters", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/temu iktu");
    expect(ani.sees()).toContain("Maksudnya /temu ikut?");
    await ani.says(`/${"a".repeat(500)}`);
    expect(ani.sees()).toContain(`kata “${"a".repeat(23)}…”.`);
  });

  it("is offered to whoever writes something else", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("Selamat pagi, {{incident}} **semua** <@everyone>");
    expect(ani.sees()).toBe(
      "Saya belum mengenal kata “Selamat”. Tombol di bawah menampilkan semua yang bisa ditanyakan.\n[Bisa tanya apa saja?]",
    );
    await ani.presses("Bisa tanya apa saja?");
    expect(ani.sees()).toContain("Yang bisa Anda minta");
  });
});
