import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { documents } from "./judged/documents.js";
import { isHeldOut, queries, type JudgedQuery } from "./judged/queries.js";
import { topicNames } from "./judged/topicNames.js";
import { makeUpEntries, makeUpQueries, type MadeUp, type MadeUpQuery } from "./search/corpus.js";
import {
  fts5,
  miniSearch,
  openServer,
  ours,
  postgresqlText,
  postgresqlTrigrams,
  type Peer,
  type PostgresqlServer,
} from "./search/peers.js";
import { percentile } from "./world.js";

const SIZES = [1_000, 20_000, 100_000];
const QUERIES = 1_200;
const WARM_UP = 60;
/** The quickest of so many counts: the others say what else the computer had to do. */
const TIMES = 3;
/** A peer that is slow is asked less: it has so many ms for one size. */
const PATIENCE = 10_000;
const MOST = 10;

/** Searches made-up resources for what people ask, and judged ones for what they should find, next to others. */
export async function benchSearch(): Promise<string> {
  const server = await openServer();
  try {
    if (server === undefined) console.log("search: PostgreSQL is not installed here, and so left out");
    for (const size of SIZES) {
      const entries = makeUpEntries(size, 7);
      const asked = makeUpQueries(entries, QUERIES, 8);
      for (const open of peers(server)) console.log(await measure(open, entries, asked));
    }
    for (const open of peers(server)) console.log(await judge(open));
    return "";
  } finally {
    await server?.close();
  }
}

function peers(server: PostgresqlServer | undefined): (() => Promise<Peer> | Peer)[] {
  const own = [ours, miniSearch, () => fts5("unicode61"), () => fts5("trigram")];
  if (server === undefined) return own;
  const { url } = server;
  return [
    ...own,
    () => postgresqlText(url, "simple"),
    () => postgresqlText(url, "indonesian"),
    () => postgresqlTrigrams(url),
  ];
}

async function measure(
  open: () => Promise<Peer> | Peer,
  entries: readonly MadeUp[],
  asked: readonly MadeUpQuery[],
): Promise<string> {
  const before = memory();
  const peer = await open();
  const start = performance.now();
  await peer.fill(entries);
  const built = performance.now() - start;
  const bytes = peer.bytes === undefined ? memory() - before : await peer.bytes();
  for (const { text, group } of asked.slice(0, WARM_UP)) await peer.search(text, MOST, group);
  const times = new Map<string, number[]>();
  const begin = performance.now();
  for (const { kind, text, group } of asked) {
    if (performance.now() - begin > PATIENCE) break;
    const took = [];
    for (let time = 0; time < TIMES; time++) {
      const from = performance.now();
      await peer.search(text, MOST, group);
      took.push(performance.now() - from);
    }
    times.set(kind, [...(times.get(kind) ?? []), Math.min(...took)]);
  }
  const all = [...times.values()].flat();
  const kinds = [...times].map(
    ([kind, list]) => `${kind} ${percentile(list, 0.5).toFixed(2)}/${percentile(list, 0.99).toFixed(1)}`,
  );
  await peer.close?.();
  return (
    `search, ${entries.length.toLocaleString("en")}, ${peer.name}: built in ${built.toFixed(0)} ms, ${(bytes / 2 ** 20).toFixed(0)} MB; ` +
    `p50 ${percentile(all, 0.5).toFixed(2)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms of ${all.length} (${kinds.join(", ")})`
  );
}

interface Mark {
  readonly kind: JudgedQuery["kind"];
  readonly heldOut: boolean;
  readonly recall: number;
  readonly rank: number;
}

/** How many of the wanted documents are among the first five, and one by the place of the first of them. */
async function judge(open: () => Promise<Peer> | Peer): Promise<string> {
  const peer = await open();
  await peer.fill(
    documents.map(([id, language, title, topics, text]) => ({
      entry: { id, language, title, topics: topics.flatMap((topic) => topicNames[topic]), text },
      group: 0,
    })),
  );
  const marks: Mark[] = [];
  for (const [place, query] of queries.entries())
    marks.push({ ...mark(query, await peer.search(query.text, MOST)), kind: query.kind, heldOut: isHeldOut(place) });
  await peer.close?.();
  const figures = (some: typeof marks) =>
    `recall@5 ${mean(some.map(({ recall }) => recall))}, MRR ${mean(some.map(({ rank }) => rank))}`;
  const kinds = [...new Set(marks.map(({ kind }) => kind))].map(
    (kind) => `${kind} ${mean(marks.filter((one) => one.kind === kind).map(({ recall }) => recall))}`,
  );
  return (
    `judged, ${documents.length} documents, ${peer.name}: ${figures(marks.filter(({ heldOut }) => !heldOut))}; ` +
    `held out ${figures(marks.filter(({ heldOut }) => heldOut))} (recall by kind, all ${queries.length}: ${kinds.join(", ")})`
  );
}

function mark({ wanted }: JudgedQuery, found: readonly string[]): Pick<Mark, "recall" | "rank"> {
  const among = found.slice(0, 5).filter((id) => wanted.includes(id));
  const first = found.findIndex((id) => wanted.includes(id));
  return { recall: among.length / Math.min(5, wanted.length), rank: first < 0 ? 0 : 1 / (first + 1) };
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(3);
}

/** Bytes in use after everything that nobody needs is gone. */
function memory(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
