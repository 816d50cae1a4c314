import { describe, expect, it } from "vitest";
import { openDiscordWorld, type DiscordWorld } from "../../support/discord/program.js";

const ROUND = new Date("2026-12-01T10:00:00Z");

const joined = async (world: DiscordWorld, ...names: string[]) => {
  const people = names.map((name) => world.member(name, { locale: "id" }));
  for (const who of people) await who.calls("temu ikut");
  return people;
};

const hasLeft = async ({ db }: DiscordWorld, name: string) =>
  (await db.client.member.findFirst({ where: { name } }))?.leftAt !== null;

/** The session is lost together with everything that happened since. */
async function loseSession({ discord }: DiscordWorld): Promise<void> {
  const again = discord.gateway.nextConnection();
  discord.gateway.send(9, false);
  expect(await again).toBe("identified");
}

describe("a session that could not be taken up again", () => {
  it("is followed by a look at who takes part and is still there, without the list of members", async () => {
    const world = await openDiscordWorld({ locale: "id", config: { memberEvents: true } });
    const [ani, budi, citra] = await joined(world, "Ani", "Budi", "Citra");
    const { guild, discord } = world;
    guild.members.delete(budi?.id ?? "");
    await loseSession(world);
    await expect.poll(() => hasLeft(world, "Budi")).toBe(true);
    expect([await hasLeft(world, "Ani"), await hasLeft(world, "Citra")]).toEqual([false, false]);
    expect(discord.requests.filter(({ path }) => path.endsWith("/members"))).toEqual([]);
    await world.goes(ROUND);
    for (const who of [ani, citra]) expect(who?.hears().join("\n")).toContain("room: Saatnya bertemu");
    expect(budi?.hears()).toEqual([]);
  });

  it("leaves nobody alone in an open meet-up whose partner has gone meanwhile", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [ani, budi] = await joined(world, "Ani", "Budi");
    await world.goes(ROUND);
    ani?.hears();
    world.guild.members.delete(budi?.id ?? "");
    await loseSession(world);
    await expect.poll(() => hasLeft(world, "Budi")).toBe(true);
    await world.goes("P1D");
    expect(ani?.hears()).not.toEqual([]);
    const heard = world.people.reads(budi?.id ?? "").length;
    await world.goes("P21D");
    expect(world.people.reads(budi?.id ?? "")).toHaveLength(heard);
  });
});

describe("somebody who left without our being told", () => {
  it("is noticed when their room is opened, and whoever was to meet them hears of it", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [ani, budi] = await joined(world, "Ani", "Budi");
    await world.goes(new Date("2026-11-30T12:00:00Z"));
    ani?.hears();
    world.guild.members.delete(budi?.id ?? "");
    await world.goes("P2D");
    expect(await hasLeft(world, "Budi")).toBe(true);
    expect(ani?.hears().length).toBeGreaterThan(0);
  });

  it("and comes back is welcome again, and is asked anew whether to take part", async () => {
    const world = await openDiscordWorld({ locale: "id", config: { memberEvents: true } });
    const [, budi] = await joined(world, "Ani", "Budi");
    await budi?.calls("saya zona Asia/Makassar");
    world.people.leaves(budi?.id ?? "");
    await expect.poll(() => hasLeft(world, "Budi")).toBe(true);
    world.guild.members.add(budi?.id ?? "");
    await budi?.calls("temu status");
    expect(await hasLeft(world, "Budi")).toBe(false);
    expect(await world.db.client.enrolment.count({ where: { status: "active" } })).toBe(1);
    await budi?.calls("saya status");
    expect(budi?.sees()).toContain("WITA");
  });
});
