import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTurns, type Release } from "../../src/storage/turns.js";

describe("turns", () => {
  it("let many in together, but nobody beside one who is alone", async () => {
    const turns = makeTurns();
    const inside: string[] = [];
    const enter = (name: string, turn: Promise<Release>) => turn.then((release) => (inside.push(name), release));
    const first = await enter("first", turns.shared());
    const second = await enter("second", turns.shared());
    const alone = enter("alone", turns.alone());
    const late = enter("late", turns.shared());
    first();
    await Promise.resolve();
    expect(inside).toEqual(["first", "second"]);
    second();
    const end = await alone;
    expect(inside).toEqual(["first", "second", "alone"]);
    end();
    await late;
    expect(inside).toEqual(["first", "second", "alone", "late"]);
  });

  it("come to everybody in the order of asking, and are never shared with one who is alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ alone: fc.boolean(), steps: fc.nat(5) }), { maxLength: 20 }),
        async (asks) => {
          const turns = makeTurns();
          const order: number[] = [];
          let shared = 0;
          let alone = 0;
          await Promise.all(
            asks.map(async (ask, index) => {
              const release = await (ask.alone ? turns.alone() : turns.shared());
              order.push(index);
              if (ask.alone) alone++;
              else shared++;
              expect(alone === 0 || (alone === 1 && shared === 0)).toBe(true);
              for (let step = 0; step < ask.steps; step++) await Promise.resolve();
              if (ask.alone) alone--;
              else shared--;
              release();
            }),
          );
          expect(order).toEqual(asks.map((_, index) => index));
        },
      ),
    );
  });
});
