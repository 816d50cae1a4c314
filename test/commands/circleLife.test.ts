import { describe, expect, it } from "vitest";
import { openWorld, textOfMessage, type Speaker, type World, type WorldOptions } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

const QUESTION = "Bagaimana murid kelas 4 membaca dengan senang?";
const INTRODUCTION = { role: "teacher", languages: ["id", "en"], subjects: "literasi", level: "primary" };

async function introduces(who: Speaker, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/introduce");
  await who.fills({ ...INTRODUCTION, ...about });
}

async function reader(world: World, name: string, locale: "id" | "en" = "id"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await introduces(speaker);
  return speaker;
}

async function begins(who: Speaker, about: Record<string, unknown> = {}): Promise<void> {
  await who.says("/kombel mulai");
  await who.fills({ name: "Membaca", question: QUESTION, topics: "literasi", rhythm: "7", access: "open", ...about });
}

async function joins(who: Speaker): Promise<void> {
  await who.says("/circle");
  const [first = ""] = who.buttons();
  await who.presses(first);
}

/** Sari leads "Membaca", which meets every week; Budi and Tom are in it. */
async function openCircle(about: Record<string, unknown> = {}, options: WorldOptions = {}) {
  const world = await openWorld(options);
  const [sari, budi, tom] = [
    await reader(world, "Sari"),
    await reader(world, "Budi"),
    await reader(world, "Tom", "en"),
  ];
  await begins(sari, about);
  for (const who of [budi, tom]) await joins(who);
  return { world, sari, budi, tom };
}

/** What the bot wrote in the circle's own room, in the languages of all. */
const atHome = async (who: Speaker) =>
  (await who.reads()).filter(({ where, author }) => where.kind === "room" && author === null).map(textOfMessage);

const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));

async function circleOf(world: World, name = "Membaca") {
  return world.db.client.circle.findFirstOrThrow({ where: { name } });
}

async function idOf(world: World, name: string): Promise<string> {
  return (await world.db.client.member.findFirstOrThrow({ where: { name } })).id;
}

onBothDatabases("a circle", (open) => {
  it("that nobody is left in is put away, also in a break, and is on no list", async () => {
    const { world, sari, budi, tom } = await openCircle({}, { database: await open() });
    await sari.says("/kombel jeda sampai:2026-12-15");
    for (const who of [sari, budi]) await who.leaves();
    expect((await circleOf(world)).state).toBe("paused");
    await tom.leaves();
    expect(await circleOf(world)).toMatchObject({ state: "archived", facilitatorId: null, step: null });
    const rina = await reader(world, "Rina");
    await rina.says("/kombel");
    expect(rina.sees()).toContain("Belum ada kombel yang bisa diikuti.");
    await world.goes("P2D");
    expect(about(await rina.hears(), "Membaca")).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe("who leads a circle", () => {
  it("is found anew when the facilitator was forgotten, and told", async () => {
    const { world, sari, tom } = await openCircle();
    await sari.says("/kombel wakil <@" + tom.id + ">");
    await world.goes("P1D");
    await world.db.client.circle.updateMany({ data: { facilitatorId: null } });
    await world.db.client.circleMember.deleteMany({ where: { memberId: await idOf(world, "Sari") } });
    await world.goes("P12D");
    expect(about(await tom.hears(), "“Membaca” needs you as its facilitator")).toHaveLength(1);
    expect(await circleOf(world)).toMatchObject({ facilitatorId: await idOf(world, "Tom"), deputyId: null });
  });

  it("is whoever comes into a circle that nobody is left in", async () => {
    const { world } = await openCircle();
    await world.db.client.circle.updateMany({ data: { facilitatorId: null, deputyId: null } });
    await world.db.client.circleMember.updateMany({ data: { leftAt: world.clock.now() } });
    const rina = await reader(world, "Rina");
    await joins(rina);
    expect((await circleOf(world)).facilitatorId).toBe(await idOf(world, "Rina"));
  });

  it("names somebody else as deputy, kindly asked to", async () => {
    const { sari, tom } = await openCircle();
    await sari.says("/kombel wakil <@" + sari.id + ">");
    expect(sari.sees()).toContain("Anda sendiri fasilitator kombel ini. Mohon pilih orang lain.");
    await sari.says("/kombel serahkan <@" + tom.id + ">");
    await tom.says("/circle deputy <@" + tom.id + ">");
    expect(tom.sees()).toContain("You are the facilitator of this circle yourself. Please choose somebody else.");
  });
});

describe("a starter question", () => {
  it("is asked once, however often the button is pressed", async () => {
    const { world, sari, tom } = await openCircle();
    await world.goes("P13D");
    await sari.presses("Ajukan pertanyaan pembuka");
    await sari.presses("Ajukan pertanyaan pembuka");
    expect(sari.sees()).toContain("Sudah saya tanyakan kepada kombel");
    await world.goes("P9D");
    expect(about(await atHome(tom), "What did one pupil do")).toHaveLength(1);
  });

  it.each(["id", "en"] as const)("is asked of nobody by whoever is alone in it (%s)", async (locale) => {
    const world = await openWorld();
    const sari = await reader(world, "Sari", locale);
    await begins(sari);
    await world.goes("P13D");
    await sari.presses(locale === "id" ? "Ajukan pertanyaan pembuka" : "Ask a starter question");
    expect(sari.sees()).toContain(locale === "id" ? "Anda masih sendiri" : "You are alone in this circle so far");
  });
});

describe("a circle that is offered", () => {
  it("is offered no more when it is over, nor to whoever is in one", async () => {
    const world = await openWorld({ start: new Date("2026-11-24T15:00:00Z") });
    const [sari, budi, tom] = [
      await reader(world, "Sari"),
      await reader(world, "Budi"),
      await reader(world, "Tom", "en"),
    ];
    await begins(sari);
    await joins(budi);
    await sari.says("/kombel selesai");
    await sari.fills({});
    await world.goes("P3D");
    for (const who of [budi, tom])
      expect(about(await who.hears(), "“Membaca”").join()).not.toMatch(/may suit|mungkin cocok/);
    const offers = await world.db.client.delivery.findMany({ where: { notice: "circle.suggested" } });
    expect(offers.map(({ status }) => status)).toEqual(["dropped", "dropped"]);
  });

  it("is one with room, when somebody says what they look for; at most one a month", async () => {
    const world = await openWorld();
    const sari = await reader(world, "Sari");
    await begins(sari);
    const tom = await world.member("Tom", { locale: "en" });
    await introduces(tom, { subjects: "numerasi" });
    await world.goes("P3D");
    expect(about(await tom.hears(), "may suit you")).toEqual([]);
    await introduces(tom, { subjects: "numerasi", seeks: "literasi" });
    await world.goes("P3D");
    expect(about(await tom.hears(), "A circle that may suit you: “Membaca”")).toHaveLength(1);
    await begins(sari, { name: "Menulis" });
    await introduces(tom);
    await world.goes("P7D");
    expect(about(await tom.hears(), "may suit you")).toEqual([]);
    await world.goes("P21D");
    // Nobody is asked into a circle that is just deciding whether it goes on.
    await introduces(tom);
    expect(await world.db.client.delivery.count({ where: { notice: "circle.suggested" } })).toBe(1);
    await sari.says("/kombel hasil Menulis");
    await sari.fills({ product: "Kami menulis setiap pagi." });
    await introduces(tom);
    await world.goes("P3D");
    expect(about(await tom.hears(), "A circle that may suit you: “Menulis”")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});

it("somebody who has told that they met is offered a circle that shares what they look for", async () => {
  const world = await openWorld();
  const sari = await reader(world, "Sari");
  const tom = await world.member("Tom", { locale: "en" });
  await introduces(tom);
  await begins(sari);
  // What was offered when it began is long ago.
  await world.db.client.delivery.deleteMany({ where: { notice: "circle.suggested" } });
  const [network, tomId] = [await world.db.client.network.findFirstOrThrow(), await idOf(world, "Tom")];
  await world.db.client.meeting.create({
    data: {
      ...{ id: "meeting-1", networkId: network.id, kind: "now", status: "open", week: "2026-W48", reasons: [] },
      ...{ hostId: tomId, createdAt: world.clock.now(), icebreaker: "i02" },
      members: { create: [{ memberId: tomId }, { memberId: await idOf(world, "Sari") }] },
    },
  });
  const offers = () => world.db.client.delivery.count({ where: { notice: "circle.suggested" } });
  await world.program.services.meetups.followups.answer("meeting-1", tomId, "notYet");
  expect(await offers()).toBe(0);
  await world.program.services.meetups.followups.answer("meeting-1", tomId, "met");
  expect(await offers()).toBe(1);
});

describe("a break", () => {
  it("ends the search for a time, shows what is planned, cancels it with one button, and is told when it ends early", async () => {
    const { world, sari, budi, tom } = await openCircle();
    await sari.says("/kombel pertemuan");
    await sari.presses("Usulkan waktu");
    await sari.fills({ times: "2026-12-03 15:30" });
    await sari.says("/kombel pertemuan");
    await sari.presses("Usulkan waktu");
    await sari.fills({ times: "2026-12-07 15:30\n2026-12-08 15:30" });
    await sari.says("/kombel jeda sampai:2026-12-15");
    expect(sari.sees()).toContain("“Membaca” istirahat sampai Selasa, 15 Desember 2026.");
    expect(sari.sees()).toContain(
      "Terencana selama istirahat: Kamis, 3 Desember 2026, 15:30 WIB. Tetap berlangsung, kecuali Anda membatalkannya.",
    );
    await budi.says("/kombel pertemuan");
    expect(budi.sees()).not.toContain("Sedang dicari");
    await sari.presses("Batalkan yang terencana");
    expect(sari.sees()).toBe("1 pertemuan dibatalkan. Para anggota dikabari.");
    await world.goes("P7D");
    const heard = await atHome(tom);
    expect(about(heard, "The question which times suit is closed")).toHaveLength(1);
    expect(about(heard, "Which times suit")).toEqual([]);
    await sari.says("/kombel jalan-lagi");
    await world.goes("P7D");
    expect(about(await atHome(tom), "“Membaca” goes on")).toHaveLength(1);
    expect(await world.db.client.circleMeeting.count({ where: { state: { in: ["polling", "fixed"] } } })).toBe(0);
    expect(world.faults).toEqual([]);
  });

  it("keeps reminders of what somebody wanted to do until it is over", async () => {
    const { world, sari, budi } = await openCircle();
    const [circle, ownerId] = [await circleOf(world), await idOf(world, "Budi")];
    await world.db.client.circleAction.create({
      data: {
        ...{ id: "action-1", circleId: circle.id, ownerId, text: "Bawa buku", dueOn: "2026-11-26" },
        ...{ createdAt: world.clock.now(), stepAt: new Date("2026-11-26T00:00:00Z") },
      },
    });
    await sari.says("/kombel jeda sampai:2026-12-09");
    await world.goes("P14D");
    const reminders = async () =>
      (await world.db.client.delivery.findMany({ where: { key: { startsWith: "circleAction:action-1:" } } })).map(
        ({ dueAt }) => dueAt.toISOString(),
      );
    expect(await reminders()).toEqual([]);
    expect(about(await budi.hears(), "Bawa buku")).toEqual([]);
    await world.goes("P7D");
    // On the first morning after the break, and not again the next day, which was to be the third.
    expect(await reminders()).toEqual(["2026-12-09T00:00:00.000Z"]);
    expect(world.faults).toEqual([]);
  });

  it("across Lebaran stands still with the community's calendar", async () => {
    const { world, sari } = await openCircle();
    const network = await world.db.client.network.findFirstOrThrow();
    await world.program.services.calendar.add(network.id, {
      ...{ kind: "lebaran", name: "Lebaran", from: "2026-11-28", until: "2026-12-07", effect: "pause" },
    });
    // Ten days of which six are open, and then the four that were missing.
    await world.goes("P13D");
    expect(about(await sari.hears(), "sedang sepi")).toEqual([]);
    await world.goes("P6D");
    expect(about(await sari.hears(), "sedang sepi")).toEqual([]);
    await world.goes("P3D");
    expect(about(await sari.hears(), "“Membaca” sedang sepi")).toHaveLength(1);
  });
});

it("a monthly circle is asked about after 31, 38 and 45 days, put away, and can show what it did", async () => {
  const { world, sari, budi, tom } = await openCircle({ rhythm: "28" });
  // A year without holidays, so that the days can be counted.
  await world.db.client.calendarEntry.deleteMany();
  await tom.says("/circle product");
  await tom.fills({ product: "We watched two lessons." });
  await Promise.all([sari.hears(), budi.hears(), tom.hears()]);
  const quiet = async () => (await circleOf(world)).quiet;
  for (const [days, state] of [
    ["P30D", "none"],
    ["P2D", "facilitator"],
    ["P7D", "circle"],
    ["P7D", "vote"],
  ] as const) {
    await world.goes(days);
    expect(await quiet()).toBe(state);
  }
  expect((await circleOf(world)).state).toBe("active");
  await world.goes("P14D");
  expect((await circleOf(world)).state).toBe("archived");
  const [told, more] = about(await atHome(tom), "“Membaca” was put away");
  expect(more).toBeUndefined();
  expect(told).toContain("7 weeks together · 3 people");
  expect(told).toContain("0 meetings held · 1 of 4 stages brought a result");
  await budi.says("/kombel status Membaca");
  expect(budi.sees()).toContain("7 pekan bersama · 3 orang");
  await budi.presses("Bukti kerja");
  const page = (await budi.reads()).flatMap(({ text }) => text).join("\n");
  expect(page).toContain("Yang sudah dikerjakan");
  expect(world.faults).toEqual([]);
});

describe("what is for a circle's own room", () => {
  it("waits for nobody's share of private messages, and for the morning", async () => {
    const { world, sari, tom } = await openCircle();
    await world.goes("PT1H");
    await world.db.client.network.updateMany({ data: { settings: { gate: { perDay: 0, perWeek: 0 } } } });
    const changes = async (rhythm: string) => {
      await sari.says("/kombel ubah");
      await sari.fills({ rhythm });
      await world.goes("PT5M");
      return about(await atHome(tom), "Sari has changed how often you meet").length;
    };
    expect(await changes("14")).toBe(1);
    await world.goes("PT8H");
    expect(await changes("28")).toBe(1);
    await world.goes("PT10H");
    expect(about(await atHome(tom), "Sari has changed how often you meet")).toHaveLength(2);
  });
});

describe("what a circle agrees on", () => {
  it("is changed in a form that holds what is so now, and told in one line", async () => {
    const { world, sari, budi, tom } = await openCircle({ agreements: "Mulai tepat waktu" });
    await budi.says("/kombel ubah");
    expect(budi.sees()).toBe("Itu bagian yang memimpin kombel ini: Sari. Silakan minta tolong kepadanya.");
    await sari.says("/kombel ubah");
    expect(sari.sees()).toContain(JSON.stringify(QUESTION));
    expect(sari.sees()).toContain('"Mulai tepat waktu"');
    await sari.fills({});
    expect(sari.sees()).toBe("Tidak ada yang berubah, jadi tidak ada yang diberi tahu.");
    await sari.says("/kombel ubah");
    await sari.fills({ lastDay: "2027-12-01" });
    expect(sari.sees()).toContain("paling jauh 16 pekan lagi");
    await sari.fills({ lastDay: "2026-12-22", rhythm: "14" });
    expect(sari.sees()).toBe("Diubah di “Membaca”: seberapa sering bertemu dan hari terakhir. Para anggota dikabari.");
    expect(await circleOf(world)).toMatchObject({ rhythm: 14, endsOn: "2026-12-22", question: QUESTION });
    const products = await world.db.client.circleProduct.findMany({ orderBy: { dueOn: "asc" } });
    expect(products.map(({ stage, dueOn }) => `${stage} ${dueOn}`)).toEqual([
      ...["reflect 2026-11-30", "plan 2026-12-05", "do 2026-12-16", "evaluate 2026-12-22"],
    ]);
    await world.goes("P7D");
    expect(about(await atHome(tom), "“Membaca”: Sari has changed how often you meet and the last day")).toHaveLength(1);
    // Private from now on: on no list, and joined by invitation only.
    await sari.says("/kombel ubah");
    await sari.fills({ access: "private" });
    expect(sari.sees()).toBe("Diubah di “Membaca”: siapa yang bisa ikut. Para anggota dikabari.");
    const eka = await world.member("Eka", { locale: "id" });
    await eka.says("/kombel lihat");
    expect(eka.sees()).not.toContain("Membaca");
    await sari.says("/kombel ubah");
    await sari.fills({ access: "open" });
    await eka.says("/kombel gabung Membaca");
    expect(eka.sees()).toContain("Selamat datang di “Membaca”");
  });
});

describe("an organiser who is not in a circle", () => {
  it("sees how it stands, has it rest and end, and names a facilitator; nobody else from outside does", async () => {
    const { world, sari, budi, tom } = await openCircle({ access: "private" });
    for (const who of [budi, tom]) await sari.says("/kombel undang <@" + who.id + ">");
    await world.goes("P1D");
    await budi.presses("Ikut");
    const ayu = await world.member("Ayu", { locale: "en", isOrganiser: true });
    await ayu.says("/circle status Membaca");
    expect(ayu.sees()).toContain("State: Going on");
    expect(ayu.sees()).toContain("Facilitator: Sari");
    expect(ayu.sees()).toContain("1 week together · 2 people");
    expect(ayu.sees()).not.toContain(QUESTION);
    const rina = await world.member("Rina", { locale: "en" });
    await rina.says("/circle status Membaca");
    expect(rina.sees()).toContain("I know no circle called “Membaca”.");
    await ayu.says("/circle hand-over person:<@" + budi.id + "> circle:Membaca");
    expect(ayu.sees()).toContain("Budi is the facilitator of “Membaca” now");
    await ayu.says("/circle pause until:2026-12-15 circle:Membaca");
    expect(ayu.sees()).toContain("“Membaca” has a break until");
    await ayu.says("/circle status Membaca");
    await ayu.presses("End the break");
    expect(ayu.sees()).toBe("“Membaca” goes on.");
    await ayu.says("/circle status Membaca");
    await ayu.presses("Finish the circle");
    await ayu.fills({});
    expect((await circleOf(world)).state).toBe("finished");
    for (const verb of ["change", "evidence", "minutes", "todo"]) {
      await ayu.says(`/circle ${verb} Membaca`);
      expect(ayu.sees()).not.toContain("Sari");
    }
    await world.goes("P9D");
    expect(about(await sari.hears(), "Budi kini fasilitator “Membaca”")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("opens one again that is over, for those who are still in it, and none that nobody is in", async () => {
    const { world, sari, budi, tom } = await openCircle({ access: "private" });
    for (const who of [budi, tom]) await sari.says("/kombel undang <@" + who.id + ">");
    await world.goes("P1D");
    await budi.presses("Ikut");
    const ayu = await world.member("Ayu", { locale: "en", isOrganiser: true });
    await ayu.says("/circle finish Membaca");
    await ayu.fills({});
    await world.goes("P9D");
    await tom.says("/circle reopen Membaca");
    expect((await circleOf(world)).state).toBe("finished");
    await ayu.says("/circle status Membaca");
    await ayu.presses("Open again");
    expect(ayu.sees()).toBe(
      "“Membaca” is open again.\nIt has no last day for now; whoever leads it can set one with /circle change.",
    );
    expect((await circleOf(world)).state).toBe("active");
    await world.goes("P9D");
    expect(about(await sari.hears(), "dibuka lagi").length + about(await budi.hears(), "dibuka lagi").length).toBe(2);
    await world.db.client.circle.updateMany({ data: { state: "archived" } });
    await world.db.client.circleMember.updateMany({ data: { leftAt: world.clock.now() } });
    await ayu.says("/circle reopen Membaca");
    expect(ayu.sees()).toContain("Everybody who was in this circle has left it");
    expect((await circleOf(world)).state).toBe("archived");
    expect(world.faults).toEqual([]);
  });
});

it("a circle that is opened again leaves out who is in three others, and brings back what was to be done", async () => {
  const { world, sari, budi } = await openCircle();
  await world.db.client.circleAction.create({
    data: {
      ...{
        id: "action-1",
        circleId: (await circleOf(world)).id,
        ownerId: await idOf(world, "Tom"),
        text: "Bring books",
      },
      ...{ dueOn: "2026-12-10", createdAt: world.clock.now(), stepAt: new Date("2026-12-10T00:00:00Z") },
    },
  });
  await sari.says("/kombel selesai");
  await sari.fills({});
  for (const name of ["Satu", "Dua", "Tiga"]) await begins(budi, { name });
  await sari.says("/kombel buka-lagi Membaca");
  expect(sari.sees()).toContain("“Membaca” dibuka lagi.");
  expect(sari.sees()).toContain("Belum ikut lagi, karena sudah berada di sebanyak mungkin kombel: Budi.");
  const { stepAt } = await world.db.client.circleAction.findFirstOrThrow();
  expect(stepAt?.toISOString()).toBe("2026-12-10T00:00:00.000Z");
  expect(world.faults).toEqual([]);
});

it("whoever is in two circles and asks in the place of one of them means that one", async () => {
  const { world, sari, budi } = await openCircle();
  await begins(sari, { name: "Berhitung", question: "Apa yang membuat pecahan sulit?", topics: "pecahan" });
  await sari.says("/kombel undang <@" + budi.id + "> kombel:Berhitung");
  await world.goes("PT1H");
  const home = (await budi.reads()).find(({ where }) => where.kind === "room")?.where;
  expect(home).toBeDefined();
  await sari.says("/kombel status", home?.id);
  expect(sari.sees()).toContain(QUESTION);
  await sari.says("/kombel pertemuan", home?.id);
  expect(sari.sees()).toContain("Membaca");
  await sari.says("/kombel pertemuan");
  expect(sari.sees()).toContain("Membaca, Berhitung");
  expect(world.faults).toEqual([]);
});

it("a circle that is over is said to be over, to whoever would like to join it by its name", async () => {
  const { world, sari } = await openCircle({});
  await sari.says("/kombel selesai");
  await sari.fills({});
  const eka = await world.member("Eka", { locale: "id" });
  await eka.says("/kombel gabung Membaca");
  expect(eka.sees()).toContain("Kombel ini sudah selesai");
  await eka.says("/kombel gabung Menari");
  expect(eka.sees()).toContain("Saya tidak mengenal kombel bernama “Menari”");
  expect(world.faults).toEqual([]);
});
