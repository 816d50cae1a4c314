import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guildJson, memberJson } from "../../support/discord/world.js";
import { openDiscordWorld, type DiscordWorld, type Member } from "../../support/discord/program.js";

type Kind = "joined" | "left" | "wrote" | "changed";

/** Tells of something that a person did or that happened to them, whether or not it is still so. */
function tell({ discord, people, guild }: DiscordWorld, { id }: Member, kind: Kind): void {
  const member = { ...memberJson(discord.world, guild, id), guild_id: guild.id };
  if (kind === "joined") discord.gateway.dispatch("GUILD_MEMBER_ADD", member);
  if (kind === "changed") discord.gateway.dispatch("GUILD_MEMBER_UPDATE", member);
  if (kind === "left") discord.gateway.dispatch("GUILD_MEMBER_REMOVE", member);
  if (kind === "wrote") people.writes(id, "Halo", "channel");
}

describe("events in any order", () => {
  it("end in what is so, as soon as the person does something or would be written to", async () => {
    const world = await openDiscordWorld({ locale: "id", config: { memberEvents: true } });
    const { db, guild, program } = world;
    let count = 0;
    const kinds = fc.array(fc.constantFrom<Kind>("joined", "left", "wrote", "changed"), { maxLength: 6 });
    const deliver = async (userId: string) => {
      const address = { kind: "private" as const, spaceId: guild.id, userId };
      const envelope = { address, card: { blocks: [] }, nonce: `n${userId}`, proactive: true, userIds: new Map() };
      await program.adapters.get("discord")?.deliver(envelope);
    };
    const property = fc.asyncProperty(kinds, fc.boolean(), async (events, isIn) => {
      const name = `Guru ${++count}`;
      const who = world.member(name, { locale: "id" });
      await who.calls("temu status");
      if (!isIn) guild.members.delete(who.id);
      for (const kind of events) tell(world, who, kind);
      if (isIn) await who.calls("temu status");
      else await deliver(who.id).catch(() => undefined);
      const isThere = async () => {
        const account = await db.client.account.findFirstOrThrow({ where: { externalId: who.id } });
        return account.leftAt === null;
      };
      await expect.poll(isThere).toBe(isIn);
    });
    await fc.assert(property, { numRuns: 15 });
    expect(world.incidents).toEqual([]);
  });
});

describe("a server that the bot was removed from", () => {
  it("is left alone, and goes on where it was when the bot is added again, without a second welcome", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const { discord, guild } = world;
    const people = ["Ani", "Budi"].map((name) => world.member(name, { locale: "id" }));
    for (const who of people) await who.calls("temu ikut");
    const { gateway } = discord;
    gateway.dispatch("GUILD_DELETE", { id: guild.id });
    await expect.poll(() => world.db.client.space.count({ where: { removedAt: null } })).toBe(0);
    const before = discord.requests.length;
    await world.goes("P2D");
    expect(discord.requests.slice(before)).toEqual([]);
    gateway.dispatch("GUILD_CREATE", guildJson(discord.world, guild));
    await expect.poll(() => world.db.client.space.count({ where: { removedAt: null } })).toBe(1);
    expect(people.flatMap((who) => who.hears())).toEqual([]);
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    for (const who of people) expect(who.hears().filter((text) => text.startsWith("room: "))).toHaveLength(1);
  });
});
