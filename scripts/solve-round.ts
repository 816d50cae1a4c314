// `npm run --silent solve:round -- --members N --seed S [--size 2|3|4] [--even] [--enough 0.999]`: decides a round of a made-up community
// (bench/community.ts) and prints what came of it as JSON: see bench/README.md.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { z } from "zod";
import { community } from "../bench/community.js";
import { judge } from "../bench/judge.js";
import { decideRoundAtOnce } from "../src/matching/round.js";

const { values } = parseArgs({
  options: {
    members: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    size: { type: "string", default: "2" },
    even: { type: "boolean", default: false },
    enough: { type: "string", default: "1" },
  },
});
const { members, seed, size, enough } = z
  .object({
    members: z.coerce.number().int().min(0),
    seed: z.coerce.number().int(),
    enough: z.coerce.number().min(0).max(1),
    size: z.coerce.number().pipe(z.literal([2, 3, 4])),
  })
  .parse(values);

const input = community(members, seed, size);
const start = performance.now();
const groupSize = size === 2 ? {} : { groupSize: size };
const outcome = decideRoundAtOnce({ ...input, ...groupSize, aim: values.even ? "even" : "total", enough });
const ms = Math.round(performance.now() - start);
const { total, bound, worst, method, unmatched, groups } = outcome;
const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
const facts = { members, size, groups: groups.length, total, bound, worst, method };
process.stdout.write(`${JSON.stringify({ ...facts, ...judge(input, outcome), unmatched, ms, peakMB })}\n`);
