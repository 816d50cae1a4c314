import { describe, expect, it } from "vitest";
import { openWorld, textOfMessage, type Speaker, type World } from "../support/conversation.js";

const QUESTION = "Apa yang membuat murid suka membaca?";

async function begins(who: Speaker, name: string, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/kombel mulai");
  await who.fills({ name, question: QUESTION, topics: "literasi", access: "open", rhythm: "7", ...about });
}

async function joins(who: Speaker, name: string): Promise<void> {
  await who.says("/circle");
  const listed = [...who.sees().matchAll(/^(Membaca|Menulis): /gm)].map(([, one]) => one);
  const wanted = new RegExp(`^(Ikut|Join) ${listed.indexOf(name) + 1}$`);
  await who.presses(who.buttons().find((label) => wanted.test(label)) ?? "no way in");
}

async function openTown() {
  const world = await openWorld();
  const sari = await world.member("Sari", { locale: "id" });
  const budi = await world.member("Budi", { locale: "id" });
  const tom = await world.member("Tom", { locale: "en" });
  await begins(sari, "Membaca");
  await joins(budi, "Membaca");
  return { world, sari, budi, tom };
}

const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));
const atHome = async (who: Speaker) =>
  (await who.reads()).filter(({ where, author }) => where.kind === "room" && author === null).map(textOfMessage);
const statesOf = async (world: World) =>
  (await world.db.client.circle.findMany({ orderBy: { name: "asc" } })).map(({ name, state }) => `${name} ${state}`);

describe("bringing two circles together", () => {
  it("is asked about only where nothing stands in the way, and offers what can be", async () => {
    const { world, sari, budi } = await openTown();
    await begins(sari, "Menulis");
    await begins(sari, "Bercerita");
    await sari.says("/kombel selesai kombel:Bercerita");
    await sari.fills({});
    await sari.says("/kombel satukan ke:Bercerita kombel:Menulis");
    expect(sari.sees()).toContain("“Bercerita” sudah berakhir, jadi kombel lain tidak bisa bergabung dengannya.");
    await sari.says("/kombel satukan ke:Menulis kombel:Bercerita");
    expect(sari.sees()).toContain("Kombel ini sudah selesai");
    await sari.says("/kombel satukan kombel:Menulis");
    expect(sari.buttons()).toEqual(["Ke “Membaca”"]);
    // Eleven more and Sari are twelve, without Budi.
    const { id } = await world.db.client.circle.findFirstOrThrow({ where: { name: "Menulis" } });
    for (let number = 2; number <= 12; number++) {
      const name = `Guru ${number}`;
      await world.member(name, { locale: "id" });
      const { id: memberId } = await world.db.client.member.findFirstOrThrow({ where: { name } });
      const data = { id: `seat-${number}`, circleId: id, memberId, joinedAt: world.clock.now() };
      await world.db.client.circleMember.create({ data });
    }
    await sari.says("/kombel satukan ke:Membaca kombel:Menulis");
    expect(sari.sees()).toContain("Bersama-sama jadi 13 orang; satu kombel paling banyak 12.");
    await sari.says("/kombel satukan kombel:Menulis");
    expect(sari.sees()).toContain("Saat ini tidak saya temukan kombel");
    await budi.says("/kombel satukan");
    expect(budi.sees()).toBe("Itu bagian yang memimpin kombel ini: Sari. Silakan minta tolong kepadanya.");
    expect(world.faults).toEqual([]);
  });

  it("asks nobody any more to let in who is in by then", async () => {
    const world = await openWorld({ start: new Date("2026-11-24T15:00:00Z") });
    const sari = await world.member("Sari", { locale: "id" });
    const budi = await world.member("Budi", { locale: "id" });
    const tom = await world.member("Tom", { locale: "en" });
    const ayu = await world.member("Ayu", { locale: "en", isOrganiser: true });
    await begins(sari, "Membaca", { access: "request" });
    await begins(tom, "Menulis");
    await joins(budi, "Menulis");
    await budi.says("/kombel");
    await budi.presses(budi.buttons().find((label) => label.startsWith("Minta")) ?? "no way to ask");
    await ayu.says("/circle merge into:Membaca circle:Menulis");
    await ayu.presses("Yes, bring them together");
    await world.goes("P2D");
    expect(about(await budi.hears(), "“Menulis” bergabung")).toHaveLength(1);
    expect(about(await sari.hears(), "Budi ingin ikut")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("welcomes nobody who is gone again before it was told", async () => {
    const world = await openWorld({ start: new Date("2026-11-24T15:00:00Z") });
    const sari = await world.member("Sari", { locale: "id" });
    const budi = await world.member("Budi", { locale: "id" });
    const tom = await world.member("Tom", { locale: "en" });
    const dewi = await world.member("Dewi", { locale: "id" });
    await begins(sari, "Membaca");
    await joins(budi, "Membaca");
    await begins(sari, "Menulis");
    for (const who of [tom, dewi]) await joins(who, "Menulis");
    await world.goes("PT10M");
    await sari.says("/kombel satukan ke:Membaca kombel:Menulis");
    await sari.presses("Ya, satukan");
    await tom.says("/circle leave");
    await tom.presses("Yes, leave");
    await world.goes("P2D");
    const [line = "", ...more] = about(await atHome(budi), "“Menulis” bergabung dengan “Membaca”");
    expect(line).toContain("Baru di sini: Dewi.");
    expect(more).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("is told to all but whoever did it, and to each as it is for them", async () => {
    const { world, sari, budi, tom } = await openTown();
    await begins(sari, "Menulis");
    await joins(budi, "Menulis");
    await joins(tom, "Menulis");
    await sari.says("/kombel satukan ke:Membaca kombel:Menulis");
    await sari.presses("Ya, satukan");
    await world.goes("P2D");
    expect(about(await sari.hears(), "“Menulis” bergabung")).toEqual([]);
    expect(about(await budi.hears(), "Anda sudah ikut di sana; kini semua anggota lain “Menulis” juga.")).toHaveLength(
      1,
    );
    expect(about(await tom.hears(), "“Menulis” has joined “Membaca”\nYou are in it from now on.")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("is done by an organiser for two that are not theirs", async () => {
    const { world, tom, budi } = await openTown();
    await world.goes("PT1H");
    await begins(tom, "Menulis");
    const ayu = await world.member("Ayu", { locale: "en", isOrganiser: true });
    await ayu.says("/circle merge");
    expect(ayu.sees()).toContain("You are in no circle yourself. Please name the one you mean;");
    await ayu.says("/circle merge into:Membaca");
    expect(ayu.sees()).toContain("You are in no circle yourself. Please name the one you mean;");
    await ayu.says("/circle merge into:Me circle:Menulis");
    expect(ayu.sees()).toContain("More than one circle goes by that name: Menulis, Membaca.");
    await ayu.says("/circle merge into:Membaca circle:Menulis");
    await ayu.presses("Yes, bring them together");
    expect(ayu.sees()).toBe("“Menulis” has joined “Membaca”, with all its people.");
    expect(await statesOf(world)).toEqual(["Membaca active", "Menulis merged"]);
    await world.goes("P2D");
    expect(about(await tom.hears(), "You are in it from now on.")).toHaveLength(1);
    const [welcome = ""] = about(await atHome(budi), "“Menulis” bergabung dengan “Membaca”");
    expect(welcome).toContain("Baru di sini: Tom.");
    await tom.says("/circle status Menulis");
    expect(tom.sees()).toContain("It has joined “Membaca”.");
    await ayu.says("/circle invite person:<@" + tom.id + "> circle:Membaca");
    expect(ayu.sees()).toContain("You are not in this circle. /circle shows those that are open.");
  });

  it("is a way also for whoever leads only one, when most want it", async () => {
    const { world, sari, budi, tom } = await openTown();
    await begins(tom, "Menulis");
    await begins(tom, "Bercerita", { question: "Bagaimana murid bercerita tentang harinya?", topics: "lisan" });
    await world.goes("P27D");
    for (const who of [sari, budi]) await who.presses("Gabung dengan kombel lain");
    await world.goes("P1D");
    const [told = ""] = about(await atHome(budi), "“Membaca” ingin bergabung dengan kombel lain");
    expect(told).toContain("Itu keputusan bersama.");
    await budi.presses("Gabung dengan kombel lain");
    expect(budi.sees()).toBe("Itu bagian yang memimpin kombel ini: Sari. Silakan minta tolong kepadanya.");
    await sari.presses("Gabung dengan kombel lain");
    expect(sari.sees()).toContain(`Dengan pertanyaan yang mirip:\nMenulis: ${QUESTION}\n`);
    expect(sari.sees()).toContain("lalu bicarakan dengan fasilitatornya");
    expect(sari.sees()).not.toContain("Bercerita");
    await sari.says("/kombel satukan ke:Menulis");
    expect(sari.sees()).toContain("Anda tidak memimpin “Menulis”");
    await sari.says("/kombel satukan");
    await sari.presses("Ikut 1");
    await tom.says(`/circle deputy person:<@${sari.id}> circle:Menulis`);
    await sari.says("/kombel satukan ke:Menulis");
    await sari.presses("Ya, satukan");
    expect(sari.sees()).toBe("“Membaca” sudah bergabung dengan “Menulis”, bersama semua anggotanya.");
    expect(await statesOf(world)).toEqual(["Bercerita active", "Membaca merged", "Menulis active"]);
    // There is no home of theirs yet, so whoever leads it reads who is new.
    await world.goes("P9D");
    expect(about(await tom.hears(), "New here: Budi.")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});

it("a circle that goes on longer hears until which day, each in their language, and its stages get new dates", async () => {
  const { world, sari, budi, tom } = await openTown();
  await joins(tom, "Membaca");
  await world.db.client.circle.updateMany({ data: { rhythm: 28 } });
  await sari.says("/kombel ubah");
  await sari.fills({ lastDay: "2026-12-01" });
  await world.goes("P9D");
  await sari.presses("Enam pekan lagi");
  expect(sari.sees()).toBe("“Membaca” berlanjut sampai Kamis, 14 Januari 2027.");
  await world.goes("P1D");
  const told = about(await atHome(budi), "Hari terakhirnya kini Kamis, 14 Januari 2027.");
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("The last day is now Thursday, 14 January 2027.");
  const last = await world.db.client.circleProduct.findFirstOrThrow({ where: { stage: "evaluate" } });
  expect(last.dueOn).toBe("2027-01-14");
  expect(world.faults).toEqual([]);
});

it("a circle that has gone on longer already, or agreed on a later day, loses nothing by another press", async () => {
  const { world, sari, budi } = await openTown();
  await world.db.client.circle.updateMany({ data: { rhythm: 28 } });
  await sari.says("/kombel ubah");
  await sari.fills({ lastDay: "2026-12-01" });
  await world.goes("P9D");
  await sari.presses("Enam pekan lagi");
  await sari.presses("Enam pekan lagi");
  await world.goes("P1D");
  expect(about(await atHome(budi), "Hari terakhirnya kini Kamis, 14 Januari 2027.")).toHaveLength(1);
  await sari.says("/kombel ubah");
  await sari.fills({ lastDay: "2027-03-01" });
  await sari.presses("Enam pekan lagi");
  expect(sari.sees()).toBe("“Membaca” berlanjut sampai Senin, 1 Maret 2027.");
  expect((await world.db.client.circle.findFirstOrThrow()).endsOn).toBe("2027-03-01");
  expect(world.faults).toEqual([]);
});

describe("leaving a circle", () => {
  it("says first what follows, and tells nobody", async () => {
    const { world, sari, budi } = await openTown();
    await budi.says("/kombel keluar");
    expect(budi.sees()).toContain("Tidak ada yang dikabari; nama Anda hanya tidak lagi ada di daftar dan tempatnya.");
    await budi.presses("Ya, keluar");
    await world.goes("P2D");
    expect(about(await sari.hears(), "Budi")).toEqual([]);
  });

  it("as its last member puts it away, and says so before", async () => {
    const { world, sari, budi } = await openTown();
    await budi.says("/kombel keluar");
    await budi.presses("Ya, keluar");
    await sari.says("/kombel keluar");
    expect(sari.sees()).toContain("Anda orang terakhir di dalamnya, jadi kombel ini akan disimpan untuk seterusnya.");
    await sari.presses("Ya, keluar");
    expect(sari.sees()).toBe("Anda sudah keluar dari “Membaca”.");
    expect(await statesOf(world)).toEqual(["Membaca archived"]);
    expect(world.faults).toEqual([]);
  });
});
