import { setTimeout as pause } from "node:timers/promises";
import { slackPlatform } from "../src/platforms/slack/adapter.js";
import { slackStore } from "../src/storage/slack.js";
import { openFakeSlack, type FakeSlack } from "../test/support/slack/server.js";
import { percentile, type BenchWorld } from "./world.js";

const RATE = 50;
const SECONDS = 10;
const MEMBERS = 100;
const LINES = ["temu", "people fisika", "my", "help", "orang literasi", "meet resume"];

/** Times in ms, from when Slack sends a command to the acknowledgement and to the answer that a person sees. */
interface Times {
  readonly acknowledged: number[];
  readonly answered: number[];
}

/** Commands in Slack, through its SDK, next to a bot of that SDK which does nothing but answer. */
export async function benchSlack(world: BenchWorld): Promise<string> {
  const ours = await measure((slack) => startOurs(slack, world));
  const echo = await measure(startEcho);
  return `slack, ${RATE} commands/s: ${told("jejaring", ours)}; ${told("bare bolt", echo)}`;
}

function told(name: string, { acknowledged, answered }: Times): string {
  const figures = (times: readonly number[]) =>
    [0.5, 0.99].map((share) => percentile(times, share).toFixed(1)).join("/");
  return `${name} acknowledged p50/p99 ${figures(acknowledged)} ms, answered ${figures(answered)} ms`;
}

type Start = (slack: FakeSlack) => Promise<{ stop(): Promise<unknown> }>;

async function startOurs(slack: FakeSlack, { db, program }: BenchWorld) {
  const now = () => new Date();
  const log = { warn: console.error, error: console.error };
  const platform = slackPlatform({
    botToken: slack.tokens.bot,
    connection: { kind: "socket", appToken: slack.tokens.app },
    apiUrl: slack.url,
    store: slackStore(db, now),
    now,
    random: Math.random,
    home: [],
    log,
    opened: () => Promise.resolve(),
    lost: () => undefined,
    channelGone: () => undefined,
    channels: () => Promise.resolve([]),
  });
  await platform.start(program.bot);
  return platform;
}

async function startEcho(slack: FakeSlack) {
  const { App, LogLevel } = await import("@slack/bolt");
  const app = new App({
    token: slack.tokens.bot,
    appToken: slack.tokens.app,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.url },
  });
  app.command(/^/, async ({ ack, respond, command }) => {
    await ack();
    const blocks = [{ type: "section", text: { type: "plain_text", text: command.text } } as const];
    await respond({ response_type: "ephemeral", text: command.text, blocks });
  });
  await app.start();
  return app;
}

async function measure(start: Start): Promise<Times> {
  const slack = await openFakeSlack();
  const app = await start(slack);
  const { workspace } = slack;
  const people = Array.from({ length: MEMBERS }, (_, index) => workspace.addPerson(`Guru ${index}`).id);
  const channel = workspace.addChannel("umum", [...people, workspace.botUserId]).id;
  const ask = askIn(slack, channel);
  for (const id of people) await ask(id, "help", { acknowledged: [], answered: [] });
  const times: Times = { acknowledged: [], answered: [] };
  const under: Promise<void>[] = [];
  const begin = performance.now();
  for (let turn = 0; turn < RATE * SECONDS; turn++) {
    const wait = begin + (turn * 1_000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    under.push(ask(people[turn % MEMBERS] ?? "", LINES[turn % LINES.length] ?? "", times));
  }
  await Promise.all(under);
  await app.stop();
  await slack.close();
  return times;
}

function askIn(slack: FakeSlack, channel: string) {
  return async (userId: string, text: string, times: Times): Promise<void> => {
    const begin = performance.now();
    const { teamId: team_id } = slack.workspace;
    const where = { team_id, channel_id: channel, channel_name: "umum", command: "/jejaring" };
    const response_url = slack.responseUrl(userId, channel);
    const how = { user_id: userId, user_name: "", text, trigger_id: slack.trigger(userId), response_url };
    const seen = new Promise<void>((resolve) => {
      const stop = slack.workspace.watch((sight) => {
        if (sight.kind !== "message" || sight.message.onlyFor !== userId) return;
        stop();
        resolve();
      });
    });
    await slack.send({ type: "slash_commands", payload: { ...where, ...how } }).acknowledged;
    times.acknowledged.push(performance.now() - begin);
    await seen;
    times.answered.push(performance.now() - begin);
  };
}
