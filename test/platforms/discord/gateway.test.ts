import { describe, expect, it } from "vitest";
import { DiscordFault } from "../../../src/platforms/discord/errors.js";
import { makeIdentifying, mustRest } from "../../../src/platforms/discord/identifying.js";
import { makeReconnecting } from "../../../src/platforms/discord/reconnecting.js";
import { START } from "../../support/conversation.js";
import { memoryStore, type MemoryStore } from "../../support/discord/memory.js";
import { TIMING } from "../../support/discord/stage.js";
import { connected, prepared, type ConnectOptions } from "./open.js";

async function faultOfStart(options: ConnectOptions, before?: (scene: Awaited<ReturnType<typeof prepared>>) => void) {
  const scene = await prepared(options);
  before?.(scene);
  try {
    await scene.adapter.start(scene.bot);
  } catch (error) {
    if (error instanceof DiscordFault) return { ...scene, fault: error };
    throw error;
  }
  throw new Error("it started");
}

describe("the connection to Discord", () => {
  it("is taken up again where it broke, and nothing that happened meanwhile is lost", async () => {
    const { discord, people, ani, nextObservation, observed } = await connected();
    const { gateway } = discord;
    const again = gateway.nextConnection();
    gateway.close(undefined);
    const told = nextObservation();
    people.writes(ani, "Halo", "channel");
    expect(await again).toBe("resumed");
    await told;
    expect(observed).toHaveLength(1);
    expect(gateway.identified()).toBe(1);
  });

  it.each([4_000, 4_001, 4_007, 4_009])("comes back after it was closed with %i", async (code) => {
    const { discord, people, ani } = await connected();
    const again = discord.gateway.nextConnection();
    discord.gateway.close(code);
    await again;
    const answer = await people.calls(ani, "shelf status", "channel");
    expect(answer.kind).toBe("message");
  });

  it("begins anew when Discord says that the session is over", async () => {
    const { discord, people, ani } = await connected();
    const again = discord.gateway.nextConnection();
    discord.gateway.send(9, false);
    expect(await again).toBe("identified");
    expect((await people.calls(ani, "shelf status", "channel")).kind).toBe("message");
  });

  it("moves when Discord asks it to, without beginning anew", async () => {
    const { discord } = await connected();
    const again = discord.gateway.nextConnection();
    discord.gateway.send(7, null);
    expect(await again).toBe("resumed");
  });

  it("that is dead without being closed is noticed by its missing heartbeats", async () => {
    const { discord } = await connected({ discord: { heartbeat: 100 } });
    const again = discord.gateway.nextConnection();
    discord.gateway.goSilent(true);
    expect(await again).toBe("resumed");
    discord.gateway.goSilent(false);
  });

  it("tells of the same thing twice, and it is done once", async () => {
    const { discord, people, ani, nextObservation, observed } = await connected();
    const message = await people.calls(ani, "shelf shout", "channel");
    expect(message.kind).toBe("message");
    const told = nextObservation();
    people.writes(ani, "Halo", "channel");
    await told;
    discord.gateway.repeat(2);
    const last = nextObservation();
    people.writes(ani, "Halo lagi", "channel");
    await last;
    expect(observed.map(({ kind }) => kind)).toEqual(["message", "message"]);
    expect(people.reads(ani)).toHaveLength(1);
    expect(discord.refusals).toEqual([]);
  });
});

describe("a start that can't succeed", () => {
  it("with a wrong token names the setting and where to get a right one", async () => {
    const { fault, discord } = await faultOfStart({ adapter: { token: "wrong.token.here" } });
    expect(fault.message).toMatch(/^DISCORD_TOKEN .*discord\.com\/developers\/applications/);
    expect(fault.message).not.toContain("wrong.token");
    expect(fault.isFinal).toBe(true);
    expect(discord.gateway.identified()).toBe(0);
  });

  it("because an intent is not switched on names the setting and the switch", async () => {
    const { fault } = await faultOfStart({ discord: { privileged: false } });
    expect(fault.message).toMatch(/DISCORD_MEMBER_EVENTS=on.*Server Members Intent/);
    expect(fault.isFinal).toBe(true);
  });

  it.each([
    [4_004, /DISCORD_TOKEN/],
    [4_013, /DISCORD_MEMBER_EVENTS/],
    [4_011, /DISCORD_SHARDS/],
  ])("because the gateway closes with %i says what to change", async (code, sentence) => {
    const { fault } = await faultOfStart({}, ({ discord }) => discord.gateway.refuseNext(code));
    expect(fault.message).toMatch(sentence);
    expect(fault.isFinal).toBe(true);
  });

  it("because Discord has no more sessions for today is tried again later", async () => {
    const { fault, discord } = await faultOfStart({}, ({ discord: fake }) => fake.setSessionsLeft(0));
    expect(fault.isFinal).toBe(false);
    expect(discord.gateway.identified()).toBe(0);
  });

  it("because Discord is down is tried again later", async () => {
    const { fault } = await faultOfStart({}, ({ discord }) =>
      discord.fault("GET", /^\/gateway\/bot$/, { status: 503, body: {} }, 10),
    );
    expect(fault.isFinal).toBe(false);
  });

  it("comes to rest when the program starts again and again", async () => {
    const store = memoryStore();
    store.sessions.set(0, Array<Date>(10).fill(START));
    const { fault, discord } = await faultOfStart({ store });
    expect(fault.isFinal).toBe(false);
    expect(discord.requests).toEqual([]);
  });

  it("since Discord ends each session at once comes to rest, and leaves nothing behind", async () => {
    const store = memoryStore();
    store.sessions.set(0, Array<Date>(8).fill(START));
    const { fault, discord, adapter } = await faultOfStart({ store }, (scene) =>
      scene.discord.gateway.refuseSessions(true),
    );
    expect(fault.message).toContain("too many sessions");
    expect(fault.isFinal).toBe(false);
    expect(discord.gateway.identified()).toBe(2);
    await adapter.stop();
  });
});

/** How often a shard is let to begin a session before it must rest. */
async function admissionsOf(store: Pick<MemoryStore, "sessionsOf" | "noteSession">): Promise<number> {
  const resting = new AbortController();
  const usedUp = () => resting.abort();
  const build = makeIdentifying({ store, now: () => START, spacing: 0, usedUp });
  const limit = { session_start_limit: { max_concurrency: 1 } };
  const throttler = await build({ fetchGatewayInformation: () => Promise.resolve(limit) } as never);
  for (let count = 0; ; count++) {
    await throttler.waitForIdentify(0, resting.signal).catch(() => undefined);
    if (resting.signal.aborted) return count;
  }
}

describe("sessions that Discord ends again and again", () => {
  it("are begun anew only so often, also while the program runs, and that is said once", async () => {
    const store = memoryStore();
    store.sessions.set(0, Array<Date>(6).fill(START));
    const scene = await connected({ store });
    const { gateway } = scene.discord;
    gateway.refuseSessions(true);
    const rests = scene.nextFault();
    gateway.send(9, false);
    expect(await rests).toContain("too many sessions");
    expect(store.sessions.get(0)).toHaveLength(10);
    expect(gateway.identified()).toBe(4);
    await scene.adapter.stop();
    expect(scene.faults).toHaveLength(1);
    expect(gateway.identified()).toBe(4);
  });

  it("are counted also while what is remembered of them can't be asked", async () => {
    const fails = () => Promise.reject(new Error("the database is away"));
    const admitted = await admissionsOf({ sessionsOf: fails, noteSession: fails });
    expect(admitted).toBe(10);
  });

  it("are counted by what every hour, every ten minutes and every day may see", () => {
    const minutes = (...ages: number[]) => ages.map((age) => new Date(START.getTime() - age * 60_000));
    const each = (count: number, apart: number) => minutes(...Array.from({ length: count }, (_, n) => n * apart));
    expect([mustRest(each(9, 0), START), mustRest(each(10, 0), START)]).toEqual([false, true]);
    expect([mustRest(each(29, 2), START), mustRest(each(30, 1.9), START)]).toEqual([false, true]);
    expect([mustRest(each(199, 7), START), mustRest(each(200, 7), START)]).toEqual([false, true]);
    expect(mustRest(minutes(...Array<number>(50).fill(-60)), START), "of a clock that was wrong").toBe(false);
  });
});

describe("a connection that is lost again and again", () => {
  /** Discord.js, as far as it asks for a session before it connects. */
  function reconnecting(pause: number, now = () => START) {
    const closing = new AbortController();
    const parts = makeReconnecting({ now, pause, closed: closing.signal });
    const manager = { options: { retrieveSessionInfo: () => "session" } };
    parts.strategy(manager as never);
    const retrieve = manager.options.retrieveSessionInfo as (shardId: number) => string | Promise<string>;
    async function comesBack(shardId = 0): Promise<number> {
      parts.lost(shardId);
      const begun = performance.now();
      expect(await retrieve(shardId)).toBe("session");
      return performance.now() - begun;
    }
    return { ...parts, comesBack, retrieve, close: () => closing.abort() };
  }

  it("comes back at once three times, and then after longer and longer pauses", async () => {
    const { comesBack } = reconnecting(20);
    const waits: number[] = [];
    for (let time = 0; time < 10; time++) waits.push(await comesBack());
    const least = [0, 0, 0, 19, 39, 79, 159, 319, 599, 599];
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(least[index] ?? 0);
    expect(Math.max(...waits.slice(0, 3))).toBeLessThan(19);
    expect(Math.max(...waits)).toBeLessThan(700);
    expect(await comesBack(1)).toBeLessThan(19);
  });

  it("comes back at once again after one that held", async () => {
    let at = START.getTime();
    const { comesBack } = reconnecting(100_000, () => new Date(at));
    for (let time = 0; time < 10; time++) {
      expect(await comesBack()).toBeLessThan(1_000);
      at += 5_000;
    }
  });

  it("does not come back after it was closed in a pause", async () => {
    const { comesBack, lost, retrieve, close } = reconnecting(100_000);
    for (let time = 0; time < 3; time++) await comesBack();
    lost(0);
    const back = retrieve(0);
    close();
    expect(await Promise.race([back, new Promise((tell) => setTimeout(tell, 20, "nothing"))])).toBe("nothing");
  });

  it("is one again as soon as Discord lets it", async () => {
    const { discord, people, ani } = await connected({ adapter: { timing: { ...TIMING, reconnectPause: 400 } } });
    const { gateway } = discord;
    gateway.endResumed(true);
    let again = gateway.nextConnection();
    gateway.close(4_000);
    const begun: number[] = [];
    for (let time = 0; time < 4; time++) {
      expect(await again).toBe("resumed");
      begun.push(performance.now());
      again = gateway.nextConnection();
    }
    // Discord.js itself waits for half a second.
    expect((begun[3] ?? 0) - (begun[2] ?? 0)).toBeGreaterThan(850);
    gateway.endResumed(false);
    expect(await again).toBe("resumed");
    expect((await people.calls(ani, "shelf status", "channel")).kind).toBe("message");
    expect(gateway.identified()).toBe(1);
  });
});

describe("several connections", () => {
  it("are opened when the setting says so, and each server is served once", async () => {
    const scene = await connected({ adapter: { shards: 3 } });
    expect(scene.discord.gateway.identified()).toBe(3);
    const told = scene.nextObservation();
    scene.people.writes(scene.ani, "Halo", "channel");
    await told;
    expect(scene.observed).toHaveLength(1);
    expect((await scene.people.calls(scene.ani, "shelf status", "channel")).kind).toBe("message");
    await scene.send(scene.inRoom("k1"));
    expect(scene.texts(scene.budi)).toEqual(["room: Hello"]);
  });
});

describe("a deleted channel", () => {
  it("is told to organisers when it is the one that they chose", async () => {
    const store = { ...memoryStore(), meetupChannel: async () => "4711" };
    const scene = await connected({ store });
    const { gateway } = scene.discord;
    gateway.dispatch("CHANNEL_DELETE", { id: "4712", guild_id: scene.guild.id, type: 0, name: "x" });
    gateway.dispatch("CHANNEL_DELETE", { id: "4711", guild_id: scene.guild.id, type: 0, name: "y" });
    const told = scene.nextObservation();
    scene.people.joins("Citra");
    await told;
    expect(scene.troubles).toEqual(["channelGone"]);
  });
});

describe("without any privileged intent", () => {
  it("everything works but being told who joins and leaves", async () => {
    const scene = await connected({ discord: { privileged: false }, adapter: { memberEvents: false } });
    scene.people.leaves(scene.budi);
    const told = scene.nextObservation();
    scene.people.writes(scene.ani, "Halo", "channel");
    await told;
    expect(scene.observed.map(({ kind }) => kind)).toEqual(["message"]);
    await scene.send(scene.inChannel());
    expect((await scene.people.calls(scene.ani, "shelf status", "channel")).kind).toBe("message");
  });
});

describe("what happens in a server", () => {
  it("is told to the bot: who joins, reacts, speaks; never what bots do", async () => {
    const scene = await connected();
    const { discord, guild, channel, ani, observed } = scene;
    const { gateway } = discord;
    const member = { user: { id: ani, username: "ani", global_name: "Ani" }, nick: "Bu Ani", roles: [] };
    const reaction = {
      guild_id: guild.id,
      channel_id: channel.id,
      message_id: "1",
      user_id: ani,
      emoji: { id: null, name: "👍" },
    };
    const voice = { guild_id: guild.id, channel_id: "77", user_id: ani, member };
    gateway.dispatch("MESSAGE_REACTION_ADD", { ...reaction, member });
    gateway.dispatch("MESSAGE_REACTION_ADD", {
      ...reaction,
      member: { ...member, user: { ...member.user, bot: true } },
      user_id: "9",
    });
    gateway.dispatch("VOICE_STATE_UPDATE", voice);
    gateway.dispatch("VOICE_STATE_UPDATE", { ...voice, self_mute: true });
    gateway.dispatch("VOICE_STATE_UPDATE", { ...voice, channel_id: null });
    scene.people.joins("Citra");
    const by = (name: string) => observed.filter(({ person }) => person.name === name).map(({ kind }) => kind);
    // Each person's in their order; nothing is promised between two.
    await expect.poll(() => observed).toHaveLength(3);
    expect(by("Bu Ani")).toEqual(["reaction", "voice"]);
    expect(by("Citra")).toEqual(["joined"]);
  });

  it("is an outage or a farewell: only a farewell ends the server", async () => {
    const scene = await connected();
    const { discord, guild, store } = scene;
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id, unavailable: true });
    const first = scene.nextObservation();
    scene.people.joins("Citra");
    await first;
    expect(store.spaces.get(guild.id)).toBe(true);
    discord.gateway.dispatch("GUILD_DELETE", { id: guild.id });
    const second = scene.nextObservation();
    scene.people.joins("Dedi");
    await second;
    expect(store.spaces.get(guild.id)).toBe(false);
  });
});
