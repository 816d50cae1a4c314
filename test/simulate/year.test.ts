import { expect, it } from "vitest";
import { figuresOf } from "../../simulate/figures.js";
import { pictureOf } from "../../simulate/picture.js";
import { broken, reportOf } from "../../simulate/report.js";
import { liveThrough } from "../../simulate/year.js";

const wishes = { members: 30, weeks: 6, seed: 1, hasNudges: true, matching: "engine" } as const;

it("lives through the same weeks again for the same seed, and keeps every promise", async () => {
  const record = await liveThrough(wishes);
  const figures = figuresOf(record);
  expect(figures.meetings).toBeGreaterThan(5);
  expect(broken(figures.verdict)).toBe(0);
  const again = await liveThrough(wishes);
  const report = (of: typeof record) => reportOf("", [{ name: "as it is", figures: figuresOf(of) }]);
  expect(report(again)).toBe(report(record));
  expect(pictureOf(again)).toBe(pictureOf(record));
}, 120_000);
