// `npm run --silent solve:mentors -- FILE.json`: the best seats for mentees, from
// `{"mentees": …, "capacities": […], "fit": [[mentee, mentor, weight], …]}`: as many as possible, then the best fit.
// Who is in no line of `fit` with whom can't be together. Prints JSON.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { assign } from "../src/matching/mentors/assign.js";
import { type FitEdge, fitsOf } from "../src/matching/mentors/fits.js";
import { drain } from "../src/matching/steps.js";

const input = z.object({
  mentees: z.int().min(0),
  capacities: z.array(z.int().min(0)),
  // There may be millions, whose numbers are looked at where they are used.
  fit: z.custom<readonly FitEdge[]>((lines) => Array.isArray(lines) && lines.every(Array.isArray)),
});

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Say which file to solve: npm run --silent solve:mentors -- FILE.json");
const { mentees, capacities, fit } = input.parse(JSON.parse(readFileSync(file, "utf8")));
const start = performance.now();
const { mentor, weight } = drain(assign(fitsOf(mentees, capacities, fit)));
const ms = Math.round(performance.now() - start);
const assignment = [...mentor].flatMap((seat, mentee) => (seat < 0 ? [] : [[mentee, seat]]));
process.stdout.write(`${JSON.stringify({ assignment, weight, ms })}\n`);
