import { expect, it } from "vitest";
import { openWorld, type Speaker } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

const physics = {
  role: "teacher",
  languages: ["id"],
  subjects: "Fisika",
  offers: "praktikum sederhana",
  seeks: "asesmen formatif",
  level: "upperSecondary",
  institution: "SMAN 1 Kupang",
  region: "NTT",
  line: "Suka bertanya",
  address: "ibu",
};

async function introduces(who: Speaker, values: Readonly<Record<string, unknown>>): Promise<void> {
  await who.says("/kenalan");
  await who.fills(values);
}

onBothDatabases("/kenalan", (open) => {
  it("asks in the person's language, thanks, and is filled in beforehand the next time", async () => {
    const world = await openWorld({ database: await open() });
    const ani = await world.member("Ani Lestari", { locale: "id" });
    await ani.says("/kenalan");
    expect(ani.sees()).toContain("Tentang Anda\nPeran saya\n");
    expect(ani.sees()).toContain('Bahasa yang saya pakai | ["id"]');
    await ani.fills({ ...physics, subjects: "Fisika, asesmen formatif" });
    expect(ani.sees()).toContain("Salam kenal, Bu Ani Lestari");
    expect(ani.sees()).toContain("Perkenalan Anda sudah masuk ke jejaring");
    expect(ani.sees()).toContain("Begitu makin banyak yang berkenalan");
    await ani.presses("Ubah perkenalan saya");
    for (const line of [
      'Peran saya | "teacher"',
      'Mata pelajaran atau bidang | "Fisika, asesmen formatif"',
      'Bahasa yang saya pakai | ["id"]',
      'Yang bisa saya bagikan | "praktikum sederhana"',
      'Jenjang | "upperSecondary"',
      'Sekolah atau lembaga | "SMAN 1 Kupang"',
      'Satu kalimat tentang saya | "Suka bertanya"',
      'Sapaan untuk saya | "ibu"',
    ]) {
      expect(ani.sees()).toContain(line);
    }
    await ani.fills({ role: "Dosen", languages: "Indonesia, Inggris", line: "" });
    expect(ani.sees()).toContain("Perkenalan Anda sudah diperbarui\n");
    await ani.says("/kenalan");
    expect(ani.sees()).toContain('Peran saya | "lecturer"');
    expect(ani.sees()).toContain('Bahasa yang saya pakai | ["id","en"]');
    expect(ani.sees()).toContain("Satu kalimat tentang saya\n");
    expect(world.faults).toEqual([]);
  });

  it("says at each field what is wrong and keeps the rest", async () => {
    const world = await openWorld({ database: await open() });
    const ani = await world.member("Ani", { locale: "en" });
    await ani.says("/introduce");
    await ani.fills({ role: "astronaut", languages: [], line: "x".repeat(141), subjects: "Physics" });
    expect(ani.sees()).toContain('What I do | "astronaut" | Please choose from the list.');
    expect(ani.sees()).toContain("Languages I can talk in | [] | Please fill this in.");
    expect(ani.sees()).toContain("This is too long: at most 140 characters, please.");
    expect(ani.sees()).toContain('Subjects | "Physics"\n');
    await ani.fills({ role: "teacher", languages: ["en"], line: "Curious" });
    expect(ani.sees()).toContain("Nice to meet you, Ani");
  });

  it("suggests people with what both share, each in the reader's language, with a button of their own", async () => {
    const world = await openWorld({ database: await open() });
    const made = await world.member("Made Suardika", { locale: "id" });
    await introduces(made, {
      ...physics,
      seeks: "",
      offers: "asesmen formatif",
      address: "bapak",
      institution: "SMA Bali",
    });
    const bob = await world.member("Bob Miller", { locale: "en" });
    await bob.says("/introduce");
    await bob.fills({ role: "lecturer", languages: ["id", "en"], subjects: "physics", seeks: "formative assessment" });
    expect(bob.sees()).toContain("People you might like to meet:\nPak Made Suardika\nTeacher, SMA Bali");
    expect(bob.sees()).toContain("Pak Made Suardika can help with what you are looking for: formative assessment.");
    expect(bob.sees()).toContain("Shared interest: physics.");
    expect(bob.buttons()).toEqual([
      "Say hello to Pak Made Suardika",
      "Join the weekly meet-up",
      "Change my introduction",
    ]);
    await introduces(made, { ...physics, seeks: "", offers: "asesmen formatif", address: "bapak" });
    expect(made.sees()).toContain("Anda bisa membantu hal yang dicari Bob Miller: asesmen formatif.");
    expect(made.sees()).not.toContain("Suardika bisa");
  });

  it("says of a changed introduction that it is updated, and suggests nobody with whom there is a room", async () => {
    const world = await openWorld({ database: await open() });
    const [ani, made] = [await world.member("Ani", { locale: "id" }), await world.member("Made", { locale: "en" })];
    await introduces(ani, { ...physics, languages: ["id", "en"] });
    await introduces(made, { ...physics, languages: ["id", "en"] });
    await made.presses("Say hello to Bu Ani");
    await world.goes("P1D");
    await ani.presses("Balas sapaan");
    await introduces(made, { ...physics, languages: ["id", "en"] });
    expect(made.sees()).toMatch(/^Your introduction is updated\n/);
    expect(made.sees()).not.toMatch(/Ani|Nice to meet you/);
  });

  it.each([
    ["en", "Say hello to", "Your hello is on its way to", "You have already said hello to"],
    ["id", "Sapa", "Sapaan Anda sedang menuju", "Anda sudah menyapa"],
  ])("tells in %s by no word who would rather not meet whom", async (locale, hello, sent, already) => {
    const world = await openWorld({ database: await open() });
    const [ani, budi, citra] = [
      await world.member("Ani", { locale }),
      await world.member("Budi", { locale: "id" }),
      await world.member("Citra", { locale: "id" }),
    ];
    for (const who of [ani, budi, citra]) await introduces(who, { ...physics, address: "name" });
    await budi.says("/temu jangan-temu @Ani");
    for (const name of ["Budi", "Citra"]) {
      for (const told of [sent, already]) {
        await ani.says(`/sapa @${name}`);
        expect(ani.sees()).toContain(`${told} ${name}`);
      }
    }
    await ani.says("/orang fisika");
    expect(ani.buttons()).toEqual([`${hello} Citra`]);
    await world.goes("P2D");
    expect(await budi.hears()).toEqual([]);
    expect(await citra.hears()).toEqual([expect.stringContaining("Ani menyapa Anda")]);
    await budi.says("/orang fisika");
    expect(budi.buttons()).toEqual(["Sapa Citra"]);
    await budi.says("/sapa @Ani");
    expect(budi.sees()).toContain("Anda meminta untuk tidak dipertemukan dengan orang ini");
  });

  it("lets a hello be said again that found the other one silent, and suggests nobody who said STOP", async () => {
    const world = await openWorld({ database: await open() });
    const [ani, budi] = [await world.member("Ani", { locale: "en" }), await world.member("Budi", { locale: "id" })];
    await introduces(budi, physics);
    await budi.says("BERHENTI");
    await introduces(ani, physics);
    expect(ani.sees()).not.toContain("Budi");
    const greet = async () => {
      await ani.says("/people fisika");
      await ani.presses("Say hello to Bu Budi");
      return ani.sees();
    };
    expect(await greet()).toContain("on its way");
    await world.goes("P1D");
    await budi.says("MULAI");
    expect(await greet()).toContain("on its way");
    await world.goes("P1D");
    expect(await budi.hears()).toEqual([expect.stringContaining("Bu Ani menyapa Anda")]);
    expect(await greet()).toContain("Now it is their turn.");
  });

  it("brings two together who say hello to each other, once each", async () => {
    const world = await openWorld({ database: await open() });
    const [ani, made] = [await world.member("Ani", { locale: "id" }), await world.member("Made", { locale: "en" })];
    await introduces(ani, { ...physics, languages: ["id", "en"] });
    await introduces(made, { ...physics, languages: ["id", "en"], address: "bapak" });
    await made.presses("Say hello to Bu Ani");
    expect(made.sees()).toBe("Your hello is on its way to Bu Ani. It arrives at a time that suits them.");
    await made.presses("Say hello to Bu Ani");
    expect(made.sees()).toBe("You have already said hello to Bu Ani. Now it is their turn.");
    await world.goes("P1D");
    expect(await ani.hears()).toEqual([expect.stringContaining("Pak Made menyapa Anda")]);
    await ani.presses("Balas sapaan");
    expect(ani.sees()).toContain("Ruang untuk berdua segera dibuka.");
    await ani.presses("Balas sapaan");
    expect(ani.sees()).toBe("Anda berdua memang sudah dipertemukan. Ruangnya sudah ada, atau sedang dibuka.");
    await made.presses("Say hello to Bu Ani");
    expect(made.sees()).toBe("You and Bu Ani have already said hello to each other. Your room is the place to go on.");
    await world.goes("P8D");
    const room = (await made.reads()).find(({ where }) => where.kind === "room");
    expect(room?.where.members).toEqual(expect.arrayContaining([ani.id, made.id]));
    expect(room?.text).toContain("Bu Ani");
    expect(room?.text).toContain("You get this because you said hello to each other.");
    expect(room?.text).toContain("Anda menerima ini karena saling menyapa.");
    for (const word of ["weekly", "mingguan"]) expect(room?.text).not.toContain(word);
    const asked = [...(await made.hears()), ...(await ani.hears())].filter((text) => /get to meet|Sempat/.test(text));
    expect(asked).toHaveLength(2);
    for (const text of asked) expect(text).not.toMatch(/\/meet preferences|\/temu pilihan/);
  });

  it("is announced in the channel that organisers chose, in the network's language, once", async () => {
    const world = await openWorld({ database: await open() });
    const organiser = await world.member("Tuti", { locale: "id", isOrganiser: true });
    await organiser.says("/atur kanal perkenalan:#perkenalan");
    const bob = await world.member("Bob Miller", { locale: "en" });
    await introduces(bob, { ...physics, address: "name", line: "**Curious** <@everyone>" });
    await introduces(bob, { ...physics, address: "name" });
    await world.goes("P1D");
    const posts = (await organiser.reads()).filter(({ where }) => where.kind === "channel");
    expect(posts.map(({ title }) => title)).toEqual(["Wajah baru: Bob Miller"]);
    expect(posts[0]?.text).toContain("**Curious** <@everyone>");
    await organiser.presses("Sapa");
    expect(organiser.sees()).toContain("Sapaan Anda sedang menuju Bob Miller.");
  });

  it("takes a hello neither to oneself nor to somebody who has left", async () => {
    const world = await openWorld({ database: await open() });
    const [ani, made] = [await world.member("Ani", { locale: "id" }), await world.member("Made", { locale: "id" })];
    await introduces(ani, physics);
    await introduces(made, physics);
    await ani.leaves();
    await made.presses("Sapa Bu Ani");
    expect(made.sees()).toBe("Ini sudah tidak ada.");
    await made.says("/orang made");
    expect(made.buttons()).toEqual([]);
  });
});
