import { describe, expect, it } from "vitest";
import type { DiscordPlatform } from "../../../src/platforms/discord/adapter.js";
import { discordStore } from "../../../src/storage/discord.js";
import { freshDatabase } from "../../support/database.js";
import type { Deviation } from "../../support/discord/calls.js";
import { serve } from "../../support/serve.js";
import type { FakeAnswer } from "../../support/discord/world.js";
import { connected, type ConnectOptions } from "./open.js";

async function addressOf({ pages }: DiscordPlatform): Promise<string> {
  return `${await serve({ calls: () => (pages ? [pages] : []) })}/discord/interactions`;
}

/** The adapter as Discord calls it. The key belongs to the pretend Discord, so the adapter is made when that is there. */
async function called(options: ConnectOptions = {}) {
  const scene = await connected({ now: () => new Date(), ...options, isCalled: true });
  await scene.discord.calls.setAddress(await addressOf(scene.adapter));
  return scene;
}

type Called = Awaited<ReturnType<typeof called>>;

function messageIn(answer: FakeAnswer) {
  if (answer.kind !== "message") throw new Error("no message came");
  return answer.message;
}

/** What Ani did, as Discord tells it; nobody waits for the answer. */
function shout({ discord, guild, channel, ani }: Called, id = discord.world.newId()): string {
  const interaction = {
    id,
    token: `token-${id}`,
    application_id: discord.world.applicationId,
    type: 2,
    data: { id: "1", name: "shelf", type: 1, options: [{ type: 1, name: "shout", options: [] }] },
    guild_id: guild.id,
    channel_id: channel.id,
    channel: { id: channel.id, type: 0 },
    locale: "en-US",
    member: { user: { id: ani, username: "ani", global_name: "Ani" }, permissions: "0", roles: [] },
  };
  return JSON.stringify(interaction);
}

const callbacks = ({ discord }: Called) => discord.requests.filter(({ path }) => path.endsWith("/callback"));

describe("Discord by signed requests", () => {
  it("serves commands, buttons and forms as over the gateway, and nothing comes by that", async () => {
    const scene = await called();
    const { people, ani, discord } = scene;
    const status = messageIn(await people.calls(ani, "shelf status", "channel"));
    const [button = ""] = people.read(status).buttons;
    const form = await people.presses(ani, status.id, button);
    if (form.kind !== "modal") throw new Error("no form came");
    const done = messageIn(await people.fills(ani, form.modal, { room: "4" }));
    expect(people.read(done).text).toBe("b1 in 4");
    expect(messageIn(await people.calls(ani, "shelf shout", "private")).onlyFor).toBeUndefined();
    await scene.adapter.stop();
    expect(discord.refusals).toEqual([]);
  });

  const good: Deviation = {};
  it.each([
    ["that is in order", good, 202],
    ["of four minutes ago", { age: -240 }, 202],
    ["of six minutes ago", { age: -360 }, 401],
    ["of six minutes hence", { age: 360 }, 401],
    ["with a time that is not whole", { time: "1e9" }, 401],
    ["without a time", { headers: { "x-signature-timestamp": "" } }, 401],
    ["without a signature", { headers: { "x-signature-ed25519": "" } }, 401],
    ["with a signature that is none", { headers: { "x-signature-ed25519": "zz".repeat(64) } }, 401],
    ["with a signature of zeros", { headers: { "x-signature-ed25519": "00".repeat(64) } }, 401],
    ["whose body was changed on its way", { signed: "{}" }, 401],
    ["of another type", { headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
    ["in another charset", { headers: { "content-type": "application/json; charset=utf-16" } }, 415],
    ["in UTF-8, said aloud", { headers: { "content-type": "application/json; charset=UTF-8" } }, 202],
  ])("a request %s: %j is answered with %d", async (_name, deviation, status) => {
    const scene = await called();
    const response = await scene.discord.calls.send(shout(scene), deviation);
    expect(response.status).toBe(status);
    await scene.adapter.stop();
    expect(callbacks(scene)).toHaveLength(status === 202 ? 1 : 0);
  });

  it.each([
    ["no JSON", "{", 400],
    ["a list", "[]", 400],
    ["something else", '{"type":2}', 400],
    ["more than Discord sends", JSON.stringify({ text: "x".repeat(1_000_001) }), 413],
  ])("a body that is %s is refused", async (_name, body, status) => {
    const scene = await called();
    expect((await scene.discord.calls.send(body)).status).toBe(status);
  });

  it("a body that says nothing of its length is not read for ever", async () => {
    const { discord } = await called();
    const piece = new Uint8Array(100_000).fill(32);
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++pieces > 200) controller.close();
        else controller.enqueue(piece);
      },
    });
    const headers = { "content-type": "application/json" };
    const sent = fetch(discord.calls.address() ?? "", { method: "POST", body, headers, duplex: "half" });
    // It may be cut while it is still being sent.
    const status = await sent.then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(pieces).toBeLessThan(200);
  });

  it("one that is played back has no second effect", async () => {
    const scene = await called();
    const { world, calls } = scene.discord;
    const id = world.newId();
    const interaction = shout(scene, id);
    for (const round of [1, 2]) expect((await calls.send(interaction)).status, String(round)).toBe(202);
    scene.discord.gateway.dispatch("INTERACTION_CREATE", JSON.parse(interaction));
    await scene.adapter.stop();
    expect(callbacks(scene)).toHaveLength(1);
  });

  it("one that two programs hear of is answered once", async () => {
    const store = discordStore(await freshDatabase("sqlite"), () => new Date());
    const scene = await called({ adapter: { store } });
    const other = scene.platform({ store, publicKey: scene.discord.calls.publicKey, now: () => new Date() });
    await other.start(scene.bot);
    const { people, ani, discord } = scene;
    const here = discord.calls.address() ?? "";
    const there = await addressOf(other);
    const asked = people.calls(ani, "shelf shout", "channel");
    const [sent] = discord.calls.sent;
    await discord.calls.setAddress(there);
    expect((await discord.calls.send(sent ?? "")).status).toBe(202);
    await asked;
    await Promise.all([scene.adapter.stop(), other.stop()]);
    expect(here).not.toBe(there);
    expect(people.reads(ani).map(({ text }) => text)).toEqual(["for all"]);
    const fills = discord.requests.filter(({ path }) => path.endsWith("/@original"));
    expect(fills).toHaveLength(1);
  });

  it("says that it is not open while Discord is not connected, but answers a ping", async () => {
    const scene = await called();
    await scene.adapter.stop();
    expect((await scene.discord.calls.send(shout(scene))).status).toBe(503);
    await scene.discord.calls.setAddress(scene.discord.calls.address() ?? "");
  });

  it("is not there without the key", async () => {
    const { adapter } = await connected();
    expect(adapter.pages).toBeUndefined();
  });
});
