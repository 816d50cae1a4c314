import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

describe("/saya", () => {
  it("shows how one stands, in one's own language and on one's own clock", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id", timeZone: "Asia/Makassar" });
    await ani.says("/saya");
    expect(ani.sees()).toBe(
      [
        "Pengaturan saya",
        "Bahasa: Indonesia",
        "Zona waktu: WITA, sekarang 15:00",
        "Tanpa pesan: 18:00 sampai 06:30",
        "Akhir pekan: tanpa pesan",
        "Sapaan: Nama saja",
        "Terakhir terlihat: Selasa, 24 November 2026",
        "Rangkuman: sepekan sekali",
        "Pesan dari saya, 7 hari terakhir: 0 dari paling banyak 3",
        "Pesan yang saya kirim lebih dulu: paling banyak 1 sehari dan 3 sepekan; 2 di antaranya disisihkan untuk temu mingguan.",
        "[Bahasa] [Jam tenang] [Perkenalan saya] [Temu saya] [Data saya] [Hentikan semua pesan]",
      ].join("\n"),
    );
    await ani.presses("Temu saya");
    expect(ani.sees()).toContain("Anda belum ikut.");
    const bob = await world.member("Bob", { locale: "en-GB", timeZone: "Europe/London" });
    await bob.says("/my status");
    expect(bob.sees()).toContain("Time zone: GMT, now 07:00");
    expect(bob.sees()).toContain("Messages I send on my own: at most 1 a day and 3 a week, of which 2 are kept free");
  });

  it("speaks another language from now on, however the language is named", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    for (const [named, told] of [
      ["Inggris", "From now on I speak English with you."],
      ["bahasa indonesia", "Mulai sekarang saya berbahasa Indonesia dengan Anda."],
      ["en", "From now on I speak English with you."],
    ] as const) {
      await ani.says(`/saya bahasa ${named}`);
      expect(ani.sees()).toBe(told);
    }
    await ani.says("/saya");
    await ani.presses("Language");
    expect(ani.sees()).toBe('Language\nLanguage | "en"\n[Save]');
    await ani.fills({ language: "id" });
    await ani.says("/bantuan");
    expect(ani.sees()).toContain("Yang bisa Anda minta");
    await ani.says("/saya bahasa Klingon");
    expect(ani.sees()).toContain("Bahasa ini belum saya kuasai. Mohon pilih dari daftar.");
  });

  it("lives in another zone from now on, named as people name it", async () => {
    const world = await openWorld();
    const bob = await world.member("Bob", { locale: "en" });
    for (const [named, told] of [
      ["WIT", "Your time zone is WIT; your clock says 16:00."],
      ["Tokyo", "Your time zone is Tokyo, GMT+9; your clock says 16:00."],
      ["asia/jakarta", "Your time zone is WIB; your clock says 14:00."],
    ] as const) {
      await bob.says(`/my zone ${named}`);
      expect(bob.sees()).toBe(told);
    }
    await bob.says("/my zone Atlantis");
    expect(bob.sees()).toContain("I don't know this time zone. Examples: WIB");
    await bob.says("/my time zone");
    await bob.fills({ zone: "constructor" });
    expect(bob.sees()).toContain("I don't know this time zone.");
  });

  it("keeps quiet hours, also across midnight, none at all, but never the whole day", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/saya tenang dari:20.00 sampai:05.30 akhir-pekan:ya");
    expect(ani.sees()).toBe("Tersimpan: tanpa pesan dari 20:00 sampai 05:30.");
    await ani.says("/saya");
    expect(ani.sees()).toContain("Tanpa pesan: 20:00 sampai 05:30\nAkhir pekan: boleh ada pesan");
    await ani.presses("Jam tenang");
    expect(ani.sees()).toContain('Tanpa pesan mulai | "20:00"');
    await ani.fills({ from: "07:00", until: "7.00", weekends: "tidak" });
    expect(ani.sees()).toBe("Tersimpan: Anda tidak punya jam tenang.");
    await ani.says("/saya tenang 25:00 05:00");
    expect(ani.sees()).toContain('Tanpa pesan mulai | "25:00" | Mohon tulis jam seperti 15:30.');
  });
});

describe("/my", () => {
  it.each([
    {
      ...{ locale: "en", practise: "/tips practise week", state: "Practice: one small step a week; the next around" },
      ...{ stop: "Stop practising", stopped: "Your practice ends here.", label: "Practice:" },
    },
    {
      ...{ locale: "id", practise: "/kiat latihan 2", state: "Latihan: satu langkah kecil tiap 2 pekan; berikutnya" },
      ...{ stop: "Hentikan latihan", stopped: "Latihan selesai di sini.", label: "Latihan:" },
    },
  ])(
    "shows in $locale how one's practice stands, and ends it",
    async ({ locale, practise, state, stop, stopped, label }) => {
      const world = await openWorld();
      const ani = await world.member("Ani", { locale });
      await ani.says("/my");
      expect(ani.sees()).not.toContain(label);
      await ani.says(practise);
      await ani.says("/my");
      expect(ani.sees()).toContain(state);
      await ani.presses(stop);
      expect(ani.sees()).toContain(stopped);
      await ani.says("/my");
      expect(ani.sees()).not.toContain(label);
      expect(world.faults).toEqual([]);
    },
  );

  it.each([
    [
      "en",
      "Messages from me, last 7 days: 2 of at most 3; 2 wait (the rest of the week is kept for the weekly meet-up)",
    ],
    ["id", "Pesan dari saya, 7 hari terakhir: 2 dari paling banyak 3; 2 menunggu (sisa pekan ini disimpan untuk temu"],
  ])("explains in %s why something waits although less came than may", async (locale, told) => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale });
    for (const name of ["Budi", "Citra"]) {
      await (await world.member(name, { locale })).says("/greet @Ani");
      await world.goes("P2D");
    }
    await ani.says("/my");
    expect(ani.sees()).toContain(told);
    expect(world.faults).toEqual([]);
  });
});

describe("STOP", () => {
  it.each([
    ["en", "STOP", "START", "Done. I will not write to you on my own any more", "Welcome back.", "You said STOP"],
    [
      "id",
      "Berhenti.",
      "mulai",
      "Sudah. Saya tidak akan menulis lebih dulu lagi",
      "Selamat datang kembali.",
      "Anda menulis BERHENTI",
    ],
  ])(
    "typed in %s as %j stops everything that is not asked for, until %j",
    async (locale, stop, start, told, back, stands) => {
      const world = await openWorld();
      const [ani, budi] = [await world.member("Ani", { locale }), await world.member("Budi", { locale: "id" })];
      for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
      await ani.says(stop);
      expect(ani.sees()).toContain(told);
      await world.goes("P15D");
      expect(await ani.hears()).toEqual([]);
      expect((await ani.reads()).some(({ where }) => where.kind === "room")).toBe(false);
      await ani.says("/my");
      expect(ani.sees()).toContain(stands);
      await ani.says(start);
      expect(ani.sees()).toContain(back);
      await world.goes("P8D");
      expect((await ani.hears()).length).toBeGreaterThan(0);
    },
  );

  it("ends when the person wants to meet somebody, and until then /meet says how it stands", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "en" });
    const isStopped = async () => (await world.db.client.member.findFirstOrThrow()).stoppedAt !== null;
    await ani.says("/meet join");
    for (const wish of ["/meet now", "/meet join", "/meet resume"]) {
      await ani.says("STOP");
      await ani.says("/meet");
      expect(ani.sees()).toContain("You wrote STOP, so nobody is matched with you");
      expect(await isStopped()).toBe(true);
      await ani.says(wish);
      expect(await isStopped()).toBe(false);
      await ani.says("/meet");
      expect(ani.sees()).not.toContain("STOP");
    }
  });

  it.each([
    ["en", "Stop!", "Done. I will not write to you on my own any more", "STOP yourself"],
    ["id", "BERHENTI", "Sudah. Saya tidak akan menulis lebih dulu lagi", "Berhenti dulu, ya"],
  ])(
    "is heeded in %s in a room that the bot opened, and answered to that person alone",
    async (locale, stop, told, talk) => {
      const world = await openWorld();
      const [ani, budi] = [await world.member("Ani", { locale }), await world.member("Budi", { locale })];
      for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
      await world.goes("P8D");
      const room = (await ani.reads()).find(({ where }) => where.kind === "room")?.where.id;
      const isStopped = async () =>
        (await world.db.client.member.findFirstOrThrow({ where: { name: "Ani" } })).stoppedAt !== null;
      await ani.says(talk, room);
      expect(await isStopped()).toBe(false);
      await ani.says(stop, room);
      expect(ani.sees()).toContain(told);
      expect(await isStopped()).toBe(true);
      expect((await budi.reads()).map(({ text }) => text).join("\n")).not.toContain(told);
      await world.goes("P3D");
      expect((await ani.hears()).join("\n")).not.toMatch(/Not got round|Belum sempat/);
    },
  );

  it.each([
    ["id", "tolong berhenti", "Sudah. Saya tidak akan menulis"],
    ["en", "Stop please", "Done. I will not write"],
  ])("in %s is understood with a word more, privately, and as it is in a room", async (locale, said, told) => {
    const world = await openWorld();
    const [ani, budi] = [await world.member("Ani", { locale }), await world.member("Budi", { locale })];
    const stopped = async () => (await world.db.client.member.findFirstOrThrow({ where: { name: "Ani" } })).stoppedAt;
    for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
    await world.goes("P8D");
    const room = (await ani.reads()).find(({ where }) => where.kind === "room")?.where.id ?? "";
    await ani.says(said, room);
    expect(await stopped()).toBeNull();
    await ani.says("BERHENTI", room);
    expect(ani.sees()).toContain(told);
    expect(await stopped()).not.toBeNull();
    await ani.says(locale === "id" ? "mulai" : "start");
    expect(await stopped()).toBeNull();
    await ani.says(said);
    expect(ani.sees()).toContain(told);
    expect(await stopped()).not.toBeNull();
  });

  it.each([
    ["id", "Tolong hentikan pesannya", "Sudah. Saya tidak akan menulis", "jangan hentikan pesannya"],
    ["id", "jangan kirimi saya pesan lagi", "Sudah. Saya tidak akan menulis", "saya tidak mau berhenti"],
    ["en", "stop sending me messages", "Done. I will not write", "don't stop sending me messages"],
    ["en", "No more messages, please!", "Done. I will not write", "please do not stop the messages"],
  ])("in %s is understood privately as people say it: %j", async (locale, said, told, opposite) => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale });
    await ani.says(opposite);
    expect(ani.sees()).not.toContain(told);
    expect((await world.db.client.member.findFirstOrThrow()).stoppedAt).toBeNull();
    await ani.says(said);
    expect(ani.sees()).toContain(told);
    expect((await world.db.client.member.findFirstOrThrow()).stoppedAt).not.toBeNull();
  });

  it.each([
    ["en", "You had written STOP."],
    ["id", "Anda pernah menulis BERHENTI."],
  ])("in %s ends when the person wants to meet somebody again, and that is said", async (locale, told) => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale });
    for (const wish of ["/meet join", "/meet resume", "/meet now"]) {
      await ani.says("/meet join");
      expect(ani.sees()).not.toContain(told);
      await ani.says("STOP");
      await ani.says(wish);
      expect(ani.sees()).toContain(told);
      expect((await world.db.client.member.findFirstOrThrow()).stoppedAt).toBeNull();
    }
  });

  it("works by command and by button as well, and in a channel it is only a word", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "en" });
    const isStopped = async () => (await world.db.client.member.findFirstOrThrow()).stoppedAt !== null;
    await ani.says("stop", "obrolan");
    expect(["STOP", "stop it"].map(world.program.bot.isPlainCommand)).toEqual([true, false]);
    expect(await isStopped()).toBe(false);
    await ani.says("/my stop");
    expect(await isStopped()).toBe(true);
    await ani.presses("Messages are welcome");
    expect(await isStopped()).toBe(false);
    await ani.says("/my");
    await ani.presses("Stop all messages");
    expect(await isStopped()).toBe(true);
    await ani.says("Please don't stop!");
    expect(ani.sees()).toContain("I don't know the word “Please”.");
  });
});
