import { describe, expect, it } from "vitest";
import { internet, page, site } from "../links/internet.js";
import { openWorld, type Speaker, type World, type WorldOptions } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

async function teacher(world: World, name: string, locale: "id" | "en", topics = "literacy"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: topics, level: "primary" });
  return speaker;
}

async function two(options: WorldOptions = {}) {
  const world = await openWorld(options);
  return { world, sari: await teacher(world, "Sari", "id"), tom: await teacher(world, "Tom", "en") };
}

/** Shares an opportunity that ends on this day, and the other saves it. */
async function called(sari: Speaker, tom: Speaker, until: string, title = "Hibah kebun sekolah"): Promise<void> {
  await sari.says(`/bagikan isi:"${title}" jenis:pendanaan`);
  await sari.presses("Tulis batas waktu");
  await sari.fills({ deadline: until });
  await sari.presses("Bagikan");
  await tom.says("/opportunities");
  await tom.presses("Open 1");
  await tom.presses("Save");
}

const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));

onBothDatabases("a last day", (open) => {
  it("is told 7 days and 1 day before it to whoever saved it, and not again", async () => {
    const { world, sari, tom } = await two({ database: await open() });
    // A Tuesday; seven days before is a Tuesday, one day before a Monday.
    await called(sari, tom, "2026-12-08");
    expect(tom.sees()).toContain("I remind you 7 days and 1 day before it ends.");
    await world.goes(new Date("2026-12-01T09:00:00Z"));
    expect(about(await tom.hears(), "“Hibah kebun sekolah” ends soon")).toHaveLength(1);
    await world.goes(new Date("2026-12-07T09:00:00Z"));
    const last = about(await tom.hears(), "“Hibah kebun sekolah” ends soon");
    expect(last).toHaveLength(1);
    expect(last[0]).toContain("the last day is near. Until Tuesday, 8 December 2026, 23:59 WIB.");
    await world.goes("P7D");
    expect(about(await tom.hears(), "ends soon")).toEqual([]);
    expect(about(await sari.hears(), "segera berakhir")).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe("a last day", () => {
  it("after a weekend is told on the Friday before", async () => {
    const { world, sari, tom } = await two();
    await called(sari, tom, "2026-11-30");
    await world.goes(new Date("2026-11-27T09:00:00Z"));
    expect(about(await tom.hears(), "ends soon")).toHaveLength(1);
  });

  it("that is near is promised one reminder, and what ends today none", async () => {
    const { sari, tom } = await two();
    await called(sari, tom, "2026-11-27");
    expect(tom.sees()).toBe("Saved. I remind you the day before it ends.");
    await called(sari, tom, "2026-11-24", "Hibah pojok baca");
    expect(tom.sees()).toBe("Saved. You find it under “Saved”.");
  });

  it("that is moved is told anew, and of what was taken back nobody is told", async () => {
    const { world, sari, tom } = await two();
    await called(sari, tom, "2026-12-08");
    await sari.says("/sumber milik-saya");
    await sari.presses("Buka 1");
    await sari.presses("Ubah");
    await sari.fills({ deadline: "2026-12-15" });
    await world.goes(new Date("2026-12-07T09:00:00Z"));
    expect(about(await tom.hears(), "ends soon")).toEqual([]);
    await world.goes(new Date("2026-12-08T09:00:00Z"));
    expect(about(await tom.hears(), "ends soon")).toHaveLength(1);
    await sari.says("/sumber milik-saya");
    await sari.presses("Buka 1");
    await sari.presses("Tarik kembali");
    await world.goes(new Date("2026-12-16T09:00:00Z"));
    expect(about(await tom.hears(), "ends soon")).toEqual([]);
  });

  it("that is over can be shared again for the next time", async () => {
    const { world, sari, tom } = await two();
    await called(sari, tom, "2026-12-08");
    await world.goes("P20D");
    await sari.says("/sumber milik-saya");
    await sari.presses("Buka 1");
    await sari.presses("Untuk kali berikutnya");
    await sari.presses("Tulis batas waktu");
    await sari.fills({ deadline: "2027-02-01" });
    await sari.presses("Bagikan");
    await tom.says("/opportunities");
    await tom.presses("Open 1");
    await tom.presses("The last time");
    expect(tom.sees()).toContain("Tuesday, 8 December 2026 (over)");
    expect(tom.buttons()).toContain("The next time");
  });
});

onBothDatabases("the weekly digest", (open) => {
  it("tells each member once of what is new for them, in their language, and nobody of nothing", async () => {
    const { world, sari, tom } = await two({ database: await open() });
    const rina = await teacher(world, "Rina", "en", "chemistry");
    await sari.says("/bagikan Kotak buku yang berpindah. Setiap dua pekan kotaknya pindah kelas.");
    await sari.presses("Bagikan");
    await world.goes(new Date("2026-12-03T09:00:00Z"));
    const heard = about(await tom.hears(), "New for you this week");
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain("Kotak buku yang berpindah · Teaching method · Sari");
    expect(about([...(await sari.hears()), ...(await rina.hears())], "pekan ini")).toEqual([]);
    expect(about(await rina.hears(), "New for you")).toEqual([]);
    await tom.presses("No weekly digest");
    expect(tom.sees()).toContain("You get no weekly digest any more.");
    await sari.says("/bagikan Membaca nyaring sepuluh menit. Berhenti di tempat yang tepat.");
    await sari.presses("Bagikan");
    await world.goes("P9D");
    expect(about(await tom.hears(), "New for you")).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe("a link", () => {
  it("that is gone twice is told to its sharer once, and one that comes back is well again", async () => {
    let status = 200;
    const net = await internet(
      site((_request, response) => {
        response.writeHead(status, { "content-type": "text/html" }).end("<title>Rubrik</title>");
      }),
    );
    const { world, sari, tom } = await two({ web: { wire: net.wire, isListed: () => false } });
    await sari.says("/bagikan http://guru.example.org/rubrik");
    await sari.presses("Bagikan");
    status = 404;
    await world.goes("P60D");
    expect(about(await sari.hears(), "tidak terbuka lagi")).toHaveLength(1);
    await tom.says("/resources");
    await tom.presses("Open 1");
    expect(tom.sees()).toContain("The link did not open when I last looked.");
    status = 200;
    await world.goes("P40D");
    expect(about(await sari.hears(), "tidak terbuka lagi")).toEqual([]);
    await tom.says("/resources");
    await tom.presses("Open 1");
    expect(tom.sees()).not.toContain("did not open");
    expect(world.faults).toEqual([]);
  });
});

describe("/shelf", () => {
  it("shows an organiser why something waits and where it leads, and carries out what they decide", async () => {
    const net = await internet(page("<title>Free laptops</title>"));
    const { world, sari, tom } = await two({
      web: { wire: net.wire, isListed: (name) => name === "bad.example.org" },
    });
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await ina.says("/shelf");
    expect(ina.sees()).toContain("Nothing waits.");
    await tom.says("/share http://bad.example.org/laptops");
    await tom.presses("Share it");
    await ina.says("/shelf");
    expect(ina.sees()).toContain("It waits because the link is on a list of harmful places.");
    expect(ina.sees()).toContain("http://bad.example.org/laptops");
    await ina.presses("Take it down");
    expect(ina.sees()).toContain("“Free laptops” was taken down.");
    await world.goes("P2D");
    expect((await tom.hears()).join()).toContain("“Free laptops” was taken off the shelf");
    await tom.says("/share https://bit.ly/3abcde");
    await tom.presses("Share it");
    await ina.says("/shelf");
    await ina.presses("Let it be seen");
    await sari.says("/sumber");
    expect(sari.sees()).toContain("bit.ly");
    const audited = await world.db.client.auditEntry.findMany({ where: { action: { startsWith: "resource." } } });
    expect(audited.map(({ action }) => action).sort()).toEqual(["resource.release", "resource.remove"]);
    await sari.says("/rak");
    expect(sari.sees()).toContain("pengurus");
    expect(world.faults).toEqual([]);
  });

  it("shows what people said of something, and not who", async () => {
    const { world, sari, tom } = await two();
    const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
    await sari.says("/bagikan Dinding kata. Murid menempel kata baru.");
    await sari.presses("Bagikan");
    await tom.says("/resources");
    await tom.presses("Open 1");
    await tom.presses("Something is wrong");
    await tom.fills({ reason: "rights", note: "It is from a book." });
    await ina.says("/shelf");
    expect(ina.sees()).toContain("People said: Somebody else's work: It is from a book..");
    expect(ina.sees()).not.toContain("Tom");
    await ina.presses("It is fine");
    await ina.says("/shelf");
    expect(ina.sees()).toContain("Nothing waits.");
  });
});

describe("/shelf import", () => {
  async function organiser(options: WorldOptions = {}) {
    const world = await openWorld(options);
    return { world, ina: await world.member("Ina", { locale: "en", isOrganiser: true }) };
  }

  async function imports(ina: Speaker, content: string | Uint8Array, name = "shelf.csv"): Promise<void> {
    await ina.says("/shelf import");
    const base64 = Buffer.from(content).toString("base64");
    await ina.fills({ table: { name, mediaType: "text/csv", base64 } });
  }

  it("takes the good rows and says of each other one why, in either language's words", async () => {
    const { world, ina } = await organiser();
    const rows = [
      "Judul;Jenis;Jenjang;Tautan;Sampai;Tentang",
      'Pecahan lipat;Bahan ajar;SD, SMP;https://example.org/pecahan;;"Melipat kertas;\ndua kali"',
      ";Bahan ajar;SD;;;",
      "Hibah kebun;Pendanaan;SD;;;",
      "Hibah buku;funding;primary;;20/12/2026;",
      "Salah jenis;Sihir;SD;;;",
      "Nomor NISN 0051234567 Budi;Bahan ajar;SD;;;",
      "Dua kali;Bahan ajar;SD;http://www.example.org/pecahan/?utm_source=x;;",
      "Lewat;Pelatihan;SD;;2026-01-01;",
    ];
    await imports(ina, `\uFEFF${rows.join("\r\n")}\r\n`);
    expect(ina.sees()).toContain("Rows that are on the shelf now: 2.");
    expect(ina.sees()).toContain("Rows that were not taken: 6.");
    expect(ina.sees()).toContain("Line 4: no title");
    expect(ina.sees()).toContain("Line 5: an opportunity without a last day");
    expect(ina.sees()).toContain("Line 7: a kind that there is not");
    expect(ina.sees()).toContain("Line 8: it looks like it holds a pupil's data");
    expect(ina.sees()).toContain("Line 9: it is on the shelf already");
    expect(ina.sees()).toContain("Line 10: the last day is over");
    await ina.says("/resources pecahan");
    await ina.presses("Open 1");
    expect(ina.sees()).toContain("Melipat kertas;\ndua kali");
    expect(ina.sees()).toContain("Levels: Primary school and Lower secondary");
    expect(world.faults).toEqual([]);
  });

  it.each([
    ["a spreadsheet", Buffer.from("PK\u0003\u0004rest"), "choose “Save as”, then CSV"],
    ["something else", Buffer.from([0, 1, 2, 0, 255, 0]), "can't be read as a table"],
    ["nothing", Buffer.from("title\n"), "There is nothing in this table."],
    ["a table of something else", Buffer.from("name,age\nA,4\n"), "No column is called “title”"],
    ["too many rows", Buffer.from(`title\n${"x\n".repeat(10_000)}`), "more than 2000 rows"],
    ["broken quotation marks", Buffer.from('title,about\na,b\nc,"d\n'), "The quotation marks in line 3"],
  ])("takes nothing of %s and says what to do", async (_, bytes, said) => {
    const { world, ina } = await organiser();
    await imports(ina, bytes);
    expect(ina.sees()).toContain(said);
    expect(await world.db.client.resource.count()).toBe(0);
    expect(world.faults).toEqual([]);
  });

  it("takes a long table piece by piece, says how far it is, and writes when it is done", async () => {
    const { world, ina } = await organiser();
    await imports(
      ina,
      `title,kind\n${Array.from({ length: 130 }, (_, row) => `Idea ${row},method`).join("\n")}\n,method\n`,
    );
    expect(ina.sees()).toBe("0 of 131 rows are done. You hear from me when all are.");
    await imports(ina, "title\nAnother\n");
    expect(ina.sees()).toContain("Another table is being taken just now.");
    await world.goes("P1D");
    expect((await ina.hears()).join()).toContain("Your table is done\nRows that are on the shelf now: 130.");
    expect(await world.db.client.resource.count({ where: { state: "shown" } })).toBe(130);
    await imports(ina, "title\nAnother\n");
    expect(ina.sees()).toContain("Rows that are on the shelf now: 1.");
    expect(world.faults).toEqual([]);
  });

  it("reads back what was written out, and knows all of it", async () => {
    const { world, ina } = await organiser();
    await imports(ina, 'title,about\n"=HYPERLINK(""x"")","@everyone, ""quoted"""\nPlain,words\n');
    await ina.says("/shelf export");
    const [row] = await world.db.client.resource.findMany({ where: { title: { startsWith: "=" } } });
    expect(row?.about).toBe('@everyone, "quoted"');
    const table = await world.program.services.resources.importing.table(row?.networkId ?? "");
    expect(table).toContain("'=HYPERLINK");
    await imports(ina, table.replace("'=HYPERLINK", "=HYPERLINK"));
    expect(ina.sees()).toContain("Rows that are on the shelf now: 0.");
  });
});
