import { expect, it } from "vitest";
import { countFromArrival, dormantMembers, dormantQuery, networksDue } from "../../src/storage/dormancy.js";
import { freshDatabase, onBothDatabases } from "../support/database.js";
import type { Database } from "../../src/storage/database.js";

const NOW = new Date("2026-11-24T01:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const ask = {
  networkId: "n1",
  stage: 0,
  until: daysAgo(21),
  shutSince: new Date(0),
  readersUntil: daysAgo(63),
  limit: 10,
};

async function people(db: Database): Promise<void> {
  const network = { name: "Uji", locale: "id", timeZone: "Asia/Jakarta", settings: {}, createdAt: daysAgo(400) };
  for (const id of ["n1", "n2"]) await db.client.network.create({ data: { id, ...network } });
  const member = (id: string, days: number, more: object = {}) => ({
    ...{ id, networkId: "n1", name: id, createdAt: daysAgo(300), lastActiveAt: daysAgo(days) },
    ...more,
  });
  const rows = [
    member("long", 90),
    member("quiet", 22),
    member("active", 3),
    member("asked", 50, { careStage: 1, careAt: daysAgo(22) }),
    member("justAsked", 50, { careStage: 1, careAt: daysAgo(20) }),
    member("reads", 40, { careAnswer: "here" }),
    member("readLong", 80, { careAnswer: "here" }),
    member("stopped", 40, { stoppedAt: NOW }),
    member("frozen", 40, { frozenAt: NOW }),
    member("left", 40, { leftAt: NOW }),
    member("enrolled", 40),
    member("resting", 41),
    member("elsewhere", 40, { networkId: "n2" }),
  ];
  for (const data of rows) await db.client.member.create({ data });
  await db.client.programme.create({
    data: {
      ...{ id: "p1", networkId: "n1", kind: "meetup", status: "active", weekday: 2, time: "15:30", restWeeks: 12 },
      ...{ approval: "auto", createdAt: daysAgo(300) },
    },
  });
  for (const [memberId, status] of [
    ["enrolled", "active"],
    ["resting", "resting"],
  ] as const) {
    const enrolment = { id: memberId, programmeId: "p1", memberId, status, size: "pair", cadenceWeeks: 2, topics: [] };
    await db.client.enrolment.create({ data: { ...enrolment, joinedAt: daysAgo(200) } });
  }
}

onBothDatabases("members who grew quiet", (open) => {
  it("are found by network and stage, the longest quiet first, without who is asked elsewhere or wants nothing", async () => {
    const db = await open();
    await people(db);
    const found = async (about: Partial<typeof ask> = {}) =>
      (await dormantMembers(db.client, { ...ask, ...about })).map(({ id }) => id);
    expect(await found()).toEqual(["long", "readLong", "resting", "quiet"]);
    expect(await found({ limit: 2 })).toEqual(["long", "readLong"]);
    expect(await found({ stage: 1 })).toEqual(["asked"]);
    const [asked] = await dormantMembers(db.client, { ...ask, stage: 1 });
    expect(asked).toEqual({ id: "asked", lastActiveAt: daysAgo(50), createdAt: expect.any(Date) as Date });
  });
});

onBothDatabases("networks with somebody who may be quiet", (open) => {
  it("are those with members who were seen long ago, never, or asked already; who has left does not count", async () => {
    const db = await open();
    await people(db);
    const nobody = { isQuiet: false, isUncounted: false, isAsked: false, isAskedTwice: false };
    expect(await networksDue(db.client, daysAgo(21))).toEqual([
      { ...nobody, id: "n1", isQuiet: true, isAsked: true },
      { ...nobody, id: "n2", isQuiet: true },
    ]);
    expect(await networksDue(db.client, daysAgo(60))).toEqual([{ ...nobody, id: "n1", isQuiet: true, isAsked: true }]);
    await db.client.member.updateMany({ data: { careStage: 0, lastActiveAt: null, leftAt: NOW } });
    expect(await networksDue(db.client, daysAgo(21))).toEqual([]);
    await db.client.member.update({ where: { id: "elsewhere" }, data: { leftAt: null } });
    expect(await networksDue(db.client, daysAgo(21))).toEqual([{ ...nobody, id: "n2", isUncounted: true }]);
    expect(await countFromArrival(db.client, "n1")).toBe(0);
    expect(await countFromArrival(db.client, "n2")).toBe(1);
    await db.client.network.update({ where: { id: "n2" }, data: { removedAt: NOW } });
    expect(await networksDue(db.client, NOW)).toEqual([]);
  });
});

it("SQLite finds them through the index, and looks at nobody who spoke lately", async () => {
  const db = await freshDatabase("sqlite", { random: () => 0.5 });
  const { sql, values } = dormantQuery(ask);
  const plan = await db.client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
  const lines = plan.map(({ detail }) => detail);
  expect(lines[0]).toBe(
    "SEARCH m USING INDEX Member_networkId_careStage_lastActiveAt_idx (networkId=? AND careStage=? AND lastActiveAt<?)",
  );
  expect(lines.filter((line) => line.startsWith("SCAN"))).toEqual([]);
  await db.close();
});
