import { describe, expect, it } from "vitest";
import type { DeliveryError } from "../../../src/chat/port.js";
import { START } from "../../support/conversation.js";
import { memoryStore } from "../../support/discord/memory.js";
import { TIMING } from "../../support/discord/stage.js";
import { may } from "../../support/discord/world.js";
import { connected } from "./open.js";

const MESSAGES = /^\/channels\/\d+\/messages$/;

const posts = ({ discord }: Awaited<ReturnType<typeof connected>>) =>
  discord.requests.filter(({ method, path }) => method === "POST" && MESSAGES.test(path));

describe("a delivery that Discord did not take at once", () => {
  it("is made again when Discord stumbled, and shown once", async () => {
    const scene = await connected();
    scene.discord.fault("POST", MESSAGES, { status: 502, body: {} }, 2);
    await scene.send(scene.inChannel());
    expect(scene.texts(scene.ani)).toEqual(["channel: Hello"]);
  });

  it("is shown once although its answer was lost, since it is known by its nonce", async () => {
    const scene = await connected();
    scene.discord.fault("POST", MESSAGES, "lose", 2);
    await scene.send(scene.privately(scene.ani), "same");
    await scene.send(scene.privately(scene.ani), "same");
    expect(scene.texts(scene.ani)).toEqual(["private: Hello"]);
    expect(posts(scene)).toHaveLength(4);
  });

  it("goes back to the outbox when it goes on for long", async () => {
    const scene = await connected();
    scene.discord.fault("POST", MESSAGES, { status: 503, body: {} }, 3);
    expect(await scene.refused(scene.inChannel())).toMatchObject({ kind: "retry" });
    expect(posts(scene)).toHaveLength(3);
  });

  it.each([
    ["30", 30_000],
    ["3600", 900_000],
  ])("waits in the outbox for as long as Discord says (%s s), a quarter of an hour at most", async (seconds, wait) => {
    const scene = await connected();
    const headers = { "retry-after": seconds, "x-ratelimit-scope": "shared" };
    scene.discord.fault("POST", MESSAGES, {
      status: 429,
      headers,
      body: { retry_after: Number(seconds), global: false },
    });
    const { kind, retryAfter } = await scene.refused(scene.inChannel());
    expect(kind).toBe("retry");
    expect(Math.abs((retryAfter ?? 0) - wait)).toBeLessThan(1_000);
    expect(posts(scene)).toHaveLength(1);
  });

  it("waits a moment itself when Discord wants no more than that", async () => {
    const scene = await connected();
    const headers = { "retry-after": "0.05", "x-ratelimit-scope": "user" };
    scene.discord.fault("POST", MESSAGES, { status: 429, headers, body: { retry_after: 0.05, global: false } });
    await scene.send(scene.inChannel());
    expect(scene.texts(scene.ani)).toEqual(["channel: Hello"]);
  });
});

describe("private conversations", () => {
  const OPENINGS = "/users/@me/channels";
  const openings = ({ discord }: Awaited<ReturnType<typeof connected>>) =>
    discord.requests.filter(({ path }) => path === OPENINGS).length;

  it("are opened fifty times an hour; whoever comes later waits, and is written to all the same", async () => {
    let at = START.getTime();
    const now = () => new Date(at);
    const scene = await connected({ now, store: memoryStore(now) });
    const people = Array.from({ length: 60 }, (_, index) => scene.people.joins(`Guru ${index}`));
    const waits: (number | undefined)[] = [];
    for (const userId of people) {
      at += 6_000;
      const sent = scene.send(scene.privately(userId), userId).then(() => undefined);
      waits.push(await sent.catch((error: unknown) => (error as DeliveryError).retryAfter));
    }
    expect(openings(scene)).toBe(50);
    expect(waits.filter((wait) => wait !== undefined)).toHaveLength(10);
    at += waits[50] ?? 0;
    for (const userId of people.slice(50)) {
      await scene.send(scene.privately(userId), userId);
      at += 6_000;
    }
    for (const userId of people) expect(scene.texts(userId)).toEqual(["private: Hello"]);
  });

  it("that were opened before need not be opened again, also after a restart", async () => {
    const scene = await connected();
    await scene.send(scene.privately(scene.ani));
    await scene.adapter.stop();
    await scene.adapter.start(scene.bot);
    await scene.send(scene.privately(scene.ani));
    expect(openings(scene)).toBe(1);
  });

  it("that another bot had opened are opened anew", async () => {
    const scene = await connected();
    await scene.store.keepConversation(scene.ani, "4711");
    await scene.send(scene.privately(scene.ani));
    await scene.send(scene.privately(scene.ani));
    expect(openings(scene)).toBe(1);
    expect(scene.texts(scene.ani)).toHaveLength(2);
  });

  it("are opened one after the other, never together", async () => {
    const scene = await connected({ adapter: { timing: { ...TIMING, spacing: 40 } } });
    const begun = performance.now();
    await Promise.all([scene.ani, scene.budi].map((userId) => scene.send(scene.privately(userId))));
    expect(performance.now() - begun).toBeGreaterThanOrEqual(39);
  });
});

describe("a person who takes no private messages", () => {
  it("is not asked twice, and is told as closed", async () => {
    const scene = await connected();
    const user = scene.discord.world.users.get(scene.ani);
    if (user) user.isClosed = true;
    expect(await scene.refused(scene.privately(scene.ani))).toMatchObject({ kind: "closed" });
    expect(posts(scene)).toHaveLength(1);
  });

  it("is met in the thread all the same", async () => {
    const scene = await connected();
    const user = scene.discord.world.users.get(scene.ani);
    if (user) user.isClosed = true;
    await scene.send(scene.inRoom("k1"));
    expect(scene.texts(scene.ani)).toEqual(["room: Hello"]);
    expect(scene.discord.requests.filter(({ path }) => path === "/users/@me/channels")).toEqual([]);
  });
});

describe("a person who has left", () => {
  it("is noticed without the list of members, told to the bot, and not written to", async () => {
    const scene = await connected({ adapter: { memberEvents: false } });
    scene.people.leaves(scene.ani);
    const told = scene.nextObservation();
    expect(await scene.refused(scene.privately(scene.ani))).toMatchObject({ kind: "gone" });
    expect(await told).toMatchObject({ kind: "left", person: { externalId: scene.ani } });
    expect(posts(scene)).toEqual([]);
  });
});

describe("a channel in which we may not write", () => {
  it("is left alone after three refusals, and organisers hear what to change", async () => {
    const scene = await connected();
    scene.channel.denied = may.sendMessages;
    for (let time = 0; time < 6; time++)
      expect(await scene.refused(scene.inChannel())).toMatchObject({ kind: "refused" });
    expect(posts(scene)).toHaveLength(3);
    expect(new Set(scene.troubles)).toEqual(new Set(["channelClosed"]));
  });

  it("that is gone is told as gone", async () => {
    const scene = await connected();
    scene.discord.world.channels.delete(scene.channel.id);
    expect(await scene.refused(scene.inChannel())).toMatchObject({ kind: "gone" });
    expect(scene.troubles).toEqual(["channelGone"]);
  });
});

describe("a room", () => {
  const threadsOf = ({ discord }: Awaited<ReturnType<typeof connected>>) =>
    [...discord.world.channels.values()].filter(({ type }) => type === 12);

  it("is one thread although the answer to its opening was lost", async () => {
    const scene = await connected();
    scene.discord.fault("POST", /\/threads$/, "lose");
    await scene.refused(scene.inRoom("k1"), "d1");
    await scene.send(scene.inRoom("k1"), "d1");
    expect(threadsOf(scene)).toHaveLength(1);
    expect(scene.texts(scene.budi)).toEqual(["room: Hello"]);
  });

  it("is never another room of the same people, even when both are opened at once", async () => {
    const scene = await connected();
    const [one, other] = await Promise.all([scene.send(scene.inRoom("k1")), scene.send(scene.inRoom("k2"))]);
    expect(one.roomId).not.toBe(other.roomId);
    expect(threadsOf(scene)).toHaveLength(2);
  });

  it("that Discord has folded away is opened again", async () => {
    const scene = await connected();
    await scene.send(scene.inRoom("k1"));
    const [thread] = threadsOf(scene);
    if (thread) thread.isFolded = true;
    await scene.send(scene.inRoom("k1"));
    expect(scene.texts(scene.ani)).toEqual(["room: Hello", "room: Hello"]);
  });

  it("that Discord has folded away takes its people and the message also after a restart, when waking it stumbles", async () => {
    const scene = await connected();
    const { roomId } = await scene.send(scene.inRoom("k1"));
    const [thread] = threadsOf(scene);
    if (thread) thread.isFolded = true;
    await scene.adapter.stop();
    await scene.adapter.start(scene.bot);
    scene.discord.fault("PATCH", /^\/channels\/\d+$/, { status: 502, body: {} }, 2);
    expect(await scene.send(scene.inRoom("k1"))).toMatchObject({ roomId });
    expect(scene.texts(scene.budi)).toEqual(["room: Hello", "room: Hello"]);
  });

  it("whose channel one of them can't see comes to that one in private, and organisers hear which channel", async () => {
    const scene = await connected();
    scene.channel.hiddenFrom.add(scene.ani);
    const receipt = await scene.send(scene.inRoom("k1"), "d1");
    expect(receipt.unreached).toEqual([]);
    await scene.send({ ...scene.inRoom("k1"), roomId: receipt.roomId }, "d1");
    expect([scene.texts(scene.ani), scene.texts(scene.budi)]).toEqual([["private: Hello"], ["room: Hello"]]);
    expect(scene.troubles[0]).toBe("cantSee");
    scene.channel.hiddenFrom.delete(scene.ani);
    await scene.send({ ...scene.inRoom("k1"), roomId: receipt.roomId }, "d2");
    expect(scene.texts(scene.ani)).toContain("room: Hello");
  });

  it("whose channel one of them can't see, who takes no private messages either, says who was not reached", async () => {
    const scene = await connected();
    scene.channel.hiddenFrom.add(scene.ani);
    const user = scene.discord.world.users.get(scene.ani);
    if (user) user.isClosed = true;
    expect((await scene.send(scene.inRoom("k1"))).unreached).toEqual([scene.ani]);
    expect(scene.texts(scene.budi)).toEqual(["room: Hello"]);
  });

  it("that is a message to each shows it once, however long one of them has to wait", async () => {
    const scene = await connected();
    scene.channel.denied = may.createPrivateThreads;
    const tooFast = { code: 40_003, message: "You are opening direct messages too fast" };
    await scene.send(scene.privately(scene.ani));
    scene.discord.fault("POST", /channels$/, { status: 400, body: tooFast });
    expect(await scene.refused(scene.inRoom("k1"), "d1")).toMatchObject({ kind: "retry" });
    // Meanwhile Discord has forgotten the nonce.
    for (const [id, message] of scene.discord.world.messages)
      scene.discord.world.messages.set(id, { ...message, nonce: undefined });
    await scene.send(scene.inRoom("k1"), "d1");
    expect(scene.texts(scene.ani)).toHaveLength(2);
    expect(scene.texts(scene.budi)).toEqual(["private: Hello"]);
  });

  it("that somebody deleted is opened anew", async () => {
    const scene = await connected();
    const { roomId } = await scene.send(scene.inRoom("k1"));
    scene.discord.world.channels.delete(roomId ?? "");
    const again = await scene.send({ ...scene.inRoom("k1"), roomId });
    expect(again.roomId).not.toBe(roomId);
    expect(scene.texts(scene.ani)).toEqual(["room: Hello"]);
  });

  it("where threads may not be opened is a message to each, and organisers hear what to change", async () => {
    const scene = await connected({ discord: {} });
    scene.channel.denied = may.createPrivateThreads;
    const receipt = await scene.send(scene.inRoom("k1"), "d1");
    expect(receipt.roomId).toBeUndefined();
    expect([scene.texts(scene.ani), scene.texts(scene.budi)]).toEqual([["private: Hello"], ["private: Hello"]]);
    expect(scene.troubles).toEqual(["noThreads"]);
    await scene.send(scene.inRoom("k1"), "d1");
    expect(scene.texts(scene.ani)).toEqual(["private: Hello"]);
  });

  it("in which we may not write any more is a message to each, and organisers hear what to change", async () => {
    const scene = await connected();
    const { roomId } = await scene.send(scene.inRoom("k1"), "d1");
    scene.channel.denied = may.sendInThreads;
    await scene.send({ ...scene.inRoom("k1"), roomId }, "d2");
    expect([scene.texts(scene.ani).at(-1), scene.texts(scene.budi).at(-1)]).toEqual([
      "private: Hello",
      "private: Hello",
    ]);
    expect(scene.troubles).toEqual(["noThreads"]);
  });

  it("whose channel was deleted is a message to each, and organisers hear of the channel", async () => {
    const store = memoryStore();
    const scene = await connected({ store: { ...store, meetupChannel: async () => "4711" } });
    await scene.send(scene.inRoom("k1"), "d1");
    expect([scene.texts(scene.ani), scene.texts(scene.budi)]).toEqual([["private: Hello"], ["private: Hello"]]);
    expect(scene.troubles).toEqual(["channelGone"]);
  });

  it("waits where Discord opens no more threads, organisers hear what to do, and it opens by itself", async () => {
    const scene = await connected();
    const full = { code: 160_006, message: "Maximum number of active threads reached" };
    scene.discord.fault("POST", /\/threads$/, { status: 400, body: full });
    expect(await scene.refused(scene.inRoom("k1"), "d1")).toMatchObject({ kind: "retry", retryAfter: 900_000 });
    expect(scene.troubles).toEqual(["threadsFull"]);
    await scene.send(scene.inRoom("k1"), "d1");
    expect([scene.texts(scene.ani), scene.texts(scene.budi)]).toEqual([["room: Hello"], ["room: Hello"]]);
  });

  it("in which one can't be reached otherwise still reaches the other", async () => {
    const scene = await connected();
    scene.channel.denied = may.createPrivateThreads;
    const user = scene.discord.world.users.get(scene.ani);
    if (user) user.isClosed = true;
    expect((await scene.send(scene.inRoom("k1"))).unreached).toEqual([scene.ani]);
    expect(scene.texts(scene.budi)).toEqual(["private: Hello"]);
  });
});

describe("a token that Discord takes no more", () => {
  it("ends Discord with a sentence, once, and keeps what waits", async () => {
    const scene = await connected();
    scene.discord.fault("POST", MESSAGES, { status: 401, body: { code: 0, message: "401: Unauthorized" } }, 2);
    expect(await scene.refused(scene.inChannel())).toMatchObject({ kind: "retry" });
    expect(await scene.refused(scene.inChannel())).toMatchObject({ kind: "retry" });
    expect(scene.faults).toEqual([expect.stringMatching(/^DISCORD_TOKEN .*discord\.com\/developers/)]);
  });
});
