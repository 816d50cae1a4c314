import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadCommands } from "../../../src/chat/load.js";
import { loadWords } from "../../../src/chat/words.js";
import type { Services } from "../../../src/kit.js";
import { commandsFor, hasChanged } from "../../../src/platforms/discord/register.js";
import { checks } from "../../support/discord/rules.js";
import { memoryStore } from "../../support/discord/memory.js";
import { connected, prepared } from "./open.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const words = loadWords(`${root}/src/locales`);
const shipped = async () => commandsFor({ commands: await loadCommands<Services>(`${root}/commands`, words), words });

describe("the commands that ship", () => {
  it("are taken by Discord: names, limits, order of options, languages", async () => {
    expect(checks.commands(await shipped())).toEqual([]);
  });

  it("are called in Indonesian and in both kinds of English", async () => {
    const meet = (await shipped()).find(({ name }) => name === "meet");
    expect(meet?.name_localizations).toEqual({ id: "temu", "en-GB": "meet", "en-US": "meet" });
    expect(meet?.description_localizations).toMatchObject({ id: expect.stringMatching(/^Temu/) as string });
  });

  it("are hidden from others when they are for organisers", async () => {
    const setup = (await shipped()).find(({ name }) => name === "setup");
    expect(setup).toMatchObject({ default_member_permissions: 32, contexts: [0] });
    const meet = (await shipped()).find(({ name }) => name === "meet");
    expect(meet).toMatchObject({ default_member_permissions: null, contexts: [0, 1] });
  });

  it("offer people, channels and choices natively", async () => {
    const text = JSON.stringify(await shipped());
    expect(text).toMatch(/"name":"person"[^{}]*(\{[^{}]*\}[^{}]*)*"type":6/);
    expect(text).toMatch(/"type":7,"channel_types":\[0\]/);
    expect(text).toMatch(/"choices":\[\{"value":"pair"/);
  });
});

describe("registering", () => {
  const puts = ({ discord }: { discord: Awaited<ReturnType<typeof prepared>>["discord"] }) =>
    discord.requests.filter(({ method, path }) => method === "PUT" && path.endsWith("/commands"));

  it("is done on the first start, and not again while nothing changed", async () => {
    const scene = await connected();
    expect(puts(scene)).toHaveLength(1);
    await scene.adapter.stop();
    await scene.adapter.start((await prepared()).bot);
    expect(puts(scene)).toHaveLength(1);
  });

  it("is done for the named servers only, where some are named", async () => {
    const store = memoryStore();
    const scene = await prepared({ store });
    const adapter = scene.platform({ guildIds: [scene.guild.id] });
    await adapter.start(scene.bot);
    await adapter.stop();
    expect(puts(scene).map(({ path }) => path)).toEqual([expect.stringContaining(`/guilds/${scene.guild.id}/`)]);
  });

  it("that fails doesn't keep the bot from working", async () => {
    const scene = await prepared();
    scene.discord.fault("PUT", /\/commands$/, { status: 400, body: { code: 50_035, message: "Invalid Form Body" } });
    await scene.adapter.start(scene.bot);
    expect(scene.logged).toEqual([
      expect.objectContaining({ message: "commands could not be registered with Discord" }),
    ]);
  });

  it.each([
    ["a new summary", "description", "Something else"],
    ["another name in one language", "name_localizations", { id: "lain" }],
    ["a language less", "description_localizations", {}],
  ])("is done again for %s", async (_what, key, value) => {
    const [first, ...rest] = await shipped();
    if (!first) throw new Error("there are no commands");
    const registered = [{ ...first, id: "1", version: "2", nsfw: false }, ...rest];
    expect(hasChanged(registered, [first, ...rest])).toBe(false);
    expect(hasChanged(registered, [{ ...first, [key]: value }, ...rest])).toBe(true);
    expect(hasChanged(registered, rest)).toBe(true);
  });
});

describe("an option that is typed", () => {
  it("is completed with time zones, the Indonesian ones first", async () => {
    const { bot } = await prepared();
    const { suggestions } = await import("../../../src/platforms/discord/suggest.js");
    const commands = await loadCommands<Services>(`${root}/commands`, words);
    const zoned = { ...bot, words, commands };
    const found = suggestions(
      zoned,
      { command: "my", verb: "zone", option: zoneOption(commands), written: "ja" },
      "id",
    );
    expect(found[0]?.name).toContain("Asia/Jakarta (WIB)");
    expect(found.length).toBeLessThanOrEqual(25);
  });
});

function zoneOption(commands: Awaited<ReturnType<typeof loadCommands<Services>>>): string {
  const options = commands.find(({ id }) => id === "my")?.entries["zone"]?.options ?? {};
  return Object.entries(options).find(([, field]) => field.kind === "timeZone")?.[0] ?? "";
}
