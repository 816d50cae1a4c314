/** `npm run simulate`: a school year of made-up people with the real program; see README.md beside this file. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf } from "./figures.js";
import { pictureOf } from "./picture.js";
import { broken, reportOf, type Year } from "./report.js";
import { liveThrough, type YearWishes } from "./year.js";

const USAGE = `npm run simulate -- [--members 300] [--seed 1] [--weeks 52] [--nudges on|off] [--matching engine|random] [--compare] [--out FOLDER]`;

interface Wishes {
  readonly year: YearWishes;
  readonly compares: boolean;
  readonly out: string;
}

function wishesFrom(args: readonly string[]): Wishes {
  const { values } = parseArgs({
    args: [...args],
    options: {
      members: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      weeks: { type: "string", default: "52" },
      nudges: { type: "string", default: "on" },
      matching: { type: "string", default: "engine" },
      compare: { type: "boolean", default: false },
      out: { type: "string", default: "data/simulation" },
    },
  });
  const { nudges, matching } = values;
  if (nudges !== "on" && nudges !== "off") throw new TypeError("--nudges is on or off");
  if (matching !== "engine" && matching !== "random") throw new TypeError("--matching is engine or random");
  const year = {
    members: wholeIn("members", values.members, 2, 5_000),
    weeks: wholeIn("weeks", values.weeks, 1, 52),
    seed: wholeIn("seed", values.seed, 0, 2 ** 31),
  };
  return { year: { ...year, matching, hasNudges: nudges === "on" }, compares: values.compare, out: values.out };
}

function wholeIn(name: string, written: string, least: number, most: number): number {
  const value = Number(written);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`--${name} is a whole number from ${least} to ${most}`);
  return value;
}

/** Lives through one year, writes its picture, and answers with its figures. */
async function oneYear(name: string, wishes: YearWishes, out: string): Promise<Year> {
  const start = performance.now();
  const record = await liveThrough({
    ...wishes,
    onWeek: (week) => process.stderr.isTTY && process.stderr.write(`\r${name}: week ${week + 1} of ${wishes.weeks} `),
  });
  const file = join(out, `${name.replaceAll(" ", "-")}.svg`);
  writeFileSync(file, pictureOf(record));
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  process.stderr.write(`${process.stderr.isTTY ? "\r" : ""}${name}: ${seconds} s; the picture is ${file}\n`);
  return { name, figures: figuresOf(record) };
}

function nameOf({ hasNudges, matching }: YearWishes): string {
  return [...(matching === "random" ? ["random"] : []), ...(hasNudges ? [] : ["no nudges"])].join(" ") || "as it is";
}

// Prisma notes for every question where it was asked, in case it fails: that takes a twentieth of the time.
Error.stackTraceLimit = 0;

try {
  const { year, compares, out } = wishesFrom(process.argv.slice(2));
  mkdirSync(out, { recursive: true });
  const wanted = compares
    ? [{ ...year }, { ...year, hasNudges: false }, { ...year, matching: "random" as const }]
    : [year];
  const years: Year[] = [];
  for (const wishes of wanted) years.push(await oneYear(nameOf(wishes), wishes, out));
  const title = `A school year of ${year.members} people in ${year.weeks} weeks, seed ${year.seed}`;
  const report = reportOf(title, years);
  writeFileSync(join(out, "report.txt"), `${report}\n`);
  process.stdout.write(`${report}\n`);
  // Random partners break what only the matching keeps; the promises are those of the program as it is.
  const asItIs = years.filter(({ name }) => !name.startsWith("random"));
  process.exitCode = asItIs.some(({ figures }) => broken(figures.verdict) > 0) ? 1 : 0;
} catch (error) {
  process.stderr.write(error instanceof TypeError ? `${error.message}\n${USAGE}\n` : `${String(error)}\n`);
  process.exitCode = 64;
}
