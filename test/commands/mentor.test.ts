import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

/** A teacher of physics who talks in both languages. */
async function introduced(world: World, name: string, locale: string): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: "fisika", level: "primary" });
  return speaker;
}

async function mentor(world: World, name: string, about: Readonly<Record<string, unknown>> = {}): Promise<Speaker> {
  const speaker = await introduced(world, name, "en");
  await speaker.says("/mentor offer");
  await speaker.fills({ topics: "formative assessment, lesson study", ...about });
  return speaker;
}

async function asks(budi: Speaker, wish: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await budi.says("/mentor cari");
  await budi.fills({ goal: "asesmen yang jujur", topics: "asesmen formatif", ...wish });
}

interface Two {
  readonly world: World;
  readonly sari: Speaker;
  readonly budi: Speaker;
}

/** Sari is Budi's mentor; they have not talked yet. */
async function together(rhythm: string): Promise<Two> {
  const world = await openWorld();
  const sari = await mentor(world, "Sari");
  const budi = await introduced(world, "Budi", "id");
  await asks(budi, { rhythm });
  await budi.presses("Minta Sari");
  await world.goes("PT1H");
  await sari.presses("Yes, gladly");
  return { world, sari, budi };
}

/** Both have said that it fits. */
async function working(rhythm: string): Promise<Two> {
  const { world, sari, budi } = await together(rhythm);
  await budi.says("/mentor");
  await budi.presses("Kami sudah mengobrol");
  await budi.presses("Cocok");
  await sari.says("/mentor");
  await sari.presses("Good fit");
  await Promise.all([sari.hears(), budi.hears()]);
  return { world, sari, budi };
}

/** How many messages told of it, by a word of theirs. */
async function counted(who: Speaker, word: string): Promise<number> {
  return (await who.hears()).filter((message) => message.includes(word)).length;
}

describe("/mentor", () => {
  it("leads from a question to a good ending, in the language of each", async () => {
    const world = await openWorld();
    const sari = await mentor(world, "Sari", { capacity: 1 });
    expect(sari.sees()).toBe("Thank you. Whoever fits may ask you from now on; you decide each time.");
    const budi = await introduced(world, "Budi", "id");
    await asks(budi, { topics: "asesmen formatif, koding" });
    expect(budi.sees()).toBe(
      [
        "Mentor yang cocok untuk Anda",
        "Sari (Guru)",
        "• Sari menawarkan asesmen formatif, yang Anda cari.",
        "• Anda berdua mengajar fisika.",
        "• Anda berdua mengenal jenjang ini: SD.",
        "Baru sebagian terpenuhi: belum ada tawaran tentang koding.",
        "Silakan minta salah satu. Kalau tidak memilih, besok saya minta yang paling cocok.",
        "[Minta Sari] [Pilihkan] [Tarik permintaan] [Cara meminta]",
      ].join("\n"),
    );
    await budi.presses("Minta Sari");
    await world.goes("PT1H");
    const [request = ""] = await sari.hears();
    expect(request).toContain(
      "Budi asks you to be their mentor\nThey want to get better at: asesmen yang jujur\nWhy you:",
    );
    expect(request).toContain("• Budi looks for formative assessment, which you offer.");
    expect(request).toContain("Only partly met: nothing offered on coding.");
    await sari.presses("Yes, gladly");
    await sari.presses("Yes, gladly").catch(() => undefined);
    await world.goes("P1D");
    expect((await budi.hears()).join()).toContain("Sebuah pendampingan dimulai");
    await budi.presses("Kami sudah mengobrol · We talked");
    expect(budi.sees()).toBe("Bagus sekali. Apakah cocok?\n[Cocok] [Masih menimbang] [Kurang cocok]");
    await budi.presses("Cocok");
    await world.goes("P2D");
    expect((await sari.hears()).join()).toContain("Does it fit?");
    await sari.presses("Good fit");
    expect(sari.sees()).toContain("You both say that it fits.");
    await sari.says("/mentor session minutes:45");
    expect(sari.sees()).toBe("Noted: your first talk.");
    await budi.says('/mentor sesi menit:90 langkah:"amati satu pelajaran"');
    expect(budi.sees()).toContain("Tercatat. Sudah 2 obrolan.\nSebelum yang berikutnya");
    await budi.presses("Kesepakatan");
    await budi.fills({ channel: "panggilan video" });
    expect(budi.sees()).toContain("Sudah diusulkan. Berlaku begitu Sari setuju.");
    await world.goes("P3D");
    expect((await sari.hears()).join()).toContain("Budi proposes an agreement\n• Goal: asesmen yang jujur");
    await sari.presses("I agree");
    expect(sari.sees()).toContain("Agreed. I wish you both good talks.");
    await sari.says("/mentor");
    expect(sari.sees()).toContain(
      "You are mentor to Budi. You are on your way.\n• Goal: asesmen yang jujur\n• Last talk:",
    );
    expect(sari.sees()).toContain("• Next step: amati satu pelajaran");
    await world.goes("P28D");
    expect((await budi.hears()).join()).toContain("Bagaimana dengan Sari?");
    await budi.presses("Kami mandek");
    await budi.presses("Beri tahu pengurus");
    await budi.fills({ concern: "Kami butuh waktu bersama." });
    expect(budi.sees()).toContain("Saat ini tidak ada pengurus selain Anda berdua");
    await sari.says("/mentor finish");
    await sari.fills({ thanks: "I learned to listen." });
    expect(sari.sees()).toContain("It has ended, with thanks.");
    await sari.presses("Certificate of hours");
    expect(sari.sees()).toContain("certificate.html");
    await world.goes("P8D");
    expect((await budi.hears()).join()).toContain("Sari menulis: “I learned to listen.”");
    await budi.presses("Ucapkan terima kasih");
    await budi.fills({ thanks: "Terima kasih banyak." });
    await world.goes("P8D");
    expect((await sari.hears()).join()).toContain("Budi thanks you\n“Terima kasih banyak.”");
    expect(world.faults).toEqual([]);
  });

  it("reminds once on day 3, and goes on to the next mentor on day 7, without a word about the first", async () => {
    const world = await openWorld();
    const [sari, tono] = [await mentor(world, "Sari"), await mentor(world, "Tono", { topics: "lesson study" })];
    const budi = await introduced(world, "Budi", "id");
    await asks(budi);
    await budi.presses("Pilihkan");
    expect(budi.sees()).toContain("Saya sudah meminta Sari.");
    await world.goes("P2D");
    await sari.hears();
    await world.goes("P2D");
    expect(await counted(sari, "Somebody waits for your answer\n")).toBe(1);
    await world.goes("P2D");
    await sari.hears();
    expect(await tono.hears()).toEqual([]);
    await world.goes("P5D");
    expect(await counted(sari, "waits for your answer")).toBe(0);
    const heard = (await budi.hears()).join();
    expect(heard).toContain("Sekarang saya meminta Tono menjadi mentor Anda");
    expect(heard).not.toContain("Sari");
    expect((await tono.hears()).join()).toContain("Budi asks you to be their mentor");
    await sari.presses("Yes, gladly");
    expect(sari.sees()).toContain("This request has gone on to somebody else in the meantime.");
    await tono.presses("Not this time");
    expect(tono.sees()).toBe("That is all right. Somebody else is asked, without a word about you.");
    await world.goes("P8D");
    expect((await budi.hears()).join()).toContain("Saat ini belum ada mentor yang punya tempat");
    await mentor(world, "Wati");
    await world.goes("P8D");
    expect((await budi.hears()).join()).toContain("Wati menjadi mentor Anda");
  });

  it("lets a mentee withdraw, have two requests open and no more, and tells whoever answers too late", async () => {
    const world = await openWorld();
    const sari = await mentor(world, "Sari");
    const budi = await introduced(world, "Budi", "id");
    await asks(budi);
    await budi.presses("Minta Sari");
    await asks(budi, { goal: "kerja kelompok" });
    await asks(budi, { goal: "lain lagi" });
    expect(budi.sees()).toContain("Anda sudah punya dua permintaan terbuka.");
    await world.goes("PT1H");
    await budi.says("/mentor permintaan");
    expect(budi.sees()).toContain("Anda mencari: asesmen yang jujur\nSari diminta sejak");
    await budi.presses("Tarik permintaan");
    expect(budi.sees()).toBe("Permintaan Anda sudah ditarik. Tidak ada yang diberi tahu alasannya.");
    await sari.presses("Yes, gladly");
    expect(sari.sees()).toContain("This request was withdrawn in the meantime.");
  });

  it("shows no full and no away mentor, nor anybody who assesses the other or would rather not meet", async () => {
    const world = await openWorld();
    await mentor(world, "Away", { away: "2027-01-01" });
    const wary = await mentor(world, "Wary");
    const budi = await introduced(world, "Budi", "id");
    await wary.says("/meet do-not-meet @Budi");
    const head = await world.member("Head", { locale: "en" });
    for (const [who, role] of [
      [head, "schoolLeader"],
      [budi, "teacher"],
    ] as const) {
      await who.says("/introduce");
      await who.fills({ role, languages: ["id", "en"], institution: "SMA Satu" });
    }
    await head.says("/mentor offer");
    await head.fills({ topics: "formative assessment" });
    await asks(budi);
    expect(budi.sees()).toContain("Saat ini tidak ada yang cocok dan punya tempat.");
  });

  it("parts two who do not fit without blame, and looks for somebody else", async () => {
    const { world, sari, budi } = await together("weekly");
    await sari.says("/mentor");
    await sari.presses("Not a fit");
    expect(sari.sees()).toContain("It ends without a word of blame.");
    await world.goes("P8D");
    expect((await budi.hears()).join()).toContain("Tidak setiap pasangan cocok, dan tidak ada yang salah.");
    await budi.presses("Cari mentor");
    expect(budi.sees()).toContain("Cari mentor\nYang ingin saya tingkatkan");
    await asks(budi);
    // Sari has a seat, but the two have tried.
    expect(budi.sees()).toContain("Saat ini tidak ada yang cocok dan punya tempat.");
    await sari.says("/mentor session");
    expect(sari.sees()).toContain("You have no mentorship at the moment.");
  });

  it("still asks the one about the fit when the other has answered or writes in their room", async () => {
    const { world, sari, budi } = await together("weekly");
    await world.goes("PT1H");
    await budi.hears();
    // The day's message has gone out: the question waits until tomorrow.
    await budi.presses("Kami sudah mengobrol · We talked");
    await world.goes("PT1M");
    await budi.presses("Cocok");
    const room = await world.db.client.room.findFirstOrThrow();
    await world.goes("PT2H");
    await budi.says("sampai besok", room.externalId);
    await sari.hears();
    await world.goes("P2D");
    expect((await sari.hears()).join()).toContain("Does it fit?");
  });

  it("leaves what fits alone when an old button is pressed, and says why", async () => {
    const { sari, budi } = await working("weekly");
    await budi.presses("Kurang cocok");
    expect(budi.sees()).toContain("Pendampingan ini sedang berjalan, jadi tidak ada yang diubah.");
    await sari.says("/mentor");
    expect(sari.sees()).toContain("You are on your way.");
  });

  it("is not opened again by one whom the other would rather not meet, and thanks are said once", async () => {
    const { world, sari, budi } = await working("weekly");
    await sari.says("/mentor finish");
    await sari.fills();
    await world.goes("P8D");
    await budi.hears();
    await budi.presses("Ucapkan terima kasih");
    await budi.fills({ thanks: "Terima kasih." });
    await budi.presses("Ucapkan terima kasih");
    await budi.fills({ thanks: "Sekali lagi." });
    expect(budi.sees()).toContain("Anda sudah berterima kasih kepadanya");
    await sari.says("/meet do-not-meet @Budi");
    await budi.says("/mentor");
    await budi.presses("Buka lagi");
    expect(budi.sees()).toContain("Anda berdua belum bisa dipertemukan saat ini.");
    await world.goes("P8D");
    expect((await sari.hears()).join()).not.toContain("takes up your mentorship again");
  });

  it("lets those who wait go on to others as soon as a mentor is full", async () => {
    const world = await openWorld();
    const sari = await mentor(world, "Sari", { capacity: 1 });
    const [budi, citra] = [await introduced(world, "Budi", "id"), await introduced(world, "Citra", "id")];
    for (const one of [budi, citra]) {
      await asks(one);
      await one.presses("Minta Sari");
    }
    await mentor(world, "Tono", { topics: "lesson study" });
    await world.goes("PT1H");
    await sari.says("/mentor requests");
    await sari.presses("Yes, gladly");
    await world.goes("P2D");
    expect((await citra.hears()).join()).toContain("Sekarang saya meminta Tono menjadi mentor Anda");
    await sari.says("/mentor requests");
    expect(sari.sees()).toContain("No request waits for you");
  });

  it("shows no mentor whom private messages don't reach", async () => {
    const world = await openWorld();
    await mentor(world, "Sari");
    const shut = { dmClosedAt: world.clock.now() };
    await world.db.client.account.updateMany({ where: { member: { name: "Sari" } }, data: shut });
    const budi = await introduced(world, "Budi", "id");
    await asks(budi);
    expect(budi.sees()).toContain("Saat ini tidak ada yang cocok dan punya tempat.");
  });

  it.each([
    ["weekly", [21, 35, 42]],
    ["monthly", [45, 59, 66]],
  ] as const)("with a %s rhythm, is nudged, asked and laid to rest after %j days of quiet", async (rhythm, days) => {
    const { world, sari } = await working(rhythm);
    const [nudge, keep, archive] = days;
    // Days off don't count; here there are none.
    await world.db.client.calendarEntry.deleteMany();
    const steps = async () => (await world.db.client.mentorship.findFirstOrThrow()).state;
    const row = await world.db.client.mentorship.findFirstOrThrow();
    const quietAt = (count: number) => new Date(row.lifeAt.getTime() + count * 86_400_000);
    const nudges = () => world.db.client.delivery.count({ where: { notice: "mentor.nudge" } });
    await world.db.client.mentorship.updateMany({ data: { asked: { pulse: quietAt(900).toISOString() } } });
    await world.goes(new Date(quietAt(nudge).getTime() - 60_000));
    expect(await nudges()).toBe(0);
    await world.goes(quietAt(nudge));
    expect(await nudges()).toBe(2);
    await world.goes(new Date(quietAt(keep).getTime() - 60_000));
    expect(await steps()).toBe("working");
    await world.goes(quietAt(keep));
    expect(await steps()).toBe("asked");
    await world.goes(quietAt(archive));
    expect(await steps()).toBe("archived");
    await sari.says("/mentor");
    await sari.presses("Reopen");
    expect(sari.sees()).toBe("Good. You and Budi go on.");
    expect(await steps()).toBe("working");
  });

  it("tells whoever is left when the other one leaves, and gives the seat free", async () => {
    const { world, sari, budi } = await working("weekly");
    await budi.leaves();
    await world.goes("P8D");
    expect((await sari.hears()).join()).toContain("The other one has left the network.");
    await sari.says("/mentor");
    expect(sari.sees()).toContain("Seats taken: 0 of 2.");
  });

  it("tells organisers counts and what was told to them, and nobody else", async () => {
    const { world, sari } = await working("weekly");
    await sari.says("/cohort report");
    expect(sari.sees()).toContain("Only organisers");
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says("/cohort report");
    expect(ina.sees()).toContain("Mentors: 1, 1 of 2 seats free");
    expect(ina.sees()).toContain("Mentorships: 1 going on, 0 of them quiet; 0 ended");
  });
});

describe("/cohort", () => {
  it("is closed on its day, and organisers hear that mentees wait for them", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says('/cohort open title:"Spring" until:2026-11-26');
    await mentor(world, "Sari");
    const budi = await introduced(world, "Budi", "id");
    await asks(budi);
    await budi.presses("Ikut angkatan");
    await world.goes("P2D");
    expect(await ina.hears()).toEqual([]);
    await world.goes("P2D");
    expect((await ina.hears()).join()).toContain("“Spring” is closed for mentees\nMentees who have joined: 1.");
    await ina.presses("Preview");
    expect(ina.sees()).toContain("Budi with Sari");
    await world.goes("P14D");
    expect((await ina.hears()).join()).not.toContain("closed for mentees");
  });

  it("brings a concern to organisers, but not to one whom it is about", async () => {
    const { world, sari, budi } = await working("weekly");
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const member = await world.db.client.member.findFirstOrThrow({ where: { name: "Sari" } });
    await world.db.client.role.create({ data: { memberId: member.id, name: "organiser" } });
    const row = await world.db.client.mentorship.findFirstOrThrow();
    const { mentorships } = world.program.services.mentoring;
    expect(await mentorships.raise(row.id, row.menteeId, "Kami butuh waktu.")).toBe(true);
    await world.goes("P2D");
    expect((await ina.hears()).join()).toContain("Budi writes to the organisers\n“Kami butuh waktu.”");
    expect([...(await sari.hears()), ...(await budi.hears())].join()).not.toContain("Kami butuh waktu.");
    await ina.says("/cohort report");
    expect(ina.sees()).toContain("Kami butuh waktu.");
    const report = await world.program.services.mentoring.report(row.networkId, member.id);
    expect(report.concerns).toEqual([]);
  });

  it("is opened, joined, previewed with reasons, adjusted, and approved once", async () => {
    const world = await openWorld();
    await mentor(world, "Sari", { capacity: 1 });
    await mentor(world, "Tono", { capacity: 1, topics: "lesson study" });
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says('/cohort open title:"Spring" until:2026-12-10');
    expect(ina.sees()).toContain("“Spring” is open until Thursday, 10 December 2026.");
    await ina.says("/cohort approve");
    expect(ina.sees()).toContain("Please look at the proposal first");
    const mentees = [];
    for (const name of ["Budi", "Citra", "Dian"]) {
      const one = await introduced(world, name, "id");
      await asks(one, { goal: `tujuan ${name}` });
      expect(one.sees()).toContain("Atau ikut “Spring”, dibuka sampai Kamis, 10 Desember 2026");
      await one.presses("Ikut angkatan");
      expect(one.sees()).toBe(
        "Anda tercatat untuk “Spring”. Begitu pengurus menyetujui siapa bersama siapa, Anda saya kabari.\n[Tarik permintaan]",
      );
      mentees.push(one);
    }
    await ina.says("/cohort preview");
    expect(ina.sees()).toContain("Spring: who would get whom\n2 mentees with a mentor");
    expect(ina.sees()).toMatch(/Sari offers formative assessment, which (Budi|Citra|Dian) looks for\./);
    await ina.says("/cohort assign @Dian @Tono");
    expect(ina.sees()).toContain("Dian with Tono (as you decided)");
    expect(ina.sees()).toMatch(/Total fit before: \d+, after: \d+\./);
    await ina.presses("Approve the cohort");
    expect(ina.sees()).toBe("Approved. Everybody hears of it in their own working hours.");
    await ina.presses("Approve the cohort");
    await ina.says("/cohort approve");
    expect(ina.sees()).toBe("It was approved already, so nothing was done twice.");
    await world.goes("P4D");
    const states = await world.db.client.mentorRequest.findMany({ orderBy: { state: "asc" }, select: { state: true } });
    expect(states.map(({ state }) => state)).toEqual(["accepted", "accepted", "waiting"]);
    const heard = (await Promise.all(mentees.map((one) => one.hears()))).map((messages) => messages.join());
    expect(heard[2]).toContain("Sebuah pendampingan dimulai");
    expect(heard.filter((text) => text.includes("Belum ada tempat untuk Anda di “Spring”"))).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});

onBothDatabases("the last seat", (open) => {
  it("is taken by one of two who are accepted at the same instant", async () => {
    const world = await openWorld({ database: await open() });
    const sari = await mentor(world, "Sari", { capacity: 1 });
    for (const name of ["Budi", "Citra"]) {
      const one = await introduced(world, name, "id");
      await asks(one);
      await one.presses("Minta Sari");
    }
    const requests = await world.db.client.mentorRequest.findMany({ where: { state: "asked" } });
    expect(requests).toHaveLength(2);
    const member = await world.db.client.member.findFirstOrThrow({ where: { name: "Sari" } });
    const outcomes = await Promise.allSettled(
      requests.map(({ id }) => world.program.services.mentoring.requests.accept(id, member.id)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await world.db.client.mentorship.count()).toBe(1);
    await sari.says("/mentor");
    expect(sari.sees()).toContain("Seats taken: 1 of 1.");
  });
});
