import { setTimeout as pause } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { addHistory, populate } from "./population.js";
import { percentile, type BenchWorld } from "./world.js";

/** Rounds that the network has behind it: half a year. */
const WEEKS_BEFORE = 26;

/** Decides and writes a round while a member asks something 20 times a second. */
export async function benchRound(world: BenchWorld, count: number, name: string): Promise<string> {
  const { networkId, programmeId } = await populate(world.db, count, world.now());
  await addHistory(world.db, count, WEEKS_BEFORE, world.now());
  const { program, db } = world;
  await program.services.meetups.overview(networkId);
  await db.client.round.updateMany({
    where: { programmeId },
    data: { step: "decide", stepAt: world.now(), roundAt: world.now() },
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const times: number[] = [];
  const state = { isOver: false };
  const asking = (async () => {
    for (let turn = 0; !state.isOver; turn++) {
      const start = performance.now();
      await program.bot.handle({
        kind: "words",
        text: turn % 2 === 0 ? "/temu" : "/my quiet from:18:00 until:06:30",
        place: { platform: "bench", spaceId: networkId },
        person: { externalId: `u${turn % count}`, name: `Guru ${turn % count}` },
      });
      times.push(performance.now() - start);
      await pause(50);
    }
  })();
  delay.enable();
  const start = performance.now();
  const reports = await program.planner.runDue();
  const took = performance.now() - start;
  state.isOver = true;
  await asking;
  delay.disable();
  const result = reports.map(({ job, result }) => `${job}: ${result}`).join("; ");
  return (
    `round of ${count} with ${WEEKS_BEFORE} before it, ${name}: ${(took / 1_000).toFixed(2)} s; commands meanwhile p50 ${percentile(times, 0.5).toFixed(0)} ms, ` +
    `p99 ${percentile(times, 0.99).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms; loop held at most ${(delay.max / 1e6).toFixed(0)} ms (${result})`
  );
}
