import { describe, expect, it } from "vitest";
import { makePace } from "../../../src/platforms/slack/pace.js";

describe("the pace of messages", () => {
  it("lets one after the other into the same conversation, in order, while others flow on", async () => {
    const pace = makePace({ now: () => performance.now(), between: 30 });
    const begin = performance.now();
    const done: string[] = [];
    const go = (lane: string, name: string) => pace.turn(lane, 1_000).then(() => void done.push(name));
    await Promise.all([go("a", "a1"), go("a", "a2"), go("a", "a3"), go("b", "b1")]);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(55);
    expect(done.filter((name) => name.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
    expect(done.indexOf("b1")).toBeLessThan(done.indexOf("a2"));
  });

  it("says when to come back rather than to wait for long, and holds a lane as long as it is told", async () => {
    let now = 0;
    const pace = makePace({ now: () => now, between: 1_000 });
    expect(await pace.turn("a", 0)).toBeUndefined();
    expect(await pace.turn("a", 500)).toBe(1_000);
    pace.hold("a", 60_000);
    now = 59_000;
    expect(await pace.turn("a", 500)).toBe(1_000);
    now = 60_000;
    expect(await pace.turn("a", 0)).toBeUndefined();
    expect(await pace.turn("b", 0)).toBeUndefined();
  });

  it("gives each who is sent away a time of their own: of five hundred all have had a turn in their time", async () => {
    let now = 0;
    const pace = makePace({ now: () => now, between: 1_100 });
    const waiting = Array.from({ length: 500 }, (_, name) => ({ name, at: 0 }));
    const done: number[] = [];
    let tries = 0;
    while (waiting.length > 0) {
      const next = waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      now = Math.max(now, next.at);
      tries++;
      const wait = await pace.turn("opening", 0);
      if (wait === undefined) done.push(waiting.splice(waiting.indexOf(next), 1)[0]?.name ?? -1);
      else next.at = now + wait;
    }
    expect(done).toEqual(Array.from({ length: 500 }, (_, name) => name));
    expect(tries).toBe(999);
    expect(now).toBe(499 * 1_100);
  });
});
