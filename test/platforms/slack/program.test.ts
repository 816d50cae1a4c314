import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../support/program.js";
import { makePeople } from "../../support/slack/people.js";
import { readMessage } from "../../support/slack/reading.js";
import { openFakeSlack } from "../../support/slack/server.js";

async function openSchool() {
  const slack = await openFakeSlack();
  onTestFinished(() => slack.close());
  const ani = slack.workspace.addPerson("Ani").id;
  const channel = slack.workspace.addChannel("umum", [ani, slack.workspace.botUserId]).id;
  const people = makePeople(slack, { send: (type, payload) => slack.send({ type, payload }).acknowledged });
  return { slack, people, ani, channel };
}

describe("the program, as it is started", () => {
  it("serves Slack, without the sandbox, and takes leave when it is stopped", async () => {
    const { slack, people, ani, channel } = await openSchool();
    const { bot, app } = slack.tokens;
    const program = await runProgram({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_API_URL: slack.url });
    await program.start();
    await slack.connected(2);
    const answer = await people.slash(ani, channel, "help");
    expect(answer.kind === "message" && readMessage(answer.message.content).title).toBe("What you can ask me");
    expect((await fetch(`${program.url}/sandbox/state`)).status).toBe(404);
    expect(await program.signal("SIGTERM")).toBe(0);
    expect(slack.complaints).toEqual([]);
    expect(program.output()).not.toContain(bot);
  });

  it("with a wrong token says which and where to get a right one, and serves the sandbox all the same", async () => {
    const { slack } = await openSchool();
    const settings = { SLACK_BOT_TOKEN: "xoxb-wrong-token", SLACK_APP_TOKEN: slack.tokens.app, SANDBOX: "on" };
    const program = await runProgram({ ...settings, SLACK_API_URL: slack.url, DEMO: "off" });
    await program.start();
    expect(program.output()).toMatch(/Slack is not connected: SLACK_BOT_TOKEN.*OAuth & Permissions/);
    expect(program.output()).not.toContain("xoxb-wrong-token");
    expect((await fetch(`${program.url}/sandbox/state`)).status).toBe(200);
  });
});
