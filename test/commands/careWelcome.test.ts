import { describe, expect, it } from "vitest";
import { openWorld, type World } from "../support/conversation.js";
import { about } from "../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta.

async function organiser(world: World) {
  return world.member("Ina", { locale: "en", isOrganiser: true });
}

async function volunteer(world: World, name: string) {
  const speaker = await world.member(name, { locale: "en" });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["en"], subjects: "fisika", level: "upperSecondary" });
  return speaker;
}

describe("somebody new", () => {
  it("who does nothing is welcomed at once, asked once more after three days, and then handed to a person", async () => {
    const world = await openWorld();
    const ina = await organiser(world);
    await ina.says("/setup");
    const [made, lia] = [await volunteer(world, "Made"), await world.member("Lia", { locale: "id" })];
    await ina.says("/setup role person:@Made role:greeter");
    expect(ina.sees()).toContain("Made now greets newcomers");
    await world.goes("PT1H");
    const [hello = "", ...others] = await lia.hears();
    expect(others).toEqual([]);
    expect(hello).toContain("Selamat datang, Lia");
    expect(hello).toContain("[Perkenalkan diri]");
    await world.goes("P4D");
    expect(about(await lia.hears(), "Mulai pelan-pelan, Lia?")).toHaveLength(1);
    await made.hears();
    await world.goes("P4D");
    const names = await world.db.client.welcome.findMany({ where: { greeterId: { not: null } } });
    expect(names.length).toBeGreaterThan(0);
    const [greet = ""] = about(await made.hears(), "Would you say hello to Lia?");
    expect(greet).toContain("[I said hello]");
    await made.presses("I said hello");
    expect(made.sees()).toContain("Lia is in good hands.");
    expect(await world.db.client.welcome.count({ where: { greetedAt: { not: null } } })).toBe(1);
    expect(await lia.hears()).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("who begins by themselves hears nothing of how to begin", async () => {
    const world = await openWorld();
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("/meet");
    await world.goes("P2D");
    expect(about(await tom.hears(), "Welcome, Tom")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("may wish for company, and whoever says yes first is it", async () => {
    const world = await openWorld();
    const ina = await organiser(world);
    const [made, sari] = [await volunteer(world, "Made"), await volunteer(world, "Sari")];
    for (const name of ["Made", "Sari"]) await ina.says(`/setup role person:@${name} role:greeter`);
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("/introduce");
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "physics" });
    await tom.presses("Company for the start");
    expect(tom.sees()).toContain("I ask people who share something with you.");
    await tom.presses("Company for the start");
    expect(tom.sees()).toContain("I have asked already. As soon as somebody says yes, you hear from me");
    await world.goes("P1D");
    expect(about(await made.hears(), "Tom wishes for company at the start")[0]).toContain("You both have: physics");
    await made.presses("I will be there");
    expect(made.sees()).toContain("Tom hears of it");
    await sari.presses("I will be there");
    expect(sari.sees()).toContain("Somebody has said yes already.");
    await world.goes("P1D");
    expect(about(await tom.hears(), "Made is there for you")).toHaveLength(1);
    await world.goes("P14D");
    expect(about(await tom.hears(), "Nobody has had the time")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it.each([
    ["en", "/introduce", "Company for the start", "Nobody has had the time so far"],
    ["id", "/kenalan", "Ingin ditemani di awal", "Belum ada yang sempat menemani"],
  ])("who wished for company hears after a week that nobody could (%s)", async (locale, call, wish, none) => {
    const world = await openWorld();
    const ina = await organiser(world);
    await volunteer(world, "Made");
    await ina.says("/setup role person:@Made role:greeter");
    const tom = await world.member("Tom", { locale });
    await tom.says(call);
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "fisika" });
    await tom.presses(wish);
    await world.goes("P6D");
    expect(about(await tom.hears(), none)).toEqual([]);
    await world.goes("P8D");
    expect(about(await tom.hears(), none)).toHaveLength(1);
    await world.goes("P14D");
    expect(about(await tom.hears(), none)).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it.each(["leaves", "stops"])("whose wish ends with them (%s) hears nothing of it when they are back", async (way) => {
    const world = await openWorld();
    const ina = await organiser(world);
    await volunteer(world, "Made");
    await ina.says("/setup role person:@Made role:greeter");
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("/introduce");
    await tom.fills({ role: "studentTeacher", languages: ["en"], subjects: "fisika" });
    await tom.presses("Company for the start");
    const waiting = () => world.db.client.delivery.count({ where: { notice: "care.buddyNone", status: "pending" } });
    expect(await waiting()).toBe(1);
    if (way === "leaves") await tom.leaves();
    else await tom.says("STOP");
    await world.goes("PT1M");
    expect(await waiting()).toBe(0);
    expect(world.faults).toEqual([]);
  });

  it("is not written to for a day when very many come at once, which organisers hear once", async () => {
    const world = await openWorld();
    const ina = await organiser(world);
    await ina.says("/setup");
    // A community that was founded just now begins with many at once.
    await world.goes("P6D");
    await ina.hears();
    const first = await world.member("Orang 0", { locale: "id" });
    for (let count = 1; count <= 21; count++) await world.member(`Orang ${count}`, { locale: "id" });
    await world.goes("PT2H");
    expect(await first.hears()).toEqual([]);
    const [told = "", ...more] = about(await ina.hears(), "Many people have joined at once");
    expect(more).toEqual([]);
    // Also in a letter that is read on another day.
    expect(told).toContain("before Tuesday, 1 December 2026, 14:00");
    await world.goes("P1D");
    expect(about(await first.hears(), "Selamat datang, Orang 0")).toHaveLength(1);
    expect(about(await ina.hears(), "Many people have joined at once")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it.each([
    {
      ...{ locale: "en", call: "/care let-in", done: "Done: 22 people", none: "Nobody has to wait" },
      ...{ button: "They were invited: welcome them now", hello: "Welcome, Orang 0" },
    },
    {
      ...{ locale: "id", call: "/peduli terima", done: "Sudah: 22 orang", none: "tidak ada yang perlu menunggu" },
      ...{ button: "Mereka diundang: sambut sekarang", hello: "Selamat datang, Orang 0" },
    },
  ] as const)(
    "is let in at once when an organiser says that they were invited ($locale)",
    async ({ locale, call, done, none, button, hello }) => {
      const world = await openWorld();
      const ina = await world.member("Ina", { locale, isOrganiser: true });
      await ina.says(call);
      expect(ina.sees()).toContain(none);
      await world.goes("P6D");
      const first = await world.member("Orang 0", { locale });
      for (let count = 1; count <= 21; count++) await world.member(`Orang ${count}`, { locale });
      await world.goes("PT2H");
      expect(await first.hears()).toEqual([]);
      await first.says("/greet @Ina");
      expect(first.sees()).toContain(locale === "en" ? "Many people joined together" : "Banyak yang bergabung");
      await ina.presses(button);
      expect(ina.sees()).toContain(done);
      await ina.says(call);
      expect(ina.sees()).toContain(none);
      await first.says("/greet @Ina");
      expect(first.sees()).toContain(locale === "en" ? "on its way" : "sedang menuju");
      // Those who did nothing yet are welcomed in the next open hours, and a latecomer is no second rush.
      const late = await world.member("Terlambat", { locale });
      await late.says("/greet @Ina");
      expect(late.sees()).not.toContain(locale === "en" ? "Many people joined together" : "Banyak yang bergabung");
      await world.goes("PT14H");
      const welcomed = await world.db.client.delivery.count({ where: { notice: "care.hello", status: "sent" } });
      expect(welcomed).toBe(21);
      expect(about(await first.hears(), hello)).toEqual([]);
      const audit = await world.db.client.auditEntry.findMany({ where: { action: "care.admit" } });
      expect(audit).toMatchObject([{ facts: { count: 22 } }]);
      expect(world.faults).toEqual([]);
    },
  );
});
