import { expect, it } from "vitest";
import { openWorld, type World } from "../../support/conversation.js";
import { onBothDatabases } from "../../support/database.js";

async function arrives(world: World, name: string) {
  const who = await world.member(name, { locale: "id" });
  await who.says("/kenalan");
  await who.fills({ role: "teacher", languages: ["id"], subjects: "Fisika", line: `Saya ${name}` });
  return who;
}

onBothDatabases("what is kept", (open) => {
  it("is forgotten a month after somebody left, and what they gave to everybody stays", async () => {
    const world = await openWorld({ database: await open() });
    const { client } = world.db;
    const ani = await arrives(world, "Ani");
    await arrives(world, "Budi");
    await ani.leaves();
    await world.goes("P29D");
    expect(await client.profile.count()).toBe(2);
    await world.goes("P2D");
    expect(await client.profile.findMany()).toMatchObject([{ line: "Saya Budi" }]);
    expect(await client.forgetting.findMany()).toMatchObject([{ why: "left" }]);
    expect(await client.member.count({ where: { forgottenAt: { not: null }, name: "" } })).toBe(1);
    await world.goes("P40D");
    expect(await client.forgetting.count()).toBe(1);
    expect(world.faults).toEqual([]);
  });

  it("of days goes into counts of everybody after a year, and settled messages say nothing after three months", async () => {
    const world = await openWorld({ database: await open() });
    const { client } = world.db;
    await arrives(world, "Ani");
    const member = await client.member.findFirstOrThrow();
    for (const [date, messages] of [
      ["2025-10-03", 2],
      ["2025-10-28", 3],
      ["2025-11-02", 5],
    ] as const)
      await client.activityDay.create({ data: { memberId: member.id, date, messages } });
    const at = new Date("2026-07-01T00:00:00Z");
    const letter = {
      networkId: member.networkId,
      recipient: `member:${member.id}`,
      to: {},
      notice: "x.y",
      priority: 1,
    };
    await client.delivery.create({
      data: {
        ...{ ...letter, id: "old", key: "old", facts: { text: "words" }, proactive: false, status: "sent" },
        ...{ dueAt: at, nextAt: at, createdAt: at, settledAt: at },
      },
    });
    await client.contact.create({ data: { memberId: member.id, deliveryId: "old", at, priority: 1 } });
    await world.goes("P2D");
    expect(await client.activityMonth.findMany()).toMatchObject([{ month: "2025-10", members: 1, messages: 5 }]);
    const days = await client.activityDay.findMany({ where: { date: { lt: "2026-01-01" } } });
    expect(days.map(({ date }) => date)).toEqual(["2025-11-02"]);
    expect(await client.delivery.findUniqueOrThrow({ where: { id: "old" } })).toMatchObject({ facts: {} });
    expect(await client.contact.count({ where: { deliveryId: "old" } })).toBe(0);
    expect(world.faults).toEqual([]);
  });
});

it("a report goes a year after it was closed, and an open one stays", async () => {
  const world = await openWorld();
  const head = await world.member("Sari", { locale: "id", isOrganiser: true });
  const ani = await world.member("Ani", { locale: "id" });
  for (const who of ["Budi", "Citra"]) {
    await world.member(who, { locale: "id" });
    await ani.says("/lapor");
    await ani.fills({ person: who, text: `tentang ${who}` });
  }
  await head.says("/atur laporan");
  await head.presses("Tutup");
  await head.fills({ note: "" });
  expect(await world.db.client.report.count()).toBe(2);
  await world.goes("P2D");
  expect(await world.db.client.report.count()).toBe(2);
  const closedAt = new Date(Date.parse("2026-11-26T00:00:00Z") - 366 * 86_400_000);
  await world.db.client.report.updateMany({ where: { status: "closed" }, data: { closedAt } });
  await world.goes("P2D");
  expect(await world.db.client.report.findMany()).toMatchObject([{ status: "open" }]);
  expect(world.faults).toEqual([]);
});

it("whoever was back before they could be forgotten is not forgotten", async () => {
  const world = await openWorld();
  const ani = await arrives(world, "Ani");
  const { id } = await world.db.client.member.findFirstOrThrow();
  expect(await world.program.services.privacy.forget(id, "left", "all")).toBeUndefined();
  await ani.says("/saya");
  expect(await world.db.client.profile.findMany()).toMatchObject([{ line: "Saya Ani" }]);
  expect(await world.db.client.forgetting.count()).toBe(0);
});

it("whoever comes back on the same day keeps their settings, and is asked again whether to take part", async () => {
  const world = await openWorld();
  const ani = await arrives(world, "Ani");
  await ani.says("/temu ikut");
  await ani.says("/saya tenang dari:20.00 sampai:05.30");
  await ani.leaves();
  await world.sandbox.addPerson({ id: ani.id, name: "Ani", locale: "id" });
  const again = world.known(ani.id);
  await again.says("/saya");
  expect(again.sees()).toContain("20:00");
  await again.says("/temu");
  expect(again.sees()).toContain("[Ikut");
  expect(world.faults).toEqual([]);
});
