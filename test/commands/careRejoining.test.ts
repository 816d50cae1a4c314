import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";
import { about, introduced, quietFor } from "../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta.

async function rejoins(world: World, who: Speaker, name: string, locale: "id" | "en"): Promise<void> {
  await who.leaves();
  await world.sandbox.addPerson({ id: who.id, name, locale });
}

describe("whoever left and joins again", () => {
  it.each([
    {
      locale: "en",
      ...{ title: "Welcome back, Lia", still: "Your introduction and your settings are as you left them." },
      ...{ again: "/meet join for the weekly meet-up", button: "Join the meet-up again", joined: "You are in" },
    },
    {
      locale: "id",
      ...{ title: "Selamat datang kembali, Lia", still: "Perkenalan dan pengaturan Anda masih" },
      ...{ again: "/temu ikut untuk temu mingguan", button: "Ikut temu lagi", joined: "Anda ikut" },
    },
  ] as const)(
    "is told in $locale what is still there and what to join again, and is no stranger",
    async ({ locale, title, still, again, button, joined }) => {
      const world = await openWorld();
      const lia = await introduced(world, "Lia", {}, locale);
      await lia.says("/meet join");
      await world.goes("P3D");
      await rejoins(world, lia, "Lia", locale);
      await lia.hears();
      await world.goes("P8D");
      const heard = await lia.hears();
      const [told = "", ...more] = about(heard, title);
      expect(more).toEqual([]);
      expect(told).toContain(still);
      expect(told).toContain(again);
      expect(told).not.toMatch(/circle|kombel|mentor/);
      expect(heard.join("\n")).not.toMatch(/Welcome, Lia|Selamat datang, Lia/);
      await lia.presses(button);
      expect(lia.sees()).toContain(joined);
      expect(world.faults).toEqual([]);
    },
  );

  it("who was asked before, and came back with a word, is welcomed back once", async () => {
    const world = await openWorld();
    const lia = await introduced(world, "Lia", {}, "en");
    await quietFor(world, "Lia", 21);
    await world.goes("P2D");
    expect(about(await lia.hears(), "Lia, still interested?")).toHaveLength(1);
    await lia.says("Hello", "obrolan");
    await world.program.flush();
    await rejoins(world, lia, "Lia", "en");
    await world.goes("P3D");
    const heard = (await lia.hears()).join("\n");
    expect(heard).toContain("Welcome back, Lia");
    expect(heard).not.toContain("Good to see you");
    expect(world.faults).toEqual([]);
  });

  it("gets one letter, however often they come and go", async () => {
    const world = await openWorld();
    const lia = await introduced(world, "Lia", {}, "en");
    for (let times = 0; times < 3; times++) await rejoins(world, lia, "Lia", "en");
    await world.goes("P2D");
    expect(about(await lia.hears(), "Welcome back, Lia")).toHaveLength(1);
    await rejoins(world, lia, "Lia", "en");
    await world.goes("P5D");
    expect(about(await lia.hears(), "Welcome back, Lia")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("who had begun nothing has nothing to do again, and is shown how to begin", async () => {
    const world = await openWorld();
    const tom = await world.member("Tom", { locale: "en" });
    await tom.says("Hello everybody", "obrolan");
    await rejoins(world, tom, "Tom", "en");
    await world.goes("P1D");
    const [told = ""] = about(await tom.hears(), "Welcome back, Tom");
    expect(told).toContain("There is nothing that you have to do again.");
    expect(told).toContain("[Introduce myself]");
    expect(world.faults).toEqual([]);
  });

  it("while they are still new is greeted by a person all the same", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const tom = await world.member("Tom", { locale: "en" });
    await world.goes("P2D");
    await rejoins(world, tom, "Tom", "en");
    await world.goes("P3D");
    expect(about(await ina.hears(), "Would you say hello to Tom?")).toEqual([]);
    await world.goes("P5D");
    expect(about(await ina.hears(), "Would you say hello to Tom?")).toHaveLength(1);
    expect(about(await tom.hears(), "Welcome back, Tom")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("after all about them went is new here", async () => {
    const world = await openWorld();
    const lia = await introduced(world, "Lia", {}, "en");
    await lia.leaves();
    await world.goes("P32D");
    await world.sandbox.addPerson({ id: lia.id, name: "Lia", locale: "en" });
    await lia.hears();
    await world.goes("P3D");
    const heard = await lia.hears();
    expect(about(heard, "Welcome back, Lia")).toEqual([]);
    expect(about(heard, "Welcome, Lia")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});
