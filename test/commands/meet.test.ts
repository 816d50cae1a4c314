import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

async function alone(locale: string): Promise<{ world: World; ani: Speaker }> {
  const world = await openWorld();
  return { world, ani: await world.member("Ani", { locale }) };
}

describe("/temu ikut", () => {
  it("welcomes, says when the next round is, and takes wishes along", async () => {
    const { ani } = await alone("id");
    await ani.says('/temu ikut jumlah:Berdua tiap:"Setiap pekan" topik:literasi, numerasi');
    expect(ani.sees()).toBe(
      [
        "Selamat datang di temu mingguan",
        "Anda ikut setiap pekan. Bisa diubah kapan saja lewat Pilihan.",
        "Putaran berikutnya Selasa, 1 Desember 2026, pukul 15:30 WIB. Sehari kerja sebelumnya saya tanyakan dulu apakah waktunya cocok.",
        "[Pilihan] [Lewati 1 Desember]",
      ].join("\n"),
    );
    await ani.presses("Pilihan");
    expect(ani.sees()).toContain(
      'Dengan berapa orang | "pair"\nSeberapa sering | "1"\nTopik yang saya suka | "literasi, numerasi"',
    );
  });

  it("shows the topics that were saved with how one stands", async () => {
    const { ani } = await alone("en");
    await ani.says("/meet join topics:literacy, lesson study");
    await ani.says("/meet");
    expect(ani.sees()).toContain("Topics: literacy, lesson study\n");
  });

  it("remembers which languages somebody wants to practise, until they take it back", async () => {
    const { ani } = await alone("id");
    await ani.says("/temu ikut");
    await ani.presses("Pilihan");
    await ani.fills({ willing: "Inggris, Jawa" });
    await ani.says("/temu pilihan");
    expect(ani.sees()).toContain('Bahasa yang ingin saya latih | ["en","jv"]');
    await ani.fills({ willing: [] });
    await ani.says("/temu pilihan");
    expect(ani.sees()).toContain("Bahasa yang ingin saya latih");
    expect(ani.sees()).not.toContain('"jv"');
  });

  it("said again changes nothing, unless wishes come with it", async () => {
    const { ani } = await alone("en");
    await ani.says("/meet join");
    await ani.says("/meet join");
    expect(ani.sees()).toContain("You are in already; nothing has changed.");
    await ani.says("/meet join every:4");
    expect(ani.sees()).toContain("You are in already. Your wishes are saved");
    await ani.says("/meet");
    expect(ani.sees()).toContain("How often: Every four weeks");
  });

  it("asks again where a wish is not understood", async () => {
    const { ani } = await alone("id");
    await ani.says("/temu ikut jumlah:sebelas");
    expect(ani.sees()).toContain('/temu ikut\nDengan berapa orang | "sebelas" | Mohon pilih dari daftar.');
    await ani.fills({ size: "Yang mana saja" });
    expect(ani.sees()).toContain("Selamat datang di temu mingguan");
  });
});

describe("/temu", () => {
  it("tells whoever is not in how to get in, and whoever is how they stand", async () => {
    const { ani } = await alone("id");
    await ani.says("/temu");
    expect(ani.sees()).toContain("Anda belum ikut. Dua pekan sekali");
    await ani.presses("Ikut");
    await ani.says("/temu");
    expect(ani.sees()).toBe(
      [
        "Temu mingguan saya",
        "Anda ikut.",
        "Putaran berikutnya: Selasa, 1 Desember 2026, 15:30 WIB",
        "Seberapa sering: Dua pekan sekali",
        "Dengan berapa orang: Yang mana saja",
        "[Jeda sampai…] [Pilihan]",
      ].join("\n"),
    );
  });

  it.each([
    [
      "en",
      ["/meet skip", "/meet pause until:2026-12-20", "/meet resume", "/meet now", "/meet leave"],
      "You are not in the weekly meet-up. “/meet join” is all it takes.",
    ],
    [
      "id",
      ["/temu lewati", "/temu jeda 2026-12-20", "/temu lanjut", "/temu sekarang", "/temu keluar"],
      "Anda tidak sedang ikut temu mingguan. Untuk ikut, cukup tulis “/temu ikut”.",
    ],
  ])("tells in %s whoever is not in that all else comes after joining", async (locale, commands, told) => {
    const { ani } = await alone(locale);
    for (const command of commands) {
      await ani.says(command);
      expect(ani.sees()).toBe(told);
    }
  });

  it("names a verb that was mistyped", async () => {
    const { ani } = await alone("en");
    await ani.says("/meet pasue until:2026-12-20");
    expect(ani.sees()).toContain("I don't know the word “pasue”. Did you mean /meet pause?");
    await ani.presses("What can I ask?");
    expect(ani.sees()).toContain("What you can ask me");
  });
});

describe("a break", () => {
  it("lasts until the day that was said, and ends by itself", async () => {
    const { world, ani } = await alone("id");
    await ani.says("/temu ikut tiap:1");
    await ani.says("/temu jeda sampai:2026-12-08");
    expect(ani.sees()).toBe("Selamat beristirahat. Mulai Selasa, 8 Desember 2026 Anda otomatis ikut lagi.");
    await ani.says("/temu");
    expect(ani.sees()).toContain("Anda sedang jeda sampai Selasa, 8 Desember 2026.");
    expect(ani.buttons()).toEqual(["Ikut lagi", "Pilihan"]);
    await world.goes(new Date("2026-12-04T09:00:00Z"));
    expect(await ani.hears()).toEqual([]);
    await world.goes(new Date("2026-12-08T02:00:00Z"));
    expect(await ani.hears()).toEqual([expect.stringContaining("Temu mingguan Selasa, 8 Desember 2026")]);
    await ani.says("/temu");
    expect(ani.sees()).toContain("Anda ikut.");
  });

  it("takes a date as people write it, and a day by its word", async () => {
    const { ani } = await alone("id");
    await ani.says("/temu ikut");
    for (const written of ["20-12-2026", "20/12/2026", "20.12.2026"]) {
      await ani.says(`/temu jeda ${written}`);
      expect(ani.sees()).toContain("Mulai Minggu, 20 Desember 2026 Anda otomatis ikut lagi.");
    }
    await ani.says("/temu jeda sampai:besok");
    expect(ani.sees()).toContain("Mulai Rabu, 25 November 2026 Anda otomatis ikut lagi.");
  });

  it("can be ended at any time", async () => {
    const { ani } = await alone("en");
    await ani.says("/meet join");
    await ani.says("/meet pause 2026-12-20");
    await ani.says("/meet");
    await ani.presses("Take part again");
    expect(ani.sees()).toContain("Good to have you back.\nThe next round is on Tuesday");
  });

  it("is asked for by a form, from the command and from a button, and not for a day that is over", async () => {
    const { ani } = await alone("en");
    await ani.says("/meet join");
    await ani.says("/meet pause");
    expect(ani.sees()).toBe("/meet pause\nTake part again from\n[Send]");
    await ani.fills({ until: "2026-02-30" });
    expect(ani.sees()).toContain('Take part again from | "2026-02-30" | Please write a date like 2026-12-20.');
    await ani.fills({ until: "2026-11-24" });
    expect(ani.sees()).toBe("This date has already passed. Please choose a later one.");
    await ani.says("/meet");
    await ani.presses("Pause until…");
    expect(ani.sees()).toBe("A break\nTake part again from\n[Pause]");
    await ani.fills({ until: "2026-11-25" });
    expect(ani.sees()).toContain("From Wednesday, 25 November 2026 you take part again automatically.");
  });
});

describe("a round", () => {
  it("can be skipped once, and is said to be", async () => {
    const { ani } = await alone("id");
    await ani.says("/temu ikut");
    await ani.presses("Lewati 1 Desember");
    expect(ani.sees()).toBe(
      "Baik, putaran Selasa, 1 Desember 2026 berjalan tanpa Anda. Putaran sesudahnya Anda ikut lagi.",
    );
    await ani.says("/temu status");
    expect(ani.sees()).toContain("Anda melewati putaran berikutnya.");
    await ani.presses("Tetap ikut");
    expect(ani.sees()).toContain("Baik, Anda tetap ikut.\nPutaran berikutnya Selasa, 1 Desember 2026");
    await ani.says("/temu lewati");
    await ani.says("/temu lanjut");
    await ani.says("/temu keadaan");
    expect(ani.sees()).not.toContain("melewati");
  });

  it("is announced with one tap to come, to skip or to pause", async () => {
    const { world, ani } = await alone("en");
    await ani.says("/meet join");
    await world.goes(new Date("2026-11-30T09:00:00Z"));
    expect(await ani.hears()).toEqual([expect.stringContaining("If you do nothing, you are in.")]);
    await ani.presses("I'm in");
    expect(ani.sees()).toBe("Lovely. On Tuesday, 1 December 2026 you will hear whom you meet.");
    await ani.presses("Skip 1 December");
    expect(ani.sees()).toContain("the round of Tuesday, 1 December 2026 goes without you");
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    await ani.presses("I'm in");
    expect(ani.sees()).toBe(
      "This round has been put together already, so nothing was changed. For the next one: /meet.",
    );
  });

  it("of one alone is called off, and says when the next one is", async () => {
    const { world, ani } = await alone("id");
    await ani.says("/temu ikut tiap:1");
    await world.goes("P8D");
    const heard = await ani.hears();
    expect(heard).toHaveLength(2);
    expect(heard[1]).toContain("Pada putaran ini hanya Anda yang ikut");
    expect(heard[1]).toContain("Putaran berikutnya Selasa, 8 Desember 2026, dan Anda didahulukan.");
  });
});

describe("who is never met", () => {
  it("is kept in private, taken back again, and is nobody that one is oneself", async () => {
    const { world, ani } = await alone("id");
    const budi = await world.member("Budi", { locale: "id" });
    await ani.says("/temu jangan temu @Budi");
    expect(ani.sees()).toContain("Dicatat. Anda dan Budi tidak akan dipertemukan, dan tidak ada yang diberi tahu.");
    expect(ani.sees()).toContain("Jejaring ini masih kecil");
    expect(await budi.reads()).toEqual([]);
    await ani.says("/temu boleh-temu @Budi");
    expect(ani.sees()).toBe("Dicatat. Anda dan Budi boleh dipertemukan lagi.");
    await ani.says("/temu boleh-temu @Budi");
    expect(ani.sees()).toBe("Budi tidak ada di daftar jangan-temu Anda, jadi tidak ada yang berubah.");
    await ani.says("/temu hindari @Ani");
    expect(ani.sees()).toBe("Itu Anda sendiri. Silakan pilih orang lain.");
    await ani.says("/temu hindari Zainal");
    expect(ani.sees()).toContain('Orang | "Zainal" | Saya belum tahu siapa yang dimaksud.');
  });
});

describe("/temu sekarang and /temu keluar", () => {
  it("finds somebody who is free too, or waits for one", async () => {
    const { world, ani } = await alone("id");
    const bob = await world.member("Bob", { locale: "id" });
    await ani.says("/temu ikut");
    await bob.says("/temu ikut");
    await ani.says("/temu sekarang");
    expect(ani.sees()).toContain("Saya carikan.");
    await bob.says("/temu sekarang");
    expect(bob.sees()).toContain("Kebetulan ada yang sedang luang");
    await world.goes("PT1H");
    expect((await ani.reads()).find(({ where }) => where.kind === "room")?.text).toContain("Bob");
  });

  it("lets go, keeps the door open, and remembers the wishes", async () => {
    const { world, ani } = await alone("en");
    await ani.says("/meet join every:4");
    await ani.says("/meet leave");
    expect(ani.sees()).toContain("You no longer take part in the weekly meet-up.");
    await world.goes("P14D");
    expect(await ani.hears()).toEqual([]);
    await ani.presses("Take part");
    expect(ani.sees()).toContain("Welcome to the weekly meet-up\nYou are in, every four weeks.");
  });
});
