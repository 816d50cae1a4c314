import { describe, expect, it } from "vitest";
import type { Bot } from "../../../src/chat/bot.js";
import type { Response } from "../../../src/chat/invocation.js";
import { plain } from "../../../src/chat/text.js";
import type { FakeAnswer, FakeModal } from "../../support/discord/world.js";
import { TIMING } from "../../support/discord/stage.js";
import { openDiscordWorld } from "../../support/discord/program.js";
import { connected, type Connected } from "./open.js";

const MESSAGES = /^\/channels\/\d+\/messages$/;

function textOf({ people }: Connected, answer: FakeAnswer): string {
  if (answer.kind !== "message") throw new Error("no message came");
  const { title, text, buttons } = people.read(answer.message);
  return [title, text, buttons.map((label) => `[${label}]`).join(" ")].filter((line) => line !== "").join("\n");
}

function modalIn(answer: FakeAnswer): FakeModal {
  if (answer.kind !== "modal") throw new Error("no form came");
  return answer.modal;
}

/** A bot that thinks until it is told to go on. */
function thinking() {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const bot = (real: Bot): Bot => ({
    ...real,
    async handle(invocation): Promise<Response> {
      await gate;
      return real.handle(invocation);
    },
  });
  return { bot, go: () => go() };
}

/** A form of more fields than Discord shows at once. */
function longForm(real: Bot): Bot {
  const fields = Array.from({ length: 7 }, (_, index) => ({
    id: `field${index}`,
    kind: "text" as const,
    label: `Field ${index}`,
    required: false,
    value: `was ${index}`,
  }));
  return {
    ...real,
    mannerOf: (invocation) => (invocation.kind === "command" ? "form" : "private"),
    async handle(invocation): Promise<Response> {
      if (invocation.kind === "command")
        return { kind: "form", form: { id: "shelf.edit", subject: "b1", title: "Seven", submit: "Send", fields } };
      const values = invocation.kind === "form" ? JSON.stringify(invocation.values) : "";
      const card = { blocks: [{ kind: "text" as const, text: plain(values) }] };
      return { kind: "reply", card, visibility: "private", replaces: false };
    },
  };
}

describe("a long form", () => {
  it("goes on on a second page, and nothing that was typed is lost", async () => {
    const scene = await connected({ bot: longForm });
    const { people, ani } = scene;
    const first = modalIn(await people.calls(ani, "shelf status", "channel"));
    expect(first.title).toBe("Seven 1/2");
    const kept = await people.fills(ani, first, { field1: "new 1" });
    expect(textOf(scene, kept)).toBe("Seven\nKept: page 1 of 2. The rest is short.\n[Continue]");
    const message = kept.kind === "message" ? kept.message.id : "";
    const second = modalIn(await people.presses(ani, message, "Continue"));
    expect([second.title, second.labels.length]).toEqual(["Seven 2/2", 2]);
    const done = await people.fills(ani, second, { field6: "new 6" });
    const values = JSON.parse(textOf(scene, done)) as Record<string, string>;
    expect(values).toEqual({
      ...Object.fromEntries([0, 2, 3, 4, 5].map((index) => [`field${index}`, `was ${index}`])),
      field1: "new 1",
      field6: "new 6",
    });
    expect(textOf(scene, await people.presses(ani, message, "Continue"))).toContain("too old");
    expect(scene.discord.refusals).toEqual([]);
  });

  it("is nobody else's", async () => {
    const scene = await connected({ bot: longForm });
    const { people, ani, budi } = scene;
    const first = modalIn(await people.calls(ani, "shelf status", "channel"));
    expect(textOf(scene, await people.fills(budi, first, {}))).toContain("too old");
  });
});

describe("a form that takes long to make", () => {
  it("comes behind a button, since Discord would not wait for it", async () => {
    const { bot, go } = thinking();
    const timing = {
      formPatience: 20,
      guildTimeout: 500,
      requestTimeout: 2_000,
      identifySpacing: 0,
      spacing: 0,
      patience: { tries: 1, pause: 1 },
      stopPatience: 500,
    };
    const scene = await connected({ bot, adapter: { timing } });
    const { people, ani, discord } = scene;
    const promised = discord.nextRequest("POST", /\/callback$/);
    const asked = people.calls(ani, "shelf add title:Laut", "channel");
    await promised;
    go();
    const offer = await asked;
    expect(textOf(scene, offer)).toContain("That took a moment.");
    const modal = modalIn(await people.presses(ani, offer.kind === "message" ? offer.message.id : "", "Open the form"));
    expect(modal.labels.find(({ component }) => component.custom_id === "title")?.component.value).toBe("Laut");
  });
});

describe("an answer that takes longer than a quarter of an hour", () => {
  it("comes as a private message", async () => {
    const { bot, go } = thinking();
    const scene = await connected({ bot });
    const { people, ani, discord } = scene;
    const promised = discord.nextRequest("POST", /\/callback$/);
    void people.calls(ani, "shelf shout", "channel");
    await promised;
    for (const interaction of discord.world.interactions.values()) interaction.isExpired = true;
    const sent = discord.nextRequest("POST", MESSAGES);
    go();
    await sent;
    expect(scene.texts(ani)).toEqual(["private: for all"]);
  });
});

describe("a button", () => {
  it("of another version of the program asks to be opened anew", async () => {
    const scene = await connected();
    const { people, ani, discord } = scene;
    await scene.send(scene.inChannel());
    const [message] = discord.world.messages.values();
    if (!message) throw new Error("nothing was sent");
    const button = { type: 2, style: 1, label: "Old", custom_id: "v0:whatever" };
    message.components = [{ type: 17, components: [{ type: 1, components: [button] }] }];
    const answer = await people.presses(ani, message.id, "Old");
    expect(textOf(scene, answer)).toContain("older version");
    expect(answer.kind === "message" && answer.message.onlyFor).toBe(ani);
  });

  it("in a private message knows which server it is about, and whether the person is still there", async () => {
    const scene = await connected();
    const { people, ani, guild, store } = scene;
    store.homes.clear();
    const subject = "b1";
    const card = { blocks: [], buttons: [{ kind: "action" as const, label: "Swap", action: "shelf.swap", subject }] };
    const address = scene.privately(ani);
    await scene.adapter.deliver({ address, card, nonce: "n", proactive: true, userIds: new Map() });
    const [message] = people.reads(ani);
    expect(textOf(scene, await people.presses(ani, message?.id ?? "", "Swap"))).toBe("swapped b1");
    const other = await people.calls(ani, "shelf status", "private");
    expect(textOf(scene, other)).toContain("which server you mean");
    expect(guild.members.delete(ani)).toBe(true);
  });

  it("pressed by somebody who has left does nothing", async () => {
    const scene = await connected();
    const { people, ani, guild } = scene;
    guild.members.delete(ani);
    expect(textOf(scene, await people.calls(ani, "shelf status", "private"))).toContain("not in that server any more");
  });
});

describe("a private message", () => {
  it("is read as words for the bot, whatever the case, and answered there", async () => {
    const scene = await connected();
    const sent = scene.discord.nextRequest("POST", MESSAGES);
    scene.people.writes(scene.ani, "Shelf shout", "private");
    await sent;
    expect(scene.texts(scene.ani)).toEqual(["private: for all"]);
  });

  it("that asks for a form gets a button that opens it", async () => {
    const scene = await connected();
    const sent = scene.discord.nextRequest("POST", MESSAGES);
    scene.people.writes(scene.ani, "shelf add title:Laut", "private");
    await sent;
    const [message] = scene.people.reads(scene.ani);
    expect(message?.buttons).toEqual(["Buka formulir"]);
    expect(modalIn(await scene.people.presses(scene.ani, message?.id ?? "", "Buka formulir")).labels).toHaveLength(3);
  });
});

/** Discord wants the next requests of this kind later: after so long, in s. */
function askedToWait({ discord }: Connected, method: string, path: RegExp, seconds: number, times: number, every = 1) {
  const headers = { "retry-after": String(seconds), "x-ratelimit-scope": "user" };
  const body = { retry_after: seconds, global: false, message: "You are being rate limited." };
  discord.fault(method, path, { status: 429, headers, body }, times, every);
}

describe("a private message in which something is wrong", () => {
  it("gets a button to correct it", async () => {
    const scene = await connected();
    const sent = scene.discord.nextRequest("POST", MESSAGES);
    scene.people.writes(scene.ani, "shelf add title:Laut copies:99", "private");
    await sent;
    expect(scene.people.reads(scene.ani)[0]?.buttons).toEqual(["Perbaiki"]);
  });
});

describe("many private messages at once", () => {
  it("are all answered, although Discord wants each second answer later", async () => {
    const scene = await connected({ adapter: { timing: { ...TIMING, longestWait: 10 } } });
    askedToWait(scene, "POST", MESSAGES, 0.05, Infinity, 2);
    for (let count = 0; count < 18; count++) scene.people.writes(scene.ani, "shelf shout", "private");
    await expect.poll(() => scene.texts(scene.ani), { timeout: 8_000 }).toHaveLength(18);
    expect(scene.logged).toEqual([]);
  });
});

describe("an answer that Discord wants later", () => {
  const PROMISED = /@original$/;

  it("waits for as long as it says, and nobody is left with one that never comes", async () => {
    const scene = await connected({ adapter: { timing: { ...TIMING, longestWait: 10 } } });
    askedToWait(scene, "PATCH", PROMISED, 0.1, 4);
    const answer = await scene.people.calls(scene.ani, "shelf shout", "channel");
    expect(textOf(scene, answer)).toBe("for all");
    expect(scene.logged).toEqual([]);
  });

  it("than it would still take it comes as a private message", async () => {
    const scene = await connected();
    askedToWait(scene, "PATCH", PROMISED, 1_200, 1);
    const sent = scene.discord.nextRequest("POST", MESSAGES);
    void scene.people.calls(scene.ani, "shelf shout", "channel");
    await sent;
    expect(scene.texts(scene.ani)).toEqual(["private: for all"]);
  });
});

describe("a person's own menu", () => {
  it("brings a hello to that person", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const [ani, budi] = [world.member("Ani", { locale: "id" }), world.member("Budi", { locale: "id" })];
    await budi.calls("kenalan");
    await budi.calls("temu status");
    const answer = await world.people.picks(ani.id, "Introduce me to…", budi.id);
    expect(answer.kind === "message" && world.people.read(answer.message).text).toContain("sedang menuju Budi");
  });
});

describe("an answer", () => {
  it("acknowledged although Discord's word of it was lost is still given, once", async () => {
    const scene = await connected();
    scene.discord.fault("POST", /\/callback$/, "lose");
    scene.discord.fault("PATCH", /@original$/, "lose");
    await scene.people.calls(scene.ani, "shelf shout", "channel");
    await scene.adapter.stop();
    expect(scene.texts(scene.ani)).toEqual(["channel: for all"]);
  });
});
