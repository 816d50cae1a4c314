import { expect, it } from "vitest";
import type { Look } from "../../src/links/look.js";
import { rememberLooks } from "../../src/links/remembering.js";

const PAGE: Look = { kind: "page", href: "https://contoh.example/", title: "Contoh" };
const MINUTE = 60_000;

function looking(answer: () => Look | Promise<Look>) {
  const asked: string[] = [];
  let at = Date.parse("2026-11-24T07:00:00Z");
  const look = rememberLooks(
    async (href) => {
      asked.push(href);
      return answer();
    },
    () => new Date(at),
  );
  return { asked, look, passes: (ms: number) => void (at += ms) };
}

it("one look serves all who ask within a day, also at once", async () => {
  const { asked, look, passes } = looking(() => PAGE);
  expect(await Promise.all([look("a"), look("a"), look("b")])).toEqual([PAGE, PAGE, PAGE]);
  passes(23 * 60 * MINUTE);
  await look("a");
  expect(asked).toEqual(["a", "b"]);
  passes(61 * MINUTE);
  await look("a");
  expect(asked).toEqual(["a", "b", "a"]);
});

it("what was not seen is tried again after ten minutes", async () => {
  const { asked, look, passes } = looking(() => ({ kind: "unseen" }));
  await look("a");
  passes(9 * MINUTE);
  await look("a");
  passes(MINUTE);
  await look("a");
  expect(asked).toEqual(["a", "a"]);
});

it("a clock that is put back and a look that fails are no reason to keep an answer", async () => {
  let isBroken = true;
  const { asked, look, passes } = looking(() => (isBroken ? Promise.reject(new Error("broken")) : PAGE));
  await expect(look("a")).rejects.toThrow("broken");
  isBroken = false;
  expect(await look("a")).toEqual(PAGE);
  passes(-MINUTE);
  await look("a");
  expect(asked).toEqual(["a", "a", "a"]);
});

it("no more than 2,000 are remembered, the ones looked at longest ago are forgotten first", async () => {
  const { asked, look } = looking(() => PAGE);
  for (let number = 0; number <= 2_000; number++) await look(String(number));
  await look("2000");
  await look("0");
  expect(asked.slice(2_000)).toEqual(["2000", "0"]);
});
