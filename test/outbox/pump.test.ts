import { expect, it, onTestFinished, vi } from "vitest";
import { startPump } from "../../src/outbox/pump.js";

it("delivers nothing while the time can't be believed, and everything afterwards", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const looks: string[] = [];
  let isSteady = true;
  const courier = {
    runDue: () => Promise.resolve(looks.push("ran")),
    nextAt: () => Promise.resolve(undefined),
    stop: () => Promise.resolve(),
  };
  const now = () => new Date("2026-11-24T02:00:00Z");
  const pump = startPump({ courier, now, isSteady: () => isSteady, log: { error: () => undefined } });
  onTestFinished(pump.stop);
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toHaveLength(1);
  isSteady = false;
  pump.wake();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(looks).toHaveLength(1);
  isSteady = true;
  // Without being woken.
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toHaveLength(2);
});
