import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../../support/discord/program.js";

describe("people who never used the bot", () => {
  it("can be brought together by somebody who chose them, and hear only of that", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [tuti, ani, budi] = ["Tuti", "Ani", "Budi"].map((name) => world.member(name, { locale: "id" }));
    if (!tuti || !ani || !budi) throw new Error("nobody is there");
    await tuti.calls(`connect first:${ani.id} second:${budi.id} topic:asesmen`);
    expect(tuti.sees()).toContain("Ani");
    await world.goes("P1D");
    for (const who of [ani, budi]) expect(who.hears()).toEqual([expect.stringMatching(/^room: /)]);
    expect(await world.db.client.enrolment.count()).toBe(0);
    await world.goes("P14D");
    const heard = [...ani.hears(), ...budi.hears()];
    const asked = expect.stringContaining("Bagaimana pertemuannya?") as string;
    expect(heard.filter((text) => text.startsWith("private: "))).toEqual([asked, asked]);
    expect(world.discord.refusals).toEqual([]);
  });

  it("can be greeted from their own menu", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
    const answer = await world.people.picks(ani.id, "Introduce me to…", budi.id);
    const text = answer.kind === "message" ? world.people.read(answer.message).text : "";
    expect(text).not.toContain("belum tahu siapa");
  });

  it("are not known by being chosen when they are not in the server", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [tuti, ani, budi] = ["Tuti", "Ani", "Budi"].map((name) => world.member(name, { locale: "id" }));
    world.people.leaves(budi?.id ?? "");
    await tuti?.calls(`connect first:${ani?.id ?? ""} second:${budi?.id ?? ""}`);
    expect(await world.db.client.member.count({ where: { name: "Budi" } })).toBe(0);
    expect(tuti?.sees()).toContain("belum tahu siapa");
  });
});

describe("an app", () => {
  it("can't be brought together with anybody, and that is said in a sentence", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [tuti, ani] = [world.member("Tuti", { locale: "id" }), world.member("Ani", { locale: "id" })];
    const bot = world.member("Kuis", { isBot: true });
    await tuti.calls(`connect first:${ani.id} second:${bot.id}`);
    expect(tuti.sees()).toContain("Ini aplikasi, bukan orang.");
    expect(await world.db.client.member.count({ where: { name: "Kuis" } })).toBe(0);
  });
});
