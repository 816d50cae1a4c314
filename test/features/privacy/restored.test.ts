import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSuppression } from "../../../src/storage/suppression.js";
import { StorageError } from "../../../src/storage/errors.js";
import { makePrivacy } from "../../../src/features/privacy/service.js";
import { START, openWorld } from "../../support/conversation.js";
import { onBothDatabases, temporaryFolder } from "../../support/database.js";

const list = () => join(temporaryFolder(), "data", "forgotten.txt");

it("the list of who was forgotten recognises them after a restart, and tells of nobody", async () => {
  const file = list();
  const before = openSuppression(file);
  expect(before.isEmpty()).toBe(true);
  expect(await before.add("all", "ani")).toBe(true);
  expect(await before.add("all", "ani")).toBe(false);
  await before.add("rest", "budi");
  await before.takeBack("rest", "budi");
  const after = openSuppression(file);
  expect([after.has("all", "ani"), after.has("rest", "ani"), after.has("rest", "budi")]).toEqual([true, false, false]);
  expect(readFileSync(file, "utf8")).not.toMatch(/ani|budi/);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o077).toBe(0);
});

it("a line that the power cut short counts for nothing, and spoils none that follows", async () => {
  const file = list();
  await openSuppression(file).add("all", "ani");
  writeFileSync(file, `${readFileSync(file, "utf8")}+ 12ab`);
  const torn = openSuppression(file);
  await torn.add("all", "citra");
  const after = openSuppression(file);
  expect([after.has("all", "ani"), after.has("all", "citra")]).toEqual([true, true]);
});

it("a file that is no such list stops the start instead of bringing anybody back", () => {
  const file = join(temporaryFolder(), "forgotten.txt");
  writeFileSync(file, "+ 12ab\n");
  expect(() => openSuppression(file)).toThrow(StorageError);
});

onBothDatabases("an older copy of the database", (open) => {
  it("brings back nobody who was forgotten since: neither a member nor a network", async () => {
    const file = list();
    const world = await openWorld({ database: await open() });
    const { client } = world.db;
    for (const name of ["Ani", "Budi"]) {
      const who = await world.member(name, { locale: "id" });
      await who.says("/saya");
    }
    const ani = await client.member.findFirstOrThrow({ where: { name: "Ani" } });
    // What was written down while the newer database was in use; the older one knows nothing of it.
    await openSuppression(file).add("rest", ani.id);
    const privacy = () =>
      makePrivacy({
        db: world.db,
        outbox: {
          add: () => Promise.resolve(),
          cancel: () => Promise.resolve(),
          amend: () => Promise.resolve(),
          forget: () => Promise.resolve(),
        },
        newId: () => crypto.randomUUID(),
        now: () => START,
        withdrawals: { left: () => Promise.resolve(), stopped: () => Promise.resolve() },
        suppression: openSuppression(file),
        changed: () => undefined,
        log: { info: () => undefined },
      });
    expect(await privacy().replay()).toBe(1);
    expect((await client.member.findMany({ where: { forgottenAt: null } })).map(({ name }) => name)).toEqual(["Budi"]);
    expect(await client.forgetting.findMany()).toMatchObject([{ why: "restored" }]);
    expect(await privacy().replay()).toBe(0);
    await openSuppression(file).add("network", ani.networkId);
    expect(await privacy().replay()).toBe(1);
    expect(await client.member.count()).toBe(0);
    expect(await client.network.count()).toBe(0);
  });
});
