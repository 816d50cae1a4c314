import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World, type WorldOptions } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

const QUESTION = "Bagaimana murid kelas 4 membaca dengan senang?";
const INTRODUCTION = { role: "teacher", languages: ["id", "en"], subjects: "literasi", level: "primary" };

async function introduces(who: Speaker, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/introduce");
  await who.fills({ ...INTRODUCTION, ...about });
}

async function reader(world: World, name: string, locale: "id" | "en" = "id"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await introduces(speaker);
  return speaker;
}

async function begins(who: Speaker, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/kombel mulai");
  await who.fills({ name: "Membaca", question: QUESTION, topics: "literasi", rhythm: "7", access: "open", ...about });
}

async function joins(who: Speaker): Promise<void> {
  await who.says("/circle");
  const [first = ""] = who.buttons();
  await who.presses(first);
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
  for (const who of [budi, tom]) await joins(who);
  return { world, sari, budi, tom };
}

const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));

async function circleOf(world: World, name = "Membaca") {
  return world.db.client.circle.findFirstOrThrow({ where: { name } });
}

async function idOf(world: World, name: string): Promise<string> {
  return (await world.db.client.member.findFirstOrThrow({ where: { name } })).id;
}

onBothDatabases("a circle", (open) => {
  it("that nobody is left in is put away, also in a break, and is on no list", async () => {
    const { world, sari, budi, tom } = await openCircle({}, { database: await open() });
    await sari.says("/kombel jeda sampai:2026-12-15");
    for (const who of [sari, budi]) await who.leaves();
    expect((await circleOf(world)).state).toBe("paused");
    await tom.leaves();
    expect(await circleOf(world)).toMatchObject({ state: "archived", facilitatorId: null, step: null });
    const rina = await reader(world, "Rina");
    await rina.says("/kombel");
    expect(rina.sees()).toContain("Belum ada kombel yang bisa diikuti.");
    await world.goes("P2D");
    expect(about(await rina.hears(), "Membaca")).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe("who leads a circle", () => {
  it("is found anew when the facilitator was forgotten, and told", async () => {
    const { world, sari, tom } = await openCircle();
    await sari.says("/kombel wakil <@" + tom.id + ">");
    await world.goes("P1D");
    await world.db.client.circle.updateMany({ data: { facilitatorId: null } });
    await world.db.client.circleMember.deleteMany({ where: { memberId: await idOf(world, "Sari") } });
    await world.goes("P12D");
    expect(about(await tom.hears(), "“Membaca” needs you as its facilitator")).toHaveLength(1);
    expect(await circleOf(world)).toMatchObject({ facilitatorId: await idOf(world, "Tom"), deputyId: null });
  });

  it("is whoever comes into a circle that nobody is left in", async () => {
    const { world } = await openCircle();
    await world.db.client.circle.updateMany({ data: { facilitatorId: null, deputyId: null } });
    await world.db.client.circleMember.updateMany({ data: { leftAt: world.clock.now() } });
    const rina = await reader(world, "Rina");
    await joins(rina);
    expect((await circleOf(world)).facilitatorId).toBe(await idOf(world, "Rina"));
  });

  it("names somebody else as deputy, kindly asked to", async () => {
    const { sari, tom } = await openCircle();
    await sari.says("/kombel wakil <@" + sari.id + ">");
    expect(sari.sees()).toContain("Anda sendiri fasilitator kombel ini. Mohon pilih orang lain.");
    await sari.says("/kombel serahkan <@" + tom.id + ">");
    await tom.says("/circle deputy <@" + tom.id + ">");
    expect(tom.sees()).toContain("You are the facilitator of this circle yourself. Please choose somebody else.");
  });
});

describe("a starter question", () => {
  it("is asked once, however often the button is pressed", async () => {
    const { world, sari, tom } = await openCircle();
    await world.goes("P13D");
    await sari.presses("Ajukan pertanyaan pembuka");
    await sari.presses("Ajukan pertanyaan pembuka");
    expect(sari.sees()).toContain("Sudah saya tanyakan kepada kombel");
    await world.goes("P9D");
    expect(about(await tom.hears(), "What did one pupil do")).toHaveLength(1);
  });

  it.each(["id", "en"] as const)("is asked of nobody by whoever is alone in it (%s)", async (locale) => {
    const world = await openWorld();
    const sari = await reader(world, "Sari", locale);
    await begins(sari);
    await world.goes("P13D");
    await sari.presses(locale === "id" ? "Ajukan pertanyaan pembuka" : "Ask a starter question");
    expect(sari.sees()).toContain(locale === "id" ? "Anda masih sendiri" : "You are alone in this circle so far");
  });
});

describe("a circle that is offered", () => {
  it("is offered no more when it is over, nor to whoever is in one", async () => {
    const world = await openWorld({ start: new Date("2026-11-24T15:00:00Z") });
    const [sari, budi, tom] = [
      await reader(world, "Sari"),
      await reader(world, "Budi"),
      await reader(world, "Tom", "en"),
    ];
    await begins(sari);
    await joins(budi);
    await sari.says("/kombel selesai");
    await sari.fills({});
    await world.goes("P3D");
    for (const who of [budi, tom])
      expect(about(await who.hears(), "“Membaca”").join()).not.toMatch(/may suit|mungkin cocok/);
    const offers = await world.db.client.delivery.findMany({ where: { notice: "circle.suggested" } });
    expect(offers.map(({ status }) => status)).toEqual(["dropped", "dropped"]);
  });

  it("is one with room, when somebody says what they look for; at most one a month", async () => {
    const world = await openWorld();
    const sari = await reader(world, "Sari");
    await begins(sari);
    const tom = await world.member("Tom", { locale: "en" });
    await introduces(tom, { subjects: "numerasi" });
    await world.goes("P3D");
    expect(about(await tom.hears(), "may suit you")).toEqual([]);
    await introduces(tom, { subjects: "numerasi", seeks: "literasi" });
    await world.goes("P3D");
    expect(about(await tom.hears(), "A circle that may suit you: “Membaca”")).toHaveLength(1);
    await begins(sari, { name: "Menulis" });
    await introduces(tom);
    await world.goes("P7D");
    expect(about(await tom.hears(), "may suit you")).toEqual([]);
    await world.goes("P21D");
    await introduces(tom);
    await world.goes("P3D");
    expect(about(await tom.hears(), "A circle that may suit you: “Menulis”")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});
