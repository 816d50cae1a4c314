import { describe, expect, it } from "vitest";
import type { Home } from "../../../src/chat/port.js";
import { may } from "../../support/discord/world.js";
import { connected, type ConnectOptions } from "./open.js";

async function openHomes(options: ConnectOptions = {}) {
  const scene = await connected(options);
  const { world } = scene.discord;
  const threads = () => [...world.channels.values()].filter(({ type }) => type === 12);
  const home: Home = {
    ...{ spaceId: scene.guild.id, key: "circle-1", roomId: undefined, name: "Literasi", isOpen: true, formerIds: [] },
    userIds: [scene.ani, scene.budi],
  };
  const keep = async (to: Partial<Home> = {}) => scene.adapter.keepHome?.({ ...home, ...to });
  const inside = () => threads().map(({ members }) => [...members].filter((id) => id !== world.botId).sort());
  return { ...scene, world, threads, keep, inside };
}

describe("a group's thread on Discord", () => {
  it.each(["lose", "drop"] as const)("is made once although the answer got lost (%s)", async (outcome) => {
    const { discord, keep, inside, ani, budi } = await openHomes();
    discord.fault("POST", /\/threads$/, outcome, 1);
    await keep().catch(() => undefined);
    expect(await keep()).toMatchObject({ unreached: [] });
    expect(inside()).toEqual([[ani, budi].sort()]);
  });

  it("is found again by a program that died before it knew whom it had let in", async () => {
    const { discord, keep, inside, adapter, bot, ani, budi } = await openHomes();
    discord.fault("PUT", /thread-members/, { status: 503, body: {} }, 3);
    await expect(keep()).rejects.toMatchObject({ kind: "retry" });
    await adapter.stop();
    await adapter.start(bot);
    await keep();
    expect(inside()).toEqual([[ani, budi].sort()]);
  });

  it.each([true, false])("loses who goes, also where Discord tells nobody who is in it (%s)", async (memberEvents) => {
    const scene = await openHomes({ adapter: { memberEvents } });
    const { keep, inside, world, adapter, bot, ani, budi } = scene;
    world.mayList = false;
    const { roomId } = (await keep()) ?? {};
    await adapter.stop();
    await adapter.start(bot);
    const refused = scene.discord.refusals.length;
    const report = await keep({ roomId, userIds: [budi], formerIds: [ani] });
    expect(report).toEqual({ roomId, unreached: [] });
    expect(inside()).toEqual([[budi]]);
    // What is forbidden is not asked for where that is known beforehand.
    if (!memberEvents) expect(scene.discord.refusals.length).toBe(refused);
    await keep({ roomId, userIds: [budi], formerIds: [ani] });
    expect(inside()).toEqual([[budi]]);
  });

  it("is not opened where threads are forbidden; organisers hear of it", async () => {
    const { keep, channel, troubles, ani, budi } = await openHomes();
    channel.denied = may.createPrivateThreads;
    expect(await keep()).toEqual({ roomId: undefined, unreached: [ani, budi], problem: "mayNotOpen" });
    // Whoever keeps the home tells organisers, once.
    expect(troubles).toEqual([]);
  });

  it("is not opened where there are too many", async () => {
    const { keep, discord, troubles } = await openHomes();
    const full = { code: 160_006, message: "Maximum number of active threads reached" };
    discord.fault("POST", /\/threads$/, { status: 400, body: full });
    expect(await keep()).toMatchObject({ problem: "tooMany" });
    expect(troubles).toEqual([]);
    expect(await keep()).toMatchObject({ unreached: [] });
  });

  it("tells who can't see its channel, and the others are in", async () => {
    const { keep, channel, inside, ani, budi } = await openHomes();
    channel.hiddenFrom.add(ani);
    expect(await keep()).toMatchObject({ unreached: [ani] });
    expect(inside()).toEqual([[budi]]);
  });

  it("that is out of sight says so instead of opening another", async () => {
    const { keep, channel, threads } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    channel.denied = may.viewChannel;
    expect(await keep({ roomId })).toMatchObject({ problem: "mayNotOpen" });
    expect(await keep({ roomId, isOpen: false })).toMatchObject({ problem: "mayNotArchive" });
    expect(threads()).toHaveLength(1);
  });

  it("that a moderator locked is not had back, and says so", async () => {
    const { keep, threads } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    const [thread] = threads();
    if (thread) Object.assign(thread, { isFolded: true, isLocked: true });
    expect(await keep({ roomId })).toMatchObject({ problem: "mayNotReopen" });
    expect(threads()).toHaveLength(1);
  });

  it("that somebody deleted is opened anew", async () => {
    const { keep, world, inside, ani, budi } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    world.channels.delete(roomId ?? "");
    const again = await keep({ roomId });
    expect(again?.roomId).not.toBe(roomId);
    expect(inside()).toEqual([[ani, budi].sort()]);
  });
});
