import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { liveThrough } from "../../bench/promises.js";

it("a season of the meet-up keeps every promise to everybody", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-promises-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const kept = await liveThrough({
    root: new URL("../..", import.meta.url).pathname,
    address: { kind: "sqlite", file: join(folder, "promises.db") },
    members: 15,
    weeks: 6,
  });
  expect(kept).toMatchObject({
    notTold: 0,
    twiceADay: 0,
    moreThanThreeAWeek: 0,
    atQuietTimes: 0,
    onClosedDays: 0,
    repeats: 0,
    forbidden: 0,
    failures: 0,
  });
  expect(kept.told).toBeGreaterThanOrEqual(15 * 4);
  expect(kept.pairs).toBeGreaterThanOrEqual(7 * 4);
}, 120_000);
