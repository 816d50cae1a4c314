import { expect, it } from "vitest";
import { isDuplicate } from "../../src/storage/database.js";
import { insertMany } from "../../src/storage/insert.js";
import { foundTown } from "../outbox/office.js";
import { onBothDatabases } from "../support/database.js";

const at = new Date("2026-11-24T07:00:00.123Z");

function rowOf(networkId: string, number: number) {
  return {
    id: `d${number}`,
    key: `key ${number}`,
    networkId,
    recipient: "room:r",
    to: { kind: "room", key: "r", memberIds: ["a", "b"] },
    notice: "meet.match",
    facts: { text: `it's "quoted" \\ ${number}; DROP TABLE "Delivery" — é 你 🙂`, list: [1, null, true] },
    priority: number,
    proactive: number % 2 === 0,
    status: "pending",
    dueAt: at,
    nextAt: new Date(at.getTime() + number),
    expiresAt: number % 3 === 0 ? null : at,
    createdAt: at,
  };
}

onBothDatabases("many rows at once", (open) => {
  it("are the rows that the client would have written", async () => {
    const db = await open();
    const { networkId } = await foundTown(db);
    const numbers = [0, 1, 2, 3];
    await insertMany(
      db.client,
      "Delivery",
      numbers.map((number) => rowOf(networkId, number)),
    );
    const read = async () => db.client.delivery.findMany({ orderBy: { id: "asc" } });
    const written = await read();
    await db.client.delivery.deleteMany();
    await db.client.delivery.createMany({ data: numbers.map((number) => rowOf(networkId, number)) });
    expect(written).toEqual(await read());
    expect(written).toHaveLength(4);
  });

  it("are written however many they are, and none is fine too", async () => {
    const db = await open();
    const { networkId } = await foundTown(db);
    await insertMany(db.client, "Delivery", []);
    const rows = Array.from({ length: 1_000 }, (_, number) => rowOf(networkId, number));
    await insertMany(db.client, "Delivery", rows);
    expect(await db.client.delivery.count()).toBe(1_000);
    expect((await db.client.delivery.aggregate({ _sum: { priority: true } }))._sum.priority).toBe(499_500);
  });

  it("are all refused when one of them is there already", async () => {
    const db = await open();
    const { networkId } = await foundTown(db);
    await insertMany(db.client, "Delivery", [rowOf(networkId, 1)]);
    const again = db.transaction((tx) => insertMany(tx, "Delivery", [rowOf(networkId, 2), rowOf(networkId, 1)]));
    await expect(again).rejects.toSatisfy(isDuplicate);
    expect(await db.client.delivery.count()).toBe(1);
  });

  it("must agree in their columns", async () => {
    const db = await open();
    const { networkId } = await foundTown(db);
    const rows = [rowOf(networkId, 1), { ...rowOf(networkId, 2), reason: "more" }];
    await expect(insertMany(db.client, "Delivery", rows)).rejects.toThrow("differ");
  });
});
