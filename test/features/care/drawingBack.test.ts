import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../../support/conversation.js";
import { about, careOf, introduced, quietFor } from "../../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta; quiet people are looked for at eight.

const NINE = new Date("2026-11-26T02:00:00Z");
const NOON = new Date("2026-11-26T05:30:00Z");

/** Budi offers what Lia looks for; she is asked on Thursday, and takes messages from noon on. */
async function proposed() {
  const world = await openWorld();
  const budi = await introduced(world, "Budi", { offers: "literasi" });
  const lia = await introduced(world, "Lia", { seeks: "literasi" });
  await quietFor(world, "Lia", 20);
  await world.db.client.member.updateMany({
    where: { name: "Lia" },
    data: { quietFrom: "18:00", quietUntil: "12:00" },
  });
  return { world, budi, lia };
}

async function waitsFor(world: World, name: string) {
  const { id } = await careOf(world, name);
  const where = { recipient: `member:${id}`, notice: "care.still" };
  return (await world.db.client.delivery.findFirst({ where }))?.facts as { readonly proposed?: unknown } | undefined;
}

const ways: readonly (readonly [string, (budi: Speaker) => Promise<unknown>])[] = [
  ["writes STOP", (budi) => budi.says("berhenti")],
  ["would rather not meet them", (budi) => budi.says("/temu jangan-temu @Lia")],
  ["leaves", (budi) => budi.leaves()],
  ["pauses all processing", (budi) => budi.says("/saya jeda")],
  [
    "has all about them deleted",
    async (budi) => {
      await budi.says("/saya hapus");
      await budi.presses("Hapus semuanya");
    },
  ],
];

describe("who is proposed to somebody quiet", () => {
  it.each(ways)(
    "is not named any more when that person %s, but the question is asked all the same",
    async (_, draws) => {
      const { world, budi, lia } = await proposed();
      await world.goes(NINE);
      expect(await waitsFor(world, "Lia")).toMatchObject({ proposed: { kind: "person" } });
      await draws(budi);
      expect(await waitsFor(world, "Lia")).not.toHaveProperty("proposed");
      await world.goes(NOON);
      const [asked = "", ...more] = about(await lia.hears(), "Lia, masih berminat?");
      expect(more).toEqual([]);
      expect(asked).toContain("belum ada hal baru yang cocok");
      expect(asked).not.toContain("Budi");
      expect(world.faults).toEqual([]);
    },
  );

  const known: readonly (readonly [string, (there: Awaited<ReturnType<typeof proposed>>) => Promise<unknown>])[] = [
    [
      "somebody whom they were matched with",
      async ({ world }) => {
        const [lia, budi] = [await careOf(world, "Lia"), await careOf(world, "Budi")];
        const [aId = "", bId = ""] = [lia.id, budi.id].sort();
        const { networkId } = lia;
        const at = { meetingId: "met", networkId, week: "2026-09-07" };
        await world.db.client.encounter.create({ data: { ...at, aId, bId, happened: false } });
      },
    ],
    [
      "somebody to whom they have said hello",
      async ({ world, lia }) => {
        await lia.says("/sapa @Budi");
        await quietFor(world, "Lia", 20);
      },
    ],
    [
      "their own companion",
      async ({ world }) => {
        const [lia, budi] = [await careOf(world, "Lia"), await careOf(world, "Budi")];
        const company = { buddyId: budi.id, buddyAt: budi.createdAt };
        const create = { memberId: lia.id, step: "done", createdAt: lia.createdAt, ...company };
        await world.db.client.welcome.upsert({ where: { memberId: lia.id }, create, update: company });
      },
    ],
    [
      "somebody who takes a break from the meet-up",
      async ({ budi }) => {
        await budi.says("/temu ikut");
        await budi.says("/temu jeda sampai:2026-12-20");
      },
    ],
    [
      "somebody who wants no questions of others",
      async ({ world }) => {
        const noAsksUntil = new Date("2026-12-20T00:00:00Z");
        await world.db.client.member.updateMany({ where: { name: "Budi" }, data: { noAsksUntil } });
      },
    ],
  ];

  it.each(known)("is never %s", async (_, happens) => {
    const there = await proposed();
    await happens(there);
    await there.world.goes(NOON);
    const [asked = "", ...more] = about(await there.lia.hears(), "Lia, masih berminat?");
    expect(more).toEqual([]);
    expect(asked).toContain("belum ada hal baru yang cocok");
    expect(there.world.faults).toEqual([]);
  });

  it.each([
    ["is told of something on the shelf", false, "Baru di rak sejak Anda terakhir di sini: “Membaca nyaring”"],
    ["is told of nothing that comes from whom they are kept apart from", true, "belum ada hal baru yang cocok"],
  ])("%s", async (_, isApart, told) => {
    const { world, budi, lia } = await proposed();
    if (isApart) await lia.says("/temu jangan-temu @Budi");
    await budi.says("/bagikan Membaca nyaring setiap pagi. Sepuluh menit sudah cukup, dan semua murid ikut mendengar.");
    await budi.presses("Ubah");
    await budi.fills({ title: "Membaca nyaring", topics: "literasi" });
    await budi.presses("Bagikan");
    // He himself is not there any more, so that what he shared is all there is.
    await world.db.client.profileTopic.deleteMany({ where: { member: { name: "Budi" } } });
    if (isApart) await quietFor(world, "Lia", 20);
    await world.goes(NOON);
    const [asked = ""] = about(await lia.hears(), "Lia, masih berminat?");
    expect(asked).toContain(told);
    expect(world.faults).toEqual([]);
  });
});

/** Made and Sari greet newcomers; Tom has just come. */
async function greeters() {
  const world = await openWorld();
  const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
  const physics = { subjects: "fisika", level: "upperSecondary" };
  const made = await introduced(world, "Made", physics, "en");
  const sari = await introduced(world, "Sari", physics, "en");
  for (const name of ["Made", "Sari"]) await ina.says(`/setup role person:@${name} role:greeter`);
  // Those three know their way.
  await world.db.client.welcome.deleteMany();
  const tom = await world.member("Tom", { locale: "en" });
  return { world, made, sari, tom };
}

async function welcomeOf(world: World, name: string) {
  const where = { member: { name } };
  return world.db.client.welcome.findFirstOrThrow({ where, include: { greeter: true, buddy: true } });
}

describe("a newcomer", () => {
  it("is greeted by somebody else when the one who was told draws back", async () => {
    const { world, made, sari } = await greeters();
    await world.goes("P8D");
    const { greeter } = await welcomeOf(world, "Tom");
    const [first, second] = greeter?.name === "Made" ? [made, sari] : [sari, made];
    expect(about(await first.hears(), "Would you say hello to Tom?")).toHaveLength(1);
    await first.says("stop");
    await world.goes("P1D");
    expect(about(await second.hears(), "Would you say hello to Tom?")).toHaveLength(1);
    await second.presses("I said hello");
    expect(await welcomeOf(world, "Tom")).toMatchObject({ greetedAt: expect.any(Date) as Date });
    expect(world.faults).toEqual([]);
  });

  it("is greeted, and accompanied, by somebody who speaks their language as long as anybody does", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const physics = { subjects: "fisika", level: "upperSecondary" };
    const made = await introduced(world, "Made", { ...physics, languages: ["id"] }, "id");
    const sari = await introduced(world, "Sari", { ...physics, languages: ["en"] }, "en");
    for (const name of ["Made", "Sari"]) await ina.says(`/setup role person:@${name} role:greeter`);
    await world.db.client.welcome.deleteMany();
    for (const name of ["Tom", "Ann", "Bob"])
      await introduced(world, name, { subjects: "physics", languages: ["en"] }, "en");
    await world.goes("P20D");
    for (const name of ["Tom", "Ann", "Bob"])
      expect(await welcomeOf(world, name)).toMatchObject({ greeter: { name: "Sari" } });
    expect((await made.hears()).join("\n")).not.toMatch(/Maukah Anda menyapa/);
    const eve = await introduced(world, "Eve", { subjects: "physics", languages: ["en"] }, "en");
    await eve.presses("Company for the start");
    const asked = await world.db.client.delivery.findMany({ where: { notice: "care.buddyAsk" } });
    expect(asked.map(({ recipient }) => recipient)).toEqual([`member:${(await careOf(world, "Sari")).id}`]);
    expect((await sari.hears()).length).toBeGreaterThan(0);
    expect(world.faults).toEqual([]);
  });

  it("is greeted, and accompanied, by nobody who takes a break, and waits until it is over", async () => {
    const { world, made, sari, tom } = await greeters();
    for (const name of ["Made", "Sari"]) {
      const { id } = await careOf(world, name);
      await world.program.services.care.dormant.pause(id, "2026-12-09");
    }
    await tom.says("/introduce");
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "physics" });
    expect(tom.buttons()).not.toContain("Company for the start");
    await world.goes(new Date("2026-12-08T07:00:00Z"));
    for (const who of [made, sari]) expect(about(await who.hears(), "say hello to Tom")).toEqual([]);
    await world.goes(new Date("2026-12-12T07:00:00Z"));
    expect(await welcomeOf(world, "Tom")).toMatchObject({ step: "told" });
    expect(world.faults).toEqual([]);
  });

  it("is greeted by nobody whom they are kept apart from", async () => {
    const { world, tom, made, sari } = await greeters();
    for (const name of ["Made", "Sari"]) await tom.says(`/meet avoid @${name}`);
    await world.goes("P9D");
    for (const who of [made, sari]) expect(about(await who.hears(), "say hello to Tom")).toEqual([]);
    expect(await welcomeOf(world, "Tom")).toMatchObject({ greeterId: null });
    expect(world.faults).toEqual([]);
  });

  it("finds company with those who are not much asked already, and not with whom they are kept apart from", async () => {
    const { world, made, sari, tom } = await greeters();
    await tom.says("/introduce");
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "physics" });
    for (const name of ["Lia", "Budi"]) await (await world.member(name, { locale: "en" })).says("/greet @Made");
    await tom.presses("Company for the start");
    expect(tom.sees()).toContain("I ask people who share something with you.");
    const asked = await world.db.client.delivery.findMany({ where: { notice: "care.buddyAsk" } });
    expect(asked.map(({ recipient }) => recipient)).toEqual([`member:${(await careOf(world, "Sari")).id}`]);
    await world.goes("P1D");
    await tom.says("/meet avoid @Sari");
    // She was asked before; from the answer she does not learn of it.
    await sari.presses("I will be there");
    expect(sari.sees()).toContain("Somebody has said yes already.");
    expect(await welcomeOf(world, "Tom")).toMatchObject({ buddyId: null });
    expect(about(await made.hears(), "wishes for company")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("may wish for somebody else when their company has left", async () => {
    const { world, made, tom } = await greeters();
    await tom.says("/introduce");
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "physics" });
    await tom.presses("Company for the start");
    await world.goes("P1D");
    await made.presses("I will be there");
    expect(await welcomeOf(world, "Tom")).toMatchObject({ buddy: { name: "Made" } });
    await made.leaves();
    expect(await welcomeOf(world, "Tom")).toMatchObject({ buddy: null });
    // Sari was asked the first time, too, and is asked anew.
    await tom.says("/introduce");
    await tom.fills({});
    await tom.presses("Company for the start");
    expect(tom.sees()).toContain("I ask people who share something with you.");
    const { id } = await careOf(world, "Sari");
    const where = { notice: "care.buddyAsk", recipient: `member:${id}` };
    const asked = await world.db.client.delivery.findMany({ where, orderBy: { createdAt: "asc" } });
    expect(asked.map(({ status }) => status)).toEqual(["sent", "pending"]);
    expect(world.faults).toEqual([]);
  });
});

it("whoever comes in a break is welcomed after it, and so is whoever spoke before the platform told that they joined", async () => {
  const world = await openWorld();
  await world.member("Ina", { locale: "en", isOrganiser: true });
  const { id: networkId } = await world.db.client.network.findFirstOrThrow();
  await world.db.client.calendarEntry.create({
    data: {
      ...{ id: "break", networkId, kind: "custom", effect: "pause", from: "2026-11-25", until: "2026-12-09" },
      name: { id: "Libur", en: "Holidays" },
    },
  });
  await world.goes("P2D");
  const lia = await world.member("Lia", { locale: "id" });
  const { id: memberId } = await careOf(world, "Lia");
  await world.db.client.welcome.deleteMany({ where: { memberId } });
  await world.program.services.care.welcome.joined(memberId);
  await world.goes("P14D");
  expect(about(await lia.hears(), "Selamat datang, Lia")).toHaveLength(1);
  await world.goes("P2D");
  await world.db.client.welcome.deleteMany({ where: { memberId } });
  await world.program.services.care.welcome.joined(memberId);
  expect(await world.db.client.welcome.count({ where: { memberId } })).toBe(0);
  expect(world.faults).toEqual([]);
});

it("in a network that is to be deleted nobody is welcomed, asked or told of a channel", async () => {
  const world = await openWorld();
  const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
  await ina.says("/care watch channel:<#obrolan> days:3");
  const lia = await introduced(world, "Lia", {});
  await world.member("Tom", { locale: "en" });
  await quietFor(world, "Lia", 21);
  await ina.says("/setup delete-network");
  await ina.fills({ network: "Jejaring" });
  await world.goes("P10D");
  expect(await lia.hears()).toEqual([]);
  expect(await world.db.client.delivery.count({ where: { notice: { startsWith: "care." } } })).toBe(0);
  expect(await careOf(world, "Lia")).toMatchObject({ careStage: 0 });
  expect(await welcomeOf(world, "Tom")).toMatchObject({ step: "hello" });
  expect(world.faults).toEqual([]);
});
