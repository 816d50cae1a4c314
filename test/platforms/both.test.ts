import { describe, expect, it, onTestFinished } from "vitest";
import { memoryStore } from "../support/discord/memory.js";
import { openScene } from "../support/discord/stage.js";
import type { FakeAnswer } from "../support/discord/world.js";
import { runProgram } from "../support/program.js";
import { makePeople } from "../support/slack/people.js";
import { readMessage } from "../support/slack/reading.js";
import { openFakeSlack } from "../support/slack/server.js";

/** A server and a workspace with one person each. */
async function openBoth() {
  const scene = await openScene(memoryStore(), { now: () => new Date() });
  const ani = scene.people.joins("Ani", { locale: "id" });
  const slack = await openFakeSlack();
  onTestFinished(() => slack.close());
  const lucy = slack.workspace.addPerson("Lucy Tan").id;
  const channel = slack.workspace.addChannel("umum", [lucy, slack.workspace.botUserId]).id;
  const people = makePeople(slack, { send: (type, payload) => slack.send({ type, payload }).acknowledged });
  const titleOf = (answer: FakeAnswer) => (answer.kind === "message" ? scene.people.read(answer.message).title : "");
  const askDiscord = async () => titleOf(await scene.people.calls(ani, "bantuan", "channel"));
  const askSlack = async () => {
    const answer = await people.slash(lucy, channel, "help");
    return answer.kind === "message" ? readMessage(answer.message.content).title : "";
  };
  const fixed = `DISCORD_API_URL=${scene.discord.apiUrl}\nSLACK_API_URL=${slack.url}\nSLACK_APP_TOKEN=${slack.tokens.app}\n`;
  const settings = (discord = scene.discord.token, bot = slack.tokens.bot) =>
    `${fixed}DISCORD_TOKEN=${discord}\nSLACK_BOT_TOKEN=${bot}\n`;
  return { discord: scene.discord, slack, lucy, people, askDiscord, askSlack, settings };
}

const HELP = { discord: "Yang bisa Anda minta", slack: "What you can ask me" };

describe("Discord and Slack at once", () => {
  it("are both served, and either goes on without the other; new tokens are taken without a new start", async () => {
    const { discord, slack, lucy, people, askDiscord, askSlack, settings } = await openBoth();
    const program = await runProgram();
    program.writes(settings());
    await program.start();
    await slack.connected(2);
    expect([await askDiscord(), await askSlack()]).toEqual([HELP.discord, HELP.slack]);
    const identified = discord.gateway.identified();

    const old = slack.tokens.bot;
    slack.tokens.bot = "xoxb-rotated-canary";
    await people.openHome(lucy);
    await expect.poll(() => program.output()).toContain("SLACK_BOT_TOKEN");
    expect(await askDiscord()).toBe(HELP.discord);

    await program.renews(settings());
    expect(await askSlack()).toBe(HELP.slack);
    expect(await askDiscord()).toBe(HELP.discord);
    expect(discord.gateway.identified()).toBe(identified);

    await program.renews(`${settings()}DISCORD_SHARDS=none\n`);
    expect(program.output()).toMatch(/DISCORD_SHARDS is "none"/);
    expect([await askDiscord(), await askSlack()]).toEqual([HELP.discord, HELP.slack]);

    for (const secret of [old, slack.tokens.bot, discord.token]) expect(program.output()).not.toContain(secret);
    expect(await program.signal("SIGTERM")).toBe(0);
  });
});
