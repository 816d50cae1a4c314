import type { PlatformAdapter } from "../src/chat/port.js";
import { priorities } from "../src/outbox/delivery.js";
import { insertMany } from "../src/storage/insert.js";
import { populate } from "./population.js";
import { percentile, type BenchWorld } from "./world.js";

/** One large network and ten small ones, by their numbers of members. */
const NETWORKS = [2_000, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100];
const WAITING = 100_000;
/** So many are delivered for the figures. */
const SENT = 4_000;

/** Delivers from a backlog of 100,000, nine tenths of it of one network: how fast, and who has to wait. */
export async function benchOutbox(world: BenchWorld, name: string): Promise<string> {
  const { db, program } = world;
  for (const members of NETWORKS) await populate(db, members, world.now());
  await fill(world);
  const taken: { readonly network: string; readonly at: number }[] = [];
  const start = performance.now();
  let stop: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => (stop = resolve));
  program.adapters.set("bench", {
    platform: "bench",
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    deliver({ address }) {
      taken.push({ network: address.spaceId, at: performance.now() - start });
      if (taken.length === SENT) stop();
      return Promise.resolve({ messageId: String(taken.length) });
    },
  } satisfies PlatformAdapter);
  const running = program.courier.runDue();
  await enough;
  const took = performance.now() - start;
  await program.courier.stop(5_000);
  await running;
  const small = taken.slice(0, SENT).filter(({ network }) => network !== `bench-${NETWORKS[0] ?? 0}`);
  const firstOf = [...new Set(small.map(({ network }) => network))].map(
    (network) => small.find((one) => one.network === network)?.at ?? 0,
  );
  return (
    `outbox, ${name}: ${((SENT * 1_000) / took).toFixed(0)} messages/s out of ${WAITING.toLocaleString("en")} waiting; ` +
    `of ${NETWORKS.length - 1} small networks beside a large one ${firstOf.length} had their first message, ` +
    `p50 ${percentile(firstOf, 0.5).toFixed(0)} ms, the last after ${Math.max(...firstOf).toFixed(0)} ms; ` +
    `they got ${((100 * small.length) / SENT).toFixed(0)} % of the turns`
  );
}

/** Private messages that somebody asked for: the gate lets them through, so that the backlog can flow. */
async function fill({ db, now }: BenchWorld): Promise<void> {
  const rows = Array.from({ length: WAITING }, (_, index) => {
    const isSmall = index % 10 === 0;
    const members = NETWORKS[isSmall ? 1 + ((index / 10) % (NETWORKS.length - 1)) : 0] ?? 0;
    const memberId = `m${members}-${Math.floor(index / 10) % members}`;
    return {
      id: `waiting-${String(index).padStart(6, "0")}`,
      key: `waiting ${index}`,
      networkId: `bench-${members}`,
      recipient: `member:${memberId}`,
      to: { kind: "member", memberId },
      notice: "meet.unmatched",
      facts: { why: "rules" },
      priority: priorities.match,
      proactive: false,
      status: "pending",
      dueAt: now(),
      nextAt: now(),
      expiresAt: null,
      createdAt: now(),
    };
  });
  await insertMany(db.client, "Delivery", rows);
}
