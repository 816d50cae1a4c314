import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../../support/discord/program.js";
import { may } from "../../support/discord/world.js";

/** Ani and Budi are matched; where no threads may be opened each is written to. */
async function matched(hasThreads: boolean) {
  const world = await openDiscordWorld({ locale: "id" });
  if (!hasThreads) world.discord.world.permissions &= ~may.createPrivateThreads;
  const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
  for (const who of [ani, budi]) await who.calls("temu ikut");
  await world.goes(new Date("2026-12-02T02:00:00Z"));
  for (const who of [ani, budi]) who.hears();
  return { world, ani, budi };
}

const fileNames = ({ people }: Awaited<ReturnType<typeof matched>>["world"], id: string) =>
  people.reads(id).at(-1)?.files;

describe("a time for a meet-up whose people are written to in private", () => {
  it("is proposed to the others, and taken by one for all, with the calendar entry", async () => {
    const { world, ani, budi } = await matched(false);
    await ani.presses("Usulkan waktu");
    await world.goes("PT1M");
    const [proposal = "", ...more] = budi.hears();
    expect(more).toEqual([]);
    expect(proposal).toMatch(/^private: Kapan kita bertemu\?\nAni mengusulkan/);
    ani.hears();
    const slot = world.people.reads(budi.id).at(-1)?.buttons[0] ?? "";
    await budi.presses(slot);
    await world.goes("PT1M");
    expect(ani.hears()).toEqual([expect.stringMatching(/^private: .*\nBudi memilih /)]);
    expect(fileNames(world, ani.id)).toEqual(["jejaring.ics"]);
    expect(world.discord.refusals.filter((refusal) => !refusal.includes("/threads"))).toEqual([]);
  });

  it("is not told to somebody who wants to be left in peace", async () => {
    const { world, ani, budi } = await matched(false);
    world.people.writes(budi.id, "STOP", "private");
    await expect.poll(() => budi.hears().length).toBeGreaterThan(0);
    await ani.presses("Usulkan waktu");
    await world.goes("PT1M");
    expect(budi.hears()).toEqual([]);
  });

  it("is told to nobody by itself where all see it in their room", async () => {
    const { world, ani, budi } = await matched(true);
    await ani.presses("Usulkan waktu");
    await world.goes("PT1M");
    expect(budi.hears()).toEqual([expect.stringMatching(/^room: /)]);
  });
});
