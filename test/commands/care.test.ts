import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";
import { about, careOf, introduced, quietFor } from "../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta; quiet people are looked for in the morning.

onBothDatabases("somebody who grew quiet", (open) => {
  it("is asked after three weeks with somebody who offers what they look for, and three weeks later for the last time", async () => {
    const world = await openWorld({ database: await open() });
    const budi = await introduced(world, "Budi", { offers: "literasi, numerasi" });
    const tom = await introduced(world, "Tom", { seeks: "literacy" }, "en");
    await quietFor(world, "Tom", 19);
    await world.goes("P1D");
    expect(about(await tom.hears(), "still interested?")).toEqual([]);
    // Thursday, 26 November: the twenty-first day.
    await world.goes("P2D");
    const [asked = "", ...more] = about(await tom.hears(), "still interested?");
    expect(more).toEqual([]);
    expect(asked).toContain("Budi may be somebody for you to know.");
    expect(asked).toContain("because you look for: literacy");
    expect(asked).toContain("[Say hello] [I like reading along]");
    expect((await careOf(world, "Tom")).careStage).toBe(1);
    await quietFor(world, "Tom", 20);
    await world.goes("P4D");
    const [last = ""] = about(await tom.hears(), "It is up to you, Tom");
    expect(last).toContain("[Stay quiet] [A digest once a month] [A break until …] [Leave programmes]");
    await quietFor(world, "Tom", 21);
    await world.goes("P2D");
    expect((await careOf(world, "Tom")).careStage).toBe(3);
    expect(await tom.hears()).toEqual([]);
    expect(about(await budi.hears(), "masih berminat")).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe("who grew quiet", () => {
  async function asked(stage: 1 | 2 | 3 = 1) {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const sari = await introduced(world, "Sari", { seeks: "puisi" });
    for (let times = 0; times < stage; times++) {
      await quietFor(world, "Sari", 21);
      // From Tuesday on Mondays and Thursdays: never at a weekend, when nothing is sent.
      await world.goes(times === 1 ? "P5D" : "P2D");
    }
    return { world, ina, sari };
  }

  it("hears a short line without pretence when nothing fits, and may read along", async () => {
    const { world, sari } = await asked();
    const [message = ""] = about(await sari.hears(), "Sari, masih berminat?");
    expect(message).toContain("belum ada hal baru yang cocok");
    await sari.presses("Saya senang membaca");
    expect(sari.sees()).toContain("Membaca saja juga bagus");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 0, careAnswer: "here" });
    await quietFor(world, "Sari", 40);
    await world.goes("P5D");
    expect(about(await sari.hears(), "masih berminat")).toEqual([]);
    await quietFor(world, "Sari", 20);
    await world.goes("P2D");
    expect(about(await sari.hears(), "masih berminat")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("hears on coming back that the meet-up rests, and is in it again with one press", async () => {
    const world = await openWorld();
    const sari = await introduced(world, "Sari", { seeks: "puisi" });
    await sari.says("/temu ikut");
    await world.program.flush();
    const { id: memberId } = await world.db.client.member.findFirstOrThrow({ where: { name: "Sari" } });
    await world.db.client.enrolment.updateMany({ where: { memberId }, data: { status: "resting" } });
    await world.db.client.member.update({ where: { id: memberId }, data: { careStage: 2, careAt: new Date(0) } });
    await sari.hears();
    await sari.says("Halo, saya kembali.", "obrolan");
    await world.program.flush();
    await world.goes("P1D");
    const [back = ""] = about(await sari.hears(), "Senang melihat Anda lagi, Sari");
    expect(back).toContain("Temu mingguan Anda masih beristirahat");
    await sari.presses("Ikut temu lagi");
    expect(await world.db.client.enrolment.findFirst({ where: { memberId } })).toMatchObject({ status: "active" });
    expect(world.faults).toEqual([]);
  });

  it("is back with the first word, is welcomed once by name, and leaves the organisers' list", async () => {
    const { world, ina, sari } = await asked(3);
    await ina.says("/care quiet");
    expect(ina.sees()).toContain("Sari");
    expect(ina.sees()).toContain("A hello from a person");
    await sari.hears();
    await sari.says("Halo, saya kembali.", "obrolan");
    await world.program.flush();
    await world.goes("P5D");
    expect(about(await sari.hears(), "Senang melihat Anda lagi, Sari")).toHaveLength(1);
    await ina.says("/care quiet");
    expect(ina.sees()).toContain("Nobody");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 0, careAt: null, careAnswer: null });
    expect(world.faults).toEqual([]);
  });

  it("keeps the peace they asked for: the press itself is no return", async () => {
    const { world, ina, sari } = await asked(2);
    await sari.presses("Cukup membaca saja");
    expect(sari.sees()).toContain("Saya tidak bertanya lagi, dan rangkuman juga berhenti.");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 3, careAnswer: "quiet" });
    await sari.says("/saya");
    expect(sari.sees()).toContain("Rangkuman: tidak ada");
    await sari.hears();
    await quietFor(world, "Sari", 60);
    await world.goes("P2D");
    expect(await sari.hears()).toEqual([]);
    await ina.says("/care quiet");
    expect(ina.sees()).toContain("Nobody");
    expect(world.faults).toEqual([]);
  });

  it("takes a break until a day, after which the clock begins anew", async () => {
    const { world, sari } = await asked(2);
    await sari.presses("Istirahat sampai …");
    // It takes longer to choose a day than until the press is written down as a sign of life.
    await world.program.flush();
    await sari.fills({ back: "2026-12-07" });
    expect(sari.sees()).toContain("Selamat beristirahat.");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 2, careAnswer: "pause" });
    await sari.says("/saya");
    expect(sari.sees()).toContain("Pertanyaan orang lain: istirahat sampai");
    await sari.says("Saya masih membaca.", "obrolan");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 2, careAnswer: "pause" });
    const { lastActiveAt } = await careOf(world, "Sari");
    await world.goes(new Date("2026-12-08T07:00:00Z"));
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 0, careAnswer: null, lastActiveAt });
    await sari.hears();
    // Three weeks after the break, a few more since Sari was last seen.
    await world.goes(new Date("2026-12-29T07:00:00Z"));
    expect(about(await sari.hears(), "Sari, masih berminat?")).toEqual([]);
    await world.goes(new Date("2027-01-12T07:00:00Z"));
    expect(about(await sari.hears(), "Sari, masih berminat?")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("is heard also when the press was taken for a return already, and is not welcomed back then", async () => {
    const { world, sari } = await asked(2);
    await sari.hears();
    await sari.says("Halo.", "obrolan");
    await world.program.flush();
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 0 });
    await sari.presses("Cukup membaca saja");
    expect(sari.sees()).toContain("Saya tidak bertanya lagi");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 3, careAnswer: "quiet" });
    await world.goes("P5D");
    expect(about(await sari.hears(), "Senang melihat Anda lagi")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("begins anew when they left and come back, and is passed over while no private message gets through", async () => {
    const world = await openWorld();
    const [sari, budi] = [await introduced(world, "Sari", {}), await introduced(world, "Budi", {})];
    for (const name of ["Sari", "Budi"]) await quietFor(world, name, 30);
    await sari.leaves();
    await world.sandbox.addPerson({ id: sari.id, name: "Sari", locale: "id" });
    const { id } = await careOf(world, "Budi");
    await world.db.client.account.updateMany({ where: { memberId: id }, data: { dmClosedAt: world.clock.now() } });
    await world.goes("P2D");
    for (const who of [sari, budi]) expect(about(await who.hears(), "masih berminat")).toEqual([]);
    expect(await careOf(world, "Budi")).toMatchObject({ careStage: 0 });
    await world.db.client.account.updateMany({ where: { memberId: id }, data: { dmClosedAt: null } });
    await world.goes("P2D");
    expect(about(await budi.hears(), "masih berminat")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("is asked also where another network has a time zone that nobody knows", async () => {
    const { world, sari } = await asked();
    const { client } = world.db;
    const network = await client.network.findFirstOrThrow();
    await client.network.create({ data: { ...network, settings: {}, id: "a-bad", timeZone: "Mars/Olympus" } });
    const createdAt = new Date(world.clock.now().getTime() - 60 * 86_400_000);
    const there = { networkId: "a-bad", name: "Ada", createdAt, lastActiveAt: createdAt };
    await client.member.create({ data: { id: "ada", ...there } });
    await quietFor(world, "Sari", 21);
    await world.goes("P5D");
    expect(about(await sari.hears(), "Anda yang menentukan")).toHaveLength(1);
    expect(await client.member.findUniqueOrThrow({ where: { id: "ada" } })).toMatchObject({ careStage: 1 });
    expect(world.faults).toEqual([]);
  });

  it("may have the digest once a month and nothing else", async () => {
    const { world, sari } = await asked(2);
    await sari.presses("Rangkuman sebulan sekali");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 3, digestMonthly: true });
    await sari.says("/saya");
    expect(sari.sees()).toContain("Rangkuman: sebulan sekali");
    expect(world.faults).toEqual([]);
  });

  it("leaves programmes and circles after a second look, and stays in the network", async () => {
    const { world, sari } = await asked(2);
    await sari.presses("Keluar dari program");
    expect(sari.sees()).toContain("[Ya, keluar] [Saya tetap ikut]");
    await world.program.flush();
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 2 });
    await sari.presses("Ya, keluar");
    expect(sari.sees()).toContain("tetap disambut di jejaring");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 3, careAnswer: "leave", leftAt: null });
    await world.goes("P1D");
    await sari.says("/temu ikut");
    expect(await careOf(world, "Sari")).toMatchObject({ careStage: 0, leftAt: null });
    expect(world.faults).toEqual([]);
  });

  it("is not asked while taking part in what asks them anyway, nor after STOP", async () => {
    const world = await openWorld();
    const [sari, budi] = [await introduced(world, "Sari", {}), await introduced(world, "Budi", {})];
    await sari.says("/temu ikut");
    await budi.says("berhenti");
    for (const name of ["Sari", "Budi"]) await quietFor(world, name, 40);
    await world.goes("P2D");
    expect(about(await sari.hears(), "masih berminat")).toEqual([]);
    expect(await budi.hears()).toEqual([]);
    expect(await careOf(world, "Budi")).toMatchObject({ careStage: 0 });
    expect(world.faults).toEqual([]);
  });
});
