import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../../support/discord/program.js";
import { may } from "../../support/discord/world.js";

const ROUND = new Date("2026-12-01T10:00:00Z");

/** Two people who take part, one of whom takes no private messages, and an organiser. */
async function pair() {
  const world = await openDiscordWorld({ locale: "id" });
  const tuti = world.member("Tuti", { locale: "id", isOrganiser: true });
  await tuti.calls(`atur kanal introductions:${world.channel.id} meetups:${world.channel.id}`);
  const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
  for (const who of [ani, budi]) await who.calls("temu ikut");
  const user = world.discord.world.users.get(ani.id);
  if (user) user.isClosed = true;
  return { ...world, world, tuti, ani, budi };
}

describe("a person who takes no private messages", () => {
  it("meets in the thread all the same, is called there once, and sees why nothing else comes", async () => {
    const { world, tuti, ani, people, discord } = await pair();
    await world.goes(ROUND);
    const rooms = people.reads(ani.id).filter(({ place }) => place === "room");
    expect(rooms).toHaveLength(1);
    expect(rooms[0]?.pings).toContain(ani.id);
    const tries = discord.refusals.filter((refusal) => refusal.includes("50007"));
    expect(tries).toHaveLength(1);
    await ani.calls("saya status");
    expect(ani.sees()).toContain("Pesan pribadi saya tidak sampai");
    await tuti.calls("atur status");
    expect(tuti.sees()).toMatch(/Tidak terjangkau lewat pesan pribadi\W+Ani/);
  });

  it("is called in the channel, once, where there can be no thread, and finds there whom to meet", async () => {
    const { world, ani, budi, channel } = await pair();
    channel.denied = may.createPrivateThreads;
    await world.goes(ROUND);
    const heard = ani.hears().join("\n");
    expect(heard).toContain(`channel: <@${ani.id}>, ada yang menunggu untuk bertemu`);
    expect(heard).not.toContain("Budi");
    await ani.presses("Dengan siapa saya bertemu?");
    expect(ani.sees()).toContain("Budi");
    await world.goes("P7D");
    expect(ani.hears().join("\n")).not.toContain("ada yang menunggu");
    await budi.calls("saya status");
    expect(budi.sees()).not.toContain("tidak sampai");
  });
});
