import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { makePeople } from "../test/support/discord/people.js";
import { startFakeDiscord, type FakeDiscord } from "../test/support/discord/server.js";
import type { FakeChannel, FakeGuild } from "../test/support/discord/world.js";
import { onNewFile, percentile } from "./world.js";

const RATE = 50;
const SECONDS = 10;
const WARM_UP = 200;
const MEMBERS = 200;
const LINES = ["meet status", "people fisika", "my status", "help", "meet skip", "meet resume"];

interface Figures {
  readonly acked: readonly number[];
  readonly answered: readonly number[];
}

/** Commands through a pretend Discord to the program in a process of its own, next to a bot that only echoes. */
export async function benchDiscord(): Promise<string> {
  const ours = await onNewFile((address) =>
    measure((settings) => {
      const database = address.kind === "sqlite" ? `file:${address.file}` : address.url;
      const program = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
      return start(program, { ...settings, DATABASE_URL: database, PORT: "0" }, "Jejaring is running");
    }),
  );
  const echo = await measure((settings) => start(join(import.meta.dirname, "discordEcho.js"), settings, "ready"));
  return `discord, ${RATE} commands/s: ${line(ours)}; a bare echo bot: ${line(echo)}`;
}

function line({ acked, answered }: Figures): string {
  const at = (values: readonly number[], share: number) => percentile(values, share).toFixed(0);
  return `acknowledged p50 ${at(acked, 0.5)} ms, p99 ${at(acked, 0.99)} ms, answered p50 ${at(answered, 0.5)} ms, p99 ${at(answered, 0.99)} ms`;
}

async function start(script: string, settings: Readonly<Record<string, string>>, sign: string): Promise<ChildProcess> {
  const env = { PATH: process.env["PATH"] ?? "", ...settings };
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  await new Promise<void>((resolve) =>
    child.stdout.on("data", (piece: Buffer) => {
      printed += piece.toString();
      if (printed.includes(sign)) resolve();
    }),
  );
  return child;
}

async function measure(open: (settings: Readonly<Record<string, string>>) => Promise<ChildProcess>): Promise<Figures> {
  const discord = await startFakeDiscord({ now: () => new Date() });
  const { guild, channel } = furnish(discord);
  const child = await open({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
  if (!discord.world.commands.has("global")) discord.world.commands.set("global", COMMANDS);
  const people = makePeople(discord, guild, channel);
  const ids = Array.from({ length: MEMBERS }, (_, index) => people.joins(`Guru ${index}`, { locale: "id" }));
  const ask = (turn: number) =>
    people.calls(ids[turn % MEMBERS] ?? "", LINES[turn % LINES.length] ?? "help", "channel");
  for (let turn = 0; turn < WARM_UP; turn++) await ask(turn);
  discord.world.interactions.clear();
  await atRate(ask);
  const all = [...discord.world.interactions.values()];
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  await discord.stop();
  const since = (begunAt: number, at: number | undefined) => (at ?? Infinity) - begunAt;
  return {
    acked: all.map(({ begunAt, ackedAt }) => since(begunAt, ackedAt)),
    answered: all.map(({ begunAt, doneAt }) => since(begunAt, doneAt)),
  };
}

/** Commands come at a steady rate, whether the ones before are answered or not. */
async function atRate(ask: (turn: number) => Promise<unknown>): Promise<void> {
  const begin = performance.now();
  const asked: Promise<unknown>[] = [];
  for (let turn = 0; turn < RATE * SECONDS; turn++) {
    const wait = begin + (turn * 1_000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    asked.push(ask(turn));
  }
  await Promise.all(asked);
}

/** What the echo bot is called by: the same words. */
const COMMANDS = [...new Set(LINES.map((words) => words.split(" ")[0] ?? ""))].map((name) => ({
  name,
  type: 1,
  options:
    name === "people"
      ? [{ name: "topic", type: 3 }]
      : LINES.flatMap((words) => (words.startsWith(`${name} `) ? [{ name: words.split(" ")[1], type: 1 }] : [])),
}));

function furnish({ world }: FakeDiscord): { guild: FakeGuild; channel: FakeChannel } {
  const guild: FakeGuild = { id: world.newId(), name: "Bench", members: new Set([world.botId]), organisers: new Set() };
  world.newId();
  world.guilds.set(guild.id, guild);
  const channel: FakeChannel = {
    id: world.newId(),
    type: 0,
    guildId: guild.id,
    parentId: undefined,
    name: "umum",
    members: new Set(),
    denied: 0n,
    hiddenFrom: new Set(),
    isFolded: false,
  };
  world.channels.set(channel.id, channel);
  return { guild, channel };
}
