import { expect, it } from "vitest";
import type { Card } from "../../src/chat/card.js";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

const WORDS = {
  en: {
    ...{ my: "/my", join: "/meet join", data: "My data", get: "Get my data", pause: "Pause processing" },
    ...{ resume: "End the pause", remove: "Delete my data …", all: "Delete everything", keep: "Keep my data" },
    ...{ exported: "Here is everything", paused: "nothing is computed about you", back: "The pause is over" },
    ...{
      outside: "Out of my reach",
      kept: "everything stays as it is",
      since: "deleted after this was asked",
      done: "everything about you is gone",
    },
    ...{ frozen: "is paused, so nothing", page: "What is kept about you", file: "my-data-2026-11-24" },
    ...{ pauseVerb: "pause", isPaused: "Processing of your data is paused", budget: "Messages I send on my own" },
    ...{ share: "/share", shareIt: "Share it", words: ["Free", "A lesson"] },
    ...{ command: "/my resume", gone: "You are not taking part yet", find: "/people search" },
  },
  id: {
    ...{ my: "/saya", join: "/temu ikut", data: "Data saya", get: "Ambil data saya", pause: "Jeda pemrosesan" },
    ...{ resume: "Akhiri jeda", remove: "Hapus data saya …", all: "Hapus semuanya", keep: "Jangan hapus" },
    ...{ exported: "Inilah semua", paused: "tidak ada yang dihitung tentang Anda", back: "Jeda sudah berakhir" },
    ...{
      outside: "Di luar jangkauan saya",
      kept: "semuanya tetap seperti adanya",
      since: "sudah dihapus setelah ini ditanyakan",
      done: "telah dihapus",
    },
    ...{ frozen: "sedang dijeda, jadi", page: "Yang disimpan tentang Anda", file: "data-saya-2026-11-24" },
    ...{
      pauseVerb: "jeda",
      isPaused: "Pemrosesan data Anda sedang dijeda",
      budget: "Pesan yang saya kirim lebih dulu",
    },
    ...{ share: "/bagikan", shareIt: "Bagikan", words: ["Gratis", "Satu pertemuan"] },
    ...{ command: "/saya lanjutkan", gone: "Anda belum ikut", find: "" },
  },
} as const;

const both = [["en"], ["id"]] as const;

async function arrives(world: World, locale: "en" | "id", name = "Ani"): Promise<Speaker> {
  const who = await world.member(name, { locale });
  await who.says("/introduce");
  await who.fills({ role: "teacher", languages: [locale], subjects: "Fisika", line: `Saya ${name}` });
  return who;
}

/** The files that were handed over last, by their names; only for this person. */
async function filesFor(world: World, who: Speaker): Promise<ReadonlyMap<string, string>> {
  const rows = await world.db.client.sandboxMessage.findMany({ orderBy: { seq: "desc" } });
  const place = (await who.reads()).at(-1)?.where;
  const blocksOf = ({ card }: (typeof rows)[number]) => (card as unknown as Card).blocks;
  const row = rows.find((one) => blocksOf(one).some(({ kind }) => kind === "file"));
  expect(row?.onlyFor === who.id || place?.kind === "dm").toBe(true);
  const files = row === undefined ? [] : blocksOf(row).flatMap((block) => (block.kind === "file" ? [block.file] : []));
  return new Map(files.map(({ name, content }) => [name, content]));
}

it.each(both)("in %s one gets what is kept, as a page and as a file, by oneself alone", async (locale) => {
  const say = WORDS[locale];
  const world = await openWorld();
  const ani = await arrives(world, locale);
  await arrives(world, "id", "Budi");
  await ani.says(`${say.share} Word wall. A new word each week.`);
  await ani.presses(say.shareIt);
  const codes = { licence: "ccBy", cost: "free", effort: "lesson" };
  await world.db.client.resource.updateMany({ data: codes });
  await ani.says(say.my);
  await ani.presses(say.data);
  await ani.presses(say.get);
  expect(ani.sees()).toContain(say.exported);
  const files = await filesFor(world, ani);
  expect([...files.keys()]).toEqual([`${say.file}.html`, `${say.file}.json`]);
  const [page = "", json = ""] = files.values();
  expect(page).toContain(say.page);
  expect(page).toContain("Saya Ani");
  expect(page).not.toContain("Budi");
  // What is stored as a code is read as a word; the file keeps the code.
  for (const word of ["CC BY", ...say.words]) expect(page).toContain(word);
  expect(page).not.toMatch(/ccBy|: free/);
  expect(JSON.parse(json)).toMatchObject({ tables: { Resource: [codes] } });
  expect(JSON.parse(json)).toMatchObject({ tables: { Profile: [{ line: "Saya Ani", memberId: "me" }] } });
  expect(json).not.toContain("Budi");
  expect(world.faults).toEqual([]);
});

it("two requests at once are one piece of work, and the page is the same", async () => {
  const world = await openWorld();
  await arrives(world, "en");
  const { id } = await world.db.client.member.findFirstOrThrow();
  const { privacy } = world.program.services;
  const [first, second] = await Promise.all([privacy.export(id), privacy.export(id)]);
  expect(first).toBe(second);
  expect(await privacy.export(id)).not.toBe(first);
});

it.each(both)("in %s nothing is sent or computed while processing is paused, until one says so", async (locale) => {
  const say = WORDS[locale];
  const world = await openWorld();
  const [ani, budi] = [await arrives(world, locale), await arrives(world, "id", "Budi")];
  for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
  const { client } = world.db;
  await ani.says(`${say.my} data`);
  await ani.presses(say.pause);
  expect(ani.sees()).toContain(say.paused);
  await world.program.flush();
  const days = JSON.stringify(await client.activityDay.findMany({ where: { member: { name: "Ani" } } }));
  const found = async () => {
    const { networkId } = await client.member.findFirstOrThrow();
    return (await world.program.services.introductions.search(networkId, "fisika")).portraits.map(({ name }) => name);
  };
  expect(await found()).toEqual(["Budi"]);
  await ani.hears();
  await world.goes("P15D");
  expect(await ani.hears()).toEqual([]);
  expect(await client.meeting.count()).toBe(0);
  await ani.says(say.join);
  expect(ani.sees()).toContain(say.frozen);
  await world.program.flush();
  expect(JSON.stringify(await client.activityDay.findMany({ where: { member: { name: "Ani" } } }))).toBe(days);
  await ani.says(say.command);
  expect(ani.sees()).toContain(say.back);
  expect(await found()).toEqual(["Ani", "Budi"]);
  await world.goes("P8D");
  expect((await ani.hears()).length).toBeGreaterThan(0);
  expect(world.faults).toEqual([]);
});

it.each(both)(
  "in %s one is told what goes and what stays, can keep it, and is a newcomer afterwards",
  async (locale) => {
    const say = WORDS[locale];
    const world = await openWorld();
    const [ani, budi] = [await arrives(world, locale), await arrives(world, "id", "Budi")];
    for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
    await budi.says("/orang ani");
    await ani.says(`${say.my} data`);
    await ani.presses(say.remove);
    expect(ani.sees()).toContain(say.outside);
    await ani.presses(say.keep);
    expect(ani.sees()).toContain(say.kept);
    const { client } = world.db;
    await ani.says(`${say.my} data`);
    await ani.presses(say.remove);
    await ani.presses(say.all);
    expect(ani.sees()).toContain(say.done);
    expect(await client.member.count({ where: { name: "Ani" } })).toBe(0);
    // On the same card: it is too late, and nothing says that all is as it was.
    await world.goes("PT1M");
    await ani.presses(say.keep);
    expect(ani.sees()).toContain(say.since);
    // What others still have in their hands leads nowhere, and kindly so.
    await budi.presses(budi.buttons()[0] ?? "");
    expect(budi.sees()).toContain("Ini sudah tidak ada.");
    await ani.says("/temu");
    expect(ani.sees()).toContain(say.gone);
    expect(await client.profile.count()).toBe(1);
    expect(await client.member.count()).toBe(3);
    expect(world.faults).toEqual([]);
  },
);

it("whoever is about to meet somebody who goes hears that they left, and is brought together with another", async () => {
  const world = await openWorld();
  const [ani, budi] = [await arrives(world, "id"), await arrives(world, "id", "Budi")];
  for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
  await world.goes("P8D");
  await budi.hears();
  await ani.says("/saya hapus");
  await ani.presses("Hapus semuanya");
  await world.goes("P1D");
  const heard = (await budi.hears()).join("\n");
  expect(heard).not.toContain("Ani");
  expect(heard).toContain("sudah keluar dari jejaring");
  expect(await world.db.client.enrolment.findMany()).toMatchObject([{ lastWeek: null, waiting: 1 }]);
  expect(world.faults).toEqual([]);
});

it("whoever has the same name as somebody who goes stays as they are", async () => {
  const world = await openWorld();
  const [ani, other] = [await arrives(world, "id"), await arrives(world, "id")];
  const { client } = world.db;
  const account = await client.account.findFirstOrThrow({ where: { externalId: other.id } });
  await ani.says("/saya hapus");
  await ani.presses("Hapus semuanya");
  expect(await client.member.findMany({ where: { name: "Ani" } })).toMatchObject([{ id: account.memberId }]);
  expect(await client.profile.findMany()).toMatchObject([{ memberId: account.memberId }]);
  await other.says("/saya");
  expect(other.sees()).not.toContain("telah dihapus");
});

it.each(both)("in %s one’s settings say while processing is paused, and end the pause", async (locale) => {
  const say = WORDS[locale];
  const world = await openWorld();
  const ani = await arrives(world, locale);
  await ani.says(say.my);
  expect(ani.buttons()).not.toContain(say.resume);
  expect(ani.sees()).toContain(say.budget);
  await ani.says(`${say.my} ${say.pauseVerb}`);
  await ani.says(say.my);
  expect(ani.sees()).toContain(say.isPaused);
  // Nothing comes unasked, so how much may come is of no use now.
  expect(ani.sees()).not.toContain(say.budget);
  await ani.presses(say.resume);
  expect(ani.sees()).toContain(say.back);
  await ani.says(say.my);
  expect(ani.sees()).not.toContain(say.isPaused);
  expect(ani.sees()).toContain(say.budget);
  expect(world.faults).toEqual([]);
});

it("a button from before somebody went does nothing for them, and a pause holds for what is due at the same moment", async () => {
  const world = await openWorld();
  const { client } = world.db;
  const [ani, budi] = [await arrives(world, "id"), await arrives(world, "id", "Budi")];
  await ani.says("/temu ikut tiap:1");
  await ani.says("/saya hapus");
  await ani.says("/saya data");
  await ani.presses("Hapus data saya …");
  const before = (await ani.reads()).find(({ buttons }) => buttons.some(({ label }) => label === "Hapus semuanya"));
  await ani.presses("Hapus semuanya");
  const again = before?.buttons.findIndex(({ label }) => label === "Hapus semuanya") ?? -1;
  await world.goes("PT1S");
  await world.sandbox.press(ani.id, before?.id ?? "", again);
  expect(await client.forgetting.count()).toBe(1);
  expect(await client.member.count({ where: { forgottenAt: null } })).toBe(2);
  await budi.says("/temu ikut tiap:1");
  const due = await world.program.planner.nextAt();
  await world.goes(new Date((due?.getTime() ?? 0) - 1));
  await budi.says("/saya data");
  await budi.presses("Jeda pemrosesan");
  const sent = await client.delivery.count({ where: { proactive: true } });
  await world.goes("P9D");
  expect(await client.delivery.count({ where: { proactive: true } })).toBe(sent);
  expect(await client.meetingMember.count()).toBe(0);
  expect(world.faults).toEqual([]);
});
