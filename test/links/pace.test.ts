import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextCheckAt, politely } from "../../src/links/pace.js";

const DAY = 24 * 60 * 60_000;
const SHARED = new Date("2026-11-28T03:00:00Z");

describe("when a link is checked", () => {
  it("is the same for the same link, between a day and 30 days after it was shared", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const at = nextCheckAt(key, SHARED, undefined);
        expect(at).toEqual(nextCheckAt(key, SHARED, undefined));
        expect(at.getTime() - SHARED.getTime()).toBeGreaterThanOrEqual(DAY);
        expect(at.getTime() - SHARED.getTime()).toBeLessThan(30 * DAY);
      }),
    );
  });

  it("is every 30 days from then on", () => {
    expect(nextCheckAt("example.org/a", SHARED, new Date("2026-12-05T03:00:00Z"))).toEqual(
      new Date("2027-01-04T03:00:00Z"),
    );
  });

  it("is spread over the month when a thousand are shared at once", () => {
    const days = Array.from({ length: 29 }, () => 0);
    for (let link = 0; link < 1_000; link++) {
      const wait = nextCheckAt(`example.org/bahan/${link}`, SHARED, undefined).getTime() - SHARED.getTime();
      const day = Math.floor(wait / DAY) - 1;
      days[day] = (days[day] ?? 0) + 1;
    }
    // 34 or 35 on average; by chance alone 15 to 60 in all but one of a million months.
    expect(Math.min(...days)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...days)).toBeLessThanOrEqual(60);
  });
});

describe("checking politely", () => {
  const link = fc.record({ domain: fc.constantFrom("a.org", "b.org", "c.org", "d.org", "e.org"), id: fc.nat() });

  it("asks every link once, three domains at once, and one domain never twice within five seconds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(link, { maxLength: 25 }), fc.nat(9_999), async (links, seed) => {
        const clock = makeClock();
        const begun: { readonly link: object; readonly at: number }[] = [];
        const ended = new Map<string, number>();
        let [busy, most] = [0, 0];
        const round = politely(
          links,
          async (one) => {
            begun.push({ link: one, at: clock.now() });
            const last = ended.get(one.domain);
            if (last !== undefined) expect(clock.now() - last).toBeGreaterThanOrEqual(5_000);
            most = Math.max(most, (busy += 1));
            await clock.sleep((seed * (one.id % 13)) % 6_000);
            busy -= 1;
            ended.set(one.domain, clock.now());
          },
          clock.sleep,
        );
        await clock.run(round);
        expect(begun.map(({ link: one }) => one)).toHaveLength(links.length);
        expect(new Set(begun.map(({ link: one }) => one))).toEqual(new Set(links));
        expect(most).toBeLessThanOrEqual(3);
        expect(most).toBe(Math.min(3, new Set(links.map(({ domain }) => domain)).size));
      }),
      { numRuns: 60 },
    );
  });

  it("begins nothing more when it is told to stop", async () => {
    const seen: number[] = [];
    const links = [1, 2, 3].map((id) => ({ domain: "a.org", id }));
    const stop = new Error("time to go");
    const round = politely(
      links,
      async ({ id }) => void seen.push(id),
      () => Promise.reject(stop),
    );
    await expect(round).rejects.toBe(stop);
    expect(seen).toEqual([1]);
  });

  it("begins nothing more when one could not be noted", async () => {
    const clock = makeClock();
    const seen: string[] = [];
    const links = ["a.org", "b.org", "b.org", "c.org", "d.org", "e.org"].map((domain) => ({ domain }));
    const round = politely(
      links,
      async ({ domain }) => {
        seen.push(domain);
        if (domain === "c.org") throw new Error("no room");
        await clock.sleep(100);
      },
      clock.sleep,
    );
    await expect(clock.run(round)).rejects.toThrow("no room");
    await clock.run(Promise.resolve());
    expect(seen).toEqual(["a.org", "b.org", "c.org"]);
  });
});

/** Time that passes when everybody sleeps. */
function makeClock() {
  let time = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    sleep: (duration: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: time + duration, wake });
      }),
    async run(work: Promise<void>): Promise<void> {
      work.catch(() => undefined);
      for (await settle(); sleepers.length > 0; await settle()) {
        time = Math.min(...sleepers.map(({ at }) => at));
        const due = sleepers.filter(({ at }) => at <= time);
        sleepers = sleepers.filter(({ at }) => at > time);
        for (const { wake } of due) wake();
      }
      await work;
    },
  };
}
