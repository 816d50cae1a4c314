import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../../support/discord/program.js";
import { channelJson, may } from "../../support/discord/world.js";

describe("organisers", () => {
  it.each([
    ["id", "Saya tidak boleh menulis di kanal ini."],
    ["en-GB", "I may not write in this channel."],
  ])("in %s hear at once that the bot may not write in the channel they choose", async (locale, told) => {
    const world = await openDiscordWorld({ locale: "id" });
    const tuti = world.member("Tuti", { locale, isOrganiser: true });
    world.channel.denied = may.sendMessages;
    world.discord.gateway.dispatch("CHANNEL_UPDATE", channelJson(world.channel, world.discord.world.botId));
    await tuti.calls(`atur kanal meetups:${world.channel.id}`);
    expect(tuti.sees()).toContain(told);
    const network = await world.db.client.network.findFirstOrThrow();
    expect(JSON.stringify(network.settings)).not.toContain(world.channel.id);
  });

  it("hear once a day, and in their language, what to change when threads are forbidden; the meet-up goes on", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const tuti = world.member("Tuti", { locale: "id", isOrganiser: true });
    await tuti.calls(`atur kanal introductions:${world.channel.id} meetups:${world.channel.id}`);
    const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
    for (const who of [ani, budi]) await who.calls("temu ikut");
    world.channel.denied = may.createPrivateThreads;
    // Discord tells it by an event; here the program starts after it was changed.
    world.discord.gateway.dispatch("CHANNEL_UPDATE", {
      id: world.channel.id,
      guild_id: world.guild.id,
      type: 0,
      name: world.channel.name,
      position: 0,
      permission_overwrites: [
        { id: world.discord.world.botId, type: 1, allow: "0", deny: may.createPrivateThreads.toString() },
      ],
    });
    await world.goes(new Date("2026-12-03T10:00:00Z"));
    expect(ani.hears().join("\n")).toContain("private: Saatnya bertemu");
    const heard = tuti.hears().filter((text) => text.includes("Untuk pengurus"));
    expect(heard).toEqual([expect.stringContaining("“Create Private Threads”")]);
    expect(world.discord.refusals).toEqual([]);
  });

  it("hear once a day which channel somebody who takes part can't see, without a name", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const tuti = world.member("Tuti", { locale: "id", isOrganiser: true });
    await tuti.calls(`atur kanal introductions:${world.channel.id} meetups:${world.channel.id}`);
    const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
    for (const who of [ani, budi]) await who.calls("temu ikut");
    world.channel.hiddenFrom.add(ani.id);
    await world.goes(new Date("2026-12-03T10:00:00Z"));
    expect(ani.hears().join("\n")).toContain("private: Saatnya bertemu");
    expect(budi.hears().join("\n")).toContain("room: Saatnya bertemu");
    const heard = tuti.hears().filter((text) => text.includes("Untuk pengurus"));
    expect(heard).toEqual([expect.stringContaining(`tidak bisa melihat #${world.channel.name}`)]);
    expect(heard.join("")).not.toMatch(/Ani|Budi/);
  });
});
