import { expect, it } from "vitest";
import { slackStore } from "../../src/storage/slack.js";
import { onBothDatabases } from "../support/database.js";

const NOW = new Date("2026-11-24T07:00:00Z");
const DAY = 86_400_000;

onBothDatabases("what a platform must not do twice", (open) => {
  it("is told the first time to exactly one of many who ask at once", async () => {
    const db = await open();
    const [one, other] = [slackStore(db, () => NOW), slackStore(db, () => NOW)];
    const asked = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).firstTime("event:Ev1"));
    const answers = await Promise.all(asked);
    expect(answers.filter((isFirst) => isFirst)).toHaveLength(1);
    expect(await one.firstTime("event:Ev2")).toBe(true);
  });

  it("keeps where a message arrived, until it is a day old", async () => {
    const db = await open();
    let now = NOW;
    const store = slackStore(db, () => now);
    const { sendings } = store;
    expect(await sendings.begin("n1")).toBe("new");
    expect(await sendings.begin("n1")).toBe("begun");
    await sendings.done("n1", { messageId: "1.1", roomId: "G1~k" });
    expect(await sendings.begin("n1")).toEqual({ messageId: "1.1", roomId: "G1~k" });
    await sendings.begin("n2");
    await sendings.undo("n2");
    expect(await sendings.begin("n2")).toBe("new");
    now = new Date(NOW.getTime() + 2 * DAY);
    expect(await store.forgetBefore(new Date(now.getTime() - DAY))).toBe(2);
    expect(await sendings.begin("n1")).toBe("new");
  });

  it("finds the room that was opened last in a conversation", async () => {
    const db = await open();
    const store = slackStore(db, () => NOW);
    expect(await store.latestRoom("T1", "G1")).toBeUndefined();
    const { client } = db;
    const settings = { locale: "id", timeZone: "Asia/Jakarta", settings: {}, createdAt: NOW };
    await client.network.create({ data: { id: "n", name: "Jejaring", ...settings } });
    const space = { id: "s", networkId: "n", platform: "slack", externalId: "T1", name: "T1", createdAt: NOW };
    await client.space.create({ data: space });
    for (const [index, externalId] of ["G1~a", "G1~b", "G10~c"].entries()) {
      const createdAt = new Date(NOW.getTime() + index);
      await client.room.create({ data: { key: externalId, spaceId: "s", externalId, createdAt } });
    }
    expect(await store.latestRoom("T1", "G1")).toBe("G1~b");
    expect(await store.latestRoom("T1", "G2")).toBeUndefined();
  });
});
