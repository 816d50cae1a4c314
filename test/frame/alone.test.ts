import { spawnSync } from "node:child_process";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alone } from "../../scripts/prepare/alone.mjs";
import { makeCheckout } from "./checkout.js";

describe("setting up alone", () => {
  it("lets one work at a time, and says why the other waits", async () => {
    const lock = join(makeCheckout().root, "dist/.lock");
    const heard: string[] = [];
    const finish = { first: () => undefined as unknown };
    const first = alone(
      lock,
      () =>
        new Promise<void>((resolve) => {
          finish.first = resolve;
        }).then(() => heard.push("first is done")),
      () => undefined,
    );
    const second = alone(
      lock,
      () => Promise.resolve(heard.push("second works")),
      (line) => {
        heard.push(line);
        finish.first();
      },
    );
    await Promise.all([first, second]);
    expect(heard).toEqual([expect.stringContaining("Waiting for it"), "first is done", "second works"]);
  });

  it("gives the place back when the work fails", async () => {
    const checkout = makeCheckout();
    const lock = join(checkout.root, "dist/.lock");
    await expect(
      alone(
        lock,
        () => Promise.reject(new Error("broken")),
        () => undefined,
      ),
    ).rejects.toThrow("broken");
    expect(checkout.has("dist/.lock")).toBe(false);
  });

  it("takes the place of a process that died, or that has long been silent", async () => {
    const checkout = makeCheckout();
    const lock = join(checkout.root, "dist/.lock");
    const work = () => Promise.resolve("done");
    checkout.write("dist/.lock", String(spawnSync(process.execPath, ["-e", ""]).pid));
    expect(await alone(lock, work, () => undefined)).toBe("done");
    checkout.write("dist/.lock", String(process.ppid));
    utimesSync(lock, new Date(0), new Date(0));
    expect(await alone(lock, work, () => undefined)).toBe("done");
  });
});
