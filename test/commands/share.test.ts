import { describe, expect, it } from "vitest";
import type { Web } from "../../src/shelving.js";
import { internet, page, site, type Internet } from "../links/internet.js";
import { openWorld, type Speaker, type World } from "../support/conversation.js";
import { onBothDatabases } from "../support/database.js";

const RUBRIC = `<html lang="id"><head><title>Rubrik menulis cerita</title>
<meta name="description" content="Rubrik empat tingkat untuk cerita murid kelas 5."></head><body>…</body></html>`;

function webOf({ wire }: Pick<Internet, "wire">, isListed: Web["isListed"] = () => false): Web {
  return { wire, isListed };
}

async function teacher(world: World, name: string, locale: "id" | "en"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: "Bahasa Indonesia", level: "primary" });
  return speaker;
}

onBothDatabases("/share", (open) => {
  it("looks at a link, shows what others will see, and puts it on the shelf", async () => {
    const net = await internet(page(RUBRIC));
    const world = await openWorld({ database: await open(), web: webOf(net) });
    const sari = await teacher(world, "Sari", "id");
    const tom = await teacher(world, "Tom", "en");
    await sari.says("/bagikan http://guru.example.org/rubrik?utm_source=wa");
    expect(sari.sees()).toContain(
      "Sebelum dilihat yang lain\nRubrik menulis cerita\nRubrik empat tingkat untuk cerita",
    );
    expect(sari.sees()).toContain("Menuju: example.org");
    await tom.says("/resources");
    expect(tom.sees()).toContain("The shelf is still empty.");
    await sari.presses("Bagikan");
    expect(sari.sees()).toContain("“Rubrik menulis cerita” sudah ada di rak. Terima kasih!");
    await tom.says("/resources menulis");
    expect(tom.sees()).toContain("One found\nRubrik menulis cerita\nLesson material · example.org · Sari");
    await tom.presses("Open 1");
    expect(tom.sees()).toContain("Language: Indonesian");
    expect(tom.sees()).toContain("Levels: Primary school");
    expect(world.faults).toEqual([]);
  });

  it("shows what is there already instead of a second one, however the address is written", async () => {
    const net = await internet(page(RUBRIC));
    const world = await openWorld({ database: await open(), web: webOf(net) });
    const [sari, tom] = [await teacher(world, "Sari", "id"), await teacher(world, "Tom", "en")];
    await sari.says("/bagikan https://guru.example.org/rubrik");
    await tom.says("/share http://www.guru.example.org/rubrik/?fbclid=abc");
    // Nobody has shared it yet: both have a draft.
    await sari.presses("Bagikan");
    await tom.presses("Share it");
    expect(tom.sees()).toContain("This is on the shelf already.");
    await tom.says("/share https://guru.example.org/rubrik#bagian-2");
    expect(tom.sees()).toContain("This is on the shelf already.");
    expect(await world.db.client.resource.count({ where: { state: "shown" } })).toBe(1);
  });
});

describe("/share", () => {
  it("takes an idea in words, and lets its owner change and take it back", async () => {
    const world = await openWorld();
    const [sari, tom] = [await teacher(world, "Sari", "id"), await teacher(world, "Tom", "en")];
    await sari.says(
      "/bagikan Kartu keluar tiga menit. Murid menulis satu hal yang masih membingungkan sebelum pulang.",
    );
    expect(sari.sees()).toContain("Sebelum dilihat yang lain\nKartu keluar tiga menit\nMurid menulis");
    await sari.presses("Ubah");
    await sari.fills({ title: "Kartu keluar", topics: "asesmen formatif" });
    expect(sari.sees()).toContain("Topik: asesmen formatif");
    await sari.presses("Keterangan lain");
    await sari.fills({ licence: "ccBy", cost: "free", effort: "minutes" });
    expect(sari.sees()).toContain("Lisensi: CC BY");
    await sari.presses("Bagikan");
    await tom.says("/resources formative assesment");
    expect(tom.sees()).toContain("Kartu keluar");
    await tom.presses("Open 1");
    expect(tom.buttons()).toEqual(expect.arrayContaining(["Save", "Useful", "I used it", "Something is wrong"]));
    await sari.says("/sumber milik-saya");
    await sari.presses("Buka 1");
    await sari.presses("Tarik kembali");
    await tom.presses("Save");
    expect(tom.sees()).toBe("Whoever shared this has taken it back.");
    await tom.says("/resources formative assessment");
    expect(tom.sees()).toContain("Nothing found.");
    expect(world.faults).toEqual([]);
  });

  it("warns of what looks like a pupil's data and leaves the decision to the person", async () => {
    const world = await openWorld();
    const sari = await teacher(world, "Sari", "en");
    await sari.says("/share Budi Santoso kelas 4A has NISN 0051234567 and reads slowly; here is what helped.");
    expect(sari.sees()).toContain("Is this about a pupil? I see");
    expect(sari.sees()).toContain("(NISN)");
    await sari.presses("Share it anyway");
    expect(sari.sees()).toContain("is on the shelf");
  });

  it("warns of a pupil's data in what others see already", async () => {
    const world = await openWorld();
    const sari = await teacher(world, "Sari", "en");
    await sari.says("/share Slow readers. What helped in grade 4.");
    await sari.presses("Share it");
    await sari.says("/resources mine");
    await sari.presses("Open 1");
    await sari.presses("Change");
    await sari.fills({ about: "Budi Santoso kelas 4A, NISN 0051234567." });
    expect(sari.sees()).toContain("Others see this already");
    expect(sari.sees()).toContain("Is this about a pupil?");
    expect(sari.buttons()).toEqual(["Change", "Take it back"]);
  });

  it("shows one's own idea that stands there already instead of a second one, and leaves others theirs", async () => {
    const world = await openWorld();
    const [sari, tom] = [await teacher(world, "Sari", "id"), await teacher(world, "Tom", "en")];
    for (const who of [sari, tom]) {
      await who.says("/share Word wall. A new word each week.");
      await who.presses(who === sari ? "Bagikan" : "Share it");
    }
    await tom.says("/share Word wall. A new word every Monday.");
    expect(tom.sees()).toContain("This is on the shelf already.");
    expect(await world.db.client.resource.count({ where: { state: "shown" } })).toBe(2);
  });

  it("asks for the last day of an opportunity, and not for one that is over", async () => {
    const world = await openWorld();
    const tom = await teacher(world, "Tom", "en");
    await tom.says('/share what:"Small grants for school gardens" kind:funding');
    expect(tom.sees()).toContain("Please say until when it counts");
    await tom.presses("Say until when");
    await tom.fills({ deadline: "2026-11-01" });
    expect(tom.sees()).toContain("has already passed");
    await tom.says("/resources mine");
    await tom.presses("Open 1");
    await tom.presses("Change");
    await tom.fills({ deadline: "2026-12-01" });
    await tom.presses("Share it");
    await tom.says("/opportunities");
    expect(tom.sees()).toContain("Small grants for school gardens");
    expect(tom.sees()).toContain("until Tuesday, 1 December 2026");
    await tom.presses("Open 1");
    expect(tom.sees()).toContain("7 days left");
    await world.goes("P8D");
    await tom.says("/opportunities");
    expect(tom.sees()).toContain("Nothing is open at the moment");
  });

  it.each([
    ["ftp://example.org/a", "Before others see it"],
    ["https://user@example.org/", "Before others see it"],
  ])("takes %s as words, since nobody could open it as a link", async (typed, shown) => {
    const world = await openWorld();
    const tom = await teacher(world, "Tom", "en");
    await tom.says(`/share ${typed}`);
    expect(tom.sees()).toContain(shown);
    expect(tom.sees()).not.toContain("Leads to");
  });

  it("opens no connection to what is not public, by redirect or by name, and says nothing of what is there", async () => {
    const away = site((_request, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    const net = await internet(away, {
      "inside.example.net": ["10.0.0.7"],
      "both.example.net": ["45.60.70.80", "127.0.0.1"],
    });
    const world = await openWorld({ web: webOf(net) });
    const tom = await teacher(world, "Tom", "en");
    const seen: string[] = [];
    for (const host of ["away.example.org", "inside.example.net", "both.example.net", "nobody.example.net"]) {
      await tom.says(`/share https://${host}/`);
      seen.push(
        tom
          .sees()
          .replaceAll(host, "HOST")
          .replaceAll(/example\.(org|net)/g, "DOMAIN"),
      );
    }
    expect(net.connects).toEqual(["45.60.70.80 443"]);
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain("I could not look at this page");
  });

  it("lets an organiser look first at what hides where it leads", async () => {
    const world = await openWorld();
    const [ina, tom] = [
      await world.member("Ina", { locale: "en", isOrganiser: true }),
      await teacher(world, "Tom", "en"),
    ];
    await tom.says("/share https://bit.ly/3abcde");
    expect(tom.sees()).toContain("An organiser will look at it before others see it: the link hides where it leads.");
    await tom.presses("Share it");
    expect(tom.sees()).toContain("An organiser looks at");
    await ina.says("/resources");
    expect(ina.sees()).toContain("The shelf is still empty.");
  });

  it("keeps no more than a day's worth of one person", async () => {
    const world = await openWorld();
    const tom = await teacher(world, "Tom", "en");
    for (let number = 1; number <= 21; number++) {
      await tom.says(`/share Idea number ${number} about reading aloud`);
      await tom.presses("Share it");
    }
    expect(tom.sees()).toBe("You have shared 20 things today; that is a lot for one day. Please go on tomorrow.");
    expect(await world.db.client.resource.count({ where: { state: "shown" } })).toBe(20);
  });
});

describe("what stands on the shelf", () => {
  async function shared(): Promise<{ world: World; sari: Speaker; tom: Speaker }> {
    const world = await openWorld();
    const [sari, tom] = [await teacher(world, "Sari", "id"), await teacher(world, "Tom", "en")];
    await sari.says("/bagikan Dinding kata. Murid menempel kata baru setiap pekan dan memakainya dalam cerita.");
    await sari.presses("Bagikan");
    await tom.says("/resources");
    await tom.presses("Open 1");
    return { world, sari, tom };
  }

  it("is saved, found useful, used with a class, and its sharer hears of it", async () => {
    const { world, sari, tom } = await shared();
    await tom.presses("Save");
    expect(tom.sees()).toBe("Saved. You find it under “Saved”.");
    await tom.presses("Useful");
    await tom.presses("I used it");
    await tom.fills({ group: "grade 4, 28 pupils", change: "We added drawings." });
    expect(tom.sees()).toContain("Thank you for telling!");
    await tom.says("/resources saved");
    expect(tom.sees()).toContain("Dinding kata");
    await tom.presses("Open 1");
    expect(tom.sees()).toContain("useful: 1, used: 1");
    expect(tom.sees()).toContain("Tom, grade 4, 28 pupils: We added drawings.");
    await tom.presses("Saved ✓");
    await tom.says("/resources saved");
    expect(tom.sees()).toContain("You have saved nothing yet.");
    await world.goes("P2D");
    expect((await sari.hears()).join()).toContain("Tom memakai “Dinding kata”");
    await sari.says("/sumber milik-saya");
    await sari.presses("Buka 1");
    expect(sari.buttons()).not.toContain("Berguna");
    expect(world.faults).toEqual([]);
  });

  it("is put into collections that others can open", async () => {
    const { sari, tom } = await shared();
    await tom.presses("Collect");
    await tom.fills({ collection: "Reading corner" });
    expect(tom.sees()).toBe("It is in “Reading corner” now (1).");
    await sari.says("/sumber koleksi");
    expect(sari.sees()).toContain("Reading corner · 1 · Tom");
    await sari.presses("Buka 1");
    expect(sari.buttons()).not.toContain("Keluarkan 1");
    await tom.says("/resources collections");
    await tom.presses("Open 1");
    await tom.presses("Take out 1");
    await sari.says("/sumber koleksi");
    expect(sari.sees()).toContain("Belum ada koleksi.");
  });

  it("is hidden when two people report it, until an organiser has looked", async () => {
    const { world, tom } = await shared();
    const rina = await teacher(world, "Rina", "en");
    await tom.presses("Something is wrong");
    await tom.fills({ reason: "rights" });
    expect(tom.sees()).toContain("nobody else learns that it was you");
    await rina.says("/resources");
    await rina.presses("Open 1");
    await rina.presses("Something is wrong");
    await rina.fills({ reason: "advert" });
    await tom.says("/resources");
    expect(tom.sees()).toContain("The shelf is still empty.");
  });

  it.each(["\" ' * NEAR OR :* \\", "%_%", "a".repeat(200), "😀 \u0301\u0301", "' OR 1=1 --"])(
    "is searched for %j literally, and nothing goes wrong",
    async (words) => {
      const { world, tom } = await shared();
      await tom.says(`/resources ${words}`);
      expect(tom.sees()).not.toContain("Dinding");
      expect(world.faults).toEqual([]);
    },
  );
});
