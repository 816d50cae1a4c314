import fc from "fast-check";
import { expect, it } from "vitest";
import { makeOrder } from "../src/order.js";

it("does what has one key in the order in which it came, whatever fails, and forgets the key afterwards", async () => {
  const works = fc.array(fc.record({ key: fc.constantFrom("a", "b"), turns: fc.nat(4), fails: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(works, async (all) => {
      const order = makeOrder();
      const done: number[] = [];
      const results = all.map(({ key, turns, fails }, place) =>
        order.next(key, async () => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          done.push(place);
          if (fails) throw new Error("fails");
          return place;
        }),
      );
      const ended = await Promise.allSettled(results);
      for (const key of ["a", "b"]) {
        const places = [...all.keys()].filter((place) => all[place]?.key === key);
        expect(done.filter((place) => all[place]?.key === key)).toEqual(places);
        await order.settled(key);
      }
      expect(ended.map(({ status }) => status === "rejected")).toEqual(all.map(({ fails }) => fails));
    }),
  );
});

it("lets what has another key go meanwhile, and waits only for what was handed in before", async () => {
  const order = makeOrder();
  let settle: () => void = () => undefined;
  const slow = order.next("a", () => new Promise<void>((resolve) => (settle = resolve)));
  expect(await order.next("b", () => Promise.resolve("b"))).toBe("b");
  const waited = order.settled("a").then(() => "waited");
  expect(await Promise.race([waited, Promise.resolve("not yet")])).toBe("not yet");
  await order.settled("b");
  settle();
  await slow;
  expect(await waited).toBe("waited");
});
