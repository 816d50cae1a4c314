// `npm run --silent solve:mentors -- FILE.json`: the best seats for mentees, from
// `{"mentees": …, "capacities": […], "fit": [[mentee, mentor, weight], …]}`: as many as possible, then the best fit.
// Who is in no line of `fit` with whom can't be together. Prints JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { assign, fitsOf } from "../src/matching/mentors/assign.js";

const input = z.object({
  mentees: z.int().min(0),
  capacities: z.array(z.int().min(0)),
  fit: z.array(z.tuple([z.int(), z.int(), z.int()])),
});

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Say which file to solve: npm run --silent solve:mentors -- FILE.json");
const { mentees, capacities, fit } = input.parse(JSON.parse(readFileSync(file, "utf8")));
const start = performance.now();
const { mentor, weight } = assign(fitsOf(mentees, capacities, fit));
const ms = Math.round(performance.now() - start);
const assignment = [...mentor].flatMap((seat, mentee) => (seat < 0 ? [] : [[mentee, seat]]));
process.stdout.write(`${JSON.stringify({ assignment, weight, ms })}\n`);
