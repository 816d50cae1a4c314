import { expect, it } from "vitest";
import { discordStore } from "../../src/storage/discord.js";
import type { Database } from "../../src/storage/database.js";
import { onBothDatabases } from "../support/database.js";

const START = new Date("2026-11-24T07:00:00Z");
const HOUR = 3_600_000;

/** A server with one member, as the program knows it; the clock can be moved. */
async function furnished(db: Database) {
  let at = START.getTime();
  const { client } = db;
  const settings = { channels: { meetups: "c1" } };
  const network = { id: "n", name: "N", locale: "id", timeZone: "Asia/Jakarta", settings, createdAt: START };
  await client.network.create({ data: network });
  for (const id of ["g1", "g2"])
    await client.space.create({
      data: { id: `space-${id}`, networkId: "n", platform: "discord", externalId: id, name: id, createdAt: START },
    });
  await client.member.create({ data: { id: "m1", networkId: "n", name: "Ani", createdAt: START } });
  await client.account.create({ data: { id: "a1", memberId: "m1", spaceId: "space-g1", externalId: "u1" } });
  const store = discordStore(db, () => new Date(at));
  return { client, store, later: (ms: number) => void (at += ms) };
}

onBothDatabases("what Discord's adapter remembers", (open) => {
  it("is each event once, whoever asks, for a day", async () => {
    const db = await open();
    const { store, later } = await furnished(db);
    const other = discordStore(db, () => START);
    const answers = await Promise.all([store.firstTime("e1"), other.firstTime("e1"), store.firstTime("e1")]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    later(25 * HOUR);
    expect(await store.sweep()).toBe(1);
    expect(await store.firstTime("e1")).toBe(true);
  });

  it("is a half-filled form, for a day or until it is sent", async () => {
    const { store, later } = await furnished(await open());
    expect(await store.draft("t")).toBeUndefined();
    await store.keepDraft("t", { values: { a: "1", b: ["x"] } });
    await store.keepDraft("t", { values: { a: "2", b: ["x"] } });
    expect(await store.draft("t")).toEqual({ values: { a: "2", b: ["x"] } });
    later(25 * HOUR);
    expect(await store.draft("t")).toBeUndefined();
    await store.keepDraft("t", { values: {} });
    await store.forgetDraft("t");
    expect(await store.draft("t")).toBeUndefined();
  });

  it("is which thread was opened for which room", async () => {
    const { store } = await furnished(await open());
    expect(await store.room("g1", "k")).toBeUndefined();
    await store.keepRoom("g1", "k", "t1");
    expect(await store.room("g1", "k")).toBe("t1");
    expect([await store.isRoom("g1", "t1"), await store.isRoom("g2", "t1")]).toEqual([true, false]);
    await store.keepRoom("g1", "k", "t2");
    expect(await store.room("g1", "k")).toBe("t2");
    await store.keepRoom("unknown", "k", "t3");
    expect(await store.room("unknown", "k")).toBeUndefined();
  });

  it("is what the network chose and where people are", async () => {
    const { client, store } = await furnished(await open());
    expect(await store.meetupChannel("g1")).toBe("c1");
    expect(await store.meetupChannel("unknown")).toBeUndefined();
    expect([await store.homeOf("u1"), await store.homeOf("u2")]).toEqual(["g1", undefined]);
    await store.spaceIsGone("g1");
    expect(await store.homeOf("u1")).toBeUndefined();
    await store.spaceIsHere("g1", "MGMP Fisika");
    expect(await store.homeOf("u1")).toBe("g1");
    expect((await client.space.findUnique({ where: { id: "space-g1" } }))?.name).toBe("MGMP Fisika");
  });

  it("is which private conversation is whose, for a month, and how many were opened lately", async () => {
    const { store, later } = await furnished(await open());
    await store.keepConversation("u1", "d1");
    later(HOUR);
    await store.keepConversation("u2", "d2");
    expect(await store.conversationsSince(START)).toEqual([new Date(START.getTime() + HOUR)]);
    expect(await store.conversationsSince(new Date(0))).toHaveLength(2);
    later(48 * HOUR);
    await store.sweep();
    expect([await store.conversation("u1"), await store.conversation("u3")]).toEqual(["d1", undefined]);
    later(30 * 24 * HOUR);
    expect(await store.conversation("u1")).toBeUndefined();
    await store.keepConversation("u1", "d1");
    expect(await store.conversation("u1")).toBe("d1");
    await store.forgetConversation("u1");
    expect(await store.conversation("u1")).toBeUndefined();
  });

  it("holds nobody's id in what is kept of conversations", async () => {
    const db = await open();
    const { store } = await furnished(db);
    await store.keepConversation("1574680972492800777", "1574680972492800778");
    const kept = await db.client.platformMark.findMany();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain("1574680972492800777");
  });

  it("is when each shard began a session, for a day", async () => {
    const { store, later } = await furnished(await open());
    await Promise.all([store.noteSession(1), store.noteSession(1)]);
    later(1_000);
    await store.noteSession(1);
    await store.noteSession(11);
    const seconds = async (shardId: number) =>
      (await store.sessionsOf(shardId)).map((at) => (at.getTime() - START.getTime()) / 1_000).sort();
    expect([await seconds(1), await seconds(11), await seconds(0)]).toEqual([[0, 0, 1], [1], []]);
    later(24 * HOUR - 1_000);
    expect(await seconds(1)).toEqual([1]);
  });
});
