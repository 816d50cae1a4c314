import { expect, it } from "vitest";
import type { Card } from "../../src/chat/card.js";
import { census } from "../../src/features/privacy/census/rules.js";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

async function opens(): Promise<readonly [World, Speaker, Speaker]> {
  const world = await openWorld();
  const ani = await world.member("Ani Rahayu", { locale: "id", isOrganiser: true });
  const budi = await world.member("Budi", { locale: "en", isOrganiser: true });
  for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
  return [world, ani, budi];
}

it("a network is handed to its organisers as a file in which no member is named", async () => {
  const [world, ani] = await opens();
  await ani.says("/atur ekspor");
  expect(ani.sees()).toContain("Tidak ada nama anggota di dalamnya");
  const rows = await world.db.client.sandboxMessage.findMany({ orderBy: { seq: "desc" } });
  const files = rows.flatMap(({ card }) =>
    (card as unknown as Card).blocks.flatMap((block) => (block.kind === "file" ? [block.file] : [])),
  );
  expect(files.map(({ name }) => name)).toEqual(["jejaring-2026-11-24.json"]);
  const content = files[0]?.content ?? "";
  expect(JSON.parse(content)).toMatchObject({ network: { name: "Jejaring" }, members: { here: 2 } });
  expect(content).not.toMatch(/Rahayu|Budi/);
  expect(world.faults).toEqual([]);
});

it.each([
  [
    "en",
    "/setup delete-network",
    "That is not the name",
    "I am quiet",
    "Take it back",
    "this network stays",
    "deleted on",
  ],
  ["id", "/atur hapus-jejaring", "Itu bukan nama", "saya diam", "Batalkan penghapusan", "tetap ada", "dihapus pada"],
])(
  "in %s a network ends when its name is typed, is quiet at once, and stays when somebody takes it back",
  async (locale, command, wrong, quiet, back, stays, stands) => {
    const [world, ani, budi] = await opens();
    const who = locale === "id" ? ani : budi;
    const status = locale === "id" ? "/atur" : "/setup";
    await who.says(command);
    await who.fills({ network: "Something else" });
    expect(who.sees()).toContain(wrong);
    await who.fills({ network: " jejaring" });
    expect(who.sees()).toContain(quiet);
    await who.says(status);
    expect(who.sees()).toContain(stands);
    for (const one of [ani, budi]) await one.hears();
    await world.goes("P15D");
    for (const one of [ani, budi]) expect(await one.hears()).toEqual([]);
    await who.presses(back);
    expect(who.sees()).toContain(stays);
    await world.goes("PT1M");
    await world.goes("P40D");
    expect((await ani.hears()).length).toBeGreaterThan(0);
    expect(world.faults).toEqual([]);
  },
);

it("who else organises it hears at once that a network is to end, can take that back, and hears when it stays", async () => {
  const [world, ani, budi] = await opens();
  const citra = await world.member("Citra", { locale: "en" });
  await citra.says("/meet join every:1");
  for (const one of [ani, budi, citra]) await one.hears();
  await ani.says("/atur hapus-jejaring Jejaring");
  await world.goes("PT1M");
  const last = async (one: Speaker) => (await one.reads()).at(-1);
  expect(await last(budi)).toMatchObject({ title: "This network is to be deleted" });
  expect((await last(budi))?.text).toMatch(/Ani Rahayu asked for it.*24 December/);
  for (const one of [ani, citra]) expect((await last(one))?.title ?? "").not.toMatch(/deleted|dihapus/);
  await citra.says("/meet");
  expect(citra.sees()).toMatch(/There are no rounds now.*24 December/);
  expect(citra.sees()).toMatch(/Next round: none planned/);
  // Long past the round that was planned: it is told to nobody as one to come.
  await world.goes("P15D");
  await budi.presses("Take it back");
  expect(budi.sees()).toContain("this network stays");
  await budi.says("/setup");
  expect(budi.sees()).toMatch(/Next round: none planned/);
  await world.goes("PT1M");
  const kept = (await ani.reads()).find(({ title }) => title === "Jejaring ini tetap ada");
  expect(kept?.text).toContain("Budi membatalkan");
  await budi.says("/setup");
  expect(budi.sees()).not.toMatch(/none planned|November/);
  expect(budi.sees()).toMatch(/Next round: .*December/);
  expect(world.faults).toEqual([]);
});

it("whoever has not heard yet that a network is to end hears nothing when that is taken back", async () => {
  const [world] = await opens();
  const citra = await world.member("Citra", { locale: "en", isOrganiser: true });
  const members = await world.db.client.member.findMany({ orderBy: { createdAt: "asc" } });
  const idOf = (name: string) => members.find((one) => one.name === name)?.id ?? "";
  const { id } = await world.db.client.network.findFirstOrThrow();
  const { network } = world.program.services.privacy;
  // Both before the next delivery.
  await network.remove(id, idOf("Ani Rahayu"), "Jejaring");
  await network.takeBack(id, idOf("Budi"));
  await world.goes("PT1M");
  const titles = async (name: string) => {
    const rows = await world.db.client.delivery.findMany({
      where: { recipient: `member:${idOf(name)}`, status: "sent" },
    });
    return rows.map(({ notice }) => notice).filter((notice) => notice.startsWith("setup.network"));
  };
  expect(await titles("Ani Rahayu")).toEqual(["setup.networkKept"]);
  expect(await titles("Budi")).toEqual([]);
  expect(await titles("Citra")).toEqual([]);
  expect((await citra.reads()).map(({ title }) => title)).not.toContain("This network is to be deleted");
  expect(world.faults).toEqual([]);
});

it("nobody is matched in a network that is to be deleted, and the rounds go on when it stays", async () => {
  const [world, ani] = await opens();
  for (const name of ["Citra", "Dewi", "Eko", "Fitri"]) {
    const who = await world.member(name, { locale: "id" });
    await who.says("/kenalan");
    await who.fills({ role: "teacher", languages: ["id"], subjects: "Fisika", line: `Saya ${name}` });
    await who.says("/temu ikut tiap:1");
  }
  await world.goes("P9D");
  const { client } = world.db;
  const before = await client.meeting.count();
  expect(before).toBeGreaterThan(0);
  await ani.says("/atur hapus-jejaring Jejaring");
  const asked = await client.meetingMember.count({ where: { askAgainAt: { not: null } } });
  await world.goes("P20D");
  expect(await client.meeting.count()).toBe(before);
  expect(await client.meetingMember.count({ where: { askAgainAt: { not: null } } })).toBe(asked);
  await ani.says("/atur");
  await ani.presses("Batalkan penghapusan");
  await world.goes("P14D");
  expect(await client.meeting.count()).toBeGreaterThan(before);
  expect(world.faults).toEqual([]);
});

it("nothing of a network is left a month after it was ended", async () => {
  const [world, ani] = await opens();
  await world.goes("P9D");
  const { client } = world.db;
  const { id } = await client.network.findFirstOrThrow();
  await ani.says("/atur hapus-jejaring Jejaring");
  await world.goes("P31D");
  const left: string[] = [];
  for (const [model, { outside }] of Object.entries(census)) {
    if (outside === "platform") continue;
    const rows = await client.$queryRawUnsafe<unknown[]>(`SELECT * FROM "${model}"`);
    const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    if (text.includes(id) || text.includes("Rahayu")) left.push(`${model}: ${text.slice(0, 300)}`);
  }
  expect(left).toEqual([]);
  expect(await client.forgetting.findMany()).toMatchObject([{ why: "network" }]);
  await ani.says("/temu");
  expect(ani.sees()).toContain("Anda belum ikut");
  expect(world.faults).toEqual([]);
});
