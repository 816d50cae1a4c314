import { describe, expect, it } from "vitest";
import { openWorld, type Speaker } from "../support/conversation.js";
import { about, introduced } from "../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta.

const physics = { subjects: "fisika", level: "upperSecondary" };

/** Made has just been asked by Ina to greet newcomers. */
async function appointed(locale: "en" | "id" = "en") {
  const world = await openWorld();
  const ina = await world.member("Ina", { locale, isOrganiser: true });
  const made = await introduced(world, "Made", physics, locale);
  await world.db.client.welcome.deleteMany();
  await ina.says("/setup role person:@Made role:greeter");
  return { world, ina, made };
}

describe("whoever is made a greeter", () => {
  it.each([
    {
      locale: "en",
      ...{ title: "You greet newcomers here", by: "Ina would like you", most: "at most 3 a week" },
      ...{ button: "Give this role back", done: "you greet newcomers no more", none: "nothing to give back" },
      ...{ resign: "/greet resign", list: "/care greeters", nobody: "Nobody greets newcomers yet" },
    },
    {
      locale: "id",
      ...{ title: "Anda menjadi penyambut", by: "Ina meminta Anda", most: "paling banyak 3 sepekan" },
      ...{
        button: "Kembalikan peran ini",
        done: "Anda bukan penyambut lagi",
        none: "tidak ada yang perlu dikembalikan",
      },
      ...{ resign: "/sapa mundur", list: "/peduli penyambut", nobody: "Belum ada penyambut" },
    },
  ] as const)(
    "hears so once in $locale, by whom and what it means, and can give it back",
    async ({ locale, title, by, most, button, done, none, resign, list, nobody }) => {
      const { world, ina, made } = await appointed(locale);
      await ina.says("/setup role person:@Made role:greeter");
      await ina.says(list);
      expect(ina.sees()).toContain("Made");
      await world.goes("P3D");
      const [told = "", ...more] = about(await made.hears(), title);
      expect(more).toEqual([]);
      expect(told).toContain(by);
      expect(told).toContain(most);
      expect(told).toContain(`“${resign}”`);
      await made.presses(button);
      expect(made.sees()).toContain(done);
      await made.says(resign);
      expect(made.sees()).toContain(none);
      await ina.says(list);
      expect(ina.sees()).toContain(nobody);
      expect(world.faults).toEqual([]);
    },
  );

  it("hears nothing when the role is gone again before the letter went", async () => {
    const { world, ina, made } = await appointed();
    await ina.says("/setup role person:@Made role:greeter take:yes");
    await world.goes("P3D");
    expect(about(await made.hears(), "You greet newcomers here")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("is asked by a newcomer on the very same day, and hears with it by whom they were asked to greet", async () => {
    const { world, made } = await appointed();
    const tom = await introduced(world, "Tom", { ...physics, role: "studentTeacher" }, "en");
    await tom.presses("Company for the start");
    await world.goes("PT1H");
    const [asked = ""] = about(await made.hears(), "Tom wishes for company at the start");
    expect(asked).toContain("Ina would like you to be one of those who greet newcomers");
    expect(asked).toContain("“/greet resign” gives that back.");
    await world.goes("P3D");
    expect(about(await made.hears(), "You greet newcomers here")).toEqual([]);
    await made.presses("I will be there");
    expect(made.sees()).toContain("Tom hears of it");
    await made.presses("I will be there");
    expect(made.sees()).toContain("You have said yes already");
    expect(world.faults).toEqual([]);
  });

  it.each([
    ["leaves before the question went", async (tom: Speaker) => tom.leaves()],
    [
      "has found company before the question went",
      async (_tom: Speaker, lia: Speaker) => lia.presses("I will be there"),
    ],
  ])("hears of the role by itself when the newcomer %s", async (_, happens) => {
    const { world, ina, made } = await appointed();
    const lia = await introduced(world, "Lia", physics, "en");
    await ina.says("/setup role person:@Lia role:greeter");
    await made.says("/my quiet from:12.00 until:15.30");
    const tom = await introduced(world, "Tom", { ...physics, role: "studentTeacher" }, "en");
    await tom.presses("Company for the start");
    await world.goes("PT10M");
    await happens(tom, lia);
    await world.goes("P6D");
    const heard = await made.hears();
    expect(about(heard, "Tom wishes for company at the start")).toEqual([]);
    expect(about(heard, "You greet newcomers here")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("may have had the letter this week, and is asked by a newcomer all the same", async () => {
    const { world, made } = await appointed();
    await world.goes("P1D");
    expect(about(await made.hears(), "You greet newcomers here")).toHaveLength(1);
    const tom = await introduced(world, "Tom", { ...physics, role: "studentTeacher" }, "en");
    await tom.presses("Company for the start");
    await world.goes("PT1H");
    expect(about(await made.hears(), "Tom wishes for company at the start")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("says hello with one press, and what is still open goes to somebody else when they resign", async () => {
    const { world, ina, made } = await appointed();
    const tom = await world.member("Tom", { locale: "en" });
    await world.goes("P8D");
    expect(about(await made.hears(), "Would you say hello to Tom?")).toHaveLength(1);
    await made.presses("Say hello");
    expect(made.sees()).toContain("Your hello is on its way to Tom");
    expect(await world.db.client.welcome.count({ where: { greetedAt: { not: null } } })).toBe(1);
    const lia = await world.member("Lia", { locale: "en" });
    await world.goes("P9D");
    expect(about(await made.hears(), "Would you say hello to Lia?")).toHaveLength(1);
    await ina.hears();
    await made.says("/greet resign");
    await world.goes("P4D");
    expect(about(await ina.hears(), "Would you say hello to Lia?")).toHaveLength(1);
    expect(about(await tom.hears(), "Made would like to get to know you")).toHaveLength(1);
    expect(about(await lia.hears(), "Welcome, Lia")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});
