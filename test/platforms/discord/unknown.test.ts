import { describe, expect, it } from "vitest";
import { connected } from "./open.js";

describe("what Discord may send one day", () => {
  it("is no reason to stumble: new kinds, new fields, and what is missing", async () => {
    const scene = await connected();
    const { discord, guild, channel, ani, people, logged } = scene;
    const { gateway, world } = discord;
    const user = { id: ani, username: "ani", global_name: "Ani", future: { deep: [1] } };
    const member = { user, nick: null, roles: [], permissions: "0", future: true };
    const base = { guild_id: guild.id, channel_id: channel.id, future: 7 };
    gateway.dispatch("SOMETHING_NEW", { ...base, what: "ever" });
    gateway.dispatch("CHANNEL_CREATE", { ...base, id: world.newId(), type: 99, name: "new" });
    gateway.dispatch("CHANNEL_UPDATE", { ...base, id: channel.id, type: 0, name: "renamed", position: 0 });
    gateway.dispatch("MESSAGE_CREATE", { ...base, id: world.newId(), type: 250, author: user, member, content: "" });
    gateway.dispatch("GUILD_ROLE_DELETE", { guild_id: guild.id, role_id: "4711" });
    gateway.dispatch("GUILD_UPDATE", { ...guild, members: undefined, verification_level: 99, future: 1 });
    gateway.dispatch("GUILD_MEMBER_UPDATE", { ...member, guild_id: guild.id });
    const answer = await people.calls(ani, "shelf status", "channel");
    expect(answer.kind).toBe("message");
    expect(logged).toEqual([]);
  });

  it("is answered when it is an interaction of a kind that we do not know", async () => {
    const scene = await connected();
    const { people, ani, channel, logged, discord } = scene;
    const answer = await people.does(ani, channel, 99, { custom_id: "v1:x", future: true });
    expect(answer.kind === "message" && people.read(answer.message).text).toContain("older version");
    expect(logged).toEqual([]);
    expect(discord.refusals).toEqual([]);
  });

  it("is answered where an interaction does not say whose it is", async () => {
    const scene = await connected();
    scene.discord.world.names = false;
    const answer = await scene.people.calls(scene.ani, "shelf shout", "channel");
    expect(answer.kind === "message" && scene.people.read(answer.message).text).toBe("for all");
    expect(scene.discord.refusals).toEqual([]);
  });
});
