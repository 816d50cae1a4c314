import { buildSync } from "esbuild";
import fc from "fast-check";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { community } from "../../bench/community.js";
import { drain } from "../../src/matching/steps.js";
import { whyNot } from "../../src/matching/explain.js";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { decideBeside } from "../../src/threads/deciding.js";
import { makePile, piecesOf } from "../../src/threads/pieces.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

beforeAll(() => {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "threads-"));
  buildSync({
    entryPoints: [join(root, "src/threads/decider.ts")],
    outfile: join(folder, "decider.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
  });
  writeFileSync(join(folder, "hungry.mjs"), HUNGRY);
  writeFileSync(join(folder, "stillborn.mjs"), "throw new Error('not today');");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Says that it is there, and then keeps whatever it is sent a thousand times. */
const HUNGRY = `import { parentPort } from "node:worker_threads";
const all = [];
parentPort.on("message", (letter) => { for (let i = 0; i < 1e9; i++) all.push({ i, letter: [i, i, i] }); });
parentPort.postMessage({ kind: "ready" });`;

function open(file = "decider.mjs", mostMemory = 512) {
  const warnings: string[] = [];
  let breaths = 0;
  const deciding = decideBeside({
    breathe: async () => {
      breaths++;
      await breathe();
    },
    log: { warn: (_facts, text) => void warnings.push(text) },
    file: join(folder, file),
    mostMemory,
    fewPeople: 20,
  });
  return { deciding, warnings, breaths: () => breaths };
}

/** What keeps the process going besides the test: a thread that was left running would be among it. */
const threads = () => process.getActiveResourcesInfo().filter((name) => /worker|messageport/i.test(name));

describe("rounds decided in a thread of their own", () => {
  const input = community(60, 7);

  it("are the same as those decided here", async () => {
    const { deciding, warnings } = open();
    expect(await deciding.decide(input)).toEqual(decideRoundAtOnce(input));
    expect(warnings).toEqual([]);
  });

  it("tell why two were not put together, in the round as it would be or as it waits", async () => {
    const { deciding } = open();
    const outcome = decideRoundAtOnce(input);
    const [a, b] = ["member-0", "member-1"];
    const expected = drain(whyNot(input, outcome, a, b));
    expect(await deciding.whyNot(input, undefined, a, b)).toEqual(expected);
    expect(await deciding.whyNot(input, outcome, a, b)).toEqual(expected);
    const seen = outcome.groups[0]?.members ?? [];
    expect(await deciding.whyNot(input, outcome, seen[0] ?? "", seen[1] ?? "")).toMatchObject({ kind: "together" });
  });

  it("let others have their turn while they are handed over", async () => {
    const { deciding, breaths } = open();
    const people = community(300, 1);
    await deciding.decide(people);
    expect(breaths()).toBeGreaterThan((people.people.length + people.met.length) / 250 - 1);
  });

  it("are refused as they would be here", async () => {
    const { deciding } = open();
    const twice = { ...input, people: [...input.people, ...input.people.slice(0, 1)] };
    await expect(deciding.decide(twice)).rejects.toThrow(RangeError);
    await expect(deciding.whyNot(input, undefined, "member-0", "member-0")).rejects.toThrow(/two people/);
    // The next one has a new thread.
    expect((await deciding.decide(input)).groups.length).toBeGreaterThan(20);
  });

  it("can be given up, before and meanwhile", async () => {
    const { deciding } = open();
    await expect(deciding.decide(input, AbortSignal.abort(new Error("never mind")))).rejects.toThrow("never mind");
    const giveUp = new AbortController();
    const large = deciding.decide(community(20_000, 1), giveUp.signal);
    const other = deciding.decide(input);
    giveUp.abort(new Error("moved"));
    await expect(large).rejects.toThrow("moved");
    expect((await other).unmatched).toEqual(decideRoundAtOnce(input).unmatched);
  });

  it("may not take more memory than there is for them", async () => {
    const { deciding } = open("hungry.mjs", 32);
    await expect(deciding.decide(input)).rejects.toThrow(/memory/i);
  });

  it.each(["stillborn.mjs", "missing.mjs"])("are decided here where no thread starts: %s", async (file) => {
    const { deciding, warnings } = open(file);
    expect(await deciding.decide(input)).toEqual(decideRoundAtOnce(input));
    expect(warnings).toEqual(["no thread started for a round: it is decided between other things"]);
  });

  it("are decided here when they are small, and no thread is left running", async () => {
    const { deciding } = open("missing.mjs");
    const few = community(12, 3);
    expect(await deciding.decide(few)).toEqual(decideRoundAtOnce(few));
    expect(threads()).toEqual([]);
  });
});

describe("an object in pieces", () => {
  it("is the same when it is put together", () => {
    const some = fc.record({
      seed: fc.integer(),
      weights: fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.integer()),
      people: fc.array(fc.integer(), { maxLength: 700 }),
      met: fc.array(fc.array(fc.string()), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(some, (whole) => {
        const pile = makePile<typeof whole>();
        const ends = [...piecesOf(whole)].map((piece) => pile.add(piece));
        expect(ends.indexOf(true)).toBe(ends.length - 1);
        expect(pile.whole()).toEqual(whole);
      }),
    );
  });
});
