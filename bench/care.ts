import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Database } from "../src/storage/database.js";
import type { BenchWorld } from "./world.js";

/** One large network and a hundred of 5,000 members. */
const LARGE = 500_000;
const SMALL = 5_000;
const SMALLS = 100;
/** Members in a thousand who grew quiet last night, and of whom it is long known. */
const FRESHLY = 2;
const LONG = 300;
const TOPICS = 40;

/**
 * The daily look at who grew quiet, with 1,000,000 members in the database: most spoke lately, a third has been asked
 * long ago, two in a thousand are to be asked today. Each has a subject, and looks for something that others offer.
 */
export async function benchCare({ db, program, now }: BenchWorld, name: string): Promise<string> {
  const { day } = program.services.care.dormant;
  // What is measured is a program that has been running: the first look of all also learns its queries.
  await fill(db, now(), [SMALL]);
  await day();
  await fill(db, now(), [LARGE, ...Array.from({ length: SMALLS - 1 }, () => SMALL)], 1);
  const before = await memory();
  let peak = before;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  const used = process.cpuUsage();
  const start = performance.now();
  const said = await day();
  const took = performance.now() - start;
  // The computer's own time for it: where others work on it too, the clock says more than that.
  const { user, system } = process.cpuUsage(used);
  clearInterval(watching);
  peak = Math.max(peak, process.memoryUsage().rss);
  const { heapUsed } = process.memoryUsage();
  await memory();
  const garbage = heapUsed - process.memoryUsage().heapUsed;
  const again = performance.now();
  const nothing = await day();
  const idle = performance.now() - again;
  const members = await db.client.member.count();
  return (
    `care, ${name}: ${members.toLocaleString("en")} members in ${SMALLS + 1} networks; the daily look ${(took / 1_000).toFixed(2)} s ` +
    `(${said}), of it ${((user + system) / 1e6).toFixed(2)} s of processor, ${((peak - before) / 1_048_576).toFixed(0)} MB more memory (${(garbage / 1_048_576).toFixed(0)} MB of garbage not yet collected); once more ${(idle / 1_000).toFixed(2)} s (${nothing})`
  );
}

/** Resident memory in bytes once what filling left behind is gone. */
async function memory(): Promise<number> {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return process.memoryUsage().rss;
}

async function fill({ client }: Database, at: Date, networks: readonly number[], first = 0): Promise<void> {
  for (const [index, members] of networks.entries()) {
    const networkId = `care-${first + index}`;
    const about = { name: "Bench", locale: "id", timeZone: "Asia/Jakarta", settings: {}, createdAt: at };
    await client.network.create({ data: { id: networkId, ...about } });
    await fillNetwork(client, networkId, members, at);
  }
}

const MOST_A_STATEMENT = 50_000;

/** In the database itself: a million rows one by one would take longer than all that is measured. */
async function fillNetwork(client: Database["client"], networkId: string, members: number, at: Date): Promise<void> {
  const ago = (days: number) => new Date(at.getTime() - days * 86_400_000);
  for (let from = 0; from < members; from += MOST_A_STATEMENT) {
    const until = Math.min(members, from + MOST_A_STATEMENT);
    await client.$executeRaw`
      INSERT INTO "Member" ("id", "networkId", "name", "createdAt", "lastActiveAt", "weekends", "noDigest", "careStage", "careAt", "digestMonthly")
      WITH RECURSIVE n(i) AS (SELECT CAST(${from} AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST(${until} AS INTEGER))
      SELECT ${networkId} || '-' || i, ${networkId}, 'Member ' || i, ${ago(400)},
        CASE WHEN i % 1000 < ${FRESHLY} THEN ${ago(22)} WHEN i % 1000 < ${FRESHLY + LONG} THEN ${ago(200)} ELSE ${ago(2)} END,
        FALSE, FALSE,
        CASE WHEN i % 1000 >= ${FRESHLY} AND i % 1000 < ${FRESHLY + LONG} THEN 3 ELSE 0 END,
        CASE WHEN i % 1000 >= ${FRESHLY} AND i % 1000 < ${FRESHLY + LONG} THEN ${ago(100)} END, FALSE
      FROM n`;
    for (const [kind, shift] of [
      ["subject", 0],
      ["offer", 7],
      ["seek", 14],
    ] as const) {
      await client.$executeRaw`
        INSERT INTO "ProfileTopic" ("memberId", "kind", "key", "label", "position")
        WITH RECURSIVE n(i) AS (SELECT CAST(${from} AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST(${until} AS INTEGER))
        SELECT ${networkId} || '-' || i, ${kind}, 'topic' || ((i / 3 + ${shift}) % ${TOPICS}), 'topic', 0 FROM n`;
    }
  }
}
