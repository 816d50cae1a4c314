import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

type Locale = "id" | "en";

async function teacher(world: World, name: string, locale: Locale, about: Record<string, unknown> = {}) {
  const speaker = await world.member(name, { locale });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: "fisika", level: "primary", ...about });
  return speaker;
}

/** Ani and Bob were brought together by the weekly round. */
async function pair(world: World): Promise<{ ani: Speaker; bob: Speaker }> {
  const ani = await teacher(world, "Ani Lestari", "id", { address: "ibu", seeks: "asesmen formatif" });
  const bob = await teacher(world, "Bob Miller", "en", { address: "bapak", offers: "formative assessment" });
  await ani.says("/temu ikut tiap:1");
  await bob.says("/meet join every:1");
  await world.goes(new Date("2026-12-01T09:00:00Z"));
  return { ani, bob };
}

const steps = (heard: readonly string[]) =>
  heard.filter((message) => /^(Satu langkah kecil|Masih terbuka|One small step|Still open)/.test(message));

describe("/kiat", () => {
  it("begins with introducing oneself for whoever has not, and leaves blanks to fill", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await ani.says("/kiat");
    expect(ani.sees()).toContain("Perkenalan Anda belum ada, jadi kita mulai dari sana.");
    expect(ani.sees()).toMatch(/Tema: (Memperkenalkan diri|Sapaan dan gelar)/);
    expect(ani.buttons()).toEqual(["Saya mau coba", "Kiat lain", "Semua tema"]);
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("/tips browse theme:opening");
    expect(tom.sees()).toContain("[name]");
    expect(world.faults).toEqual([]);
  });

  it("helps to begin where two were brought together, with their names and what they share, only for who asks", async () => {
    const world = await openWorld();
    const { ani, bob } = await pair(world);
    await ani.presses("Cara membuka obrolan");
    expect(ani.sees()).toContain("Tema: Membuka obrolan");
    await ani.says("/kiat");
    expect(ani.sees()).toContain("Anda sedang dipertemukan dengan seseorang dan bisa mulai mengobrol.");
    await bob.presses("How to begin");
    expect(bob.sees()).toContain("Bu Ani Lestari");
    // Nothing of it is said in the room, and nothing is sent later.
    const seen = (await ani.reads()).filter(({ text, onlyForYou }) => text.includes("Theme:") && !onlyForYou);
    expect(seen).toEqual([]);
  });

  it("goes on to the next tip, keeps whom it is about, and gives the sentence to copy", async () => {
    const world = await openWorld();
    const { bob } = await pair(world);
    await bob.presses("How to begin");
    for (let count = 0; count < 4 && !bob.sees().includes("Offer two times"); count++) await bob.presses("Another tip");
    await bob.presses("I'll try this");
    expect(bob.sees()).toBe(
      [
        "Copy this, then say it in your own way:",
        "Bu Ani Lestari, would Tuesday or Thursday at 15:30 suit you for twenty minutes about formative assessment? Writing is fine too.",
        "Would you like company? One small step every two weeks, and one tap ends it.",
        "[Practise every two weeks]",
      ].join("\n"),
    );
  });

  it("helps afterwards: a button on “we met”, nothing on what did not happen", async () => {
    const world = await openWorld();
    const { ani, bob } = await pair(world);
    await world.goes(new Date("2026-12-07T10:00:00Z"));
    await ani.presses("Tidak jadi");
    expect(ani.buttons()).toEqual([]);
    await bob.presses("We met");
    expect(bob.buttons()).toEqual(["After you have met"]);
    await bob.presses("After you have met");
    expect(bob.sees()).toContain("Theme: Saying thank you");
    expect(bob.sees()).toContain("Bu Ani Lestari");
    await bob.says("/tips");
    expect(bob.sees()).toContain("You met somebody not long ago.");
  });

  it("helps to ask a mentor, and to part from a circle", async () => {
    const world = await openWorld();
    const sari = await teacher(world, "Sari", "en");
    await sari.says("/mentor offer");
    await sari.fills({ topics: "formative assessment" });
    const budi = await teacher(world, "Budi", "id", { address: "bapak" });
    await budi.says("/mentor cari");
    await budi.fills({ goal: "asesmen yang jujur", topics: "asesmen formatif" });
    await budi.presses("Cara meminta");
    expect(budi.sees()).toContain("Tema: Bertanya kepada mentor");
    expect(budi.sees()).toContain("asesmen formatif");
    await budi.says("/kiat");
    expect(budi.sees()).toContain("Anda sedang mencari mentor.");
    await sari.says("/circle start");
    await sari.fills({ name: "Reading", question: "How?", topics: "literacy", rhythm: "7", access: "open" });
    await sari.says("/circle finish");
    await sari.fills({});
    await sari.presses("How to part well");
    expect(sari.sees()).toContain("Theme: Ending a collaboration");
  });

  it("names nobody who left, or from whom one is kept apart", async () => {
    const world = await openWorld();
    const { ani, bob } = await pair(world);
    await ani.says("/temu jangan-temu @Bob Miller");
    await bob.says("/tips browse theme:opening");
    expect(bob.sees()).not.toContain("Ani");
    await ani.says("/kiat jelajah tema:opening");
    expect(ani.sees()).not.toContain("Bob");
  });

  it("shows all themes, a button each, and says so kindly where a button is older than its tip", async () => {
    const world = await openWorld();
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("/tips browse");
    expect(tom.buttons()).toHaveLength(13);
    await tom.presses("Indirect and direct");
    expect(tom.sees()).toContain("Theme: Indirect and direct");
    for (const action of ["about", "next", "try", "done", "notNow", "less", "practise"]) {
      const response = await world.program.bot.handle({
        kind: "action",
        action: `tips.${action}`,
        subject: "constructor",
        place: { platform: "sandbox", spaceId: "sandbox" },
        person: { externalId: tom.id, name: "", locale: "en", isOrganiser: false },
      });
      expect(response.kind === "reply" && JSON.stringify(response)).toContain("older version");
    }
    expect(world.faults).toEqual([]);
  });
});

onBothDatabases("practice", (open) => {
  it("brings a step a week to whoever asked, another theme after each answer, and counts what was done", async () => {
    const world = await openWorld({ database: await open() });
    const ani = await teacher(world, "Ani", "id");
    await ani.says("/kiat latihan tiap:pekan");
    expect(ani.sees()).toContain("Baik. Satu langkah kecil tiap pekan; yang pertama sekitar Rabu, 25 November 2026.");
    await world.goes("P2D");
    const [first = "", ...more] = steps(await ani.hears());
    expect(more).toEqual([]);
    expect(first).toContain("Satu langkah kecil: Menjaga hubungan");
    expect(first).toContain("sapa seorang rekan pilihan Anda tanpa meminta apa-apa.");
    expect(first).toContain("Anda menerima ini karena memilih latihan tiap pekan.");
    expect(first).toContain("[Sudah saya lakukan] [Kali ini tidak] [Lebih jarang] [Hentikan latihan]");
    await ani.presses("Sudah saya lakukan");
    expect(ani.sees()).toContain("Sejauh ini 1 langkah. Tema berikutnya sekitar Rabu, 2 Desember 2026.");
    await ani.presses("Sudah saya lakukan");
    expect(ani.sees()).toContain("Sejauh ini 1 langkah.");
    await world.goes("P7D");
    const [second = ""] = steps(await ani.hears());
    expect(second).toContain("Satu langkah kecil: Mengenalkan dua orang");
    await ani.presses("Kali ini tidak");
    expect(ani.sees()).toBe("Tidak apa-apa. Sekitar Rabu, 9 Desember 2026 saya bawakan tema lain.");
    expect(world.faults).toEqual([]);
  });

  it("asks once more, then rests by itself, says so once, and goes on with a tap", async () => {
    const world = await openWorld({ database: await open() });
    const tom = await teacher(world, "Tom", "en");
    await tom.says("/tips practise every:week");
    await world.goes("P2D");
    expect(steps(await tom.hears())).toHaveLength(1);
    await world.goes("P7D");
    const again = steps(await tom.hears());
    expect(again).toHaveLength(1);
    expect(again[0]).toContain("Still open: Keeping in touch\nNo time yet? That is fine, and so is any answer.");
    await world.goes("P7D");
    const rest = await tom.hears();
    expect(rest.filter((message) => message.startsWith("Your practice is resting"))).toHaveLength(1);
    await world.goes("P28D");
    expect((await tom.hears()).filter((message) => /step|practice/i.test(message))).toEqual([]);
    await tom.presses("I did it");
    expect(tom.sees()).toContain("That was your first step. Your practice is resting; would you like to go on?");
    await tom.presses("Go on practising");
    expect(tom.sees()).toContain("Good. One small step every 2 weeks");
    await world.goes("P5D");
    expect(steps(await tom.hears())).toHaveLength(1);
  });
});

describe("practice in a community's life", () => {
  it("grows rarer, once for each message, and ends with nothing kept", async () => {
    const world = await openWorld();
    const ani = await teacher(world, "Ani", "id");
    await ani.says("/kiat latihan tiap:pekan");
    await world.goes("P2D");
    await ani.presses("Lebih jarang");
    expect(ani.sees()).toContain("Baik, mulai sekarang tiap 2 pekan.");
    await ani.presses("Lebih jarang");
    expect(await world.db.client.practice.findFirst()).toMatchObject({ everyWeeks: 2, current: null });
    await ani.presses("Hentikan latihan");
    expect(ani.sees()).toContain("Latihan selesai di sini.");
    expect(await world.db.client.practice.count()).toBe(0);
    await ani.says("/kiat berhenti");
    expect(ani.sees()).toBe("Anda tidak sedang berlatih, jadi tidak ada yang perlu dihentikan.");
    for (const old of ["Lebih jarang", "Sudah saya lakukan", "Kali ini tidak"]) {
      await ani.presses(old);
      expect(ani.sees()).toBe(
        "Anda sedang tidak berlatih, jadi tidak ada yang berubah. “/kiat latihan” memulainya lagi.",
      );
    }
    await ani.hears();
    await world.goes("P28D");
    expect(steps(await ani.hears())).toEqual([]);
  });

  it("takes up the tip that one wants to try, and asks about it next", async () => {
    const world = await openWorld();
    const tom = await teacher(world, "Tom", "en");
    await tom.says("/tips practise every:2 weeks");
    expect(tom.sees()).toContain("One small step every 2 weeks");
    await tom.says("/tips browse theme:sayingNo");
    expect(tom.sees()).toContain("Your practice is running. The next step comes around");
    await tom.presses("I'll try this");
    expect(tom.sees()).toContain("I will ask once how it went. Any answer is fine.");
    await world.goes("P15D");
    expect(steps(await tom.hears())).toEqual([expect.stringContaining("Still open: Saying no")]);
  });

  it("stands still in the community's breaks", async () => {
    const world = await openWorld();
    const ani = await teacher(world, "Ani", "id");
    await ani.says("/kiat latihan tiap:pekan");
    await world.goes("P2D");
    await ani.presses("Sudah saya lakukan");
    await ani.hears();
    const network = await world.db.client.network.findFirstOrThrow();
    await world.program.services.calendar.add(network.id, {
      ...{ kind: "break", from: "2026-11-30", until: "2026-12-11", name: "Libur" },
    });
    await world.goes(new Date("2026-12-13T10:00:00Z"));
    expect(steps(await ani.hears())).toEqual([]);
    await world.goes(new Date("2026-12-14T10:00:00Z"));
    expect(steps(await ani.hears())).toHaveLength(1);
  });

  it("neither writes nor counts while somebody wants no messages, and forgets who left", async () => {
    const world = await openWorld();
    const ani = await teacher(world, "Ani", "id");
    await ani.says("/kiat latihan tiap:pekan");
    await ani.says("BERHENTI");
    await world.goes("P28D");
    expect(steps(await ani.hears())).toEqual([]);
    await ani.says("MULAI");
    await world.goes("P8D");
    expect(steps(await ani.hears())).toEqual([expect.stringContaining("Satu langkah kecil:")]);
    await ani.leaves();
    expect(await world.db.client.practice.count()).toBe(0);
  });

  it("names a person met, and nobody any more once they are kept apart or gone", async () => {
    const world = await openWorld();
    const { ani, bob } = await pair(world);
    await bob.presses("We met");
    await bob.says("/tips practise every:week");
    await world.program.services.tips.practice.step(
      (await world.db.client.practice.findFirstOrThrow()).memberId,
      new Date("2026-12-02T02:00:00Z"),
    );
    const waiting = await world.db.client.delivery.findFirstOrThrow({ where: { notice: "tips.step" } });
    expect(JSON.stringify(waiting.facts)).toContain('"who"');
    await ani.says("/temu jangan-temu @Bob Miller");
    const amended = await world.db.client.delivery.findFirstOrThrow({ where: { notice: "tips.step" } });
    expect(JSON.stringify(amended.facts)).not.toContain('"who"');
    await world.goes("P2D");
    const [step = ""] = steps(await bob.hears());
    expect(step).toContain("thank a colleague of your choice for one thing.");
  });

  it("is written once, however often its job is run", async () => {
    const world = await openWorld();
    const ani = await teacher(world, "Ani", "id");
    await ani.says("/kiat latihan tiap:pekan");
    const { memberId, stepAt } = await world.db.client.practice.findFirstOrThrow();
    const { step } = world.program.services.tips.practice;
    expect([await step(memberId, stepAt), await step(memberId, stepAt)]).toEqual(["step", "nothing to do"]);
    expect(await world.db.client.delivery.count({ where: { notice: "tips.step" } })).toBe(1);
  });
});
