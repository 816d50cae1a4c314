import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World, type WorldOptions } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

/** A teacher who speaks both languages and offers these topics. */
async function knower(
  world: World,
  name: string,
  offers = "formative assessment",
  about: Readonly<Record<string, unknown>> = {},
): Promise<Speaker> {
  const speaker = await world.member(name, { locale: "en" });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: "kimia", offers, ...about });
  return speaker;
}

async function asker(world: World, name = "Budi"): Promise<Speaker> {
  const speaker = await world.member(name, { locale: "id" });
  await speaker.says("/kenalan");
  await speaker.fills({ role: "teacher", languages: ["id"] });
  return speaker;
}

const QUESTION = "Bagaimana asesmen formatif di kelas berisi 40 murid?";

async function asks(budi: Speaker, values: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await budi.says("/tanya baru");
  await budi.fills({ question: QUESTION, topics: "asesmen formatif", ...values });
}

interface Town {
  readonly world: World;
  readonly budi: Speaker;
  readonly known: readonly Speaker[];
}

const NAMES = ["Ani", "Citra", "Dewi", "Eka", "Fitri", "Gita", "Hana"];

/** Budi, and so many others who offer formative assessment. */
async function town(count: number, options: WorldOptions = {}): Promise<Town> {
  const world = await openWorld(options);
  const known: Speaker[] = [];
  for (const name of NAMES.slice(0, count)) known.push(await knower(world, name));
  return { world, budi: await asker(world), known };
}

const memberId = async (world: World, name: string) =>
  (await world.db.client.member.findFirstOrThrow({ where: { name } })).id;
const heardOf = async (who: Speaker) => (await who.hears()).join("\n\n");
const helpers = async (world: World, outcome?: string) =>
  (
    await world.db.client.askHelper.findMany({
      where: outcome === undefined ? {} : { outcome },
      include: { member: true },
      orderBy: [{ turn: "asc" }, { member: { name: "asc" } }],
    })
  ).map(({ member, turn }) => `${member.name} ${turn}`);

/** Presses Answer on what was brought last, and sends this. */
async function answers(who: Speaker, text: string, button = "Answer"): Promise<void> {
  await who.presses(button);
  await who.fills({ answer: text });
}

onBothDatabases("a question", (open) => {
  it("goes to at most three who know, is answered, solved and credited, in the language of each", async () => {
    const { world, budi, known } = await town(4, { database: await open() });
    await asks(budi);
    expect(budi.sees()).toBe(
      [
        "Pertanyaan Anda sedang disampaikan",
        "Saya sudah menanyai 3 orang yang paham tentang asesmen formatif. Mereka menerimanya pada jam kerja mereka.",
        "Begitu ada jawaban, Anda saya kabari.",
        "[Tambahkan sesuatu] [Tutup]",
      ].join("\n"),
    );
    await world.goes("PT1H");
    const heard = await Promise.all(known.map((one) => one.hears()));
    const asked = known.filter((_, index) => (heard[index] ?? []).length > 0);
    expect(asked).toHaveLength(3);
    const [ani, citra, dewi] = asked as [Speaker, Speaker, Speaker];
    expect(heard.flat()[0]).toContain(
      [
        "Budi has a question for you",
        `“${QUESTION}”`,
        "I bring it to you because you offer formative assessment.",
        "A few lines are plenty. You get one question a week at most.",
      ].join("\n"),
    );
    await answers(ani, "Kartu keluar tiap akhir pelajaran.");
    expect(ani.sees()).toBe("Thank you! Your answer is on its way to whoever asked.\n[All answers]");
    await answers(citra, "Coba papan tulis kecil.");
    await world.goes("P1D");
    const news = await heardOf(budi);
    expect(news).toContain(
      `Ani sudah menjawab Anda\nPertanyaan Anda: “${QUESTION}”\n“Kartu keluar tiap akhir pelajaran.”`,
    );
    await world.goes("P1D");
    expect(news + (await heardOf(budi))).toContain("“Coba papan tulis kecil.”");
    await budi.says("/tanya saya");
    expect(budi.sees()).toContain(`“${QUESTION}” Jawaban sejauh ini: 2.`);
    await budi.presses("Tambahkan sesuatu");
    await budi.fills({ addition: "Kelasnya kelas 7." });
    expect(budi.sees()).toContain("Sudah ditambahkan. Mereka yang sudah menjawab saya kabari.");
    // A helper's week has room for one such message.
    await world.goes("P6D");
    expect(await heardOf(ani)).toContain("Budi adds something\n“Kelasnya kelas 7.”");
    expect(await heardOf(dewi)).not.toContain("adds something");
    await budi.says("/tanya saya");
    await budi.presses("Terjawab");
    expect(budi.sees()).toContain("Syukurlah. Jawaban mana yang membantu?");
    await budi.presses("Ani");
    expect(budi.sees()).toBe("Syukurlah. Ani menerima ucapan terima kasih Anda.");
    await world.goes("P8D");
    expect(await heardOf(ani)).toContain("Budi thanks you: your answer helped");
    expect(await heardOf(citra)).not.toContain("helped");
    await citra.presses("All answers");
    expect(citra.sees()).toBe(
      [
        "Budi asks",
        `“${QUESTION}”`,
        "Ani (this helped): Kartu keluar tiap akhir pelajaran.",
        "Citra: Coba papan tulis kecil.",
        "Added by whoever asked: Kelasnya kelas 7.",
        "Solved",
      ].join("\n"),
    );
    await dewi.presses("Answer");
    expect(dewi.sees()).toBe(
      "This question has been solved in the meantime, so nothing was changed. Thank you for looking at it.",
    );
    await budi.presses("Tutup");
    expect(budi.sees()).toContain("Pertanyaan ini sudah terjawab");
    expect(await world.db.client.delivery.count({ where: { notice: "ask.thanked" } })).toBe(1);
    expect(await world.db.client.askAnswer.count({ where: { isCredited: true } })).toBe(1);
    expect(world.faults).toEqual([]);
  });

  it("takes the answers of two at the same instant, and tells of both", async () => {
    const { world, budi } = await town(2, { database: await open() });
    await asks(budi);
    const { id, networkId } = await world.db.client.ask.findFirstOrThrow();
    const ids = await Promise.all(["Ani", "Citra"].map((name) => memberId(world, name)));
    const sent = await Promise.all(
      ids.map((one) =>
        world.program.services.asks.submit(
          { memberId: one, networkId },
          { for: "answer", askId: id, text: `jawaban ${one}` },
        ),
      ),
    );
    expect(sent.map(({ kind }) => kind)).toEqual(["answered", "answered"]);
    await world.goes("P4D");
    const heard = await heardOf(budi);
    for (const one of ids) expect(heard).toContain(`“jawaban ${one}”`);
    expect(await helpers(world, "answered")).toEqual(["Ani 1", "Citra 1"]);
    expect(world.faults).toEqual([]);
  });
});

onBothDatabases("a question on which two pass at the same instant", (open) => {
  it("goes to two others, each once", async () => {
    const { world, budi } = await town(5, { database: await open() });
    await asks(budi);
    const { id, networkId } = await world.db.client.ask.findFirstOrThrow();
    const asked = await world.db.client.askHelper.findMany();
    const passing = asked.slice(0, 2).map(({ memberId: one }) => ({ memberId: one, networkId }));
    await Promise.all(passing.map((who) => world.program.services.asks.pass(id, who)));
    expect((await helpers(world, "asked")).map((one) => one.slice(-1))).toEqual(["1", "2", "2"]);
    expect(await helpers(world)).toHaveLength(5);
    expect(world.faults).toEqual([]);
  });
});

describe("a question that nobody answers", () => {
  it("goes to the next, then to the list of helpers, and then its asker is told, without blame", async () => {
    const { world, budi } = await town(7);
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const joko = await knower(world, "Joko", "koding");
    await ina.says("/setup role @Joko helper");
    expect(ina.sees()).toBe("Joko is on the list of helpers now.");
    await asks(budi);
    expect(await helpers(world, "asked")).toHaveLength(3);
    // Tuesday to Thursday.
    await world.goes("P2D");
    expect((await helpers(world, "lapsed")).every((one) => one.endsWith(" 1"))).toBe(true);
    expect((await helpers(world, "asked")).map((one) => one.slice(-1))).toEqual(["2", "2", "2"]);
    // Thursday to Monday: weekends are no working days.
    await world.goes("P3D");
    expect(await helpers(world, "lapsed")).toHaveLength(3);
    await world.goes("P1D");
    expect(await helpers(world, "asked")).toEqual(["Joko 3"]);
    await world.goes("PT6H");
    expect(await heardOf(budi)).toContain(
      "Jawabannya masih saya carikan\nMereka yang saya tanyai lebih dulu sedang banyak pekerjaan.",
    );
    expect(await heardOf(joko)).toContain("because you are one of those who gladly help with anything.");
    await world.goes("P4D");
    expect(await heardOf(budi)).toContain("Belum ada jawaban\nSemua yang bisa saya tanyai sudah saya tanyai");
    expect(await world.db.client.askHelper.count()).toBe(7);
    // Late is not too late.
    await answers(joko, "Mungkin lewat kuis singkat.");
    await world.goes("P3D");
    expect(await heardOf(budi)).toContain("Joko sudah menjawab Anda");
    expect(
      await world.db.client.delivery.count({ where: { notice: { in: ["ask.stillLooking", "ask.nobody"] } } }),
    ).toBe(2);
    expect(world.faults).toEqual([]);
  });

  it("goes to organisers where there is no such list, and says at once when there is nobody at all", async () => {
    const world = await openWorld();
    const budi = await asker(world);
    await asks(budi, { topics: "koding" });
    expect(budi.sees()).toContain("Saat ini belum ada yang bisa saya tanyai tentang ini.");
    const ina = await world.member("Ina", { locale: "id", isOrganiser: true });
    await ina.says("/kenalan");
    await ina.fills({ role: "teacher", languages: ["id"] });
    await asks(budi, { topics: "koding" });
    expect(budi.sees()).toContain(
      "jadi saya bertanya kepada rekan lain yang mungkin bisa membantu atau tahu siapa yang bisa.",
    );
    await world.goes("P1D");
    expect(await heardOf(ina)).toContain("sebagai pengurus karena belum saya temukan orang lain yang paham.");
  });

  it("asks the asker after 14 quiet days whether it is still open, and closes it 7 days later", async () => {
    const { world, budi } = await town(1);
    await world.db.client.calendarEntry.deleteMany();
    await asks(budi);
    const state = async () => (await world.db.client.ask.findFirstOrThrow()).state;
    await world.goes("P17D");
    expect(await heardOf(budi)).toContain("Apakah ini masih terbuka?");
    await budi.presses("Biarkan terbuka");
    expect(budi.sees()).toBe("Baik, pertanyaan ini tetap terbuka.");
    await world.goes("P13D");
    expect(await heardOf(budi)).not.toContain("masih terbuka?");
    await world.goes("P5D");
    expect(await heardOf(budi)).toContain("Apakah ini masih terbuka?");
    expect(await state()).toBe("open");
    await world.goes("P7D");
    expect(await state()).toBe("closed");
    await budi.presses("Biarkan terbuka");
    expect(budi.sees()).toContain("Pertanyaan ini sudah ditutup, jadi tidak ada yang diubah.");
    expect(await world.db.client.ask.count({ where: { stepAt: { not: null } } })).toBe(0);
  });
});

describe("an anonymous question", () => {
  it("shows its asker nowhere, from the first message to the thanks", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says("/setup channels asks:#obrolan");
    // One who greets newcomers, and so is told the name of everybody who came, whatever they ask.
    const greta = await world.member("Greta", { locale: "en" });
    await ina.says("/setup role @Greta greeter");
    const others = [ina];
    for (const name of ["Ani", "Citra"]) others.push(await knower(world, name));
    // A name that occurs in no word of ours.
    const budi = await asker(world, "Zulkarnaen");
    await asks(budi, { anonymous: true });
    expect(budi.sees()).toContain("Nama Anda tidak tampil di mana pun.");
    await world.goes("P1D");
    const [, ani, citra] = others as [Speaker, Speaker, Speaker];
    expect(await heardOf(ani)).toContain("Somebody has a question for you");
    await answers(ani, "Kartu keluar.");
    await world.goes("P1D");
    expect(await heardOf(budi)).toContain("Ani sudah menjawab Anda");
    await budi.presses("Tambahkan sesuatu");
    await budi.fills({ addition: "Terima kasih, dan untuk kelas 7?" });
    await world.goes("P6D");
    expect(await heardOf(ani)).toContain("Whoever asked adds something");
    await citra.says("/ask open");
    expect(citra.sees()).toContain("Somebody asks: “");
    await ani.says("/ask open");
    await ina.presses("Semua jawaban");
    expect(ina.sees()).toContain("Added by whoever asked: Terima kasih, dan untuk kelas 7?");
    for (const one of others) await one.says("/ask safety");
    expect(ina.sees()).toBe("Only members with the safety role can do that.");
    await budi.presses("Ini membantu: terjawab");
    expect(budi.sees()).toContain("Ani menerima ucapan terima kasih Anda.");
    await world.goes("P8D");
    expect(await heardOf(ani)).toContain("Thank you: your answer helped");
    // Whatever anybody else can read, private or in a channel.
    const id = await memberId(world, "Zulkarnaen");
    const traces = [id, budi.id, "Zulkarnaen"];
    for (const one of others) {
      const read = JSON.stringify(await one.reads());
      expect(read).toContain("asesmen formatif");
      for (const trace of traces) expect(read).not.toContain(trace);
    }
    const greeted = (await greta.reads()).map((one) => JSON.stringify(one));
    const named = greeted.filter((one) => traces.some((trace) => one.includes(trace)));
    expect(named.map((one) => one.includes("Would you say hello to Zulkarnaen?"))).toEqual([true]);
    for (const told of ["asesmen", QUESTION, "Kartu keluar"]) expect(named[0]).not.toContain(told);
    const deliveries = await world.db.client.delivery.findMany({ where: { notice: { startsWith: "ask." } } });
    const received = deliveries.filter(({ recipient }) => recipient !== `member:${id}`);
    expect(new Set(received.map(({ notice }) => notice))).toEqual(
      new Set(["ask.request", "ask.posted", "ask.added", "ask.thanked"]),
    );
    for (const { key, facts, to } of received)
      for (const trace of traces) expect(JSON.stringify([key, facts, to])).not.toContain(trace);
    for (const { key, facts } of deliveries)
      for (const trace of traces) expect(JSON.stringify([key, facts])).not.toContain(trace);
    expect(await world.db.client.askAnswer.count({ where: { memberId: id } })).toBe(0);
    const audit = JSON.stringify(
      await world.db.client.auditEntry.findMany({ where: { action: { startsWith: "ask" } } }),
    );
    expect(audit).toBe("[]");
    expect(JSON.stringify(world.faults)).toBe("[]");
  });

  it("is opened by the safety role alone, with a reason, which is noted and told to its asker", async () => {
    const { world, budi } = await town(1);
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    const safe = await world.member("Safira", { locale: "en" });
    await ina.says("/setup role @Ina safety");
    expect(ina.sees()).toBe("That is you yourself. Please choose somebody else.");
    await ina.says("/setup role @Safira safety");
    expect(ina.sees()).toContain("Safira has the safety role now.");
    await asks(budi, { anonymous: true });
    const id = await memberId(world, "Budi");
    const ask = await world.db.client.ask.findFirstOrThrow();
    const look = (who: string, askId: string) =>
      world.program.services.asks.safety.look(askId, { memberId: who, networkId: ask.networkId }, "x");
    await expect(look(await memberId(world, "Ina"), ask.id)).rejects.toThrow("safetyOnly");
    await safe.says("/ask safety");
    expect(safe.sees()).toContain("Names are shown only with a reason.");
    expect(safe.sees()).not.toContain("Budi");
    await safe.presses("Who asked this?");
    await safe.fills({});
    expect(safe.sees()).toContain("Please fill this in.");
    expect(await world.db.client.auditEntry.count({ where: { action: "ask.look" } })).toBe(0);
    await safe.fills({ reason: "Somebody may be in danger." });
    expect(safe.sees()).toBe("Budi asked this.\nThat you looked, and why, is noted. Whoever asked is told so.");
    const entries = await world.db.client.auditEntry.findMany({ where: { action: "ask.look" } });
    expect(entries.map(({ memberId: by, facts }) => ({ by, facts }))).toEqual([
      { by: await memberId(world, "Safira"), facts: { askId: ask.id, reason: "Somebody may be in danger." } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(id);
    await world.goes("P1D");
    const told = await heardOf(budi);
    expect(told).toContain("Peran perlindungan melihat siapa yang bertanya");
    expect(told).toContain("Alasannya: “Somebody may be in danger.”");
    expect(told).not.toContain("Safira");
    await asks(budi);
    const named = await world.db.client.ask.findFirstOrThrow({ where: { isAnonymous: false } });
    await expect(look(await memberId(world, "Safira"), named.id)).rejects.toThrow("askNamed");
    await ina.says("/setup role @Safira safety take:yes");
    expect(ina.sees()).toBe("Safira no longer has this role.");
    await safe.says("/ask safety");
    expect(safe.sees()).toBe("Only members with the safety role can do that.");
    const roles = await world.db.client.auditEntry.findMany({
      where: { action: { startsWith: "role." } },
      orderBy: { id: "asc" },
    });
    expect(roles.map(({ action }) => action)).toEqual(["role.give", "role.take"]);
  });

  it("never goes to whom its asker is kept apart from, and nobody can tell", async () => {
    const { world, budi, known } = await town(2);
    const head = await knower(world, "Head", "formative assessment", { role: "schoolLeader", institution: "SMA Satu" });
    await budi.says("/kenalan");
    await budi.fills({ role: "teacher", languages: ["id"], institution: "SMA Satu" });
    await known[0]?.says("/meet do-not-meet @Budi");
    await asks(budi, { anonymous: true });
    expect(await helpers(world)).toEqual(["Citra 1"]);
    await head.says("/ask open");
    expect(head.sees()).toContain("No question waits for you at the moment.");
    await known[0]?.says("/ask open");
    expect(known[0]?.sees()).toContain("No question waits for you at the moment.");
    // Kept apart afterwards: nobody waits for her any more, without a word.
    await known[1]?.says("/meet do-not-meet @Budi");
    expect(await helpers(world, "asked")).toEqual([]);
    expect(await world.db.client.delivery.count({ where: { notice: "ask.request", status: "pending" } })).toBe(0);
  });
});

describe("whoever is asked", () => {
  it("passes without a reason, and the next one is asked at once", async () => {
    const { world, budi, known } = await town(4);
    await asks(budi);
    const before = await helpers(world, "asked");
    await world.goes("PT1H");
    const [first] = await Promise.all(
      known.map(async (one) => ((await one.hears()).length > 0 ? one : undefined)),
    ).then((all) => all.filter((one) => one !== undefined));
    await first?.presses("Not me");
    expect(first?.sees()).toBe("That is all right. Somebody else may be asked, without a word about you.");
    expect(await helpers(world, "passed")).toHaveLength(1);
    const after = await helpers(world, "asked");
    expect(after).toHaveLength(3);
    expect(after.filter((one) => !before.includes(one))).toEqual([expect.stringMatching(/ 2$/)]);
    await first?.presses("Not me");
    expect(first?.sees()).toContain("That is all right.");
    expect(await helpers(world)).toHaveLength(4);
    await world.goes("P1D");
    expect(await heardOf(budi)).toBe("");
  });

  it("is asked at most once a week, after those who were asked less, and by what they offer before what they teach", async () => {
    const { world, budi } = await town(4);
    const subject = await knower(world, "Zaki", "koding", { subjects: "asesmen formatif" });
    await asks(budi);
    await asks(budi, { question: "Dan di kelas 7?" });
    // Three have had their question this week; the fourth and who teaches it are left.
    expect(await helpers(world)).toHaveLength(5);
    const counts = new Set(
      (await world.db.client.askHelper.groupBy({ by: ["memberId"], _count: { _all: true } })).map(
        ({ _count }) => _count._all,
      ),
    );
    expect(counts).toEqual(new Set([1]));
    await world.goes("PT2H");
    expect(await heardOf(subject)).toContain("because you know about formative assessment.");
    await asks(budi, { question: "Dan di SD?" });
    expect(budi.sees()).toContain("belum ada yang bisa saya tanyai");
    await asks(budi, { question: "Satu lagi?" });
    expect(budi.sees()).toContain("Anda sudah punya 3 pertanyaan terbuka.");
  });

  it("is left alone when they say so, when they have left, and when no private message reaches them", async () => {
    const { world, budi, known } = await town(4);
    const [ani, citra, dewi, eka] = known as [Speaker, Speaker, Speaker, Speaker];
    await ani.says("/ask help off");
    expect(ani.sees()).toContain("All right. No questions until Thursday, 24 December");
    await citra.leaves();
    await dewi.says("STOP");
    await world.db.client.account.updateMany({
      where: { member: { name: "Eka" } },
      data: { dmClosedAt: world.clock.now() },
    });
    await asks(budi);
    expect(budi.sees()).toContain("belum ada yang bisa saya tanyai");
    await ani.says("/ask help on");
    expect(ani.sees()).toContain("one a week at most.");
    await asks(budi);
    expect(await helpers(world)).toEqual(["Ani 1"]);
    await eka.says("/ask open");
    await world.goes("PT1H");
    await ani.presses("Not for a month");
    expect(await helpers(world, "lapsed")).toEqual(["Ani 1"]);
  });
});

describe("/tanya", () => {
  it("finds the topics in the words when none is named", async () => {
    const { world, budi } = await town(1);
    await budi.says("/tanya Bagaimana memulai asesmen formatif di kelas besar?");
    expect(budi.sees()).toContain("Saya sudah menanyai 1 orang yang paham tentang asesmen formatif.");
    expect(await helpers(world)).toEqual(["Ani 1"]);
  });

  it("says what is wrong with a question that nobody could answer", async () => {
    const { world, budi } = await town(1);
    await budi.says("/tanya");
    expect(budi.sees()).toContain("Pertanyaan saya");
    await budi.fills({ question: "https://example.org/a" });
    expect(budi.sees()).toContain("Ini hanya tautan.");
    await asks(budi, { question: "??? 1234" });
    expect(budi.sees()).toContain("Belum ada pertanyaan di sini.");
    await asks(budi, { question: "a".repeat(1_001) });
    expect(budi.sees()).toContain("1000");
    await budi.fills({ question: "\u200b\u200b" });
    expect(budi.sees()).toContain("Mohon");
    expect(await world.db.client.ask.count()).toBe(0);
  });

  it("lets the asker take it back at any time, and nothing of it is sent afterwards", async () => {
    const { world, budi, known } = await town(2);
    // In the evening, when nobody is written to.
    await world.goes(new Date("2026-11-24T13:00:00Z"));
    await asks(budi);
    await budi.presses("Tutup");
    expect(budi.sees()).toBe("Pertanyaan Anda ditutup. Tidak ada lagi yang ditanyai.");
    await world.goes("P7D");
    for (const one of known) expect(await one.hears()).toEqual([]);
    await asks(budi);
    await world.goes("P1D");
    const [ani] = known as [Speaker, Speaker];
    await ani.hears();
    await budi.presses("Tutup");
    await ani.presses("Answer");
    expect(ani.sees()).toContain("This question was closed in the meantime");
    await ani.presses("Not me");
    expect(ani.sees()).toContain("This question was closed in the meantime");
  });

  it.each(["leaves", "stops"] as const)("ends the questions of whoever %s, and skips them as a helper", async (how) => {
    const { world, budi, known } = await town(4);
    await world.goes(new Date("2026-11-24T13:00:00Z"));
    await asks(budi);
    const [seat = ""] = await helpers(world, "asked");
    const helper = known[NAMES.indexOf(seat.slice(0, -2))];
    const goes = async (one: Speaker | undefined) => (how === "leaves" ? one?.leaves() : one?.says("STOP"));
    await goes(helper);
    expect(await helpers(world, "lapsed")).toEqual([seat]);
    expect(await helpers(world, "asked")).toHaveLength(3);
    await goes(budi);
    expect((await world.db.client.ask.findFirstOrThrow()).state).toBe("closed");
    expect(await world.db.client.delivery.count({ where: { notice: "ask.request", status: "pending" } })).toBe(0);
    await world.goes("P2D");
    for (const one of known)
      if (how === "stops" || one !== helper) expect(await heardOf(one)).not.toContain("question for you");
    expect(world.faults).toEqual([]);
  });

  it("goes once to the channel of questions, where anybody may answer, but not the asker", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says("/setup channels asks:#obrolan");
    await ina.says("/setup");
    expect(ina.sees()).toContain("Questions go to: #obrolan");
    const budi = await asker(world);
    await asks(budi, { topics: "robotika" });
    expect(budi.sees()).toContain("Pertanyaan ini juga tampil di kanal pertanyaan.");
    const zara = await world.member("Zara", { locale: "en" });
    await world.goes("P1D");
    expect(await heardOf(zara)).toContain(`Budi bertanya\n“${QUESTION}”\nIni tentang robotika.`);
    await budi.presses("Jawab");
    expect(budi.sees()).toContain("Tambahan saya");
    await answers(zara, "Mulai dari kardus.", "Jawab");
    await world.goes("P1D");
    expect(await heardOf(budi)).toContain("Zara sudah menjawab Anda");
    for (const text of ["dua", "tiga"]) {
      await zara.presses("Jawab");
      await zara.fills({ answer: text });
    }
    await zara.presses("Jawab");
    await zara.fills({ answer: "empat" });
    expect(zara.sees()).toContain("You have written 3 times to this question already.");
    await zara.presses("Semua jawaban");
    expect(zara.sees()).toContain("Zara: Mulai dari kardus.\nZara: dua\nZara: tiga");
  });

  it("is shown in no channel that strangers read, and organisers hear of that", async () => {
    const world = await openWorld();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says("/setup channels asks:#obrolan");
    const budi = await asker(world);
    await world.goes(new Date("2026-11-24T13:00:00Z"));
    await asks(budi, { topics: "robotika" });
    const place = { platform: "sandbox", spaceId: "sandbox", channelId: "obrolan" };
    await world.program.troubles.channelGone(place, "shared");
    await world.goes("P2D");
    expect(await heardOf(ina)).toContain("Questions were shown in it.");
    expect(JSON.stringify(await ina.reads())).not.toContain("Budi bertanya");
    await asks(budi, { topics: "robotika" });
    expect(budi.sees()).not.toContain("kanal pertanyaan");
  });

  it("of somebody who has not introduced themselves yet goes to those who talk in their language", async () => {
    const world = await openWorld();
    const ani = await knower(world, "Ani");
    const rahma = await world.member("Rahma", { locale: "id" });
    await rahma.says(`/tanya ${QUESTION}`);
    expect(rahma.sees()).not.toContain("belum ada yang bisa saya tanyai");
    await world.goes("P1D");
    expect(await heardOf(ani)).toContain(QUESTION);
    await rahma.says("/tanya buka");
    expect(rahma.sees()).toContain("Satu kata sulit dijawab.");
  });

  it("goes to nobody without a language in common", async () => {
    const world = await openWorld();
    await knower(world, "Ani", "formative assessment", { languages: ["en"] });
    const budi = await asker(world);
    await asks(budi);
    expect(budi.sees()).toContain("belum ada yang bisa saya tanyai");
  });

  it("shows many answers page by page", async () => {
    const { world, budi } = await town(1);
    await asks(budi);
    const { id, networkId } = await world.db.client.ask.findFirstOrThrow();
    for (const [index, name] of ["P", "Q"].entries()) {
      await world.member(name);
      for (let count = 0; count < 2; count++) {
        await world.program.services.asks.submit(
          { memberId: await memberId(world, name), networkId },
          { for: "answer", askId: id, text: `jawaban ${2 * index + count + 1}` },
        );
        await world.goes("PT1M");
      }
    }
    await budi.says("/tanya saya");
    await budi.presses("Semua jawaban");
    expect(budi.sees()).toContain("jawaban 3");
    expect(budi.sees()).not.toContain("jawaban 4");
    await budi.presses("Selanjutnya (1)");
    expect(budi.sees()).toContain("Q: jawaban 4");
    expect(budi.sees()).not.toContain("jawaban 3");
  });

  it("tells members of another network nothing of it", async () => {
    const { world, budi } = await town(1);
    await asks(budi);
    const { id } = await world.db.client.ask.findFirstOrThrow();
    const who = { memberId: "elsewhere", networkId: "elsewhere" };
    const { asks: service } = world.program.services;
    const words = { for: "answer", askId: id, text: "x" } as const;
    for (const deed of [
      () => service.thread(id, who),
      () => service.writable(id, who),
      () => service.submit(who, words),
      () => service.pass(id, who),
      () => service.close(id, who),
      () => service.keep(id, who),
      () => service.credits(id, who),
      () => service.solveAlone(id, who),
    ])
      await expect(deed()).rejects.toThrow("gone");
    const zara = { ...who, networkId: (await world.db.client.ask.findFirstOrThrow()).networkId };
    await world.member("Zara");
    await expect(service.close(id, { ...zara, memberId: await memberId(world, "Zara") })).rejects.toThrow("notYours");
  });
});

describe("what looks like a pupil's data", () => {
  const checkText = (text: string) => (text.includes("NISN") ? ["pupilNumber", "somethingNew"] : []);

  it("is held until its writer has looked at it, and removed after a day", async () => {
    const { world, budi } = await town(1, { checkText });
    await asks(budi, { question: "Bagaimana membantu NISN 123?", anonymous: true });
    expect(budi.sees()).toBe(
      [
        "Mohon dilihat sekali lagi",
        "Tulisan ini tampaknya memuat nomor induk siswa dan hal lain tentang seorang murid. Belum ada yang dikirim.",
        "Pertanyaan hampir selalu bisa disampaikan tanpa itu. Tulisan Anda disimpan sehari, hanya untuk Anda.",
        "[Ubah] [Tetap tanyakan]",
      ].join("\n"),
    );
    expect(await world.db.client.askHelper.count()).toBe(0);
    expect(await world.db.client.delivery.count({ where: { notice: { startsWith: "ask." } } })).toBe(0);
    const { id, networkId } = await world.db.client.ask.findFirstOrThrow();
    const ani = { memberId: await memberId(world, "Ani"), networkId };
    await expect(world.program.services.asks.sendAnyway(id, ani)).rejects.toThrow("gone");
    await expect(world.program.services.asks.thread(id, ani)).rejects.toThrow("gone");
    await budi.presses("Ubah");
    expect(budi.sees()).toContain('Pertanyaan saya | "Bagaimana membantu NISN 123?"');
    await budi.fills({ question: "Bagaimana membantu NISN 124?" });
    expect(await world.db.client.ask.count()).toBe(1);
    await world.goes("P1D");
    expect(await world.db.client.ask.count()).toBe(0);
    await budi.presses("Tetap tanyakan");
    expect(budi.sees()).toBe("Ini sudah tidak ada.");
    await asks(budi, { question: "Bagaimana membantu NISN 123?", anonymous: true });
    await budi.presses("Tetap tanyakan");
    expect(budi.sees()).toContain("Saya sudah menanyai 1 orang");
    await world.goes("PT1H");
    const row = await world.db.client.ask.findFirstOrThrow();
    expect([row.state, row.isAnonymous, row.text]).toEqual(["open", true, "Bagaimana membantu NISN 123?"]);
    await budi.presses("Tetap tanyakan");
    expect(budi.sees()).toContain("Pertanyaan ini sudah dikirim");
  });

  it("is held in answers and additions too, with what was written kept", async () => {
    const { world, budi, known } = await town(1, { checkText });
    const [ani] = known as [Speaker];
    await asks(budi);
    await world.goes("PT1H");
    await answers(ani, "Like NISN 5.");
    expect(ani.sees()).toContain("This looks as if it held a pupil number");
    expect(await world.db.client.askAnswer.count()).toBe(0);
    await ani.presses("Change");
    expect(ani.sees()).toContain('My answer | "Like NISN 5."');
    await ani.fills({ answer: "Like this." });
    expect(ani.sees()).toContain("Thank you!");
    expect(await world.db.client.ask.count({ where: { state: "draft" } })).toBe(0);
    await ani.presses("Answer");
    await ani.fills({ answer: "NISN 6" });
    await ani.presses("Send anyway");
    expect(ani.sees()).toContain("Thank you!");
    expect(
      (await world.db.client.askAnswer.findMany({ orderBy: { at: "asc" } })).map(({ text }) => text).sort(),
    ).toEqual(["Like this.", "NISN 6"]);
    await budi.says("/tanya saya");
    await budi.presses("Tambahkan sesuatu");
    await budi.fills({ addition: "NISN 7" });
    expect(budi.sees()).toContain("[Ubah] [Tetap kirim]");
    await budi.presses("Ubah");
    expect(budi.sees()).toContain('"NISN 7"');
    await budi.fills();
    await budi.presses("Tetap kirim");
    expect(budi.sees()).toContain("Sudah ditambahkan.");
  });
});
