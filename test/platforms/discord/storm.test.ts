import { describe, expect, it } from "vitest";
import { DeliveryError, type Address, type Envelope } from "../../../src/chat/port.js";
import { paragraph } from "../../../src/chat/card.js";
import { plain } from "../../../src/chat/text.js";
import { conversationWith } from "../../support/discord/rest.js";
import { openDiscordWorld } from "../../support/discord/program.js";
import { connected, type Connected } from "./open.js";

const MESSAGES = /^\/channels\/\d+\/messages$/;
/** With two messages each. The whole program sends forty a second, so more would only take longer. */
const ROOMS = 25;

/** By so much, in ms, a timer may be early. */
const TIMER = 20;

interface Waiting {
  readonly room: number;
  readonly text: string;
}

/** What the outbox does with its messages, without its clock: each room's in their order, and again what must wait. */
async function deliverAll({ adapter, guild, ani, budi }: Connected, lanes: number): Promise<number> {
  const rooms = Array.from({ length: ROOMS }, (_, room) =>
    ["match", "reminder"].map((text): Waiting => ({ room, text: `${text} ${room}` })),
  );
  let turns = 0;
  async function carry({ room, text }: Waiting): Promise<void> {
    const address: Address = {
      ...{ kind: "room", spaceId: guild.id, key: `k${room}`, roomId: undefined },
      ...{ userIds: [ani, budi], name: `Room ${room}` },
    };
    const card = { blocks: [paragraph(plain(text))] };
    const envelope: Envelope = { address, card, nonce: text, proactive: true, userIds: new Map() };
    for (;;) {
      turns++;
      try {
        await adapter.deliver(envelope);
        return;
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.kind !== "retry") throw error;
        // The outbox would wait for so long; here only that it is asked to.
        expect(error.retryAfter).toBeGreaterThanOrEqual(29_000);
      }
    }
  }
  const queue = rooms.values();
  const lane = async () => {
    for (const messages of queue) for (const message of messages) await carry(message);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return turns;
}

describe("a round while Discord wants each third message later", () => {
  it("ends, in order in each room, with none lost and none doubled", async () => {
    const scene = await connected();
    const { discord, people, ani } = scene;
    const headers = { "retry-after": "30", "x-ratelimit-scope": "shared" };
    const body = { retry_after: 30, global: false, message: "You are being rate limited." };
    discord.fault("POST", MESSAGES, { status: 429, headers, body }, Infinity, 3);
    const turns = await deliverAll(scene, 4);
    expect(turns).toBeGreaterThan(ROOMS * 2 * 1.2);
    const texts = people.reads(ani).map(({ text }) => text);
    expect([...texts].sort()).toEqual(
      Array.from({ length: ROOMS }, (_, room) => [`match ${room}`, `reminder ${room}`])
        .flat()
        .sort(),
    );
    for (let room = 0; room < ROOMS; room++)
      expect(texts.indexOf(`match ${room}`)).toBeLessThan(texts.indexOf(`reminder ${room}`));
    const invalid = discord.requests.filter(({ status }) => [401, 403, 404].includes(status));
    expect(invalid).toEqual([]);
    expect(discord.refusals).toEqual([]);
  });
});

/** Four people who take part, and Discord away from before the heads-up until then. */
async function away(until: Date) {
  const world = await openDiscordWorld({ locale: "id" });
  const { program } = world;
  const people = Array.from({ length: 4 }, (_, index) => world.member(`Guru ${index}`, { locale: "id" }));
  for (const who of people) await who.calls("temu ikut");
  const adapter = program.adapters.get("discord");
  if (!adapter) throw new Error("Discord is not open");
  await world.goes(new Date("2026-11-30T08:00:00Z"));
  program.adapters.delete("discord");
  await world.goes(until);
  program.adapters.set("discord", adapter);
  return { world, people };
}

describe("after hours without Discord", () => {
  it("nothing that has waited goes out at night, and all of it in the morning", async () => {
    const { world, people } = await away(new Date("2026-11-30T14:30:00Z"));
    await world.goes(new Date("2026-11-30T22:00:00Z"));
    expect(people.flatMap((who) => who.hears())).toEqual([]);
    await world.goes(new Date("2026-12-01T05:00:00Z"));
    for (const who of people) expect(who.hears()).toEqual([expect.stringContaining("Temu mingguan")]);
  });

  it("what has become stale is dropped: nobody is asked whether a round suits that has begun", async () => {
    const { world, people } = await away(new Date("2026-12-01T08:45:00Z"));
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    for (const who of people) expect(who.hears()).toEqual([expect.stringContaining("room: Saatnya bertemu")]);
  });

  it("Discord is asked at most forty times a second", async () => {
    const scene = await connected();
    const { discord, store } = scene;
    const people = Array.from({ length: 60 }, (_, index) => scene.people.joins(`Guru ${index}`));
    for (const userId of people) await store.keepConversation(userId, conversationWith(discord.world, userId).id);
    const before = discord.requests.length;
    const start = performance.now();
    await Promise.all(people.map((userId) => scene.send(scene.privately(userId), userId)));
    const times = discord.requests.slice(before).map(({ at }) => at);
    expect(times).toHaveLength(120);
    // A second may just be over when it begins; then there are forty in each. A busy computer only makes them later.
    for (const [place, at] of times.toSorted((a, b) => a - b).entries())
      expect(at - start).toBeGreaterThan((Math.floor(place / 40) - 1) * 1_000 - TIMER);
    for (const userId of people) expect(scene.texts(userId)).toEqual(["private: Hello"]);
  });
});
