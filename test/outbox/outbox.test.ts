import { expect, it } from "vitest";
import { DeliveryError } from "../../src/chat/port.js";
import { onBothDatabases, openAt } from "../support/database.js";
import { clockAt, foundTown, HOUR, letter, OPEN_GATE, openOffice, rowOf, statesOf } from "./office.js";

onBothDatabases("the outbox", (open) => {
  async function setUp() {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { settings: OPEN_GATE });
    const office = openOffice(db, { clock });
    const [ani = "", budi = ""] = town.memberIds;
    const cancel = (which: Parameters<typeof office.outbox.cancel>[1]) =>
      db.transaction((tx) => office.outbox.cancel(tx, which, "moved"));
    return { db, clock, town, office, ani, budi, cancel };
  }

  it("keeps nothing of a decision that was not made", async () => {
    const { db, town, office, ani } = await setUp();
    const undone = db.transaction(async (tx) => {
      await office.outbox.add(tx, [letter(town, "undone", ani)]);
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    expect(await office.courier.runDue()).toBe(0);
    expect(await db.client.delivery.count()).toBe(0);
  });

  it("writes an intention once, though two programs have it at the same moment", async () => {
    const { db, town, office, ani } = await setUp();
    const other = openAt(db.address);
    const there = openOffice(other, { clock: clockAt(), name: "e" });
    const both = Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? office : there).add(letter(town, "same", ani), letter(town, `own ${index}`, ani)),
    );
    await Promise.all(both);
    expect(await db.client.delivery.count({ where: { key: "same" } })).toBe(1);
    expect(await db.client.delivery.count()).toBe(9);
  });

  it("takes back what waits", async () => {
    const { db, town, office, ani, budi, cancel } = await setUp();
    await office.add(letter(town, "a:1", ani), letter(town, "a:2", budi), letter(town, "b:1", budi));
    await cancel(["a:1"]);
    expect(await rowOf(db, "a:1")).toMatchObject({ status: "dropped", reason: "moved" });
    await cancel({ startsWith: "a:" });
    await office.courier.runDue();
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["b:1"]);
  });

  it("takes back what a courier has claimed and not sent yet", async () => {
    const { db, town, office, ani, cancel } = await setUp();
    await office.add(letter(town, "claimed", ani));
    const [parcel] = await office.ledger.claim(10);
    await cancel(["claimed"]);
    expect(
      parcel && (await office.ledger.admit(parcel, { readers: [{ memberId: ani }], isHome: false })),
    ).toBeUndefined();
    expect(await rowOf(db, "claimed")).toMatchObject({ status: "dropped", reason: "moved" });
    expect(await db.client.contact.count()).toBe(0);
  });

  it("changes what waits, also when a courier has claimed it with the old words, and nothing that is sent", async () => {
    const { db, town, office, ani, budi } = await setUp();
    await office.add(letter(town, "first", ani));
    await office.courier.runDue();
    await office.add(letter(town, "late", ani));
    const [parcel] = await office.ledger.claim(10);
    const amend = (key: string) =>
      db.transaction((tx) =>
        office.outbox.amend(tx, key, ({ to, facts }) => ({
          to: { kind: "member", memberId: budi },
          facts: { line: JSON.stringify([to, facts]) },
        })),
      );
    for (const key of ["first", "late", "unknown"]) await amend(key);
    expect(
      parcel && (await office.ledger.admit(parcel, { readers: [{ memberId: ani }], isHome: false })),
    ).toBeUndefined();
    expect(await rowOf(db, "first")).toMatchObject({ status: "sent", to: { memberId: ani } });
    expect(await rowOf(db, "late")).toMatchObject({ status: "pending", to: { memberId: budi } });
    await office.courier.runDue();
    const before = [{ kind: "member", memberId: ani }, { line: "late" }];
    expect(JSON.parse(office.platform.shown.at(-1)?.text ?? "")).toEqual(before);
  });

  it("lets an intention that came to nothing be written anew, and no other", async () => {
    const { db, town, office, ani, cancel } = await setUp();
    await office.add(letter(town, "lost", ani), letter(town, "done", ani));
    await cancel(["lost"]);
    await office.courier.runDue();
    const forget = () => db.transaction((tx) => office.outbox.forget(tx, ["lost", "done"]));
    await forget();
    await office.add(letter(town, "lost", ani), letter(town, "done", ani));
    await forget();
    await office.courier.runDue();
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["done", "lost"]);
  });

  it("doesn't repeat what was taken back while it was on its way", async () => {
    const { db, clock, town, office, ani, cancel } = await setUp();
    let cancelled: Promise<void> | undefined;
    office.platform.script = () => {
      cancelled ??= cancel(["under way"]);
      return cancelled.then(() => Promise.reject(new DeliveryError("retry", "503")));
    };
    await office.add(letter(town, "under way", ani));
    await office.courier.runDue();
    office.platform.script = () => undefined;
    clock.forward(HOUR);
    await office.courier.runDue();
    expect(office.platform.shown).toEqual([]);
    expect(await statesOf(db, "under way")).toEqual(["dead"]);
  });

  it("leaves alone what has been sent", async () => {
    const { db, town, office, ani, cancel } = await setUp();
    await office.add(letter(town, "done", ani));
    await office.courier.runDue();
    await cancel(["done"]);
    expect(await statesOf(db, "done")).toEqual(["sent"]);
  });
});
