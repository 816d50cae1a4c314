import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";
import { about } from "../support/quiet.js";

// The world opens on Tuesday, 24 November 2026, 14:00 in Jakarta.

describe("a watched channel", () => {
  it("is told to organisers once for each quiet time, and not while it lives", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const budi = await world.member("Budi", { locale: "id" });
    // Not to be asked to greet him meanwhile: a week has room for one such message.
    await world.db.client.welcome.deleteMany();
    await ina.says("/care watch channel:<#obrolan> days:5");
    expect(ina.sees()).toContain("for 5 days. Breaks don't count.");
    await world.goes("P3D");
    await budi.says("Selamat siang.", "obrolan");
    await world.goes("P4D");
    expect(about(await ina.hears(), "It has been quiet in")).toEqual([]);
    await world.goes("P3D");
    const [told = "", ...more] = about(await ina.hears(), "It has been quiet in");
    expect(more).toEqual([]);
    expect(told).toContain("Perhaps begin with this:");
    await world.goes("P9D");
    expect(about(await ina.hears(), "It has been quiet in")).toEqual([]);
    expect(about(await budi.hears(), "sepi di")).toEqual([]);
    await budi.says("Ada yang punya ide?", "obrolan");
    expect(await world.db.client.watchedChannel.count({ where: { toldAt: null } })).toBe(1);
    await ina.says("/care unwatch channel:<#obrolan>");
    expect(ina.sees()).toContain("is watched no longer.");
    await ina.says("/care watch");
    expect(ina.sees()).toContain("No channel is watched.");
    expect(world.faults).toEqual([]);
  });
});

it.each([
  ["en", "/care watch channel:<#obrolan> days:1", 'Channel | "#obrolan"', "nobody has written in #obrolan for 5 days"],
  [
    "id",
    "/peduli pantau kanal:<#obrolan> lama-hari:1",
    'Kanal | "#obrolan"',
    "5 hari tidak ada yang menulis di #obrolan",
  ],
])(
  "the form comes back in %s with the channel's name when another field was wrong",
  async (locale, said, back, saved) => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale, isOrganiser: true });
    await ina.says(said);
    expect(ina.sees()).toContain(back);
    await ina.fills({ channel: "#obrolan", days: "5" });
    expect(ina.sees()).toContain(saved);
    expect(world.faults).toEqual([]);
  },
);

describe("what members see of themselves", () => {
  it("is when they were last seen and what rests, in their own language", async () => {
    const world = await openWorld({ locale: "id" });
    const [sari, tom] = [await world.member("Sari", { locale: "id" }), await world.member("Tom", { locale: "en" })];
    await sari.says("/temu ikut tiap:1");
    await sari.says("/temu jeda sampai:2026-12-20");
    await sari.says("/saya");
    expect(sari.sees()).toContain("Terakhir terlihat: Selasa, 24 November 2026");
    expect(sari.sees()).toContain("Temu saya: istirahat sampai Minggu, 20 Desember 2026");
    await tom.says("/my status");
    expect(tom.sees()).toContain("Last seen: Tuesday, 24 November 2026");
    expect(tom.sees()).toContain("Digest: once a week");
    expect(tom.sees()).not.toContain("resting until");
    expect(world.faults).toEqual([]);
  });

  it("promises no digest to whoever wants no messages, or has their data paused", async () => {
    const world = await openWorld();
    for (const [name, wish] of [
      ["Tom", "STOP"],
      ["Lia", "/my pause"],
    ] as const) {
      const who = await world.member(name, { locale: "en" });
      await who.says(wish);
      await who.says("/my");
      expect(who.sees()).toContain("Digest: none");
    }
    expect(world.faults).toEqual([]);
  });

  it("names the day on which a break ends as the community counts it, on whichever side of the world they are", async () => {
    const world = await openWorld();
    for (const [name, timeZone] of [
      ["Tom", "America/New_York"],
      ["Lia", "Pacific/Auckland"],
    ] as const) {
      const who = await world.member(name, { locale: "en", timeZone });
      const { id } = await world.db.client.member.findFirstOrThrow({ where: { name } });
      await world.program.services.care.dormant.pause(id, "2026-12-07");
      await who.says("/my");
      expect(who.sees()).toContain("Questions of others: resting until Monday, 7 December 2026");
    }
    expect(world.faults).toEqual([]);
  });
});
