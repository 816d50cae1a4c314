import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadWords } from "../../../src/chat/words.js";
import { scopes, slackManifest } from "../../../src/platforms/slack/manifest.js";
import { openFakeSlack } from "../../support/slack/server.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const words = loadWords(`${root}/src/locales`);
const commands = ["introduce", "meet", "help"];

/** What each kind of event needs, as Slack's reference says. */
const NEEDS: Readonly<Record<string, string | undefined>> = {
  "message.channels": "channels:history",
  "message.im": "im:history",
  "message.mpim": "mpim:history",
  "message.groups": "groups:history",
  app_mention: "app_mentions:read",
  reaction_added: "reactions:read",
  team_join: "users:read",
  user_change: "users:read",
  member_left_channel: "channels:read",
  channel_archive: "channels:read",
  channel_deleted: "channels:read",
  channel_shared: "channels:read",
  channel_left: "channels:read",
  app_home_opened: undefined,
  app_uninstalled: undefined,
  tokens_revoked: undefined,
};

describe.each(words.locales)("the manifest in %s", (locale) => {
  const manifest = slackManifest({ words, locale, commands, messages: [] });

  it("keeps Slack's limits", () => {
    const { display_information: about, features } = manifest;
    expect(about.name.length).toBeLessThanOrEqual(35);
    expect(about.description?.length).toBeLessThanOrEqual(140);
    for (const shortcut of features?.shortcuts ?? []) {
      expect(shortcut.name.length, shortcut.name).toBeLessThanOrEqual(24);
      expect(shortcut.description.length, shortcut.description).toBeLessThanOrEqual(150);
    }
    expect(features?.shortcuts?.length).toBeLessThanOrEqual(10);
    expect(features?.slash_commands?.map(({ command }) => command)).toEqual(["/jejaring"]);
  });

  it("asks for what its events need", () => {
    const asked = manifest.oauth_config?.scopes?.bot ?? [];
    const events = manifest.settings?.event_subscriptions?.bot_events ?? [];
    expect(Object.keys(NEEDS)).toEqual(expect.arrayContaining([...events]));
    expect(asked).toEqual(expect.arrayContaining(events.flatMap((event) => NEEDS[event] ?? [])));
  });
});

describe("the manifest", () => {
  it("asks for nothing that neither a call nor an event needs", async () => {
    const slack = await openFakeSlack();
    const needed = new Set([...slack.scopes, ...Object.values(NEEDS), "commands"]);
    await slack.close();
    expect(Object.keys(scopes).filter((scope) => !needed.has(scope))).toEqual([]);
    expect([...slack.scopes].filter((scope) => !(scope in scopes))).toEqual([]);
  });

  it("gives organisers a reason for each permission", () => {
    const guide = readFileSync(`${root}/docs/connect-slack.md`, "utf8");
    for (const scope of Object.keys(scopes)) expect(guide, scope).toContain(`\`${scope}\``);
  });

  it("is for connections, or for an address that Slack calls", () => {
    const socket = slackManifest({ words, locale: "en", commands, messages: [] });
    const http = slackManifest({ words, locale: "en", commands, messages: [], address: "https://jejaring.example" });
    const url = "https://jejaring.example/slack/events";
    expect(socket.settings).toMatchObject({ socket_mode_enabled: true });
    expect(JSON.stringify(socket)).not.toContain("url");
    expect(http.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: url },
      interactivity: { request_url: url },
    });
    expect(http.features?.slash_commands).toEqual([expect.objectContaining({ url, should_escape: true })]);
  });
});
