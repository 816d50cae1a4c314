import { setTimeout as pause } from "node:timers/promises";
import type { Invocation } from "../src/chat/invocation.js";
import { populate } from "./population.js";
import { percentile, type BenchWorld } from "./world.js";

const RATE = 200;
const SECONDS = 10;
const MEMBERS = 500;

/** What people type, by how often: mostly looking, sometimes changing something. */
const LINES = [
  "/temu",
  "/people fisika",
  "/my",
  "/help",
  "/temu lewati",
  "/meet resume",
  "/kenalan",
  "/orang literasi",
];

/** Commands come at a steady rate, whether the ones before are answered or not; times in ms from due to answered. */
export async function benchCommands(world: BenchWorld, name: string): Promise<string> {
  const { networkId } = await populate(world.db, MEMBERS, world.now());
  const invocation = (turn: number): Invocation => ({
    kind: "words",
    text: LINES[turn % LINES.length] ?? "/help",
    place: { platform: "bench", spaceId: networkId, channelId: "general" },
    person: { externalId: `u${turn % MEMBERS}`, name: `Guru ${turn % MEMBERS}` },
  });
  for (let turn = 0; turn < 200; turn++) await world.program.bot.handle(invocation(turn));
  const times: number[] = [];
  const under: Promise<void>[] = [];
  const start = performance.now();
  for (let turn = 0; turn < RATE * SECONDS; turn++) {
    const due = start + (turn * 1_000) / RATE;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    under.push(world.program.bot.handle(invocation(turn)).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(under);
  const rate = (RATE * SECONDS * 1_000) / (performance.now() - start);
  const busy = performance.now();
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let turn = lane; turn < 2_000; turn += 8) await world.program.bot.handle(invocation(turn));
  });
  await Promise.all(lanes);
  const most = 2_000_000 / (performance.now() - busy);
  const bare = await benchBare(world, networkId);
  const figures = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(1));
  return `commands, ${name}: at ${rate.toFixed(0)}/s p50 ${figures[0]} ms, p99 ${figures[1]} ms, worst ${figures[2]} ms; flat out ${most.toFixed(0)}/s; beside it a bot that only looks the person up: flat out ${bare.toFixed(0)}/s`;
}

/** What is left when a bot does nothing but one look at who asks: how many times a second. */
async function benchBare({ db }: BenchWorld, networkId: string): Promise<number> {
  const start = performance.now();
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let turn = lane; turn < 2_000; turn += 8) {
      const where = { externalId: `u${turn % MEMBERS}`, space: { networkId } };
      await db.client.account.findFirst({ where, include: { member: { include: { network: true, roles: true } } } });
    }
  });
  await Promise.all(lanes);
  return 2_000_000 / (performance.now() - start);
}
