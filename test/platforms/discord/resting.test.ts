import { describe, expect, it } from "vitest";
import { discordStore } from "../../../src/storage/discord.js";
import { serve } from "../../support/serve.js";
import { openDiscordWorld } from "../../support/discord/program.js";

describe("the program, when Discord ends its sessions again and again", () => {
  it("rests, says so once, keeps what waits, and comes back by itself", async () => {
    const world = await openDiscordWorld({ locale: "id", waits: 5 });
    const { discord, db, opened, program } = world;
    const people = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
    for (const who of people) await who.calls("temu ikut");
    for (let second = 0; second < 9; second++)
      await discordStore(db, () => new Date(world.now().getTime() - second * 1_000)).noteSession(0);

    discord.gateway.refuseSessions(true);
    const told = world.nextSaid();
    discord.gateway.send(9, false);
    expect(await told).toContain("too many sessions");
    expect(opened.remarks()).toEqual([expect.stringContaining("not connected")]);
    const health = await serve({ remarks: opened.remarks });
    const ready = await fetch(`${health}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ok: true, troubles: [], remarks: opened.remarks() });
    expect(program.adapters.size).toBe(0);
    const seen = discord.gateway.identified();
    await world.goes("PT5M");
    expect(discord.gateway.identified()).toBe(seen);

    discord.gateway.refuseSessions(false);
    await world.goes("PT10M");
    await expect.poll(() => opened.remarks()).toEqual([]);
    expect(world.said).toHaveLength(1);
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    for (const who of people) expect(who.hears().join("\n")).toContain("room: Saatnya bertemu");
  });
});
