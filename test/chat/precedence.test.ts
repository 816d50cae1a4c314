import { setImmediate as breath } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makePrecedence } from "../../src/chat/precedence.js";

/** Something somebody waits for, ended by hand. */
function request() {
  let end: () => void = () => undefined;
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => work, end: () => end() };
}

describe("a pause in long work", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("is over at once when nobody waits", async () => {
    const { breathe } = makePrecedence(() => breath());
    await expect(breathe()).resolves.toBeUndefined();
  });

  it("lasts until whoever waits has their answer, but not for those who come later", async () => {
    const { serve, breathe } = makePrecedence(() => breath());
    const [first, second] = [request(), request()];
    const served = serve(first.work);
    let isOver = false;
    const pause = breathe().then(() => (isOver = true));
    await breath();
    await breath();
    const later = serve(second.work);
    expect(isOver).toBe(false);
    first.end();
    await pause;
    second.end();
    await Promise.all([served, later]);
  });

  it("does not last for ever: whoever asked for the long work would wait for themselves", async () => {
    const { serve, breathe } = makePrecedence(() => breath());
    const asked = serve(async () => {
      for (let piece = 0; piece < 100; piece++) await breathe();
      return "done";
    });
    await breath();
    await vi.advanceTimersByTimeAsync(50);
    expect(await asked).toBe("done");
  });

  it("comes to an end too when the answer is a failure, which is handed on", async () => {
    const { serve, breathe } = makePrecedence(() => breath());
    await expect(serve(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(breathe()).resolves.toBeUndefined();
  });
});
