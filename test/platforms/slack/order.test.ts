import { expect, it } from "vitest";
import { makeOrder } from "../../../src/platforms/slack/order.js";

it("lets nobody pass before those who were sent away, until they came back or are late for long", () => {
  let now = 0;
  const order = makeOrder({ now: () => now });
  expect(order.waitFor("a", "n1")).toBeUndefined();
  order.sentAway("a", "n1", 30_000);
  expect(order.waitFor("a", "n2")).toBe(30_000);
  expect(order.waitFor("b", "n9")).toBeUndefined();
  now = 30_000;
  expect(order.waitFor("a", "n3")).toBe(1_000);
  expect(order.waitFor("a", "n1")).toBeUndefined();
  order.done("a", "n1");
  expect(order.waitFor("a", "n3")).toBe(1_000);
  expect(order.waitFor("a", "n2")).toBeUndefined();
  // The second was taken back meanwhile, and the third comes after all.
  now += 25 * 60_000;
  expect(order.waitFor("a", "n4")).toBeUndefined();
});
