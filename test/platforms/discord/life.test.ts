import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../../support/discord/program.js";

describe("a life", () => {
  it("x", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const sari = world.member("Sari Wulandari", { locale: "id" });
    const made = world.member("Made Wirawan", { locale: "id" });
    for (const p of [sari, made]) {
      await p.calls("kenalan");
      console.log(p.sees());
      await p.fills({ role: "teacher", subjects: "Fisika", languages: ["id"], offers: "asesmen formatif" });
      console.log(p.sees());
      await p.presses("Lanjut");
      console.log(p.sees());
      await p.fills({ institution: "SMAN 2 Kupang" });
      console.log(p.sees());
      await p.presses("Ikut temu mingguan").catch((e: unknown) => console.log(String(e)));
      console.log(p.sees());
    }
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    console.log(JSON.stringify(sari.hears(), null, 1), JSON.stringify(made.hears(), null, 1));
    await world.goes(new Date("2026-12-08T10:00:00Z"));
    console.log(JSON.stringify(sari.hears(), null, 1), JSON.stringify(made.hears(), null, 1));
    console.log(world.said, world.incidents, world.discord.refusals);
    expect(1).toBe(1);
  });
});
