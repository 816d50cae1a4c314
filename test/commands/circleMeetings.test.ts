import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { figuresOf } from "../../src/features/circles/evidence/rules.js";
import en from "../../src/locales/en/refusals.json" with { type: "json" };
import id from "../../src/locales/id/refusals.json" with { type: "json" };
import { openCircleTown, type CircleTown } from "../features/circles/circleTown.js";
import { textOfMessage, type Speaker } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

/** Ani facilitates, Budi is her deputy and lives two hours ahead. */
const COMPANIONS = [
  { name: "Ani", locale: "id" },
  { name: "Budi", locale: "en", timeZone: "Asia/Jayapura" },
  { name: "Citra", locale: "id" },
];

async function town(options: Parameters<typeof openCircleTown>[1] = {}) {
  const made = await openCircleTown(COMPANIONS, options);
  const [ani, budi, citra] = made.people as [Speaker, Speaker, Speaker];
  return { ...made, ani, budi, citra };
}

const TIMES = "1/12 19.30\n2/12 15.30\n2026-12-03 15:30";

async function proposes(who: Speaker, times = TIMES): Promise<void> {
  await who.says("/kombel pertemuan");
  await who.presses("Usulkan waktu");
  await who.fills({ times, place: "Ruang guru", agenda: "Estimasi" });
}

const seen = new WeakMap<Speaker, number>();

/** Everything that somebody could read since the last look, also what came to the circle's home. */
async function heardBy(who: Speaker): Promise<string> {
  const messages = await who.reads();
  const fresh = messages.slice(seen.get(who) ?? 0);
  seen.set(who, messages.length);
  return fresh.map(textOfMessage).join("\n\n");
}

/** Every calendar file that a member was given, oldest first, as another program reads it. */
async function entriesOf({ world, circleId }: Pick<CircleTown, "world" | "circleId">) {
  const rows = await world.db.client.delivery.findMany({
    where: { recipient: `room:${circleId}`, status: "sent" },
    orderBy: { createdAt: "asc" },
  });
  return rows.flatMap(({ facts }) => {
    const { calendar: text } = facts as { readonly calendar?: string };
    if (text === undefined) return [];
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const component = calendar.getFirstSubcomponent("vevent");
    if (!component) throw new Error("no event");
    const { uid, sequence, startDate, location } = new ICAL.Event(component);
    const method = calendar.getFirstPropertyValue("method");
    const status = component.getFirstPropertyValue("status");
    return [{ uid, sequence, at: startDate.toJSDate().toISOString(), location, method, status }];
  });
}

onBothDatabases("a circle that looks for a time", (open) => {
  it("reads it in its languages and on all clocks, answers on each one’s own, meets, and keeps what it decided", async () => {
    const { world, ani, budi, citra, written } = await town({ database: await open() });
    await proposes(ani);
    expect(ani.sees()).toBe(
      [
        "Para anggota ditanya waktu mana yang cocok. Anda dianggap bisa di semua waktu, kecuali Anda mengubahnya.",
        "Terlalu pagi atau malam bagi sebagian, menurut jam setempat:",
        "• Selasa, 1 Desember 2026, 19:30 WIB: Budi",
        "[Hasil sementara]",
      ].join("\n"),
    );
    await world.goes("PT1H");
    const asked = await heardBy(budi);
    expect(asked).toContain(
      "Kapan Numerasi bertemu?\nPilihan waktunya:\n• Selasa, 1 Desember 2026, 19:30 WIB = 21:30 WIT",
    );
    expect(asked).toContain(
      "When does Numerasi meet?\nThese times can be chosen from:\n• Tuesday, 1 December 2026, 19:30",
    );
    await budi.presses("Say what suits me");
    expect(budi.sees()).toContain("[Tuesday, 1 December 2026, 21:30 WIT] [Wednesday, 2 December 2026, 17:30 WIT]");
    await budi.presses(1);
    await budi.presses(2);
    await budi.presses(2);
    expect(budi.sees()).toContain(
      "[✓ Wednesday, 2 December 2026, 17:30 WIT] [Thursday, 3 December 2026, 17:30 WIT] [Send my times]",
    );
    await budi.presses("Send my times");
    expect(budi.sees()).toBe("Noted, thank you.");
    await citra.presses("Pilih waktu saya");
    await citra.presses(1);
    await citra.presses("Kirim pilihan saya");
    expect(citra.sees()).toBe(
      "Tercatat, terima kasih. Anda yang terakhir menjawab: pertemuannya Rabu, 2 Desember 2026, 15:30 WIB.",
    );
    // An old card of the poll says what happened since.
    await budi.presses("Say what suits me");
    expect(budi.sees()).toContain("has been fixed in the meantime");
    await world.goes(new Date("2026-12-02T10:00:00Z"));
    const heard = await heardBy(budi);
    expect(heard).toContain("Numerasi meets\nWednesday, 2 December 2026, 15:30 WIB = 17:30 WIT\n• 60 minutes");
    expect(heard.split("jejaring.ics")).toHaveLength(2);
    expect(heard).toContain("A reminder: Numerasi meets");
    expect(heard).toContain("Numerasi meets today at 17:30 WIT");
    expect(heard).toContain("Numerasi has met: were you there?");
    await budi.presses("I was there");
    await budi.presses("I was there");
    await budi.presses("Who was there");
    expect(budi.sees()).toContain(
      "• There: Budi\n• No word yet: Ani and Citra\nWere they there? You can note it for them; what somebody says of themselves counts.\n",
    );
    expect(budi.buttons()).toEqual(expect.arrayContaining(["Ani was there", "Citra was there"]));
    await budi.says("/circle minutes");
    const items = { action1: "Film one lesson", owner1: "Citra", due1: "2026-12-10", action2: "Bring dice" };
    await budi.fills({ notes: "We try number talks.", ...items });
    expect(budi.sees()).toBe("Thank you! The circle gets to read it.\n[Read the minutes]");
    await world.goes("P1D");
    expect(await heardBy(citra)).toContain(
      "What Numerasi decided\nThe meeting of Wednesday, 2 December 2026, 15:30 WIB = 17:30 WIT.\nWe try number talks.",
    );
    expect(await written()).toContain(`assigned → member:${await idOf(world, "Citra")}`);
    await world.goes("P28D");
    const reminded = (await heardBy(citra)).split("Pengingat tugas dari Numerasi").length - 1;
    expect(reminded).toBe(3);
    await citra.says("/kombel tugas");
    expect(citra.sees()).toContain("Citra: Film one lesson (sampai Kamis, 10 Desember 2026)");
    await citra.presses("Selesai");
    expect(citra.sees()).toBe("“Film one lesson” selesai. Terima kasih!\n[Masih perlu]");
    await citra.presses("Selesai");
    await citra.presses("Masih perlu");
    expect(citra.sees()).toBe("“Film one lesson” kembali ke daftar tugas.");
    await citra.says("/kombel tugas");
    await citra.presses("Tidak perlu lagi");
    expect(citra.sees()).toBe("“Film one lesson” tidak perlu lagi. Sudah dicatat.\n[Masih perlu]");
    await citra.says("/kombel tugas");
    expect(citra.sees()).toContain("Film one lesson (tidak perlu lagi)\n[Masih perlu]");
    expect(world.faults).toEqual([]);
  }, 60_000);

  it("moves while it is asked, again later, and cancels once: one entry in every calendar, each time newer", async () => {
    const made = await town({ database: await open() });
    const { world, ani, budi, citra } = made;
    await proposes(ani);
    await world.goes("PT1H");
    await citra.presses("Pilih waktu saya");
    await citra.presses(1);
    await ani.says("/kombel pertemuan");
    await ani.presses("Tetapkan waktu lain");
    await ani.fills({ date: "2026-12-04", time: "10.00" });
    // Somebody was just about to answer.
    await citra.presses("Kirim pilihan saya");
    expect(citra.sees()).toContain("sudah ditetapkan");
    await world.goes("PT1H");
    await budi.says("/circle meeting");
    await budi.presses("Move the meeting");
    expect(budi.sees()).toContain('Day | "2026-12-04"\nTime on your clock | "12:00"\nWhere | "Ruang guru"');
    await budi.fills({ time: "13:00", place: "Online" });
    await world.goes("PT1H");
    expect(await heardBy(citra)).toContain(
      "Numerasi meets at another time\nBudi has changed it.\nNow: Friday, 4 December 2026, 11:00 WIB = 13:00 WIT, instead of",
    );
    await ani.says("/kombel pertemuan");
    await ani.presses("Batalkan pertemuan");
    await ani.presses("Ya, batalkan");
    expect(ani.sees()).toBe("Sudah dibatalkan. Para anggota dikabari.");
    await budi.says("/circle meeting");
    expect(budi.sees()).toContain("No meeting is planned at the moment.");
    await ani.presses("Ya, batalkan");
    expect(ani.sees()).toContain("Pertemuan ini sudah dibatalkan, jadi tidak ada yang diubah.");
    await world.goes("P1D");
    const entries = await entriesOf(made);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(entries.map(({ at }) => at)).toEqual(
      ["03", "04", "04"].map((hour) => `2026-12-04T${hour}:00:00Z`.replace("Z", ".000Z")),
    );
    expect(entries.map(({ method, status }) => `${String(method)} ${String(status)}`)).toEqual([
      ...["PUBLISH CONFIRMED", "PUBLISH CONFIRMED"],
      "CANCEL CANCELLED",
    ]);
    expect(entries.at(-1)?.location).toBe("Online");
    await world.goes("P14D");
    expect(await heardBy(budi)).not.toContain("reminder");
    expect(world.faults).toEqual([]);
  }, 60_000);
});

describe.each([
  {
    ...{
      locale: "id",
      place: 0,
      call: "/kombel kehadiran",
      away: "I couldn’t come",
      wasThere: "Citra hadir",
      otherWas: "Budi hadir",
    },
    ...{
      vouch: "Apakah mereka hadir? Anda bisa mencatatkannya",
      other: "Berhalangan: Budi",
      silent: "Belum ada kabar: Ani dan Citra",
      here: "Saya hadir",
    },
    ...{ undo: "Batalkan: Citra hadir", noted: "• Hadir: Citra\n• Berhalangan: Budi", none: "• Hadir: belum ada" },
  },
  {
    ...{
      locale: "en",
      place: 1,
      call: "/circle attendance",
      away: "Saya tidak bisa hadir",
      wasThere: "Citra was there",
      otherWas: "Ani was there",
    },
    ...{
      vouch: "Were they there? You can note it for them",
      other: "Could not come: Ani",
      silent: "No word yet: Budi and Citra",
      here: "I was there",
    },
    ...{ undo: "Undo: Citra was there", noted: "• There: Citra\n• Could not come: Ani", none: "• There: nobody yet" },
  },
])(
  "whoever leads a circle, in $locale,",
  ({ place, call, away, wasThere, otherWas, vouch, other, silent, here, noted, undo, none }) => {
    it("notes who was there once it has begun, and leaves what somebody says of themselves", async () => {
      const { world, ani, budi, citra, memberIds } = await town();
      const [lead, second] = place === 0 ? [ani, budi] : [budi, ani];
      await proposes(ani, "2026-12-01 15:30");
      await citra.says("/kombel kehadiran");
      await citra.presses("Saya datang");
      await lead.says(call);
      expect(lead.sees()).toContain("Citra");
      expect(lead.sees()).not.toContain(vouch);
      await world.goes(new Date("2026-12-01T09:00:00Z"));
      await citra.says("/kombel kehadiran");
      expect(citra.buttons()).toEqual(["Saya hadir", "Saya tidak bisa hadir"]);
      await lead.says(call);
      expect(lead.sees()).toContain(none);
      // Of themselves they say it with the button for that.
      expect(new Set(lead.buttons())).toEqual(new Set([wasThere, otherWas, here, expect.any(String)]));
      expect(lead.sees()).toContain(vouch);
      await second.says(place === 0 ? "/circle attendance" : "/kombel kehadiran");
      await second.presses(away);
      // The card of whoever leads is older than that.
      await lead.presses(otherWas);
      expect(lead.sees()).toContain(none);
      expect(lead.sees()).toContain(`• ${other}\n• ${silent}`);
      expect(lead.buttons()).toEqual([wasThere, here, expect.any(String)]);
      await lead.presses(wasThere);
      expect(lead.sees()).toContain(noted);
      expect(lead.sees()).not.toContain(vouch);
      await lead.presses(undo);
      expect(lead.sees()).toContain(none);
      await lead.presses(wasThere);
      expect(lead.sees()).toContain(noted);
      await world.goes("P1D");
      const { id } = await world.db.client.circle.findFirstOrThrow();
      const [, , citraId = ""] = memberIds;
      const { people, overall } = figuresOf(await world.program.services.circles.evidence(id, citraId));
      expect(people.get(citraId)).toEqual({ said: 1, attended: 1, unsaid: 0, percent: 100 });
      expect(overall).toEqual({ said: 2, attended: 1, unsaid: 1, percent: 50 });
      expect(world.faults).toEqual([]);
    });
  },
);

describe("attendance of a circle’s meeting", () => {
  it("tells who comes, who can’t and of whom there is no word apart, before it begins and after", async () => {
    const { world, ani, budi, citra } = await town();
    await proposes(ani, "2026-12-01 15:30");
    await citra.says("/kombel kehadiran");
    await citra.presses("Saya berhalangan");
    await citra.presses("Siapa yang datang");
    const lines = (who: Speaker) =>
      who
        .sees()
        .split("\n")
        .filter((line) => line.startsWith("• "));
    expect(lines(citra)).toEqual(["• Akan datang: Ani", "• Berhalangan: Citra", "• Belum ada kabar: Budi"]);
    await world.goes(new Date("2026-12-01T10:00:00Z"));
    // What Ani planned is no word of what happened.
    await budi.says("/circle attendance");
    expect(lines(budi)).toEqual(["• There: nobody yet", "• Could not come: Citra", "• No word yet: Ani and Budi"]);
    await budi.presses("I was there");
    await budi.presses("Who was there");
    expect(lines(budi)).toEqual(["• There: Budi", "• Could not come: Citra", "• No word yet: Ani"]);
    expect(world.faults).toEqual([]);
  });

  it("is noted later for a meeting of the past, by its day or its button; another day is refused with those there are", async () => {
    const { world, ani, budi, citra, circleId, memberIds } = await town();
    await ani.says("/kombel kehadiran");
    expect(ani.sees()).toContain("Kombel ini belum punya pertemuan.");
    await proposes(ani, "2026-12-01 15:30");
    await world.goes(new Date("2026-12-02T02:00:00Z"));
    await proposes(ani, "2026-12-08 15:30");
    await world.goes(new Date("2026-12-09T02:00:00Z"));
    await proposes(ani, "2026-12-15 15:30");
    // Without a day it is the last one, with the way to the next.
    await ani.says("/kombel kehadiran");
    expect(ani.sees()).toContain("Selasa, 8 Desember 2026, 15:30 WIB");
    await ani.presses("Pertemuan berikutnya");
    expect(ani.sees()).toContain("Selasa, 15 Desember 2026, 15:30 WIB\n• Akan datang: Ani");
    await citra.says("/kombel kehadiran tanggal:kemarin");
    expect(citra.sees()).toContain("Selasa, 8 Desember 2026, 15:30 WIB");
    await ani.says("/kombel kehadiran tanggal:2026-12-01");
    expect(ani.sees()).toContain("Selasa, 1 Desember 2026, 15:30 WIB");
    await ani.presses("Citra hadir");
    expect(ani.sees()).toContain("• Hadir: Citra");
    await budi.says("/circle meeting");
    expect(budi.buttons().filter((label) => label === "Who was there")).toHaveLength(2);
    await budi.says("/circle attendance date:1/12/2026");
    await budi.presses("Ani was there");
    expect(budi.sees()).toContain("• There: Ani and Citra");
    await budi.says("/circle attendance date:2026-12-02");
    expect(budi.sees()).toContain("This circle has no meeting on Wednesday, 2 December 2026.");
    expect(budi.sees()).toContain(
      "It has these: Tuesday, 15 December 2026; Tuesday, 8 December 2026; Tuesday, 1 December 2026.",
    );
    await citra.says("/kombel kehadiran tanggal:2026-12-02");
    expect(citra.sees()).toContain("tidak punya pertemuan pada Rabu, 2 Desember 2026. Yang ada: ");
    const [first] = (await world.program.services.circles.evidence(circleId, memberIds[0] ?? "")).meetings;
    expect(first?.attendance.filter(({ state }) => state === "present")).toHaveLength(2);
    expect(world.faults).toEqual([]);
  });
});

async function idOf(world: CircleTown["world"], name: string): Promise<string> {
  return (await world.db.client.member.findFirstOrThrow({ where: { name } })).id;
}

describe("a protocol of a circle’s meeting", () => {
  it("asks before it begins on another day, so that a curious press tells nobody anything; near its time it begins", async () => {
    const { world, ani, budi } = await town();
    const runs = () => world.db.client.circleMeeting.count({ where: { protocolAt: { not: null } } });
    await ani.says("/kombel protokol");
    expect(ani.sees()).toContain("Kombel ini belum punya pertemuan.");
    await proposes(ani, "2026-12-01 15:30");
    await ani.says("/kombel protokol");
    await ani.presses("Penyelarasan");
    await ani.presses("Mulai, 30 menit");
    expect(ani.sees()).toBe(
      [
        "Mulai “Penyelarasan” sekarang?",
        "Pertemuannya Selasa, 1 Desember 2026, 15:30 WIB.",
        "Begitu dimulai, semua anggota kombel dikabari setiap langkah tiba waktunya.",
        "[Ya, mulai sekarang] [Lihat langkahnya saja]",
      ].join("\n"),
    );
    expect(await runs()).toBe(0);
    await ani.presses("Ya, mulai sekarang");
    expect(ani.sees()).toContain("Penyelarasan 1/7");
    expect(await runs()).toBe(1);
    // Whoever pressed at the same time is told that it runs already, rather than asked.
    await ani.presses("Mulai, 30 menit");
    expect(ani.sees()).toContain("sudah ada protokol yang berjalan");
    await ani.says("/kombel protokol");
    await ani.presses("Akhiri");
    await world.goes(new Date("2026-12-01T08:10:00Z"));
    await budi.says("/circle protocol");
    await budi.presses("Tuning");
    await budi.presses("Start, 30 min");
    expect(budi.sees()).toMatch(/Tuning 1\/7[^]*, until \d\d:\d\d WIT\n/);
    await budi.presses("End");
    await world.goes(new Date("2026-12-03T08:10:00Z"));
    await budi.says("/circle protocol");
    await budi.presses("Tuning");
    await budi.presses("Start, 30 min");
    expect(budi.sees()).toContain("Begin “Tuning” now?\nThe meeting was on Tuesday, 1 December 2026, 17:30 WIT.");
    expect(await runs()).toBe(0);
    expect(world.faults).toEqual([]);
  });
});

describe("the next small step of a circle", () => {
  it("is one press away: a time that suits, the minutes, the next stage", async () => {
    const { world, ani, budi, citra, circleId } = await town();
    await proposes(ani);
    await citra.says("/kombel status");
    await citra.presses("Pilih waktu saya");
    expect(citra.sees()).toContain("Waktu mana yang cocok? Numerasi");
    await ani.presses("Hasil sementara");
    await ani.presses("Pakai Rabu, 2 Desember 2026, 15:30 WIB");
    await world.goes(new Date("2026-12-03T02:00:00Z"));
    const done = { text: "Ten guesses.", dueOn: "2026-12-10", doneAt: world.clock.now() };
    await world.db.client.circleProduct.create({ data: { circleId, stage: "plan", ...done } });
    await budi.says("/circle status");
    expect(budi.buttons().slice(0, 2)).toEqual(["Write the minutes", "Next stage"]);
    await budi.presses("Write the minutes");
    await budi.fills({ notes: "We estimate first." });
    await budi.says("/circle status");
    expect(budi.sees()).toContain("“Plan” has its product: go on to the next stage.\n");
    expect(budi.buttons()[0]).toBe("Next stage");
    await citra.says("/kombel status");
    expect(citra.buttons()).not.toContain("Tahap berikutnya");
    expect(world.faults).toEqual([]);
  });
});

describe("minutes of a circle", () => {
  it("stay open with all that was written when a name, a day or the thing to do is not right", async () => {
    const { world, ani, citra } = await town();
    const dewi = await world.member("Dewi", { locale: "en" });
    await dewi.says("/help");
    await proposes(ani, "2026-12-01 15:30");
    await world.goes(new Date("2026-12-01T09:00:00Z"));
    await ani.says("/kombel notulen");
    const notes = "Menaksir dulu, lalu menghitung.";
    await ani.fills({ notes, action1: "Membawa dadu", owner1: `<@${dewi.id}>` });
    expect(ani.sees()).toContain("Tugas hanya bisa dicatat untuk anggota kombel ini.");
    expect(ani.sees()).toContain(`"${notes}"`);
    await ani.fills({ owner1: `<@${citra.id}>`, due1: "2026-11-01" });
    expect(ani.sees()).toContain("Tanggal ini sudah lewat.");
    await ani.fills({ due1: "2026-12-08", owner2: `<@${citra.id}>` });
    expect(ani.sees()).toContain("Apa yang akan dikerjakan?");
    expect(await world.db.client.circleAction.count()).toBe(0);
    await ani.fills({ action2: "Mengundang kepala sekolah" });
    expect(ani.sees()).toContain("[Baca notula]");
    expect(await world.db.client.circleAction.count()).toBe(2);
    expect(world.faults).toEqual([]);
  });
});

describe("a “no” about a meeting", () => {
  it.each([
    ["en", en, "/circle "],
    ["id", id, "/kombel "],
  ] as const)("names in %s the command that helps", (_, refusals, command) => {
    const about = Object.entries(refusals).filter(([code]) =>
      /^circle(Meeting|NoMeeting[^O]|Protocol|JoinedLater|LeadOnly|PollRunning|OwnerOutside)/.test(code),
    );
    expect(about.length).toBeGreaterThanOrEqual(10);
    for (const [code, text] of about) expect(text, code).toContain(command);
  });
});

describe("meetings of a circle", () => {
  it("are proposed by the facilitator or the deputy, for members only, and read back when a time can't be read", async () => {
    const { world, ani, citra } = await town();
    await ani.says("/kombel pertemuan");
    await ani.presses("Usulkan waktu");
    expect(ani.sees()).toContain('"2026-11-27 15:30\\n2026-11-30 15:30\\n2026-12-01 15:30"');
    await ani.fills({ times: "Jumat sore" });
    expect(ani.sees()).toContain("“Jumat sore” tidak bisa saya baca.");
    await ani.fills({ times: "2026-11-20 15:30", agenda: "Estimasi" });
    expect(ani.sees()).toContain("sudah lewat");
    expect(ani.sees()).toContain('"Estimasi"');
    await citra.says("/kombel pertemuan");
    expect(citra.buttons()).toEqual([]);
    const dewi = await world.member("Dewi", { locale: "en" });
    await dewi.says("/circle meeting");
    expect(dewi.sees()).toBe(
      "You are in no circle at the moment. /circle shows those that are open, /circle start begins one.",
    );
    await citra.says("/kombel notula");
    expect(citra.sees()).toContain("Kombel ini belum pernah bertemu.");
    expect(await world.db.client.circleMeeting.count()).toBe(0);
  });

  it("of which nobody has heard yet are moved and cancelled without a word, as on a Saturday evening", async () => {
    const { world, ani, budi, written } = await town({ start: new Date("2026-11-28T12:00:00Z") });
    await proposes(ani, "2026-12-01 15:30");
    await ani.presses("Pindahkan pertemuan");
    await ani.fills({ date: "2026-12-02" });
    expect(await written()).toEqual(["fixed → room:circle-1", "fixed → room:circle-1"]);
    await ani.says("/kombel pertemuan");
    await ani.presses("Batalkan pertemuan");
    await ani.presses("Ya, batalkan");
    expect(ani.sees()).toContain("belum sempat dikabari, jadi tidak ada yang diberi tahu");
    await world.goes(new Date("2026-12-02T03:00:00Z"));
    expect(await heardBy(budi)).not.toMatch(/cancelled|at another time|Numerasi meets\n/);
    // What somebody else planned is known to them.
    await world.goes(new Date("2026-12-05T12:00:00Z"));
    await proposes(ani, "2026-12-10 15:30");
    await budi.says("/circle meeting");
    await budi.presses("Move the meeting");
    await budi.fills({ date: "2026-12-11" });
    expect((await written()).at(-1)).toContain("moved");
    await budi.says("/circle meeting");
    await budi.presses("Cancel the meeting");
    await budi.presses("Yes, cancel it");
    expect(budi.sees()).toBe("It is cancelled. The circle hears of it.");
    await world.goes(new Date("2026-12-07T03:00:00Z"));
    expect(await heardBy(ani)).toContain("Numerasi tidak jadi bertemu kali ini");
    expect(world.faults).toEqual([]);
  });

  it("of which nobody has heard yet end with their circle without a word", async () => {
    const { world, ani, budi } = await town({ start: new Date("2026-11-28T12:00:00Z") });
    await proposes(ani, "2026-12-01 15:30");
    await ani.says("/kombel selesai");
    await ani.fills({});
    await world.goes(new Date("2026-12-02T03:00:00Z"));
    const heard = await heardBy(budi);
    expect(heard).toContain("“Numerasi” is finished");
    expect(heard).not.toMatch(/does not meet|cancelled|Numerasi meets/);
    expect(world.faults).toEqual([]);
  });

  it("take back that no time was found, where a new one is proposed before it was told", async () => {
    const { world, ani, budi, citra, written } = await town();
    await proposes(ani, "7/12 15.30\n8/12 15.30");
    await world.goes(new Date("2026-11-27T10:00:00Z"));
    await budi.presses("Say what suits me");
    await budi.presses("None of these suits me");
    await world.goes(new Date("2026-11-28T03:00:00Z"));
    await citra.presses("Pilih waktu saya");
    await citra.presses("Tidak ada yang cocok");
    expect((await written()).at(-1)).toContain("noTime");
    await proposes(ani, "2026-12-10 15:30");
    await world.goes("P3D");
    const heard = await heardBy(budi);
    expect(heard).toContain("Numerasi meets\nThursday, 10 December 2026");
    expect(heard).not.toContain("no time to meet yet");
    expect(world.faults).toEqual([]);
  });

  it("are not proposed where a circle pauses or is over: there is no button, and an old one says why before a form opens", async () => {
    const { world, ani } = await town();
    await ani.says("/kombel pertemuan");
    expect(ani.buttons()).toEqual(["Usulkan waktu"]);
    await world.db.client.circle.updateMany({ data: { state: "paused", pausedUntil: "2026-12-20" } });
    await ani.presses("Usulkan waktu");
    expect(ani.sees()).toContain("sedang istirahat");
    await world.db.client.circle.updateMany({ data: { state: "finished" } });
    await ani.says("/kombel pertemuan kombel:Numerasi");
    expect(ani.sees()).toContain("Belum ada pertemuan yang direncanakan.");
    expect(ani.buttons()).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("end a poll without a winner by saying so, and whoever leads can propose anew", async () => {
    const { world, ani, budi, citra } = await town();
    await proposes(ani);
    await world.goes("PT1H");
    await budi.presses("Say what suits me");
    await budi.presses("None of these suits me");
    await citra.presses("Pilih waktu saya");
    await citra.presses("Tidak ada yang cocok");
    await world.goes("PT1H");
    expect(await heardBy(ani)).toContain(
      "Numerasi has no time to meet yet\nNone of the times suits at least two people.",
    );
    await ani.presses("Usulkan waktu");
    expect(ani.sees()).toContain("Kapan kita bertemu?");
  });
});
