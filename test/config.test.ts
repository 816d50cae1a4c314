import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigFault, exampleEnvironment, parseConfig, variables } from "../src/config.js";

describe("settings", () => {
  it("need nothing to be set", () => {
    const config = parseConfig({}, "/home/jejaring");
    expect(config).toMatchObject({ host: "127.0.0.1", port: 3_000, sandbox: true, demo: true });
    expect(config.database).toEqual({ kind: "sqlite", file: "/home/jejaring/data/jejaring.db" });
  });

  it("count as not set when they are empty", () => {
    expect(parseConfig({ PORT: "", DATABASE_URL: "" }, "/x").port).toBe(3_000);
  });

  it.each([
    ["PORT", "eighty"],
    ["PORT", "70000"],
    ["LOG_LEVEL", "loud"],
    ["SANDBOX", "maybe"],
    ["NETWORK_TIME_ZONE", "Jakarta"],
    ["NETWORK_LOCALE", "Bahasa Indonesia"],
  ])("refuse %s=%s with its name, what was found and what is allowed", (name, value) => {
    const start = () => parseConfig({ [name]: value }, "/x");
    expect(start).toThrow(ConfigFault);
    expect(start).toThrow(new RegExp(`${name} is "${value}", but must be .+`));
  });

  it("never show a database address, which may hold a password", () => {
    const start = () => parseConfig({ DATABASE_URL: "mysql://root:geheim@host/x" }, "/x");
    expect(start).toThrow(/DATABASE_URL/);
    expect(start).not.toThrow(/geheim/);
  });

  it("take secrets without the quotes and line ends that were copied with them, and never show them", () => {
    const { slack } = parseConfig({ SLACK_BOT_TOKEN: ' "xoxb-1"\n', SLACK_APP_TOKEN: "'xapp-1'" }, "/x");
    expect(slack).toEqual({
      botToken: "xoxb-1",
      appToken: "xapp-1",
      signingSecret: "",
      apiUrl: "https://slack.com/api/",
    });
    expect(() => parseConfig({ SLACK_BOT_TOKEN: "xoxb-1", PORT: "x" }, "/x")).not.toThrow(/xoxb-1/);
  });

  it("open the sandbox by itself only when no platform is set up", () => {
    const sandboxWith = (settings: Record<string, string>) => parseConfig(settings, "/x").sandbox;
    expect(sandboxWith({})).toBe(true);
    expect(sandboxWith({ SLACK_BOT_TOKEN: "xoxb-1" })).toBe(false);
    expect(sandboxWith({ SLACK_BOT_TOKEN: "xoxb-1", SANDBOX: "on" })).toBe(true);
    expect(sandboxWith({ SANDBOX: "off" })).toBe(false);
  });

  it("name every fault at once", () => {
    expect(() => parseConfig({ PORT: "x", LOG_LEVEL: "y" }, "/x")).toThrow(/PORT[\s\S]*LOG_LEVEL/);
  });

  it("are all in .env.example, each with a comment", () => {
    const example = readFileSync(".env.example", "utf8");
    expect(example, "run npm run env:example").toBe(exampleEnvironment());
    for (const name of Object.keys(variables)) expect(example).toMatch(new RegExp(`^# .+\\n# .+\\n# ${name}=`, "m"));
  });
});

describe("the settings of Discord", () => {
  const discord = (settings: Record<string, string>) => parseConfig(settings, "/x").discord;

  it("are none without a token, and the sandbox is off beside them unless it is asked for", () => {
    expect(discord({ DISCORD_GUILD_IDS: "12345" })).toBeUndefined();
    expect(parseConfig({ DISCORD_TOKEN: "t" }, "/x").sandbox).toBe(false);
    expect(parseConfig({ DISCORD_TOKEN: "t", SANDBOX: "on" }, "/x").sandbox).toBe(true);
  });

  it("take a token as it was copied, and lists and numbers as they are written", () => {
    const settings = { DISCORD_TOKEN: ' "a.b.c"\n', DISCORD_GUILD_IDS: "12345, 67890", DISCORD_SHARDS: "2" };
    expect(discord(settings)).toMatchObject({ token: "a.b.c", guildIds: ["12345", "67890"], shards: 2 });
    const digits = "0123456789abcdef".repeat(4);
    expect(discord({ DISCORD_TOKEN: "t", DISCORD_PUBLIC_KEY: ` ${digits}\n` })?.publicKey).toBe(digits);
    expect(discord({ DISCORD_TOKEN: "t" })?.publicKey).toBeUndefined();
    expect(discord({ DISCORD_TOKEN: "t" })).toMatchObject({ guildIds: [], shards: "auto", memberEvents: false });
    expect(discord({ DISCORD_TOKEN: "t", DISCORD_API_URL: "http://127.0.0.1:4000/api/v10/" })?.apiUrl).toBe(
      "http://127.0.0.1:4000/api",
    );
  });

  it.each([
    ["DISCORD_SHARDS", "many"],
    ["DISCORD_PUBLIC_KEY", "0123456789abcdef"],
    ["DISCORD_GUILD_IDS", "my server"],
    ["DISCORD_API_URL", "discord.com"],
  ])("refuse %s=%s", (name, value) => {
    expect(() => discord({ DISCORD_TOKEN: "t", [name]: value })).toThrow(new RegExp(name));
  });
});
