import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { headersAtHand, install, isInstalled } from "../../scripts/prepare/install.mjs";
import { lastLines, runQuietly } from "../../scripts/prepare/run-quietly.mjs";
import { nodeProblem } from "../../scripts/prepare/node-version.mjs";
import { lockFile, makeCheckout, type Checkout } from "./checkout.js";

const START = { development: false };
const TEST = { development: true };
const wanted = { hono: "1.0.0", vitest: "2.0.0", "linux-only": "3.0.0" };
const details = { vitest: { dev: true }, "linux-only": { optional: true } };

/** Installs with an npm that puts in what the lock asks for; answers with how often npm was called. */
async function installWith(checkout: Checkout, want: { development: boolean }): Promise<number> {
  let calls = 0;
  const npm = () => {
    calls++;
    checkout.write("node_modules/.package-lock.json", checkout.read("package-lock.json"));
    return Promise.resolve({ ok: true, output: "" });
  };
  await install(checkout.root, want, npm, () => undefined);
  return calls;
}

function checkoutWith(installed?: Record<string, string>): Checkout {
  const checkout = makeCheckout();
  checkout.write("package-lock.json", lockFile(wanted, details));
  if (installed) checkout.write("node_modules/.package-lock.json", lockFile(installed));
  return checkout;
}

describe("installing", () => {
  it("happens once, until package-lock.json changes", async () => {
    const checkout = checkoutWith();
    expect(await installWith(checkout, START)).toBe(1);
    expect(isInstalled(checkout.root, TEST)).toBe(true);
    expect(await installWith(checkout, TEST)).toBe(0);
    checkout.write("package-lock.json", lockFile({ ...wanted, hono: "1.0.1" }, details));
    expect(await installWith(checkout, START)).toBe(1);
  });

  it("takes over what somebody installed by hand, without the packages for other systems", async () => {
    const checkout = checkoutWith({ hono: "1.0.0", vitest: "2.0.0" });
    expect(await installWith(checkout, TEST)).toBe(0);
    expect(isInstalled(checkout.root, TEST)).toBe(true);
  });

  it("takes over an installation without tools for the start, not for the tests", async () => {
    const checkout = checkoutWith({ hono: "1.0.0" });
    expect(await installWith(checkout, START)).toBe(0);
    expect(isInstalled(checkout.root, START)).toBe(true);
    expect(isInstalled(checkout.root, TEST)).toBe(false);
    expect(await installWith(checkout, TEST)).toBe(1);
  });

  it("replaces another version, and what came from another system", async () => {
    expect(await installWith(checkoutWith({ hono: "0.9.0", vitest: "2.0.0" }), START)).toBe(1);
    const copied = checkoutWith({ hono: "1.0.0", vitest: "2.0.0" });
    copied.write("node_modules/.jejaring-stamp", JSON.stringify({ lock: "", system: "amiga m68k", development: true }));
    expect(await installWith(copied, START)).toBe(1);
  });

  it("starts afresh when its stamp cannot be read", async () => {
    const checkout = checkoutWith({ hono: "1.0.0", vitest: "2.0.0" });
    checkout.write("node_modules/.jejaring-stamp", "{ half");
    expect(isInstalled(checkout.root, START)).toBe(false);
    expect(await installWith(checkout, START)).toBe(0);
    expect(isInstalled(checkout.root, START)).toBe(true);
  });
});

describe("the version of Node.js", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.21.0", "120.1.0"])("%s will do", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(["20.18.3", "18.20.4", "9.99.0", "0.12.18"])("%s is too old, and a sentence says what to do", (version) => {
    expect(nodeProblem(version)).toMatch(
      new RegExp(`20\\.19 or newer, and this is Node\\.js ${version}\\.\n.*nodejs\\.org`),
    );
  });
});

describe("Node's header files", () => {
  const nodeIn = (version: readonly [number, number, number]) => {
    const { root } = makeCheckout();
    mkdirSync(join(root, "include/node"), { recursive: true });
    const lines = ["MAJOR", "MINOR", "PATCH"].map(
      (part, index) => `#define NODE_${part}_VERSION ${String(version[index])}`,
    );
    writeFileSync(join(root, "include/node/node_version.h"), lines.join("\n"));
    return root;
  };

  it("are taken from beside Node itself when they are of its version", () => {
    const prefix = nodeIn([22, 11, 0]);
    expect(headersAtHand(join(prefix, "bin/node"), "22.11.0")).toEqual({ npm_config_nodedir: prefix });
    expect(headersAtHand(join(prefix, "bin/node"), "22.12.0")).toEqual({});
    expect(headersAtHand(join(prefix, "elsewhere/bin/node"), "22.11.0")).toEqual({});
  });
});

describe("a command that runs quietly", () => {
  const node = (code: string) => ({ command: process.execPath, args: ["-e", code], cwd: ".", env: process.env });

  it("gives back what it printed on both channels, and whether it went well", async () => {
    const went = await runQuietly(node(`console.log("out"); console.error("err")`), () => undefined);
    expect(went.ok).toBe(true);
    expect(went.output.split("\n").sort()).toEqual(["err", "out"]);
    expect(await runQuietly(node(`console.log("no"); process.exit(3)`), () => undefined)).toEqual({
      ok: false,
      output: "no",
    });
  });

  it("that does not exist has failed", async () => {
    const step = { ...node(""), command: "a-command-that-nobody-has" };
    const failed = await runQuietly(step, () => undefined);
    expect(failed.ok).toBe(false);
    expect(failed.output).toContain("ENOENT");
  });

  it("has only the end of a long output kept, where the cause stands", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index)}`);
    expect(lastLines(lines.join("\n")).split("\n")).toEqual(lines.slice(60));
  });
});
