import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { OwnershipError } from "../../src/storage/errors.js";
import { claimOwnership } from "../../src/storage/ownership.js";
import { spawnFixture } from "../support/child.js";
import { temporaryFolder } from "../support/database.js";

const own = fileURLToPath(new URL("fixtures/own.ts", import.meta.url));

describe("the ownership of a database file", () => {
  it("belongs to one program at a time, and the second is told which file", async () => {
    const file = join(temporaryFolder(), "jejaring.db");
    const other = spawnFixture(own, [file]);
    await other.line("owned");
    expect(() => claimOwnership(file)).toThrow(OwnershipError);
    expect(() => claimOwnership(file)).toThrow(file);
  });

  it("ends with its program, even when that is killed", async () => {
    const file = join(temporaryFolder(), "jejaring.db");
    const other = spawnFixture(own, [file]);
    await other.line("owned");
    await other.kill();
    expect(() => claimOwnership(file).release()).not.toThrow();
  });

  it("can be given back and taken again", () => {
    const file = join(temporaryFolder(), "new", "jejaring.db");
    claimOwnership(file).release();
    const ownership = claimOwnership(file);
    expect(() => claimOwnership(file)).toThrow("already running");
    ownership.release();
  });

  it("is of the file, whatever name leads to it", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "elsewhere"));
    const file = join(folder, "jejaring.db");
    writeFileSync(file, "");
    const link = join(folder, "elsewhere", "link.db");
    symlinkSync(file, link);
    const ownership = claimOwnership(link);
    expect(() => claimOwnership(file)).toThrow(OwnershipError);
    ownership.release();
  });
});
