/** `npm run bench`: the figures of this computer, a line each. PostgreSQL's need DATABASE_URL of an empty database. */
import { benchCare } from "./care.js";
import { benchCommands } from "./commands.js";
import { benchDiscord } from "./discord.js";
import { benchGroups } from "./groups.js";
import { benchMatching } from "./matching.js";
import { benchMentors } from "./mentors.js";
import { benchOutbox } from "./outbox.js";
import { benchRound } from "./rounds.js";
import { benchStart } from "./start.js";
import { liveThrough } from "./promises.js";
import { benchSearch } from "./search.js";
import { benchSlack } from "./slack.js";
import { onNewFile, openWorld, root, type BenchWorld } from "./world.js";

const wanted = process.argv.slice(2);
const postgresql = process.env["DATABASE_URL"];

async function on(name: "SQLite" | "PostgreSQL", work: (world: BenchWorld) => Promise<string>): Promise<string> {
  const run = async (address: Parameters<typeof openWorld>[0]) => {
    const world = await openWorld(address);
    try {
      return await work(world);
    } finally {
      await world.close();
    }
  };
  if (name === "SQLite") return onNewFile(run);
  return postgresql === undefined ? "" : run({ kind: "postgresql", url: postgresql });
}

const benches: Readonly<Record<string, () => Promise<string>>> = {
  start: benchStart,
  "commands-sqlite": () => on("SQLite", (world) => benchCommands(world, "SQLite")),
  "commands-postgresql": () => on("PostgreSQL", (world) => benchCommands(world, "PostgreSQL")),
  "round-1000": () => on("SQLite", (world) => benchRound(world, 1_000, "SQLite")),
  "round-10000": () => on("SQLite", (world) => benchRound(world, 10_000, "SQLite")),
  "round-20000": () => on("SQLite", (world) => benchRound(world, 20_000, "SQLite")),
  "round-10000-postgresql": () => on("PostgreSQL", (world) => benchRound(world, 10_000, "PostgreSQL")),
  "outbox-sqlite": () => on("SQLite", (world) => benchOutbox(world, "SQLite")),
  "outbox-postgresql": () => on("PostgreSQL", (world) => benchOutbox(world, "PostgreSQL")),
  care: () => on("SQLite", (world) => benchCare(world, "SQLite")),
  "care-postgresql": () => on("PostgreSQL", (world) => benchCare(world, "PostgreSQL")),
  promises: () =>
    onNewFile(async (address) => {
      const start = performance.now();
      const kept = await liveThrough({ root, address, members: 60, weeks: 40 });
      return `promises, 60 members in 40 weeks: ${JSON.stringify(kept)} in ${((performance.now() - start) / 1_000).toFixed(0)} s`;
    }),
  slack: () => on("SQLite", benchSlack),
  discord: benchDiscord,
  matching: benchMatching,
  groups: benchGroups,
  mentors: benchMentors,
  search: benchSearch,
};

for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const line = await bench();
  if (line !== "") console.log(line);
}
process.exit(0);
