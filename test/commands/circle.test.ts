import { describe, expect, it } from "vitest";
import { openWorld, textOfMessage, type Speaker, type World, type WorldOptions } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

const QUESTION = "Bagaimana murid kelas 4 membaca dengan senang?";

async function reader(world: World, name: string, locale: "id" | "en" = "id"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await speaker.says(locale === "id" ? "/kenalan" : "/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: "literasi", level: "primary" });
  return speaker;
}

async function begins(who: Speaker, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/kombel mulai");
  await who.fills({ name: "Membaca", question: QUESTION, topics: "literasi", rhythm: "7", access: "open", ...about });
}

/** Sari leads "Membaca", which meets every week; Budi and Tom are in it. */
async function openCircle(about: Record<string, unknown> = {}, options: WorldOptions = {}) {
  const world = await openWorld(options);
  const [sari, budi, tom] = [
    await reader(world, "Sari"),
    await reader(world, "Budi"),
    await reader(world, "Tom", "en"),
  ];
  await begins(sari, about);
  for (const who of [budi, tom]) {
    await who.says("/circle");
    const [first = ""] = who.buttons();
    if (first !== "Begin a circle" && first !== "Mulai kombel") await who.presses(first);
  }
  return { world, sari, budi, tom };
}

/** What the bot wrote in the circle's own room, in the languages of all. */
const atHome = async (who: Speaker) =>
  (await who.reads()).filter(({ where, author }) => where.kind === "room" && author === null).map(textOfMessage);

const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));

onBothDatabases("a circle", (open) => {
  it("is begun, found by those who share its topic, joined, and led through its four stages", async () => {
    const world = await openWorld({ database: await open() });
    const [sari, tom] = [await reader(world, "Sari"), await reader(world, "Tom", "en")];
    await begins(sari);
    expect(sari.sees()).toContain("“Membaca” sudah dimulai.");
    await world.goes("P1D");
    expect(about(await tom.hears(), "A circle that may suit you: “Membaca”")).toHaveLength(1);
    await sari.presses("Buka kombel");
    expect(sari.sees()).toContain("Langkah kecil berikutnya: Undang 2 orang lagi: kombel dimulai dengan tiga orang.");
    await tom.says("/circle");
    expect(tom.sees()).toContain(`Membaca: ${QUESTION}\nReflect · Everybody, at once · 1 of 12 people`);
    expect(tom.sees()).toContain("You both have: literacy");
    await tom.presses("Join 1");
    expect(tom.sees()).toContain("Welcome to “Membaca”!");
    const budi = await reader(world, "Budi");
    await budi.says("/kombel");
    await budi.presses("Ikut 1");
    await world.goes("P1D");
    for (const [stage, next] of [
      ["Refleksi", "Rencana"],
      ["Rencana", "Aksi"],
      ["Aksi", "Evaluasi"],
    ]) {
      await sari.says("/kombel tahap");
      expect(sari.sees()).toBe(
        "Mohon tulis dulu apa hasil tahap ini dengan /kombel hasil; setelah itu tahap berikutnya dimulai.",
      );
      await sari.says("/kombel hasil");
      await sari.fills({ product: "Kami mengamati dua kelas." });
      expect(sari.sees()).toContain(`Tersimpan: hasil “${stage}”.`);
      await sari.says("/kombel status");
      expect(sari.sees()).toContain(`“${stage}” sudah ada hasilnya: lanjut ke tahap berikutnya.`);
      await sari.presses("Tahap berikutnya");
      expect(sari.sees()).toContain(`“Membaca” lanjut dengan “${next}”.`);
    }
    await tom.says("/circle product");
    expect(tom.sees()).toContain("What changed for pupils, and how do we know?");
    await tom.fills({ product: "They read more." });
    await tom.says("/circle status");
    expect(tom.sees()).toContain("All four stages are done: finish the circle, with thanks.");
    await tom.says("/circle finish");
    await tom.fills({});
    expect(tom.sees()).toBe("That is for whoever leads this circle: Sari. You can ask them for it.");
    await sari.says("/kombel selesai");
    await sari.fills({ summary: "Membaca nyaring tiap pagi." });
    expect(sari.sees()).toContain("“Membaca” selesai.");
    await world.goes("P9D");
    const [finished, more] = about(await tom.hears(), "“Membaca” is finished");
    expect(more).toBeUndefined();
    expect(finished).toContain("Membaca nyaring tiap pagi.");
    await sari.says("/kombel buka-lagi Membaca");
    expect(sari.sees()).toContain("“Membaca” dibuka lagi.\nUntuk sementara tanpa hari terakhir;");
    expect(world.faults).toEqual([]);
  });
});

describe("the home of a circle", () => {
  const opening = {
    id: [
      "Inilah tempat “Membaca”",
      QUESTION,
      "Amati apa yang murid lakukan sekarang, dan temukan pertanyaan di baliknya.",
      "Siapa pun yang bergabung juga masuk ke sini. Silakan saling menyapa, lalu cari waktu untuk bertemu.",
    ],
    en: [
      "This is the place of “Membaca”",
      QUESTION,
      "Look at what pupils do now, and find the question behind it.",
      "Whoever joins the circle comes in here, too. Say hello, and find a time to meet.",
    ],
  };

  it("opens with what comes first, once, in the languages of its people", async () => {
    const { world, sari, tom } = await openCircle();
    await world.goes("P1D");
    const [first = "", ...more] = await atHome(tom);
    for (const words of [opening.id, opening.en]) expect(first).toContain(words.join("\n"));
    expect(first).toContain("Pertemuan");
    // It is still their first day there when somebody else comes in.
    const dewi = await reader(world, "Dewi");
    await dewi.says("/kombel");
    await dewi.presses("Ikut 1");
    await world.goes("P1D");
    expect(about([...more, ...(await atHome(dewi)).slice(1)], "Inilah tempat")).toEqual([]);
    await tom.presses("Meetings");
    expect(tom.sees()).toContain("No meeting is planned at the moment.");
    await sari.presses("Pertemuan");
    expect(sari.buttons()).toContain("Usulkan waktu");
    expect(world.faults).toEqual([]);
  });
});

describe("a quiet circle", () => {
  it("is asked about after 10, 17 and 24 days, and put away when nobody answers", async () => {
    const { world, sari, budi, tom } = await openCircle();
    await Promise.all([sari.hears(), budi.hears(), tom.hears()]);
    // Thursday, 3 December: nine days; the day after is the tenth.
    await world.goes("P9D");
    expect(about(await sari.hears(), "sedang sepi")).toEqual([]);
    await world.goes("P3D");
    const asked = about(await sari.hears(), "“Membaca” sedang sepi");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("[Ajukan pertanyaan pembuka] [Usulkan waktu] [Istirahat sampai …]");
    expect(about(await budi.hears(), "sedang sepi")).toEqual([]);
    await world.goes("P7D");
    expect(about(await atHome(tom), "What did one pupil do this week that made you think?")).toHaveLength(1);
    await world.goes("P8D");
    expect(about(await tom.hears(), "What should become of “Membaca”?")).toHaveLength(1);
    expect(await world.db.client.circle.count({ where: { quiet: "vote" } })).toBe(1);
    await world.goes("P21D");
    expect(await world.db.client.circle.count({ where: { state: "archived" } })).toBe(1);
    expect(about(await atHome(budi), "“Membaca” disimpan")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("lives again when its facilitator asks a question that fits the stage", async () => {
    const { world, sari, tom } = await openCircle();
    await world.goes("P13D");
    await sari.presses("Ajukan pertanyaan pembuka");
    expect(sari.sees()).toContain("Apa yang dilakukan satu murid pekan ini yang membuat Anda berpikir?");
    await world.goes("P9D");
    expect(about(await atHome(tom), "What did one pupil do")).toHaveLength(1);
    expect(await world.db.client.circle.count({ where: { quiet: "none" } })).toBe(1);
  });

  it("does what most of its members want as soon as that is clear", async () => {
    const { world, sari, budi } = await openCircle();
    await world.goes("P27D");
    await sari.presses("Selesaikan kombel");
    expect(sari.sees()).toBe("Terima kasih, tercatat: “Selesaikan kombel”. Bisa diubah sampai ada keputusan.");
    expect(await world.db.client.circle.count({ where: { state: "active" } })).toBe(1);
    await budi.presses("Selesaikan kombel");
    expect(budi.sees()).toContain("Dengan ini sudah ada keputusan, dan semuanya dikabari.");
    expect(await world.db.client.circle.count({ where: { state: "finished" } })).toBe(1);
    await budi.presses("Teruskan");
    expect(budi.sees()).toContain("Kombel ini sudah selesai, jadi tidak ada yang diubah.");
    expect(world.faults).toEqual([]);
  });

  it("of one does at once what that one wants, and speaks of nobody else", async () => {
    const world = await openWorld();
    const tom = await reader(world, "Tom", "en");
    await begins(tom);
    await world.goes("P27D");
    const [letter = ""] = about(await tom.hears(), "What should become of “Membaca”?");
    expect(letter).toContain("I do at once what you choose; if you don’t say anything, it is put away after a week.");
    await tom.presses("Keep going");
    expect(tom.sees()).toBe("Noted: “Keep going”. That settles it, since you are alone in this circle.");
    await world.goes("P2D");
    expect(about(await tom.hears(), "keeps going")).toEqual([]);
    expect(await world.db.client.circle.count({ where: { quiet: "none", state: "active" } })).toBe(1);
  });

  it("that meets every four weeks is not quiet after ten days", async () => {
    const { world, sari } = await openCircle({ rhythm: "28" });
    await world.goes("P25D");
    expect(about(await sari.hears(), "sedang sepi")).toEqual([]);
  });

  it("has a break until a day, and comes back by itself", async () => {
    const { world, sari, tom } = await openCircle();
    await sari.says("/kombel jeda sampai:2026-12-15");
    expect(sari.sees()).toBe("“Membaca” istirahat sampai Selasa, 15 Desember 2026.\n[Akhiri istirahat]");
    await sari.says("/kombel status");
    expect(sari.buttons()).toContain("Akhiri istirahat");
    await tom.says("/circle status");
    expect(tom.buttons()).not.toContain("End the break");
    await sari.says("/kombel jeda sampai:2026-12-20");
    expect(sari.sees()).toContain("sedang istirahat");
    await world.goes("P20D");
    expect(about(await sari.hears(), "sedang sepi")).toEqual([]);
    await world.goes("P4D");
    expect(about(await atHome(tom), "“Membaca” goes on")).toHaveLength(1);
  });
});

describe("coming in", () => {
  it("is asked for from the status of a circle that is too small, by one message and not by two", async () => {
    // In the evening: what is for Tom waits for the morning.
    const world = await openWorld({ start: new Date("2026-11-24T14:00:00Z") });
    const [sari, tom] = [await reader(world, "Sari"), await reader(world, "Tom", "en")];
    await begins(sari);
    await sari.says("/kombel status");
    await sari.presses("Undang seseorang");
    await sari.fills({ person: `<@${tom.id}>` });
    expect(sari.sees()).toContain("Tom");
    await world.goes("P3D");
    const heard = await tom.hears();
    expect(about(heard, "Sari invites you to “Membaca”")).toHaveLength(1);
    expect(about(heard, "A circle that may suit you")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("is said with the beginning of its name, too; none that one can't see is found", async () => {
    const world = await openWorld();
    const [sari, tom] = [await reader(world, "Sari"), await reader(world, "Tom", "en")];
    await sari.says("/kombel mulai");
    expect(sari.sees()).toContain('"request"');
    await sari.fills({ name: "Membaca nyaring", question: QUESTION, topics: "literasi" });
    await sari.presses("Buka kombel");
    expect(sari.sees()).toContain("Siapa yang bisa ikut: Siapa yang meminta dan diterima\nIrama: Tiap 2 pekan");
    await begins(sari, { name: "Rahasia", access: "private" });
    await tom.says("/circle join membaca");
    expect(tom.sees()).toContain("I have asked the facilitator of “Membaca nyaring”.");
    await tom.says("/circle join Rahasia");
    expect(tom.sees()).toContain("I know no circle called “Rahasia”.");
    await tom.says("/circle join");
    expect(tom.sees()).toContain("Membaca nyaring: ");
    await sari.says("/kombel undang <@" + tom.id + "> Rahasia");
    await tom.says("/circle join Rahasia");
    expect(tom.sees()).toContain("Welcome to “Rahasia”!");
    await tom.says("/circle join Membaca");
    await sari.says("/kombel status");
    expect(sari.sees()).toMatch(/^Kombel Anda\n.*Rahasia: /s);
    expect(sari.buttons()).toEqual(["Buka 1", "Buka 2"]);
    const second = /\n.*\n(.*?): /.exec(sari.sees())?.[1] ?? "?";
    await sari.presses("Buka 2");
    expect(sari.sees()).toMatch(new RegExp(`^${second}\n`));
    await sari.says("/kombel gabung Rahasia");
    expect(sari.sees()).toContain("Anda sudah ikut “Rahasia”.");
    expect(world.faults).toEqual([]);
  });

  it("is asked for once, answered by who leads, and free for who is invited", async () => {
    const { world, sari, budi, tom } = await openCircle({ access: "request" });
    expect(tom.sees()).toContain("I have asked the facilitator of “Membaca”.");
    await tom.says("/circle");
    expect(tom.sees()).toContain("You have asked to join.");
    await world.goes("P1D");
    await sari.says("/kombel status");
    expect(sari.sees()).toContain("Tom ingin ikut.");
    expect(sari.sees()).toContain("Langkah kecil berikutnya: Ada 2 orang yang ingin ikut");
    await budi.presses("Tarik permintaan");
    expect(budi.sees()).toBe("Sudah ditarik.");
    await sari.says("/kombel undang <@" + budi.id + ">");
    expect(sari.sees()).toContain("Budi mendapat undangan Anda ke “Membaca”.");
    await world.goes("P1D");
    await budi.presses("Ikut");
    expect(budi.sees()).toContain("Selamat datang di “Membaca”!");
    await sari.says("/kombel status");
    await sari.presses("Terima");
    expect(sari.sees()).toBe("Tom kini ikut “Membaca”.");
    await world.goes("P2D");
    expect(about(await tom.hears(), "You are in “Membaca”")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("to a circle that is private needs an invitation, and it is on no list", async () => {
    const { sari, tom } = await openCircle({ access: "private" });
    expect(tom.sees()).not.toContain("Membaca");
    await sari.says("/kombel status");
    expect(sari.sees()).toContain("Undang 2 orang lagi");
  });

  it("ends at twelve people, and with three circles of one's own", async () => {
    const { world, sari } = await openCircle();
    for (let number = 3; number < 12; number++) {
      const who = await world.member(`Guru ${number}`, { locale: "id" });
      await who.says("/kombel");
      await who.presses("Ikut 1");
    }
    const late = await world.member("Guru 13", { locale: "id" });
    await late.says("/kombel");
    expect(late.sees()).toContain("12 dari 12 orang");
    expect(late.buttons()).not.toContain("Ikut 1");
    for (const name of ["Dua", "Tiga"]) await begins(sari, { name });
    await begins(sari, { name: "Empat" });
    expect(sari.sees()).toContain("Anda sudah ikut 3 kombel");
  });
});

it("whoever left in the night is not brought back by what waits for the morning", async () => {
  const { world, sari, budi } = await openCircle({}, { start: new Date("2026-11-24T15:00:00Z") });
  await sari.says("/kombel hasil");
  await sari.fills({ product: "Kami mengamati dua kelas." });
  await sari.says("/kombel tahap");
  await budi.says("/kombel keluar");
  await budi.presses("Ya, keluar");
  expect(budi.sees()).toBe("Anda sudah keluar dari “Membaca”.");
  await world.goes("P2D");
  const gone = await world.db.client.member.findFirstOrThrow({ where: { name: "Budi" } });
  const told = await world.db.client.delivery.findMany({ where: { key: { startsWith: "circleStage" } } });
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told[0]?.to)).not.toContain(gone.id);
  expect(about(await budi.hears(), "Membaca")).toEqual([]);
  expect(world.faults).toEqual([]);
});

describe("the facilitator", () => {
  it("hands over before leaving, and then can", async () => {
    const { world, sari, budi } = await openCircle();
    await sari.says("/kombel keluar");
    expect(sari.sees()).toBe(
      "Anda fasilitatornya: mohon serahkan dulu kepada orang lain dengan /kombel serahkan, setelah itu Anda bisa keluar.",
    );
    await sari.says("/kombel serahkan <@" + budi.id + ">");
    expect(sari.sees()).toContain("Budi kini fasilitator “Membaca”.");
    await sari.says("/kombel keluar");
    expect(sari.sees()).toContain("Keluar dari “Membaca”?");
    expect(await world.db.client.circleMember.count({ where: { leftAt: null } })).toBe(3);
    await sari.presses("Ya, keluar");
    expect(sari.sees()).toBe("Anda sudah keluar dari “Membaca”.");
    await budi.says("/kombel status");
    expect(budi.sees()).toContain("Fasilitator: Budi");
    expect(budi.sees()).not.toContain("Sari");
  });

  it("who leaves the community is followed by the deputy, or by who has been there longest", async () => {
    const { world, sari, budi, tom } = await openCircle();
    await sari.says("/kombel wakil <@" + tom.id + ">");
    await sari.leaves();
    await world.goes("P1D");
    expect(about(await tom.hears(), "“Membaca” needs you as its facilitator")).toHaveLength(1);
    await tom.leaves();
    await world.goes("P1D");
    expect(about(await budi.hears(), "“Membaca” membutuhkan Anda")).toHaveLength(1);
    expect(await world.db.client.circleMember.count()).toBe(3);
  });

  it("of two circles brings them together, with everybody once", async () => {
    const { world, sari, budi } = await openCircle();
    await begins(sari, { name: "Menulis" });
    await budi.says("/kombel");
    await budi.presses("Ikut 1");
    await sari.says("/kombel status");
    expect(sari.sees()).toContain("Kombel Anda\nMembaca: ");
    await sari.says("/kombel satukan ke:Membaca kombel:Menulis");
    expect(sari.sees()).toContain("Satukan “Menulis” dengan “Membaca”?");
    expect(await world.db.client.circle.count({ where: { state: "merged" } })).toBe(0);
    await sari.presses("Ya, satukan");
    expect(sari.sees()).toBe("“Menulis” sudah bergabung dengan “Membaca”, bersama semua anggotanya.");
    const left = await world.db.client.circle.findFirstOrThrow({
      where: { name: "Membaca" },
      include: { members: true },
    });
    expect(left.members).toHaveLength(3);
    expect(world.faults).toEqual([]);
  });
});

it("a name that is taken and an end that is too near come back in the form, with what was typed", async () => {
  const { sari } = await openCircle();
  await begins(sari, { endsOn: "2026-12-01" });
  expect(sari.sees()).toContain("Sudah ada kombel bernama “Membaca”.");
  await sari.fills({ name: "Menulis" });
  expect(sari.sees()).toContain("Satu kombel berlangsung 4 sampai 16 pekan.");
  await sari.fills({ endsOn: "2027-01-19" });
  expect(sari.sees()).toContain("“Menulis” sudah dimulai.");
});
