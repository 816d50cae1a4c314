// `npm run --silent solve:pairs -- FILE.json`: the best pairs of a graph `{"n": …, "edges": [[i, j, weight], …]}`, as
// many as possible and then the heaviest; with `--weight-only` the heaviest, however many. Prints JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { graphOf } from "../src/matching/pairs/graph.js";
import { solvePairs } from "../src/matching/pairs/solve.js";

const input = z.object({ n: z.int().min(0), edges: z.array(z.tuple([z.int(), z.int(), z.int()])) });

const words = process.argv.slice(2);
const file = words.find((word) => !word.startsWith("--"));
if (file === undefined) throw new Error("Say which file to solve: npm run --silent solve:pairs -- FILE.json");
const { n, edges } = input.parse(JSON.parse(readFileSync(file, "utf8")));
const start = performance.now();
const { pairs, weight } = solvePairs(graphOf(n, edges), words.includes("--weight-only") ? "weight" : "cardinality");
const ms = Math.round(performance.now() - start);
process.stdout.write(`${JSON.stringify({ pairs, weight, ms })}\n`);
